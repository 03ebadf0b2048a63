// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"

#include <variant>

namespace signalbox {

// The closed set of what may be asked of the engine: by people, and by organs that report on an effect.

struct AddRepository {
    Repository repository;
};
struct RemoveRepository {
    QString name;
    QString by;
};
/// How many tasks the core takes in; 0: no limit.
struct QueueRoom {
    int queued = 0; ///< that wait for a machine or are worked on
    int open = 0;   ///< that are not over, those that wait for people included
};
struct SubmitTask {
    TaskSpec spec;
    QString by;
    QueueRoom room = {}; ///< LimitReached when it is full
};
struct CancelTask {
    TaskId task = 0;
    QString by;
    QString reason;
};
/// Sends a parked task on: at `step` (empty: where it stopped).
struct RetryTask {
    TaskId task = 0;
    QString by;
    QString step;
    QString feedback;
};
/// Grants a task so much more than its budget, for good. One that was stopped by its budget goes on at once.
struct RaiseBudget {
    TaskId task = 0;
    QString by;
    qint64 tokens = 0; ///< more than now; 0: as it is
    double cost = 0;   ///< the same in US dollars
    QString reason;
};
/// Has what was given up done once more, now that its reason is mended.
struct ReplayDeadLetter {
    TaskId task = 0;
    int number = 1;
    QString by;
};
/// Names what the person saw; refused when that is not what stands now.
struct CastVote {
    qint64 approval = 0;
    QString by;
    bool approve = true;
    QString comment; ///< on reject: the feedback for the agent, required
    QString tree;
    Digest evidence;
    Roles roles = {Role::Approver}; ///< that `by` has, as the server knows them
    QString onBehalf = {};          ///< who delegated it to `by`; empty: `by` decides as themselves
    Roles theirRoles = {};          ///< that `onBehalf` has
};
/// Has somebody decide in somebody else's name. Denied where `from` may not decide, or `to` may not either.
struct Delegate {
    Delegation delegation; ///< without id
    Roles fromRoles = {};
    Roles toRoles = {};
};
struct RevokeDelegation {
    qint64 delegation = 0;
    QString by;
    Roles roles = {}; ///< an admin may revoke anybody's
};
struct AskQuestion {
    qint64 approval = 0;
    QString by;
    QString text;
};

/// A tool call of an attempt that runs is put to people. Asking the same again while it is open changes
/// nothing.
struct AskToolCall {
    TaskId task = 0;
    QString step;
    int attempt = 1;
    ToolCall call;
    RiskTier tier = RiskTier::High;
    QString why;
    Millis wait{0}; ///< then it is denied
};
/// Names what the person saw; refused when that is not what is asked.
struct AnswerToolCall {
    qint64 question = 0;
    QString by;
    bool allow = false;
    QString comment;
    Digest action;
    bool remember = false; ///< for calls like it, for the rest of the task
};

struct ReportAdmitted {
    TaskId task = 0;
    QString key;
    QString baseBranch;
    QString baseCommit;
    QString baseTree;
    Blueprint blueprint;
};
struct ReportRefused {
    TaskId task = 0;
    QString key;
    Error error;
};
struct ReportLease {
    TaskId task = 0;
    QString key;
    QString machine;
    QMap<QString, Digest> images;
};
struct ReportRelease {
    TaskId task = 0;
    QString machine;
};
/// An attempt came to its end (with any verdict).
struct ReportAttempt {
    TaskId task = 0;
    QString key;
    AttemptResult result;
};
/// The effect could not be done for technical reasons; it may be tried again.
struct ReportTrouble {
    TaskId task = 0;
    QString key;
    Error error;
};
struct ReportAnswer {
    TaskId task = 0;
    QString key;
    QString answer;
};
/// A compensation or a teardown is done.
struct ReportUndone {
    TaskId task = 0;
    QString key;
    QString message;
};
/// Time has passed: what is due is done.
struct Tick {};

using Command = std::variant<AddRepository, RemoveRepository, SubmitTask, CancelTask, RetryTask, RaiseBudget,
                             ReplayDeadLetter, CastVote, Delegate, RevokeDelegation, AskQuestion, AskToolCall,
                             AnswerToolCall, ReportAdmitted, ReportRefused, ReportLease, ReportRelease,
                             ReportAttempt, ReportTrouble, ReportAnswer, ReportUndone, Tick>;

} // namespace signalbox
