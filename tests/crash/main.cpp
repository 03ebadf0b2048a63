// SPDX-License-Identifier: GPL-3.0-or-later
// Breaks the journal at every point: crashes after each operation of its disk, with what was not synced lost,
// torn or reordered; crashes again while it recovers; failures of the disk without a crash. Prints what it
// tried and found; ends with 1 when something was lost, or when a fault never happened.
#include "tests/crash/campaign.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>

using namespace signalbox::crash;

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Crashes the journal at the points of a long life."));
    parser.addHelpOption();
    const QCommandLineOption all(QStringLiteral("all"),
                                 QStringLiteral("Every point; otherwise a few thousand."));
    const QCommandLineOption seed(QStringLiteral("seed"), QStringLiteral("Another life, other losses."),
                                  QStringLiteral("number"), QStringLiteral("1"));
    const QCommandLineOption points(QStringLiteral("points"),
                                    QStringLiteral("About so many points to crash at."),
                                    QStringLiteral("number"));
    parser.addOptions({all, seed, points});
    parser.process(application);
    CampaignOptions options;
    options.all = parser.isSet(all);
    options.seed = parser.value(seed).toUInt();
    if (parser.isSet(points))
        options.crashPoints = std::max(1, parser.value(points).toInt());

    FaultyVfs::instance(); // from here on SQLite sees the disk through it
    const Tried tried = Campaign(options).run();
    std::fputs(tried.text().toUtf8().constData(), stdout);
    for (const QString& fault : tried.neverFired())
        std::fputs(QStringLiteral("never happened: %1\n").arg(fault).toUtf8().constData(), stdout);
    return tried.problems.isEmpty() && tried.neverFired().isEmpty() ? 0 : 1;
}
