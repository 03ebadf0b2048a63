// SPDX-License-Identifier: GPL-3.0-or-later
// Protects what is known of a real machine from outside: one at work, one at rest, a guest that has stopped
// answering, an emulator that hangs, and a supervisor that tells lies about time. A frozen machine is ended,
// whoever waits for a job in it learns why, and neither it nor the list of machines ever hangs.
#include "machine_world.h"

#include <QElapsedTimer>
#include <QTest>

#include <csignal>
#include <thread>

using namespace signalbox;
using namespace signalbox::test;
using namespace std::chrono_literals;

class TestMachineLiveness : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        m_world = std::make_unique<MachineWorld>(true);
        if (const QString missing = m_world->missing(); !missing.isEmpty()) {
            QVERIFY2(!qEnvironmentVariableIsSet("SIGNALBOX_REQUIRE_VM"), qPrintable(missing));
            QSKIP(qPrintable(missing));
        }
        MachineConfig config = m_world->config();
        // Minutes become seconds; what a loaded computer needs to answer stays.
        config.liveness.interval = 1s;
        config.liveness.pulseEvery = 3s;
        config.liveness.busyShare = 0.2; // asking so often costs an emulated guest a tenth of its time
        config.liveness.pulseLimit = 4s;
        config.liveness.window = 6s;
        config.liveness.frozenAfter = 15s;
        config.liveness.endFrozenAfter = 20s;
        auto made = makeProvider(m_world->uri(), config);
        QVERIFY(made);
        m_provider = *made;
    }

    void cleanupTestCase() {
        m_machine.reset();
        if (m_provider)
            MachineWorld::clear(*m_provider);
    }

    void workAndRestAreTold() {
        QVERIFY(acquire());
        CancelToken enough;
        std::thread worker([&] { run(*m_machine, u"burn"_qs, u"while :; do date; done"_qs, {}, enough); });
        QTRY_COMPARE_WITH_TIMEOUT(state(), u"working"_qs, 60'000);
        enough.cancel();
        worker.join();
        QTRY_COMPARE_WITH_TIMEOUT(state(), u"waiting"_qs, 120'000);
        QVERIFY2(verdict().because.contains(u"no job runs"), qPrintable(verdict().because));
        QVERIFY(verdict().since.ms > 0);
    }

    void aGuestsWordOnTimeIsNotEnough() {
        // A supervisor that says its time is over when it is not: its record is forged, and it is killed.
        const Ran ran = run(*m_machine, u"early"_qs,
                            u"printf '%-127s\\n' 'timeout 0 600000 0 0' >/tmp/r; "
                            u"dd if=/tmp/r of=/run/signalbox/jobs/early/result conv=notrunc 2>/dev/null; "
                            u"kill -9 $PPID"_qs,
                            [](Job& job) {
                                job.user = u"root"_qs;
                                job.directory = u"/"_qs;
                                job.timeLimit = 10min;
                            });
        QVERIFY(!ran.result);
        QCOMPARE(toString(ran.result.error().kind), toString(ErrorKind::Unavailable));
        QVERIFY2(ran.result.error().message.contains(u"clock is wrong"),
                 qPrintable(ran.result.error().message));
    }

    void aGuestThatAnswersNothingIsEnded() {
        const Ran ran =
            run(*m_machine, u"freeze"_qs, u"pkill -STOP -f 'sb-guest por[t]'; sleep 600"_qs, [](Job& job) {
                job.user = u"root"_qs;
                job.directory = u"/"_qs;
                job.timeLimit = 10min;
            });
        QVERIFY(!ran.result);
        QCOMPARE(toString(ran.result.error().kind), toString(ErrorKind::Unavailable));
        QVERIFY2(ran.result.error().message.contains(u"frozen"), qPrintable(ran.result.error().message));
        QVERIFY(m_world->emulators().isEmpty());
    }

    void anEmulatorThatHangsIsEnded() {
        QVERIFY(acquire());
        QCOMPARE(m_world->emulators().size(), 1);
        const auto emulator = pid_t(m_world->emulators().first());
        std::thread stopper([&] {
            QTest::qSleep(3000); // style:allow a fault in the midst of it
            ::kill(emulator, SIGSTOP);
            // Nobody who asks about machines hangs with it.
            QElapsedTimer timer;
            timer.start();
            const auto all = m_provider->list();
            QVERIFY(all);
            QVERIFY2(timer.elapsed() < 30'000, qPrintable(QString::number(timer.elapsed())));
        });
        const Ran ran = run(*m_machine, u"hang"_qs, u"sleep 600"_qs, [](Job& job) { job.timeLimit = 10min; });
        stopper.join();
        QVERIFY(!ran.result);
        QVERIFY2(ran.result.error().message.contains(u"frozen"), qPrintable(ran.result.error().message));
        QVERIFY(m_world->emulators().isEmpty());
    }

    void anEmulatorThatHangsCanBeDestroyed() {
        QVERIFY(acquire());
        const auto emulator = pid_t(m_world->emulators().first());
        ::kill(emulator, SIGSTOP);
        m_machine.reset();
        const auto destroyed = m_provider->destroy(name, Millis(0));
        QVERIFY2(destroyed.ok(), qPrintable(destroyed.ok() ? QString() : destroyed.error().text()));
        QVERIFY(m_world->emulators().isEmpty());
        QVERIFY(m_provider->list()->isEmpty());
    }

private:
    bool acquire() {
        auto machine = m_provider->acquire(MachineWorld::spec(name), {}, {});
        if (!machine)
            qWarning("%s", qPrintable(machine.error().text()));
        m_machine = machine ? *machine : nullptr;
        return m_machine != nullptr;
    }
    LivenessVerdict verdict() {
        const auto all = m_provider->list();
        return all && !all->isEmpty() ? all->first().liveness : LivenessVerdict();
    }
    QString state() { return toString(verdict().state); }

    const QString name = QStringLiteral("sb-watched");
    std::unique_ptr<MachineWorld> m_world;
    std::shared_ptr<MachineProvider> m_provider;
    std::shared_ptr<Machine> m_machine;
};

QTEST_GUILESS_MAIN(TestMachineLiveness)
#include "tst_machine_liveness.moc"
