// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/engine/engine.h"
#include "core/machine/machine.h"

namespace signalbox {

/// Sees that no machine outlives its reason: at the start and once a minute it removes every machine of this
/// core that serves no attempt which the journal still owes. Thread-safe.
class Steward {
public:
    Steward(Engine& engine, MachineProvider& provider, QString installation,
            Millis period = std::chrono::minutes(1));

    /// Sweeps until cancelled: the body of an organ.
    Result<void> run(const CancelToken& cancel);
    /// One round now, on the caller's thread. Returns how many machines it removed.
    Result<int> sweep();
    /// Removes all machines of a task.
    Result<void> removeAll(TaskId task);

    /// The name that the machine of an attempt has: the same after a crash.
    [[nodiscard]] QString machineName(TaskId task, const QString& step, int attempt) const;
    /// What stands for the step in the name of the machine in which the agent answers a question.
    static QString questionStep(const QString& approval);

private:
    [[nodiscard]] bool ours(const MachineStatus& machine) const;
    Result<void> remove(const MachineStatus& machine);

    Engine& m_engine;
    MachineProvider& m_provider;
    QString m_installation;
    Millis m_period;
};

} // namespace signalbox
