// SPDX-License-Identifier: GPL-3.0-or-later
// Protects what makes real machines quick without making them less separate: one made ahead becomes the
// machine of a lease, inside as well, shares nothing with another, is found by its new name by a core that
// comes after a kill, and goes without a trace. Prints how long each step took, judges no time.
#include "core/machine/machine_pool.h"
#include "machine_world.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QSet>
#include <QTest>

#include <csignal>
#include <thread>

using namespace signalbox;
using namespace signalbox::test;
using namespace std::chrono_literals;

#define REQUIRE(call)                                                                                        \
    do {                                                                                                     \
        const auto done = (call);                                                                            \
        QVERIFY2(done.ok(), qPrintable(done.ok() ? QString() : done.error().text()));                        \
    } while (false)

class TestMachineReuse : public QObject {
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

    void aMachineMadeAheadBecomesTheLeases() {
        const auto ahead = m_provider->acquire(MachineWorld::spec(aheadName), {}, {});
        QVERIFY2(ahead.ok(), qPrintable(ahead.ok() ? QString() : ahead.error().text()));
        m_ids.insert(idOf(**ahead));
        const QByteArray born = hostnameOf(**ahead);
        QCOMPARE(born, aheadName.toLatin1());

        MachineSpec spec = MachineWorld::spec(leaseName);
        spec.lifetime = 3h;
        QElapsedTimer timer;
        timer.start();
        const auto taken = m_provider->takeOver(aheadName, spec, {}, {});
        qInfo("taken in %lld ms", (long long)timer.elapsed());
        QVERIFY2(taken.ok(), qPrintable(taken.ok() ? QString() : taken.error().text()));
        QVERIFY(taken->used);
        m_machine = taken->machine;
        QCOMPARE(m_machine->name(), leaseName);
        QCOMPARE(hostnameOf(*m_machine), leaseName.toLatin1());
        m_ids.insert(idOf(*m_machine));
        QCOMPARE(m_ids.size(), 2);
        QVERIFY(m_machine->imageDigests().contains(u"kernel"_qs));

        const auto all = m_provider->list();
        QVERIFY(all);
        QCOMPARE(all->size(), 1);
        QCOMPARE(all->first().name, leaseName);
        QCOMPARE(toString(all->first().state), u"running"_qs);
        QCOMPARE(all->first().labels.value(u"task"_qs), u"t-1"_qs);
    }

    void askingTwiceGivesTheSame() {
        QVERIFY(m_machine->put(u"/home/agent/mark"_qs, "here", 0600, u"agent"_qs));
        const auto again = m_provider->takeOver(u"sb-none"_qs, MachineWorld::spec(leaseName), {}, {});
        QVERIFY(again);
        QVERIFY(!again->used);
        QCOMPARE(*again->machine->get(u"/home/agent/mark"_qs, 10), QByteArray("here"));
    }

    void anotherCoreFindsItByItsLease() {
        m_machine.reset();
        m_provider.reset();
        m_provider = m_world->provider();
        const auto taken = m_provider->acquire(MachineWorld::spec(leaseName), {}, {});
        QVERIFY2(taken.ok(), qPrintable(taken.ok() ? QString() : taken.error().text()));
        m_machine = *taken;
        QCOMPARE(*m_machine->get(u"/home/agent/mark"_qs, 10), QByteArray("here"));
        QCOMPARE(hostnameOf(*m_machine), leaseName.toLatin1());
    }

    void ofTheWrongShapeItIsNotUsed() {
        const auto ahead = m_provider->acquire(MachineWorld::spec(aheadName), {}, {});
        QVERIFY(ahead);
        m_machine.reset();
        QVERIFY(m_provider->destroy(leaseName, Millis(0)));
        MachineSpec spec = MachineWorld::spec(leaseName);
        spec.memoryMiB = 384;
        QStringList told;
        const auto taken =
            m_provider->takeOver(aheadName, spec, [&](const QString& line) { told.append(line); }, {});
        QVERIFY2(taken.ok(), qPrintable(taken.ok() ? QString() : taken.error().text()));
        QVERIFY2(told.join(u'\n').contains(u"another shape"), qPrintable(told.join(u'\n')));
        QCOMPARE(m_provider->list()->size(), 1);
        QCOMPARE(m_world->emulators().size(), 1);
        QVERIFY(m_provider->destroy(leaseName, Millis(0)));
    }

    void whenTheSpareIsDeadAnotherIsMade() {
        QVERIFY(m_provider->acquire(MachineWorld::spec(aheadName), {}, {}));
        ::kill(pid_t(m_world->emulators().first()), SIGKILL);
        const auto taken = m_provider->takeOver(aheadName, MachineWorld::spec(leaseName), {}, {});
        QVERIFY2(taken.ok(), qPrintable(taken.ok() ? QString() : taken.error().text()));
        QVERIFY(run(*taken->machine, u"alive"_qs, u"true"_qs).result.ok());
        QVERIFY(m_provider->destroy(leaseName, Millis(0)));
    }

    void aHalfTakenMachineIsClearedAway() {
        // Killed right after the first step: the name leads to the machine, whose record knows nothing of it.
        QVERIFY(m_provider->acquire(MachineWorld::spec(aheadName), {}, {}));
        QVERIFY(QFile::link(aheadName, m_world->machinesDirectory() + u'/' + leaseName));
        const auto made = m_provider->acquire(MachineWorld::spec(leaseName), {}, {});
        QVERIFY2(made.ok(), qPrintable(made.ok() ? QString() : made.error().text()));
        QCOMPARE(m_provider->list()->size(), 1);
        QCOMPARE(m_world->emulators().size(), 1);
        QVERIFY(m_provider->destroy(leaseName, Millis(0)));
        // Killed in the midst of its removal: a name that leads nowhere.
        QVERIFY(QFile::link(u"sb-nowhere"_qs, m_world->machinesDirectory() + u'/' + leaseName));
        QVERIFY(m_provider->destroy(leaseName, Millis(0)));
        noTrace();
    }

    void thePoolGivesEachItsOwn() {
        MachinePool pool(m_provider, {1, 1, 10min}, MachineShape::of(MachineWorld::spec(u"sb-x"_qs)),
                         [] { return 1; });
        struct Running {
            CancelToken enough;
            std::thread thread;
            ~Running() { end(); }
            void end() {
                enough.cancel();
                if (thread.joinable())
                    thread.join();
            }
        } running;
        running.thread = std::thread([&] { (void)pool.run(running.enough); });
        QSet<QByteArray> ids;
        for (const QString& name : {u"sb-first"_qs, u"sb-second"_qs}) {
            QTRY_COMPARE_WITH_TIMEOUT(pool.ready(), 1, 180'000);
            QElapsedTimer timer;
            timer.start();
            const auto machine = pool.acquire(MachineWorld::spec(name), {}, {});
            qInfo("%s from the pool in %lld ms", qPrintable(name), (long long)timer.elapsed());
            QVERIFY2(machine.ok(), qPrintable(machine.ok() ? QString() : machine.error().text()));
            QVERIFY(!(*machine)->get(u"/home/agent/used"_qs, 10));
            QVERIFY((*machine)->put(u"/home/agent/used"_qs, "x", 0600, u"agent"_qs));
            QCOMPARE(hostnameOf(**machine), name.toLatin1());
            ids.insert(idOf(**machine));
            QVERIFY(pool.destroy(name, Millis(0)));
        }
        QCOMPARE(ids.size(), 2);
        running.end();
        noTrace();
    }

    // ---- Copies of one that was ready

    void twoCopiesShareNothing() {
        firstOfItsKind();
        QVERIFY(templates().size() <= 1); // the pool of the test before made one of this very kind
        QSet<QByteArray> seen;
        QList<std::shared_ptr<Machine>> copies;
        for (const QString& name : {copyName(1), copyName(2)}) {
            QElapsedTimer timer;
            timer.start();
            const auto copy = m_provider->makeAhead(MachineWorld::spec(name), {}, {});
            qInfo("copy made in %lld ms", (long long)timer.elapsed());
            QVERIFY2(copy.ok(), qPrintable(copy.ok() ? QString() : copy.error().text()));
            QCOMPARE(hostnameOf(**copy), name.toLatin1());
            for (const QByteArray& own : {idOf(**copy), hostKeyOf(name), randomOf(**copy)}) {
                QVERIFY(!own.isEmpty());
                QVERIFY2(!seen.contains(own), own.constData());
                seen.insert(own);
            }
            // A key of its own lies in its firmware as well, where the guest's root may look.
            const Ran key =
                run(**copy, u"key"_qs, u"cat /sys/firmware/qemu_fw_cfg/by_name/opt/signalbox/hostname/raw"_qs,
                    [](Job& job) { job.user = u"root"_qs; });
            QCOMPARE(key.output, name.toLatin1());
            const Ran clock = run(**copy, u"clock"_qs, u"date +%s"_qs);
            QVERIFY(std::abs(clock.output.trimmed().toLongLong() - SystemClock().now().ms / 1000) < 30);
            copies.append(*copy);
        }
        // Copies they are, of one that never was anybody's.
        QCOMPARE(templates().size(), 1);
        QVERIFY(!hostKeyOf(u"../templates/"_qs + templates().first()).isEmpty());
        QVERIFY(!seen.contains(hostKeyOf(u"../templates/"_qs + templates().first())));
        QVERIFY(copies[0]->put(u"/home/agent/secret"_qs, "one", 0600, u"agent"_qs));
        QVERIFY(!copies[1]->get(u"/home/agent/secret"_qs, 10));
        QVERIFY(copies[1]->put(u"/home/agent/other"_qs, "two", 0600, u"agent"_qs));
        QVERIFY(!copies[0]->get(u"/home/agent/other"_qs, 10));
        // Neither is in those that come later.
        const QString longName = u"sb-third-with-a-longer-name-than-that-of-the-first-of-them"_qs;
        const auto third = m_provider->makeAhead(MachineWorld::spec(longName), {}, {});
        REQUIRE(third);
        QCOMPARE(templates().size(), 1);
        QCOMPARE(hostnameOf(**third), longName.toLatin1());
        QVERIFY(!(*third)->get(u"/home/agent/secret"_qs, 10));
        QCOMPARE(m_world->emulators().size(), 3);
        copies.clear();
        for (const QString& name : {copyName(2), longName})
            REQUIRE(m_provider->destroy(name, Millis(0)));
    }

    void aCopyNeedsItsTemplateNoMore() {
        REQUIRE(m_provider->hibernate(copyName(1), {}));
        QVERIFY(QDir(m_world->config().stateDirectory + u"/templates"_qs).removeRecursively());
        const auto woken = m_provider->resume(copyName(1), {});
        QVERIFY2(woken.ok(), qPrintable(woken.ok() ? QString() : woken.error().text()));
        QCOMPARE(*(*woken)->get(u"/home/agent/secret"_qs, 10), QByteArray("one"));
        REQUIRE(m_provider->destroy(copyName(1), Millis(0)));
        noTrace();
    }

    void whereNoCopyCanBeHadAMachineIsBooted() {
        firstOfItsKind();
        REQUIRE(m_provider->makeAhead(MachineWorld::spec(copyName(4)), {}, {}));
        REQUIRE(m_provider->destroy(copyName(4), Millis(0)));
        QCOMPARE(templates().size(), 1);
        QFile memory(m_world->config().stateDirectory + u"/templates/"_qs + templates().first() +
                     u"/memory.save"_qs);
        QVERIFY(memory.resize(memory.size() / 3));
        REQUIRE(m_provider->makeAhead(MachineWorld::spec(copyName(4)), {}, {}));
        QVERIFY(templates().isEmpty());
        REQUIRE(m_provider->destroy(copyName(4), Millis(0)));
        QVERIFY(!m_provider->info()->warnings.join(u' ').contains(u"booted one by one"));
        // For good where it fails again, and said so.
        QDir(m_world->config().stateDirectory).rmdir(u"templates"_qs);
        QFile nowhere(m_world->config().stateDirectory + u"/templates"_qs);
        QVERIFY(nowhere.open(QIODevice::WriteOnly));
        REQUIRE(m_provider->makeAhead(MachineWorld::spec(copyName(4)), {}, {}));
        QVERIFY(m_provider->info()->warnings.join(u' ').contains(u"booted one by one"));
        REQUIRE(m_provider->destroy(copyName(4), Millis(0)));
        QVERIFY(nowhere.remove());
        noTrace();
        m_provider.reset();
        m_provider = m_world->provider();
    }

    // ---- Hibernation

    void aHibernatedMachineCostsDiskOnlyAndGoesOn() {
        m_machine = acquire(leaseName);
        QVERIFY(m_machine);
        QVERIFY(m_machine->put(u"/home/agent/mark"_qs, "kept", 0600, u"agent"_qs));
        // In memory alone: a file on tmpfs, and a process that is no job.
        QVERIFY(run(*m_machine, u"memory"_qs, u"echo memory >/tmp/memory"_qs).result.ok());
        const QByteArray keyBefore = hostKeyOf(leaseName);
        const QByteArray before = idOf(*m_machine);

        QElapsedTimer timer;
        timer.start();
        REQUIRE(m_provider->hibernate(leaseName, {}));
        qInfo("hibernated in %lld ms", (long long)timer.elapsed());
        REQUIRE(m_provider->hibernate(leaseName, {})); // again: nothing
        QVERIFY(m_world->emulators().isEmpty());
        const auto all = m_provider->list();
        QVERIFY(all);
        QCOMPARE(all->size(), 1);
        QCOMPARE(toString(all->first().state), u"hibernated"_qs);
        QVERIFY(all->first().diskBytes > 10'000'000);
        QCOMPARE(all->first().memoryBytes, 0);
        const Ran none = run(*m_machine, u"none"_qs, u"true"_qs);
        QVERIFY(!none.result);
        QVERIFY2(none.result.error().message.contains(u"hibernates"),
                 qPrintable(none.result.error().message));

        timer.restart();
        const auto woken = m_provider->resume(leaseName, {});
        QVERIFY2(woken.ok(), qPrintable(woken.ok() ? QString() : woken.error().text()));
        const qint64 resumed = timer.elapsed();
        m_machine = *woken;
        const Ran first = run(*m_machine, u"first"_qs, u"date +%s; cat /tmp/memory mark; hostname"_qs);
        qInfo("resumed in %lld ms, first command after %lld ms", (long long)resumed,
              (long long)timer.elapsed());
        const QList<QByteArray> lines = first.output.split('\n');
        QVERIFY(std::abs(lines.value(0).toLongLong() - SystemClock().now().ms / 1000) < 30);
        QCOMPARE(lines.mid(1, 3).join(' '), QByteArray("memory keptsb-lease-t1-work-1 "));
        QVERIFY(idOf(*m_machine) != before);
        QVERIFY(hostKeyOf(leaseName) != keyBefore);
        QVERIFY(!m_provider->resume(leaseName, {}));
    }

    void theNewKeysHoldAndTheOldAreGone() {
        // A core that comes later knows only the new ones.
        m_machine.reset();
        m_provider.reset();
        m_provider = m_world->provider();
        m_machine = acquire(leaseName);
        QVERIFY(m_machine);
        const Ran mark = run(*m_machine, u"mark"_qs, u"cat /tmp/memory"_qs);
        QCOMPARE(mark.output, QByteArray("memory\n"));
    }

    void aMachineAtWorkIsNotHibernated() {
        std::thread worker(
            [this] { run(*m_machine, u"busy"_qs, u"while [ ! -e /tmp/go ]; do sleep 0.2; done"_qs); });
        QTRY_COMPARE_WITH_TIMEOUT(
            run(*m_machine, u"look%1"_qs.arg(++m_looks), u"ls /run/signalbox/jobs | grep -c '^busy$'"_qs)
                .output.trimmed(),
            QByteArray("1"), 60'000);
        const auto refused = m_provider->hibernate(leaseName, {});
        QVERIFY(!refused);
        QCOMPARE(toString(refused.error().kind), toString(ErrorKind::Conflict));
        QVERIFY(run(*m_machine, u"go"_qs, u"touch /tmp/go"_qs).result.ok());
        worker.join();
        QVERIFY(!m_provider->hibernate(u"sb-never-was"_qs, {}));
        QVERIFY(!m_provider->resume(u"sb-never-was"_qs, {}));
        QVERIFY(!m_provider->hibernate(u"../x"_qs, {}));
    }

    void acquireWakesItUnderAnotherCore() {
        REQUIRE(m_provider->hibernate(leaseName, {}));
        m_machine.reset();
        m_provider.reset();
        m_provider = m_world->provider();
        m_machine = acquire(leaseName);
        QVERIFY(m_machine);
        const auto mark = m_machine->get(u"/home/agent/mark"_qs, 10);
        REQUIRE(mark);
        QCOMPARE(*mark, QByteArray("kept"));
        QCOMPARE(m_provider->list()->size(), 1);
    }

    void whatCannotBeWokenIsMadeAnew() {
        REQUIRE(m_provider->hibernate(leaseName, {}));
        QFile memory(m_world->machinesDirectory() + u'/' + leaseName + u"/memory.save"_qs);
        QVERIFY(memory.resize(memory.size() / 3));
        m_machine = acquire(leaseName);
        QVERIFY(m_machine);
        QCOMPARE(toString(m_machine->get(u"/home/agent/mark"_qs, 10).error().kind),
                 toString(ErrorKind::NotFound));
        QCOMPARE(m_world->emulators().size(), 1);
        // Asked for by itself it is said, and nothing of it stays.
        REQUIRE(m_provider->hibernate(leaseName, {}));
        QVERIFY(memory.resize(1000));
        const auto woken = m_provider->resume(leaseName, {});
        QVERIFY(!woken);
        QVERIFY2(woken.error().message.contains(u"could not be resumed"), qPrintable(woken.error().message));
        m_machine.reset();
        noTrace();
    }

    void theLimitOnDiskRemovesTheLongestAsleep() {
        m_provider.reset();
        MachineConfig config = m_world->config();
        config.hibernationBytes = 100'000'000; // room for one
        auto made = makeProvider(m_world->uri(), config);
        QVERIFY(made);
        m_provider = *made;
        for (const QString& name : {u"sb-one"_qs, u"sb-two"_qs}) {
            QVERIFY(acquire(name));
            REQUIRE(m_provider->hibernate(name, {}));
        }
        const auto all = m_provider->list();
        QVERIFY(all);
        QCOMPARE(all->size(), 1);
        QCOMPARE(all->first().name, u"sb-two"_qs);
        REQUIRE(m_provider->destroy(u"sb-two"_qs, Millis(0)));
        noTrace();
    }

private:
    std::shared_ptr<Machine> acquire(const QString& name) {
        auto machine = m_provider->acquire(MachineWorld::spec(name), {}, {});
        if (!machine)
            qWarning("%s", qPrintable(machine.error().text()));
        return machine ? *machine : nullptr;
    }
    [[nodiscard]] QByteArray hostKeyOf(const QString& name) const {
        QFile file(m_world->machinesDirectory() + u'/' + name + u"/host_key"_qs);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static QByteArray hostnameOf(Machine& machine) {
        static int count = 0;
        return run(machine, u"hostname%1"_qs.arg(++count), u"hostname"_qs).output.trimmed();
    }
    /// What no two machines may share: machine id, random numbers, host key.
    static QByteArray idOf(Machine& machine) {
        static int count = 0;
        return run(machine, u"id%1"_qs.arg(++count), u"cat /etc/machine-id"_qs).output.trimmed();
    }
    static QByteArray randomOf(Machine& machine) {
        static int count = 0;
        return run(machine, u"random%1"_qs.arg(++count), u"head -c 16 /dev/urandom | od -An -tx1"_qs)
            .output.trimmed();
    }
    static QString copyName(int number) { return u"sb-spare-%1"_qs.arg(number, 16, 16, QLatin1Char('0')); }
    /// It is booted; those after it are copies.
    void firstOfItsKind() {
        REQUIRE(m_provider->makeAhead(MachineWorld::spec(copyName(9)), {}, {}));
        REQUIRE(m_provider->destroy(copyName(9), Millis(0)));
    }
    [[nodiscard]] QStringList templates() const {
        return QDir(m_world->config().stateDirectory + u"/templates"_qs)
            .entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    }
    void noTrace() {
        QVERIFY(m_provider->list()->isEmpty());
        const QDir folder(m_world->machinesDirectory());
        const QStringList left =
            folder.entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
        QVERIFY2(left.isEmpty(), qPrintable(left.join(u' ')));
        QVERIFY(m_world->emulators().isEmpty());
    }

    const QString aheadName = QStringLiteral("sb-spare-0123456789abcdef");
    const QString leaseName = QStringLiteral("sb-lease-t1-work-1");
    std::unique_ptr<MachineWorld> m_world;
    std::shared_ptr<MachineProvider> m_provider;
    std::shared_ptr<Machine> m_machine;
    QSet<QByteArray> m_ids;
    int m_looks = 0;
};

QTEST_GUILESS_MAIN(TestMachineReuse)
#include "tst_machine_reuse.moc"
