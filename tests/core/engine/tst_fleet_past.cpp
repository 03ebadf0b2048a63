// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the look back at the whole fleet: any moment is told as it was, in whatever order one moves,
// within a bound of memory and without reading everything again.
#include "core/engine/fleet_past.h"
#include "tests/core/engine/journal_home.h"

#include <QRandomGenerator>
#include <QtTest>

using namespace signalbox;
using namespace signalbox::test;

class FleetPastTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anyMomentIsToldAsItWas_data() {
        QTest::addColumn<qint64>("kept");
        QTest::newRow("many places") << qint64(8 << 20);
        QTest::newRow("few places") << qint64(20'000);
        QTest::newRow("none") << qint64(0);
    }
    void anyMomentIsToldAsItWas() {
        QFETCH(qint64, kept);
        const auto records = randomHistory(5, 700);
        const JournalHome home(records);
        FleetPast past(*home.journal, kept, 16);
        QRandomGenerator random(3);
        for (int i = 0; i < 40; ++i) {
            const qint64 seq = i == 0 ? 700 : i == 1 ? 1 : 1 + random.bounded(700);
            const auto fleet = past.at(seq);
            QVERIFY2(fleet.ok(), qPrintable(fleet.ok() ? QString() : fleet.error().text()));
            QCOMPARE(fleet->state.seq, seq);
            QVERIFY(fleet->at == records.at(seq - 1).at);
            QVERIFY2(fleet->state == stateAfter(records, seq),
                     qPrintable(QStringLiteral("event %1").arg(seq)));
            QVERIFY(past.keptBytes() <= kept);
        }
    }

    void whoMovesToAndFroReadsLittle() {
        const auto records = randomHistory(8, 900);
        const JournalHome home(records);
        FleetPast past(*home.journal, 8 << 20, 32);
        QVERIFY(past.at(900).ok());
        QCOMPARE(past.eventsRead(), 900);
        for (const qint64 seq : {450, 460, 449, 33, 899}) {
            const qint64 before = past.eventsRead();
            QVERIFY(past.at(seq).ok());
            QVERIFY2(past.eventsRead() - before < 32, qPrintable(QString::number(seq)));
        }
        const qint64 before = past.eventsRead();
        QVERIFY(past.at(899).ok());
        QCOMPARE(past.eventsRead(), before); // the same again costs nothing
        past.rest(std::chrono::seconds(1000));
        QVERIFY(past.keptBytes() > 0);
        past.rest(std::chrono::seconds(0));
        QCOMPARE(past.keptBytes(), 0);
        QVERIFY(past.at(450)->state == stateAfter(records, 450));
        QVERIFY(past.eventsRead() >= before + 450);
    }

    void whatHasNotHappenedIsNotTold() {
        const JournalHome empty;
        QVERIFY(FleetPast(*empty.journal).at(1).error().kind == ErrorKind::NotFound);
        QCOMPARE(FleetPast(*empty.journal).eventAt(Moment{1}).value(), 0);
        const auto records = randomHistory(2, 50);
        const JournalHome home(records);
        FleetPast past(*home.journal);
        for (const qint64 seq : {-1, 0, 51})
            QVERIFY(past.at(seq).error().kind == ErrorKind::NotFound);
        QVERIFY(past.at(50).ok());
        home.append({Record{51, records.last().at + Millis(5), records.first().event}});
        QCOMPARE(past.at(51)->state.seq, 51); // what came since can be looked at, too
    }

    void aMomentHasItsEvent() {
        const auto records = randomHistory(4, 200);
        const JournalHome home(records);
        FleetPast past(*home.journal);
        QCOMPARE(past.eventAt(Moment{records.first().at.ms - 1}).value(), 0);
        QCOMPARE(past.eventAt(records.last().at).value(), 200);
        QCOMPARE(past.eventAt(records.last().at + Millis(100'000)).value(), 200);
        const qint64 seq = past.eventAt(records.at(99).at).value();
        QVERIFY(records.at(seq - 1).at <= records.at(99).at);
        QVERIFY(seq == 200 || records.at(seq).at > records.at(99).at);
    }
};

QTEST_GUILESS_MAIN(FleetPastTest)
#include "tst_fleet_past.moc"
