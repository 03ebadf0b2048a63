// SPDX-License-Identifier: GPL-3.0-or-later
// Recovery: a core with a long history and many tasks under way is killed with -9 in the middle of its work,
// and started again. Each start is a process of its own, forked from this one.
#include "tests/bench/recovery_home.h"

#include "core/journal/sqlite_journal.h"

#include <QCoreApplication>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTcpSocket>
#include <QThread>

#include <csignal>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace signalbox::bench {

namespace {

/// What a start took, in milliseconds from the beginning of its process; written through a pipe.
struct Start {
    double opened = 0;    ///< journal and snapshot are read: commands are taken from here on
    double firstWork = 0; ///< the first effect is handed out
    double allWork = 0;   ///< the last effect that was owed is handed out
    double effects = 0;
    double replayed = 0; ///< events read from the journal
    double tasks = 0;    ///< not over
    double megabytes = 0;
    double good = 0;
};

/// Counts what the world is owed at the start, and does nothing of it.
class Counting final : public EffectSink {
public:
    explicit Counting(const QElapsedTimer& clock) : m_clock(clock) {}
    void owed(const Task&, const Effect&) override {
        last = double(m_clock.nsecsElapsed()) / 1e6;
        if (count++ == 0)
            first = last;
    }
    void dropped(const QString&) override {}
    double first = 0, last = 0, count = 0;

private:
    const QElapsedTimer& m_clock;
};

double peakMegabytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return double(usage.ru_maxrss) / 1024;
}

/// In the child: opens the core as the daemon does.
Start openOnce(const RecoveryHome& home, bool fromSnapshot, const QElapsedTimer& clock) {
    Start start;
    auto journal = openSqliteJournal(home.journalFile());
    if (!journal)
        return start;
    Snapshots snapshots(**journal, home.snapshots());
    const SystemClock system;
    auto engine = Engine::open(**journal, system, fromSnapshot ? &snapshots : nullptr);
    if (!engine)
        return start;
    start.opened = double(clock.nsecsElapsed()) / 1e6;
    Counting counting(clock);
    (*engine)->setEffectSink(&counting);
    (*engine)->start();
    (*engine)->queryAndWait([&](const State& state) {
        start.tasks = double(state.unfinished.size());
        start.replayed = double(state.seq - (fromSnapshot ? snapshots.figures().seq : 0));
    });
    start.firstWork = counting.first;
    start.allWork = counting.last;
    start.effects = counting.count;
    start.megabytes = peakMegabytes();
    start.good = 1;
    return start;
}

/// Runs `work` in a process of its own, which ends with it.
template <typename Work>
pid_t inChild(const Work& work) {
    const pid_t child = ::fork();
    if (child == 0) {
        work();
        ::_exit(0);
    }
    return child;
}

Result<Start> startOnce(const RecoveryHome& home, bool fromSnapshot) {
    int ends[2];
    if (::pipe(ends) != 0)
        return Error{ErrorKind::Unavailable, QStringLiteral("no pipe for the measurement"), {}};
    QElapsedTimer clock;
    clock.start();
    const pid_t child = inChild([&] {
        const Start start = openOnce(home, fromSnapshot, clock);
        if (::write(ends[1], &start, sizeof start) != sizeof start)
            ::_exit(1);
        ::kill(::getpid(), SIGKILL); // no orderly end, which would leave a snapshot behind
    });
    ::close(ends[1]);
    Start start;
    const bool told = ::read(ends[0], &start, sizeof start) == sizeof start;
    ::close(ends[0]);
    ::waitpid(child, nullptr, 0);
    if (!told || start.good == 0)
        return Error{
            ErrorKind::Unavailable, QStringLiteral("a core could not start on the bench's home"), {}};
    return start;
}

/// A core at work, killed in the middle of it.
Result<void> workAndKill(const RecoveryHome& home, Millis time) {
    const pid_t child = inChild([&] {
        auto journal = openSqliteJournal(home.journalFile());
        if (!journal)
            ::_exit(1);
        Snapshots snapshots(**journal, home.snapshots());
        const SystemClock system;
        auto engine = Engine::open(**journal, system, &snapshots);
        if (!engine)
            ::_exit(1);
        EndlessWork work(**engine);
        (*engine)->setEffectSink(&work);
        (*engine)->start();
        ::pause();
    });
    QThread::msleep(static_cast<unsigned long>(time.count())); // style:allow the kill comes at any time
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFSIGNALED(status))
        return Error{ErrorKind::Unavailable, QStringLiteral("the core at work ended by itself"), {}};
    return {};
}

/// Milliseconds from the start of signalboxd until it answers on its socket; nothing when that is not built.
std::optional<double> daemonReady(const RecoveryHome& home) {
    const QString program = QCoreApplication::applicationDirPath() + QStringLiteral("/signalboxd");
    if (!QFileInfo(program).isExecutable())
        return std::nullopt;
    const QString coreFile = home.directory + QStringLiteral("/run/core.json");
    QFile::remove(coreFile);
    QProcess daemon;
    QElapsedTimer clock;
    clock.start();
    daemon.setProgram(program);
    daemon.setArguments({QStringLiteral("--home"), home.directory, QStringLiteral("--hypervisor"),
                         QStringLiteral("process:")});
    daemon.setProcessChannelMode(QProcess::MergedChannels);
    daemon.start();
    std::optional<double> ready;
    while (daemon.waitForReadyRead(20'000)) {
        const QByteArray said = daemon.readAll();
        if (!said.contains(" listens on "))
            continue;
        const QByteArray url = said.mid(said.indexOf("://") + 3);
        const qsizetype colon = url.indexOf(':');
        QTcpSocket socket;
        socket.connectToHost(QStringLiteral("127.0.0.1"), url.mid(colon + 1, 5).toUShort());
        socket.write("GET /v1/ping HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        if (socket.waitForReadyRead(10'000) && socket.readAll().contains("200"))
            ready = double(clock.nsecsElapsed()) / 1e6;
        break;
    }
    daemon.kill();
    daemon.waitForFinished();
    return ready;
}

} // namespace

void bench_recovery(Bench& bench) {
    const RecoveryHome home{bench.home()};
    const int inFlight = bench.rounds(1000, 50);
    if (const auto made = makeHistory(home, bench.rounds(1'000'000, 20'000), inFlight); !made)
        return bench.fail(made.error());
    Samples opened, first, all, replayed, memory;
    double effects = 0;
    for (int round = 0; round < bench.rounds(5, 1); ++round) {
        if (const auto killed = workAndKill(home, Millis(bench.rounds(1500, 200) + round * 130)); !killed)
            return bench.fail(killed.error());
        const auto start = startOnce(home, true);
        if (!start)
            return bench.fail(start.error());
        opened.add(start->opened);
        first.add(start->firstWork);
        all.add(start->allWork);
        replayed.add(start->replayed);
        memory.add(start->megabytes);
        effects = start->effects;
    }
    const auto whole = startOnce(home, false);
    if (!whole)
        return bench.fail(whole.error());
    const QString all1000 =
        QStringLiteral("recovery, %1 tasks in flight, %2 events").arg(inFlight).arg(qint64(whole->replayed));
    const QString floorIs = QStringLiteral("the whole journal read");
    bench.row({all1000 + QStringLiteral(": ready"), QStringLiteral("ms"), opened.percentile(0.5),
               whole->opened, floorIs, Goal::atMost(200)});
    bench.row({all1000 + QStringLiteral(": first work out"), QStringLiteral("ms"), first.percentile(0.5),
               whole->firstWork, floorIs, Goal::atMost(1000)});
    bench.row({all1000 + QStringLiteral(": all work out"), QStringLiteral("ms"), all.percentile(0.5),
               whole->allWork, floorIs, Goal::atMost(1000)});
    bench.row({all1000 + QStringLiteral(": memory"), QStringLiteral("MiB"), memory.percentile(0.5),
               whole->megabytes, floorIs, Goal()});
    const auto daemon = daemonReady(home);
    const QString answers = all1000 + QStringLiteral(": signalboxd answers");
    if (daemon)
        bench.row({answers, QStringLiteral("ms"), *daemon, {}, {}, Goal::atMost(200)});
    else
        bench.skip(answers, QStringLiteral("there is no signalboxd beside this program that answers"));
    bench.note(
        QStringLiteral("Recovery reads a snapshot and, in the middle of these kills, %1 events after it "
                       "(at most %2); %3 effects were owed again.")
            .arg(qint64(replayed.percentile(0.5)))
            .arg(qint64(replayed.percentile(1)))
            .arg(qint64(effects)));
}

} // namespace signalbox::bench
