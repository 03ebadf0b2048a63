// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the engine's promises: nothing is answered, observed or handed out before it is durable; many
// commands share a commit; a commit that fails leaves everything as it was; a new engine on the same journal
// owes the same effects.
#include "core/engine/engine.h"
#include "core/journal/sqlite_journal.h"
#include "tests/core/engine/memory_journal.h"
#include "tests/core/flow/flow_fixture.h"

#include <QTemporaryDir>
#include <QtTest>

#include <future>

using namespace signalbox;
using namespace signalbox::test;

namespace {

Command addRepository(const QString& name) {
    Repository repository;
    repository.name = name;
    repository.url = QStringLiteral("/srv/") + name;
    return AddRepository{repository};
}

Command submitTask(const QString& title) {
    TaskSpec spec;
    spec.repository = QStringLiteral("x");
    spec.title = title;
    return SubmitTask{spec, QStringLiteral("ann")};
}

/// Remembers what is owed.
class Sink final : public EffectSink {
public:
    void owed(const Task&, const Effect& effect) override {
        const std::lock_guard lock(mutex);
        keys.insert(effect.key);
        dropped_.remove(effect.key);
    }
    void dropped(const QString& key) override {
        const std::lock_guard lock(mutex);
        keys.remove(key);
        dropped_.insert(key);
    }
    QSet<QString> now() {
        const std::lock_guard lock(mutex);
        return keys;
    }
    std::mutex mutex;
    QSet<QString> keys;
    QSet<QString> dropped_;
};

} // namespace

class EngineTest : public QObject {
    Q_OBJECT

    SystemClock m_clock;

private Q_SLOTS:
    void answersOnlyWhatIsDurable() {
        MemoryJournal journal;
        Sink sink;
        auto engine = Engine::open(journal, m_clock);
        QVERIFY(engine.ok());
        std::atomic<int> observed{0};
        (*engine)->setEffectSink(&sink);
        (*engine)->addObserver(
            [&](const State&, const QList<Record>& records) { observed += int(records.size()); });
        (*engine)->start();
        QVERIFY((*engine)->submitAndWait(addRepository(QStringLiteral("x"))).ok());
        QCOMPARE(observed.exchange(0), 1); // who has an answer finds its outcome wherever it looks
        journal.hold();
        std::promise<Result<Accepted>> promise;
        auto answer = promise.get_future();
        (*engine)->submit(submitTask(QStringLiteral("a")),
                          [&](Result<Accepted> r) { promise.set_value(std::move(r)); });
        QCOMPARE(answer.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
        QCOMPARE(observed.load(), 0);
        QVERIFY(sink.now().isEmpty());
        journal.release();
        QVERIFY(answer.get().ok());
        (*engine)->stop();
        QCOMPARE(observed.load(), 1);
        QCOMPARE(sink.now(), QSet{QStringLiteral("t1/admission/1")});
    }

    void manyCommandsShareACommit() {
        MemoryJournal journal;
        auto engine = Engine::open(journal, m_clock);
        (*engine)->start();
        QVERIFY((*engine)->submitAndWait(addRepository(QStringLiteral("x"))).ok());
        journal.hold();
        std::atomic<int> answered{0};
        std::promise<void> all;
        for (int i = 0; i < 200; ++i)
            (*engine)->submit(submitTask(QStringLiteral("t%1").arg(i)), [&](const Result<Accepted>& r) {
                if (r && ++answered == 200)
                    all.set_value();
            });
        const int before = journal.commits();
        journal.release();
        all.get_future().wait();
        QVERIFY(journal.commits() - before <= 3);
        (*engine)->stop();
    }

    void aFailedCommitLeavesEverythingAsItWas() {
        MemoryJournal journal;
        Sink sink;
        auto engine = Engine::open(journal, m_clock);
        (*engine)->setEffectSink(&sink);
        (*engine)->start();
        QVERIFY((*engine)->submitAndWait(addRepository(QStringLiteral("x"))).ok());
        journal.failNext({ErrorKind::LimitReached, QStringLiteral("the disk is full"), {}});
        const auto refused = (*engine)->submitAndWait(submitTask(QStringLiteral("a")));
        QVERIFY(!refused.ok());
        QVERIFY(refused.error().message.contains(QStringLiteral("the disk is full")));
        (*engine)->queryAndWait([](const State& state) { QVERIFY(state.tasks.empty()); });
        QVERIFY(sink.now().isEmpty());
        const auto accepted = (*engine)->submitAndWait(submitTask(QStringLiteral("b"))); // room again
        QVERIFY(accepted.ok());
        QCOMPARE(accepted->task, TaskId(1));
        (*engine)->stop();
    }

    void refusesWithoutWriting() {
        MemoryJournal journal;
        auto engine = Engine::open(journal, m_clock);
        (*engine)->start();
        QVERIFY((*engine)->submitAndWait(submitTask(QStringLiteral("a"))).error().kind ==
                ErrorKind::NotFound);
        QCOMPARE(journal.commits(), 0);
        (*engine)->stop();
        QVERIFY((*engine)->submitAndWait(submitTask(QStringLiteral("a"))).error().kind ==
                ErrorKind::Unavailable);
        QVERIFY(!(*engine)->query([](const State&) {}));
    }

    void owesTheSameAfterARestart() {
        QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("journal.sqlite"));
        for (int round = 0; round < 2; ++round) {
            auto journal = openSqliteJournal(path);
            QVERIFY2(journal.ok(), journal.ok() ? "" : qPrintable(journal.error().message));
            Sink sink;
            auto engine = Engine::open(**journal, m_clock);
            QVERIFY(engine.ok());
            (*engine)->setEffectSink(&sink);
            (*engine)->start();
            if (round == 0) {
                QVERIFY((*engine)->submitAndWait(addRepository(QStringLiteral("x"))).ok());
                QVERIFY((*engine)->submitAndWait(submitTask(QStringLiteral("a"))).ok());
                QVERIFY((*engine)
                            ->submitAndWait(ReportAdmitted{1, QStringLiteral("t1/admission/1"),
                                                           QStringLiteral("main"), QStringLiteral("b"),
                                                           QStringLiteral("t"), smallBlueprint()})
                            .ok());
            }
            (*engine)->stop(); // what it had accepted is handed out by then
            QCOMPARE(sink.now(), QSet{QStringLiteral("t1/workspace/1")});
        }
    }

    void cancelDropsWhatWasOwed() {
        MemoryJournal journal;
        Sink sink;
        auto engine = Engine::open(journal, m_clock);
        (*engine)->setEffectSink(&sink);
        (*engine)->start();
        QVERIFY((*engine)->submitAndWait(addRepository(QStringLiteral("x"))).ok());
        QVERIFY((*engine)->submitAndWait(submitTask(QStringLiteral("a"))).ok());
        QVERIFY((*engine)->submitAndWait(CancelTask{1, QStringLiteral("ann"), {}}).ok());
        (*engine)->stop();
        QVERIFY(sink.dropped_.contains(QStringLiteral("t1/admission/1")));
        QVERIFY(sink.keys.isEmpty());
    }

    void deadlinesComeByThemselves() {
        MemoryJournal journal;
        auto engine = Engine::open(journal, m_clock);
        std::promise<void> ended;
        std::atomic<bool> told{false};
        (*engine)->addObserver([&](const State&, const QList<Record>& records) {
            for (const Record& record : records)
                if (std::holds_alternative<EndingBegun>(record.event) && !told.exchange(true))
                    ended.set_value();
        });
        (*engine)->start();
        QVERIFY((*engine)->submitAndWait(addRepository(QStringLiteral("x"))).ok());
        QVERIFY((*engine)->submitAndWait(submitTask(QStringLiteral("a"))).ok());
        Blueprint b = smallBlueprint();
        b.wallTime = Millis(50);
        QVERIFY(
            (*engine)
                ->submitAndWait(ReportAdmitted{1, QStringLiteral("t1/admission/1"), QStringLiteral("main"),
                                               QStringLiteral("b"), QStringLiteral("t"), b})
                .ok());
        QCOMPARE(ended.get_future().wait_for(std::chrono::seconds(30)), std::future_status::ready);
        (*engine)->stop();
    }
};

QTEST_GUILESS_MAIN(EngineTest)
#include "tst_engine.moc"
