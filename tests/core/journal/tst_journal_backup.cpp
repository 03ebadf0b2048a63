// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: a backup is whole and sound though the core goes on meanwhile; a restore never loses a journal
// that has more, never takes a damaged backup, and keeps what was there.
#include "core/journal/journal_backup.h"
#include "core/journal/sqlite_connection.h"
#include "journal_helpers.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

#include <atomic>
#include <thread>

using namespace signalbox;
using namespace signalbox::test;

class TestJournalBackup : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        m_path = m_directory->filePath(QStringLiteral("journal.db"));
        m_backup = m_directory->filePath(QStringLiteral("backup.db"));
    }
    void isAJournalOfItsOwn();
    void replacesNothing();
    void isWholeWhileTheCoreGoesOn();
    void ofADamagedJournalIsNone();
    void restoresToAnEmptyPlace();
    void restoresAnEarlierStateOnlyByForce();
    void refusesAnotherHistory();
    void replacesADamagedJournal();
    void refusesADamagedBackup();
    void refusesWhileACoreRuns();
    void aLeftLogDoesNotComeBack();

private:
    void fill(int events, const QString& text = {}) {
        auto journal = openSqliteJournal(m_path);
        QVERIFY(journal.ok());
        for (int i = 1; i <= events; ++i)
            QVERIFY(appendNow(**journal, {numbered(1, i, text)}).ok());
    }
    void backUp() {
        auto journal = openSqliteJournal(m_path);
        QVERIFY(journal.ok());
        const auto done = (*journal)->backupTo(m_backup);
        QVERIFY2(done.ok(), done ? "" : qPrintable(done.error().message));
    }
    Result<Restored> restore(bool force = false) {
        return restoreJournal(m_backup, m_path, force, Moment{1000});
    }
    qint64 records(const QString& path) {
        const auto found = verifyJournalFile(path);
        return found && found->ok ? found->records : -1;
    }
    void tamper(const QString& path) {
        auto connection = SqliteConnection::open(path, SqliteConnection::Mode::Write);
        QVERIFY((*connection)->run(QStringLiteral("DROP TRIGGER events_never_change")).ok());
        QVERIFY((*connection)->run(QStringLiteral("UPDATE events SET at = 5 WHERE seq = 2")).ok());
        QVERIFY((*connection)
                    ->run(QStringLiteral("CREATE TRIGGER events_never_change BEFORE UPDATE ON events BEGIN "
                                         "SELECT RAISE(ABORT, 'the journal is append-only'); END"))
                    .ok());
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_path;
    QString m_backup;
};

void TestJournalBackup::isAJournalOfItsOwn() {
    fill(20);
    Digest head;
    {
        auto journal = openSqliteJournal(m_path);
        const auto done = (*journal)->backupTo(m_backup);
        QVERIFY(done.ok() && done->ok);
        QCOMPARE(done->records, 20);
        head = (*journal)->head();
        QCOMPARE(done->head, head);
    }
    QCOMPARE(QFileInfo(m_backup).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    QVERIFY(!QFileInfo::exists(m_backup + QStringLiteral(".new")));
    auto copy = openSqliteJournal(m_backup);
    QVERIFY(copy.ok());
    QCOMPARE((*copy)->head(), head);
    QCOMPARE(appendNow(**copy, {numbered(1, 21)}).value(), 21);
    QVERIFY((*copy)->verify()->ok);
}

void TestJournalBackup::replacesNothing() {
    fill(2);
    QFile other(m_backup);
    QVERIFY(other.open(QIODevice::WriteOnly) && other.write("mine") == 4);
    other.close();
    auto journal = openSqliteJournal(m_path);
    const auto done = (*journal)->backupTo(m_backup);
    QVERIFY(!done);
    QVERIFY(done.error().kind == ErrorKind::Conflict);
    QCOMPARE(QFileInfo(m_backup).size(), 4);
    QVERIFY(!(*journal)->backupTo(m_directory->filePath(QStringLiteral("no/such/place.db"))).ok());
}

void TestJournalBackup::isWholeWhileTheCoreGoesOn() {
    auto journal = openSqliteJournal(m_path);
    std::atomic<bool> stop = false;
    std::atomic<qint64> written = 0;
    std::jthread writer([&] {
        while (!stop)
            if (appendNow(**journal, QList<Event>(3, numbered(1, 1, QString(300, QLatin1Char('x'))))).ok())
                written += 3;
    });
    for (int i = 0; i < 5; ++i) {
        const QString file = m_directory->filePath(QStringLiteral("backup-%1.db").arg(i));
        const qint64 before = written;
        const auto done = (*journal)->backupTo(file);
        QVERIFY2(done.ok() && done->ok, done ? "" : qPrintable(done.error().message));
        QVERIFY(done->records >= before && done->records % 3 == 0);
        QCOMPARE(records(file), done->records);
    }
    stop = true;
}

void TestJournalBackup::ofADamagedJournalIsNone() {
    fill(5);
    tamper(m_path);
    auto journal = openSqliteJournal(m_path);
    const auto done = (*journal)->backupTo(m_backup);
    QVERIFY(!done);
    QVERIFY(done.error().kind == ErrorKind::Corrupt);
    QVERIFY(!QFileInfo::exists(m_backup));
    QVERIFY(!QFileInfo::exists(m_backup + QStringLiteral(".new")));
}

void TestJournalBackup::restoresToAnEmptyPlace() {
    fill(7);
    backUp();
    QVERIFY(QFile::remove(m_path));
    const auto done = restore();
    QVERIFY2(done.ok(), done ? "" : qPrintable(done.error().message));
    QVERIFY(done->former.isEmpty());
    auto journal = openSqliteJournal(m_path);
    QCOMPARE((*journal)->lastSeq().value(), 7);
    QCOMPARE(appendNow(**journal, {numbered(1, 8)}).value(), 8);
}

void TestJournalBackup::restoresAnEarlierStateOnlyByForce() {
    fill(4);
    backUp();
    fill(3);
    const auto refused = restore();
    QVERIFY(!refused);
    QVERIFY(refused.error().kind == ErrorKind::Conflict);
    QVERIFY(refused.error().message.contains(QStringLiteral("ahead")));
    QCOMPARE(records(m_path), 7);
    const auto forced = restore(true);
    QVERIFY(forced.ok());
    QCOMPARE(records(m_path), 4);
    QCOMPARE(records(forced->former), 7); // nothing is lost
}

void TestJournalBackup::refusesAnotherHistory() {
    fill(4);
    backUp();
    QVERIFY(QFile::remove(m_path));
    fill(3, QStringLiteral("another core's"));
    const auto refused = restore();
    QVERIFY(!refused);
    QVERIFY(refused.error().kind == ErrorKind::Conflict);
    QVERIFY(refused.error().message.contains(QStringLiteral("histories")));
    QVERIFY(restore(true).ok());
    QCOMPARE(records(m_path), 4);
}

void TestJournalBackup::replacesADamagedJournal() {
    fill(4);
    backUp();
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(9000, '\xee')) == 9000);
    file.close();
    const auto done = restore();
    QVERIFY2(done.ok(), done ? "" : qPrintable(done.error().message));
    QCOMPARE(records(m_path), 4);
    QCOMPARE(QFileInfo(done->former).size(), 9000);
}

void TestJournalBackup::refusesADamagedBackup() {
    fill(4);
    backUp();
    tamper(m_backup);
    const auto refused = restore(true);
    QVERIFY(!refused);
    QVERIFY(refused.error().kind == ErrorKind::Corrupt);
    QCOMPARE(records(m_path), 4);
    m_backup = m_directory->filePath(QStringLiteral("none.db"));
    QVERIFY(restore().error().kind == ErrorKind::NotFound);
}

void TestJournalBackup::refusesWhileACoreRuns() {
    fill(4);
    backUp();
    auto journal = openSqliteJournal(m_path);
    const auto refused = restore(true);
    QVERIFY(!refused);
    QVERIFY(refused.error().kind == ErrorKind::Conflict);
}

// A core that was killed leaves records in the log: they belong to the former journal, not to the backup.
void TestJournalBackup::aLeftLogDoesNotComeBack() {
    fill(4);
    backUp();
    QFile::remove(m_path);
    fill(4);
    QVERIFY(QFile::remove(m_path));
    QVERIFY(QFile::copy(m_backup, m_path));
    {
        auto journal = openSqliteJournal(m_path);
        QVERIFY(appendNow(**journal, {numbered(1, 5)}).ok());
        QVERIFY(QFile::copy(m_path, m_path + QStringLiteral(".kept")));
        QVERIFY(QFile::copy(m_path + QStringLiteral("-wal"), m_path + QStringLiteral(".kept-wal")));
    }
    QVERIFY(QFile::remove(m_path));
    QVERIFY(QFile::rename(m_path + QStringLiteral(".kept"), m_path));
    QVERIFY(QFile::rename(m_path + QStringLiteral(".kept-wal"), m_path + QStringLiteral("-wal")));
    QVERIFY(!restore().ok()); // it is ahead by what is in the log alone
    const auto forced = restore(true);
    QVERIFY(forced.ok());
    QCOMPARE(records(m_path), 4);
    QCOMPARE(records(forced->former), 5);
}

QTEST_GUILESS_MAIN(TestJournalBackup)
#include "tst_journal_backup.moc"
