// SPDX-License-Identifier: GPL-3.0-or-later
// Blueprints for who edits them: where one comes from, what is wrong with it, what it would have changed.
#include "core/domain/model_use.h"
#include "core/flow/what_if.h"
#include "core/server/api.h"
#include "core/server/openapi.h"

#include <QJsonArray>

namespace signalbox {

namespace {

const QByteArrayList yamlTypes{"application/yaml", "application/x-yaml", "text/yaml", "text/plain"};

RouteParameter nameParameter(const char* name, const char* description) {
    return {QLatin1String(name), RouteParameter::In::Query, QLatin1String(description)};
}

} // namespace

QList<HttpRoute> Api::blueprintRoutes() {
    const QString tag = QStringLiteral("blueprints");
    QList<HttpRoute> routes;
    HttpRoute source{
        "GET", QStringLiteral("/v1/blueprints/source"),
        QStringLiteral("The text of the blueprint that holds for a repository, or of a shipped one"), tag,
        [this](const HttpRequest& request, const PathValues&, HttpReply reply) {
            const QString name = request.queryValue(QStringLiteral("repository"));
            const QString shipped = request.queryValue(QStringLiteral("shipped"));
            m_engine.query([this, reply, name, shipped](const State& state) mutable {
                const auto found = state.repositories.constFind(name);
                if (!name.isEmpty() && found == state.repositories.constEnd()) {
                    reply.send(problemResponse(
                        Error{ErrorKind::NotFound, QStringLiteral("no repository is named \"%1\"").arg(name),
                              QStringLiteral("signalboxctl repo list shows which there are")}));
                    return;
                }
                const Repository repository = name.isEmpty() ? Repository() : *found;
                later([this, reply, repository, shipped]() mutable {
                    const auto text = m_services.blueprintSource(repository, shipped);
                    reply.send(text ? jsonResponse(toJson(*text)) : problemResponse(text.error()));
                });
            });
        }};
    source.parameters = {nameParameter("repository", "The one that holds for this repository"),
                         nameParameter("shipped", "Or the shipped one of this name")};
    source.responseSchema = schemaRef(QStringLiteral("BlueprintSource"));
    routes.append(source);
    HttpRoute examine{"POST", QStringLiteral("/v1/blueprints/examine"),
                      QStringLiteral("All problems of a blueprint's YAML, with line and column"), tag,
                      [this](const HttpRequest& request, const PathValues&, HttpReply reply) {
                          later([this, reply, yaml = request.body]() mutable {
                              reply.send(jsonResponse(toJson(m_services.examineBlueprint(yaml))));
                          });
                      }};
    examine.bodyTypes = yamlTypes;
    examine.responseSchema = schemaRef(QStringLiteral("BlueprintExamination"));
    routes.append(examine);
    HttpRoute whatIf{"POST", QStringLiteral("/v1/tasks/{id}/what-if"),
                     QStringLiteral("What would have gone otherwise with the blueprint in the body"), tag,
                     [this](const HttpRequest& request, const PathValues& values, HttpReply reply) {
                         withTask(values, reply,
                                  [this, yaml = request.body](const State&, const Task& task, HttpReply to) {
                                      later([this, yaml, task, to] { answerWhatIf(task, yaml, to); });
                                  });
                     }};
    whatIf.bodyTypes = yamlTypes;
    whatIf.responseSchema = schemaRef(QStringLiteral("WhatIf"));
    routes.append(whatIf);
    return routes;
}

void Api::answerWhatIf(const Task& task, const QByteArray& yaml, HttpReply reply) {
    const auto changed = m_services.checkBlueprint(yaml);
    if (!changed) {
        reply.send(problemResponse(changed.error()));
        return;
    }
    QList<Record> history;
    const auto read =
        m_journal.readTask(task.id, 0, 0, [&](const Record& record) { history.append(record); });
    if (!read) {
        reply.send(problemResponse(read.error()));
        return;
    }
    WhatIfFacts facts;
    facts.commit = task.commit;
    if (m_services.modelUse) {
        const auto use = fromJson<ModelUse>(m_services.modelUse(task));
        if (use) {
            facts.tokens = use->input + use->cacheRead + use->cacheWrite + use->output;
            facts.cost = use->cost;
        }
    }
    // Without the change its paths are not known, and the answer says so.
    if (const auto changes =
            m_services.changes ? m_services.changes(task) : Result<QJsonObject>(QJsonObject()))
        for (const QJsonValue& file : changes->value(QStringLiteral("files")).toArray())
            for (const char* key : {"path", "oldPath"})
                if (const QString path = file.toObject().value(QLatin1String(key)).toString();
                    !path.isEmpty())
                    facts.changedPaths.append(path);
    const auto found = signalbox::whatIf(history, *changed, facts);
    reply.send(found ? jsonResponse(toJson(*found)) : problemResponse(found.error()));
}

} // namespace signalbox
