// SPDX-License-Identifier: GPL-3.0-or-later
// Repositories and blueprints.
#include "core/server/api.h"
#include "core/server/openapi.h"

#include <QJsonArray>

namespace signalbox {

QList<HttpRoute> Api::repositoryRoutes() {
    const QString tag = QStringLiteral("repositories");
    QList<HttpRoute> routes;
    routes.append({"GET", QStringLiteral("/v1/repositories"), QStringLiteral("Registered repositories"), tag,
                   [this](const HttpRequest&, const PathValues&, HttpReply reply) {
                       m_engine.query([reply](const State& state) mutable {
                           QJsonArray list;
                           for (const Repository& repository : state.repositories)
                               list.append(toJson(repository));
                           reply.send(jsonResponse({{QStringLiteral("repositories"), list}}));
                       });
                   }});
    HttpRoute add{"POST", QStringLiteral("/v1/repositories"), QStringLiteral("Registers a repository"), tag,
                  [this](const HttpRequest& request, const PathValues&, HttpReply reply) {
                      const auto body = bodyObject(request);
                      auto repository = body ? fromJson<Repository>(*body) : Result<Repository>(body.error());
                      if (!repository) {
                          reply.send(problemResponse(repository.error()));
                          return;
                      }
                      repository->addedBy = request.peer.identity;
                      repository->addedAt = {};
                      later([this, reply, repository = *repository] { addRepository(repository, reply); });
                  }};
    add.successStatus = 201;
    add.requestSchema = schemaRef(QStringLiteral("Repository"));
    add.responseSchema = schemaRef(QStringLiteral("Repository"));
    routes.append(add);
    HttpRoute remove{
        "DELETE", QStringLiteral("/v1/repositories/{name...}"), QStringLiteral("Forgets a repository"), tag,
        [this](const HttpRequest& request, const PathValues& values, HttpReply reply) {
            command(RemoveRepository{values.value(QStringLiteral("name")), request.peer.identity}, reply,
                    [](const State&, const Accepted&, HttpReply to) {
                        to.send({204, {}, {}, {}});
                    });
        }};
    remove.successStatus = 204;
    remove.responseType.clear();
    routes.append(remove);
    routes.append(
        {"GET", QStringLiteral("/v1/blueprints"), QStringLiteral("Blueprints that ship"), tag,
         [this](const HttpRequest&, const PathValues&, HttpReply reply) {
             later([this, reply]() mutable {
                 reply.send(jsonResponse({{QStringLiteral("blueprints"), m_services.blueprints()}}));
             });
         }});
    HttpRoute check{
        "POST", QStringLiteral("/v1/blueprints/check"), QStringLiteral("Checks a blueprint's YAML"), tag,
        [this](const HttpRequest& request, const PathValues&, HttpReply reply) {
            later([this, reply, yaml = request.body]() mutable {
                const auto blueprint = m_services.checkBlueprint(yaml);
                reply.send(blueprint ? jsonResponse({{QStringLiteral("ok"), true},
                                                     {QStringLiteral("blueprint"), toJson(*blueprint)}})
                                     : problemResponse(blueprint.error()));
            });
        }};
    check.bodyTypes = {"application/yaml", "application/x-yaml", "text/yaml", "text/plain"};
    routes.append(check);
    return routes;
}

void Api::addRepository(const Repository& repository, HttpReply reply) {
    if (m_services.checkRepositoryUrl)
        if (const auto allowed = m_services.checkRepositoryUrl(repository.url); !allowed) {
            reply.send(problemResponse(allowed.error()));
            return;
        }
    if (!repository.blueprintText.isEmpty())
        if (const auto sound = m_services.checkBlueprint(repository.blueprintText.toUtf8()); !sound) {
            reply.send(problemResponse(sound.error()));
            return;
        }
    command(AddRepository{repository}, reply,
            [name = repository.name](const State& state, const Accepted&, HttpReply to) {
                to.send(jsonResponse(toJson(state.repositories.value(name)), 201));
            });
}

} // namespace signalbox
