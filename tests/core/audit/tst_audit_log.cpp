// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the audit log: what was added is there, in order and chained, over a kill in the middle of
// writing, a full disk, rotation and several threads; who adds never waits.
#include "core/audit/audit_check.h"
#include "core/audit/audit_log.h"

#include <QBuffer>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <thread>

using namespace signalbox;

namespace {

constexpr Millis patience{20'000};

AuditEntry use(const QString& text, qint64 task = 1) {
    AuditEntry entry;
    entry.kind = AuditKind::Egress;
    entry.action = QStringLiteral("allowed");
    entry.task = task;
    entry.text = text;
    return entry;
}

QByteArray exported(const AuditLog& log) {
    QByteArray bytes;
    const auto done = log.exportTo([&](const QByteArray& line) -> Result<void> {
        bytes += line + '\n';
        return {};
    });
    return done ? bytes : QByteArray();
}

AuditCheck checkOf(const AuditLog& log) {
    QByteArray bytes = exported(log);
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    const auto check = checkAudit(buffer);
    return check.ok() ? *check : AuditCheck();
}

struct Home {
    QTemporaryDir dir;
    SystemClock clock;
    [[nodiscard]] QString file() const { return dir.filePath(QStringLiteral("audit.sqlite")); }
    std::unique_ptr<AuditLog> open(AuditOptions options = {}) {
        options.journalDelay = Millis(1);
        options.retryDelay = Millis(20);
        auto log = AuditLog::open(file(), clock, options);
        return log ? std::move(*log) : nullptr;
    }
};

} // namespace

class TestAuditLog : public QObject {
    Q_OBJECT

private slots:
    void keepsWhatWasAdded() {
        Home home;
        Digest head;
        {
            const auto log = home.open();
            QVERIFY(log);
            for (int i = 1; i <= 30; ++i)
                QVERIFY(log->add(use(QString::number(i), i % 3)));
            QVERIFY(log->settle(patience));
            const AuditCheck check = checkOf(*log);
            QVERIFY2(check.ok, qPrintable(check.problem));
            QCOMPARE(check.entries, 30);
            head = check.head;
            QVERIFY(!(QFile::permissions(home.file()) & (QFile::ReadGroup | QFile::ReadOther)));
        }
        const auto again = home.open();
        QVERIFY(again->add(use(QStringLiteral("31"))));
        QVERIFY(again->settle(patience));
        QCOMPARE(checkOf(*again).entries, 31);
        const auto page = again->list({.after = 29});
        QVERIFY(page.ok());
        QCOMPARE(page->entries.size(), 2);
        QCOMPARE(page->entries[0].chain, head);
        QCOMPARE(page->entries[1].text, QStringLiteral("31"));
        QCOMPARE(page->last, 31);
    }

    void pagesAndFilters() {
        Home home;
        const auto log = home.open();
        for (int i = 1; i <= 40; ++i) {
            AuditEntry entry = use(QString::number(i), i % 4);
            entry.kind = i % 2 ? AuditKind::Egress : AuditKind::Credential;
            log->add(entry);
        }
        QVERIFY(log->settle(patience));
        const auto first = log->list({.limit = 10});
        QCOMPARE(first->entries.size(), 10);
        QCOMPARE(first->entries.first().seq, 1);
        QCOMPARE(first->first, 1);
        const auto newest = log->list({.before = 1000, .limit = 3});
        QCOMPARE(newest->entries.first().seq, 40);
        QCOMPARE(newest->entries.last().seq, 38);
        const auto filtered = log->list({.task = 2, .kind = AuditKind::Credential});
        QCOMPARE(filtered->entries.size(), 10);
        QVERIFY(log->list({.task = 2, .kind = AuditKind::Egress})->entries.isEmpty());
        QVERIFY(log->list({.after = 40})->entries.isEmpty());
    }

    void aTaskKeepsItsRepository() {
        Home home;
        {
            const auto log = home.open();
            AuditEntry first = use(QStringLiteral("submitted"), 7);
            first.repository = QStringLiteral("sample");
            log->add(first);
            log->add(use(QStringLiteral("asks"), 7));
            QVERIFY(log->settle(patience));
            QCOMPARE(log->list({})->entries.last().repository, QStringLiteral("sample"));
        }
        const auto again = home.open();
        again->add(use(QStringLiteral("asks again"), 7));
        QVERIFY(again->settle(patience));
        QCOMPARE(again->list({})->entries.last().repository, QStringLiteral("sample"));
    }

    void manyThreadsMakeOneChain() {
        Home home;
        const auto log = home.open();
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&, t] {
                for (int i = 0; i < 250; ++i)
                    log->add(use(QStringLiteral("%1/%2").arg(t).arg(i)));
            });
        for (std::thread& thread : threads)
            thread.join();
        QVERIFY(log->settle(patience));
        const AuditCheck check = checkOf(*log);
        QVERIFY2(check.ok, qPrintable(check.problem));
        QCOMPARE(check.entries, 1000);
    }

    void whatIsOldGoesAndTheChainGoesOn() {
        Home home;
        AuditOptions options;
        options.mostEntries = 100;
        for (int start = 0; start < 2; ++start) {
            const auto log = home.open(options);
            for (int i = 0; i < 500; ++i) {
                log->add(use(QString::number(i)));
                if (i % 50 == 0)
                    QVERIFY(log->settle(patience));
            }
            QVERIFY(log->settle(patience));
            const AuditCheck check = checkOf(*log);
            QVERIFY2(check.ok, qPrintable(check.problem));
            QVERIFY2(check.entries <= 100 && check.entries > 10, qPrintable(QString::number(check.entries)));
            QCOMPARE(check.after + check.entries, 500 * (start + 1));
            QCOMPARE(log->list({})->first, check.after + 1);
        }
    }

    void theJournalIsFollowedFromWhereItWasLeft() {
        Home home;
        std::atomic<qint64> end{2500};
        QList<qint64> asked;
        std::mutex mutex;
        const auto source = [&](qint64 after) -> Result<AuditPiece> {
            const std::lock_guard lock(mutex);
            asked.append(after);
            AuditPiece piece;
            piece.upTo = std::min<qint64>(end, after + 1000);
            for (qint64 seq = after + 1; seq <= piece.upTo; ++seq)
                if (seq % 10 == 0) {
                    piece.entries.append(use(QString::number(seq)));
                    piece.entries.last().at = {seq};
                }
            return piece;
        };
        {
            const auto log = home.open();
            log->follow(source);
            QVERIFY(log->settle(patience));
            QCOMPARE(log->list({})->last, 250);
            end = 2600;
            log->journalGrew();
            QVERIFY(log->settle(patience));
            QCOMPARE(log->list({})->last, 260);
        }
        {
            const std::lock_guard lock(mutex);
            asked.clear();
        }
        const auto log = home.open();
        log->follow(source);
        QVERIFY(log->settle(patience));
        QCOMPARE(log->list({})->last, 260);
        QVERIFY(checkOf(*log).ok);
        const std::lock_guard lock(mutex);
        QVERIFY(!asked.isEmpty());
        QCOMPARE(asked.first(), 2600); // nothing twice
    }

    void aLongJournalHoldsUpNoEnd() {
        Home home;
        std::atomic<int> asked = 0;
        const auto endless = [&](qint64 after) -> Result<AuditPiece> {
            ++asked;
            return AuditPiece{{use(QStringLiteral("one of very many"))}, after + 1000};
        };
        auto log = home.open();
        log->follow(endless);
        while (asked < 5)
            std::this_thread::yield();
        log->add(use(QStringLiteral("the last")));
        log.reset(); // ends, though the source does not
        const auto again = home.open();
        QCOMPARE(again->list({.before = 1'000'000, .limit = 1000})->entries.first().task, 1);
        QVERIFY(checkOf(*again).ok);
        QVERIFY(checkOf(*again).entries < 1'000'000);
    }

    /// A process that is killed while it writes leaves whole entries only, and the next goes on behind them.
    void aKillLeavesNoHalfEntry() {
        Home home;
        for (int round = 0; round < 5; ++round) {
            int pipe[2];
            QCOMPARE(::pipe(pipe), 0);
            const pid_t child = ::fork();
            if (child == 0) {
                const auto log = home.open();
                for (int i = 0;; ++i) {
                    if (log)
                        log->add(use(QString(300, QLatin1Char('x'))));
                    if (i == 200 && ::write(pipe[1], "x", 1) != 1)
                        ::_exit(1);
                    if (i % 100 == 0 && log)
                        log->settle(patience);
                }
            }
            char byte = 0;
            QCOMPARE(::read(pipe[0], &byte, 1), 1);
            ::kill(child, SIGKILL);
            QCOMPARE(::waitpid(child, nullptr, 0), child);
            ::close(pipe[0]);
            ::close(pipe[1]);
            const auto log = home.open();
            QVERIFY(log);
            const AuditCheck before = checkOf(*log);
            QVERIFY2(before.ok, qPrintable(before.problem));
            QVERIFY(before.entries > 100);
            log->add(use(QStringLiteral("after the kill")));
            QVERIFY(log->settle(patience));
            const AuditCheck after = checkOf(*log);
            QVERIFY2(after.ok && after.entries == before.entries + 1, qPrintable(after.problem));
        }
    }

    /// A disk that is full: nobody waits, it is said, what is too much is counted, and it goes on by itself.
    void aFullDiskIsSaidAndSurvived() {
        Home home;
        AuditOptions options;
        options.mostWaiting = 200;
        const auto log = home.open(options);
        log->add(use(QStringLiteral("before")));
        QVERIFY(log->settle(patience));
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit room{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &room), 0);
        const rlimit all = room;
        room.rlim_cur = 64 * 1024;
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &room), 0);
        QElapsedTimer time;
        time.start();
        while (log->isWriting() && time.elapsed() < patience.count())
            log->add(use(QString(400, QLatin1Char('x'))));
        const bool said = !log->isWriting();
        int refused = 0;
        for (int i = 0; i < 500; ++i)
            refused += !log->add(use(QStringLiteral("meanwhile")));
        const auto page = log->list({});
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &all), 0);
        QVERIFY(said);
        QCOMPARE(refused, 500); // who must not go unseen is told
        QVERIFY(page.ok() && !page->trouble.isEmpty());
        QVERIFY(log->settle(patience));
        QVERIFY(log->isWriting());
        QVERIFY(log->list({})->trouble.isEmpty());
        const AuditCheck check = checkOf(*log);
        QVERIFY2(check.ok, qPrintable(check.problem));
        const auto lost = log->list({.before = 1'000'000, .limit = 1000, .kind = AuditKind::Core});
        QVERIFY(!lost->entries.isEmpty());
        QCOMPARE(lost->entries.first().action, QStringLiteral("lost"));
        QVERIFY(lost->entries.first().detail[QStringLiteral("entries")].toInteger() >= 300);
    }

    void whatStrangersWriteIsBounded() {
        Home home;
        const auto log = home.open();
        AuditEntry entry = use(QString(100'000, QLatin1Char('x')));
        entry.detail = {{QStringLiteral("host"), QString(100'000, QLatin1Char('y'))}};
        log->add(entry);
        entry.detail = {{QStringLiteral("odd"), QString(QChar(0xd800))}};
        entry.text = QStringLiteral("line\nbreak\u2028 \"quotes\" ") + QChar(0xdc00) + QChar(0);
        log->add(entry);
        QVERIFY(log->settle(patience));
        const auto page = log->list({});
        QVERIFY(page.ok());
        QVERIFY(page->entries[0].text.size() < 600);
        QVERIFY(canonicalJson(page->entries[0].detail).size() < 200);
        const AuditCheck check = checkOf(*log);
        QVERIFY2(check.ok, qPrintable(check.problem));
    }

    void aFileThatIsNoneIsRefused() {
        Home home;
        QFile file(home.file());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(5000, 'z'));
        file.close();
        const auto opened = AuditLog::open(home.file(), home.clock);
        QVERIFY(!opened.ok());
        QVERIFY(opened.error().kind == ErrorKind::Corrupt);
    }
};

QTEST_GUILESS_MAIN(TestAuditLog)
#include "tst_audit_log.moc"
