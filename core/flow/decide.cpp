// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/delegations.h"
#include "core/flow/state.h"
#include "core/flow/submission.h"
#include "core/flow/task_flow.h"

#include <QRegularExpression>

#include <algorithm>

namespace signalbox {

namespace {

using Events = Result<QList<Event>>;

Error invalid(const QString& message, const QString& hint = {}) {
    return {ErrorKind::Invalid, message, hint};
}

Events on(const State& state, const AddRepository& c, Moment) {
    static const QRegularExpression nameRule(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}\\z"));
    const Repository& r = c.repository;
    if (!nameRule.match(r.name).hasMatch() || r.name.contains(QLatin1String("..")))
        return invalid(QStringLiteral("\"%1\" is no name for a repository").arg(r.name),
                       QStringLiteral("use letters, digits, '.', '_', '-' and '/', at most 100"));
    for (const QString* text : {&r.url, &r.branch, &r.blueprint})
        if (text->size() > 2000 || text->contains(QRegularExpression(QStringLiteral("[\\x00-\\x1f\\x7f]"))))
            return invalid(
                QStringLiteral("the repository %1 has a URL, branch or blueprint that cannot be").arg(r.name),
                QStringLiteral("they are one line each, of at most 2000 characters"));
    if (r.url.trimmed().isEmpty())
        return invalid(QStringLiteral("the repository %1 has no URL").arg(r.name));
    if (state.repositories.contains(r.name)) {
        const Repository& known = state.repositories[r.name];
        if (known.url == r.url && known.branch == r.branch && known.blueprint == r.blueprint &&
            known.blueprintText == r.blueprintText)
            return QList<Event>{};
        return Error{ErrorKind::Conflict,
                     QStringLiteral("a repository named %1 exists, with URL %2").arg(r.name, known.url),
                     QStringLiteral("remove it first, or choose another name")};
    }
    return QList<Event>{RepositoryAdded{r}};
}

Events on(const State& state, const RemoveRepository& c, Moment) {
    if (!state.repositories.contains(c.name))
        return Error{ErrorKind::NotFound, QStringLiteral("no repository is named %1").arg(c.name), {}};
    for (const TaskId id : state.unfinished)
        if (state.task(id)->spec.repository == c.name)
            return Error{ErrorKind::Conflict, QStringLiteral("task %1 still works on %2").arg(id).arg(c.name),
                         QStringLiteral("wait for it or cancel it first")};
    return QList<Event>{RepositoryRemoved{c.name, c.by}};
}

/// Back-pressure: what has no room is refused before anything is spent on it.
Result<void> checkRoom(const State& state, const QueueRoom& room) {
    const auto open = qint64(state.unfinished.size());
    if (room.open > 0 && open >= room.open)
        return Error{
            ErrorKind::LimitReached,
            QStringLiteral("%1 tasks are not over, and no more than %2 may be").arg(open).arg(room.open),
            QStringLiteral(
                "decide, retry or cancel some of them, or start the core with a larger --open-tasks")};
    if (room.queued <= 0 || open < room.queued)
        return {};
    const auto queued = std::count_if(state.unfinished.begin(), state.unfinished.end(), [&](TaskId id) {
        const TaskPhase phase = state.task(id)->phase;
        return phase != TaskPhase::Approval && phase != TaskPhase::Parked;
    });
    if (queued >= room.queued)
        return Error{
            ErrorKind::LimitReached,
            QStringLiteral("%1 tasks wait or are worked on, and the queue holds %2")
                .arg(queued)
                .arg(room.queued),
            QStringLiteral(
                "try again when some of them are done, or start the core with a larger --queued-tasks")};
    return {};
}

Events on(const State& state, const SubmitTask& c, Moment) {
    if (const auto known = state.submissions.constFind(c.spec.idempotencyKey);
        !c.spec.idempotencyKey.isEmpty() && known != state.submissions.constEnd())
        return QList<Event>{}; // the same submission again: the caller finds the task by its key
    const auto repository = state.repositories.constFind(c.spec.repository);
    if (repository == state.repositories.constEnd())
        return Error{ErrorKind::NotFound,
                     QStringLiteral("no repository is named \"%1\"").arg(c.spec.repository),
                     QStringLiteral("add it with: signalboxctl repo add NAME URL")};
    if (const auto sound = checkSpec(c.spec); !sound)
        return sound.error();
    if (const auto room = checkRoom(state, c.room); !room)
        return room.error();
    TaskSubmitted submitted;
    submitted.task = state.nextTask;
    submitted.spec = c.spec;
    submitted.by = c.by;
    submitted.repositoryUrl = repository->url;
    submitted.baseBranch = repository->branch;
    submitted.defaultBlueprint = repository->blueprint;
    submitted.defaultBlueprintText = repository->blueprintText;
    return QList<Event>{submitted};
}

Events on(const State& state, const Tick&, Moment now) {
    QList<Event> events;
    for (const TaskId id : state.unfinished) {
        const auto deadline = deadlineOf(*state.task(id));
        if (!deadline || now < *deadline)
            continue;
        TaskFlow flow(*state.task(id), now, state.nextApproval);
        flow.timePassed();
        events.append(flow.takeEvents());
    }
    return events;
}

template <typename Command>
Events decideTask(const State& state, TaskId id, const Command& command, Moment now,
                  Result<void> (TaskFlow::*transition)(const Command&)) {
    const Task* task = state.task(id);
    if (!task)
        return Error{ErrorKind::NotFound, QStringLiteral("there is no task %1").arg(id), {}};
    TaskFlow flow(*task, now, state.nextApproval);
    if (const Result<void> done = (flow.*transition)(command); !done)
        return done.error();
    return flow.takeEvents();
}

template <typename Command>
Events decideApproval(const State& state, const Command& command, Moment now,
                      Result<void> (TaskFlow::*transition)(const Command&)) {
    const auto task = state.approvals.constFind(command.approval);
    if (task == state.approvals.constEnd())
        return Error{
            ErrorKind::NotFound, QStringLiteral("there is no approval %1").arg(command.approval), {}};
    return decideTask(state, *task, command, now, transition);
}

Events on(const State& s, const CancelTask& c, Moment t) {
    if (const auto words = checkWords(QStringLiteral("the reason"), c.reason); !words)
        return words.error();
    return decideTask(s, c.task, c, t, &TaskFlow::cancelled);
}
Events on(const State& s, const RetryTask& c, Moment t) {
    if (const auto words = checkWords(QStringLiteral("the feedback"), c.feedback); !words)
        return words.error();
    return decideTask(s, c.task, c, t, &TaskFlow::retried);
}
Events on(const State& s, const RaiseBudget& c, Moment t) {
    if (const auto words = checkWords(QStringLiteral("the reason"), c.reason); !words)
        return words.error();
    return decideTask(s, c.task, c, t, &TaskFlow::budgetRaised);
}
Events on(const State& s, const ReplayDeadLetter& c, Moment t) {
    return decideTask(s, c.task, c, t, &TaskFlow::replayed);
}
Events on(const State& s, const CastVote& c, Moment t) {
    if (const auto words = checkWords(QStringLiteral("the comment"), c.comment); !words)
        return words.error();
    if (const auto may = mayVote(s, c, t); !may)
        return may.error();
    return decideApproval(s, c, t, &TaskFlow::voted);
}
Events on(const State& s, const Delegate& c, Moment t) {
    return delegated(s, c, t);
}
Events on(const State& s, const RevokeDelegation& c, Moment) {
    return delegationRevoked(s, c);
}
Events on(const State& s, const AskQuestion& c, Moment t) {
    if (const auto words = checkWords(QStringLiteral("the question"), c.text); !words)
        return words.error();
    return decideApproval(s, c, t, &TaskFlow::asked);
}
Events on(const State& s, const AskToolCall& c, Moment t) {
    return decideTask(s, c.task, c, t, &TaskFlow::toolCallAsked);
}
Events on(const State& s, const AnswerToolCall& c, Moment t) {
    if (const auto words = checkWords(QStringLiteral("the comment"), c.comment); !words)
        return words.error();
    const auto task = s.toolQuestions.constFind(c.question);
    if (task == s.toolQuestions.constEnd())
        return Error{ErrorKind::Conflict,
                     QStringLiteral("no tool call %1 waits for an answer (any more)").arg(c.question),
                     QStringLiteral("signalboxctl approval list tells what does")};
    return decideTask(s, *task, c, t, &TaskFlow::toolCallAnswered);
}
Events on(const State& s, const ReportAdmitted& c, Moment t) {
    return decideTask(s, c.task, c, t, &TaskFlow::admitted);
}
Events on(const State& s, const ReportRefused& c, Moment t) {
    return decideTask(s, c.task, c, t, &TaskFlow::refused);
}
Events on(const State& s, const ReportLease& c, Moment t) {
    return decideTask(s, c.task, c, t, &TaskFlow::leased);
}
Events on(const State& s, const ReportRelease& c, Moment t) {
    return decideTask(s, c.task, c, t, &TaskFlow::released);
}
Events on(const State& s, const ReportAttempt& c, Moment t) {
    return decideTask(s, c.task, c, t, &TaskFlow::attemptEnded);
}
Events on(const State& s, const ReportTrouble& c, Moment t) {
    return decideTask(s, c.task, c, t, &TaskFlow::trouble);
}
Events on(const State& s, const ReportAnswer& c, Moment t) {
    return decideTask(s, c.task, c, t, &TaskFlow::answered);
}
Events on(const State& s, const ReportUndone& c, Moment t) {
    return decideTask(s, c.task, c, t, &TaskFlow::undone);
}

} // namespace

Result<QList<Event>> decide(const State& state, const Command& command, Moment now) {
    return std::visit([&](const auto& c) { return on(state, c, now); }, command);
}

std::optional<Moment> nextDeadline(const State& state) {
    std::optional<Moment> next;
    for (const TaskId id : state.unfinished) {
        const auto deadline = deadlineOf(*state.task(id));
        if (deadline && (!next || *deadline < *next))
            next = deadline;
    }
    return next;
}

} // namespace signalbox
