// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

#include <functional>

namespace signalbox::git {

/// Held while refs of a mirror are written. It is a lock of the kernel, so it ends with the process: whoever
/// holds it knows that every *.lock file of libgit2 is the leftover of a killed core and may go.
class RefLock {
public:
    /// Waits for its turn; writers of refs are quick.
    static Result<RefLock> take(const QString& mirrorDir);
    RefLock(RefLock&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
    RefLock(const RefLock&) = delete;
    RefLock& operator=(const RefLock&) = delete;
    RefLock& operator=(RefLock&&) = delete;
    ~RefLock();

private:
    explicit RefLock(int fd) : m_fd(fd) {}
    int m_fd = -1;
};

/// Runs a libgit2 call that writes refs under the lock; leftovers are swept away once if they are in its way.
/// Returns libgit2's code.
Result<int> writeRefs(const QString& mirrorDir, const std::function<int()>& write);

/// Makes sure that a ref that was just written survives a loss of power.
void syncRef(const QString& mirrorDir, const QString& refName);

} // namespace signalbox::git
