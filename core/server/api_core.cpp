// SPDX-License-Identifier: GPL-3.0-or-later
// The core itself: what it runs on, the event stream, the journal, machines, artifacts.
#include "core/server/api.h"
#include "core/server/event_stream.h"
#include "core/server/line_stream.h"
#include "core/server/openapi.h"

#include <QJsonArray>

namespace signalbox {

namespace {
constexpr qint64 maxArtifact = 512LL * 1024 * 1024;

RouteParameter queryParameter(const QString& name, const QString& description) {
    return {name,
            RouteParameter::In::Query,
            description,
            false,
            {{QStringLiteral("type"), QStringLiteral("integer")}}};
}
} // namespace

QList<HttpRoute> Api::coreRoutes() {
    const QString tag = QStringLiteral("core");
    QList<HttpRoute> routes;
    HttpRoute ping{"GET", QStringLiteral("/v1/ping"), QStringLiteral("Answers at once"), tag,
                   [](const HttpRequest&, const PathValues&, HttpReply reply) {
                       reply.send(jsonResponse({{QStringLiteral("ok"), true}}));
                   }};
    ping.needsToken = false;
    routes.append(ping);
    routes.append({"GET", QStringLiteral("/v1/openapi.json"), QStringLiteral("This description"), tag,
                   [this](const HttpRequest&, const PathValues&, HttpReply reply) {
                       reply.send(jsonResponse(m_openApi));
                   }});
    routes.append({"GET", QStringLiteral("/v1/core"), QStringLiteral("What the core is and runs on"), tag,
                   [this](const HttpRequest& request, const PathValues&, HttpReply reply) {
                       later([this, reply, person = m_people.holderOf(bearerToken(request))]() mutable {
                           QJsonObject info = m_services.coreInfo();
                           info.insert(QStringLiteral("user"), person.name);
                           info.insert(QStringLiteral("roles"),
                                       QJsonArray::fromStringList(roleWords(person.roles)));
                           m_engine.queryAndWait(
                               [&](const State& state) { info.insert(QStringLiteral("seq"), state.seq); });
                           reply.send(jsonResponse(info));
                       });
                   }});
    HttpRoute events{"GET", QStringLiteral("/v1/events"),
                     QStringLiteral("Every record after a number, then live, as server-sent events"), tag,
                     [this](const HttpRequest& request, const PathValues&, HttpReply reply) {
                         const QString last = QString::fromLatin1(request.headers.value("Last-Event-ID"));
                         const auto from = numberIn(request, QStringLiteral("from"), last);
                         if (from)
                             m_events->subscribe(reply, *from, welcome(request));
                         else
                             reply.send(problemResponse(from.error()));
                     }};
    events.parameters = {
        queryParameter(QStringLiteral("from"), QStringLiteral("The last record already known"))};
    events.responseType = QStringLiteral("text/event-stream");
    routes.append(events);
    routes.append({"GET", QStringLiteral("/v1/machines"), QStringLiteral("All machines of this core"), tag,
                   [this](const HttpRequest&, const PathValues&, HttpReply reply) {
                       later([this, reply]() mutable {
                           const auto machines = m_services.machines();
                           reply.send(machines ? jsonResponse({{QStringLiteral("machines"), *machines}})
                                               : problemResponse(machines.error()));
                       });
                   }});
    HttpRoute destroy{
        "DELETE", QStringLiteral("/v1/machines/{name}"), QStringLiteral("Removes a machine, disk and all"),
        tag, [this](const HttpRequest&, const PathValues& values, HttpReply reply) {
            later([this, reply, name = values.value(QStringLiteral("name"))]() mutable {
                const auto done = m_services.destroyMachine(name);
                reply.send(done ? HttpResponse{204, {}, {}, {}} : problemResponse(done.error()));
                machinesChanged();
            });
        }};
    destroy.successStatus = 204;
    destroy.responseType.clear();
    routes.append(destroy);
    const auto machineRoute = [this, tag](const QString& verb, const QString& summary,
                                          const std::function<Result<void>(const QString&)>& act) {
        HttpRoute route{
            "POST", QStringLiteral("/v1/machines/{name}/") + verb, summary, tag,
            [this, act](const HttpRequest&, const PathValues& values, HttpReply reply) {
                later([this, act, reply, name = values.value(QStringLiteral("name"))]() mutable {
                    const auto done = act(name);
                    reply.send(done ? HttpResponse{204, {}, {}, {}} : problemResponse(done.error()));
                    machinesChanged();
                });
            }};
        route.successStatus = 204;
        route.responseType.clear();
        return route;
    };
    routes.append(
        machineRoute(QStringLiteral("hibernate"),
                     QStringLiteral("Writes a machine in which no job runs to disk and frees its memory"),
                     [this](const QString& name) { return m_services.hibernateMachine(name); }));
    routes.append(machineRoute(QStringLiteral("resume"), QStringLiteral("Has a hibernated machine run again"),
                               [this](const QString& name) { return m_services.resumeMachine(name); }));
    HttpRoute artifact{"GET", QStringLiteral("/v1/artifacts/{digest}"), QStringLiteral("An artifact's bytes"),
                       tag, [this](const HttpRequest&, const PathValues& values, HttpReply reply) {
                           later([this, reply, digest = values.value(QStringLiteral("digest"))]() mutable {
                               const auto bytes = m_artifacts.read(digest, maxArtifact);
                               reply.send(bytes ? HttpResponse{200, "application/octet-stream", *bytes, {}}
                                                : problemResponse(bytes.error()));
                           });
                       }};
    artifact.responseType = QStringLiteral("application/octet-stream");
    routes.append(artifact);
    routes.append({"GET", QStringLiteral("/v1/journal/verify"),
                   QStringLiteral("Checks every record and the hash chain"), tag,
                   [this](const HttpRequest&, const PathValues&, HttpReply reply) {
                       later([this, reply]() mutable {
                           const auto found = m_journal.verify();
                           reply.send(found ? jsonResponse({{QStringLiteral("ok"), found->ok},
                                                            {QStringLiteral("records"), found->records},
                                                            {QStringLiteral("head"), found->head},
                                                            {QStringLiteral("problem"), found->problem}})
                                            : problemResponse(found.error()));
                       });
                   }});
    HttpRoute exported{
        "GET", QStringLiteral("/v1/journal/export"), QStringLiteral("Every record as a line of JSON"), tag,
        [this](const HttpRequest&, const PathValues&, HttpReply reply) {
            later([this, reply]() mutable {
                sendLines(reply, [this](const LineSink& sink) { return m_journal.exportTo(sink); });
            });
        }};
    exported.responseType = QStringLiteral("application/x-ndjson");
    routes.append(exported);
    if (m_services.metrics) {
        HttpRoute metrics{"GET", QStringLiteral("/metrics"),
                          QStringLiteral("What the core counts, in the text format of Prometheus"), tag,
                          [this](const HttpRequest&, const PathValues&, HttpReply reply) {
                              later([this, reply]() mutable {
                                  reply.send({200, "text/plain; version=0.0.4", m_services.metrics(), {}});
                              });
                          }};
        metrics.responseType = QStringLiteral("text/plain");
        routes.append(metrics);
    }
    HttpRoute shutdown{"POST", QStringLiteral("/v1/shutdown"),
                       QStringLiteral("Ends the core; machines are left to the next one"), tag,
                       [this](const HttpRequest&, const PathValues&, HttpReply reply) {
                           reply.send(jsonResponse({{QStringLiteral("stopping"), true}}, 202));
                           later([this] { m_services.shutdown(); });
                       }};
    shutdown.successStatus = 202;
    routes.append(shutdown);
    return routes;
}

} // namespace signalbox
