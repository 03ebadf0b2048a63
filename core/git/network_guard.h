// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"

#include <chrono>
#include <memory>

namespace signalbox::git {

/// While one is alive, connections that libgit2 opens on this thread end at the deadline and on cancel,
/// wherever they wait: libgit2 1.5 knows no time limit of its own. Only the lookup of a host's name is left
/// to the system's limits.
class NetworkGuard {
public:
    NetworkGuard(std::chrono::steady_clock::time_point deadline, const CancelToken& cancel);
    NetworkGuard(const NetworkGuard&) = delete;
    NetworkGuard& operator=(const NetworkGuard&) = delete;
    ~NetworkGuard();

    /// Makes libgit2 use our sockets; once for the process.
    static void install();

    struct State;

private:
    std::shared_ptr<State> m_state;
    std::shared_ptr<State> m_outer; ///< of a guard around this one
};

} // namespace signalbox::git
