// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/command.h"
#include "core/domain/event.h"
#include "core/flow/task_table.h"

#include <QHash>

#include <set>

namespace signalbox {

/// All that the core knows, as the journal tells it. Changed by `apply` only. A copy is cheap: it shares what
/// is large with the original.
struct State {
    qint64 seq = 0; ///< of the last event applied
    TaskTable tasks;
    std::set<TaskId> unfinished;
    QMap<QString, Repository> repositories;
    QHash<QString, TaskId> submissions; ///< idempotency key -> task
    QHash<qint64, TaskId> approvals;    ///< approval -> task
    TaskId nextTask = 1;
    qint64 nextApproval = 1;

    [[nodiscard]] const Task* task(TaskId id) const;
    bool operator==(const State&) const = default;
};

/// Brings the state forward by one event. Pure; the same records always give the same state.
void apply(State& state, const Record& record);
/// The same for the one task an event is about; used by `apply` and while deciding.
void applyToTask(Task& task, const Event& event, Moment at);
/// Enters a task that was kept elsewhere, which is in `tasks` already, into all that is told from tasks.
void indexTask(State& state, const Task& task);

/// What a command means here and now: the events that follow, or why not. Pure: no clock, no I/O, no
/// randomness. Errors: NotFound, Conflict (the state does not allow it, or moved on), Invalid (the command is
/// wrong).
Result<QList<Event>> decide(const State& state, const Command& command, Moment now);

/// The next moment at which Tick will have something to do; nothing when no deadline runs.
std::optional<Moment> nextDeadline(const State& state);

/// How long a technical failure is waited out before the next try: 1 s, doubling, at most a minute.
Millis backoff(int tries);

} // namespace signalbox
