// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/guest_task.h"

namespace signalbox {

const Task* taskOfMachine(const State& state, const QString& machine) {
    for (const TaskId id : state.unfinished) {
        const Task* task = state.task(id);
        const Attempt* attempt = task->lastAttempt(task->current);
        if (attempt && !attempt->ended && attempt->machine == machine)
            return task;
    }
    return nullptr;
}

} // namespace signalbox
