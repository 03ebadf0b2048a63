// SPDX-License-Identifier: GPL-3.0-or-later
// The part of a task's state machine that people move: approvals, questions, and what they send on again.
#include "core/flow/effects.h"
#include "core/flow/task_flow.h"

#include <algorithm>

namespace signalbox {

namespace {
constexpr int grantedIterations = 3; ///< what a person's retry of an exhausted task grants
// What one raise may grant: above it a slip of the hand is likelier than a wish.
constexpr qint64 mostRaisedTokens = 1'000'000'000'000;
constexpr double mostRaisedDollars = 100'000;

QString inTheNameOf(const QString& by, const QString& whose) {
    return QStringLiteral("%1 for %2").arg(by, whose);
}

Error notAsked(const Approval& approval, const QString& who) {
    if (approval.approvers.isEmpty())
        return {ErrorKind::Denied, QStringLiteral("%1 is not an approver").arg(who), {}};
    QStringList asked = approval.approvers;
    if (approval.escalated)
        asked += approval.escalateTo;
    return {ErrorKind::Denied,
            QStringLiteral("approval %1 asks %2, and not %3")
                .arg(approval.id)
                .arg(asked.join(QStringLiteral(", ")), who),
            QStringLiteral("one of them decides, or delegates it: signalboxctl approval delegate")};
}

bool stoppedByBudgetLast(const Task& task) {
    const Attempt* last = task.lastAttempt(task.current);
    return last && last->result && last->result->verdict == Verdict::OverBudget;
}
} // namespace

void TaskFlow::requestApproval(const Step& step) {
    Approval approval;
    approval.id = m_nextApproval++;
    approval.step = step.id;
    approval.commit = m_task.commit;
    approval.tree = m_task.tree;
    approval.evidence = evidenceDigest(m_task);
    approval.blueprint = m_task.blueprint.digest;
    approval.needed = std::max(1, step.approvals);
    approval.asked = m_now;
    if (step.expires.count() > 0)
        approval.expires = m_now + step.expires;
    approval.approvers = step.approvers;
    if (step.escalates.count() > 0) {
        approval.escalates = m_now + step.escalates;
        approval.escalateTo = step.escalateTo;
    }
    happen(ApprovalRequested{m_task.id, approval});
}

void TaskFlow::closeApproval(ApprovalState state, const QString& reason) {
    if (const Approval* open = m_task.openApproval())
        happen(ApprovalClosed{m_task.id, open->id, state, reason});
}

Result<void> TaskFlow::voted(const CastVote& vote) {
    const Approval* approval = m_task.approval(vote.approval);
    if (!approval || approval->state != ApprovalState::Open)
        return Error{ErrorKind::Conflict,
                     QStringLiteral("approval %1 is %2, not open")
                         .arg(vote.approval)
                         .arg(approval ? enumWord(approval->state) : QStringLiteral("unknown")),
                     {}};
    if (vote.tree != approval->tree || vote.evidence != approval->evidence)
        return Error{
            ErrorKind::Conflict,
            QStringLiteral(
                "what you looked at is not what stands now: the approval binds tree %1 with evidence %2")
                .arg(approval->tree.left(10), approval->evidence.left(10)),
            QStringLiteral("look at the approval again, then decide")};
    const QString whose = vote.onBehalf.isEmpty() ? vote.by : vote.onBehalf;
    // One person is one voice: neither who acts nor in whose name may have a part in two votes.
    for (const Vote& v : approval->votes)
        for (const QString& one : {vote.by, whose})
            if (v.by == one || v.onBehalf == one)
                return Error{
                    ErrorKind::Conflict,
                    QStringLiteral("%1 has already decided on approval %2").arg(one).arg(vote.approval),
                    QStringLiteral("%1 distinct people are needed").arg(approval->needed)};
    if (!approval->asks(whose, vote.onBehalf.isEmpty() ? vote.roles : vote.theirRoles))
        return notAsked(*approval, whose);
    if (!vote.approve && vote.comment.trimmed().isEmpty())
        return Error{ErrorKind::Invalid, QStringLiteral("a rejection needs feedback"),
                     QStringLiteral("say what must change; it goes to the agent")};

    const Step step = *m_task.blueprint.find(approval->step);
    const int attempt = m_task.lastAttempt(step.id)->number;
    happen(ApprovalVoted{m_task.id, vote.approval, vote.by, vote.approve, vote.comment, vote.onBehalf});
    AttemptResult result;
    result.commit = m_task.commit;
    result.tree = m_task.tree;
    if (!vote.approve) {
        const QString who = vote.onBehalf.isEmpty() ? vote.by : inTheNameOf(vote.by, vote.onBehalf);
        result.summary = QStringLiteral("rejected by %1").arg(who);
        closeApproval(ApprovalState::Rejected, result.summary);
        result.verdict = Verdict::Failed;
        result.feedback = vote.comment;
        happen(AttemptFinished{m_task.id, step.id, attempt, result});
        failedStep(step, result.summary, vote.comment, vote.by);
        return {};
    }
    approval = m_task.approval(vote.approval);
    QStringList approvers;
    for (const Vote& v : approval->votes)
        if (v.approve)
            approvers.append(v.onBehalf.isEmpty() ? v.by : inTheNameOf(v.by, v.onBehalf));
    if (approvers.size() >= approval->needed) {
        result.verdict = Verdict::Passed;
        result.summary = QStringLiteral("approved by %1").arg(approvers.join(QStringLiteral(", ")));
        closeApproval(ApprovalState::Approved, result.summary);
        happen(AttemptFinished{m_task.id, step.id, attempt, result});
        advance();
    }
    return {};
}

Result<void> TaskFlow::asked(const AskQuestion& question) {
    const Approval* approval = m_task.approval(question.approval);
    if (!approval || approval->state != ApprovalState::Open)
        return Error{
            ErrorKind::Conflict, QStringLiteral("approval %1 is not open").arg(question.approval), {}};
    if (question.text.trimmed().isEmpty())
        return Error{ErrorKind::Invalid, QStringLiteral("the question is empty"), {}};
    happen(QuestionAsked{m_task.id, approval->id, int(approval->questions.size()) + 1, question.by,
                         question.text});
    return {};
}

Result<void> TaskFlow::answered(const ReportAnswer& report) {
    const auto effect = owed(report.key);
    if (!effect)
        return effect.error();
    happen(QuestionAnswered{m_task.id, (*effect)->step.toLongLong(), (*effect)->attempt, report.answer});
    return {};
}

// ---- What waits for a person is sent on ----

Result<void> TaskFlow::retried(const RetryTask& command) {
    if (m_task.phase != TaskPhase::Parked)
        return Error{ErrorKind::Conflict, QStringLiteral("task %1 is not parked").arg(m_task.id),
                     QStringLiteral("only a task that waits for a person can be sent on again")};
    const QString at = command.step.isEmpty() ? m_task.current : command.step;
    const Step* found = m_task.blueprint.find(at);
    if (!found || found->kind == StepKind::Admission || found->kind == StepKind::Teardown)
        return Error{ErrorKind::Invalid,
                     QStringLiteral("task %1 has no step \"%2\" to go on from").arg(m_task.id).arg(at),
                     {}};
    if (m_task.blueprint.indexOf(at) > m_task.blueprint.indexOf(m_task.current))
        return Error{ErrorKind::Denied,
                     QStringLiteral("step \"%1\" lies ahead; going on from it would skip steps").arg(at),
                     QStringLiteral("retry at \"%1\" or earlier").arg(m_task.current)};
    const bool exhausted = m_task.iterations >= m_task.blueprint.iterations + m_task.extraIterations;
    const bool overBudget = stoppedByBudgetLast(m_task);
    const Step step = *found;
    happen(TaskResumed{m_task.id, command.by, step.id, command.feedback, exhausted ? grantedIterations : 0,
                       overBudget ? 1 : 0});
    begin(step);
    return {};
}

Result<void> TaskFlow::budgetRaised(const RaiseBudget& command) {
    const bool sound = command.tokens >= 0 && command.tokens <= mostRaisedTokens && command.cost >= 0 &&
                       command.cost <= mostRaisedDollars && (command.tokens > 0 || command.cost > 0);
    if (!sound)
        return Error{ErrorKind::Invalid,
                     QStringLiteral("a budget is raised by tokens, by US dollars or by both"),
                     QStringLiteral("at most a million million tokens and 100,000 US dollars at a time")};
    if (m_task.phase == TaskPhase::Finished || m_task.ending != Outcome::None)
        return Error{ErrorKind::Conflict,
                     QStringLiteral("task %1 is over; a budget is of no use to it").arg(m_task.id),
                     {}};
    const bool exhausted = m_task.iterations >= m_task.blueprint.iterations + m_task.extraIterations;
    happen(BudgetRaised{m_task.id, command.by, command.tokens, command.cost, command.reason});
    if (m_task.phase != TaskPhase::Parked || !stoppedByBudgetLast(m_task))
        return {};
    const Step step = *m_task.blueprint.find(m_task.current);
    happen(TaskResumed{m_task.id, command.by, step.id, {}, exhausted ? grantedIterations : 0, 0});
    begin(step);
    return {};
}

Result<void> TaskFlow::replayed(const ReplayDeadLetter& command) {
    const DeadLetter* found = m_task.deadLetter(command.number);
    if (!found)
        return Error{ErrorKind::NotFound,
                     QStringLiteral("task %1 has no dead letter %2").arg(m_task.id).arg(command.number),
                     {}};
    if (found->state != DeadLetterState::Open)
        return Error{ErrorKind::Conflict,
                     QStringLiteral("dead letter %1 of task %2 is %3, not open")
                         .arg(command.number)
                         .arg(m_task.id)
                         .arg(enumWord(found->state)),
                     {}};
    // A step's effect is replayed by sending its task on at that step; there is no second way to do that.
    if (!undoes(found->kind))
        return retried(RetryTask{m_task.id, command.by, found->step, {}});
    if (m_task.phase != TaskPhase::Finished) // what it still undoes goes first, in its order
        return Error{ErrorKind::Conflict, QStringLiteral("task %1 is still ending").arg(m_task.id),
                     QStringLiteral("replay it when the task has finished")};
    happen(DeadLetterReplayed{m_task.id, command.number, command.by});
    return {};
}

} // namespace signalbox
