// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/machine/guest_session.h"

#include <libssh/libssh.h>
#include <memory>

namespace signalbox {

struct SessionCloser {
    void operator()(ssh_session session) const {
        ssh_silent_disconnect(session);
        ssh_free(session);
    }
};
using SessionPtr = std::unique_ptr<ssh_session_struct, SessionCloser>;

/// Our own hold on a session's socket: libssh closes the descriptor that it was given, so it gets a copy, and
/// this one stays good for a cancel from another thread.
class SessionSocket {
public:
    /// Takes over fd.
    explicit SessionSocket(int fd) : m_fd(fd) {}
    ~SessionSocket();
    SessionSocket(const SessionSocket&) = delete;
    SessionSocket& operator=(const SessionSocket&) = delete;
    [[nodiscard]] int fd() const { return m_fd; }
    /// Ends the connection for every holder; any thread.
    void shutDown() const;

private:
    int m_fd;
};

/// Shakes hands over the socket and logs in as root: the host key must be the expected one, the client key
/// the guest's. Blocks; errors as GuestSession::open().
Result<SessionPtr> logIntoGuest(const SessionSocket& socket, const GuestLogin& login);

} // namespace signalbox
