// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_fields.h"

#include <array>

namespace signalbox {

/// What a person of a core may do. A person has any of them; an admin has all.
enum class Role {
    Viewer,   ///< looks at everything but the audit log; whoever has a role may do that
    Operator, ///< submits, cancels and sends on tasks, handles machines and budgets
    Approver, ///< decides on changes and tool calls
    Admin,    ///< repositories, people, the audit log, the core itself
};
template <>
struct EnumWords<Role> {
    static constexpr std::array<const char*, 4> words{"viewer", "operator", "approver", "admin"};
};

using Roles = QList<Role>;

/// Whether somebody with these roles may do what needs that one.
bool mayAct(const Roles& roles, Role needed);
/// In the order of the enumerators, each once.
QStringList roleWords(const Roles& roles);
/// Invalid names the first that is no role, and for an empty list.
Result<Roles> rolesFrom(const QStringList& words);
/// Denied, and says which role is needed and how to come by it.
Error roleNeeded(Role needed, const QString& who, const Roles& has);

/// Whether somebody is among those who are listed: by name, or by "role:ROLE" through a role that they have.
bool isListed(const QStringList& who, const QString& name, const Roles& roles);
/// The role that an entry of such a list means; nothing: it is a name.
std::optional<Role> listedRole(const QString& entry);
/// A list has names of people, and roles as "role:admin"; Invalid names the first entry that is neither.
Result<void> checkListed(const QStringList& who);

/// Who may ask for one of the routes of the core's API.
enum class Access {
    Anybody, ///< even without a token
    Guest,   ///< programs in machines, over their own channel, and nobody else
    Viewer,
    Operator,
    Approver,
    Admin,
};
/// The role that is needed; nothing where a role is of no use.
std::optional<Role> roleOf(Access access);
/// The one table of who may do what over the API. The pattern is the route's own; nothing: it is not in the
/// table, and nobody may.
std::optional<Access> accessOf(const QByteArray& method, const QString& pattern);
/// The same for a request's path, without its query.
std::optional<Access> accessTo(const QByteArray& method, const QString& path);

} // namespace signalbox
