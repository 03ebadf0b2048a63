// SPDX-License-Identifier: GPL-3.0-or-later
// The console on a busy core: start, turns of its event loop, memory. It runs as a process of its own, and so
// does the core, so that what is measured is the console's alone.
#include "core/base/result.h"
#include "tests/bench/bench.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QProcess>

#include <ctime>

namespace signalbox::bench {

namespace {

constexpr int patience = 600'000;

double machineTime() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

QString program() {
    return QCoreApplication::applicationDirPath() + QStringLiteral("/console_figures");
}

Error failed(const QProcess& process, const QString& what) {
    return {ErrorKind::Unavailable, QStringLiteral("%1: %2").arg(what, process.errorString()), {}};
}

/// What the program said on its output, once it has ended.
Result<QList<QJsonObject>> linesOf(const QStringList& arguments, int minutes = 0) {
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program(), arguments);
    if (!process.waitForFinished(patience + minutes * 60'000) || process.exitCode() != 0)
        return failed(process,
                      QStringLiteral("the console did not come to its end as \"%1\"").arg(arguments.first()));
    QList<QJsonObject> lines;
    for (const QByteArray& line : process.readAllStandardOutput().split('\n'))
        if (!line.isEmpty())
            lines.append(QJsonDocument::fromJson(line).object());
    return lines;
}

/// Medians of some starts, by what was reached: "first_paint", "live".
Result<QMap<QString, double>> starts(const QString& role, const QString& core, int rounds) {
    QMap<QString, Samples> reached;
    for (int i = 0; i < rounds; ++i) {
        const auto lines = linesOf({role, QStringLiteral("--core"), core, QStringLiteral("--since"),
                                    QString::number(machineTime(), 'f', 3)});
        if (!lines)
            return lines.error();
        for (const QJsonObject& line : *lines)
            for (auto it = line.begin(); it != line.end(); ++it)
                reached[it.key()].add(it.value().toDouble());
    }
    QMap<QString, double> medians;
    for (auto it = reached.begin(); it != reached.end(); ++it)
        medians.insert(it.key(), it.value().percentile(0.5));
    return medians;
}

void measureStart(Bench& bench, const QString& core, int tasks) {
    const int rounds = bench.rounds(5, 1);
    const auto bare = starts(QStringLiteral("bare"), core, rounds);
    const auto ours = starts(QStringLiteral("start"), core, rounds);
    if (!bare || !ours)
        return bench.fail(bare ? ours.error() : bare.error());
    const QString floorIs = QStringLiteral("an empty window of the toolkit");
    const double floor = bare->value(QStringLiteral("first_paint"));
    bench.row({QStringLiteral("console: start to first paint"),
               QStringLiteral("ms"),
               ours->value(QStringLiteral("first_paint")),
               floor,
               floorIs,
               {}});
    bench.row({QStringLiteral("console: start to live data, %1 tasks").arg(tasks),
               QStringLiteral("ms"),
               ours->value(QStringLiteral("live")),
               floor,
               floorIs,
               {}});
}

void measureDay(Bench& bench, const QStringList& plan, const QString& core) {
    const auto lines =
        linesOf(QStringList{QStringLiteral("day"), QStringLiteral("--core"), core} + plan, bench.minutes());
    if (!lines)
        return bench.fail(lines.error());
    for (const QJsonObject& line : *lines) {
        const QJsonValue most = line.value(QStringLiteral("at_most"));
        const QJsonValue least = line.value(QStringLiteral("at_least"));
        bench.row({line.value(QStringLiteral("figure")).toString(),
                   line.value(QStringLiteral("unit")).toString(),
                   line.value(QStringLiteral("measured")).toDouble(),
                   {},
                   {},
                   most.isDouble()    ? Goal::atMost(most.toDouble())
                   : least.isDouble() ? Goal::atLeast(least.toDouble())
                                      : Goal()});
    }
}

} // namespace

void bench_console(Bench& bench) {
    if (!QFileInfo(program()).isExecutable())
        return bench.skip(QStringLiteral("console"), QStringLiteral("built without the console"));
    const int tasks = bench.rounds(10'000, 500);
    const auto text = [](int number) { return QString::number(number); };
    const QStringList plan{QStringLiteral("--tasks"),      text(tasks),
                           QStringLiteral("--log-lines"),  text(bench.rounds(1'000'000, 20'000)),
                           QStringLiteral("--diff-lines"), text(bench.rounds(50'000, 2'000)),
                           QStringLiteral("--rate"),       text(bench.rounds(5'000, 500)),
                           QStringLiteral("--seconds"),    text(bench.rounds(20, 1)),
                           QStringLiteral("--minutes"),    text(bench.minutes())};
    QProcess core;
    core.start(program(), QStringList{QStringLiteral("core")} + plan);
    if (!core.waitForReadyRead(patience))
        return bench.fail(failed(core, QStringLiteral("the busy core does not begin")));
    const QString url = QString::fromUtf8(core.readLine().trimmed());
    measureStart(bench, url, tasks);
    measureDay(bench, plan, url);
    core.closeWriteChannel();
    core.waitForFinished(10'000);
    bench.note(QStringLiteral("a turn is what the console's thread does between two looks at its events, in "
                              "processor time; what a person does waits for one turn at most."));
}

} // namespace signalbox::bench
