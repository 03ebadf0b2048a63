// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/blueprint.h"
#include "core/domain/evidence.h"
#include "core/domain/role.h"

namespace signalbox {

using TaskId = qint64;

/// What was asked for.
struct TaskSpec {
    QString repository; ///< name of a registered repository
    QString title;
    QString text;
    QStringList criteria; ///< acceptance criteria
    QString agent;     ///< replaces the command of the blueprint's agent steps; empty: as the blueprint says
    QString blueprint; ///< empty: the repository's own, else a shipped one by name
    int priority = 0;  ///< higher goes first
    QString idempotencyKey; ///< the same key gives the same task
    SB_FIELDS(TaskSpec, repository, title, text, criteria, agent, blueprint, priority, idempotencyKey)
};

struct Repository {
    QString name;
    QString url;
    QString branch;        ///< protected base; empty: the remote's default
    QString blueprint;     ///< shipped blueprint to use where the repository has none of its own
    QString blueprintText; ///< or one of the owner's, as YAML, kept by the core
    QString addedBy;
    Moment addedAt;
    SB_FIELDS(Repository, name, url, branch, blueprint, blueprintText, addedBy, addedAt)
};

enum class TaskPhase {
    Admission,    ///< being checked before anything is spent
    Working,      ///< a step's effect is to be done or in progress
    Approval,     ///< waits for people to decide
    Parked,       ///< cannot go on by itself: a person retries or cancels
    Compensating, ///< undoing in reverse order
    TearingDown,
    Finished,
};
template <>
struct EnumWords<TaskPhase> {
    static constexpr std::array<const char*, 7> words{"admission",    "working",      "approval", "parked",
                                                      "compensating", "tearing_down", "finished"};
};

enum class Outcome { None, Published, Refused, Rejected, Failed, Exhausted, Cancelled, OverBudget };
template <>
struct EnumWords<Outcome> {
    static constexpr std::array<const char*, 8> words{"none",   "published", "refused",   "rejected",
                                                      "failed", "exhausted", "cancelled", "over_budget"};
};

/// One try of a step. `result` says how it ended once `ended` is set.
struct Attempt {
    int number = 1;
    Moment started;
    std::optional<Moment> ended;
    int tries = 0;   ///< technical failures so far
    QString trouble; ///< the last technical failure
    QString machine; ///< leased to it now or, after its end, last
    QMap<QString, Digest> images;
    std::optional<AttemptResult> result;
    int toolQuestions = 0; ///< tool calls that it put to people
    Millis asked{0};       ///< in which people were asked about them; that under way is not in it
    SB_FIELDS(Attempt, number, started, ended, tries, trouble, machine, images, result, toolQuestions, asked)
};

struct StepState {
    QString id;
    QList<Attempt> attempts;
    int condensed = 0; ///< earlier attempts that a long task does not carry any more; the journal has them
    SB_FIELDS(StepState, id, attempts, condensed)
    /// Of the next attempt.
    [[nodiscard]] int nextNumber() const {
        return attempts.isEmpty() ? condensed + 1 : attempts.last().number + 1;
    }
};

/// A way back that was taken.
struct RouteCount {
    QString from;
    QString to;
    int count = 0;
    SB_FIELDS(RouteCount, from, to, count)
};

/// What was there when a step sent the task back: by these the same work and the same failure are known
/// again.
struct Round {
    QString from;   ///< the step that did not pass
    QString tree;   ///< the work that it saw; empty: none yet
    Digest failure; ///< of what a gate found, without what changes by itself; empty: it was no gate
    SB_FIELDS(Round, from, tree, failure)
};

enum class ApprovalState { Open, Approved, Rejected, Voided, Expired };
template <>
struct EnumWords<ApprovalState> {
    static constexpr std::array<const char*, 5> words{"open", "approved", "rejected", "voided", "expired"};
};

struct Vote {
    QString by;
    bool approve = true;
    QString comment;
    Moment at;
    QString onBehalf = {}; ///< the person whose decision it is, who delegated it; empty: the voter's own
    SB_FIELDS(Vote, by, approve, comment, at, onBehalf)
};

struct Question {
    int number = 1;
    QString by;
    QString text;
    Moment at;
    std::optional<QString> answer;
    std::optional<Moment> answeredAt;
    SB_FIELDS(Question, number, by, text, at, answer, answeredAt)
};

/// A decision that people are asked for. It binds to exactly this tree, evidence and blueprint.
struct Approval {
    qint64 id = 0;
    QString step;
    QString commit;
    QString tree;
    Digest evidence;
    Digest blueprint;
    int needed = 1;
    ApprovalState state = ApprovalState::Open;
    QString reason; ///< why it closed
    QList<Vote> votes;
    QList<Question> questions;
    Moment asked;
    std::optional<Moment> expires;
    std::optional<Moment> closed;
    QStringList approvers;           ///< only these decide, names or "role:ROLE"; empty: every approver
    std::optional<Moment> escalates; ///< then it is put to `escalateTo`, too
    QStringList escalateTo;
    std::optional<Moment> escalated; ///< when it was
    SB_FIELDS(Approval, id, step, commit, tree, evidence, blueprint, needed, state, reason, votes, questions,
              asked, expires, closed, approvers, escalates, escalateTo, escalated)
    /// Whether this person is one of those who are asked.
    [[nodiscard]] bool asks(const QString& name, const Roles& roles) const;
};

/// Somebody's decisions are made by somebody else for a while. It gives nobody more than the first one may do
/// at the moment of each decision, and is not passed on.
struct Delegation {
    qint64 id = 0;
    QString from;
    QString to;
    qint64 approval = 0;         ///< only of this one; 0: of all
    std::optional<Moment> until; ///< nothing: until it is revoked or its approval is closed
    Moment made;
    SB_FIELDS(Delegation, id, from, to, approval, until, made)
    [[nodiscard]] bool holds(Moment now) const { return !until || now < *until; }
};

enum class EffectKind {
    Admit,
    PrepareWorkspace,
    RunAgent,
    RunCommand,
    RunGate,
    Publish,
    TearDown,
    AskAgent,
    DropWork,
    Withdraw
};
template <>
struct EnumWords<EffectKind> {
    static constexpr std::array<const char*, 10> words{
        "admit",   "prepare_workspace", "run_agent", "run_command", "run_gate",
        "publish", "tear_down",         "ask_agent", "drop_work",   "withdraw"};
};

/// Work that the world owes the task. The key makes doing it twice harmless.
struct Effect {
    QString key; ///< "t41/implement/2"
    EffectKind kind = EffectKind::Admit;
    QString step;
    int attempt = 0; ///< question number for ask_agent, position for a compensation
    int tries = 0;
    Moment due; ///< not before
    SB_FIELDS(Effect, key, kind, step, attempt, tries, due)
};

/// Something done that must be undone if the task does not succeed.
struct Compensation {
    EffectKind kind = EffectKind::DropWork;
    QString step;
    SB_FIELDS(Compensation, kind, step)
};

enum class DeadLetterState {
    Open,
    Replaying, ///< owed again, by hand
    Closed,    ///< done after all, or the task went on otherwise
};
template <>
struct EnumWords<DeadLetterState> {
    static constexpr std::array<const char*, 3> words{"open", "replaying", "closed"};
};

/// An effect that was given up. A step's parks its task; one that undoes something does not keep its task
/// from ending.
struct DeadLetter {
    int number = 1; ///< within the task
    QString key;    ///< of the effect
    EffectKind kind = EffectKind::Admit;
    QString step;
    int attempt = 0; ///< as in the effect
    int tries = 0;   ///< all of them, those after replays too
    int replays = 0;
    Moment since; ///< when it was given up, last
    QString reason;
    DeadLetterState state = DeadLetterState::Open;
    QString by; ///< who replayed it last
    SB_FIELDS(DeadLetter, number, key, kind, step, attempt, tries, replays, since, reason, state, by)
};

/// One piece of work on one repository, as the journal tells it.
struct Task {
    TaskId id = 0;
    TaskSpec spec;
    QString submittedBy;
    Moment created;
    Moment updated;
    TaskPhase phase = TaskPhase::Admission;
    Moment phaseSince;
    Outcome outcome = Outcome::None;
    QString reason;               ///< why it is parked or how it ended
    QString repositoryUrl;        ///< as it was at submission
    QString defaultBlueprint;     ///< of the repository at submission: a shipped one's name
    QString defaultBlueprintText; ///< of the repository at submission: YAML
    QString baseBranch;
    QString baseCommit;
    QString baseTree;
    QString commit; ///< the agent's work so far; empty: none
    QString tree;
    Blueprint blueprint;
    QString current; ///< id of the step it is at
    QList<StepState> steps;
    QList<RouteCount> routes;
    int iterations = 0;                ///< routes back so far
    int extraIterations = 0;           ///< granted by people
    int extraBudgets = 0;              ///< how often people granted the blueprint's budget once more
    qint64 extraTokens = 0;            ///< granted by people beyond every budget above
    double extraCost = 0;              ///< the same in US dollars
    Millis worked{0};                  ///< wall time without waiting for people
    std::optional<Moment> askingSince; ///< people are asked about tool calls: its time stands still
    Millis askedInPhase{0};            ///< for which it stood still in this phase, up to the last answer
    QString feedback;                  ///< for the next agent attempt
    QString feedbackFrom;              ///< the step or person it comes from
    QList<Approval> approvals;
    QList<Effect> effects;
    QList<Compensation> compensations;
    QStringList leases;             ///< machines that it holds
    Outcome ending = Outcome::None; ///< what it will finish as, while compensating or tearing down
    std::optional<Publication> publication;
    QList<Round> rounds; ///< ways back since a person last gave direction, oldest first
    QList<DeadLetter> deadLetters;
    QList<ToolQuestion> toolQuestions; ///< open ones, and those that closed last
    SB_FIELDS(Task, id, spec, submittedBy, created, updated, phase, phaseSince, outcome, reason,
              repositoryUrl, defaultBlueprint, defaultBlueprintText, baseBranch, baseCommit, baseTree, commit,
              tree, blueprint, current, steps, routes, iterations, extraIterations, extraBudgets, extraTokens,
              extraCost, worked, askingSince, askedInPhase, feedback, feedbackFrom, approvals, effects,
              compensations, leases, ending, publication, rounds, deadLetters, toolQuestions)

    [[nodiscard]] const StepState* step(const QString& stepId) const;
    [[nodiscard]] StepState* step(const QString& stepId);
    /// The step's last attempt; nullptr when there is none.
    [[nodiscard]] const Attempt* lastAttempt(const QString& stepId) const;
    [[nodiscard]] Attempt* lastAttempt(const QString& stepId);
    [[nodiscard]] const Approval* openApproval() const;
    [[nodiscard]] Approval* approval(qint64 approvalId);
    [[nodiscard]] const Approval* approval(qint64 approvalId) const;
    [[nodiscard]] const Effect* effect(const QString& key) const;
    [[nodiscard]] ToolQuestion* toolQuestion(qint64 questionId);
    [[nodiscard]] const ToolQuestion* toolQuestion(qint64 questionId) const;
    [[nodiscard]] bool asksAboutTools() const;
    /// nullptr: it has none of this number.
    [[nodiscard]] const DeadLetter* deadLetter(int number) const;
    /// The one that is being replayed and whose effect this is; nullptr: none.
    [[nodiscard]] const DeadLetter* replaying(const QString& key) const;
};

/// The gate results that speak for the task's present commit, in blueprint order.
QList<GateResult> currentEvidence(const Task& task);
/// What an approval binds: a digest over currentEvidence, so that any change of it is seen.
Digest evidenceDigest(const Task& task);

} // namespace signalbox
