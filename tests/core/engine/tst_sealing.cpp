// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: what is sealed is old and needed by no open task; the core tells every task, the past and a start
// from a journal in volumes as from one in one file.
#include "core/engine/fleet_past.h"
#include "core/engine/sealing.h"
#include "core/engine/task_archive.h"
#include "journal_home.h"

#include <QtTest>

using namespace signalbox;
using namespace signalbox::test;

class TestSealing : public QObject {
    Q_OBJECT
private slots:
    void onlyWhatIsOld();
    void nothingThatAnOpenTaskNeeds();
    void aContinuedTaskNeedsLess();
    void sealedStaysOutOfIt();
    void tellsTheSame();

private:
    static Record record(qint64 seq, Event event) { return {seq, Moment{seq * 1000}, std::move(event)}; }
    /// Ten events of the tasks 1 to 5, each with two in a row, one second apart.
    static QList<Record> ten() {
        QList<Record> records;
        for (int seq = 1; seq <= 10; ++seq)
            records.append(record(seq, AttemptStarted{(seq + 1) / 2, QStringLiteral("step"), seq}));
        return records;
    }
};

void TestSealing::onlyWhatIsOld() {
    const JournalHome home(ten());
    QCOMPARE(sealableUpTo(*home.journal, Moment{0}, {}).value(), 0);
    QCOMPARE(sealableUpTo(*home.journal, Moment{1000}, {}).value(), 0); // the first is not older
    QCOMPARE(sealableUpTo(*home.journal, Moment{1001}, {}).value(), 1);
    QCOMPARE(sealableUpTo(*home.journal, Moment{6500}, {}).value(), 6);
    QCOMPARE(sealableUpTo(*home.journal, Moment{999'999}, {}).value(), 8); // the last two stay
    const JournalHome empty;
    QCOMPARE(sealableUpTo(*empty.journal, Moment{999'999}, {}).value(), 0);
}

void TestSealing::nothingThatAnOpenTaskNeeds() {
    const JournalHome home(ten());
    QCOMPARE(sealableUpTo(*home.journal, Moment{999'999}, {4}).value(), 6);
    QCOMPARE(sealableUpTo(*home.journal, Moment{999'999}, {4, 2}).value(), 2);
    QCOMPARE(sealableUpTo(*home.journal, Moment{999'999}, {1}).value(), 0);
    QCOMPARE(sealableUpTo(*home.journal, Moment{999'999}, {77}).value(), 8); // nobody knows it
}

void TestSealing::aContinuedTaskNeedsLess() {
    auto records = ten();
    TaskContinued anew;
    anew.task = 1;
    records.append(record(11, anew));
    for (int seq = 12; seq <= 20; ++seq)
        records.append(record(seq, AttemptStarted{9, QStringLiteral("step"), seq}));
    const JournalHome home(records);
    QCOMPARE(sealableUpTo(*home.journal, Moment{999'999}, {1}).value(), 10);
}

void TestSealing::sealedStaysOutOfIt() {
    const JournalHome home(ten());
    QVERIFY(home.journal->seal(4).ok());
    QCOMPARE(sealableUpTo(*home.journal, Moment{3000}, {}).value(), 0);
    QCOMPARE(sealableUpTo(*home.journal, Moment{6500}, {}).value(), 6);
    QCOMPARE(sealableUpTo(*home.journal, Moment{999'999}, {3}).value(), 0);
}

void TestSealing::tellsTheSame() {
    const auto records = randomHistory(7, 2500);
    const State whole = stateAfter(records);
    JournalHome home(records);
    QVERIFY(home.journal->seal(700).ok());
    QVERIFY(home.journal->seal(1900).ok());
    State read;
    QVERIFY(home.journal->read(0, 0, [&](const Record& one) { apply(read, one); }).ok());
    QVERIFY(read == whole);
    FleetPast past(*home.journal);
    QVERIFY(past.at(650)->state == stateAfter(records, 650));
    QCOMPARE(past.eventAt(records.at(299).at).value() >= 300, true);
    for (const auto& [id, task] : whole.tasks)
        if (const auto told = taskFromJournal(*home.journal, id); told.ok())
            QVERIFY2(*told == task, qPrintable(QString::number(id)));
        else
            QFAIL(qPrintable(told.error().text()));
}

QTEST_GUILESS_MAIN(TestSealing)
#include "tst_sealing.moc"
