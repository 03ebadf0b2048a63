// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/role.h"

#include <QRegularExpression>

#include <algorithm>

namespace signalbox {

namespace {

struct RouteAccess {
    const char* method;
    const char* pattern;
    Access access;
};

// Who may do what. A route that is missing here is served to nobody.
constexpr RouteAccess routeTable[] = {
    {"GET", "/v1/ping", Access::Anybody},

    {"GET", "/v1/guest/proceed", Access::Guest},
    {"POST", "/v1/guest/tool-call", Access::Guest},
    {"POST", "/v1/guest/mcp", Access::Guest},
    {"POST", "/v1/guest/acp", Access::Guest},

    {"GET", "/metrics", Access::Viewer},
    {"GET", "/v1/openapi.json", Access::Viewer},
    {"GET", "/v1/me", Access::Viewer},
    {"GET", "/v1/core", Access::Viewer},
    {"GET", "/v1/events", Access::Viewer},
    {"GET", "/v1/machines", Access::Viewer},
    {"GET", "/v1/artifacts/{digest}", Access::Viewer},
    {"GET", "/v1/journal/verify", Access::Viewer},
    {"GET", "/v1/journal/export", Access::Viewer},
    {"GET", "/v1/journal/volumes", Access::Viewer},
    {"GET", "/v1/retention", Access::Viewer},
    {"GET", "/v1/past", Access::Viewer},
    {"GET", "/v1/repositories", Access::Viewer},
    {"GET", "/v1/blueprints", Access::Viewer},
    {"GET", "/v1/blueprints/source", Access::Viewer},
    {"POST", "/v1/blueprints/check", Access::Viewer},   // changes nothing
    {"POST", "/v1/blueprints/examine", Access::Viewer}, // neither
    {"POST", "/v1/tasks/{id}/what-if", Access::Viewer}, // nor does this
    {"GET", "/v1/tasks", Access::Viewer},
    {"GET", "/v1/tasks/{id}", Access::Viewer},
    {"GET", "/v1/tasks/{id}/events", Access::Viewer},
    {"GET", "/v1/tasks/{id}/log", Access::Viewer},
    {"GET", "/v1/tasks/{id}/log/follow", Access::Viewer},
    {"GET", "/v1/tasks/{id}/patch", Access::Viewer},
    {"GET", "/v1/tasks/{id}/changes", Access::Viewer},
    {"GET", "/v1/tasks/{id}/evidence", Access::Viewer},
    {"GET", "/v1/finished-tasks", Access::Viewer},
    {"GET", "/v1/budgets", Access::Viewer},
    {"GET", "/v1/budgets/history/{id...}", Access::Viewer},
    {"GET", "/v1/approvals", Access::Viewer},
    {"GET", "/v1/approvals/{id}", Access::Viewer},
    {"GET", "/v1/delegations", Access::Viewer},
    {"GET", "/v1/tool-calls", Access::Viewer},
    {"GET", "/v1/tool-calls/{id}", Access::Viewer},
    {"GET", "/v1/dead-letters", Access::Viewer},
    {"GET", "/v1/dead-letters/{id}/{number}", Access::Viewer},

    {"POST", "/v1/tasks", Access::Operator},
    {"POST", "/v1/sample", Access::Operator},
    {"POST", "/v1/tasks/{id}/cancel", Access::Operator},
    {"POST", "/v1/tasks/{id}/retry", Access::Operator},
    {"POST", "/v1/tasks/{id}/budget", Access::Operator}, // as retry grants the same once more
    {"POST", "/v1/dead-letters/{id}/{number}/replay", Access::Operator},
    {"DELETE", "/v1/machines/{name}", Access::Operator},
    {"POST", "/v1/machines/{name}/hibernate", Access::Operator},
    {"POST", "/v1/machines/{name}/resume", Access::Operator},
    {"POST", "/v1/machines/{name}/terminal", Access::Operator},
    {"POST", "/v1/terminals/{terminal}/input", Access::Operator},
    {"POST", "/v1/terminals/{terminal}/size", Access::Operator},

    {"POST", "/v1/approvals/{id}/vote", Access::Approver},
    {"POST", "/v1/delegations", Access::Approver},
    {"DELETE", "/v1/delegations/{id}", Access::Approver},
    {"POST", "/v1/approvals/{id}/questions", Access::Approver},
    {"POST", "/v1/tool-calls/{id}/answer", Access::Approver},

    {"POST", "/v1/repositories", Access::Admin}, // brings the rules for its tasks along
    {"DELETE", "/v1/repositories/{name...}", Access::Admin},
    {"GET", "/v1/people", Access::Admin},
    {"POST", "/v1/people/{name}/roles", Access::Admin},
    {"GET", "/v1/audit", Access::Admin},
    {"GET", "/v1/audit/export", Access::Admin},
    {"POST", "/v1/journal/backup", Access::Admin}, // writes on the core's host
    {"POST", "/v1/journal/seal", Access::Admin},
    {"POST", "/v1/shutdown", Access::Admin},
};

/// How many segments match literally, or -1 where the path does not fit.
int fit(const QStringList& pattern, const QStringList& path) {
    int literal = 0;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        const QString& segment = pattern.at(i);
        if (segment.endsWith(QLatin1String("...}")))
            return path.size() > i ? literal : -1;
        if (i >= path.size())
            return -1;
        if (segment == path.at(i))
            ++literal;
        else if (!segment.startsWith(u'{'))
            return -1;
    }
    return path.size() == pattern.size() ? literal : -1;
}

} // namespace

bool mayAct(const Roles& roles, Role needed) {
    if (needed == Role::Viewer)
        return !roles.isEmpty();
    return roles.contains(needed) || roles.contains(Role::Admin);
}

QStringList roleWords(const Roles& roles) {
    QStringList words;
    for (const Role role : {Role::Viewer, Role::Operator, Role::Approver, Role::Admin})
        if (roles.contains(role))
            words.append(enumWord(role));
    return words;
}

Result<Roles> rolesFrom(const QStringList& words) {
    const QString hint = QStringLiteral("viewer, operator, approver or admin, or several of them");
    Roles roles;
    for (const QString& word : words) {
        const auto role = enumFromWord<Role>(word);
        if (!role)
            return Error{ErrorKind::Invalid, QStringLiteral("\"%1\" is no role").arg(word.left(40)), hint};
        if (!roles.contains(*role))
            roles.append(*role);
    }
    if (roles.isEmpty())
        return Error{ErrorKind::Invalid, QStringLiteral("a person has at least one role"), hint};
    std::sort(roles.begin(), roles.end());
    return roles;
}

Error roleNeeded(Role needed, const QString& who, const Roles& has) {
    return {ErrorKind::Denied,
            QStringLiteral("this needs the role %1, and %2 is %3")
                .arg(enumWord(needed), who, roleWords(has).join(QStringLiteral(" and "))),
            QStringLiteral("an admin gives it: signalboxctl people roles %1 %2")
                .arg(who, (roleWords(has) << enumWord(needed)).join(u' '))};
}

std::optional<Role> listedRole(const QString& entry) {
    static const QString prefix = QStringLiteral("role:");
    return entry.startsWith(prefix) ? enumFromWord<Role>(entry.mid(prefix.size())) : std::nullopt;
}

bool isListed(const QStringList& who, const QString& name, const Roles& roles) {
    return std::any_of(who.begin(), who.end(), [&](const QString& entry) {
        const auto role = listedRole(entry);
        return role ? mayAct(roles, *role) : entry == name;
    });
}

Result<void> checkListed(const QStringList& who) {
    static const QRegularExpression name(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}\\z"));
    for (const QString& entry : who)
        if (!listedRole(entry) && !name.match(entry).hasMatch())
            return Error{ErrorKind::Invalid,
                         QStringLiteral("\"%1\" is neither a person nor a role").arg(entry.left(80)),
                         QStringLiteral("write a name, or role:approver or role:admin")};
    return {};
}

std::optional<Role> roleOf(Access access) {
    switch (access) {
    case Access::Viewer:
        return Role::Viewer;
    case Access::Operator:
        return Role::Operator;
    case Access::Approver:
        return Role::Approver;
    case Access::Admin:
        return Role::Admin;
    case Access::Anybody:
    case Access::Guest:
        break;
    }
    return std::nullopt;
}

std::optional<Access> accessOf(const QByteArray& method, const QString& pattern) {
    for (const RouteAccess& route : routeTable)
        if (method == route.method && pattern == QLatin1String(route.pattern))
            return route.access;
    return std::nullopt;
}

std::optional<Access> accessTo(const QByteArray& method, const QString& path) {
    const QStringList parts = path.split(u'/', Qt::SkipEmptyParts);
    std::optional<Access> best;
    int most = -1;
    for (const RouteAccess& route : routeTable) {
        if (method != route.method)
            continue;
        const int fits = fit(QString::fromLatin1(route.pattern).split(u'/', Qt::SkipEmptyParts), parts);
        if (fits > most) {
            most = fits;
            best = route.access;
        }
    }
    return best;
}

} // namespace signalbox
