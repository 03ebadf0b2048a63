// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/restore.h"

#include "app/daemon/daemon_options.h"
#include "core/base/clock.h"
#include "core/base/files.h"
#include "core/journal/journal_backup.h"

#include <cstdio>

namespace signalbox {

namespace {
int say(std::FILE* to, const QString& text, int code) {
    std::fprintf(to, "%s\n", text.toUtf8().constData());
    return code;
}
} // namespace

int restoreHome(const QStringList& arguments) {
    QStringList rest = arguments;
    const qsizetype verb = rest.indexOf(QStringLiteral("restore"));
    const bool force = rest.removeAll(QStringLiteral("--force")) > 0;
    const QString file = rest.value(verb + 1);
    if (file.isEmpty() || file.startsWith(QLatin1Char('-')))
        return say(stderr, DaemonOptions::usage(), 2);
    rest.remove(verb, 2);
    const auto options = DaemonOptions::parse(rest);
    if (!options)
        return say(stderr, options.error().text(), 2);
    if (const auto made = makeDirectory(options->home, 0711); !made)
        return say(stderr, made.error().text(), 1);
    const auto done =
        restoreJournal(file, options->home + QStringLiteral("/journal.sqlite"), force, SystemClock().now());
    if (!done)
        return say(stderr, QStringLiteral("nothing was restored: ") + done.error().text(), 1);
    say(stdout,
        QStringLiteral("restored %1 events, chain %2").arg(done->journal.records).arg(done->journal.head), 0);
    if (!done->former.isEmpty())
        say(stdout, QStringLiteral("the former journal is kept as %1").arg(done->former), 0);
    return 0;
}

} // namespace signalbox
