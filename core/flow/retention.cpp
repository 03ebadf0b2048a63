// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/retention.h"

#include <algorithm>

namespace signalbox {

namespace {

bool hasOpenLetter(const Task& task) {
    return std::any_of(task.deadLetters.begin(), task.deadLetters.end(),
                       [](const DeadLetter& letter) { return letter.state != DeadLetterState::Closed; });
}

void forget(State& state, const Departed& departed) {
    if (state.submissions.value(departed.idempotencyKey) == departed.task)
        state.submissions.remove(departed.idempotencyKey);
    for (const qint64 approval : departed.approvals)
        state.approvals.remove(approval);
}

void depart(State& state, TaskId id) {
    const Task* task = state.task(id);
    Departed departed{id, task->spec.idempotencyKey, {}};
    for (const Approval& approval : task->approvals)
        departed.approvals.append(approval.id);
    state.tasks.erase(id);
    state.unfinished.erase(id);
    state.departed.append(departed);
    while (state.departed.size() > keptDeparted)
        forget(state, state.departed.takeFirst());
}

} // namespace

void retire(State& state, TaskId finished) {
    state.finished.append(finished);
    qsizetype over = state.finished.size() - keptFinished;
    for (qsizetype i = 0; over > 0 && i < state.finished.size(); --over) {
        // Those with letters gather at the beginning of the list, where they are looked at again each time.
        const TaskId id = state.finished.at(i);
        if (hasOpenLetter(*state.task(id)) && i < keptForLetters) {
            ++i;
            continue;
        }
        state.finished.removeAt(i);
        depart(state, id);
    }
}

} // namespace signalbox
