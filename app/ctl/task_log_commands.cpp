// SPDX-License-Identifier: GPL-3.0-or-later
// What a task leaves to read: log, events, evidence; and watching it.
#include "app/ctl/approval_view.h"
#include "app/ctl/watch.h"

#include "core/client/event_text.h"
#include "core/client/log_follower.h"

#include <QJsonDocument>

namespace signalbox::ctl {

namespace {

void printLine(Output& out, const LogLine& line) {
    if (out.json()) {
        out.raw(toNdjson(line));
        return;
    }
    const Ink ink = line.kind == LogKind::Core    ? Ink::Dim
                    : line.kind == LogKind::Tool  ? Ink::Strong
                    : line.kind == LogKind::Model ? Ink::Accent
                                                  : Ink::None;
    out.line(QStringLiteral("%1 %2 %3 %4")
                 .arg(timeText(line.at),
                      out.ink(Ink::Dim, QStringLiteral("%1/%2").arg(line.step).arg(line.attempt)),
                      out.ink(ink, QStringLiteral("%1").arg(enumWord(line.kind), -6)),
                      harmless(line.text, out.isTerminal())));
}

int log(Ctl& ctl, const Arguments& arguments) {
    const Result<qint64> id = arguments.number(0, QStringLiteral("the task"));
    const Result<qint64> from = arguments.numberOf(QStringLiteral("from"), 0);
    if (!id || !from)
        return ctl.usage(id ? from.error() : id.error());
    if (const Result<CoreInfo> core = ctl.connect(); !core)
        return ctl.fail(core.error());
    const QString step = arguments.value(QStringLiteral("step"));
    const bool follow = arguments.has(QStringLiteral("follow"));
    LogFollower follower(ctl.client(), *id, *from,
                         follow ? LogFollower::Mode::Follow : LogFollower::Mode::WhatIsThere);
    QEventLoop loop;
    int exit = Done;
    QObject::connect(&follower, &LogFollower::linesArrived, &loop, [&](const QList<LogLine>& lines) {
        for (const LogLine& line : lines)
            if (step.isEmpty() || line.step == step)
                printLine(ctl.out(), line);
    });
    const auto end = [&](const Error& error) {
        exit = ctl.fail(error);
        loop.quit();
    };
    QObject::connect(&follower, &LogFollower::interrupted, &loop, [&](const Error& error) {
        if (!follow)
            return end(error);
        ctl.out().note(QStringLiteral("interrupted, going on by itself: %1").arg(error.message));
    });
    QObject::connect(&follower, &LogFollower::failed, &loop, end);
    QObject::connect(&follower, &LogFollower::ended, &loop, &QEventLoop::quit);
    follower.start();
    loop.exec();
    return exit;
}

int events(Ctl& ctl, const Arguments& arguments) {
    const Result<qint64> id = arguments.number(0, QStringLiteral("the task"));
    if (!id)
        return ctl.usage(id.error());
    const auto records =
        ctl.query<QList<RecordView>>([&](auto done) { ctl.client().fetchRecords(*id, &ctl, done); });
    if (!records)
        return ctl.fail(records.error());
    if (ctl.out().json()) {
        ctl.out().document({{QStringLiteral("events"), json::write(*records)}});
        return Done;
    }
    for (const RecordView& record : *records)
        ctl.out().line(QStringLiteral("%1  %2  %3")
                           .arg(record.seq, 6)
                           .arg(timeText(record.at), harmless(eventText(record))));
    return Done;
}

int evidence(Ctl& ctl, const Arguments& arguments) {
    const Result<qint64> id = arguments.number(0, QStringLiteral("the task"));
    if (!id)
        return ctl.usage(id.error());
    const auto bundle =
        ctl.query<EvidenceBundle>([&](auto done) { ctl.client().fetchEvidence(*id, &ctl, done); });
    if (!bundle)
        return ctl.fail(bundle.error());
    if (ctl.out().json()) {
        ctl.out().document(toJson(*bundle));
        return Done;
    }
    ctl.out().line(QStringLiteral("commit   %1\ntree     %2\nevidence %3\n")
                       .arg(bundle->commit, bundle->tree, bundle->digest));
    printEvidence(ctl.out(), bundle->evidence);
    return Done;
}

int patch(Ctl& ctl, const Arguments& arguments) {
    const Result<qint64> id = arguments.number(0, QStringLiteral("the task"));
    if (!id)
        return ctl.usage(id.error());
    const auto diff = ctl.query<QByteArray>([&](auto done) { ctl.client().fetchPatch(*id, 0, &ctl, done); });
    if (!diff)
        return ctl.fail(diff.error());
    if (ctl.out().json())
        ctl.out().document({{QStringLiteral("patch"), QString::fromUtf8(*diff)}});
    else if (ctl.out().isTerminal())
        printDiff(ctl.out(), *diff);
    else
        ctl.out().raw(*diff);
    return Done;
}

int watch(Ctl& ctl, const Arguments& arguments) {
    const Result<qint64> id = arguments.number(0, QStringLiteral("the task"));
    if (!id)
        return ctl.usage(id.error());
    if (const Result<CoreInfo> core = ctl.connect(); !core)
        return ctl.fail(core.error());
    return watchTask(ctl, *id, atApprovalFrom(arguments));
}

int proceed(Ctl& ctl, const Arguments&) {
    return ctl.fail(
        {ErrorKind::Denied,
         QStringLiteral("“proceed” is asked by an agent, from inside its machine: only the machine's own "
                        "channel says who asks"),
         QStringLiteral("From here, see what is missing: signalboxctl task show ID, task evidence ID.")});
}

} // namespace

QList<Command> taskLogCommands() {
    const QString id = QStringLiteral("ID");
    const QString watchHelp = QStringLiteral(
        "Ends with 0 when the pull request was made, 1 when the task ended otherwise, 3 when it needs a "
        "person.\n\nExample: signalboxctl watch 41 --ask");
    return {
        {QStringLiteral("task log"),
         id,
         QStringLiteral("Print the task's log"),
         QStringLiteral("With --json each line is a JSON object of its own.\n\n"
                        "Example: signalboxctl task log 41 --follow --step implement"),
         {{QStringLiteral("follow"), {}, QStringLiteral("go on until the task is finished"), false},
          {QStringLiteral("from"), QStringLiteral("BYTE"), QStringLiteral("begin at this offset"), false},
          {QStringLiteral("step"), QStringLiteral("ID"), QStringLiteral("only lines of this step"), false}},
         1,
         1,
         log},
        {QStringLiteral("task events"),
         id,
         QStringLiteral("List what happened to the task"),
         {},
         {},
         1,
         1,
         events},
        {QStringLiteral("task evidence"),
         id,
         QStringLiteral("Show what the gates found on its present commit"),
         {},
         {},
         1,
         1,
         evidence},
        {QStringLiteral("task diff"),
         id,
         QStringLiteral("Print the task's change as a unified diff"),
         {},
         {},
         1,
         1,
         patch},
        {QStringLiteral("watch"), id, QStringLiteral("Follow a task until it is finished or needs a person"),
         watchHelp, watchOptions(), 1, 1, watch},
        {QStringLiteral("proceed"),
         QStringLiteral("[STEP]"),
         QStringLiteral("(in a machine) ask whether the work may go on"),
         {},
         {},
         0,
         1,
         proceed},
    };
}

} // namespace signalbox::ctl
