// SPDX-License-Identifier: GPL-3.0-or-later
// The journal's file: its backup.
#include "app/ctl/ctl.h"

#include <QFileInfo>

namespace signalbox::ctl {

namespace {

int journalBackup(Ctl& ctl, const Arguments& arguments) {
    const QString path = QFileInfo(arguments.word(0)).absoluteFilePath();
    const auto copy =
        ctl.query<JournalCheck>([&](auto done) { ctl.client().backupJournal(path, &ctl, done); });
    if (!copy)
        return ctl.fail(copy.error());
    if (ctl.out().json())
        ctl.out().document(toJson(*copy));
    else
        ctl.out().line(QStringLiteral("%1: a sound copy of %2 events, chain %3")
                           .arg(path)
                           .arg(copy->records)
                           .arg(copy->head));
    return Done;
}

int retention(Ctl& ctl, const Arguments& arguments) {
    if (!arguments.has(QStringLiteral("dry-run")))
        return ctl.usage({ErrorKind::Invalid,
                          QStringLiteral("the core removes by itself what its --retention says"),
                          QStringLiteral("see what would go with --dry-run")});
    bool isNumber = true;
    const QString text = arguments.value(QStringLiteral("days"));
    const int days = text.isEmpty() ? 0 : text.toInt(&isNumber);
    if (!isNumber || days < 0)
        return ctl.usage({ErrorKind::Invalid, QStringLiteral("--days takes a whole number"), {}});
    const auto look =
        ctl.query<RetentionLook>([&](auto done) { ctl.client().fetchRetention(days, &ctl, done); });
    if (!look)
        return ctl.fail(look.error());
    if (ctl.out().json())
        ctl.out().document(toJson(*look));
    else
        ctl.out().line(
            QStringLiteral(
                "%1 tasks ended long enough ago: %2 logs and %3 artifacts may go, %4; %5 more keep "
                "theirs")
                .arg(look->tasks.size())
                .arg(look->logs)
                .arg(look->artifacts)
                .arg(bytesText(look->bytes))
                .arg(look->keptTasks));
    return Done;
}

} // namespace

QList<Command> journalCommands() {
    return {
        {QStringLiteral("journal backup"),
         QStringLiteral("FILE"),
         QStringLiteral("Copy the journal to a new file while the core goes on, and verify the copy"),
         QStringLiteral("The core writes the file, on its own host, and replaces none. Put it back with\n"
                        "signalboxd restore FILE --home DIR, while no core runs there.\n"
                        "Example: signalboxctl journal backup /srv/backup/journal-monday.sqlite"),
         {},
         1,
         1,
         journalBackup},
        {QStringLiteral("retention"),
         {},
         QStringLiteral("Show which old logs and artifacts would be removed"),
         QStringLiteral("Removing is the core's: signalboxd --retention DAYS. What an open or a published "
                        "task, a vote or\n"
                        "an open dead letter needs stays in any case, and so does every event.\n"
                        "Example: signalboxctl retention --dry-run --days 30"),
         {{QStringLiteral("dry-run"), {}, QStringLiteral("look only"), false},
          {QStringLiteral("days"), QStringLiteral("N"), QStringLiteral("instead of the core's own"), false}},
         0,
         0,
         retention}};
}

} // namespace signalbox::ctl
