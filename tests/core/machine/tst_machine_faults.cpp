// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: what happens when things break under a real virtual machine. The core killed with a job running
// (the machine lives on and the job is attached to again), QEMU killed, the guest's kernel panicking, the
// time limit reached: each with a reason that says what it was, never a hang, and nothing left behind
// afterwards. The order of the functions matters: the first must open the embedded driver only after another
// process owned it.
#include "machine_world.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTest>

#include <csignal>
#include <thread>

using namespace signalbox;
using namespace signalbox::test;

namespace {

const QString adoptedName = QStringLiteral("sb-adopted");

} // namespace

class TestMachineFaults : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        m_world = std::make_unique<MachineWorld>(true);
        if (const QString missing = m_world->missing(); !missing.isEmpty()) {
            QVERIFY2(!qEnvironmentVariableIsSet("SIGNALBOX_REQUIRE_VM"), qPrintable(missing));
            QSKIP(qPrintable(missing));
        }
        m_provider = m_world->provider();
        QVERIFY(m_provider);
    }

    void cleanupTestCase() {
        m_machine.reset();
        if (m_provider)
            MachineWorld::clear(*m_provider);
    }

    void machineAndJobSurviveTheCoresDeath() {
        QProcess holder;
        const QString script =
            u"i=0; while [ $i -lt 40 ]; do i=$((i+1)); echo line $i; sleep 0.5; done; exit 9"_qs;
        holder.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        holder.start(QStringLiteral(MACHINE_HOLDER),
                     {m_world->config().stateDirectory, adoptedName, u"long"_qs, script});
        QByteArray seen;
        while (!seen.contains("line 2\n") && holder.waitForReadyRead(240'000))
            seen += holder.readAllStandardOutput();
        QVERIFY(seen.contains("line 2\n"));
        QCOMPARE(m_world->emulators().size(), 1);
        ::kill(pid_t(holder.processId()), SIGKILL);
        QVERIFY(holder.waitForFinished());
        seen += holder.readAllStandardOutput();
        QCOMPARE(m_world->emulators().size(), 1);

        m_machine = acquire(adoptedName);
        QVERIFY(m_machine);
        const Ran rest = run(*m_machine, u"long"_qs, script, [&](Job& job) { job.outputFrom = seen.size(); });
        QVERIFY2(rest.result.ok(), qPrintable(rest.result.ok() ? QString() : rest.result.error().text()));
        QCOMPARE(rest.result->code, 9);
        QByteArray expected;
        for (int i = 1; i <= 40; ++i)
            expected += "line " + QByteArray::number(i) + '\n';
        QCOMPARE(seen + rest.output, expected);
    }

    void jobAndForwardOutliveALostSession() {
        auto forwarded = m_machine->forward(8470, [](int fd) {
            std::thread([fd] {
                [[maybe_unused]] const auto written = ::write(fd, "hello\n", 6);
                ::close(fd);
            }).detach();
        });
        QVERIFY(forwarded);
        std::thread cutter([this] {
            QTest::qSleep(2500); // style:allow a fault in the midst of it
            run(*m_machine, u"cut"_qs, u"pkill -9 dropbear"_qs, [](Job& job) { job.user = u"root"_qs; });
        });
        const Ran ran =
            run(*m_machine, u"steady"_qs, u"for i in 1 2 3 4 5 6 7 8; do echo $i; sleep 1; done"_qs);
        cutter.join();
        QVERIFY2(ran.result.ok(), qPrintable(ran.result.ok() ? QString() : ran.result.error().text()));
        QCOMPARE(ran.output, QByteArray("1\n2\n3\n4\n5\n6\n7\n8\n"));
        const Ran again = run(*m_machine, u"again"_qs, u"exec bash -c 'cat </dev/tcp/127.0.0.1/8470'"_qs);
        QCOMPARE(again.output, QByteArray("hello\n"));
    }

    void killedEmulatorIsNamedAndNothingHangs() {
        const QList<qint64> emulators = m_world->emulators();
        QCOMPARE(emulators.size(), 1);
        std::thread killer([&] {
            QTest::qSleep(2000); // style:allow a fault in the midst of it
            ::kill(pid_t(emulators.first()), SIGKILL);
        });
        const Ran ran =
            run(*m_machine, u"doomed"_qs, u"sleep 600"_qs, [](Job& job) { job.timeLimit = Millis(500'000); });
        killer.join();
        QVERIFY(!ran.result);
        QCOMPARE(toString(ran.result.error().kind), toString(ErrorKind::Unavailable));
        QVERIFY2(ran.result.error().message.contains(u"killed"), qPrintable(ran.result.error().message));
        // Calls that come later say the same, at once.
        auto later = m_machine->get(u"/etc/hostname"_qs, 100);
        QCOMPARE(toString(later.error().kind), toString(ErrorKind::Unavailable));
        const auto status = m_machine->status();
        QVERIFY(status);
        QCOMPARE(toString(status->state), u"failed"_qs);
        QVERIFY2(status->reason.contains(u"killed"), qPrintable(status->reason));
    }

    void acquireReplacesADeadMachine() {
        m_machine = acquire(adoptedName);
        QVERIFY(m_machine);
        QCOMPARE(toString(m_machine->get(u"/home/agent/none"_qs, 1).error().kind),
                 toString(ErrorKind::NotFound));
    }

    void guestPanicIsNamed() {
        const Ran ran =
            run(*m_machine, u"panic"_qs, u"echo c >/proc/sysrq-trigger; sleep 600"_qs, [](Job& job) {
                job.user = u"root"_qs;
                job.directory = u"/"_qs;
                job.timeLimit = Millis(500'000);
            });
        QVERIFY(!ran.result);
        QCOMPARE(toString(ran.result.error().kind), toString(ErrorKind::Unavailable));
        QVERIFY2(ran.result.error().message.contains(u"panic"), qPrintable(ran.result.error().message));
        QVERIFY(m_world->emulators().isEmpty());
    }

    void timeLimitIsKeptFromOutside() {
        MachineSpec spec = MachineWorld::spec(u"sb-short"_qs);
        // Long enough to boot on a loaded computer, short enough to wait for.
        spec.lifetime = Millis(45'000);
        auto machine = m_provider->acquire(spec, {}, {});
        QVERIFY2(machine.ok(), qPrintable(machine.ok() ? QString() : machine.error().text()));
        const Ran ran =
            run(**machine, u"forever"_qs, u"sleep 600"_qs, [](Job& job) { job.timeLimit = Millis(500'000); });
        QVERIFY(!ran.result);
        QVERIFY2(ran.result.error().message.contains(u"time limit"), qPrintable(ran.result.error().message));
        auto all = m_provider->list();
        QVERIFY(all);
        const auto it =
            std::find_if(all->begin(), all->end(), [](const auto& s) { return s.name == u"sb-short"; });
        QVERIFY(it != all->end());
        QCOMPARE(toString(it->state), u"failed"_qs);
        QVERIFY2(it->reason.contains(u"time limit"), qPrintable(it->reason));
        QVERIFY(m_world->emulators().isEmpty());
    }

    void leftoversAreListedAndRemoved() {
        // A folder without a machine, as a host that lost power leaves it, one without even a record.
        const QString folder = m_world->machinesDirectory() + u"/sb-leftover"_qs;
        QVERIFY(QDir().mkpath(folder));
        QFile junk(folder + u"/machine.json"_qs);
        QVERIFY(junk.open(QIODevice::WriteOnly));
        junk.write("{");
        junk.close();
        auto all = m_provider->list();
        QVERIFY(all);
        for (const MachineStatus& status : *all) {
            QCOMPARE(toString(status.state), u"failed"_qs);
            QVERIFY(!status.reason.isEmpty());
            auto destroyed = m_provider->destroy(status.name, Millis(0));
            QVERIFY2(destroyed.ok(), qPrintable(destroyed.ok() ? QString() : destroyed.error().text()));
        }
        QVERIFY(
            std::any_of(all->begin(), all->end(), [](const auto& s) { return s.name == u"sb-leftover"; }));
        QVERIFY(m_provider->list()->isEmpty());
        QVERIFY(QDir(m_world->machinesDirectory())
                    .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)
                    .isEmpty());
        QVERIFY(m_world->emulators().isEmpty());
    }

    void badImageFailsEarlyAndLeavesNothing() {
        MachineSpec spec = MachineWorld::spec(u"sb-nolayer"_qs);
        spec.layers.append(u"no-such-layer"_qs);
        auto machine = m_provider->acquire(spec, {}, {});
        QVERIFY(!machine);
        QCOMPARE(toString(machine.error().kind), toString(ErrorKind::NotFound));
        QVERIFY(!machine.error().hint.isEmpty());
        QVERIFY(!QFileInfo::exists(m_world->machinesDirectory() + u"/sb-nolayer"_qs));
    }

private:
    std::shared_ptr<Machine> acquire(const QString& name) {
        auto machine = m_provider->acquire(MachineWorld::spec(name), {}, {});
        if (!machine)
            qWarning("%s", qPrintable(machine.error().text()));
        return machine ? *machine : nullptr;
    }
    std::unique_ptr<MachineWorld> m_world;
    std::shared_ptr<MachineProvider> m_provider;
    std::shared_ptr<Machine> m_machine;
};

QTEST_GUILESS_MAIN(TestMachineFaults)
#include "tst_machine_faults.moc"
