// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/git/handles.h"
#include "core/git/network_guard.h"

#include <QString>

#include <chrono>

struct git_remote_callbacks;

namespace signalbox::git {

/// Where a repository is. A local one is reached through its files.
struct RemoteUrl {
    QString text;      ///< as libgit2 takes it
    QString localPath; ///< empty when it is reached over the network

    [[nodiscard]] bool isLocal() const { return !localPath.isEmpty(); }
};
/// Understands paths, file://, http(s)://, ssh:// and user@host:path; refuses every other scheme, and a local
/// path where there is no repository.
Result<RemoteUrl> parseRemoteUrl(const QString& url);

/// A remote without a name or configuration.
Result<Handle<git_remote>> openRemote(git_repository* mirror, const QString& url);

/// Time limit, cancellation and logins of one transfer. Must outlive the callbacks.
class Transfer {
public:
    Transfer(QString url, Millis timeLimit, CancelToken cancel);
    /// Credentials (agent or default keys, never a question) into the callbacks; payload must be this or
    /// derived.
    void fill(git_remote_callbacks& callbacks);
    /// True once the transfer must stop.
    [[nodiscard]] bool mustStop() const;
    /// libgit2's failure in our words.
    [[nodiscard]] Error failed(int code) const;

    QString url;

private:
    static int credentials(void** out, const char* url, const char* user, unsigned allowed, void* payload);

    std::chrono::steady_clock::time_point m_deadline;
    Millis m_timeLimit;
    CancelToken m_cancel;
    NetworkGuard m_guard;
    int m_attempt = 0; ///< how many logins were tried
};

} // namespace signalbox::git
