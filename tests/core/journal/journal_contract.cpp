// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the journal's promises to the engine: one order, whole units, nothing lost, nothing changed, and a
// chain that a stranger can check.
#include "journal_contract.h"

#include "core/journal/chain.h"
#include "journal_helpers.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QtTest>

#include <atomic>
#include <cmath>
#include <thread>

namespace signalbox::test {

void JournalContract::startsEmpty() {
    const auto journal = open();
    QCOMPARE(journal->lastSeq().value(), 0);
    QCOMPARE(journal->head(), chainStart());
    QVERIFY(readAll(*journal).isEmpty());
    const auto verified = journal->verify();
    QVERIFY(verified.ok() && verified->ok);
    QCOMPARE(verified->records, 0);
    QCOMPARE(verified->head, chainStart());
}

void JournalContract::numbersFromOneInTheOrderOfTheCalls() {
    const auto journal = open();
    QCOMPARE(appendNow(*journal, {numbered(1, 1), numbered(1, 2)}, {1000}).value(), 1);
    QCOMPARE(appendNow(*journal, {numbered(2, 3)}, {2000}).value(), 3);
    QCOMPARE(journal->lastSeq().value(), 3);
    const auto records = readAll(*journal);
    QCOMPARE(records.size(), 3);
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(records.at(i).seq, i + 1);
        QCOMPARE(std::get<AttemptStarted>(records.at(i).event).attempt, i + 1);
    }
    QCOMPARE(records.at(1).at, (Moment{1000}));
    QCOMPARE(records.at(2).at, (Moment{2000}));
    QCOMPARE(journal->chainAt(0).value(), chainStart());
    QVERIFY(journal->chainAt(2).value() != journal->head());
    QCOMPARE(journal->chainAt(3).value(), journal->head());
    QVERIFY(journal->chainAt(4).error().kind == ErrorKind::NotFound);
}

void JournalContract::readsFromAnyPlaceWithALimit() {
    const auto journal = open();
    for (int i = 1; i <= 10; ++i)
        QVERIFY(appendNow(*journal, {numbered(1, i)}).ok());
    QCOMPARE(readAll(*journal, 0, 4).size(), 4);
    QCOMPARE(readAll(*journal, 7, 0).first().seq, 8);
    QCOMPARE(readAll(*journal, 7, 2).last().seq, 9);
    QVERIFY(readAll(*journal, 10).isEmpty());
    QVERIFY(readAll(*journal, 1000).isEmpty());
    QCOMPARE(readAll(*journal, -5).size(), 10);
}

void JournalContract::readsOneTask() {
    const auto journal = open();
    for (int i = 1; i <= 12; ++i)
        QVERIFY(appendNow(*journal, {numbered(i % 3, i)}).ok());
    QList<qint64> seqs;
    QVERIFY(journal->readTask(1, 0, 0, [&](const Record& r) { seqs.append(r.seq); }).ok());
    QCOMPARE(seqs, (QList<qint64>{1, 4, 7, 10}));
    seqs.clear();
    QVERIFY(journal->readTask(1, 4, 1, [&](const Record& r) { seqs.append(r.seq); }).ok());
    QCOMPARE(seqs, (QList<qint64>{7}));
    seqs.clear();
    QVERIFY(journal->readTask(99, 0, 0, [&](const Record& r) { seqs.append(r.seq); }).ok());
    QVERIFY(seqs.isEmpty());
}

void JournalContract::everyEventComesBackEqual() {
    const auto journal = open();
    QList<Event> events;
    for (const QString& type : eventTypes())
        events.append(eventFrom(type, {{QStringLiteral("task"), 7}}).value());
    QVERIFY(appendNow(*journal, events).ok());
    const auto records = readAll(*journal);
    QCOMPARE(records.size(), events.size());
    for (qsizetype i = 0; i < events.size(); ++i)
        QVERIFY2(records.at(i).event == events.at(i), qPrintable(typeOf(events.at(i))));
}

void JournalContract::strangeTextComesBackEqual() {
    const auto journal = open();
    AttemptFinished finished;
    finished.task = (qint64(1) << 53) + 1;
    finished.step = QString::fromUtf8("naïve — 検査 🚦 \"quoted\" \\ / \n\t\r ' ; DROP TABLE events; --");
    finished.result.summary = QStringLiteral("before") + QChar(0) + QStringLiteral("after");
    finished.result.gate = GateResult{};
    finished.result.gate->numbers = {{QStringLiteral("a"), 81.2},
                                     {QStringLiteral("b"), 1e300},
                                     {QStringLiteral("c"), -0.1},
                                     {QString(), 3}};
    QVERIFY(appendNow(*journal, {finished}, {-1}).ok());
    QVERIFY(readAll(*journal).first().event == Event(finished));
    QCOMPARE(readAll(*journal).first().at, (Moment{-1}));
    QVERIFY(journal->verify()->ok);
}

void JournalContract::refusesAnEmptyUnit() {
    const auto journal = open();
    const auto answer = appendNow(*journal, {});
    QVERIFY(!answer);
    QVERIFY(answer.error().kind == ErrorKind::Invalid);
    QCOMPARE(appendNow(*journal, {numbered(1, 1)}).value(), 1);
    QCOMPARE(journal->counters().failures, 1);
}

// JSON has no form for a number that is none: written, it would keep the core from starting for ever.
void JournalContract::refusesWhatCouldNotBeReadBack() {
    const auto journal = open();
    AttemptFinished bad;
    bad.task = 1;
    bad.result.gate = GateResult{};
    bad.result.gate->numbers = {{QStringLiteral("coverage"), std::nan("")}};
    const auto answer = appendNow(*journal, {numbered(1, 1), bad});
    QVERIFY(!answer);
    QVERIFY(answer.error().kind == ErrorKind::Invalid);
    QCOMPARE(journal->lastSeq().value(), 0);
}

void JournalContract::goesOnAfterReopening() {
    Digest head;
    {
        const auto journal = open();
        QVERIFY(appendNow(*journal, {numbered(1, 1), numbered(1, 2)}).ok());
        head = journal->head();
    }
    const auto journal = open();
    QCOMPARE(journal->lastSeq().value(), 2);
    QCOMPARE(journal->head(), head);
    QCOMPARE(appendNow(*journal, {numbered(1, 3)}).value(), 3);
    QVERIFY(journal->verify()->ok);
    QCOMPARE(journal->verify()->records, 3);
}

void JournalContract::writesEverythingBeforeItCloses() {
    std::atomic<int> answered = 0;
    {
        const auto journal = open();
        for (int i = 0; i < 500; ++i)
            journal->append({numbered(1, i)}, {1}, [&](const Result<qint64>& r) { answered += r.ok(); });
    }
    QCOMPARE(answered.load(), 500);
    QCOMPARE(open()->lastSeq().value(), 500);
}

void JournalContract::doneMayAppend() {
    const auto journal = open();
    std::promise<qint64> second;
    journal->append({numbered(1, 1)}, {1}, [&](const Result<qint64>&) {
        journal->append({numbered(1, 2)}, {1}, [&](const Result<qint64>& r) { second.set_value(*r); });
    });
    QCOMPARE(second.get_future().get(), 2);
}

void JournalContract::eightThreadsGetOneOrderWithoutGaps() {
    constexpr int threads = 8, unitsEach = 150;
    const auto journal = open();
    std::atomic<int> acknowledged = 0;
    {
        std::vector<std::jthread> appenders;
        for (int t = 1; t <= threads; ++t)
            appenders.emplace_back([&, t] {
                for (int i = 0; i < unitsEach; ++i) {
                    const QList<Event> unit(1 + i % 3, numbered(t, i));
                    if (i % 10 == 0)
                        acknowledged += appendNow(*journal, unit).ok();
                    else
                        journal->append(unit, {i}, [&](const Result<qint64>& r) { acknowledged += r.ok(); });
                }
            });
    }
    QVERIFY(appendNow(*journal, {numbered(99, 0)}).ok()); // all before it are written now
    QCOMPARE(acknowledged.load(), threads * unitsEach);
    const auto records = readAll(*journal);
    QCOMPARE(records.size(), threads * (unitsEach / 3) * (1 + 2 + 3) + 1);
    QMap<TaskId, int> next;
    for (qsizetype i = 0; i < records.size() - 1;) {
        QCOMPARE(records.at(i).seq, i + 1);
        const auto first = std::get<AttemptStarted>(records.at(i).event);
        QCOMPARE(first.attempt, next[first.task]++);
        for (int k = 0; k < 1 + first.attempt % 3; ++k, ++i) // a unit's events lie side by side
            QVERIFY(records.at(i).event == Event(first));
    }
    QVERIFY(journal->verify()->ok);
}

void JournalContract::groupsUnitsUnderLoad() {
    const auto journal = open();
    for (int i = 0; i < 2000; ++i)
        journal->append({numbered(1, i)}, {1}, {});
    QVERIFY(appendNow(*journal, {numbered(1, 2000)}).ok());
    const JournalCounters counters = journal->counters();
    QCOMPARE(counters.appends, 2001);
    QCOMPARE(counters.events, 2001);
    QVERIFY2(counters.commits < counters.appends / 4, qPrintable(QString::number(counters.commits)));
    QVERIFY(counters.largestGroup > 1);
}

void JournalContract::readersSeeWholeUnitsWhileItWrites() {
    const auto journal = open();
    std::atomic<bool> stop = false;
    std::atomic<int> rounds = 0, wrong = 0;
    {
        std::vector<std::jthread> readers;
        for (int t = 0; t < 3; ++t)
            readers.emplace_back([&] {
                qsizetype seen = 0;
                while (!stop) {
                    const qint64 promised = journal->lastSeq().value();
                    const auto records = readAll(*journal);
                    // Never fewer than before, nor than what was said to be durable, nor half a unit.
                    wrong += records.size() < seen || records.size() < promised || records.size() % 3 != 0;
                    seen = records.size();
                    ++rounds;
                }
            });
        for (int i = 0; i < 150 || rounds < 6; ++i)
            if (!appendNow(*journal, QList<Event>(3, numbered(1, i))).ok())
                ++wrong;
        stop = true;
    }
    QCOMPARE(wrong.load(), 0);
}

void JournalContract::verifiesAndNamesItsHead() {
    const auto journal = open();
    QVERIFY(appendNow(*journal, {numbered(1, 1), numbered(2, 2)}).ok());
    const Digest before = journal->head();
    const auto verified = journal->verify();
    QVERIFY(verified->ok);
    QCOMPARE(verified->records, 2);
    QCOMPARE(verified->head, before);
    QVERIFY(appendNow(*journal, {numbered(1, 1)}).ok());
    QVERIFY(journal->head() != before);
}

// Written out with nothing of ours but the documented rule.
void JournalContract::exportCanBeCheckedByAStranger() {
    const auto journal = open();
    for (int i = 1; i <= 5; ++i)
        QVERIFY(appendNow(*journal, {numbered(i, i, QStringLiteral("größer %1").arg(i))}).ok());
    QByteArray chain(64, '0');
    int lines = 0;
    const auto done = journal->exportTo([&](const QByteArray& line) -> Result<void> {
        QJsonObject object = QJsonDocument::fromJson(line).object();
        const QByteArray claimed = object.take(QStringLiteral("chain")).toString().toLatin1();
        chain = QCryptographicHash::hash(chain + QJsonDocument(object).toJson(QJsonDocument::Compact),
                                         QCryptographicHash::Sha256)
                    .toHex();
        ++lines;
        if (line.contains('\n') || claimed != chain)
            return Error{ErrorKind::Corrupt, QString::fromUtf8(line), {}};
        return {};
    });
    QVERIFY2(done.ok(), done ? "" : qPrintable(done.error().message));
    QCOMPARE(lines, 5);
    QCOMPARE(QString::fromLatin1(chain), journal->head());
}

void JournalContract::exportComesBackEqual() {
    const auto journal = open();
    for (const QString& type : eventTypes())
        QVERIFY(appendNow(*journal, {eventFrom(type, {}).value()}, {journal->lastSeq().value() * 10}).ok());
    const auto copy = openSecond();
    const auto done = journal->exportTo([&](const QByteArray& line) -> Result<void> {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        auto event = eventFrom(object.value(QStringLiteral("type")).toString(),
                               object.value(QStringLiteral("body")).toObject());
        if (!event)
            return event.error();
        const auto seq = appendNow(*copy, {*event}, {object.value(QStringLiteral("at")).toInteger()});
        return seq ? Result<void>() : Result<void>(seq.error());
    });
    QVERIFY(done.ok());
    QCOMPARE(copy->lastSeq().value(), journal->lastSeq().value());
    QCOMPARE(copy->head(), journal->head());
}

void JournalContract::exportStopsAtTheSinksError() {
    const auto journal = open();
    QVERIFY(appendNow(*journal, {numbered(1, 1), numbered(1, 2), numbered(1, 3)}).ok());
    int lines = 0;
    const auto done = journal->exportTo([&](const QByteArray&) -> Result<void> {
        if (++lines == 2)
            return Error{ErrorKind::Unavailable, QStringLiteral("the pipe is closed"), {}};
        return {};
    });
    QVERIFY(!done);
    QCOMPARE(done.error().message, QStringLiteral("the pipe is closed"));
    QCOMPARE(lines, 2);
}

} // namespace signalbox::test
