// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: what the rest of the core relies on when it uses a machine, whichever provider made it. Jobs
// (exit codes, order of output, limits, cancel, the same id attaches instead of running twice), files in and
// out with their limits, connections from the guest, taking over by a second provider, and removal without a
// trace. The same suite runs against the development provider and, with SIGNALBOX_TEST_PROVIDER=vm, against
// real virtual machines.
#include "machine_world.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QTest>

#include <atomic>
#include <cerrno>
#include <poll.h>
#include <thread>
#include <unistd.h>

using namespace signalbox;
using namespace signalbox::test;
using End = JobResult::End;

namespace {

const QString sharedName = QStringLiteral("sb-contract");

/// Why a call failed; empty when it did not. Its argument is evaluated once.
template <typename T>
QString failure(const Result<T>& result) {
    return result.ok() ? QString() : result.error().text();
}
#define REQUIRE_OK(call)                                                                                     \
    do {                                                                                                     \
        const QString why = failure(call);                                                                   \
        QVERIFY2(why.isEmpty(), qPrintable(why));                                                            \
    } while (false)

/// Connects to the forwarded port the way a program in the guest does.
QString connectTo(const QString& then) {
    return QStringLiteral("exec bash -c 'exec 3<>/dev/tcp/127.0.0.1/${SIGNALBOX_PORT_8470:-8470}; %1'")
        .arg(then);
}

/// What a terminal prints until that appears, or the time is over.
QByteArray readUntil(MachineTerminal& terminal, const QByteArray& wanted) {
    QByteArray all;
    QElapsedTimer timer;
    for (timer.start(); timer.elapsed() < 60'000 && !all.contains(wanted);) {
        pollfd ready{terminal.descriptor(), POLLIN, 0};
        ::poll(&ready, 1, 500);
        char piece[4096];
        const ssize_t got = ::read(terminal.descriptor(), piece, sizeof piece);
        if (got == 0 || (got < 0 && errno != EAGAIN))
            return all + "[over]";
        all.append(piece, std::max<ssize_t>(got, 0));
    }
    return all;
}

void writeAll(int fd, QByteArrayView bytes) {
    while (!bytes.isEmpty()) {
        const ssize_t written = ::write(fd, bytes.data(), size_t(bytes.size()));
        if (written <= 0)
            return;
        bytes = bytes.sliced(written);
    }
}

} // namespace

class TestMachineContract : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        m_world = std::make_unique<MachineWorld>(qEnvironmentVariable("SIGNALBOX_TEST_PROVIDER") == u"vm");
        if (const QString missing = m_world->missing(); !missing.isEmpty()) {
            QVERIFY2(!qEnvironmentVariableIsSet("SIGNALBOX_REQUIRE_VM"), qPrintable(missing));
            QSKIP(qPrintable(missing));
        }
        m_provider = m_world->provider();
        QVERIFY(m_provider);
        auto acquired = m_provider->acquire(MachineWorld::spec(sharedName), {}, {});
        REQUIRE_OK(acquired);
        m_machine = *acquired;
    }

    void cleanupTestCase() {
        if (!m_provider)
            return;
        m_machine.reset();
        auto left = m_provider->list();
        REQUIRE_OK(left);
        for (const MachineStatus& status : *left)
            REQUIRE_OK(m_provider->destroy(status.name, Millis(0)));
    }

    void infoTellsWhatItRunsOn() {
        auto info = m_provider->info();
        REQUIRE_OK(info);
        QCOMPARE(info->isolated, m_world->vm());
        QVERIFY(!info->accelerator.isEmpty());
        QVERIFY(!info->acceleratorReason.isEmpty());
        QCOMPARE(info->warnings.join(u' ').contains(u"NOT ISOLATED"), !m_world->vm());
    }

    void jobGivesOutputInOrderAndExitCode() {
        const Ran ran = run(*m_machine, u"order"_qs, u"echo one; echo two >&2; printf three; exit 7"_qs);
        REQUIRE_OK(ran.result);
        QCOMPARE(ran.output, QByteArray("one\ntwo\nthree"));
        QCOMPARE(ran.result->end, End::Exited);
        QCOMPARE(ran.result->code, 7);
        QCOMPARE(ran.result->outputBytes, 13);
        QVERIFY(!ran.result->succeeded());
        QCOMPARE(ran.result->describe(), u"exit code 7"_qs);
    }

    void jobOutputMayBeBinaryAndLong() {
        const Ran ran = run(*m_machine, u"long"_qs, u"printf 'a\\000b\\377'; head -c 3000000 /dev/zero"_qs);
        REQUIRE_OK(ran.result);
        QCOMPARE(ran.output.size(), 3000004);
        QVERIFY(ran.output.startsWith(QByteArray("a\0b\377", 4)));
    }

    void jobSeesItsEnvironmentAndDirectory() {
        const Ran ran =
            run(*m_machine, u"env"_qs,
                u"pwd; printf '%s|%s|%s\\n' \"$A\" \"$QUOTE\" \"$HOME\"; cat; id -u"_qs, [](Job& job) {
                    job.directory = u"/tmp"_qs;
                    job.environment = {{u"A"_qs, u"1 2"_qs}, {u"QUOTE"_qs, u"'\"$x\nnew\\"_qs}};
                });
        REQUIRE_OK(ran.result);
        QCOMPARE(ran.output, QByteArray("/tmp\n1 2|'\"$x\nnew\\|/home/agent\n1000\n"));
    }

    void jobInAMissingDirectoryIsRefused() {
        const Ran ran =
            run(*m_machine, u"nodir"_qs, u"true"_qs, [](Job& job) { job.directory = u"/home/agent/no"_qs; });
        QVERIFY(!ran.result);
        QCOMPARE(toString(ran.result.error().kind), toString(ErrorKind::Invalid));
    }

    void badJobsAreRefused_data() {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("directory");
        QTest::newRow("empty id") << QString() << u"agent"_qs << u"/tmp"_qs;
        QTest::newRow("id with a slash") << u"../x"_qs << u"agent"_qs << u"/tmp"_qs;
        QTest::newRow("id of a hidden file") << u".x"_qs << u"agent"_qs << u"/tmp"_qs;
        QTest::newRow("unknown user") << u"x"_qs << u"daemon"_qs << u"/tmp"_qs;
        QTest::newRow("relative directory") << u"x"_qs << u"agent"_qs << u"tmp"_qs;
        QTest::newRow("directory with a newline") << u"x"_qs << u"agent"_qs << u"/tmp\nuser root"_qs;
    }
    void badJobsAreRefused() {
        QFETCH(QString, id);
        QFETCH(QString, user);
        QFETCH(QString, directory);
        const Ran ran = run(*m_machine, id, u"true"_qs, [&](Job& job) {
            job.user = user;
            job.directory = directory;
        });
        QVERIFY(!ran.result);
        QCOMPARE(toString(ran.result.error().kind), toString(ErrorKind::Invalid));
    }

    void jobKilledBySignalSaysSo() {
        const Ran ran = run(*m_machine, u"signal"_qs, u"kill -9 $$"_qs);
        REQUIRE_OK(ran.result);
        QCOMPARE(ran.result->end, End::Signalled);
        QCOMPARE(ran.result->code, 9);
    }

    void timeLimitEndsAJob() {
        const Ran ran = run(*m_machine, u"slow"_qs, u"echo begun; sleep 600"_qs,
                            [](Job& job) { job.timeLimit = Millis(4000); });
        REQUIRE_OK(ran.result);
        QCOMPARE(ran.result->end, End::TimedOut);
        QCOMPARE(ran.output, QByteArray("begun\n"));
    }

    void outputLimitEndsAJob() {
        const Ran ran = run(*m_machine, u"flood"_qs, u"yes"_qs, [](Job& job) { job.outputLimit = 100'000; });
        REQUIRE_OK(ran.result);
        QCOMPARE(ran.result->end, End::OutputLimit);
        QCOMPARE(ran.output.size(), 100'000);
        QCOMPARE(ran.result->outputBytes, 100'000);
    }

    void cancelEndsAJobAndItsProcesses() {
        CancelToken cancel;
        std::thread later([&cancel] {
            QTest::qSleep(1000); // style:allow a fault in the midst of it
            cancel.cancel();
        });
        const Ran ran = run(*m_machine, u"cancel"_qs, u"echo $$ >/tmp/cancel.pid; sleep 4321"_qs, {}, cancel);
        later.join();
        QVERIFY(!ran.result);
        QCOMPARE(toString(ran.result.error().kind), toString(ErrorKind::Cancelled));
        const Ran after = run(*m_machine, u"cancel-after"_qs,
                              u"cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -c 'sleep 43[2]1'"_qs);
        QCOMPARE(after.output.trimmed(), QByteArray("0"));
        // Asked again, the cancelled job is not started a second time.
        const Ran again = run(*m_machine, u"cancel"_qs, u"echo never"_qs);
        QVERIFY(!again.result);
        QVERIFY(again.output.isEmpty());
    }

    /// Who does not want a job any more ends it, although who began it left it at work.
    void aJobThatSurvivesIsEndedByWhoAsksForIt() {
        const QString script = u"while :; do echo tick >>/home/agent/ticks; sleep 0.1; done"_qs;
        // Jobs need not see each other's processes; what they do, they see.
        const QString look = u"a=$(wc -l </home/agent/ticks); sleep 2; b=$(wc -l </home/agent/ticks); "
                             "test $b -gt $a && echo goes || echo stands"_qs;
        CancelToken away;
        std::thread later([&away] {
            QTest::qSleep(1000); // style:allow a core that stops in the midst of it
            away.cancel();
        });
        (void)run(
            *m_machine, u"survivor"_qs, script, [](Job& job) { job.survivesCancel = true; }, away);
        later.join();
        QCOMPARE(run(*m_machine, u"survivor-there"_qs, look).output.trimmed(), QByteArray("goes"));
        (void)run(*m_machine, u"survivor"_qs, script, {}, away);
        QCOMPARE(run(*m_machine, u"survivor-after"_qs, look).output.trimmed(), QByteArray("stands"));
    }

    void jobLeavesNoProcessBehind() {
        const Ran ran =
            run(*m_machine, u"escape"_qs, u"setsid sh -c 'sleep 4322' >/dev/null 2>&1 & echo done"_qs);
        REQUIRE_OK(ran.result);
        const Ran after = run(*m_machine, u"escape-after"_qs,
                              u"cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -c 'sleep 43[2]2'"_qs);
        QCOMPARE(after.output.trimmed(), QByteArray("0"));
    }

    void sameIdAttachesInsteadOfRunningTwice() {
        const QString script = u"echo run >>/home/agent/runs; echo abcdef; exit 3"_qs;
        const Ran first = run(*m_machine, u"once"_qs, script);
        const Ran second = run(*m_machine, u"once"_qs, script, [](Job& job) { job.outputFrom = 3; });
        REQUIRE_OK(first.result);
        REQUIRE_OK(second.result);
        QCOMPARE(first.output, QByteArray("abcdef\n"));
        QCOMPARE(second.output, QByteArray("def\n"));
        QCOMPARE(second.result->code, 3);
        auto runs = m_machine->get(u"/home/agent/runs"_qs, 1000);
        REQUIRE_OK(runs);
        QCOMPARE(*runs, QByteArray("run\n"));
    }

    void twoReadersFollowOneRunningJob() {
        const QString script = u"for i in 1 2 3 4 5 6; do echo $i; sleep 0.3; done"_qs;
        std::optional<Ran> other;
        std::thread reader([&] { other = run(*m_machine, u"shared"_qs, script); });
        const Ran mine = run(*m_machine, u"shared"_qs, script);
        reader.join();
        REQUIRE_OK(mine.result);
        REQUIRE_OK(other->result);
        QCOMPARE(mine.output, QByteArray("1\n2\n3\n4\n5\n6\n"));
        QCOMPARE(other->output, mine.output);
    }

    void slowReaderHoldsUpNobody() {
        // The slow one's output is far more than all buffers on the way hold.
        std::thread slow([this] {
            Job job;
            job.id = u"slow-reader"_qs;
            job.script = u"head -c 4000000 /dev/zero"_qs;
            const OutputSink slowly = [](QByteArrayView) {
                QTest::qSleep(20); // style:allow a slow reader is the point
            };
            auto ended = m_machine->run(job, slowly, {});
            (void)ended;
        });
        const Ran quick = run(*m_machine, u"quick"_qs, u"echo quick"_qs);
        slow.join();
        REQUIRE_OK(quick.result);
        QCOMPARE(quick.output, QByteArray("quick\n"));
    }

    void filesGoInAndOut_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("size");
        QTest::newRow("empty") << u"/home/agent/empty"_qs << 0;
        QTest::newRow("small, new folders") << u"/home/agent/new/folders/small"_qs << 10;
        QTest::newRow("strange name") << u"/home/agent/a b'c\"d\n$(e)-é"_qs << 100;
        QTest::newRow("dash") << u"/tmp/-rf"_qs << 5;
        QTest::newRow("20 MB") << u"/home/agent/big"_qs << 20'000'000;
    }
    void filesGoInAndOut() {
        QFETCH(QString, path);
        QFETCH(int, size);
        QByteArray bytes(size, Qt::Uninitialized);
        for (int i = 0; i < size; ++i)
            bytes[i] = char((i * 31 + i / 251) & 0xff);
        REQUIRE_OK(m_machine->put(path, bytes, 0640, u"agent"_qs));
        auto back = m_machine->get(path, size);
        REQUIRE_OK(back);
        QVERIFY(*back == bytes);
        if (size > 0) {
            auto tooLong = m_machine->get(path, size - 1);
            QVERIFY(!tooLong);
            QCOMPARE(toString(tooLong.error().kind), toString(ErrorKind::LimitReached));
        }
    }

    void putSetsModeAndReplaces() {
        REQUIRE_OK(m_machine->put(u"/home/agent/tool"_qs, "#!/bin/sh\necho first\n", 0755, u"agent"_qs));
        REQUIRE_OK(m_machine->put(u"/home/agent/tool"_qs, "#!/bin/sh\necho second\n", 0755, u"agent"_qs));
        const Ran ran =
            run(*m_machine, u"tool"_qs, u"./tool; stat -c %a tool; ls -a | grep -c signalbox-new"_qs);
        QCOMPARE(ran.output, QByteArray("second\n755\n0\n"));
    }

    void hostFilesGoInAndOut() {
        const QTemporaryDir work;
        const QString in = work.filePath(u"in"_qs);
        const QString out = work.filePath(u"out"_qs);
        QFile file(in);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(300'000, 'q'));
        file.close();
        REQUIRE_OK(m_machine->putFile(in, u"/home/agent/q"_qs, 0600, u"agent"_qs, {}));
        REQUIRE_OK(m_machine->getFile(u"/home/agent/q"_qs, out, 300'000, {}));
        QCOMPARE(QFileInfo(out).size(), 300'000);
        // A refused file leaves nothing on this side.
        const QString none = work.filePath(u"none"_qs);
        QVERIFY(!m_machine->getFile(u"/home/agent/q"_qs, none, 10, {}));
        QVERIFY(!m_machine->getFile(u"/home/agent/missing"_qs, none, 10, {}));
        QVERIFY(!QFileInfo::exists(none));
        QCOMPARE(QDir(work.path()).entryList(QDir::Files).size(), 2);
    }

    void badFilesAreRefused() {
        const auto kindOf = [](const auto& result) {
            return result.ok() ? QString() : toString(result.error().kind);
        };
        QCOMPARE(kindOf(m_machine->get(u"/home/agent/none"_qs, 10)), toString(ErrorKind::NotFound));
        QCOMPARE(kindOf(m_machine->get(u"/home/agent"_qs, 10)), toString(ErrorKind::Invalid));
        QCOMPARE(kindOf(m_machine->get(u"/dev/zero"_qs, 10)), toString(ErrorKind::Invalid));
        QCOMPARE(kindOf(m_machine->get(u"relative"_qs, 10)), toString(ErrorKind::Invalid));
        QCOMPARE(kindOf(m_machine->put(u"relative"_qs, "x", 0600, u"agent"_qs)),
                 toString(ErrorKind::Invalid));
        QCOMPARE(kindOf(m_machine->put(u"/home/agent/d/"_qs, "x", 0600, u"agent"_qs)),
                 toString(ErrorKind::Invalid));
        QCOMPARE(kindOf(m_machine->put(u"/home/agent"_qs, "x", 0600, u"agent"_qs)),
                 toString(ErrorKind::Denied));
        QCOMPARE(kindOf(m_machine->put(u"/home/agent/x"_qs, "x", 0600, u"nobody"_qs)),
                 toString(ErrorKind::Invalid));
        QCOMPARE(kindOf(m_machine->putFile(u"/nonexistent"_qs, u"/home/agent/x"_qs, 0600, u"agent"_qs, {})),
                 toString(ErrorKind::NotFound));
        CancelToken cancelled;
        cancelled.cancel();
        QCOMPARE(kindOf(m_machine->putFile(u"/proc/self/exe"_qs, u"/home/agent/x"_qs, 0600, u"agent"_qs,
                                           cancelled)),
                 toString(ErrorKind::Cancelled));
    }

    void guestProgramsReachTheForward() {
        std::atomic<int> connections{0};
        const QByteArray big(5'000'000, 'z');
        auto forwarded = m_machine->forward(8470, [&connections, big](int fd) {
            ++connections;
            // A server of its own: reads a line, answers, and says goodbye by closing.
            std::thread([fd, big] {
                QByteArray line;
                char byte = 0;
                while (::read(fd, &byte, 1) == 1 && byte != '\n')
                    line.append(byte);
                writeAll(fd, line == "big" ? big : "you said " + line + "\n");
                ::close(fd);
            }).detach();
        });
        REQUIRE_OK(forwarded);
        const Ran one = run(*m_machine, u"forward-1"_qs, connectTo(u"echo hello >&3; cat <&3"_qs));
        REQUIRE_OK(one.result);
        QCOMPARE(one.output, QByteArray("you said hello\n"));
        const Ran two = run(*m_machine, u"forward-2"_qs, connectTo(u"echo big >&3; wc -c <&3"_qs));
        QCOMPARE(two.output.trimmed(), QByteArray::number(big.size()));
        QCOMPARE(connections.load(), 2);
        // A client that goes away at once, and one that never reads, harm nobody.
        run(*m_machine, u"forward-3"_qs, connectTo(u"true"_qs));
        run(*m_machine, u"forward-4"_qs, connectTo(u"echo big >&3; sleep 1"_qs));
        const Ran last = run(*m_machine, u"forward-5"_qs, connectTo(u"echo still >&3; cat <&3"_qs));
        QCOMPARE(last.output, QByteArray("you said still\n"));
    }

    void badForwardsAreRefused() {
        QVERIFY(!m_machine->forward(0, [](int fd) { ::close(fd); }));
        QVERIFY(!m_machine->forward(8471, {}));
    }

    /// A person's terminal: a real one, of a size that can change, as the agent unless asked otherwise.
    void terminalIsAShellForAPerson() {
        const auto opened = m_machine->terminal({QStringLiteral("agent"), {91, 33}, Millis(60'000)});
        REQUIRE_OK(opened);
        MachineTerminal& terminal = **opened;
        writeAll(terminal.descriptor(), "test -t 0 && stty size; echo six-$((2*3)) $TERM as-$(id -u)\n");
        const QByteArray first = readUntil(terminal, "six-6 xterm-256color as-1000");
        QVERIFY2(first.contains("six-6 xterm-256color as-1000") && first.contains("33 91"),
                 first.constData());
        terminal.resize({50, 12});
        writeAll(terminal.descriptor(), "stty size; echo now-$((3*3))\n");
        const QByteArray second = readUntil(terminal, "now-9");
        QVERIFY2(second.contains("12 50"), second.constData());
        writeAll(terminal.descriptor(), "exit\n");
        const QByteArray end = readUntil(terminal, "[over]");
        QVERIFY2(end.endsWith("[over]"), end.constData());
        const auto stranger = m_machine->terminal({QStringLiteral("mallory"), {}, Millis(60'000)});
        QVERIFY(!stranger.ok() && stranger.error().kind == ErrorKind::Denied);
    }

    /// Whoever leaves takes along what runs in front, and the machine goes on as if nothing had been.
    void droppedTerminalHangsUp() {
        auto opened = m_machine->terminal({QStringLiteral("agent"), {}, Millis(60'000)});
        REQUIRE_OK(opened);
        writeAll((*opened)->descriptor(), "touch /tmp/terminal-beats; echo on-$((2*2)); while sleep 0.1; do "
                                          "echo x >>/tmp/terminal-beats; done\n");
        QVERIFY(readUntil(**opened, "on-4").contains("on-4"));
        opened->reset();
        // Processes have other numbers in another sandbox, but the file is the same.
        const Ran gone =
            run(*m_machine, QStringLiteral("hung-up"),
                QStringLiteral("for i in $(seq 60); do a=$(wc -c </tmp/terminal-beats); sleep 1; "
                               "[ $a = $(wc -c </tmp/terminal-beats) ] && { echo gone; exit 0; }; "
                               "done; exit 1"));
        REQUIRE_OK(gone.result);
        QVERIFY2(gone.output.contains("gone"), gone.output.constData());
        const auto again = m_machine->terminal({QStringLiteral("root"), {}, Millis(60'000)});
        REQUIRE_OK(again);
        writeAll((*again)->descriptor(), "echo back-$((7*7))\n");
        QVERIFY(readUntil(**again, "back-49").contains("back-49"));
    }

    void findGivesARunningMachineOnly() {
        const auto found = m_provider->find(sharedName);
        REQUIRE_OK(found);
        QCOMPARE((*found)->name(), sharedName);
        const auto missing = m_provider->find(QStringLiteral("sb-never-made"));
        QVERIFY(!missing.ok() && missing.error().kind == ErrorKind::NotFound);
    }

    void listShowsTheMachineWithItsLabels() {
        auto all = m_provider->list();
        REQUIRE_OK(all);
        QCOMPARE(all->size(), 1);
        const MachineStatus& status = all->first();
        QCOMPARE(status.name, sharedName);
        QCOMPARE(toString(status.state), u"running"_qs);
        QCOMPARE(status.labels.value(u"step"_qs), u"work <&>"_qs);
        QVERIFY(status.startedAt.ms > 0);
        if (m_world->vm()) {
            QVERIFY(status.cpuTimeMs > 0);
            QVERIFY(status.memoryBytes > 1'000'000);
            QVERIFY(status.diskBytes > 0);
            QVERIFY(m_machine->imageDigests().contains(u"base"_qs));
            QVERIFY(m_machine->imageDigests().contains(u"kernel"_qs));
        }
    }

    void acquireAgainGivesTheSameMachine() {
        REQUIRE_OK(m_machine->put(u"/home/agent/mark"_qs, "here", 0600, u"agent"_qs));
        auto again = m_provider->acquire(MachineWorld::spec(sharedName), {}, {});
        REQUIRE_OK(again);
        auto mark = (*again)->get(u"/home/agent/mark"_qs, 10);
        REQUIRE_OK(mark);
        QCOMPARE(*mark, QByteArray("here"));
    }

    void anotherProviderTakesOver() {
        const QString script = u"echo begun; exit 5"_qs;
        run(*m_machine, u"before"_qs, script);
        m_machine.reset();
        m_provider.reset();
        m_provider = m_world->provider();
        auto taken = m_provider->acquire(MachineWorld::spec(sharedName), {}, {});
        REQUIRE_OK(taken);
        m_machine = *taken;
        auto mark = m_machine->get(u"/home/agent/mark"_qs, 10);
        REQUIRE_OK(mark);
        const Ran again = run(*m_machine, u"before"_qs, script);
        REQUIRE_OK(again.result);
        QCOMPARE(again.result->code, 5);
        QCOMPARE(again.output, QByteArray("begun\n"));
    }

    void badSpecsAreRefused_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("cpus");
        QTest::addColumn<int>("memory");
        QTest::newRow("no name") << QString() << 1 << 512;
        QTest::newRow("path") << u"sb-../../etc"_qs << 1 << 512;
        QTest::newRow("foreign") << u"other"_qs << 1 << 512;
        QTest::newRow("no processor") << u"sb-x"_qs << 0 << 512;
        QTest::newRow("no memory") << u"sb-x"_qs << 1 << 1;
    }
    void badSpecsAreRefused() {
        QFETCH(QString, name);
        QFETCH(int, cpus);
        QFETCH(int, memory);
        MachineSpec spec = MachineWorld::spec(name);
        spec.cpus = cpus;
        spec.memoryMiB = memory;
        auto machine = m_provider->acquire(spec, {}, {});
        QVERIFY(!machine);
        QCOMPARE(toString(machine.error().kind), toString(ErrorKind::Invalid));
        if (!name.startsWith(u"sb-x"))
            QVERIFY(!m_provider->destroy(name, Millis(0)));
    }

    void cancelledAcquireLeavesNothing() {
        CancelToken cancel;
        cancel.cancel();
        auto machine = m_provider->acquire(MachineWorld::spec(u"sb-cancelled"_qs), {}, cancel);
        QVERIFY(!machine);
        QCOMPARE(toString(machine.error().kind), toString(ErrorKind::Cancelled));
        QVERIFY(!QFileInfo::exists(m_world->machinesDirectory() + u"/sb-cancelled"_qs));
    }

    void twoMachinesAtOnceDoNotSeeEachOther() {
        const QString otherName = u"sb-contract-two"_qs;
        auto other = m_provider->acquire(MachineWorld::spec(otherName), {}, {});
        REQUIRE_OK(other);
        REQUIRE_OK((*other)->put(u"/home/agent/only-here"_qs, "x", 0600, u"agent"_qs));
        QCOMPARE(toString(m_machine->get(u"/home/agent/only-here"_qs, 10).error().kind),
                 toString(ErrorKind::NotFound));
        std::optional<Ran> there;
        std::thread parallel([&] { there = run(**other, u"par"_qs, u"sleep 1; hostname"_qs); });
        const Ran here = run(*m_machine, u"par"_qs, u"sleep 1; hostname"_qs);
        parallel.join();
        QCOMPARE(here.output.trimmed(), sharedName.toUtf8());
        QCOMPARE(there->output.trimmed(), otherName.toUtf8());
        REQUIRE_OK(m_provider->destroy(otherName, Millis(3000)));
        // Gone for good: the object says so, and nothing hangs.
        const Ran late = run(**other, u"late"_qs, u"true"_qs);
        QVERIFY(!late.result);
        QCOMPARE(toString(late.result.error().kind), toString(ErrorKind::Unavailable));
        QVERIFY(run(*m_machine, u"still"_qs, u"true"_qs).result.ok());
    }

    // ---- A virtual machine's own promises
    // ---------------------------------------------------------------------------

    void guestHasNoNetwork() {
        if (!m_world->vm())
            QSKIP("the development provider shares this computer's network, and says so");
        const Ran ran = run(*m_machine, u"net"_qs, u"ls /sys/class/net; cat /proc/net/route | tail -n +2"_qs);
        QCOMPARE(ran.output, QByteArray("lo\n"));
    }

    void agentHasNoPrivilege() {
        if (!m_world->vm())
            QSKIP("root and agent are one user in the development provider");
        const Ran agent = run(*m_machine, u"agent-id"_qs,
                              u"id -un; cat /proc/1/environ; touch /etc/x; mount -t tmpfs x /mnt"_qs);
        QVERIFY(agent.output.startsWith("agent\n"));
        QVERIFY(!agent.result->succeeded());
        const Ran root =
            run(*m_machine, u"root-id"_qs, u"id -un"_qs, [](Job& job) { job.user = u"root"_qs; });
        QCOMPARE(root.output, QByteArray("root\n"));
    }

    void filesArePutWithTheUsersRights() {
        if (!m_world->vm())
            QSKIP("root and agent are one user in the development provider");
        run(*m_machine, u"trap"_qs, u"ln -sfn /etc /home/agent/trap"_qs);
        QVERIFY(!m_machine->put(u"/home/agent/trap/evil"_qs, "x", 0644, u"agent"_qs));
        QCOMPARE(toString(m_machine->get(u"/etc/evil"_qs, 10).error().kind), toString(ErrorKind::NotFound));
        REQUIRE_OK(m_machine->put(u"/srv/work/file"_qs, "x", 0644, u"agent"_qs));
        const Ran ran =
            run(*m_machine, u"owner"_qs, u"stat -c %U /srv/work /srv/work/file; touch /srv/work/mine"_qs);
        QVERIFY(ran.result->succeeded());
        QCOMPARE(ran.output, QByteArray("agent\nagent\n"));
    }

    void fullDiskFailsTheJobAndNothingHangs() {
        if (!m_world->vm())
            QSKIP("the development provider has no disk of its own");
        const Ran ran = run(*m_machine, u"fill"_qs,
                            u"dd if=/dev/zero of=/home/agent/fill bs=1M count=5000 2>&1 | tail -1; "
                            u"echo more >/home/agent/more"_qs);
        REQUIRE_OK(ran.result);
        QVERIFY2(!ran.result->succeeded(), ran.output.constData());
        auto put = m_machine->put(u"/home/agent/large"_qs, QByteArray(1'000'000, 'x'), 0600, u"agent"_qs);
        QVERIFY(!put);
        QCOMPARE(toString(put.error().kind), toString(ErrorKind::LimitReached));
        const Ran freed = run(*m_machine, u"free"_qs, u"rm /home/agent/fill; echo fine"_qs);
        REQUIRE_OK(freed.result);
        QCOMPARE(freed.output, QByteArray("fine\n"));
    }

    void destroyLeavesNoTrace() {
        m_machine.reset();
        REQUIRE_OK(m_provider->destroy(sharedName, Millis(0)));
        REQUIRE_OK(m_provider->destroy(sharedName, Millis(0)));
        REQUIRE_OK(m_provider->destroy(u"sb-never-was"_qs, Millis(1000)));
        auto left = m_provider->list();
        REQUIRE_OK(left);
        QVERIFY(left->isEmpty());
        QVERIFY(QDir(m_world->machinesDirectory())
                    .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)
                    .isEmpty());
        QVERIFY(m_world->emulators().isEmpty());
    }

private:
    std::unique_ptr<MachineWorld> m_world;
    std::shared_ptr<MachineProvider> m_provider;
    std::shared_ptr<Machine> m_machine;
};

QTEST_GUILESS_MAIN(TestMachineContract)
#include "tst_machine_contract.moc"
