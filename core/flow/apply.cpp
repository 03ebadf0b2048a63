// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/effects.h"
#include "core/flow/repetition.h"
#include "core/flow/state.h"
#include "core/flow/tool_questions.h"

#include <algorithm>

namespace signalbox {

namespace {

// From which phase a task may go to which. Staying in a phase is always allowed.
struct PhaseMove {
    TaskPhase from;
    TaskPhase to;
};
constexpr PhaseMove phaseMoves[] = {
    {TaskPhase::Admission, TaskPhase::Working},        {TaskPhase::Admission, TaskPhase::Compensating},
    {TaskPhase::Admission, TaskPhase::TearingDown},    {TaskPhase::Admission, TaskPhase::Finished},
    {TaskPhase::Working, TaskPhase::Approval},         {TaskPhase::Working, TaskPhase::Parked},
    {TaskPhase::Working, TaskPhase::Compensating},     {TaskPhase::Working, TaskPhase::TearingDown},
    {TaskPhase::Approval, TaskPhase::Working},         {TaskPhase::Approval, TaskPhase::Parked},
    {TaskPhase::Approval, TaskPhase::Compensating},    {TaskPhase::Approval, TaskPhase::TearingDown},
    {TaskPhase::Parked, TaskPhase::Working},           {TaskPhase::Parked, TaskPhase::Approval},
    {TaskPhase::Parked, TaskPhase::Compensating},      {TaskPhase::Parked, TaskPhase::TearingDown},
    {TaskPhase::Compensating, TaskPhase::TearingDown}, {TaskPhase::Compensating, TaskPhase::Finished},
    {TaskPhase::TearingDown, TaskPhase::Finished},
};

bool spendsTime(TaskPhase phase) {
    return phase == TaskPhase::Admission || phase == TaskPhase::Working;
}

/// Of the questions that are open, in this phase.
Millis askedSincePhase(const Task& task, Moment at) {
    return task.askingSince ? at - std::max(*task.askingSince, task.phaseSince) : Millis(0);
}

void enter(Task& task, TaskPhase phase, Moment at) {
    if (phase == task.phase)
        return;
    SB_ASSERT(std::any_of(std::begin(phaseMoves), std::end(phaseMoves),
                          [&](const PhaseMove& move) { return move.from == task.phase && move.to == phase; }),
              "a task moves between phases as the table says");
    if (spendsTime(task.phase))
        task.worked += at - task.phaseSince - task.askedInPhase - askedSincePhase(task, at);
    task.askedInPhase = Millis(0);
    task.phase = phase;
    task.phaseSince = at;
}

void drop(Task& task, const QString& key) {
    task.effects.removeIf([&](const Effect& e) { return e.key == key; });
}

void owe(Task& task, EffectKind kind, const QString& step, int attempt, Moment due) {
    const QString key = effectKey(task.id, kind, step, attempt);
    SB_ASSERT(!task.effect(key), "an effect is owed once");
    task.effects.append({key, kind, step, attempt, 0, due});
}

void on(Task& task, const TaskSubmitted& e, Moment at) {
    task.id = e.task;
    task.spec = e.spec;
    task.submittedBy = e.by;
    task.repositoryUrl = e.repositoryUrl;
    task.baseBranch = e.baseBranch;
    task.defaultBlueprint = e.defaultBlueprint;
    task.defaultBlueprintText = e.defaultBlueprintText;
    task.created = at;
    task.phaseSince = at;
    owe(task, EffectKind::Admit, QStringLiteral("admission"), 1, at);
}

void on(Task& task, const TaskAdmitted& e, Moment at) {
    task.baseBranch = e.baseBranch;
    task.baseCommit = e.baseCommit;
    task.baseTree = e.baseTree;
    task.blueprint = e.blueprint;
    task.effects.clear();
    task.steps.clear();
    for (const Step& step : e.blueprint.steps)
        task.steps.append({step.id, {}});
    const Step& first = e.blueprint.steps.first();
    SB_ASSERT(first.kind == StepKind::Admission, "a blueprint begins with admission");
    Attempt attempt;
    attempt.started = task.created;
    attempt.ended = at;
    attempt.result = AttemptResult{};
    attempt.result->verdict = Verdict::Passed;
    attempt.result->summary = QStringLiteral("admitted on %1 at %2").arg(e.baseBranch, e.baseCommit.left(10));
    task.steps.first().attempts.append(attempt);
    task.current = first.id;
    enter(task, TaskPhase::Working, at);
}

void on(Task& task, const AttemptStarted& e, Moment at) {
    StepState* state = task.step(e.step);
    SB_ASSERT(state, "a step of the blueprint");
    Attempt attempt;
    attempt.number = e.attempt;
    attempt.started = at;
    state->attempts.append(attempt);
    task.current = e.step;
    enter(task, TaskPhase::Working, at);
    const Step* step = task.blueprint.find(e.step);
    if (const auto kind = effectOf(step->kind))
        owe(task, *kind, e.step, e.attempt, at);
    // Registered before the effect is done: it may be half done when it has to be undone.
    if (const auto undo = compensationOf(step->kind)) {
        const Compensation compensation{*undo, e.step};
        if (!task.compensations.contains(compensation))
            task.compensations.append(compensation);
    }
}

void on(Task& task, const EffectDelayed& e, Moment) {
    for (Effect& effect : task.effects) {
        if (effect.key != e.key)
            continue;
        effect.tries = e.tries;
        effect.due = e.due;
        if (Attempt* attempt = task.lastAttempt(effect.step); attempt && attempt->number == effect.attempt) {
            attempt->tries = e.tries;
            attempt->trouble = e.trouble;
            attempt->machine.clear();
        }
    }
}

void on(Task& task, const MachineLeased& e, Moment) {
    if (!task.leases.contains(e.machine))
        task.leases.append(e.machine);
    const Effect* effect = task.effect(e.key);
    if (!effect)
        return;
    if (Attempt* attempt = task.lastAttempt(effect->step)) {
        attempt->machine = e.machine;
        attempt->images = e.images;
    }
}

void on(Task& task, const MachineReleased& e, Moment) {
    // The attempt keeps the name of the machine that it had.
    task.leases.removeAll(e.machine);
}

void on(Task& task, const AttemptFinished& e, Moment at) {
    Attempt* attempt = task.lastAttempt(e.step);
    SB_ASSERT(attempt && attempt->number == e.attempt && !attempt->ended, "an attempt finishes once");
    attempt->ended = at;
    attempt->result = e.result;
    const Step* step = task.blueprint.find(e.step);
    if (const auto kind = effectOf(step->kind))
        drop(task, effectKey(task.id, *kind, e.step, e.attempt));
    // Also of a failed attempt: its partial work is where the next one begins. Gates judge it only after a
    // pass.
    const bool works = step->kind == StepKind::Agent || step->kind == StepKind::Run;
    if (works && !e.result.commit.isEmpty()) {
        task.commit = e.result.commit;
        task.tree = e.result.tree;
    }
    if (works && e.result.verdict == Verdict::Passed) {
        task.feedback.clear();
        task.feedbackFrom.clear();
    }
    if (e.result.publication)
        task.publication = e.result.publication;
}

void on(Task& task, const RoutedBack& e, Moment) {
    const Step* from = task.blueprint.find(e.from);
    if (from && from->kind == StepKind::Approval)
        task.rounds.clear(); // a person gave a new direction
    else if (const Attempt* attempt = task.lastAttempt(e.from); from && attempt && attempt->result)
        remember(task, roundOf(task, *from));
    ++task.iterations;
    task.feedback = e.feedback;
    task.feedbackFrom = e.feedbackFrom;
    for (RouteCount& route : task.routes)
        if (route.from == e.from && route.to == e.to) {
            ++route.count;
            return;
        }
    task.routes.append({e.from, e.to, 1});
}

void on(Task& task, const ApprovalRequested& e, Moment at) {
    Approval approval = e.approval;
    approval.asked = at;
    task.approvals.append(approval);
    enter(task, TaskPhase::Approval, at);
}

void on(Task& task, const ApprovalVoted& e, Moment at) {
    if (Approval* approval = task.approval(e.approval))
        approval->votes.append({e.by, e.approve, e.comment, at, e.onBehalf});
}

void on(Task& task, const ApprovalEscalated& e, Moment at) {
    if (Approval* approval = task.approval(e.approval)) {
        SB_ASSERT(approval->state == ApprovalState::Open && !approval->escalated,
                  "an approval escalates once");
        approval->escalated = at;
    }
}

void on(Task& task, const QuestionAsked& e, Moment at) {
    if (Approval* approval = task.approval(e.approval))
        approval->questions.append({e.number, e.by, e.text, at, {}, {}});
    owe(task, EffectKind::AskAgent, QString::number(e.approval), e.number, at);
}

void on(Task& task, const QuestionAnswered& e, Moment at) {
    drop(task, effectKey(task.id, EffectKind::AskAgent, QString::number(e.approval), e.number));
    if (Approval* approval = task.approval(e.approval))
        for (Question& question : approval->questions)
            if (question.number == e.number) {
                question.answer = e.answer;
                question.answeredAt = at;
            }
}

void on(Task& task, const ApprovalClosed& e, Moment at) {
    Approval* approval = task.approval(e.approval);
    SB_ASSERT(approval && approval->state == ApprovalState::Open, "an approval closes once");
    approval->state = e.state;
    approval->reason = e.reason;
    approval->closed = at;
    task.effects.removeIf([&](const Effect& effect) {
        return effect.kind == EffectKind::AskAgent && effect.step == QString::number(e.approval);
    });
}

void on(Task& task, const ToolCallAsked& e, Moment at) {
    ToolQuestion question = e.question;
    question.asked = at;
    task.toolQuestions.append(question);
    if (!task.askingSince)
        task.askingSince = at;
    if (Attempt* attempt = task.lastAttempt(question.step); attempt && attempt->number == question.attempt)
        ++attempt->toolQuestions;
}

void on(Task& task, const ToolCallClosed& e, Moment at) {
    ToolQuestion* question = task.toolQuestion(e.question);
    SB_ASSERT(question && question->state == ToolQuestionState::Open, "a question closes once");
    question->state = e.state;
    question->by = e.by;
    question->reason = e.reason;
    question->remembered = e.remembered;
    question->closed = at;
    const bool open = std::any_of(task.toolQuestions.begin(), task.toolQuestions.end(),
                                  [](const auto& each) { return each.state == ToolQuestionState::Open; });
    if (task.askingSince && !open) {
        if (Attempt* attempt = task.lastAttempt(question->step);
            attempt && attempt->number == question->attempt)
            attempt->asked += at - *task.askingSince;
        task.askedInPhase += askedSincePhase(task, at);
        task.askingSince.reset();
    }
    forgetToolQuestions(task);
}

/// An attempt that nobody will report on any more.
void closeAttempt(Task& task, Verdict verdict, const QString& why, Moment at) {
    Attempt* attempt = task.lastAttempt(task.current);
    if (!attempt || attempt->ended)
        return;
    attempt->ended = at;
    attempt->result = AttemptResult{};
    attempt->result->verdict = verdict;
    attempt->result->summary = why;
}

void giveUp(Task& task, const Effect& effect, int tries, const QString& reason, Moment at) {
    DeadLetter letter;
    letter.number = task.deadLetters.isEmpty() ? 1 : task.deadLetters.last().number + 1;
    letter.key = effect.key;
    letter.kind = effect.kind;
    letter.step = effect.step;
    letter.attempt = effect.attempt;
    letter.tries = tries;
    letter.since = at;
    letter.reason = reason;
    task.deadLetters.append(letter);
}

void on(Task& task, const TaskParked& e, Moment at) {
    if (const Effect* effect = task.effect(e.key))
        giveUp(task, *effect, e.tries, e.reason, at);
    enter(task, TaskPhase::Parked, at);
    task.reason = e.reason;
    task.effects.clear();
    closeAttempt(task, Verdict::Errored, e.reason, at);
}

/// The letters of steps: the task goes on, or to its end, and owes them no more.
void closeLetters(Task& task, const QString& by, bool replayed) {
    for (DeadLetter& letter : task.deadLetters) {
        if (letter.state != DeadLetterState::Open || undoes(letter.kind))
            continue;
        letter.state = DeadLetterState::Closed;
        letter.by = by;
        letter.replays += replayed ? 1 : 0;
    }
}

void on(Task& task, const TaskResumed& e, Moment) {
    task.reason.clear();
    task.rounds.clear();
    closeLetters(task, e.by, true);
    task.extraIterations += e.extraIterations;
    task.extraBudgets += e.extraBudgets;
    if (!e.feedback.isEmpty()) {
        task.feedback = e.feedback;
        task.feedbackFrom = e.by;
    }
}

void on(Task& task, const BudgetRaised& e, Moment) {
    task.extraTokens += e.tokens;
    task.extraCost += e.cost;
}

void on(Task& task, const EndingBegun& e, Moment at) {
    task.ending = e.outcome;
    task.reason = e.reason;
    task.effects.clear();
    closeLetters(task, e.by, false);
    closeAttempt(task, Verdict::Cancelled, e.reason, at);
}

void on(Task& task, const CompensationStarted& e, Moment at) {
    enter(task, TaskPhase::Compensating, at);
    owe(task, e.kind, e.step, e.position, at);
}

void on(Task& task, const CompensationFinished& e, Moment at) {
    const auto isThis = [&](const Effect& effect) {
        return effect.kind == e.kind && effect.attempt == e.position;
    };
    const auto found = std::find_if(task.effects.begin(), task.effects.end(), isThis);
    const Effect effect = found == task.effects.end() ? Effect() : *found;
    task.effects.removeIf(isThis);
    for (DeadLetter& letter : task.deadLetters)
        if (letter.state == DeadLetterState::Replaying && letter.key == effect.key) {
            letter.state = e.done ? DeadLetterState::Closed : DeadLetterState::Open;
            letter.tries += effect.tries + 1;
            if (!e.done) {
                letter.reason = e.message;
                letter.since = at;
            }
            return;
        }
    SB_ASSERT(!task.compensations.isEmpty(), "what is undone had been done");
    task.compensations.removeLast();
    if (!e.done)
        giveUp(task, effect, effect.tries + 1, e.message, at);
}

void on(Task& task, const DeadLetterReplayed& e, Moment at) {
    for (DeadLetter& letter : task.deadLetters)
        if (letter.number == e.number) {
            letter.state = DeadLetterState::Replaying;
            letter.by = e.by;
            ++letter.replays;
            task.effects.append({letter.key, letter.kind, letter.step, letter.attempt, 0, at});
        }
}

void on(Task& task, const TaskContinued& e, Moment at) {
    task = e.condensed;
    task.updated = at;
}

void on(Task& task, const TearDownStarted&, Moment at) {
    enter(task, TaskPhase::TearingDown, at);
    for (const Step& step : task.blueprint.steps)
        if (step.kind == StepKind::Teardown) {
            task.current = step.id;
            Attempt attempt;
            attempt.started = at;
            task.step(step.id)->attempts = {attempt};
        }
    owe(task, EffectKind::TearDown, QStringLiteral("teardown"), 1, at);
}

void on(Task& task, const TaskFinished& e, Moment at) {
    enter(task, TaskPhase::Finished, at);
    task.effects.clear();
    task.outcome = e.outcome;
    task.reason = e.reason;
    closeAttempt(task, Verdict::Passed, {}, at);
}

void on(Task&, const RepositoryAdded&, Moment) {}
void on(Task&, const RepositoryRemoved&, Moment) {}
void on(Task&, const DelegationMade&, Moment) {}
void on(Task&, const DelegationRevoked&, Moment) {}

} // namespace

void applyToTask(Task& task, const Event& event, Moment at) {
    task.updated = at;
    std::visit([&](const auto& e) { on(task, e, at); }, event);
}

} // namespace signalbox
