// SPDX-License-Identifier: GPL-3.0-or-later
// The whole fleet as it was after any event.
#include "core/domain/summary.h"
#include "core/engine/fleet_past.h"
#include "core/server/api.h"
#include "core/server/openapi.h"

#include <QJsonArray>

namespace signalbox {

namespace {

/// The machines that worked then, as far as the journal knows: what they were doing it does not say.
void addMachine(QJsonArray& machines, const Task& task) {
    const Attempt* attempt = task.lastAttempt(task.current);
    if (!attempt || attempt->ended || attempt->machine.isEmpty() || task.phase != TaskPhase::Working)
        return;
    machines.append(
        QJsonObject{{QStringLiteral("name"), attempt->machine},
                    {QStringLiteral("state"), QStringLiteral("leased")},
                    {QStringLiteral("startedAt"), attempt->started.ms},
                    {QStringLiteral("labels"),
                     QJsonObject{{QStringLiteral("task"), QString::number(task.id)},
                                 {QStringLiteral("step"), task.current},
                                 {QStringLiteral("attempt"), QString::number(attempt->number)}}}});
}

QJsonObject pastJson(const PastFleet& fleet, qint64 last) {
    QJsonArray tasks;
    QJsonArray approvals;
    QJsonArray letters;
    QJsonArray machines;
    QJsonArray repositories;
    for (const auto& [id, task] : fleet.state.tasks) {
        const QJsonObject row = toJson(summaryOf(task));
        tasks.append(row);
        if (const Approval* open = task.openApproval())
            approvals.append(
                QJsonObject{{QStringLiteral("task"), row}, {QStringLiteral("approval"), toJson(*open)}});
        for (const DeadLetter& letter : task.deadLetters)
            if (letter.state != DeadLetterState::Closed)
                letters.append(
                    QJsonObject{{QStringLiteral("task"), row}, {QStringLiteral("letter"), toJson(letter)}});
        addMachine(machines, task);
    }
    for (const Repository& repository : fleet.state.repositories)
        repositories.append(toJson(repository));
    return {{QStringLiteral("seq"), fleet.state.seq}, {QStringLiteral("at"), fleet.at.ms},
            {QStringLiteral("last"), last},           {QStringLiteral("tasks"), tasks},
            {QStringLiteral("approvals"), approvals}, {QStringLiteral("deadLetters"), letters},
            {QStringLiteral("machines"), machines},   {QStringLiteral("repositories"), repositories}};
}

RouteParameter number(const char* name, const char* description) {
    return {QLatin1String(name),
            RouteParameter::In::Query,
            QLatin1String(description),
            false,
            {{QStringLiteral("type"), QStringLiteral("integer")}}};
}

} // namespace

QList<HttpRoute> Api::pastRoutes() {
    HttpRoute past{
        "GET", QStringLiteral("/v1/past"),
        QStringLiteral("The whole fleet as it was after an event, or at a moment; told from the journal"),
        QStringLiteral("core"), [this](const HttpRequest& request, const PathValues&, HttpReply reply) {
            const auto seq = numberIn(request, QStringLiteral("seq"));
            const auto at = numberIn(request, QStringLiteral("at"));
            if (!seq || !at) {
                reply.send(problemResponse(seq ? at.error() : seq.error()));
                return;
            }
            later([this, reply, seq = *seq, at = *at]() mutable {
                const auto wanted = seq > 0 ? Result<qint64>(seq) : m_past->eventAt(Moment{at});
                const auto last = wanted ? m_journal.lastSeq() : wanted;
                const auto fleet = last ? m_past->at(*wanted) : Result<PastFleet>(last.error());
                reply.send(fleet ? jsonResponse(pastJson(*fleet, *last)) : problemResponse(fleet.error()));
            });
        }};
    past.parameters = {number("seq", "After this event"),
                       number("at", "At this moment, in milliseconds since 1970; where seq is left out")};
    return {past};
}

} // namespace signalbox
