// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: only bulk goes that nobody needs any more. What an open or a published task, a vote, an open dead
// letter or a younger task names stays, and a look removes nothing.
#include "app/daemon/retention.h"
#include "core/artifact/artifact_store.h"
#include "core/journal/sqlite_journal.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <future>
#include <thread>

using namespace signalbox;

namespace {
constexpr qint64 dayMs = 86'400'000;

class FixedClock final : public Clock {
public:
    [[nodiscard]] Moment now() const override { return at; }
    Moment at{100 * dayMs};
};
} // namespace

class TestRetention : public QObject {
    Q_OBJECT

private slots:
    void init();
    void removesWhatOldTasksLeft();
    void keepsWhatIsNeeded_data();
    void keepsWhatIsNeeded();
    void sharedBytesStay();
    void aLookRemovesNothing();
    void noDaysMeansForEver();
    void sweepsByItself();

private:
    /// A day counts from the clock's zero.
    void happen(Event event, int day) {
        std::promise<bool> done;
        m_journal->append({std::move(event)}, Moment{day * dayMs},
                          [&](const Result<qint64>& seq) { done.set_value(seq.ok()); });
        QVERIFY(done.get_future().get());
    }
    void submitted(TaskId task) {
        TaskSubmitted event;
        event.task = task;
        happen(event, 1);
        QFile log(logOf(task));
        QVERIFY(log.open(QIODevice::WriteOnly) && log.write("{}\n") == 3);
    }
    /// The task's attempt kept these bytes.
    Digest kept(TaskId task, const QByteArray& bytes) {
        const auto artifact = m_store->keep(QStringLiteral("agent.log"), QStringLiteral("text/plain"), bytes);
        AttemptFinished event;
        event.task = task;
        event.result.artifacts.append(*artifact);
        happen(event, 2);
        return artifact->digest;
    }
    void finished(TaskId task, int day, Outcome outcome = Outcome::Failed) {
        happen(TaskFinished{task, outcome, {}}, day);
    }
    QString logOf(TaskId task) {
        return m_directory->filePath(QStringLiteral("logs/task-%1.ndjson").arg(task));
    }
    bool isThere(const Digest& digest) { return m_store->pathOf(digest).ok(); }
    Retention retention(int days, std::set<TaskId> needed = {}) {
        return {*m_journal, m_clock,
                RetentionSettings{m_directory->filePath(QStringLiteral("logs")),
                                  m_directory->filePath(QStringLiteral("artifacts")), days},
                [needed] { return needed; }};
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    FixedClock m_clock;
    std::unique_ptr<Journal> m_journal;
    std::unique_ptr<ArtifactStore> m_store;
};

void TestRetention::init() {
    m_journal.reset();
    m_directory = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir(m_directory->path()).mkdir(QStringLiteral("logs")));
    m_journal = std::move(*openSqliteJournal(m_directory->filePath(QStringLiteral("journal.db"))));
    m_store = std::move(*ArtifactStore::open(m_directory->filePath(QStringLiteral("artifacts"))));
}

void TestRetention::removesWhatOldTasksLeft() {
    submitted(1);
    const Digest bytes = kept(1, "a long transcript");
    finished(1, 50);
    const auto report = retention(30).sweep();
    QVERIFY(report.ok());
    QCOMPARE(report->tasks, QList<TaskId>{1});
    QCOMPARE(report->logs, 1);
    QCOMPARE(report->artifacts, 1);
    QCOMPARE(report->bytes, 3 + 17);
    QVERIFY(!QFile::exists(logOf(1)));
    QVERIFY(!isThere(bytes));
    QVERIFY(m_journal->verify()->ok); // every event, and so every name and digest, is still there
    QCOMPARE(retention(30).sweep()->logs, 0);
}

void TestRetention::keepsWhatIsNeeded_data() {
    QTest::addColumn<QString>("why");
    for (const char* why : {"open", "young", "published", "voted on", "dead letter", "goes on"})
        QTest::newRow(why) << QString::fromLatin1(why);
}

void TestRetention::keepsWhatIsNeeded() {
    QFETCH(QString, why);
    submitted(1);
    const Digest bytes = kept(1, "evidence");
    if (why == QLatin1String("voted on"))
        happen(ApprovalVoted{1, 1, QStringLiteral("ann"), false, QStringLiteral("no")}, 3);
    if (why != QLatin1String("open"))
        finished(1, why == QLatin1String("young") ? 90 : 50,
                 why == QLatin1String("published") ? Outcome::Published : Outcome::Failed);
    if (why == QLatin1String("goes on"))
        happen(AttemptStarted{1, QStringLiteral("implement"), 2}, 51);
    const std::set<TaskId> needed =
        why == QLatin1String("dead letter") ? std::set<TaskId>{1} : std::set<TaskId>();
    const auto report = retention(30, needed).sweep();
    QVERIFY(report.ok());
    QVERIFY(report->tasks.isEmpty());
    QVERIFY(QFile::exists(logOf(1)));
    QVERIFY(isThere(bytes));
}

void TestRetention::sharedBytesStay() {
    submitted(1);
    submitted(2);
    const Digest shared = kept(1, "the same report");
    QCOMPARE(kept(2, "the same report"), shared);
    const Digest own = kept(1, "its own");
    finished(1, 50);
    const auto report = retention(30).sweep();
    QCOMPARE(report->artifacts, 1);
    QVERIFY(isThere(shared));
    QVERIFY(!isThere(own));
}

void TestRetention::aLookRemovesNothing() {
    submitted(1);
    const Digest bytes = kept(1, "bytes");
    finished(1, 50);
    const auto seen = retention(0).look(30);
    QVERIFY(seen.ok());
    QCOMPARE(seen->tasks, QList<TaskId>{1});
    QCOMPARE(seen->artifacts, 1);
    QVERIFY(isThere(bytes) && QFile::exists(logOf(1)));
}

void TestRetention::noDaysMeansForEver() {
    submitted(1);
    finished(1, 2);
    QVERIFY(retention(0).sweep()->tasks.isEmpty());
    QVERIFY(QFile::exists(logOf(1)));
}

void TestRetention::sweepsByItself() {
    submitted(1);
    finished(1, 50);
    Retention periodic(*m_journal, m_clock,
                       RetentionSettings{m_directory->filePath(QStringLiteral("logs")),
                                         m_directory->filePath(QStringLiteral("artifacts")), 30},
                       {});
    CancelToken cancel;
    std::thread organ([&] { QVERIFY(periodic.run(cancel).ok()); });
    const auto ended = qScopeGuard([&] {
        cancel.cancel();
        organ.join();
    });
    QTRY_VERIFY(!QFile::exists(logOf(1)));
}

QTEST_GUILESS_MAIN(TestRetention)
#include "tst_retention.moc"
