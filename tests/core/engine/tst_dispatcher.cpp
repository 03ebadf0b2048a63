// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the hand-over of effects: never more machines than slots, priority before age, a dropped effect is
// cancelled and not reported, one that waits then never runs, a delayed one waits for its time, a report that
// the journal could not take is not lost, and one that it can never take is told; draining lets what runs
// end.
#include "core/engine/dispatcher.h"
#include "tests/core/engine/memory_journal.h"
#include "tests/core/flow/flow_fixture.h"

#include <QtTest>

#include <future>
#include <set>

using namespace signalbox;
using namespace signalbox::test;

namespace {

/// An organ that the test opens and closes.
struct Organ {
    std::mutex mutex;
    std::condition_variable changed;
    QStringList started;
    int running = 0;
    int most = 0;
    bool open = false;

    void enter(const EffectJob& job) {
        std::unique_lock lock(mutex);
        started.append(job.effect.key);
        most = std::max(most, ++running);
        changed.notify_all();
        job.cancel.onCancel([this] { changed.notify_all(); });
        changed.wait(lock, [&] { return open || job.cancel.cancelled(); });
        --running;
        changed.notify_all();
    }
    void letGo() {
        const std::lock_guard lock(mutex);
        open = true;
        changed.notify_all();
    }
    bool waitStarted(int count) {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, std::chrono::seconds(20), [&] { return started.size() >= count; });
    }
};

} // namespace

class DispatcherTest : public QObject {
    Q_OBJECT

    SystemClock m_clock;

    static Command task(int priority) {
        TaskSpec spec;
        spec.repository = QStringLiteral("x");
        spec.title = QStringLiteral("t");
        spec.priority = priority;
        return SubmitTask{spec, QStringLiteral("ann")};
    }
    static Command refusal(const EffectJob& job) {
        return ReportRefused{job.task.id, job.effect.key, {ErrorKind::NotFound, QStringLiteral("x"), {}}};
    }
    static void addRepository(Engine& engine) {
        Repository repository;
        repository.name = QStringLiteral("x");
        repository.url = QStringLiteral("/srv/x");
        QVERIFY(engine.submitAndWait(AddRepository{repository}).ok());
    }

private Q_SLOTS:
    void slotsAreALimitAndPriorityGoesFirst() {
        MemoryJournal journal;
        auto engine = Engine::open(journal, m_clock);
        Dispatcher dispatcher(**engine, m_clock, {1, 1});
        Organ organ;
        dispatcher.setHandler(EffectKind::Admit, true, [&](const EffectJob& job) -> Result<Command> {
            organ.enter(job);
            return Command(
                ReportRefused{job.task.id, job.effect.key, {ErrorKind::NotFound, QStringLiteral("x"), {}}});
        });
        (*engine)->setEffectSink(&dispatcher);
        (*engine)->start();
        addRepository(**engine);
        QVERIFY((*engine)->submitAndWait(task(0)).ok());
        QVERIFY(organ.waitStarted(1));
        for (const int priority : {0, 5})
            QVERIFY((*engine)->submitAndWait(task(priority)).ok());
        QCOMPARE(dispatcher.machinesBusy(), 1);
        organ.letGo();
        QVERIFY(organ.waitStarted(3));
        dispatcher.stop();
        (*engine)->stop();
        QCOMPARE(organ.most, 1);
        // The first had begun before the one with priority came.
        QCOMPARE(organ.started,
                 (QStringList{QStringLiteral("t1/admission/1"), QStringLiteral("t3/admission/1"),
                              QStringLiteral("t2/admission/1")}));
    }

    void aDroppedEffectIsCancelledAndNotReported() {
        MemoryJournal journal;
        auto engine = Engine::open(journal, m_clock);
        Dispatcher dispatcher(**engine, m_clock, {1, 1});
        Organ organ;
        dispatcher.setHandler(EffectKind::Admit, true, [&](const EffectJob& job) -> Result<Command> {
            organ.enter(job);
            return Command(ReportRefused{
                job.task.id, job.effect.key, {ErrorKind::NotFound, QStringLiteral("late"), {}}});
        });
        (*engine)->setEffectSink(&dispatcher);
        (*engine)->start();
        addRepository(**engine);
        QVERIFY((*engine)->submitAndWait(task(0)).ok());
        QVERIFY(organ.waitStarted(1));
        QVERIFY((*engine)->submitAndWait(CancelTask{1, QStringLiteral("ann"), {}}).ok());
        dispatcher.stop();
        (*engine)->queryAndWait(
            [](const State& state) { QCOMPARE(state.task(1)->outcome, Outcome::Cancelled); });
        (*engine)->stop();
    }

    void aWaitingOneThatIsCancelledNeverRuns() {
        MemoryJournal journal;
        auto engine = Engine::open(journal, m_clock);
        Dispatcher dispatcher(**engine, m_clock, {1, 1});
        Organ organ;
        dispatcher.setHandler(EffectKind::Admit, true, [&](const EffectJob& job) -> Result<Command> {
            organ.enter(job);
            return refusal(job);
        });
        (*engine)->setEffectSink(&dispatcher);
        (*engine)->start();
        addRepository(**engine);
        for (int i = 0; i < 3; ++i)
            QVERIFY((*engine)->submitAndWait(task(0)).ok());
        QVERIFY(organ.waitStarted(1));
        (*engine)->queryAndWait([](const State&) {}); // by then all three were handed out
        QCOMPARE(dispatcher.entries().size(), 3);
        QCOMPARE(dispatcher.entriesOf(2).first().reason, QStringLiteral("waits for a machine: 1 of 1 busy"));
        QVERIFY((*engine)->submitAndWait(CancelTask{2, QStringLiteral("ann"), {}}).ok());
        (*engine)->queryAndWait([](const State&) {});
        QVERIFY(dispatcher.entriesOf(2).isEmpty());
        organ.letGo();
        QVERIFY(organ.waitStarted(2));
        QVERIFY(dispatcher.waitIdle(std::chrono::seconds(20)));
        dispatcher.stop();
        (*engine)->stop();
        QCOMPARE(organ.started,
                 (QStringList{QStringLiteral("t1/admission/1"), QStringLiteral("t3/admission/1")}));
    }

    void workersAreAsManyAsTheSlotsAndAreUsedAgain() {
        MemoryJournal journal;
        auto engine = Engine::open(journal, m_clock);
        Dispatcher dispatcher(**engine, m_clock, {2, 1});
        Organ organ;
        std::mutex mutex;
        std::set<std::thread::id> threads;
        dispatcher.setHandler(EffectKind::Admit, true, [&](const EffectJob& job) -> Result<Command> {
            {
                const std::lock_guard lock(mutex);
                threads.insert(std::this_thread::get_id());
            }
            organ.enter(job);
            return refusal(job);
        });
        (*engine)->setEffectSink(&dispatcher);
        (*engine)->start();
        addRepository(**engine);
        for (int i = 0; i < 50; ++i)
            QVERIFY((*engine)->submitAndWait(task(0)).ok());
        QVERIFY(organ.waitStarted(2));
        organ.letGo();
        QVERIFY(organ.waitStarted(50));
        dispatcher.stop();
        (*engine)->stop();
        QCOMPARE(organ.most, 2);
        QVERIFY2(threads.size() <= 3, "two slots for machines and one other");
    }

    void drainingLetsWhatRunsEnd() {
        MemoryJournal journal;
        auto engine = Engine::open(journal, m_clock);
        Dispatcher dispatcher(**engine, m_clock, {1, 1});
        Organ organ;
        dispatcher.setHandler(EffectKind::Admit, true, [&](const EffectJob& job) -> Result<Command> {
            organ.enter(job);
            return refusal(job);
        });
        (*engine)->setEffectSink(&dispatcher);
        (*engine)->start();
        addRepository(**engine);
        for (int i = 0; i < 2; ++i)
            QVERIFY((*engine)->submitAndWait(task(0)).ok());
        QVERIFY(organ.waitStarted(1));
        dispatcher.setDraining(true);
        QVERIFY(!dispatcher.waitIdle(Millis(10)));
        organ.letGo();
        QVERIFY(dispatcher.waitIdle(std::chrono::seconds(20)));
        QCOMPARE(organ.started.size(), 1);
        dispatcher.setDraining(false);
        QVERIFY(organ.waitStarted(2));
        dispatcher.stop();
        (*engine)->stop();
    }

    /// Found while the simulator was made: such an effect stayed owed, and nobody did it until the next
    /// start.
    void aReportThatCanNeverBeTakenIsTold() {
        MemoryJournal journal;
        auto engine = Engine::open(journal, m_clock);
        Dispatcher dispatcher(**engine, m_clock, {1, 1});
        std::promise<QString> ended;
        (*engine)->addObserver([&](const State&, const QList<Record>& records) {
            for (const Record& record : records)
                if (const auto* finished = std::get_if<TaskFinished>(&record.event))
                    ended.set_value(finished->reason);
        });
        dispatcher.setHandler(EffectKind::Admit, false, [&](const EffectJob& job) -> Result<Command> {
            journal.failNext({ErrorKind::Invalid, QStringLiteral("it cannot be read back"), {}});
            return refusal(job);
        });
        (*engine)->setEffectSink(&dispatcher);
        (*engine)->start();
        addRepository(**engine);
        QVERIFY((*engine)->submitAndWait(task(0)).ok());
        auto reason = ended.get_future();
        QCOMPARE(reason.wait_for(std::chrono::seconds(30)), std::future_status::ready);
        QVERIFY(reason.get().contains(QStringLiteral("it cannot be read back")));
        dispatcher.stop();
        (*engine)->stop();
    }

    void troubleIsTriedAgainAtItsTime() {
        MemoryJournal journal;
        auto engine = Engine::open(journal, m_clock);
        Dispatcher dispatcher(**engine, m_clock, {1, 1});
        std::atomic<int> tries{0};
        std::promise<void> done;
        QList<Moment> times;
        dispatcher.setHandler(EffectKind::Admit, false, [&](const EffectJob& job) -> Result<Command> {
            times.append(m_clock.now());
            if (++tries == 1)
                return Error{ErrorKind::Unavailable, QStringLiteral("not yet"), {}};
            done.set_value();
            return Command(
                ReportRefused{job.task.id, job.effect.key, {ErrorKind::NotFound, QStringLiteral("x"), {}}});
        });
        (*engine)->setEffectSink(&dispatcher);
        (*engine)->start();
        addRepository(**engine);
        QVERIFY((*engine)->submitAndWait(task(0)).ok());
        QCOMPARE(done.get_future().wait_for(std::chrono::seconds(30)), std::future_status::ready);
        dispatcher.stop();
        (*engine)->stop();
        QVERIFY(times.at(1) - times.at(0) >= backoff(1));
    }

    void aReportThatTheJournalCouldNotTakeIsNotLost() {
        MemoryJournal journal;
        auto engine = Engine::open(journal, m_clock);
        Dispatcher dispatcher(**engine, m_clock, {1, 1});
        std::promise<void> finished;
        (*engine)->addObserver([&](const State&, const QList<Record>& records) {
            for (const Record& record : records)
                if (std::holds_alternative<TaskFinished>(record.event))
                    finished.set_value();
        });
        dispatcher.setHandler(EffectKind::Admit, false, [&](const EffectJob& job) -> Result<Command> {
            journal.failNext({ErrorKind::LimitReached, QStringLiteral("the disk is full"), {}});
            return Command(
                ReportRefused{job.task.id, job.effect.key, {ErrorKind::NotFound, QStringLiteral("x"), {}}});
        });
        (*engine)->setEffectSink(&dispatcher);
        (*engine)->start();
        addRepository(**engine);
        QVERIFY((*engine)->submitAndWait(task(0)).ok());
        QCOMPARE(finished.get_future().wait_for(std::chrono::seconds(30)), std::future_status::ready);
        dispatcher.stop();
        (*engine)->stop();
    }
};

QTEST_GUILESS_MAIN(DispatcherTest)
#include "tst_dispatcher.moc"
