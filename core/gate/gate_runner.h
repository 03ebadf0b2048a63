// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"
#include "core/gate/gate_services.h"

namespace signalbox {

/// What is to be judged. Blueprint and step are those of the protected base, as the task keeps them; nothing
/// is ever taken from the change but the tree that is judged.
struct GateRequest {
    TaskId task = 0;
    int attempt = 1;
    QString machine; ///< prefix of the machines' names, from task, step and attempt: "sb-t41-tests-2"
    Blueprint blueprint;
    Step step;
    QString baseCommit;
    QString baseTree;
    QString commit;
    QString tree;
    QString pullRequest; ///< the agent's description, for the gate of that name
};

/// Runs the shipped gates. Each tree that must be executed gets a machine of its own, one after the other.
/// Blocking; one runner may serve one thread at a time.
class GateRunner {
public:
    explicit GateRunner(GateServices services) : m_services(std::move(services)) {}

    /// A verdict with its evidence and, where it is not "passed", the feedback for the agent. An error means
    /// that nothing could be judged (a lost machine, no room, Cancelled): it may be tried again.
    Result<AttemptResult> run(const GateRequest& request, const CancelToken& cancel);

private:
    GateServices m_services;
};

} // namespace signalbox
