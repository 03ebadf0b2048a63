// SPDX-License-Identifier: GPL-3.0-or-later
// Prints what the core does in figures, each beside a floor that was measured in the same run.
#include "tests/bench/bench_list.h"
#include "tests/bench/bench_table.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>

#include <cstdio>

using namespace signalbox;
using namespace signalbox::bench;

namespace {

void print(std::FILE* to, const QString& text) {
    std::fputs(text.toUtf8().constData(), to);
    std::fflush(to);
}

Bench measure(const Registered& registered, bool quick, int minutes, const QString& under) {
    QTemporaryDir directory(under + QStringLiteral("/signalbox-bench-XXXXXX"));
    Bench bench(registered.name, quick, directory.path());
    bench.setMinutes(minutes);
    if (!directory.isValid()) {
        bench.fail(
            {ErrorKind::Unavailable,
             QStringLiteral("cannot make a directory under %1: %2").arg(under, directory.errorString()),
             QStringLiteral("name another with --home")});
        return bench;
    }
    // Machines run as another user, who must be able to pass through.
    QFile::setPermissions(directory.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner |
                                                QFile::ExeGroup | QFile::ExeOther);
    registered.run(bench);
    return bench;
}

} // namespace

int main(int argc, char** argv) {
    qputenv("QT_NO_GLIB", "1"); // libvirt wants an event loop of its own, not Qt's
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Measures Signalbox, each figure beside a floor that is measured in the same run."));
    parser.addHelpOption();
    const QCommandLineOption only(QStringLiteral("only"), QStringLiteral("Run this bench; may be repeated."),
                                  QStringLiteral("name"));
    const QCommandLineOption json(QStringLiteral("json"), QStringLiteral("Print JSON instead of a table."));
    const QCommandLineOption quick(
        QStringLiteral("quick"),
        QStringLiteral("Measure as little as still gives every row; the figures mean "
                       "little then."));
    const QCommandLineOption minutes(
        QStringLiteral("minutes"),
        QStringLiteral("How long the console is kept under load to see what becomes of its memory and turns; "
                       "without it an hour is told from some seconds."),
        QStringLiteral("N"), QStringLiteral("0"));
    const QCommandLineOption list(QStringLiteral("list"), QStringLiteral("Name the benches and stop."));
    const QCommandLineOption home(QStringLiteral("home"), QStringLiteral("Work under this directory."),
                                  QStringLiteral("directory"), QStringLiteral("/var/tmp"));
    parser.addOptions({only, json, quick, minutes, list, home});
    parser.process(application);

    bool isNumber = false;
    const int stays = parser.value(minutes).toInt(&isNumber);
    if (!isNumber || stays < 0 || stays > 24 * 60) {
        print(stderr, QStringLiteral("--minutes is a number from 0 to 1440\n"));
        return 2;
    }
    QStringList unknown = parser.values(only);
    QList<Bench> benches;
    for (const Registered& registered : allBenches()) {
        unknown.removeAll(registered.name);
        if (parser.isSet(list)) {
            print(stdout, registered.name + QLatin1Char('\n'));
            continue;
        }
        if (parser.isSet(only) && !parser.values(only).contains(registered.name))
            continue;
        print(stderr, registered.name + QStringLiteral(" ...\n"));
        benches.append(measure(registered, parser.isSet(quick), stays, parser.value(home)));
    }
    if (!unknown.isEmpty()) {
        print(stderr, QStringLiteral("there is no bench \"%1\": see --list\n").arg(unknown.first()));
        return 2;
    }
    if (parser.isSet(list))
        return 0;
    if (parser.isSet(json))
        print(stdout, QString::fromUtf8(QJsonDocument(jsonOf(benches)).toJson()));
    else
        print(stdout, tableOf(benches));
    for (const QString& problem : problemsOf(benches))
        print(stderr, problem + QLatin1Char('\n'));
    return problemsOf(benches).isEmpty() ? 0 : 1;
}
