// SPDX-License-Identifier: GPL-3.0-or-later
// Where people decide.
#include "core/domain/summary.h"
#include "core/server/api.h"
#include "core/server/openapi.h"

#include <QJsonArray>

namespace signalbox {

namespace {

QJsonObject entry(const Task& task, const Approval& approval) {
    return {{QStringLiteral("task"), toJson(summaryOf(task))},
            {QStringLiteral("approval"), toJson(approval)}};
}

void send(const Task* task, qint64 id, HttpReply& reply, int status) {
    const Approval* approval = task ? task->approval(id) : nullptr;
    if (!approval)
        reply.send(problemResponse(
            Error{ErrorKind::NotFound, QStringLiteral("there is no approval %1").arg(id), {}}));
    else
        reply.send(jsonResponse(entry(*task, *approval), status));
}

} // namespace

void Api::sendApproval(const State& state, qint64 id, HttpReply reply, int status) {
    const TaskId about = state.approvals.value(id);
    if (about == 0 || state.task(about))
        send(state.task(about), id, reply, status);
    else
        withArchived(about, reply,
                     [id, status](const Task& task, HttpReply to) { send(&task, id, to, status); });
}

QList<HttpRoute> Api::approvalRoutes() {
    const QString tag = QStringLiteral("approvals");
    QList<HttpRoute> routes;
    HttpRoute list{
        "GET", QStringLiteral("/v1/approvals"),
        QStringLiteral("Open approvals; with all=1 the others too, of tasks that the core keeps whole"), tag,
        [this](const HttpRequest& request, const PathValues&, HttpReply reply) {
            const bool all = request.queryValue(QStringLiteral("all")) == QLatin1String("1");
            m_engine.query([reply, all](const State& state) mutable {
                QJsonArray approvals;
                const auto collect = [&](const Task& task) {
                    for (const Approval& approval : task.approvals)
                        if (all || approval.state == ApprovalState::Open)
                            approvals.append(entry(task, approval));
                };
                if (all)
                    for (const auto& [id, task] : state.tasks)
                        collect(task);
                else
                    for (const TaskId id : state.unfinished)
                        collect(*state.task(id));
                reply.send(jsonResponse({{QStringLiteral("approvals"), approvals}}));
            });
        }};
    routes.append(list);
    routes.append({"GET", QStringLiteral("/v1/approvals/{id}"), QStringLiteral("One approval with its task"),
                   tag, [this](const HttpRequest&, const PathValues& values, HttpReply reply) {
                       const auto id = numberIn(values, QStringLiteral("id"));
                       if (!id) {
                           reply.send(problemResponse(id.error()));
                           return;
                       }
                       m_engine.query([this, reply, id = *id](const State& state) {
                           sendApproval(state, id, reply, 200);
                       });
                   }});
    const auto decide = [this](int status, auto make) {
        return [this, status, make](const HttpRequest& request, const PathValues& values, HttpReply reply) {
            const auto id = numberIn(values, QStringLiteral("id"));
            const auto body = bodyObject(request);
            if (!id || !body) {
                reply.send(problemResponse(id ? body.error() : id.error()));
                return;
            }
            const Result<Command> command = make(*id, *body, request.peer.identity);
            if (!command) {
                reply.send(problemResponse(command.error()));
                return;
            }
            this->command(*command, reply,
                          [this, id = *id, status](const State& state, const Accepted&, HttpReply to) {
                              sendApproval(state, id, to, status);
                          });
        };
    };
    HttpRoute vote{
        "POST", QStringLiteral("/v1/approvals/{id}/vote"),
        QStringLiteral("Approves or rejects exactly the tree and evidence that are named"), tag,
        decide(200, [this](qint64 id, const QJsonObject& body, const QString& by) -> Result<Command> {
            if (!body.value(QStringLiteral("approve")).isBool())
                return Error{ErrorKind::Invalid, QStringLiteral("\"approve\" must be true or false"), {}};
            const auto text = [&](const char* name) { return body.value(QLatin1String(name)).toString(); };
            const QString whose = text("onBehalf");
            return Command(CastVote{id, by, body.value(QStringLiteral("approve")).toBool(), text("comment"),
                                    text("tree"), text("evidence"), m_people.rolesOf(by), whose,
                                    m_people.rolesOf(whose)});
        })};
    vote.requestSchema = schemaRef(QStringLiteral("Vote"));
    routes.append(vote);
    HttpRoute ask{"POST", QStringLiteral("/v1/approvals/{id}/questions"),
                  QStringLiteral("Asks the agent without deciding"), tag,
                  decide(201, [](qint64 id, const QJsonObject& body, const QString& by) -> Result<Command> {
                      return Command(AskQuestion{id, by, body.value(QStringLiteral("text")).toString()});
                  })};
    ask.successStatus = 201;
    routes.append(ask);
    return routes;
}

} // namespace signalbox
