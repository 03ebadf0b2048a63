// SPDX-License-Identifier: GPL-3.0-or-later
// Who may use the core, and in which roles.
#include "core/audit/audit_log.h"
#include "core/server/access_guard.h"
#include "core/server/api.h"
#include "core/server/event_stream.h"
#include "core/server/log_stream.h"
#include "core/server/openapi.h"

#include <QJsonArray>

namespace signalbox {

namespace {

constexpr Millis auditWait{10'000};

QJsonObject personJson(const Person& person) {
    return {{QStringLiteral("name"), person.name},
            {QStringLiteral("roles"), QJsonArray::fromStringList(roleWords(person.roles))}};
}

Result<Roles> rolesIn(const HttpRequest& request) {
    const auto body = bodyObject(request);
    if (!body)
        return body.error();
    QStringList words;
    for (const QJsonValue& word : body->value(QStringLiteral("roles")).toArray())
        words.append(word.toString());
    return rolesFrom(words);
}

} // namespace

QList<HttpRoute> Api::peopleRoutes() {
    const QString tag = QStringLiteral("people");
    HttpRoute me{"GET", QStringLiteral("/v1/me"), QStringLiteral("Who one is here, and in which roles"), tag,
                 [this](const HttpRequest& request, const PathValues&, HttpReply reply) {
                     reply.send(jsonResponse(personJson(m_people.holderOf(bearerToken(request)))));
                 }};
    me.responseSchema = schemaRef(QStringLiteral("Person"));
    HttpRoute list{"GET", QStringLiteral("/v1/people"),
                   QStringLiteral("Who has a token, beside who started the core"), tag,
                   [this](const HttpRequest&, const PathValues&, HttpReply reply) {
                       QJsonArray people;
                       for (const Person& person : m_people.list())
                           people.append(personJson(person));
                       reply.send(jsonResponse({{QStringLiteral("people"), people}}));
                   }};
    HttpRoute set{
        "POST", QStringLiteral("/v1/people/{name}/roles"),
        QStringLiteral("Gives somebody these roles instead of those that they have; holds at once"), tag,
        [this](const HttpRequest& request, const PathValues& values, HttpReply reply) {
            const auto roles = rolesIn(request);
            if (!roles) {
                reply.send(problemResponse(roles.error()));
                return;
            }
            later([this, reply, name = values.value(QStringLiteral("name")), roles = *roles,
                   by = request.peer.identity]() mutable {
                const auto done = m_people.setRoles(name, roles, by);
                peopleMayHaveChanged();
                reply.send(done ? jsonResponse(personJson({name, roles})) : problemResponse(done.error()));
            });
        }};
    set.requestSchema = schemaRef(QStringLiteral("RoleList"));
    set.responseSchema = schemaRef(QStringLiteral("Person"));
    return {me, list, set};
}

void Api::peopleMayHaveChanged() {
    const QList<PersonChange> changes = m_people.look();
    if (changes.isEmpty())
        return;
    m_events->dismiss();
    m_logStream->dismiss();
    m_events->hint(QStringLiteral("people"), {});
    if (!m_services.audit)
        return;
    for (const PersonChange& change : changes)
        m_services.audit->add(entryOf(change));
    later([this] {
        if (!m_services.audit->settle(auditWait))
            return; // told once more by the next core
        if (const auto kept = m_people.noted(); !kept)
            qWarning("signalboxd: %s", qPrintable(kept.error().text()));
    });
}

std::function<bool()> Api::welcome(const HttpRequest& request, Role role) const {
    return
        [this, role, token = bearerToken(request)] { return mayAct(m_people.holderOf(token).roles, role); };
}

} // namespace signalbox
