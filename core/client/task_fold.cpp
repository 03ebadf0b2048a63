// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/task_fold.h"

#include <algorithm>

namespace signalbox {

namespace {

bool spendsTime(TaskPhase phase) {
    return phase == TaskPhase::Admission || phase == TaskPhase::Working;
}

bool isUndoing(EffectKind kind) {
    return kind == EffectKind::DropWork || kind == EffectKind::Withdraw;
}

EffectKind effectOfStep(StepKind kind) {
    switch (kind) {
    case StepKind::Admission:
        return EffectKind::Admit;
    case StepKind::Workspace:
        return EffectKind::PrepareWorkspace;
    case StepKind::Run:
        return EffectKind::RunCommand;
    case StepKind::Gate:
        return EffectKind::RunGate;
    case StepKind::Publish:
        return EffectKind::Publish;
    case StepKind::Teardown:
        return EffectKind::TearDown;
    case StepKind::Agent:
    case StepKind::Approval:
        break;
    }
    return EffectKind::RunAgent;
}

/// "t41/implement/2", "t41/undo-drop_work/1": the attempt, or the place among what is undone.
int attemptIn(const QString& key) {
    return key.section(QLatin1Char('/'), 2, 2).toInt();
}

class Folder {
public:
    Folder(Task& task, Moment at) : m_task(task), m_at(at) {}

    void operator()(const TaskSubmitted& e) const {
        m_task.id = e.task;
        m_task.spec = e.spec;
        m_task.submittedBy = e.by;
        m_task.repositoryUrl = e.repositoryUrl;
        m_task.baseBranch = e.baseBranch;
        m_task.defaultBlueprint = e.defaultBlueprint;
        m_task.defaultBlueprintText = e.defaultBlueprintText;
        m_task.created = m_task.phaseSince = m_at;
    }
    void operator()(const TaskAdmitted& e) const {
        m_task.baseBranch = e.baseBranch;
        m_task.baseCommit = e.baseCommit;
        m_task.baseTree = e.baseTree;
        m_task.blueprint = e.blueprint;
        m_task.effects.clear();
        m_task.steps.clear();
        for (const Step& step : e.blueprint.steps)
            m_task.steps.append({step.id, {}});
        if (e.blueprint.steps.isEmpty())
            return;
        Attempt attempt;
        attempt.started = m_task.created;
        attempt.ended = m_at;
        attempt.result = AttemptResult{};
        attempt.result->verdict = Verdict::Passed;
        attempt.result->summary =
            QStringLiteral("admitted on %1 at %2").arg(e.baseBranch, e.baseCommit.left(10));
        m_task.steps.first().attempts.append(attempt);
        m_task.current = e.blueprint.steps.first().id;
        enter(TaskPhase::Working);
    }
    void operator()(const AttemptStarted& e) const {
        if (!m_task.step(e.step))
            m_task.steps.append(StepState{e.step, {}});
        Attempt attempt;
        attempt.number = e.attempt;
        attempt.started = m_at;
        m_task.step(e.step)->attempts.append(attempt);
        m_task.current = e.step;
        m_task.effects.clear();
        enter(TaskPhase::Working);
    }
    void operator()(const EffectDelayed& e) const {
        m_task.effects = {Effect{e.key, kindIn(e.key), stepIn(e.key), attemptIn(e.key), e.tries, e.due}};
        Attempt* attempt = m_task.lastAttempt(stepIn(e.key));
        if (!attempt || attempt->number != attemptIn(e.key))
            return;
        attempt->tries = e.tries;
        attempt->trouble = e.trouble;
        attempt->machine.clear();
    }
    void operator()(const MachineLeased& e) const {
        if (!m_task.leases.contains(e.machine))
            m_task.leases.append(e.machine);
        Attempt* attempt = m_task.lastAttempt(stepIn(e.key));
        if (!attempt || attempt->ended || attempt->number != attemptIn(e.key))
            return;
        attempt->machine = e.machine;
        attempt->images = e.images;
    }
    void operator()(const MachineReleased& e) const { m_task.leases.removeAll(e.machine); }
    void operator()(const AttemptFinished& e) const {
        m_task.effects.clear();
        if (Attempt* attempt = m_task.lastAttempt(e.step)) {
            attempt->ended = m_at;
            attempt->result = e.result;
        }
        const Step* step = m_task.blueprint.find(e.step);
        const bool works = step && (step->kind == StepKind::Agent || step->kind == StepKind::Run);
        if (works && !e.result.commit.isEmpty()) {
            m_task.commit = e.result.commit;
            m_task.tree = e.result.tree;
        }
        if (works && e.result.verdict == Verdict::Passed) {
            m_task.feedback.clear();
            m_task.feedbackFrom.clear();
        }
        if (e.result.publication)
            m_task.publication = e.result.publication;
    }
    void operator()(const RoutedBack& e) const {
        ++m_task.iterations;
        m_task.feedback = e.feedback;
        m_task.feedbackFrom = e.feedbackFrom;
        for (RouteCount& route : m_task.routes)
            if (route.from == e.from && route.to == e.to) {
                ++route.count;
                return;
            }
        m_task.routes.append({e.from, e.to, 1});
    }
    void operator()(const ApprovalRequested& e) const {
        m_task.approvals.append(e.approval);
        m_task.approvals.last().asked = m_at;
        enter(TaskPhase::Approval);
    }
    void operator()(const ApprovalVoted& e) const {
        if (Approval* approval = m_task.approval(e.approval))
            approval->votes.append({e.by, e.approve, e.comment, m_at, e.onBehalf});
    }
    void operator()(const ApprovalEscalated& e) const {
        if (Approval* approval = m_task.approval(e.approval))
            approval->escalated = m_at;
    }
    void operator()(const QuestionAsked& e) const {
        if (Approval* approval = m_task.approval(e.approval))
            approval->questions.append({e.number, e.by, e.text, m_at, {}, {}});
    }
    void operator()(const QuestionAnswered& e) const {
        if (Approval* approval = m_task.approval(e.approval))
            for (Question& question : approval->questions)
                if (question.number == e.number) {
                    question.answer = e.answer;
                    question.answeredAt = m_at;
                }
    }
    void operator()(const ApprovalClosed& e) const {
        if (Approval* approval = m_task.approval(e.approval)) {
            approval->state = e.state;
            approval->reason = e.reason;
            approval->closed = m_at;
        }
        // The core tells what follows in the same unit; whoever looks in between sees the task at work.
        if (m_task.phase == TaskPhase::Approval && !m_task.openApproval())
            enter(TaskPhase::Working);
    }
    void operator()(const ToolCallAsked& e) const {
        m_task.toolQuestions.append(e.question);
        m_task.toolQuestions.last().asked = m_at;
        if (!m_task.askingSince)
            m_task.askingSince = m_at;
        Attempt* attempt = m_task.lastAttempt(e.question.step);
        if (attempt && attempt->number == e.question.attempt)
            ++attempt->toolQuestions;
    }
    void operator()(const ToolCallClosed& e) const {
        ToolQuestion* question = m_task.toolQuestion(e.question);
        if (!question)
            return;
        question->state = e.state;
        question->by = e.by;
        question->reason = e.reason;
        question->remembered = e.remembered;
        question->closed = m_at;
        const bool open = std::any_of(m_task.toolQuestions.begin(), m_task.toolQuestions.end(),
                                      [](const auto& each) { return each.state == ToolQuestionState::Open; });
        if (!m_task.askingSince || open)
            return;
        Attempt* attempt = m_task.lastAttempt(question->step);
        if (attempt && attempt->number == question->attempt)
            attempt->asked += m_at - *m_task.askingSince;
        m_task.askedInPhase += askedSincePhase();
        m_task.askingSince.reset();
    }
    void operator()(const TaskParked& e) const {
        if (!e.key.isEmpty())
            giveUp(e.key, e.tries, e.reason);
        enter(TaskPhase::Parked);
        m_task.reason = e.reason;
        m_task.effects.clear();
        closeAttempt(Verdict::Errored, e.reason);
    }
    void operator()(const TaskResumed& e) const {
        m_task.reason.clear();
        closeLetters(e.by, true);
        m_task.extraIterations += e.extraIterations;
        m_task.extraBudgets += e.extraBudgets;
        if (!e.feedback.isEmpty()) {
            m_task.feedback = e.feedback;
            m_task.feedbackFrom = e.by;
        }
    }
    void operator()(const BudgetRaised& e) const {
        m_task.extraTokens += e.tokens;
        m_task.extraCost += e.cost;
    }
    void operator()(const EndingBegun& e) const {
        m_task.ending = e.outcome;
        m_task.reason = e.reason;
        m_task.effects.clear();
        closeLetters(e.by, false);
        closeAttempt(Verdict::Cancelled, e.reason);
    }
    void operator()(const CompensationStarted&) const { enter(TaskPhase::Compensating); }
    void operator()(const CompensationFinished& e) const {
        const QString key =
            QStringLiteral("t%1/undo-%2/%3").arg(m_task.id).arg(enumWord(e.kind)).arg(e.position);
        const Effect* effect = m_task.effect(key);
        const int tries = (effect ? effect->tries : 0) + 1;
        m_task.effects.clear();
        for (DeadLetter& letter : m_task.deadLetters)
            if (letter.state == DeadLetterState::Replaying && letter.key == key) {
                letter.state = e.done ? DeadLetterState::Closed : DeadLetterState::Open;
                letter.tries += tries;
                if (!e.done) {
                    letter.reason = e.message;
                    letter.since = m_at;
                }
                return;
            }
        if (!e.done)
            giveUp(key, tries, e.message);
    }
    void operator()(const DeadLetterReplayed& e) const {
        for (DeadLetter& letter : m_task.deadLetters)
            if (letter.number == e.number) {
                letter.state = DeadLetterState::Replaying;
                letter.by = e.by;
                ++letter.replays;
            }
    }
    void operator()(const TaskContinued& e) const { m_task = e.condensed; }
    void operator()(const TearDownStarted&) const {
        enter(TaskPhase::TearingDown);
        m_task.effects.clear();
        for (const Step& step : m_task.blueprint.steps)
            if (step.kind == StepKind::Teardown && m_task.step(step.id)) {
                m_task.current = step.id;
                Attempt attempt;
                attempt.started = m_at;
                m_task.step(step.id)->attempts = {attempt};
            }
    }
    void operator()(const TaskFinished& e) const {
        enter(TaskPhase::Finished);
        m_task.effects.clear();
        m_task.outcome = e.outcome;
        m_task.reason = e.reason;
        closeAttempt(Verdict::Passed, {});
    }
    void operator()(const RepositoryAdded&) const {}
    void operator()(const RepositoryRemoved&) const {}
    void operator()(const DelegationMade&) const {}
    void operator()(const DelegationRevoked&) const {}

private:
    [[nodiscard]] Millis askedSincePhase() const {
        return m_task.askingSince ? m_at - std::max(*m_task.askingSince, m_task.phaseSince) : Millis(0);
    }
    void enter(TaskPhase phase) const {
        if (phase == m_task.phase)
            return;
        if (spendsTime(m_task.phase))
            m_task.worked += m_at - m_task.phaseSince - m_task.askedInPhase - askedSincePhase();
        m_task.askedInPhase = Millis(0);
        m_task.phase = phase;
        m_task.phaseSince = m_at;
    }
    [[nodiscard]] static std::optional<EffectKind> undoIn(const QString& key) {
        const QString name = key.section(QLatin1Char('/'), 1, 1);
        return name.startsWith(QLatin1String("undo-")) ? enumFromWord<EffectKind>(name.mid(5)) : std::nullopt;
    }
    [[nodiscard]] QString stepIn(const QString& key) const {
        const auto undo = undoIn(key);
        if (!undo)
            return key.section(QLatin1Char('/'), 1, 1);
        for (const Step& step : m_task.blueprint.steps)
            if (step.kind == (*undo == EffectKind::Withdraw ? StepKind::Publish : StepKind::Workspace))
                return step.id;
        return {};
    }
    [[nodiscard]] EffectKind kindIn(const QString& key) const {
        if (const auto undo = undoIn(key))
            return *undo;
        const Step* known = m_task.blueprint.find(stepIn(key));
        return known ? effectOfStep(known->kind) : EffectKind::Admit;
    }
    void giveUp(const QString& key, int tries, const QString& reason) const {
        DeadLetter letter;
        letter.number = m_task.deadLetters.isEmpty() ? 1 : m_task.deadLetters.last().number + 1;
        letter.key = key;
        letter.kind = kindIn(key);
        letter.step = stepIn(key);
        letter.attempt = attemptIn(key);
        letter.tries = tries;
        letter.since = m_at;
        letter.reason = reason;
        m_task.deadLetters.append(letter);
    }
    void closeLetters(const QString& by, bool replayed) const {
        for (DeadLetter& letter : m_task.deadLetters) {
            if (letter.state != DeadLetterState::Open || isUndoing(letter.kind))
                continue;
            letter.state = DeadLetterState::Closed;
            letter.by = by;
            letter.replays += replayed ? 1 : 0;
        }
    }
    void closeAttempt(Verdict verdict, const QString& why) const {
        Attempt* attempt = m_task.lastAttempt(m_task.current);
        if (!attempt || attempt->ended)
            return;
        attempt->ended = m_at;
        attempt->result = AttemptResult{};
        attempt->result->verdict = verdict;
        attempt->result->summary = why;
    }
    Task& m_task;
    Moment m_at;
};

} // namespace

void foldEvent(Task& task, const Event& event, Moment at) {
    std::visit(Folder(task, at), event);
    task.updated = at;
}

} // namespace signalbox
