// SPDX-License-Identifier: GPL-3.0-or-later
// Budgets of model calls: how they stand, their use over time, and that people raise a task's.
#include "core/domain/summary.h"
#include "core/server/api.h"
#include "core/server/openapi.h"

namespace signalbox {

namespace {

constexpr qint64 hoursByDefault = 24;
constexpr qint64 mostHours = 24 * 62;

Result<RaiseBudget> raiseFrom(const HttpRequest& request, const PathValues& values) {
    const auto id = numberIn(values, QStringLiteral("id"));
    const auto body = bodyObject(request);
    if (!id || !body)
        return id ? body.error() : id.error();
    const QJsonValue tokens = body->value(QStringLiteral("tokens"));
    const QJsonValue cost = body->value(QStringLiteral("cost"));
    const auto isNumber = [](const QJsonValue& value) { return value.isUndefined() || value.isDouble(); };
    if (!isNumber(tokens) || !isNumber(cost))
        return Error{ErrorKind::Invalid, QStringLiteral("\"tokens\" and \"cost\" are numbers"), {}};
    RaiseBudget raise;
    raise.task = *id;
    raise.by = request.peer.identity;
    raise.tokens = tokens.toInteger(tokens.isDouble() ? -1 : 0); // what is no whole number is refused
    raise.cost = cost.toDouble();
    raise.reason = body->value(QStringLiteral("reason")).toString();
    return raise;
}

} // namespace

QList<HttpRoute> Api::budgetRoutes() {
    const QString tag = QStringLiteral("budgets");
    QList<HttpRoute> routes;
    HttpRoute list{"GET", QStringLiteral("/v1/budgets"),
                   QStringLiteral("Use, reserve, limit and rate of every budget of model calls"), tag,
                   [this](const HttpRequest&, const PathValues&, HttpReply reply) {
                       if (!m_services.budgets) {
                           reply.send(jsonResponse(toJson(BudgetReport{})));
                           return;
                       }
                       m_engine.query([this, reply](const State& state) {
                           QList<Task> tasks;
                           for (const auto& [id, task] : state.tasks)
                               tasks.append(task);
                           later([this, reply, tasks]() mutable {
                               const auto report = m_services.budgets(tasks);
                               reply.send(report ? jsonResponse(toJson(*report))
                                                 : problemResponse(report.error()));
                           });
                       });
                   }};
    list.responseSchema = schemaRef(QStringLiteral("BudgetReport"));
    routes.append(list);
    HttpRoute history{
        "GET", QStringLiteral("/v1/budgets/history/{id...}"), QStringLiteral("A budget's use over time"), tag,
        [this](const HttpRequest& request, const PathValues& values, HttpReply reply) {
            const auto hours = numberIn(request, QStringLiteral("hours"), QString::number(hoursByDefault));
            if (!hours || *hours < 1 || *hours > mostHours || !m_services.budgetHistory) {
                reply.send(
                    problemResponse(!hours ? hours.error()
                                    : m_services.budgetHistory
                                        ? Error{ErrorKind::Invalid,
                                                QStringLiteral("\"hours\" is from 1 to %1").arg(mostHours),
                                                {}}
                                        : Error{ErrorKind::Unavailable,
                                                QStringLiteral("this core counts no model calls"),
                                                {}}));
                return;
            }
            later([this, reply, id = values.value(QStringLiteral("id")),
                   span = std::chrono::hours(*hours)]() mutable {
                const auto found = m_services.budgetHistory(id, span);
                reply.send(found ? jsonResponse(toJson(*found)) : problemResponse(found.error()));
            });
        }};
    history.parameters = {{QStringLiteral("hours"),
                           RouteParameter::In::Query,
                           QStringLiteral("So many hours back; 24 where it is left out"),
                           false,
                           {{QStringLiteral("type"), QStringLiteral("integer")}}}};
    history.responseSchema = schemaRef(QStringLiteral("BudgetHistory"));
    routes.append(history);
    HttpRoute raise{"POST", QStringLiteral("/v1/tasks/{id}/budget"),
                    QStringLiteral("Raises a task's budget; one that was stopped by it goes on"), tag,
                    [this](const HttpRequest& request, const PathValues& values, HttpReply reply) {
                        const auto raised = raiseFrom(request, values);
                        if (!raised) {
                            reply.send(problemResponse(raised.error()));
                            return;
                        }
                        command(*raised, reply,
                                [this, id = raised->task](const State& state, const Accepted&, HttpReply to) {
                                    sendSummary(state, id, to, 200);
                                });
                    }};
    raise.requestSchema = schemaRef(QStringLiteral("BudgetRaise"));
    raise.responseSchema = schemaRef(QStringLiteral("TaskSummary"));
    routes.append(raise);
    return routes;
}

} // namespace signalbox
