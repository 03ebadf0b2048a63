// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/machine/libvirt_host.h"

#include <condition_variable>
#include <functional>
#include <thread>

namespace signalbox {

/// Keeps from outside what a guest cannot be trusted to keep: ends machines whose time is over, and cuts
/// consoles that grow without bound. A thread of its own, from start() to stop().
class MachineKeeper {
public:
    struct Duties {
        std::function<Result<void>(const QString& name)> end; ///< ends a machine, leaving its folder
        std::function<void()> sweep;                          ///< called about once a minute
    };
    MachineKeeper(std::shared_ptr<LibvirtHost> host, Duties duties);
    ~MachineKeeper();
    MachineKeeper(const MachineKeeper&) = delete;
    MachineKeeper& operator=(const MachineKeeper&) = delete;

    /// Idempotent.
    void start();
    /// Waits for its thread; idempotent, and for good.
    void stop();

private:
    void run();
    void keepLimits(bool thorough);

    const std::shared_ptr<LibvirtHost> m_host;
    const Duties m_duties;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_stopped = false;
    std::thread m_thread;
};

} // namespace signalbox
