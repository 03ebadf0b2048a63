// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: the table says what was measured: percentiles, ratios, goals met or missed, what was left out.
#include "tests/bench/bench_table.h"

#include <QJsonArray>
#include <QtTest>

using namespace signalbox;
using namespace signalbox::bench;

class TestBench : public QObject {
    Q_OBJECT

private slots:
    void percentilesAreSamples();
    void goalsAreMetOrMissed();
    void aGoalOfTheFloorNeedsOne();
    void tableShowsEveryRow();
    void jsonHasEveryColumn();
    void benchesWithoutRowsAreProblems();
};

void TestBench::percentilesAreSamples() {
    Samples samples;
    QCOMPARE(samples.percentile(0.5), 0.0);
    for (int i = 100; i >= 1; --i)
        samples.add(i);
    QCOMPARE(samples.percentile(0.5), 50.0);
    QCOMPARE(samples.percentile(0.99), 99.0);
    QCOMPARE(samples.percentile(1), 100.0);
    QCOMPARE(samples.percentile(0), 1.0);
    Samples more;
    more.add(1000);
    samples.add(more);
    QCOMPARE(samples.count(), std::size_t(101));
    QCOMPARE(samples.percentile(1), 1000.0);
}

void TestBench::goalsAreMetOrMissed() {
    QVERIFY(*Goal::atLeast(10).met(10, {}));
    QVERIFY(!*Goal::atLeast(10).met(9.9, {}));
    QVERIFY(*Goal::atMost(1).met(0.5, {}));
    QVERIFY(!*Goal::atMost(1).met(1.1, {}));
    QVERIFY(*Goal::atLeastOfFloor(0.5).met(51, 100));
    QVERIFY(!*Goal::atLeastOfFloor(0.5).met(49, 100));
    QVERIFY(!*Goal::atMostOfFloor(1.5).met(16, 10));
    const Goal either = Goal::either(Goal::atLeast(40000), Goal::atLeastOfFloor(0.2));
    QVERIFY(*either.met(41000, 1e9));
    QVERIFY(*either.met(21, 100));
    QVERIFY(!*either.met(19, 100));
    QCOMPARE(either.text(), QStringLiteral(">= 40000 or >= 0.2 x floor"));
}

void TestBench::aGoalOfTheFloorNeedsOne() {
    QVERIFY(!Goal().met(1, 1));
    QVERIFY(!Goal::atLeastOfFloor(0.5).met(1, {}));
    QVERIFY(Goal().text().isEmpty());
}

void TestBench::tableShowsEveryRow() {
    Bench bench(QStringLiteral("b"), true, {});
    bench.row({QStringLiteral("steps"), QStringLiteral("steps/s"), 5000, 10000, QStringLiteral("raw"),
               Goal::atLeastOfFloor(0.5)});
    bench.row({QStringLiteral("p99"), QStringLiteral("ms"), 1.5, {}, {}, Goal::atMost(1)});
    bench.skip(QStringLiteral("machines"), QStringLiteral("no image"));
    bench.note(QStringLiteral("mostly sync"));
    const QStringList lines = tableOf({bench}).split(QLatin1Char('\n'));
    QVERIFY(lines.at(0).startsWith(QStringLiteral("figure")));
    QVERIFY(lines.at(1).contains(QStringLiteral("5000 steps/s")) &&
            lines.at(1).contains(QStringLiteral("0.50")));
    QVERIFY(lines.at(1).endsWith(QStringLiteral("yes")));
    QVERIFY(lines.at(2).endsWith(QStringLiteral("NO")));
    QVERIFY(lines.at(3).endsWith(QStringLiteral("skipped: no image")));
    QVERIFY(lines.contains(QStringLiteral("b: mostly sync")));
}

void TestBench::jsonHasEveryColumn() {
    Bench bench(QStringLiteral("b"), true, {});
    bench.row({QStringLiteral("steps"), QStringLiteral("steps/s"), 40, 100, QStringLiteral("raw"),
               Goal::atLeastOfFloor(0.5)});
    bench.skip(QStringLiteral("machines"), QStringLiteral("no image"));
    const QJsonArray rows = jsonOf({bench}).value(QStringLiteral("rows")).toArray();
    QCOMPARE(rows.size(), 2);
    QCOMPARE(rows.at(0)[QStringLiteral("ratio")].toDouble(), 0.4);
    QCOMPARE(rows.at(0)[QStringLiteral("met")], QJsonValue(false));
    QVERIFY(rows.at(1)[QStringLiteral("measured")].isNull());
    QCOMPARE(rows.at(1)[QStringLiteral("skipped")].toString(), QStringLiteral("no image"));
}

void TestBench::benchesWithoutRowsAreProblems() {
    Bench empty(QStringLiteral("empty"), true, {});
    QCOMPARE(problemsOf({empty}), QStringList{QStringLiteral("empty: it gave no row")});
    Bench failed(QStringLiteral("failed"), true, {});
    failed.skip(QStringLiteral("x"), QStringLiteral("y"));
    QVERIFY(problemsOf({failed}).isEmpty());
    failed.fail({ErrorKind::Unavailable, QStringLiteral("the disk is gone"), {}});
    QCOMPARE(problemsOf({failed}).size(), 1);
}

QTEST_GUILESS_MAIN(TestBench)
#include "tst_bench.moc"
