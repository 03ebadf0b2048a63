// SPDX-License-Identifier: GPL-3.0-or-later
// Tasks that are over, also those that the state does not hold any more.
#include "core/server/api.h"
#include "core/server/openapi.h"

#include <QJsonArray>

namespace signalbox {

namespace {

RouteParameter pageParameter(const char* name, const char* type, const char* description) {
    return {QLatin1String(name),
            RouteParameter::In::Query,
            QLatin1String(description),
            false,
            {{QStringLiteral("type"), QLatin1String(type)}}};
}

Result<FinishedQuery> queryFrom(const HttpRequest& request) {
    FinishedQuery query;
    query.repository = request.queryValue(QStringLiteral("repository"));
    const auto before = numberIn(request, QStringLiteral("before"));
    const auto limit = numberIn(request, QStringLiteral("limit"), QString::number(query.limit));
    if (!before || !limit)
        return before ? limit.error() : before.error();
    query.before = *before;
    query.limit = int(std::min<qint64>(*limit, 1000));
    if (const QString word = request.queryValue(QStringLiteral("outcome")); !word.isEmpty()) {
        query.outcome = enumFromWord<Outcome>(word);
        if (!query.outcome)
            return Error{ErrorKind::Invalid, QStringLiteral("\"%1\" is no outcome").arg(word), {}};
    }
    return query;
}

HttpResponse pageOf(const FinishedPage& page) {
    QJsonArray rows;
    for (const TaskSummary& row : page.tasks)
        rows.append(toJson(row));
    return jsonResponse({{QStringLiteral("tasks"), rows},
                         {QStringLiteral("next"), page.next},
                         {QStringLiteral("seq"), page.seq}});
}

} // namespace

QList<HttpRoute> Api::finishedRoutes() {
    HttpRoute list{
        "GET", QStringLiteral("/v1/finished-tasks"),
        QStringLiteral("Tasks that are over, the last first, in pages"), QStringLiteral("tasks"),
        [this](const HttpRequest& request, const PathValues&, HttpReply reply) {
            const auto query = queryFrom(request);
            if (!query || !m_services.archive) {
                reply.send(problemResponse(query ? Error{ErrorKind::Unavailable,
                                                         QStringLiteral("this core lists no finished tasks"),
                                                         {}}
                                                 : query.error()));
                return;
            }
            later([this, query = *query, reply]() mutable {
                const auto page = m_services.archive->finished(query);
                reply.send(page ? pageOf(*page) : problemResponse(page.error()));
            });
        }};
    list.parameters = {pageParameter("repository", "string", "Of this repository only"),
                       pageParameter("outcome", "string", "With this outcome only"),
                       pageParameter("before", "integer", "The page before's \"next\""),
                       pageParameter("limit", "integer", "So many at most; 100, at most 1000")};
    return {list};
}

} // namespace signalbox
