// SPDX-License-Identifier: GPL-3.0-or-later
// sim --seed N [--trace]: one run, byte for byte the same each time.
// sim --seeds A..B: many, as a table. Ends with 1 when an invariant broke or a fault never happened.
#include "tests/sim/simulation.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QLoggingCategory>

#include <cstdio>

using namespace signalbox;
using namespace signalbox::sim;

namespace {

void print(const QString& line) {
    fputs(qPrintable(line + u'\n'), stdout);
}

int one(quint64 seed, bool trace) {
    const Run run = simulate(seed, trace);
    print(u"seed %1: %2 events, %3 tasks, %4 crashes, trace %5"_qs.arg(run.seed)
              .arg(run.events)
              .arg(run.tasks)
              .arg(run.crashes)
              .arg(QString::fromLatin1(run.digest.left(16))));
    for (const QString& problem : run.problems)
        print(u"BROKEN "_qs + problem);
    return run.problems.isEmpty() ? 0 : 1;
}

int many(quint64 first, quint64 last) {
    Run sum;
    qint64 runs = 0, broken = 0;
    for (quint64 seed = first; seed <= last; ++seed, ++runs) {
        const Run run = simulate(seed);
        sum.events += run.events;
        sum.tasks += run.tasks;
        sum.crashes += run.crashes;
        for (std::size_t i = 0; i < sum.faults.size(); ++i)
            sum.faults[i] += run.faults[i];
        for (const auto& [word, count] : run.outcomes)
            sum.outcomes[word] += count;
        broken += run.problems.isEmpty() ? 0 : 1;
        for (const QString& problem : run.problems)
            print(u"BROKEN seed %1: %2"_qs.arg(seed).arg(problem));
    }
    print(u"runs %1, broken %2, events %3, tasks %4, crashes %5"_qs.arg(runs)
              .arg(broken)
              .arg(sum.events)
              .arg(sum.tasks)
              .arg(sum.crashes));
    for (const auto& [word, count] : sum.outcomes)
        print(u"  tasks %1 %2"_qs.arg(word, -16).arg(count, 8));
    qint64 never = 0;
    for (std::size_t i = 0; i < sum.faults.size(); ++i) {
        print(u"  %1 %2%3"_qs.arg(QLatin1String(faultWords[i]), -22)
                  .arg(sum.faults[i], 8)
                  .arg(sum.faults[i] == 0 ? u"   NEVER"_qs : QString()));
        never += sum.faults[i] == 0;
    }
    return broken > 0 || never > 0 ? 1 : 0;
}

} // namespace

int main(int argc, char** argv) {
    QCoreApplication app(argc, argv);
    // Snapshots that are passed over are told; here they are damaged on purpose.
    QLoggingCategory::setFilterRules(u"default.warning=false"_qs);
    QCommandLineParser parser;
    parser.addOptions({{u"seed"_qs, u"One run of this seed."_qs, u"N"_qs},
                       {u"trace"_qs, u"Print what happens in it."_qs},
                       {u"seeds"_qs, u"Runs of all these seeds, as a table."_qs, u"A..B"_qs}});
    parser.addHelpOption();
    parser.process(app);
    if (parser.isSet(u"seed"_qs))
        return one(parser.value(u"seed"_qs).toULongLong(), parser.isSet(u"trace"_qs));
    const QStringList range = parser.value(u"seeds"_qs).split(u".."_qs);
    if (range.size() != 2)
        parser.showHelp(2);
    return many(range.at(0).toULongLong(), range.at(1).toULongLong());
}
