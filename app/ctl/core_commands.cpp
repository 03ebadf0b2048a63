// SPDX-License-Identifier: GPL-3.0-or-later
// The core itself, its machines, its blueprints and its journal.
#include "app/ctl/ctl.h"

#include "core/base/files.h"
#include "core/client/local_core.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTimer>

#include <cstdio>

namespace signalbox::ctl {

namespace {

constexpr int stopLimitMs = 30'000;

void printCore(Ctl& ctl, const CoreInfo& info) {
    Output& out = ctl.out();
    if (out.json()) {
        out.document(toJson(info));
        return;
    }
    const QString roles = info.roles.isEmpty()
                              ? QString()
                              : QStringLiteral(" (%1)").arg(harmless(info.roles.join(QStringLiteral(", "))));
    out.line(QStringLiteral("core %1 at %2, up for %3, as %4%5, event %6")
                 .arg(info.version, ctl.client().name(), ageText(ctl.client().now(), info.started),
                      harmless(info.user), roles)
                 .arg(info.seq));
    if (!info.providerError.isEmpty())
        out.line(
            out.ink(Ink::Bad, QStringLiteral("  machines    none: %1").arg(harmless(info.providerError))));
    else if (info.provider.uri.isEmpty())
        out.line(QStringLiteral("  machines    still being probed"));
    else
        out.line(
            QStringLiteral("  machines    %1 with %2 (%3), %4 of %5 busy")
                .arg(info.provider.uri, info.provider.accelerator, harmless(info.provider.acceleratorReason))
                .arg(info.machinesBusy)
                .arg(info.machineSlots));
    if (!info.provider.uri.isEmpty() && !info.provider.isolated)
        out.line(out.ink(Ink::Bad, QStringLiteral("  NO ISOLATION: agents run without a virtual machine")));
    for (const QString& warning : info.provider.warnings)
        out.line(out.ink(Ink::Warn, QStringLiteral("  warning     %1").arg(harmless(warning))));
    for (auto it = info.images.begin(); it != info.images.end(); ++it)
        out.line(QStringLiteral("  image       %1 %2").arg(it.key(), oidText(it.value())));
}

int status(Ctl& ctl, const Arguments&) {
    ctl.setNeverStart();
    const Result<CoreInfo> info = ctl.connect();
    if (!info)
        return ctl.fail(info.error());
    printCore(ctl, *info);
    return Done;
}

int start(Ctl& ctl, const Arguments&) {
    if (!ctl.isLocal())
        return ctl.usage(
            {ErrorKind::Invalid, QStringLiteral("only the core of this machine can be started"), {}});
    const Result<CoreInfo> info = ctl.connect();
    if (!info)
        return ctl.fail(info.error());
    printCore(ctl, *info);
    return Done;
}

/// Waits until the local core's process is gone; a core elsewhere only until it no longer answers.
bool waitUntilGone(Ctl& ctl) {
    QElapsedTimer time;
    time.start();
    while (time.elapsed() < stopLimitMs) {
        QEventLoop loop;
        QTimer::singleShot(100, &loop, &QEventLoop::quit);
        loop.exec();
        if (ctl.isLocal() ? !readCoreFile(defaultHome()).ok() : !ctl.connect().ok())
            return true;
    }
    return false;
}

int stop(Ctl& ctl, const Arguments&) {
    ctl.setNeverStart();
    if (const Result<CoreInfo> info = ctl.connect(); !info) {
        if (!ctl.isLocal() || info.error().kind != ErrorKind::NotFound)
            return ctl.fail(info.error());
        if (ctl.out().json())
            ctl.out().document({{QStringLiteral("running"), false}});
        else
            ctl.out().line(QStringLiteral("no core is running"));
        return Done;
    }
    const auto stopped = ctl.await<void>([&](auto done) { ctl.client().shutdownCore(&ctl, done); });
    if (!stopped)
        return ctl.fail(stopped.error());
    if (!waitUntilGone(ctl))
        return ctl.fail(
            {ErrorKind::Internal, QStringLiteral("the core was asked to end, but is still there"), {}});
    if (ctl.out().json())
        ctl.out().document({{QStringLiteral("running"), false}});
    else
        ctl.out().line(QStringLiteral("the core has ended; open tasks go on when it is started again"));
    return Done;
}

int machineList(Ctl& ctl, const Arguments&) {
    const auto all = ctl.query<QList<MachineInfo>>([&](auto done) { ctl.client().listMachines(&ctl, done); });
    if (!all)
        return ctl.fail(all.error());
    if (ctl.out().json()) {
        ctl.out().document({{QStringLiteral("machines"), json::write(*all)}});
        return Done;
    }
    QList<QStringList> rows;
    for (const MachineInfo& m : *all)
        rows.append({harmless(m.name), harmless(m.activity()),
                     m.since.ms > 0 ? ageText(ctl.client().now(), m.since) : QStringLiteral("-"),
                     m.task() > 0 ? QStringLiteral("%1 %2/%3").arg(m.task()).arg(m.step()).arg(m.attempt())
                                  : QStringLiteral("-"),
                     ageText(ctl.client().now(), m.startedAt), humanDuration(Millis(m.cpuTimeMs)),
                     bytesText(m.memoryBytes), bytesText(m.diskBytes),
                     harmless(m.reason.isEmpty() ? m.because : m.reason)});
    ctl.out().table({QStringLiteral("NAME"), QStringLiteral("STATE"), QStringLiteral("SINCE"),
                     QStringLiteral("TASK"), QStringLiteral("AGE"), QStringLiteral("CPU"),
                     QStringLiteral("MEMORY"), QStringLiteral("DISK"), QStringLiteral("WHY")},
                    rows);
    if (rows.isEmpty())
        ctl.out().line(QStringLiteral("no machine"));
    return Done;
}

int machineDestroy(Ctl& ctl, const Arguments& arguments) {
    const auto gone =
        ctl.query<void>([&](auto done) { ctl.client().destroyMachine(arguments.word(0), &ctl, done); });
    if (!gone)
        return ctl.fail(gone.error());
    if (ctl.out().json())
        ctl.out().document({{QStringLiteral("destroyed"), arguments.word(0)}});
    else
        ctl.out().line(QStringLiteral("machine %1 is destroyed, disk and all").arg(arguments.word(0)));
    return Done;
}

int machineHibernate(Ctl& ctl, const Arguments& arguments) {
    const auto done =
        ctl.query<void>([&](auto next) { ctl.client().hibernateMachine(arguments.word(0), &ctl, next); });
    if (!done)
        return ctl.fail(done.error());
    if (ctl.out().json())
        ctl.out().document({{QStringLiteral("hibernated"), arguments.word(0)}});
    else
        ctl.out().line(QStringLiteral("machine %1 hibernates; it costs disk only").arg(arguments.word(0)));
    return Done;
}

int machineResume(Ctl& ctl, const Arguments& arguments) {
    const auto done =
        ctl.query<void>([&](auto next) { ctl.client().resumeMachine(arguments.word(0), &ctl, next); });
    if (!done)
        return ctl.fail(done.error());
    if (ctl.out().json())
        ctl.out().document({{QStringLiteral("resumed"), arguments.word(0)}});
    else
        ctl.out().line(QStringLiteral("machine %1 runs again").arg(arguments.word(0)));
    return Done;
}

int journalVerify(Ctl& ctl, const Arguments&) {
    const auto check = ctl.query<JournalCheck>([&](auto done) { ctl.client().verifyJournal(&ctl, done); });
    if (!check)
        return ctl.fail(check.error());
    Output& out = ctl.out();
    if (out.json())
        out.document(toJson(*check));
    else if (check->ok)
        out.line(
            QStringLiteral("the journal is sound: %1 events, chain %2").arg(check->records).arg(check->head));
    else
        out.line(
            out.ink(Ink::Bad, QStringLiteral("the journal is damaged: %1").arg(harmless(check->problem))));
    return check->ok ? Done : Failed;
}

int journalExport(Ctl& ctl, const Arguments& arguments) {
    if (const Result<CoreInfo> core = ctl.connect(); !core)
        return ctl.fail(core.error());
    const QString path = arguments.value(QStringLiteral("output"));
    if (path.isEmpty()) {
        QFile file;
        if (!file.open(stdout, QIODevice::WriteOnly))
            return ctl.fail(
                {ErrorKind::Unavailable, QStringLiteral("standard output cannot be written"), {}});
        const auto bytes =
            ctl.await<qint64>([&](auto done) { ctl.client().exportJournal(&file, &ctl, done); });
        return bytes ? int(Done) : ctl.fail(bytes.error());
    }
    return saveExport(
        ctl, path, [&](QIODevice* to, Callback<qint64> done) { ctl.client().exportJournal(to, &ctl, done); });
}

} // namespace

QList<Command> coreCommands() {
    return {
        {QStringLiteral("machine list"),
         {},
         QStringLiteral("List the core's machines"),
         {},
         {},
         0,
         0,
         machineList},
        {QStringLiteral("machine destroy"),
         QStringLiteral("NAME"),
         QStringLiteral("Destroy a machine; its step is tried again"),
         {},
         {},
         1,
         1,
         machineDestroy},
        {QStringLiteral("machine hibernate"),
         QStringLiteral("NAME"),
         QStringLiteral("Write a machine in which no job runs to disk, and free its memory"),
         {},
         {},
         1,
         1,
         machineHibernate},
        {QStringLiteral("machine resume"),
         QStringLiteral("NAME"),
         QStringLiteral("Have a hibernated machine run again"),
         {},
         {},
         1,
         1,
         machineResume},
        {QStringLiteral("journal verify"),
         {},
         QStringLiteral("Check every event and the chain over them"),
         {},
         {},
         0,
         0,
         journalVerify},
        {QStringLiteral("journal export"),
         {},
         QStringLiteral("Write all events, one JSON object a line"),
         QStringLiteral("Example: signalboxctl journal export --output events.ndjson"),
         {{QStringLiteral("output"), QStringLiteral("FILE"), QStringLiteral("instead of standard output"),
           false}},
         0,
         0,
         journalExport},
        {QStringLiteral("core start"),
         {},
         QStringLiteral("Start the core of this machine"),
         {},
         {},
         0,
         0,
         start},
        {QStringLiteral("core stop"),
         {},
         QStringLiteral("End the core; its open tasks go on later"),
         {},
         {},
         0,
         0,
         stop},
        {QStringLiteral("core status"),
         {},
         QStringLiteral("Say what the core is and runs on"),
         {},
         {},
         0,
         0,
         status},
    };
}

} // namespace signalbox::ctl
