// SPDX-License-Identifier: GPL-3.0-or-later
// Machines: how long until the first command runs in a new one, one that was made ahead and one that
// hibernated, against a bare kernel with a busybox initrd in plain QEMU; and what they and an idle core
// weigh.
#include "core/base/files.h"
#include "core/machine/image_store.h"
#include "core/machine/machine_pool.h"
#include "core/machine/provider.h"
#include "tests/bench/bare_machine.h"
#include "tests/bench/bench.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>

#include <thread>
#include <unistd.h>

namespace signalbox::bench {

namespace {

using namespace std::chrono_literals;

constexpr int memoryMiB = 512;

struct World {
    MachineConfig config;
    std::shared_ptr<MachineProvider> provider;
};

MachineSpec specOf(const QString& name) {
    MachineSpec spec;
    spec.name = name;
    spec.memoryMiB = memoryMiB;
    spec.diskMiB = 512;
    return spec;
}

double elapsedMs(const QElapsedTimer& timer) {
    return double(timer.nsecsElapsed()) / 1e6;
}

/// What the making of machines is made of: each line of its progress begins a stage.
class Stages {
public:
    void begin() {
        m_timer.start();
        m_stage.clear();
    }
    ProgressSink sink() {
        return [this](const QString& line) { enter(line); };
    }
    void enter(const QString& stage) {
        if (!m_stage.isEmpty()) {
            if (!m_took.contains(m_stage))
                m_order.append(m_stage);
            m_took[m_stage].add(elapsedMs(m_timer));
        }
        m_timer.restart();
        m_stage = stage;
    }
    [[nodiscard]] QString text(const QString& what) const {
        QStringList parts;
        for (const QString& stage : m_order)
            parts.append(
                QStringLiteral("%1 %2 ms").arg(stage).arg(m_took.value(stage).percentile(0.5), 0, 'f', 0));
        return QStringLiteral("%1: %2").arg(what, parts.join(QStringLiteral("; ")));
    }

private:
    QElapsedTimer m_timer;
    QString m_stage;
    QStringList m_order;
    QMap<QString, Samples> m_took;
};

/// Anything that runs in the guest and comes back: one program over the open session.
Result<void> firstCommand(Machine& machine) {
    const auto name = machine.get(QStringLiteral("/etc/hostname"), 1024);
    return name ? Result<void>() : Result<void>(name.error());
}

/// How much of a process is in memory: all of it, and without the guest's own memory, which is the one
/// mapping of just that size.
struct Weight {
    double all = 0;
    double besidesGuest = 0;
};

Weight weigh(qint64 pid) {
    QFile file(QStringLiteral("/proc/%1/smaps").arg(pid));
    Weight weight;
    if (!file.open(QIODevice::ReadOnly))
        return weight;
    qint64 size = 0;
    for (const QByteArray& line : file.readAll().split('\n')) {
        const QList<QByteArray> words = line.simplified().split(' ');
        if (words.value(0) == "Size:")
            size = words.value(1).toLongLong();
        if (words.value(0) != "Pss:")
            continue;
        const double mb = words.value(1).toDouble() * 1024 / 1e6;
        weight.all += mb;
        weight.besidesGuest += size == qint64(memoryMiB) * 1024 ? 0 : mb;
    }
    return weight;
}

qint64 emulatorBelow(const QString& directory) {
    for (const QString& pid :
         QDir(QStringLiteral("/proc")).entryList({QStringLiteral("[0-9]*")}, QDir::Dirs)) {
        const QByteArray line = readFile(QStringLiteral("/proc/%1/cmdline").arg(pid), 1 << 20).ok()
                                    ? *readFile(QStringLiteral("/proc/%1/cmdline").arg(pid), 1 << 20)
                                    : QByteArray();
        if (line.left(line.indexOf('\0')).contains("qemu-system") &&
            line.contains(QFile::encodeName(directory)))
            return pid.toLongLong();
    }
    return 0;
}

/// Without it the first machine of all would pay for libvirt's start.
Result<void> warmUp(World& world) {
    const auto machine = world.provider->acquire(specOf(QStringLiteral("sb-bench-first")), {}, {});
    if (!machine)
        return machine.error();
    return world.provider->destroy(QStringLiteral("sb-bench-first"), Millis(0));
}

Result<void> measureCreation(Bench& bench, World& world) {
    Samples created, floors;
    Stages stages;
    for (int round = 0; round < bench.rounds(5, 1); ++round) {
        const auto floor = bootBareMachine(world.config.imageDirectory, bench.home(), memoryMiB);
        if (!floor && floor.error().kind == ErrorKind::NotFound) {
            bench.skip(QStringLiteral("a bare kernel with busybox"), floor.error().text());
        } else if (!floor) {
            return floor.error();
        } else {
            floors.add(*floor);
        }
        QElapsedTimer timer;
        timer.start();
        stages.begin();
        const auto machine =
            world.provider->acquire(specOf(QStringLiteral("sb-bench-new")), stages.sink(), {});
        if (!machine)
            return machine.error();
        stages.enter(QStringLiteral("its first program"));
        if (const auto ran = firstCommand(**machine); !ran)
            return ran;
        created.add(elapsedMs(timer));
        stages.enter({});
        if (const auto gone = world.provider->destroy(QStringLiteral("sb-bench-new"), Millis(0)); !gone)
            return gone;
    }
    Row row{QStringLiteral("machine: create to first command"),
            QStringLiteral("ms"),
            created.percentile(0.5),
            {},
            {},
            Goal::atMostOfFloor(1.5)};
    if (floors.count() > 0) {
        row.floor = floors.percentile(0.5);
        row.floorIs = QStringLiteral("bare kernel, busybox, plain QEMU");
    }
    bench.row(row);
    bench.note(
        QStringLiteral("beyond a bare kernel a machine has modules, two file systems, an overlay, an SSH "
                       "server's start and its handshake, and libvirt's start of QEMU"));
    bench.note(stages.text(QStringLiteral("create")));
    return {};
}

Result<void> waitReady(const MachinePool& pool) {
    QElapsedTimer timer;
    timer.start();
    const CancelToken pause;
    while (pool.ready() == 0) {
        if (timer.elapsed() > 180'000)
            return Error{ErrorKind::Timeout, QStringLiteral("the pool makes no machine"), {}};
        pause.waitFor(20ms);
    }
    return {};
}

/// A pool at work as long as this lives.
class RunningPool {
public:
    explicit RunningPool(const std::shared_ptr<MachineProvider>& provider)
        : m_pool(provider, PoolLimits{.least = 1, .most = 1}, MachineShape::of(specOf({})), [] { return 1; }),
          m_thread([this] { (void)m_pool.run(m_cancel); }) {}
    ~RunningPool() {
        m_cancel.cancel();
        m_thread.join();
    }
    RunningPool(const RunningPool&) = delete;
    RunningPool& operator=(const RunningPool&) = delete;
    MachinePool& pool() { return m_pool; }

private:
    CancelToken m_cancel;
    MachinePool m_pool;
    std::thread m_thread;
};

Result<void> measurePool(Bench& bench, World& world) {
    Samples claimed, first;
    RunningPool running(world.provider);
    for (int round = 0; round < bench.rounds(5, 1); ++round) {
        if (const auto ready = waitReady(running.pool()); !ready)
            return ready;
        CancelToken().waitFor(bench.quick() ? 0ms : 1000ms); // one that has waited, as in a pool it has
        const QString name = QStringLiteral("sb-bench-claim-%1").arg(round);
        QElapsedTimer timer;
        timer.start();
        const auto machine = running.pool().acquire(specOf(name), {}, {});
        if (!machine)
            return machine.error();
        claimed.add(elapsedMs(timer));
        if (const auto ran = firstCommand(**machine); !ran)
            return ran;
        first.add(elapsedMs(timer));
        if (const auto gone = running.pool().destroy(name, Millis(0)); !gone)
            return gone;
    }
    Samples floors; // what no claim can do without: a program in a guest that is there
    {
        const QString name = QStringLiteral("sb-bench-floor");
        const auto machine = world.provider->acquire(specOf(name), {}, {});
        if (!machine)
            return machine.error();
        for (int round = 0; round < bench.rounds(9, 2); ++round) {
            QElapsedTimer timer;
            timer.start();
            if (const auto ran = firstCommand(**machine); !ran)
                return ran;
            floors.add(elapsedMs(timer));
        }
        if (const auto gone = world.provider->destroy(name, Millis(0)); !gone)
            return gone;
    }
    bench.row({QStringLiteral("machine: claim from the pool"), QStringLiteral("ms"), claimed.percentile(0.5),
               floors.percentile(0.5), QStringLiteral("one program in a guest"), Goal::atMost(50)});
    bench.row({QStringLiteral("machine: claim to first command"),
               QStringLiteral("ms"),
               first.percentile(0.5),
               {},
               {},
               {}});
    bench.note(QStringLiteral(
        "a claim is told to a program that waits for it in the guest (name, clock, randomness); "
        "to start one would cost tens of milliseconds under emulation"));
    return {};
}

Result<void> measureCopies(Bench& bench, World& world) {
    Samples copied;
    Stages stages;
    for (int round = -1; round <= bench.rounds(5, 1); ++round) {
        const QString name = QStringLiteral("sb-bench-copy%1").arg(round);
        QElapsedTimer timer;
        timer.start();
        const bool counts = round > 0; // the first is booted, the second makes what the others are copies of
        stages.begin();
        const auto machine =
            world.provider->makeAhead(specOf(name), counts ? stages.sink() : ProgressSink(), {});
        if (!machine)
            return machine.error();
        if (counts)
            stages.enter(QStringLiteral("its first program"));
        if (const auto ran = firstCommand(**machine); !ran)
            return ran;
        if (counts) {
            copied.add(elapsedMs(timer));
            stages.enter({});
        }
        if (round == bench.rounds(5, 1)) {
            CancelToken().waitFor(bench.quick() ? 0ms : 2000ms);
            const Weight weight = weigh(emulatorBelow(world.config.stateDirectory));
            bench.row({QStringLiteral("machine: memory of an idle copy beside the guest's own"),
                       QStringLiteral("MB"),
                       weight.besidesGuest,
                       {},
                       {},
                       {}});
            bench.row({QStringLiteral("machine: all memory of an idle copy"),
                       QStringLiteral("MB"),
                       weight.all,
                       {},
                       {},
                       Goal::atMost(66)});
        }
        if (const auto gone = world.provider->destroy(name, Millis(0)); !gone)
            return gone;
    }
    bench.row({QStringLiteral("machine: copy of a saved one to first command"),
               QStringLiteral("ms"),
               copied.percentile(0.5),
               {},
               {},
               Goal::atMost(500)});
    bench.note(stages.text(QStringLiteral("copy")));
    const auto info = world.provider->info();
    for (const QString& warning : info ? info->warnings : QStringList())
        if (warning.contains(u"booted one by one"))
            bench.note(warning);
    return {};
}

Result<void> measureHibernation(Bench& bench, World& world) {
    const QString name = QStringLiteral("sb-bench-sleep");
    Samples slept, woken;
    Stages stages;
    for (int round = 0; round < bench.rounds(5, 1); ++round) {
        auto machine = world.provider->acquire(specOf(name), {}, {});
        if (!machine)
            return machine.error();
        if (const auto ran = firstCommand(**machine); !ran)
            return ran;
        QElapsedTimer timer;
        timer.start();
        if (const auto asleep = world.provider->hibernate(name, {}); !asleep)
            return asleep;
        slept.add(elapsedMs(timer));
        timer.restart();
        stages.begin();
        machine = world.provider->acquire(specOf(name), stages.sink(), {}); // which wakes what sleeps
        if (!machine)
            return machine.error();
        stages.enter(QStringLiteral("its first program"));
        if (const auto ran = firstCommand(**machine); !ran)
            return ran;
        woken.add(elapsedMs(timer));
        stages.enter({});
    }
    bench.row(
        {QStringLiteral("machine: hibernate"), QStringLiteral("ms"), slept.percentile(0.5), {}, {}, {}});
    bench.row({QStringLiteral("machine: resume to first command"),
               QStringLiteral("ms"),
               woken.percentile(0.5),
               {},
               {},
               Goal::atMost(500)});
    const Weight weight = weigh(emulatorBelow(world.config.stateDirectory));
    bench.row({QStringLiteral("machine: memory beside the guest's own, resumed and idle"),
               QStringLiteral("MB"),
               weight.besidesGuest,
               {},
               {},
               {}});
    bench.row({QStringLiteral("machine: all of its memory, resumed and idle"),
               QStringLiteral("MB"),
               weight.all,
               {},
               {},
               {}});
    bench.note(
        QStringLiteral("resuming starts a QEMU, reads %1 MB of memory, and shakes hands anew: a session of "
                       "the saved memory cannot go on, and new keys are handed in")
            .arg(int(weight.all - weight.besidesGuest)));
    bench.note(stages.text(QStringLiteral("resume")));
    return world.provider->destroy(name, Millis(0));
}

void measureIdleCore(Bench& bench, const World& world) {
    const QString figure = QStringLiteral("core: memory when idle");
    const QString program = QCoreApplication::applicationDirPath() + QStringLiteral("/signalboxd");
    const QString home = bench.home() + QStringLiteral("/core");
    if (!QFile::exists(program))
        return bench.skip(figure, QStringLiteral("there is no %1").arg(program));
    QProcess core;
    core.setProcessChannelMode(QProcess::MergedChannels);
    core.start(program,
               {QStringLiteral("--home"), home, QStringLiteral("--images"), world.config.imageDirectory,
                QStringLiteral("--accelerator"), world.config.accelerator});
    QElapsedTimer timer;
    timer.start();
    while (!QFile::exists(home + QStringLiteral("/run/core.json")) && timer.elapsed() < 60'000 &&
           !core.waitForFinished(50)) {
    }
    core.waitForFinished(bench.quick() ? 1000 : 15'000); // it connects to the hypervisor meanwhile
    const Weight weight = weigh(core.processId());
    core.terminate();
    core.waitForFinished();
    if (weight.all <= 0)
        return bench.fail({ErrorKind::Unavailable,
                           QStringLiteral("the core did not run: %1")
                               .arg(QString::fromUtf8(core.readAll().right(500)).trimmed()),
                           {}});
    bench.row({figure, QStringLiteral("MB"), weight.all, {}, {}, Goal::atMost(60)});
}

} // namespace

void bench_machines(Bench& bench) {
    World world;
    world.config.stateDirectory = bench.home() + QStringLiteral("/state");
    world.config.accelerator = qEnvironmentVariable("SIGNALBOX_ACCELERATOR", QStringLiteral("tcg"));
    QDir().mkpath(world.config.stateDirectory);
    if (const auto image = ImageStore(world.config.imageDirectory).resolve({QStringLiteral("base")}); !image)
        return bench.skip(QStringLiteral("machines"), image.error().text());
    const auto made = makeProvider(world.config.defaultUri(), world.config);
    if (!made)
        return bench.fail(made.error());
    world.provider = *made;
    if (const auto warm = warmUp(world); !warm)
        return bench.skip(QStringLiteral("machines"), warm.error().text());
    for (const auto measure : {measureCreation, measureCopies, measurePool, measureHibernation})
        if (const auto done = measure(bench, world); !done)
            bench.fail(done.error());
    measureIdleCore(bench, world);
    world.provider.reset();
    // The short names that stand for the paths of sockets.
    for (const QFileInfo& link :
         QDir(QStringLiteral("/tmp"))
             .entryInfoList({QStringLiteral(".sb-*")}, QDir::AllEntries | QDir::System | QDir::Hidden))
        if (link.isSymLink() && link.symLinkTarget().startsWith(bench.home()))
            QFile::remove(link.filePath());
}

} // namespace signalbox::bench
