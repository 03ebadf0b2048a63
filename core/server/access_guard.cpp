// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/access_guard.h"

namespace signalbox {

namespace {

constexpr Millis quietTime{60'000};
constexpr qsizetype mostNoted = 1000; ///< routes times people: more come of no honest use

QString listOf(const Roles& roles) {
    return roleWords(roles).join(QStringLiteral(", "));
}

} // namespace

std::optional<HttpResponse> AccessGuard::refuse(const HttpRoute& route, const Person& person, Moment now) {
    const auto access = accessOf(route.method, route.pattern);
    if (access == Access::Anybody)
        return std::nullopt;
    const auto needed = access ? roleOf(*access) : std::nullopt;
    if (needed && mayAct(person.roles, *needed))
        return std::nullopt;
    note(route, person, now);
    return problemResponse(
        needed ? roleNeeded(*needed, person.name, person.roles)
               : Error{ErrorKind::Denied,
                       QStringLiteral("nobody may ask for %1 with a token").arg(route.pattern),
                       {}});
}

void AccessGuard::note(const HttpRoute& route, const Person& person, Moment now) {
    if (!m_audit)
        return;
    const QString what = QString::fromLatin1(route.method) + u' ' + route.pattern;
    qint64 before = 0;
    {
        const std::lock_guard lock(m_mutex);
        const QString key = person.name + u' ' + what;
        const auto known = m_noted.find(key);
        if (known != m_noted.end() && now < known->at + quietTime) {
            ++known->unsaid;
            return;
        }
        if (known != m_noted.end())
            before = known->unsaid;
        else if (m_noted.size() >= mostNoted)
            m_noted.clear();
        m_noted.insert(key, {now, 0});
    }
    AuditEntry entry;
    entry.kind = AuditKind::Person;
    entry.action = QStringLiteral("refused");
    entry.who = person.name;
    entry.text = QStringLiteral("%1, as %2").arg(what, listOf(person.roles));
    entry.detail = {{QStringLiteral("route"), what}, {QStringLiteral("roles"), listOf(person.roles)}};
    if (before > 0)
        entry.detail.insert(QStringLiteral("before"), before);
    m_audit->add(entry);
}

AuditEntry entryOf(const PersonChange& change) {
    using What = PersonChange::What;
    AuditEntry entry;
    entry.kind = AuditKind::Person;
    entry.who = change.by.isEmpty() ? QStringLiteral("unknown") : change.by;
    entry.detail = {{QStringLiteral("name"), change.name},
                    {QStringLiteral("roles"), listOf(change.roles)},
                    {QStringLiteral("before"), listOf(change.before)}};
    switch (change.what) {
    case What::Added:
        entry.action = QStringLiteral("added");
        entry.text = QStringLiteral("%1 as %2").arg(change.name, listOf(change.roles));
        break;
    case What::Renewed:
        entry.action = QStringLiteral("renewed");
        entry.text = QStringLiteral("the token of %1").arg(change.name);
        break;
    case What::Changed:
        entry.action = QStringLiteral("roles_changed");
        entry.text =
            QStringLiteral("%1 is %2, was %3").arg(change.name, listOf(change.roles), listOf(change.before));
        break;
    case What::Removed:
        entry.action = QStringLiteral("removed");
        entry.text = QStringLiteral("%1, who was %2").arg(change.name, listOf(change.before));
        break;
    }
    return entry;
}

} // namespace signalbox
