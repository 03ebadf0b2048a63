// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"

#include <variant>

namespace signalbox {

// The closed set of facts. Events are the only thing that changes state; they are never edited or removed. A
// member may be added (old events then read with its default); the meaning of one never changes. `type` is
// its name in the journal.

struct RepositoryAdded {
    static constexpr auto type = "repository_added";
    Repository repository;
    SB_FIELDS(RepositoryAdded, repository)
};
struct RepositoryRemoved {
    static constexpr auto type = "repository_removed";
    QString name;
    QString by;
    SB_FIELDS(RepositoryRemoved, name, by)
};
struct TaskSubmitted {
    static constexpr auto type = "task_submitted";
    TaskId task = 0;
    TaskSpec spec;
    QString by;
    QString repositoryUrl;
    QString baseBranch;
    QString defaultBlueprint;
    QString defaultBlueprintText;
    SB_FIELDS(TaskSubmitted, task, spec, by, repositoryUrl, baseBranch, defaultBlueprint,
              defaultBlueprintText)
};
struct TaskAdmitted {
    static constexpr auto type = "task_admitted";
    TaskId task = 0;
    QString baseBranch;
    QString baseCommit;
    QString baseTree;
    Blueprint blueprint; ///< from here on the task keeps this version
    SB_FIELDS(TaskAdmitted, task, baseBranch, baseCommit, baseTree, blueprint)
};
/// A step begins (or begins again); the effect of its kind is now owed under this key.
struct AttemptStarted {
    static constexpr auto type = "attempt_started";
    TaskId task = 0;
    QString step;
    int attempt = 1;
    SB_FIELDS(AttemptStarted, task, step, attempt)
};
/// A technical failure; the effect stays owed and is due again later.
struct EffectDelayed {
    static constexpr auto type = "effect_delayed";
    TaskId task = 0;
    QString key;
    int tries = 1;
    Moment due;
    QString trouble;
    SB_FIELDS(EffectDelayed, task, key, tries, due, trouble)
};
struct MachineLeased {
    static constexpr auto type = "machine_leased";
    TaskId task = 0;
    QString key; ///< of the effect that uses it
    QString machine;
    QMap<QString, Digest> images;
    SB_FIELDS(MachineLeased, task, key, machine, images)
};
struct MachineReleased {
    static constexpr auto type = "machine_released";
    TaskId task = 0;
    QString machine;
    SB_FIELDS(MachineReleased, task, machine)
};
struct AttemptFinished {
    static constexpr auto type = "attempt_finished";
    TaskId task = 0;
    QString step;
    int attempt = 1;
    AttemptResult result;
    SB_FIELDS(AttemptFinished, task, step, attempt, result)
};
/// The task goes back to an earlier step, with what must be mended.
struct RoutedBack {
    static constexpr auto type = "routed_back";
    TaskId task = 0;
    QString from;
    QString to;
    QString feedback;
    QString feedbackFrom;
    SB_FIELDS(RoutedBack, task, from, to, feedback, feedbackFrom)
};
struct ApprovalRequested {
    static constexpr auto type = "approval_requested";
    TaskId task = 0;
    Approval approval;
    SB_FIELDS(ApprovalRequested, task, approval)
};
struct ApprovalVoted {
    static constexpr auto type = "approval_voted";
    TaskId task = 0;
    qint64 approval = 0;
    QString by;
    bool approve = true;
    QString comment;
    QString onBehalf = {}; ///< the person whose decision it is; empty: the voter's own
    SB_FIELDS(ApprovalVoted, task, approval, by, approve, comment, onBehalf)
};
/// Nobody decided for so long that others are asked as well.
struct ApprovalEscalated {
    static constexpr auto type = "approval_escalated";
    TaskId task = 0;
    qint64 approval = 0;
    QStringList to;
    SB_FIELDS(ApprovalEscalated, task, approval, to)
};
struct DelegationMade {
    static constexpr auto type = "delegation_made";
    Delegation delegation;
    SB_FIELDS(DelegationMade, delegation)
};
struct DelegationRevoked {
    static constexpr auto type = "delegation_revoked";
    qint64 delegation = 0;
    QString by;
    SB_FIELDS(DelegationRevoked, delegation, by)
};
struct QuestionAsked {
    static constexpr auto type = "question_asked";
    TaskId task = 0;
    qint64 approval = 0;
    int number = 1;
    QString by;
    QString text;
    SB_FIELDS(QuestionAsked, task, approval, number, by, text)
};
struct QuestionAnswered {
    static constexpr auto type = "question_answered";
    TaskId task = 0;
    qint64 approval = 0;
    int number = 1;
    QString answer;
    SB_FIELDS(QuestionAnswered, task, approval, number, answer)
};
struct ApprovalClosed {
    static constexpr auto type = "approval_closed";
    TaskId task = 0;
    qint64 approval = 0;
    ApprovalState state = ApprovalState::Voided;
    QString reason;
    SB_FIELDS(ApprovalClosed, task, approval, state, reason)
};
/// A tool call waits for a person.
struct ToolCallAsked {
    static constexpr auto type = "tool_call_asked";
    TaskId task = 0;
    ToolQuestion question;
    SB_FIELDS(ToolCallAsked, task, question)
};
/// It was answered, or nobody waits for the answer any more.
struct ToolCallClosed {
    static constexpr auto type = "tool_call_closed";
    TaskId task = 0;
    qint64 question = 0;
    ToolQuestionState state = ToolQuestionState::Withdrawn;
    QString by;
    QString reason;
    bool remembered = false;
    SB_FIELDS(ToolCallClosed, task, question, state, by, reason, remembered)
};
/// The task cannot go on by itself.
struct TaskParked {
    static constexpr auto type = "task_parked";
    TaskId task = 0;
    QString reason;
    QString key = {}; ///< of the effect that was given up, and is a dead letter now; empty: another reason
    int tries = 0;    ///< of that effect
    SB_FIELDS(TaskParked, task, reason, key, tries)
};
/// A person sends a parked task on again.
struct TaskResumed {
    static constexpr auto type = "task_resumed";
    TaskId task = 0;
    QString by;
    QString step;
    QString feedback;
    int extraIterations = 0;
    int extraBudgets = 0;
    SB_FIELDS(TaskResumed, task, by, step, feedback, extraIterations, extraBudgets)
};
/// A person grants a task more than its budget.
struct BudgetRaised {
    static constexpr auto type = "budget_raised";
    TaskId task = 0;
    QString by;
    qint64 tokens = 0;
    double cost = 0; ///< US dollars
    QString reason;
    SB_FIELDS(BudgetRaised, task, by, tokens, cost, reason)
};
/// The task will end this way; what it did is undone in reverse order first, where it did not succeed.
struct EndingBegun {
    static constexpr auto type = "ending_begun";
    TaskId task = 0;
    Outcome outcome = Outcome::Failed;
    QString reason;
    QString by; ///< the person who cancelled; empty otherwise
    SB_FIELDS(EndingBegun, task, outcome, reason, by)
};
struct CompensationStarted {
    static constexpr auto type = "compensation_started";
    TaskId task = 0;
    EffectKind kind = EffectKind::DropWork;
    QString step;
    int position = 0;
    SB_FIELDS(CompensationStarted, task, kind, step, position)
};
struct CompensationFinished {
    static constexpr auto type = "compensation_finished";
    TaskId task = 0;
    EffectKind kind = EffectKind::DropWork;
    int position = 0;
    bool done = true; ///< false: given up after its tries
    QString message;
    SB_FIELDS(CompensationFinished, task, kind, position, done, message)
};
struct TearDownStarted {
    static constexpr auto type = "tear_down_started";
    TaskId task = 0;
    SB_FIELDS(TearDownStarted, task)
};
/// What was given up is owed once more, because a person asks for it.
struct DeadLetterReplayed {
    static constexpr auto type = "dead_letter_replayed";
    TaskId task = 0;
    int number = 1;
    QString by;
    SB_FIELDS(DeadLetterReplayed, task, number, by)
};
/// The task's own history got long: from here on it is told from `condensed`, and what came before is for the
/// audit.
struct TaskContinued {
    static constexpr auto type = "task_continued";
    TaskId task = 0;
    Task condensed;
    SB_FIELDS(TaskContinued, task, condensed)
};
struct TaskFinished {
    static constexpr auto type = "task_finished";
    TaskId task = 0;
    Outcome outcome = Outcome::Failed;
    QString reason;
    SB_FIELDS(TaskFinished, task, outcome, reason)
};

using Event =
    std::variant<RepositoryAdded, RepositoryRemoved, TaskSubmitted, TaskAdmitted, AttemptStarted,
                 EffectDelayed, MachineLeased, MachineReleased, AttemptFinished, RoutedBack,
                 ApprovalRequested, ApprovalVoted, QuestionAsked, QuestionAnswered, ApprovalClosed,
                 TaskParked, TaskResumed, EndingBegun, CompensationStarted, CompensationFinished,
                 TearDownStarted, TaskFinished, DeadLetterReplayed, TaskContinued, BudgetRaised,
                 ToolCallAsked, ToolCallClosed, ApprovalEscalated, DelegationMade, DelegationRevoked>;

/// The event's name in the journal and on the wire.
QString typeOf(const Event& event);
/// The task that it is about; 0 where it is about none.
TaskId taskOf(const Event& event);
QJsonObject bodyOf(const Event& event);
/// Corrupt for an unknown type, Invalid for a member of a wrong type.
Result<Event> eventFrom(const QString& type, const QJsonObject& body);
/// Every type's name, in the order of the variant.
QStringList eventTypes();

/// An event as the journal holds it.
struct Record {
    qint64 seq = 0; ///< global, from 1, without a gap
    Moment at;
    Event event;
};

} // namespace signalbox
