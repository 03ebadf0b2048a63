// SPDX-License-Identifier: GPL-3.0-or-later
// Who may use the core, and in which roles. Tokens are made on its host: signalboxd people add.
#include "app/ctl/ctl.h"

namespace signalbox::ctl {

namespace {

int peopleList(Ctl& ctl, const Arguments&) {
    const auto people =
        ctl.query<QList<PersonInfo>>([&](auto done) { ctl.client().fetchPeople(&ctl, done); });
    if (!people)
        return ctl.fail(people.error());
    if (ctl.out().json()) {
        ctl.out().document({{QStringLiteral("people"), json::write(*people)}});
        return Done;
    }
    QList<QStringList> rows;
    for (const PersonInfo& person : *people)
        rows.append({harmless(person.name), harmless(person.roles.join(QStringLiteral(", ")))});
    ctl.out().table({QStringLiteral("NAME"), QStringLiteral("ROLES")}, rows);
    if (rows.isEmpty())
        ctl.out().line(
            QStringLiteral("nobody but who started the core; on its host: signalboxd people add NAME ROLE"));
    return Done;
}

int peopleRoles(Ctl& ctl, const Arguments& arguments) {
    const QStringList roles = arguments.words().mid(1);
    const auto person = ctl.query<PersonInfo>(
        [&](auto done) { ctl.client().setRoles(arguments.word(0), roles, &ctl, done); });
    if (!person)
        return ctl.fail(person.error());
    if (ctl.out().json())
        ctl.out().document(toJson(*person));
    else
        ctl.out().line(
            QStringLiteral("%1 is %2 from now on")
                .arg(harmless(person->name), harmless(person->roles.join(QStringLiteral(" and ")))));
    return Done;
}

} // namespace

QList<Command> peopleCommands() {
    return {
        {QStringLiteral("people list"),
         {},
         QStringLiteral("List who has a token, and in which roles"),
         {},
         {},
         0,
         0,
         peopleList},
        {QStringLiteral("people roles"),
         QStringLiteral("NAME ROLE..."),
         QStringLiteral("Give somebody these roles instead of theirs"),
         QStringLiteral(
             "viewer looks, operator runs tasks and machines, approver decides, admin does all.\n"
             "It holds at once. Tokens are made on the core's host: signalboxd people add NAME ROLE...\n"
             "Example: signalboxctl people roles bob operator approver"),
         {},
         2,
         5,
         peopleRoles},
    };
}

} // namespace signalbox::ctl
