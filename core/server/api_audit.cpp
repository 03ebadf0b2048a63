// SPDX-License-Identifier: GPL-3.0-or-later
// The audit log: pages of it, and all of it for a verifier.
#include "core/audit/audit_log.h"
#include "core/server/api.h"
#include "core/server/line_stream.h"
#include "core/server/openapi.h"

namespace signalbox {

namespace {

constexpr qint64 usualLimit = 100;
constexpr qint64 mostLimit = 1000;

Result<AuditQuery> queryOf(const HttpRequest& request) {
    AuditQuery query;
    const auto limit = numberIn(request, QStringLiteral("limit"), QString::number(usualLimit));
    if (!limit)
        return limit.error();
    query.limit = int(std::clamp<qint64>(*limit, 1, mostLimit));
    for (const auto& [name, to] : {std::pair("after", &query.after), std::pair("before", &query.before),
                                   std::pair("task", &query.task)}) {
        const auto number = numberIn(request, QLatin1String(name));
        if (!number)
            return number.error();
        *to = *number;
    }
    if (const QString word = request.queryValue(QStringLiteral("kind")); !word.isEmpty()) {
        query.kind = enumFromWord<AuditKind>(word);
        if (!query.kind)
            return Error{
                ErrorKind::Invalid, QStringLiteral("\"%1\" is no kind of audit entry").arg(word.left(40)),
                QStringLiteral(
                    "core, repository, task, work, machine, decision, credential, egress or person")};
    }
    return query;
}

Error noLog() {
    return {ErrorKind::NotFound, QStringLiteral("this core keeps no audit log"), {}};
}

RouteParameter auditParameter(const char* name, const char* description, const char* type = "integer") {
    return {QLatin1String(name),
            RouteParameter::In::Query,
            QLatin1String(description),
            false,
            {{QStringLiteral("type"), QLatin1String(type)}}};
}

} // namespace

QList<HttpRoute> Api::auditRoutes() {
    const QString tag = QStringLiteral("audit");
    HttpRoute page{"GET", QStringLiteral("/v1/audit"),
                   QStringLiteral("Who did what: entries of the audit log"), tag,
                   [this](const HttpRequest& request, const PathValues&, HttpReply reply) {
                       const auto query = queryOf(request);
                       if (!query || !m_services.audit) {
                           reply.send(problemResponse(query ? noLog() : query.error()));
                           return;
                       }
                       later([this, reply, asked = *query]() mutable {
                           const auto found = m_services.audit->list(asked);
                           reply.send(found ? jsonResponse(toJson(*found)) : problemResponse(found.error()));
                       });
                   }};
    page.parameters = {auditParameter("after", "Only entries after this number, the oldest first"),
                       auditParameter("before", "Instead: only entries before this number, the newest first"),
                       auditParameter("limit", "At most so many, 1 to 1000; else 100"),
                       auditParameter("task", "Only about this task"),
                       auditParameter("kind", "Only of this kind", "string")};
    page.responseSchema = schemaRef(QStringLiteral("AuditPage"));
    HttpRoute all{
        "GET", QStringLiteral("/v1/audit/export"),
        QStringLiteral(
            "The whole audit log as lines of JSON, which signalboxctl audit verify checks offline"),
        tag, [this](const HttpRequest&, const PathValues&, HttpReply reply) {
            if (!m_services.audit) {
                reply.send(problemResponse(noLog()));
                return;
            }
            later([this, reply]() mutable {
                sendLines(reply, [this](const LineSink& sink) { return m_services.audit->exportTo(sink); });
            });
        }};
    all.responseType = QStringLiteral("application/x-ndjson");
    return {page, all};
}

} // namespace signalbox
