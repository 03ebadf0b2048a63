// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: what is said to the guest's shell and supervisor, with hostile names, and what is understood of
// its answers. The file commands are tried in a real shell.
#include "core/machine/guest_commands.h"
#include "core/machine/host_program.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace signalbox;

namespace {

struct Shell {
    int code = -1;
    QByteArray out;
    QByteArray err;
};

Shell shell(const QByteArray& script, const QByteArray& input = {}) {
    QProcess process;
    process.start(u"/bin/sh"_qs, {u"-c"_qs, QString::fromUtf8(script)});
    process.write(input);
    process.closeWriteChannel();
    process.waitForFinished();
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace

class TestGuestCommands : public QObject {
    Q_OBJECT

private slots:
    void quotingSurvivesAShell_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("plain") << u"abc"_qs;
        QTest::newRow("empty") << QString();
        QTest::newRow("quotes") << u"a'b\"c''d"_qs;
        QTest::newRow("expansion") << u"$(id) `id` $HOME \\n *"_qs;
        QTest::newRow("lines") << u"a\nb\n"_qs;
        QTest::newRow("umlaut") << u"ä–€"_qs;
    }
    void quotingSurvivesAShell() {
        QFETCH(QString, text);
        QCOMPARE(shell("printf %s " + shellQuoted(text)).out, text.toUtf8());
    }

    void jobDescriptionFramesEverything() {
        Job job;
        job.id = u"j"_qs;
        job.script = u"echo hi; exit 3"_qs;
        job.directory = u"/work"_qs;
        job.environment = {{u"FOO"_qs, u"one\nscript 3\n"_qs}};
        job.timeLimit = Millis(60'000);
        job.outputLimit = 1024;
        QCOMPARE(jobDescription(job),
                 QByteArray("signalbox-job 1\nuser agent\ndir /work\ntime-limit-ms 60000\n"
                            "output-limit-bytes 1024\nenv 17\nFOO=one\nscript 3\n\n"
                            "script 15\necho hi; exit 3\n"));
    }

    void jobStateIsRead_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("end");
        QTest::addColumn<int>("code");
        using K = JobState::Kind;
        using E = JobResult::End;
        const auto row = [](const char* line, K kind, E end, int code) {
            QTest::newRow(line) << QByteArray(line) << int(kind) << int(end) << code;
        };
        row("exited 3 1200 55 0", K::Ended, E::Exited, 3);
        row("signalled 11 1200 55 0", K::Ended, E::Signalled, 11);
        row("timeout 0 1200 55 0", K::Ended, E::TimedOut, 0);
        row("outputlimit 0 1200 55 0", K::Ended, E::OutputLimit, 0);
        row("oom 0 1200 55 0", K::Ended, E::Signalled, 9);
        row("killed 0 1200 55 0", K::Killed, E::Exited, 0);
        row("failed 2 1200 55 0", K::Failed, E::Exited, 2);
        row("lost 0 1200 55 0", K::Lost, E::Exited, 0);
        row("running 0 1200 55 0", K::Running, E::Exited, 0);
    }
    void jobStateIsRead() {
        QFETCH(QByteArray, line);
        QFETCH(int, kind);
        QFETCH(int, end);
        QFETCH(int, code);
        const auto state = parseJobState("started\nsignalbox-result " + line + "\n");
        QVERIFY(state);
        QCOMPARE(int(state->kind), kind);
        QCOMPARE(int(state->result.end), end);
        QCOMPARE(state->result.code, code);
        QCOMPARE(state->result.duration, Millis(1200));
        QCOMPARE(state->result.outputBytes, 55);
    }

    void badJobStatesAreCorrupt_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("only started") << QByteArray("started\n");
        QTest::newRow("half a line") << QByteArray("signalbox-result exited 3");
        QTest::newRow("too few") << QByteArray("signalbox-result exited 3\n");
        QTest::newRow("no numbers") << QByteArray("signalbox-result exited a b c d\n");
        QTest::newRow("unknown word") << QByteArray("signalbox-result fine 0 0 0 0\n");
        QTest::newRow("a negative duration") << QByteArray("signalbox-result exited 0 -5 0 0\n");
        QTest::newRow("negative output") << QByteArray("signalbox-result exited 0 5 -1 0\n");
        QTest::newRow("negative loss") << QByteArray("signalbox-result exited 0 5 1 -9\n");
        QTest::newRow("no exit code") << QByteArray("signalbox-result exited 99999999999 5 1 0\n");
    }
    void badJobStatesAreCorrupt() {
        QFETCH(QByteArray, text);
        const auto state = parseJobState(text);
        QVERIFY(!state);
        QCOMPARE(toString(state.error().kind), toString(ErrorKind::Corrupt));
    }

    void theLastResultCounts() {
        const auto state =
            parseJobState("signalbox-result exited 0 1 1 0\nsignalbox-result exited 7 1 1 0\n");
        QVERIFY(state);
        QCOMPARE(state->result.code, 7);
    }

    void putWritesAllOrNothing() {
        const QTemporaryDir work;
        const QString path = work.filePath(u"sub dir/it's"_qs);
        QCOMPARE(shell(putCommand(path, 5, 0640, u"root"_qs), "hello").code, 0);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("hello"));
        QCOMPARE(QFileInfo(path).permissions() & QFile::Permissions(0x7777), QFile::permissions(path));
        QVERIFY(!(QFileInfo(path).permissions() & QFile::ReadOther));
        // A transfer that broke off leaves the former file.
        const Shell broken = shell(putCommand(path, 50, 0640, u"root"_qs), "half");
        QVERIFY(broken.code != 0);
        QVERIFY(broken.err.contains("broke off"));
        file.seek(0);
        QCOMPARE(file.readAll(), QByteArray("hello"));
        QCOMPARE(QDir(QFileInfo(path).path())
                     .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)
                     .size(),
                 1);
        // A link in its place is replaced, not followed.
        const QString link = work.filePath(u"link"_qs);
        QVERIFY(QFile::link(path, link));
        QCOMPARE(shell(putCommand(link, 3, 0600, u"root"_qs), "new").code, 0);
        QVERIFY(!QFileInfo(link).isSymLink());
        file.seek(0);
        QCOMPARE(file.readAll(), QByteArray("hello"));
    }

    void putBecomesTheUserWherePeopleWrite() {
        QVERIFY(putCommand(u"/home/agent/x"_qs, 1, 0600, u"agent"_qs).contains("setpriv --reuid=agent"));
        QVERIFY(!putCommand(u"/x"_qs, 1, 0600, u"root"_qs).contains("setpriv"));
        // Whoever is unknown is never root.
        QVERIFY(putCommand(u"/x"_qs, 1, 0600, u"$(id)"_qs).contains("setpriv --reuid=agent"));
    }

    void getReadsOnlyRegularFilesAndNotTooMuch() {
        const QTemporaryDir work;
        const QString path = work.filePath(u"-n"_qs);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(1000, 'x'));
        file.close();
        QCOMPARE(shell(getCommand(path, 2000)).out.size(), 1000);
        QCOMPARE(shell(getCommand(path, 10)).out.size(), 11);
        QCOMPARE(shell(getCommand(work.filePath(u"none"_qs), 10)).code, guestFileMissing);
        QCOMPARE(shell(getCommand(work.path(), 10)).code, guestFileIrregular);
        QCOMPARE(shell(getCommand(u"/dev/zero"_qs, 10)).code, guestFileIrregular);
    }

    void pulsesAreReadAsTheyAreClaimed() {
        const auto pulse = parsePulse("81230 4500 2 123456\n");
        QVERIFY(pulse);
        QCOMPARE(pulse->uptimeMs, 81230);
        QCOMPARE(pulse->busyMs, 4500);
        QCOMPARE(pulse->runningJobs, 2);
        QCOMPARE(pulse->outputBytes, 123456);
        QCOMPARE(parsePulse("1 2 99999999999 4")->runningJobs, std::numeric_limits<int>::max());
        for (const char* bad : {"", "1 2 3", "1 2 3 4 5", "1 2 x 4", "-1 2 3 4", "1 2 -3 4",
                                "99999999999999999999 2 3 4", "usage: sb-guest job start"}) {
            const auto none = parsePulse(bad);
            QVERIFY2(!none && none.error().kind == ErrorKind::Corrupt, bad);
        }
    }

    void identitiesAreDescribedAsTheGuestReadsThem() {
        QCOMPARE(identityDescription({}), QByteArray("signalbox-identity 1\nend\n"));
        GuestIdentity identity;
        identity.hostname = u"sb-t1-work-1"_qs;
        identity.clock = Moment{1'800'000'000'000};
        identity.seed = QByteArray("0123456789\nbcdef");
        identity.authorizedKey = "ssh-k";
        identity.hostKey = "pem";
        // The same text as in tests/guest/tst_guest_parts.c.
        QCOMPARE(identityDescription(identity),
                 QByteArray("signalbox-identity 1\nhostname sb-t1-work-1\nclock-ms 1800000000000\n"
                            "seed 16\n0123456789\nbcdef\nauthorized-key 5\nssh-k\nhost-key 3\npem\nend\n"));
    }

    void hostProgramsReportWhatWentWrong() {
        const Millis limit(10'000);
        const auto fine = runHostProgram(u"echo"_qs, {u"hi there"_qs}, limit, {}, {});
        QVERIFY(fine);
        QCOMPARE(*fine, QByteArray("hi there\n"));
        const auto missing = runHostProgram(u"no-such-program"_qs, {}, limit, {}, u"some-package"_qs);
        QCOMPARE(toString(missing.error().kind), toString(ErrorKind::NotFound));
        QVERIFY(missing.error().hint.contains(u"apt install some-package"));
        const auto failed = runHostProgram(u"sh"_qs, {u"-c"_qs, u"echo why >&2; exit 4"_qs}, limit, {}, {});
        QCOMPARE(toString(failed.error().kind), toString(ErrorKind::Unavailable));
        QVERIFY(failed.error().message.contains(u"why"));
        const auto slow = runHostProgram(u"sleep"_qs, {u"100"_qs}, Millis(200), {}, {});
        QCOMPARE(toString(slow.error().kind), toString(ErrorKind::Timeout));
        CancelToken cancel;
        cancel.cancel();
        QCOMPARE(toString(runHostProgram(u"sleep"_qs, {u"100"_qs}, limit, cancel, {}).error().kind),
                 toString(ErrorKind::Cancelled));
    }
};

QTEST_GUILESS_MAIN(TestGuestCommands)
#include "tst_guest_commands.moc"
