// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/proceed.h"

namespace signalbox {

namespace {

QString gateMissing(const Task& task, const Step& step, const QString& commit) {
    const Attempt* last = task.lastAttempt(step.id);
    if (!last || !last->result || !last->result->gate || last->result->gate->commit != commit)
        return QStringLiteral("gate %1 has not been run on %2").arg(step.id, commit.left(10));
    if (last->result->verdict != Verdict::Passed)
        return QStringLiteral("gate %1 %2: %3")
            .arg(step.id, enumWord(last->result->verdict), last->result->summary);
    return {};
}

QString approvalMissing(const Task& task, const Step& step, const QString& commit) {
    for (const Approval& approval : task.approvals)
        if (approval.step == step.id && approval.state == ApprovalState::Approved &&
            approval.commit == commit)
            return {};
    return QStringLiteral("approval %1 is not given").arg(step.id);
}

QString defaultTarget(const Task& task) {
    for (qsizetype i = task.blueprint.indexOf(task.current) + 1; i < task.blueprint.steps.size(); ++i) {
        const Step& step = task.blueprint.steps.at(i);
        if (step.kind == StepKind::Approval || step.kind == StepKind::Publish)
            return step.id;
    }
    return task.current;
}

} // namespace

Result<ProceedAnswer> mayProceed(const Task& task, const QString& commit, const QString& to) {
    const QString target = to.isEmpty() ? defaultTarget(task) : to;
    const qsizetype end = task.blueprint.indexOf(target);
    if (end < 0)
        return Error{ErrorKind::NotFound, QStringLiteral("the blueprint has no step \"%1\"").arg(target), {}};
    const QString judged = commit.isEmpty() ? task.commit : commit;
    ProceedAnswer answer;
    if (task.phase == TaskPhase::Finished || task.ending != Outcome::None)
        answer.missing.append(QStringLiteral("the task is over: %1").arg(task.reason));
    else if (judged.isEmpty())
        answer.missing.append(QStringLiteral("there is no commit to judge yet"));
    else
        for (qsizetype i = 0; i < end; ++i) {
            const Step& step = task.blueprint.steps.at(i);
            QString missing;
            if (step.kind == StepKind::Gate)
                missing = gateMissing(task, step, judged);
            else if (step.kind == StepKind::Approval)
                missing = approvalMissing(task, step, judged);
            if (!missing.isEmpty())
                answer.missing.append(missing);
        }
    answer.proceed = answer.missing.isEmpty();
    answer.text =
        answer.proceed
            ? QStringLiteral("yes: everything before %1 has passed on %2").arg(target, judged.left(10))
            : QStringLiteral("no, before %1 this is missing:\n  - %2")
                  .arg(target, answer.missing.join(QStringLiteral("\n  - ")));
    return answer;
}

} // namespace signalbox
