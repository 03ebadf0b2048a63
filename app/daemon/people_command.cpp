// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/people_command.h"

#include "app/daemon/daemon_options.h"
#include "core/base/files.h"
#include "core/server/people.h"

#include <cstdio>

namespace signalbox {

namespace {

constexpr int failed = 1;
constexpr int misused = 2;

void tell(std::FILE* to, const QString& text) {
    std::fprintf(to, "%s\n", text.toUtf8().constData());
}

int fail(const Error& error) {
    tell(stderr, error.text());
    return failed;
}

int list(const People& people) {
    for (const Person& person : people.list())
        tell(stdout, person.name + u' ' + roleWords(person.roles).join(u' '));
    return 0;
}

int add(People& people, const QString& name, const QStringList& words) {
    Roles roles;
    if (!words.isEmpty()) {
        const auto known = rolesFrom(words);
        if (!known)
            return fail(known.error());
        roles = *known;
    }
    const auto token = people.issue(name, roles, localUser());
    if (!token)
        return fail(token.error());
    tell(stdout, QString::fromLatin1(*token));
    tell(stderr, QStringLiteral("%1 is %2 here; signalboxd people roles %1 ROLE... changes that.\n"
                                "This token is shown only now; a running core knows it at once.")
                     .arg(name, roleWords(people.rolesOf(name)).join(QStringLiteral(" and "))));
    return 0;
}

} // namespace

QString localUser() {
    const QString user =
        qEnvironmentVariable("SUDO_USER", qEnvironmentVariable("USER", qEnvironmentVariable("LOGNAME")));
    return user.isEmpty() ? QStringLiteral("owner") : user;
}

int managePeople(const QString& home, const QStringList& arguments) {
    const QString verb = arguments.value(0);
    const QString name = arguments.value(1);
    const QStringList words = arguments.mid(2);
    const bool sound = (verb == QLatin1String("list") && arguments.size() == 1) ||
                       (verb == QLatin1String("add") && arguments.size() >= 2) ||
                       (verb == QLatin1String("remove") && arguments.size() == 2) ||
                       (verb == QLatin1String("roles") && arguments.size() >= 3);
    if (!sound) {
        tell(stderr, DaemonOptions::usage());
        return misused;
    }
    if (const auto made = makeDirectory(home, 0711); !made)
        return fail(made.error());
    auto people = People::open(home + QStringLiteral("/people.json"));
    if (!people)
        return fail(people.error());
    if (verb == QLatin1String("list"))
        return list(**people);
    if (verb == QLatin1String("add"))
        return add(**people, name, words);
    if (verb == QLatin1String("remove")) {
        const auto gone = (*people)->remove(name, localUser());
        return gone ? 0 : fail(gone.error());
    }
    const auto roles = rolesFrom(words);
    if (!roles)
        return fail(roles.error());
    const auto done = (*people)->setRoles(name, *roles, localUser());
    return done ? 0 : fail(done.error());
}

} // namespace signalbox
