// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agent/attempt.h"
#include "core/machine/machine.h"

#include <memory>

namespace signalbox {

/// The machines of this organ. Each is used by one attempt at a time. One that is kept hibernates between its
/// uses, so that what an agent built up outside of its commits (caches, tools, notes) is there when it is
/// sent back or asked something; all others go with their attempt. Thread-safe.
class AgentMachines {
public:
    explicit AgentMachines(MachineProvider& provider);
    ~AgentMachines();
    AgentMachines(const AgentMachines&) = delete;
    AgentMachines& operator=(const AgentMachines&) = delete;

    /// Holds a machine for one attempt. When it is dropped, the machine goes, disk and all, or hibernates
    /// where the attempt keeps it and ended as it should; it stays when the core is stopping.
    class Lease;
    /// A machine as the spec says, or the one of that name that was kept. Waits for whoever uses it. Errors:
    /// as MachineProvider::acquire(); nothing of it is left then, unless the core stops.
    Result<std::shared_ptr<Lease>> lease(const MachineSpec& spec, const AgentAttempt& attempt,
                                         const ProgressSink& progress);
    /// Has a kept machine hibernate that a core before this one left running. Nothing happens to one in use.
    Result<void> rest(const QString& name);

private:
    struct Users;
    MachineProvider& m_provider;
    const std::shared_ptr<Users> m_users;
};

class AgentMachines::Lease {
public:
    Lease(MachineProvider& provider, std::shared_ptr<Users> users, std::shared_ptr<Machine> machine,
          const AgentAttempt& attempt);
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Machine& machine() { return *m_machine; }
    /// The attempt ended as it should, whatever its verdict: nothing is left undone in the machine.
    void endedWell() { m_endedWell = true; }

private:
    MachineProvider& m_provider;
    const std::shared_ptr<Users> m_users;
    std::shared_ptr<Machine> m_machine;
    const bool m_keep;
    bool m_endedWell = false;
    const std::function<bool()> m_stopping;
    const std::function<void(const QString&)> m_released;
    const std::function<void(const QString&)> m_rested;
};

} // namespace signalbox
