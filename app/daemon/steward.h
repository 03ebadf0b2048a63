// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/engine/engine.h"
#include "core/flow/machine_plan.h"
#include "core/machine/machine.h"

namespace signalbox {

/// Sees that no machine outlives its reason: at the start and once a minute it removes every machine of this
/// core that serves no attempt which the journal still owes. An agent's may be kept for its task's next
/// attempt as long as the task goes on; it hibernates meanwhile. Thread-safe.
class Steward {
public:
    Steward(Engine& engine, MachineProvider& provider, QString installation,
            Millis period = std::chrono::minutes(1));

    /// Agents' machines are kept from now on: what has one hibernate that nobody uses. Before the first
    /// sweep.
    void keepAgents(std::function<Result<void>(const QString& machine)> rest) { m_rest = std::move(rest); }
    /// Sweeps until cancelled: the body of an organ.
    Result<void> run(const CancelToken& cancel);
    /// One round now, on the caller's thread. Returns how many machines it removed.
    Result<int> sweep();
    /// Removes all machines of a task.
    Result<void> removeAll(TaskId task);

    /// The name that the machine of an attempt has: the same after a crash.
    [[nodiscard]] QString machineName(TaskId task, const QString& step, int attempt) const;
    /// The name of the machine in which a step's agent works, at every attempt, and answers questions.
    [[nodiscard]] QString agentMachineName(TaskId task, const QString& step) const;
    /// The name of the machine that an effect has; empty when it needs none.
    [[nodiscard]] QString machineOf(const Task& task, const Effect& effect) const;
    /// The step whose agent answers questions; nullptr when there is none.
    static const Step* answeringStep(const Task& task);

private:
    [[nodiscard]] bool ours(const MachineStatus& machine) const;
    Result<void> remove(const MachineStatus& machine);
    /// Nothing while the core stops.
    [[nodiscard]] std::optional<MachineWants> needs();
    [[nodiscard]] QString stepName(const QString& step) const;

    Engine& m_engine;
    MachineProvider& m_provider;
    QString m_installation;
    Millis m_period;
    std::function<Result<void>(const QString&)> m_rest;
};

} // namespace signalbox
