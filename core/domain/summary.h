// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"

namespace signalbox {

/// What a task is doing, as people need to tell it apart. Derived from facts, never stored.
enum class StatusWord {
    NeedsDecision, ///< an approval or a question about a tool call is open
    NeedsPerson,   ///< parked
    Admission,
    WaitingForMachine,
    Working,
    Retrying, ///< waits out a technical failure
    Undoing,
    Done,
    Refused,
    Rejected,
    Failed,
    Exhausted,
    Cancelled,
};
template <>
struct EnumWords<StatusWord> {
    static constexpr std::array<const char*, 13> words{
        "needs_decision", "needs_person", "admission", "waiting_for_machine",
        "working",        "retrying",     "undoing",   "done",
        "refused",        "rejected",     "failed",    "exhausted",
        "cancelled"};
};

/// A status with how it is known and since when.
struct TaskStatus {
    StatusWord word = StatusWord::Admission;
    QString text;  ///< "waits for 1 of 2 approvals"
    QString known; ///< what it is derived from: "approval 7 is open", "machine sb-… leased"
    Moment since;
    SB_FIELDS(TaskStatus, word, text, known, since)
    [[nodiscard]] bool needsPerson() const {
        return word == StatusWord::NeedsDecision || word == StatusWord::NeedsPerson;
    }
};
TaskStatus statusOf(const Task& task);

/// One row of the fleet.
struct TaskSummary {
    TaskId id = 0;
    QString title;
    QString repository;
    TaskStatus status;
    QString current; ///< step id
    QString currentTitle;
    int position = 0; ///< of the current step, from 1
    int steps = 0;
    int iterations = 0;
    int priority = 0;
    qint64 openApproval = 0; ///< 0: none
    int openToolCalls = 0;   ///< that wait for a person
    Outcome outcome = Outcome::None;
    Moment created;
    Moment updated;
    SB_FIELDS(TaskSummary, id, title, repository, status, current, currentTitle, position, steps, iterations,
              priority, openApproval, openToolCalls, outcome, created, updated)
};
TaskSummary summaryOf(const Task& task);

} // namespace signalbox
