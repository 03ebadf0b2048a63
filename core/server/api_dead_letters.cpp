// SPDX-License-Identifier: GPL-3.0-or-later
// What was given up, and having it done once more.
#include "core/domain/summary.h"
#include "core/server/api.h"

#include <QJsonArray>

namespace signalbox {

namespace {

QJsonObject entry(const Task& task, const DeadLetter& letter) {
    return {{QStringLiteral("task"), toJson(summaryOf(task))}, {QStringLiteral("letter"), toJson(letter)}};
}

void sendLetter(const Task& task, int number, HttpReply& reply) {
    if (const DeadLetter* letter = task.deadLetter(number))
        reply.send(jsonResponse(entry(task, *letter)));
    else
        reply.send(
            problemResponse(Error{ErrorKind::NotFound,
                                  QStringLiteral("task %1 has no dead letter %2").arg(task.id).arg(number),
                                  {}}));
}

} // namespace

QList<HttpRoute> Api::deadLetterRoutes() {
    const QString tag = QStringLiteral("dead letters");
    const QString one = QStringLiteral("/v1/dead-letters/{id}/{number}");
    QList<HttpRoute> routes;
    routes.append({"GET", QStringLiteral("/v1/dead-letters"),
                   QStringLiteral("What was given up and is open; with all=1 what is closed, too"), tag,
                   [this](const HttpRequest& request, const PathValues&, HttpReply reply) {
                       const bool all = request.queryValue(QStringLiteral("all")) == QLatin1String("1");
                       m_engine.query([reply, all](const State& state) mutable {
                           QJsonArray letters;
                           for (const auto& [id, task] : state.tasks)
                               for (const DeadLetter& letter : task.deadLetters)
                                   if (all || letter.state != DeadLetterState::Closed)
                                       letters.append(entry(task, letter));
                           reply.send(jsonResponse({{QStringLiteral("deadLetters"), letters}}));
                       });
                   }});
    routes.append({"GET", one, QStringLiteral("One of them"), tag,
                   [this](const HttpRequest&, const PathValues& values, HttpReply reply) {
                       const auto number = numberIn(values, QStringLiteral("number"));
                       if (!number) {
                           reply.send(problemResponse(number.error()));
                           return;
                       }
                       withTask(values, reply,
                                [number = int(*number)](const State&, const Task& task, HttpReply to) {
                                    sendLetter(task, number, to);
                                });
                   }});
    routes.append({"POST", one + QStringLiteral("/replay"),
                   QStringLiteral("Has it done once more, now that its reason is mended"), tag,
                   [this](const HttpRequest& request, const PathValues& values, HttpReply reply) {
                       const auto id = numberIn(values, QStringLiteral("id"));
                       const auto number = numberIn(values, QStringLiteral("number"));
                       if (!id || !number) {
                           reply.send(problemResponse(id ? number.error() : id.error()));
                           return;
                       }
                       command(ReplayDeadLetter{*id, int(*number), request.peer.identity}, reply,
                               [this, id = *id](const State& state, const Accepted&, HttpReply to) {
                                   sendSummary(state, id, to, 200);
                               });
                   }});
    return routes;
}

} // namespace signalbox
