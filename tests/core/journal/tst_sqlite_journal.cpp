// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the journal's file: who may open it, what is refused, that it cannot be edited unnoticed, and what
// happens when there is no room.
#include "core/journal/chain.h"
#include "core/journal/sqlite_connection.h"
#include "journal_helpers.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QtTest>

using namespace signalbox;
using namespace signalbox::test;

class TestSqliteJournal : public QObject {
    Q_OBJECT

private slots:
    void init();

    void isReadableByItsOwnerOnly();
    void missingDirectoryIsNamed();
    void leavesNothingHalfMade();
    void secondCoreIsRefusedWithAHint();
    void anotherNameForTheSameFileIsRefusedToo();
    void syncsAtEachCommit();
    void itsLogGrowsAheadByZerosThatAreNoEvents();
    void refusesEditsByAnyProgram();
    void verifyFindsTampering_data();
    void verifyFindsTampering();
    void openingFindsAChangedEnd();
    void unknownTypeIsAnErrorWithItsNumber();
    void newerFormatIsRefused();
    void otherFilesAreRefused_data();
    void otherFilesAreRefused();
    void damageIsCalledCorrupt();
    void aLogWithoutItsJournalIsRefused();
    void noRoomRefusesWholeUnitsAndGoesOn();
    void tooLargeAnEventIsRefusedAlone();

private:
    Result<std::unique_ptr<Journal>> open(const JournalOptions& options = {}) {
        return openSqliteJournal(m_path, options);
    }
    void fill(int events) {
        auto journal = open();
        QVERIFY(journal.ok());
        for (int i = 1; i <= events; ++i)
            QVERIFY(appendNow(**journal, {numbered(1, i)}).ok());
    }
    /// Edits the file as an attacker would: the guards removed first, put back afterwards.
    void edit(const QStringList& statements) {
        auto connection = SqliteConnection::open(m_path, SqliteConnection::Mode::Write);
        QVERIFY(connection.ok());
        for (const QString& statement : statements) {
            const auto done = (*connection)->run(statement);
            QVERIFY2(done.ok(), done ? "" : qPrintable(done.error().message));
        }
    }
    void tamper(const QString& statement) {
        QList<QStringList> triggers;
        {
            auto connection = SqliteConnection::open(m_path, SqliteConnection::Mode::Read);
            auto query =
                (*connection)
                    ->prepare(QStringLiteral("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"));
            QVERIFY(query.ok());
            while (query->step().value())
                triggers.append({query->text(0), query->text(1)});
        }
        QStringList statements;
        for (const QStringList& trigger : triggers)
            statements.append(QStringLiteral("DROP TRIGGER ") + trigger.at(0));
        statements.append(statement);
        for (const QStringList& trigger : triggers)
            statements.append(trigger.at(1));
        edit(statements);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_path;
};

void TestSqliteJournal::init() {
    m_directory = std::make_unique<QTemporaryDir>();
    m_path = m_directory->filePath(QStringLiteral("journal.db"));
}

void TestSqliteJournal::isReadableByItsOwnerOnly() {
    const auto journal = open();
    QVERIFY(appendNow(**journal, {numbered(1, 1)}).ok());
    const auto owner =
        QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser; // the user is the owner
    for (const char* suffix : {"", "-wal", "-shm", ".lock"}) {
        const QFileInfo info(m_path + QLatin1String(suffix));
        QVERIFY2(info.exists(), suffix);
        QVERIFY2((info.permissions() & ~owner) == 0, suffix);
    }
}

void TestSqliteJournal::missingDirectoryIsNamed() {
    const auto journal = openSqliteJournal(m_directory->filePath(QStringLiteral("no/such/journal.db")));
    QVERIFY(!journal);
    QVERIFY(journal.error().kind == ErrorKind::Unavailable);
    QVERIFY(journal.error().message.contains(QStringLiteral("no/such")));
}

void TestSqliteJournal::leavesNothingHalfMade() {
    // What a core that was killed while it made the journal left behind.
    QFile left(m_path + QStringLiteral(".new"));
    QVERIFY(left.open(QIODevice::WriteOnly));
    left.write("half");
    left.close();
    QVERIFY(open().ok());
    QVERIFY(!QFileInfo::exists(m_path + QStringLiteral(".new")));
}

void TestSqliteJournal::secondCoreIsRefusedWithAHint() {
    {
        const auto first = open();
        QVERIFY(first.ok());
        const auto second = open();
        QVERIFY(!second);
        QVERIFY(second.error().kind == ErrorKind::Conflict);
        QVERIFY(second.error().message.contains(QString::number(QCoreApplication::applicationPid())));
        QVERIFY(!second.error().hint.isEmpty());
        QVERIFY(appendNow(**first, {numbered(1, 1)}).ok());
    }
    QVERIFY(open().ok());
}

void TestSqliteJournal::anotherNameForTheSameFileIsRefusedToo() {
    const auto first = open();
    const QString alias = m_directory->filePath(QStringLiteral("alias.db"));
    QVERIFY(QFile::link(m_path, alias));
    const auto second = openSqliteJournal(alias);
    QVERIFY(!second);
    QVERIFY(second.error().kind == ErrorKind::Conflict);
}

void TestSqliteJournal::syncsAtEachCommit() {
    const auto journal = open();
    QVERIFY(appendNow(**journal, {numbered(1, 1)}).ok());
    auto other = SqliteConnection::open(m_path, SqliteConnection::Mode::Read);
    QCOMPARE((*other)->value(QStringLiteral("PRAGMA journal_mode"))->toString(), QStringLiteral("wal"));
    QVERIFY(QFileInfo(m_path + QStringLiteral("-wal")).size() > 0);
}

// The room that is made ahead must be there (it halves the time of a sync), and must never be read as
// history.
void TestSqliteJournal::itsLogGrowsAheadByZerosThatAreNoEvents() {
    const QString log = m_path + QStringLiteral("-wal");
    const auto journal = open({.logPiecePages = 64});
    qint64 events = 0;
    const auto append = [&] { return appendNow(**journal, {numbered(1, int(++events))}).ok(); };
    while (events < 20)
        QVERIFY(append()); // what follows a commit is done before the next one
    const qint64 grown = QFileInfo(log).size();
    QVERIFY(grown >= 64 * 4096);
    QVERIFY(append());
    QCOMPARE(QFileInfo(log).size(), grown);

    // As a killed core leaves it.
    QVERIFY(QDir(m_directory->path()).mkdir(QStringLiteral("left")));
    const QString left = m_directory->filePath(QStringLiteral("left/journal.db"));
    QVERIFY(QFile::copy(m_path, left) && QFile::copy(log, left + QStringLiteral("-wal")));
    const auto again = openSqliteJournal(left);
    QVERIFY(again.ok());
    QCOMPARE((*again)->lastSeq().value(), events);
    QVERIFY((*again)->verify()->ok);
    QVERIFY(appendNow(**again, {numbered(1, int(events) + 1)}).ok());
}

void TestSqliteJournal::refusesEditsByAnyProgram() {
    fill(3);
    auto connection = SqliteConnection::open(m_path, SqliteConnection::Mode::Write);
    for (const char* statement : {
             "UPDATE events SET body = '{}' WHERE seq = 2",
             "DELETE FROM events WHERE seq = 3",
             "DELETE FROM events",
             "INSERT OR REPLACE INTO events VALUES (2, 0, 'task_parked', 1, '{}', '')",
             "INSERT INTO events VALUES (5, 0, 'task_parked', 1, '{}', '')",
             "INSERT INTO events VALUES (-1, 0, 'task_parked', 1, '{}', '')",
             "INSERT INTO events (at, type, task, body, chain) VALUES (0, 'task_parked', 1, '{}', '')",
         })
        QVERIFY2(!(*connection)->run(QString::fromLatin1(statement)), statement);
    QCOMPARE((*connection)->value(QStringLiteral("SELECT count(*) FROM events"))->toInt(), 3);
}

void TestSqliteJournal::verifyFindsTampering_data() {
    QTest::addColumn<QString>("statement");
    QTest::addColumn<qint64>("seq");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char* name, const char* sql, qint64 seq, const char* problem) {
        QTest::newRow(name) << QString::fromLatin1(sql) << seq << QString::fromLatin1(problem);
    };
    row("body", "UPDATE events SET body = replace(body, '\"attempt\":4', '\"attempt\":9') WHERE seq = 4", 4,
        "changed");
    row("time", "UPDATE events SET at = at + 1 WHERE seq = 2", 2, "changed");
    row("type", "UPDATE events SET type = 'task_parked' WHERE seq = 3", 3, "changed");
    row("unknown type", "UPDATE events SET type = 'task_praised' WHERE seq = 3", 3, "task_praised");
    row("task", "UPDATE events SET task = 2 WHERE seq = 3", 3, "filed under");
    row("not JSON", "UPDATE events SET body = 'x' WHERE seq = 3", 3, "not a JSON object");
    row("chain", "UPDATE events SET chain = '00' WHERE seq = 5", 5, "changed");
    row("gap", "DELETE FROM events WHERE seq = 3", 4, "record 3 is missing");
    row("beginning removed", "DELETE FROM events WHERE seq < 3", 3, "record 1 is missing");
    row("end removed", "DELETE FROM events WHERE seq > 4", 0, "after 4 were removed");
}

void TestSqliteJournal::verifyFindsTampering() {
    QFETCH(QString, statement);
    QFETCH(qint64, seq);
    QFETCH(QString, problem);
    fill(6);
    const auto journal = open();
    QVERIFY((*journal)->verify()->ok);
    tamper(statement);
    const auto verified = (*journal)->verify();
    QVERIFY(verified.ok());
    QVERIFY(!verified->ok);
    QCOMPARE(verified->problemSeq, seq);
    QVERIFY2(verified->problem.contains(problem), qPrintable(verified->problem));
}

void TestSqliteJournal::openingFindsAChangedEnd() {
    fill(3);
    tamper(QStringLiteral("UPDATE events SET at = 1 WHERE seq = 3"));
    const auto journal = open();
    QVERIFY(!journal);
    QVERIFY(journal.error().kind == ErrorKind::Corrupt);
    QVERIFY(journal.error().message.contains(QStringLiteral("record 3")));
}

void TestSqliteJournal::unknownTypeIsAnErrorWithItsNumber() {
    fill(3);
    tamper(QStringLiteral("UPDATE events SET type = 'task_praised' WHERE seq = 2"));
    const auto journal = open();
    QVERIFY(journal.ok());
    int seen = 0;
    const auto read = (*journal)->read(0, 0, [&](const Record&) { ++seen; });
    QVERIFY(!read);
    QVERIFY(read.error().kind == ErrorKind::Corrupt);
    QVERIFY(read.error().message.contains(QStringLiteral("record 2")));
    QVERIFY(read.error().hint.contains(QStringLiteral("newer")));
    QCOMPARE(seen, 1);
}

void TestSqliteJournal::newerFormatIsRefused() {
    fill(1);
    edit({QStringLiteral("UPDATE meta SET value = '3' WHERE key = 'format'")});
    const auto newer = open();
    QVERIFY(!newer);
    QVERIFY(newer.error().kind == ErrorKind::Invalid);
    QVERIFY(newer.error().message.contains(QStringLiteral("format 3")));
    QVERIFY(newer.error().hint.contains(QStringLiteral("newer Signalbox")));

    edit({QStringLiteral("UPDATE meta SET value = 'one' WHERE key = 'format'")});
    QVERIFY(open().error().kind == ErrorKind::Corrupt);
}

void TestSqliteJournal::otherFilesAreRefused_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("a diary, not a journal\n").repeated(100);
}

void TestSqliteJournal::otherFilesAreRefused() {
    QFETCH(QByteArray, content);
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    const auto journal = open();
    QVERIFY(!journal);
    QVERIFY(journal.error().kind == ErrorKind::Corrupt);
    QVERIFY(!journal.error().hint.isEmpty());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), content); // and not touched
    file.close();

    // A database of somebody else.
    QVERIFY(QFile::remove(m_path));
    edit({QStringLiteral("CREATE TABLE meta (key, value)")});
    QVERIFY(open().error().kind == ErrorKind::Corrupt);
}

void TestSqliteJournal::damageIsCalledCorrupt() {
    {
        const auto journal = open();
        for (int i = 0; i < 400; ++i)
            QVERIFY(appendNow(**journal, {numbered(1, i, QString(500, QLatin1Char('x')))}).ok());
    }
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    const qint64 size = file.size();
    QVERIFY(size > 40 * 4096);
    for (qint64 page = 10; page < 30; ++page) {
        file.seek(page * 4096);
        file.write(QByteArray(4096, '\xee'));
    }
    file.close();
    const auto journal = open();
    if (!journal) {
        QVERIFY(journal.error().kind == ErrorKind::Corrupt);
        QVERIFY(!journal.error().hint.isEmpty());
        return;
    }
    const auto read = (*journal)->read(0, 0, [](const Record&) {});
    QVERIFY(!read);
    QVERIFY(read.error().kind == ErrorKind::Corrupt);
    QVERIFY(!read.error().hint.isEmpty());
    QVERIFY(!(*journal)->verify()->ok);
}

void TestSqliteJournal::aLogWithoutItsJournalIsRefused() {
    QFile log(m_path + QStringLiteral("-wal"));
    QVERIFY(log.open(QIODevice::WriteOnly));
    log.write("somebody's events");
    log.close();
    const auto journal = open();
    QVERIFY(!journal);
    QVERIFY(journal.error().kind == ErrorKind::Corrupt);
    QVERIFY(QFileInfo(m_path + QStringLiteral("-wal")).size() > 0);
}

void TestSqliteJournal::noRoomRefusesWholeUnitsAndGoesOn() {
    const QString large(20000, QLatin1Char('x'));
    qint64 written = 0;
    {
        const auto journal = open({.maxBytes = 400 * 1024});
        QVERIFY(journal.ok());
        Result<qint64> answer = 0;
        while ((answer = appendNow(**journal, {numbered(1, 1, large), numbered(1, 2, large)})).ok())
            QVERIFY((written += 2) < 1000);
        QVERIFY(answer.error().kind == ErrorKind::LimitReached);
        QVERIFY(!answer.error().hint.isEmpty());
        QCOMPARE((*journal)->lastSeq().value(), written);
        QCOMPARE(readAll(**journal).size(), written); // nothing of the refused unit
        // One that is too large does not take the small ones with it that were asked for at the same time.
        std::atomic<int> small = 0;
        for (int i = 0; i < 5; ++i) {
            (*journal)->append({numbered(1, 1, large), numbered(1, 2, large)}, {1}, {});
            (*journal)->append({numbered(1, 3)}, {1}, [&](const Result<qint64>& r) { small += r.ok(); });
        }
        QVERIFY(!appendNow(**journal, {numbered(1, 1, large), numbered(1, 2, large)}).ok());
        QCOMPARE(small.load(), 5);
        written += 5;
    }
    const auto journal = open(); // there is room again
    QCOMPARE(appendNow(**journal, {numbered(1, 1, large)}).value(), written + 1);
    QVERIFY((*journal)->verify()->ok);
}

void TestSqliteJournal::tooLargeAnEventIsRefusedAlone() {
    const auto journal = open({.maxBytes = 0, .maxEventBytes = 1000});
    const auto answer = appendNow(**journal, {numbered(1, 1, QString(2000, QLatin1Char('x')))});
    QVERIFY(!answer);
    QVERIFY(answer.error().kind == ErrorKind::LimitReached);
    QVERIFY(answer.error().message.contains(QStringLiteral("attempt_started")));
    QCOMPARE(appendNow(**journal, {numbered(1, 1)}).value(), 1);
}

QTEST_GUILESS_MAIN(TestSqliteJournal)
#include "tst_sqlite_journal.moc"
