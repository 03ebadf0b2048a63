// SPDX-License-Identifier: GPL-3.0-or-later
// The journal's file: its backup, its volumes; and what of old bulk may go.
#include "app/ctl/ctl.h"

#include <QFileInfo>

namespace signalbox::ctl {

namespace {

constexpr int usualSealingDays = 90;

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

void print(Ctl& ctl, const JournalVolumes& found) {
    for (const JournalVolume& volume : found.volumes)
        ctl.out().line(QStringLiteral("%1 to %2  %3  %4")
                           .arg(volume.first)
                           .arg(volume.last)
                           .arg(volume.file, volume.bytes > 0 ? bytesText(volume.bytes)
                                                              : QStringLiteral("is not there: put it back")));
}

int journalVolumes(Ctl& ctl, const Arguments&) {
    const auto found =
        ctl.query<JournalVolumes>([&](auto done) { ctl.client().fetchJournalVolumes(&ctl, done); });
    if (!found)
        return ctl.fail(found.error());
    if (ctl.out().json())
        ctl.out().document(QJsonObject{{QStringLiteral("volumes"), json::write(found->volumes)}});
    else if (found->volumes.isEmpty())
        ctl.out().line(QStringLiteral("All events lie in the journal's own file."));
    else
        print(ctl, *found);
    return Done;
}

int journalSeal(Ctl& ctl, const Arguments& arguments) {
    bool isNumber = true;
    const QString text = arguments.value(QStringLiteral("older-than"));
    const int days = text.isEmpty() ? usualSealingDays : text.toInt(&isNumber);
    if (!isNumber || days < 0)
        return ctl.usage(
            {ErrorKind::Invalid, QStringLiteral("--older-than takes a whole number of days"), {}});
    const auto done =
        ctl.query<JournalVolumes>([&](auto answer) { ctl.client().sealJournal(days, &ctl, answer); });
    if (!done)
        return ctl.fail(done.error());
    if (ctl.out().json())
        ctl.out().document(toJson(*done));
    else if (done->events == 0)
        ctl.out().line(
            QStringLiteral("There is nothing to seal: no event is that old and needed by no open task."));
    else {
        ctl.out().line(QStringLiteral("%1 events were sealed.").arg(done->events));
        print(ctl, *done);
    }
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
        {QStringLiteral("journal volumes"),
         {},
         QStringLiteral("List the volumes in which old events are sealed"),
         QStringLiteral(
             "Volumes lie beside the journal on the core's host. Keep them there: history, verify and\n"
             "backup read them. A backup is whole, and needs none.\n"
             "Example: signalboxctl journal volumes"),
         {},
         0,
         0,
         journalVolumes},
        {QStringLiteral("journal seal"),
         {},
         QStringLiteral("Move old events into a volume beside the journal, whose room is used again"),
         QStringLiteral(
             "Nothing is lost: everything is read as before. What an open task or dead letter needs stays\n"
             "in the journal's own file.\n"
             "Example: signalboxctl journal seal --older-than 90"),
         {{QStringLiteral("older-than"), QStringLiteral("DAYS"), QStringLiteral("90 where it is left out"),
           false}},
         0,
         0,
         journalSeal},
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
