// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/task_flow.h"

#include "core/flow/condense.h"
#include "core/flow/effects.h"
#include "core/flow/repetition.h"

#include <algorithm>

namespace signalbox {

// What follows when a step does not pass, by the step's on_fail:
//   a step's id   -> route back with feedback, one iteration spent; exhausted: on_exhausted ("person" parks,
//   "fail" ends) "person"      -> parked until a person retries or cancels "fail"        -> the task ends
//   (empty)       -> agent: itself again; approval: the agent before it; everything else: "person"

namespace {
constexpr int admissionTries = 3;
constexpr int compensationTries = 6;
constexpr int questionTries = 2;
} // namespace

Millis backoff(int tries) {
    const int shift = std::clamp(tries - 1, 0, 6);
    return std::min(Millis(1000 << shift), Millis(60'000));
}

TaskFlow::TaskFlow(Task task, Moment now, qint64 nextApproval)
    : m_task(std::move(task)), m_now(now), m_nextApproval(nextApproval) {}

void TaskFlow::happen(Event event) {
    applyToTask(m_task, event, m_now);
    m_events.append(std::move(event));
}

Result<const Effect*> TaskFlow::owed(const QString& key) const {
    if (const Effect* effect = m_task.effect(key))
        return effect;
    return Error{ErrorKind::Conflict, QStringLiteral("%1 is not owed (any more)").arg(key), {}};
}

// ---- Going forward
// ------------------------------------------------------------------------------------------------

void TaskFlow::begin(const Step& step) {
    if (step.kind == StepKind::Teardown)
        return end(Outcome::Published, m_task.publication
                                           ? QStringLiteral("published as %1").arg(m_task.publication->branch)
                                           : QStringLiteral("done"));
    if (step.kind == StepKind::Publish && !publicationIsApproved())
        return park(QStringLiteral("nothing approved covers the present tree, evidence and blueprint"));
    if (isLong(m_task))
        happen(TaskContinued{m_task.id, condensed(m_task)});
    const StepState* state = m_task.step(step.id);
    SB_ASSERT(state, "every step of the blueprint has a state");
    happen(AttemptStarted{m_task.id, step.id, state->nextNumber()});
    if (step.kind == StepKind::Approval)
        requestApproval(step);
}

void TaskFlow::advance() {
    const qsizetype next = m_task.blueprint.indexOf(m_task.current) + 1;
    SB_ASSERT(next > 0 && next < m_task.blueprint.steps.size(), "a teardown ends every blueprint");
    const Step step = m_task.blueprint.steps.at(next);
    begin(step);
}

bool TaskFlow::publicationIsApproved() const {
    const Digest evidence = evidenceDigest(m_task);
    return std::any_of(m_task.approvals.begin(), m_task.approvals.end(), [&](const Approval& a) {
        return a.state == ApprovalState::Approved && a.commit == m_task.commit && a.tree == m_task.tree &&
               a.evidence == evidence && a.blueprint == m_task.blueprint.digest;
    });
}

Result<void> TaskFlow::admitted(const ReportAdmitted& report) {
    if (const auto effect = owed(report.key); !effect)
        return effect.error();
    happen(TaskAdmitted{m_task.id, report.baseBranch, report.baseCommit, report.baseTree, report.blueprint});
    advance();
    return {};
}

Result<void> TaskFlow::refused(const ReportRefused& report) {
    if (const auto effect = owed(report.key); !effect)
        return effect.error();
    end(Outcome::Refused, report.error.text());
    return {};
}

Result<void> TaskFlow::leased(const ReportLease& report) {
    const auto effect = owed(report.key);
    if (!effect)
        return effect.error();
    // A core that was started again and took its machine over has nothing new to tell. An attempt that goes
    // on in a machine which its task has kept has: which machine it is.
    const Attempt* attempt = m_task.lastAttempt((*effect)->step);
    const bool told = !attempt || (attempt->machine == report.machine && attempt->images == report.images);
    if (m_task.leases.contains(report.machine) && told)
        return {};
    happen(MachineLeased{m_task.id, report.key, report.machine, report.images});
    return {};
}

Result<void> TaskFlow::released(const ReportRelease& report) {
    if (!m_task.leases.contains(report.machine))
        return {};
    happen(MachineReleased{m_task.id, report.machine});
    return {};
}

Result<void> TaskFlow::attemptEnded(const ReportAttempt& report) {
    const auto effect = owed(report.key);
    if (!effect)
        return effect.error();
    const Step* found = m_task.blueprint.find((*effect)->step);
    if (!found || found->id != m_task.current)
        return Error{ErrorKind::Conflict, QStringLiteral("%1 is not an attempt").arg(report.key), {}};
    const Step step = *found;
    const int attempt = (*effect)->attempt;
    withdrawToolQuestions(QStringLiteral("its attempt ended"));
    happen(AttemptFinished{m_task.id, step.id, attempt, report.result});
    if (report.result.verdict == Verdict::Passed)
        advance();
    else if (report.result.verdict == Verdict::OverBudget)
        stoppedByBudget(report.result.summary);
    else if (report.result.verdict == Verdict::Looped) // again by itself would be the same again
        exhausted(
            QStringLiteral("%1: %2").arg(step.title.isEmpty() ? step.id : step.title, report.result.summary));
    else
        failedStep(step, report.result.summary, report.result.feedback, step.id);
    return {};
}

// ---- Going back
// ---------------------------------------------------------------------------------------------------

const Step* TaskFlow::agentBefore(const Step& step) const {
    for (qsizetype i = m_task.blueprint.indexOf(step.id); i >= 0; --i)
        if (m_task.blueprint.steps.at(i).kind == StepKind::Agent)
            return &m_task.blueprint.steps.at(i);
    return nullptr;
}

void TaskFlow::failedStep(const Step& step, const QString& reason, const QString& feedback,
                          const QString& feedbackFrom) {
    const QString title = step.title.isEmpty() ? step.id : step.title;
    const QString why = QStringLiteral("%1: %2").arg(title, reason);
    if (step.onFail == QLatin1String("fail"))
        return end(step.kind == StepKind::Approval ? Outcome::Rejected : Outcome::Failed, why);
    const Step* target = m_task.blueprint.find(step.onFail);
    if (!target && step.onFail.isEmpty() && (step.kind == StepKind::Agent || step.kind == StepKind::Approval))
        target = agentBefore(step);
    if (!target)
        return park(why);
    const Step to = *target;
    routeBack(step, to, why, feedback.isEmpty() ? why : feedback, feedbackFrom);
}

void TaskFlow::routeBack(const Step& from, const Step& to, const QString& reason, const QString& feedback,
                         const QString& feedbackFrom) {
    const int allowed = m_task.blueprint.iterations + m_task.extraIterations;
    if (m_task.iterations >= allowed) {
        return exhausted(
            QStringLiteral("routed back %1 times, which is the limit; last: %2").arg(allowed).arg(reason));
    }
    if (from.kind != StepKind::Approval)
        if (const auto repeats = whatRepeats(m_task, roundOf(m_task, from)))
            return exhausted(
                QStringLiteral("not sent back once more, since %1; last: %2").arg(*repeats, reason));
    happen(RoutedBack{m_task.id, from.id, to.id, feedback, feedbackFrom});
    begin(to);
}

void TaskFlow::exhausted(const QString& why) {
    if (m_task.blueprint.onExhausted == QLatin1String("fail"))
        end(Outcome::Exhausted, why);
    else
        park(why);
}

/// To try again by itself would be refused again: more is a person's decision, whatever the step's on_fail
/// says.
void TaskFlow::stoppedByBudget(const QString& why) {
    if (m_task.blueprint.onExhausted == QLatin1String("fail"))
        end(Outcome::OverBudget, why);
    else
        park(why);
}

Result<void> TaskFlow::trouble(const ReportTrouble& report) {
    const auto found = owed(report.key);
    if (!found)
        return found.error();
    const Effect effect = **found;
    const int tries = effect.tries + 1;
    withdrawToolQuestions(QStringLiteral("its machine failed"));
    const auto again = [&] {
        happen(EffectDelayed{m_task.id, effect.key, tries, m_now + backoff(tries), report.error.message});
    };
    switch (effect.kind) {
    case EffectKind::Admit:
        tries < admissionTries&& report.error.isTransient() ? again()
                                                            : end(Outcome::Refused, report.error.text());
        break;
    case EffectKind::AskAgent:
        if (tries < questionTries)
            again();
        else
            happen(QuestionAnswered{m_task.id, effect.step.toLongLong(), effect.attempt,
                                    QStringLiteral("(no answer: %1)").arg(report.error.message)});
        break;
    case EffectKind::DropWork:
    case EffectKind::Withdraw:
        if (tries < compensationTries) {
            again();
        } else {
            compensated(effect, false, report.error.text());
        }
        break;
    case EffectKind::TearDown:
        again(); // a machine must never be forgotten
        break;
    default: {
        const Step* step = m_task.blueprint.find(effect.step);
        SB_ASSERT(step, "the effect of a step");
        if (tries < std::max(1, step->tries) && report.error.kind != ErrorKind::Invalid)
            again();
        else
            park(QStringLiteral("%1: technical failure: %2")
                     .arg(step->title.isEmpty() ? step->id : step->title, report.error.text()),
                 effect.key, tries);
    }
    }
    return {};
}

void TaskFlow::park(const QString& reason, const QString& key, int tries) {
    closeApproval(ApprovalState::Voided, reason);
    withdrawToolQuestions(reason);
    happen(TaskParked{m_task.id, reason, key, tries});
}

// ---- Ending
// -------------------------------------------------------------------------------------------------------

Result<void> TaskFlow::cancelled(const CancelTask& command) {
    if (m_task.phase == TaskPhase::Finished)
        return Error{ErrorKind::Conflict, QStringLiteral("task %1 has finished").arg(m_task.id), {}};
    if (m_task.ending != Outcome::None)
        return Error{ErrorKind::Conflict, QStringLiteral("task %1 is ending already").arg(m_task.id), {}};
    const QString why = command.reason.isEmpty()
                            ? QStringLiteral("cancelled by %1").arg(command.by)
                            : QStringLiteral("cancelled by %1: %2").arg(command.by, command.reason);
    end(Outcome::Cancelled, why, command.by);
    return {};
}

void TaskFlow::end(Outcome outcome, const QString& reason, const QString& by) {
    closeApproval(ApprovalState::Voided, reason);
    withdrawToolQuestions(reason);
    happen(EndingBegun{m_task.id, outcome, reason, by});
    continueEnding();
}

void TaskFlow::continueEnding() {
    if (m_task.ending != Outcome::Published && !m_task.compensations.isEmpty()) {
        const Compensation last = m_task.compensations.last();
        happen(CompensationStarted{m_task.id, last.kind, last.step, int(m_task.compensations.size())});
        return;
    }
    if (m_task.steps.isEmpty()) // never admitted: nothing was spent, nothing is to be torn down
        happen(TaskFinished{m_task.id, m_task.ending, m_task.reason});
    else
        happen(TearDownStarted{m_task.id});
}

Result<void> TaskFlow::undone(const ReportUndone& report) {
    const auto found = owed(report.key);
    if (!found)
        return found.error();
    const Effect effect = **found;
    if (effect.kind == EffectKind::TearDown) {
        // The organ has removed every machine of the task, those too whose release a crash swallowed.
        for (const QString& machine : QStringList(m_task.leases))
            happen(MachineReleased{m_task.id, machine});
        happen(TaskFinished{m_task.id, m_task.ending, m_task.reason});
        return {};
    }
    if (!undoes(effect.kind))
        return Error{ErrorKind::Conflict, QStringLiteral("%1 undoes nothing").arg(report.key), {}};
    compensated(effect, true, report.message);
    return {};
}

void TaskFlow::compensated(const Effect& effect, bool done, const QString& message) {
    const bool replay = m_task.replaying(effect.key) != nullptr;
    happen(CompensationFinished{m_task.id, effect.kind, effect.attempt, done, message});
    if (!replay)
        continueEnding();
}

namespace {

std::optional<Moment> endOfWallTime(const Task& task) {
    if (task.phase == TaskPhase::Working && !task.askingSince && task.ending == Outcome::None &&
        task.blueprint.wallTime.count() > 0)
        return task.phaseSince + task.askedInPhase + (task.blueprint.wallTime - task.worked);
    return std::nullopt;
}

} // namespace

std::optional<Moment> deadlineOf(const Task& task) {
    std::optional<Moment> next = endOfWallTime(task);
    for (const ToolQuestion& question : task.toolQuestions)
        if (question.state == ToolQuestionState::Open && (!next || question.expires < *next))
            next = question.expires;
    if (next)
        return next;
    if (task.phase == TaskPhase::Approval)
        if (const Approval* open = task.openApproval()) {
            const bool escalates = open->escalates && !open->escalated;
            if (escalates && (!open->expires || *open->escalates < *open->expires))
                return open->escalates;
            return open->expires;
        }
    return std::nullopt;
}

void TaskFlow::timePassed() {
    expireToolQuestions();
    const auto deadline = deadlineOf(m_task);
    if (!deadline || m_now < *deadline)
        return;
    if (m_task.phase == TaskPhase::Approval) {
        const Approval approval = *m_task.openApproval();
        // A core that was away for long may find both due: what is over is not put to anybody any more.
        if (!approval.expires || m_now < *approval.expires) {
            happen(ApprovalEscalated{m_task.id, approval.id, approval.escalateTo});
            return;
        }
        closeApproval(ApprovalState::Expired, QStringLiteral("nobody decided in time"));
        AttemptResult result;
        result.verdict = Verdict::TimedOut;
        result.summary = QStringLiteral("approval %1 expired").arg(approval.id);
        happen(AttemptFinished{m_task.id, approval.step, m_task.lastAttempt(approval.step)->number, result});
        return park(result.summary);
    }
    const QString why =
        QStringLiteral("the task's wall time of %1 is used up").arg(humanDuration(m_task.blueprint.wallTime));
    end(Outcome::Exhausted, why);
}

} // namespace signalbox
