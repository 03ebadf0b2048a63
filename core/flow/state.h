// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/command.h"
#include "core/domain/event.h"
#include "core/flow/task_table.h"

#include <QHash>

#include <set>

namespace signalbox {

/// A task that finished long ago, as far as it is still known here.
struct Departed {
    TaskId task = 0;
    QString idempotencyKey;
    QList<qint64> approvals;
    SB_FIELDS(Departed, task, idempotencyKey, approvals)
};

/// Equal blueprints are held once, although each task's came to us by itself. No part of what is known: it
/// changes nothing but memory.
struct SharedBlueprints {
    QHash<Digest, Blueprint> known;
    bool operator==(const SharedBlueprints&) const { return true; }
};

/// All that the core knows, as the journal tells it. Changed by `apply` only. A copy is cheap: it shares what
/// is large with the original.
struct State {
    qint64 seq = 0;              ///< of the last event applied
    TaskTable tasks;             ///< all that are not over, and those that finished last (retention.h)
    std::set<TaskId> unfinished; ///< those that are not over, or owe something again
    QList<TaskId> finished;      ///< those in `tasks` that are over, in the order in which they ended
    QList<Departed> departed;    ///< in the order in which they went
    QMap<QString, Repository> repositories;
    QHash<QString, TaskId> submissions;  ///< idempotency key -> task
    QHash<qint64, TaskId> approvals;     ///< approval -> task
    QHash<qint64, TaskId> toolQuestions; ///< those that are open -> task
    TaskId nextTask = 1;
    qint64 nextApproval = 1;       ///< of approvals and questions about tool calls, in one row
    QList<Delegation> delegations; ///< that were not revoked; those whose time is over go with the next one
    qint64 nextDelegation = 1;
    SharedBlueprints blueprints;

    [[nodiscard]] const Task* task(TaskId id) const;
    bool operator==(const State&) const = default;
};

/// Brings the state forward by one event. Pure; the same records always give the same state. What is told of
/// a task that has left the state changes nothing but `seq`.
void apply(State& state, const Record& record);
/// The same for the one task an event is about; used by `apply` and while deciding.
void applyToTask(Task& task, const Event& event, Moment at);
/// Enters a task that was kept elsewhere, which is in `tasks` already, into all that is told from tasks.
void indexTask(State& state, const Task& task);
void indexDeparted(State& state, const Departed& departed);

/// What a command means here and now: the events that follow, or why not. Pure: no clock, no I/O, no
/// randomness. Errors: NotFound, Conflict (the state does not allow it, or moved on), Invalid (the command is
/// wrong).
Result<QList<Event>> decide(const State& state, const Command& command, Moment now);

/// The next moment at which Tick will have something to do; nothing when no deadline runs.
std::optional<Moment> nextDeadline(const State& state);

/// How long a technical failure is waited out before the next try: 1 s, doubling, at most a minute.
Millis backoff(int tries);

} // namespace signalbox
