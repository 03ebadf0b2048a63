// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/summary.h"

#include <algorithm>

namespace signalbox {

namespace {

QString titleOf(const Task& task, const QString& stepId) {
    const Step* step = task.blueprint.find(stepId);
    return step && !step->title.isEmpty() ? step->title : stepId;
}

TaskStatus workingStatus(const Task& task) {
    const QString title = titleOf(task, task.current);
    const Attempt* attempt = task.lastAttempt(task.current);
    const Moment since = attempt ? attempt->started : task.phaseSince;
    QList<const ToolQuestion*> asked;
    for (const ToolQuestion& question : task.toolQuestions)
        if (question.state == ToolQuestionState::Open)
            asked.append(&question);
    if (!asked.isEmpty())
        return {StatusWord::NeedsDecision,
                asked.size() == 1 ? asked.first()->call.line()
                                  : QStringLiteral("%1 tool calls wait for an answer").arg(asked.size()),
                QStringLiteral("tool call %1 is open").arg(asked.first()->id), asked.first()->asked};
    for (const Effect& effect : task.effects)
        if (effect.tries > 0)
            return {StatusWord::Retrying,
                    QStringLiteral("%1: %2").arg(title, attempt ? attempt->trouble : QString()),
                    QStringLiteral("technical failure %1 of this attempt").arg(effect.tries), since};
    if (attempt && !attempt->machine.isEmpty())
        return {StatusWord::Working, QStringLiteral("%1, attempt %2").arg(title).arg(attempt->number),
                QStringLiteral("machine %1 is leased").arg(attempt->machine), since};
    const Step* step = task.blueprint.find(task.current);
    const bool needsMachine =
        step && (step->kind == StepKind::Agent || step->kind == StepKind::Run ||
                 step->kind == StepKind::Workspace || (step->kind == StepKind::Gate && !step->run.isEmpty()));
    if (needsMachine)
        return {StatusWord::WaitingForMachine, QStringLiteral("%1: waiting for a machine").arg(title),
                QStringLiteral("no machine is leased yet"), since};
    return {StatusWord::Working, title, QStringLiteral("the core works on it"), since};
}

TaskStatus finishedStatus(const Task& task) {
    const Moment since = task.phaseSince;
    const QString known = QStringLiteral("the task finished");
    switch (task.outcome) {
    case Outcome::Published:
        return {StatusWord::Done, QStringLiteral("pull request made"), known, since};
    case Outcome::Refused:
        return {StatusWord::Refused, task.reason, known, since};
    case Outcome::Rejected:
        return {StatusWord::Rejected, task.reason, known, since};
    case Outcome::Exhausted:
    case Outcome::OverBudget:
        return {StatusWord::Exhausted, task.reason, known, since};
    case Outcome::Cancelled:
        return {StatusWord::Cancelled, task.reason, known, since};
    case Outcome::None:
    case Outcome::Failed:
        break;
    }
    return {StatusWord::Failed, task.reason, known, since};
}

} // namespace

TaskStatus statusOf(const Task& task) {
    switch (task.phase) {
    case TaskPhase::Admission:
        return {StatusWord::Admission, QStringLiteral("being checked before anything is spent"),
                QStringLiteral("submitted, not yet admitted"), task.phaseSince};
    case TaskPhase::Working:
        return workingStatus(task);
    case TaskPhase::Approval: {
        const Approval* approval = task.openApproval();
        SB_ASSERT(approval, "a task that waits for an approval has an open one");
        const auto given = std::count_if(approval->votes.begin(), approval->votes.end(),
                                         [](const Vote& v) { return v.approve; });
        return {StatusWord::NeedsDecision,
                QStringLiteral("%1 of %2 approvals").arg(given).arg(approval->needed),
                QStringLiteral("approval %1 is open").arg(approval->id), approval->asked};
    }
    case TaskPhase::Parked:
        return {StatusWord::NeedsPerson, task.reason, QStringLiteral("the task is parked"), task.phaseSince};
    case TaskPhase::Compensating:
        return {StatusWord::Undoing, QStringLiteral("undoing what was done: %1").arg(task.reason),
                QStringLiteral("compensation is under way"), task.phaseSince};
    case TaskPhase::TearingDown:
        return {StatusWord::Working, QStringLiteral("tearing down"), QStringLiteral("teardown is under way"),
                task.phaseSince};
    case TaskPhase::Finished:
        return finishedStatus(task);
    }
    SB_ASSERT(false, "every phase has a status");
    return {};
}

TaskSummary summaryOf(const Task& task) {
    TaskSummary row;
    row.id = task.id;
    row.title = task.spec.title;
    row.repository = task.spec.repository;
    row.status = statusOf(task);
    row.current = task.current;
    row.currentTitle = titleOf(task, task.current);
    row.position = int(task.blueprint.indexOf(task.current)) + 1;
    row.steps = int(task.blueprint.steps.size());
    row.iterations = task.iterations;
    row.priority = task.spec.priority;
    if (const Approval* approval = task.openApproval())
        row.openApproval = approval->id;
    for (const ToolQuestion& question : task.toolQuestions)
        row.openToolCalls += question.state == ToolQuestionState::Open ? 1 : 0;
    row.outcome = task.outcome;
    row.created = task.created;
    row.updated = task.updated;
    return row;
}

} // namespace signalbox
