// SPDX-License-Identifier: GPL-3.0-or-later
// Who decides in whose name.
#include "core/server/api.h"
#include "core/server/openapi.h"

#include <QJsonArray>

namespace signalbox {

namespace {

QJsonObject listOf(const QList<Delegation>& delegations, Moment now) {
    QJsonArray list;
    for (const Delegation& delegation : delegations)
        if (delegation.holds(now))
            list.append(toJson(delegation));
    return {{QStringLiteral("delegations"), list}};
}

} // namespace

QList<HttpRoute> Api::delegationRoutes() {
    const QString tag = QStringLiteral("approvals");
    HttpRoute list{"GET", QStringLiteral("/v1/delegations"),
                   QStringLiteral("Who decides in whose name at present"), tag,
                   [this](const HttpRequest&, const PathValues&, HttpReply reply) {
                       m_engine.query([reply](const State& state) mutable {
                           reply.send(jsonResponse(listOf(state.delegations, SystemClock().now())));
                       });
                   }};
    HttpRoute make{
        "POST", QStringLiteral("/v1/delegations"),
        QStringLiteral("Has somebody else decide in one's name: one approval, or all until a moment"), tag,
        [this](const HttpRequest& request, const PathValues&, HttpReply reply) {
            const auto body = bodyObject(request);
            auto wanted = body ? fromJson<Delegation>(*body) : Result<Delegation>(body.error());
            if (!wanted) {
                reply.send(problemResponse(wanted.error()));
                return;
            }
            wanted->from = request.peer.identity; // nobody gives away what is another's
            const Delegate wish{*wanted, m_people.rolesOf(wanted->from), m_people.rolesOf(wanted->to)};
            command(wish, reply, [from = wanted->from](const State& state, const Accepted&, HttpReply to) {
                for (auto it = state.delegations.rbegin(); it != state.delegations.rend(); ++it)
                    if (it->from == from) {
                        to.send(jsonResponse(toJson(*it), 201));
                        return;
                    }
                to.send(problemResponse(
                    Error{ErrorKind::Conflict, QStringLiteral("the delegation was revoked at once"), {}}));
            });
        }};
    make.requestSchema = schemaRef(QStringLiteral("Delegation"));
    make.responseSchema = schemaRef(QStringLiteral("Delegation"));
    make.successStatus = 201;
    HttpRoute revoke{"DELETE", QStringLiteral("/v1/delegations/{id}"),
                     QStringLiteral("Takes a delegation back: who gave it, who got it, or an admin"), tag,
                     [this](const HttpRequest& request, const PathValues& values, HttpReply reply) {
                         const auto id = numberIn(values, QStringLiteral("id"));
                         if (!id) {
                             reply.send(problemResponse(id.error()));
                             return;
                         }
                         const QString by = request.peer.identity;
                         command(RevokeDelegation{*id, by, m_people.rolesOf(by)}, reply,
                                 [](const State&, const Accepted&, HttpReply to) {
                                     to.send({204, {}, {}, {}});
                                 });
                     }};
    revoke.successStatus = 204;
    revoke.responseType.clear();
    return {list, make, revoke};
}

} // namespace signalbox
