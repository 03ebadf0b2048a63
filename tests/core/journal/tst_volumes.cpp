// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: a journal that was sealed in part is read, checked, exported, copied and continued as if it lay
// in one file; what is interrupted while it is sealed loses nothing and leaves nothing; a volume that is gone
// or was changed is said by name.
#include "core/journal/chain.h"
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

class TestVolumes : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        m_path = m_directory->filePath(QStringLiteral("journal.db"));
    }
    void isReadAsBefore();
    void givesItsRoomBack();
    void goesOnAndIsSealedAgain();
    void isReadWholeWhileItIsSealed();
    void keepsItsLastTwo();
    void whatWasNeverEnteredGoes();
    void whatWasEnteredIsNamed();
    void aVolumeThatIsGoneIsNamed();
    void aChangedVolumeIsFound();
    void aBackupIsWhole();
    void aRestoredJournalIsSealedAgain();
    void theGuardsHold();
    void aVolumeIsNoJournal();

private:
    using Opened = std::unique_ptr<Journal>;
    Opened open() {
        auto journal = openSqliteJournal(m_path);
        if (!journal)
            qWarning("%s", qPrintable(journal.error().text()));
        return journal ? std::move(*journal) : nullptr;
    }
    /// A journal of so many events of seven tasks.
    Opened filled(int events) {
        auto journal = open();
        QList<Event> all;
        for (int i = 1; i <= events; ++i)
            all.append(numbered(1 + i % 7, i, QString(i % 50, QLatin1Char('x'))));
        return journal && appendNow(*journal, all).ok() ? std::move(journal) : nullptr;
    }
    static QByteArrayList exported(Journal& journal) {
        QByteArrayList lines;
        const auto done = journal.exportTo([&](const QByteArray& line) {
            lines.append(line);
            return Result<void>();
        });
        return done ? lines : QByteArrayList();
    }
    static QList<Record> ofTask(Journal& journal, TaskId task, qint64 after = 0, qint64 limit = 0) {
        QList<Record> records;
        const auto read =
            journal.readTask(task, after, limit, [&](const Record& record) { records.append(record); });
        return read ? records : QList<Record>();
    }
    static bool same(const QList<Record>& one, const QList<Record>& other) {
        return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                          [](const Record& a, const Record& b) {
                              return a.seq == b.seq && a.at == b.at && a.event == b.event;
                          });
    }
    [[nodiscard]] QStringList files(const QString& pattern) const {
        return QDir(m_directory->path()).entryList({pattern}, QDir::Files, QDir::Name);
    }
    qint64 rowsInTheFile() {
        const auto connection = SqliteConnection::open(m_path, SqliteConnection::Mode::Read);
        const auto count = (*connection)->value(QStringLiteral("SELECT count(*) FROM events"));
        return count ? count->toLongLong() : -1;
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_path;
};

void TestVolumes::isReadAsBefore() {
    const auto journal = filled(1300);
    QVERIFY(journal);
    const auto records = readAll(*journal);
    const auto lines = exported(*journal);
    const auto third = ofTask(*journal, 3);
    const auto fromTheMiddle = ofTask(*journal, 3, 500, 40);
    const Digest head = journal->head();
    const auto chain = journal->chainAt(700);

    const auto volume = journal->seal(900);
    QVERIFY2(volume.ok(), volume ? "" : qPrintable(volume.error().text()));
    QCOMPARE(volume->first, 1);
    QCOMPARE(volume->last, 900);
    QCOMPARE(volume->head, journal->chainAt(900).value());
    QVERIFY(volume->bytes > 0);
    QCOMPARE(journal->volumes().value(), QList<Volume>{*volume});

    QVERIFY(same(readAll(*journal), records));
    QCOMPARE(exported(*journal), lines);
    QVERIFY(same(ofTask(*journal, 3), third));
    QVERIFY(same(ofTask(*journal, 3, 500, 40), fromTheMiddle));
    for (const auto& [after, limit] :
         {std::pair(0, 5), std::pair(895, 10), std::pair(899, 1), std::pair(900, 3)})
        QVERIFY(same(readAll(*journal, after, limit), records.mid(after, limit)));
    QCOMPARE(journal->chainAt(700).value(), chain.value());
    const auto verified = journal->verify();
    QVERIFY(verified.ok() && verified->ok);
    QCOMPARE(verified->records, 1300);
    QCOMPARE(verified->head, head);
}

void TestVolumes::givesItsRoomBack() {
    const auto journal = filled(1300);
    QVERIFY(journal->seal(1200).ok());
    QTRY_COMPARE(rowsInTheFile(), 100);
    QCOMPARE(readAll(*journal).size(), 1300);
}

void TestVolumes::goesOnAndIsSealedAgain() {
    Digest head;
    {
        const auto journal = filled(40);
        QVERIFY(journal->seal(30).ok());
        QCOMPARE(appendNow(*journal, {numbered(9, 41), numbered(9, 42)}).value(), 41);
        const auto second = journal->seal(35);
        QVERIFY(second.ok());
        QCOMPARE(second->first, 31);
        head = journal->head();
    }
    const auto journal = open();
    QVERIFY(journal);
    QCOMPARE(journal->lastSeq().value(), 42);
    QCOMPARE(journal->head(), head);
    QCOMPARE(journal->volumes()->size(), 2);
    QCOMPARE(readAll(*journal).size(), 42);
    QCOMPARE(appendNow(*journal, {numbered(9, 43)}).value(), 43);
    QVERIFY(journal->verify()->ok);
    QCOMPARE(files(QStringLiteral("*.new")), QStringList());
}

// A reader that takes the list of volumes and the file at different moments misses what moved between them.
void TestVolumes::isReadWholeWhileItIsSealed() {
    const auto journal = filled(600);
    std::atomic<bool> done = false;
    QString problem;
    qint64 reads = 0;
    std::thread reader([&] {
        while (!done || reads == 0) {
            qint64 expected = 0;
            const auto read = journal->read(0, 0, [&](const Record& record) { expected = record.seq; });
            if (!read)
                problem = read.error().text();
            else if (expected < 600)
                problem = QStringLiteral("only %1 events").arg(expected);
            ++reads;
        }
    });
    for (int upTo = 50; upTo <= 550; upTo += 50) {
        const auto sealed = journal->seal(upTo);
        QVERIFY(appendNow(*journal, {numbered(1, upTo)}).ok());
        if (!sealed)
            problem = sealed.error().text();
    }
    done = true;
    reader.join();
    QCOMPARE(problem, QString());
    QVERIFY(journal->verify()->ok);
}

void TestVolumes::keepsItsLastTwo() {
    const auto journal = filled(10);
    for (const qint64 upTo : {qint64(-1), qint64(0), qint64(9), qint64(10), qint64(11)}) {
        const auto sealed = journal->seal(upTo);
        QVERIFY(!sealed && sealed.error().kind == ErrorKind::Invalid);
    }
    QVERIFY(journal->seal(8).ok());
    QVERIFY(!journal->seal(8).ok());
    QCOMPARE(files(QStringLiteral("*.volume*")).size(), 1);
    QVERIFY(journal->verify()->ok);
}

void TestVolumes::whatWasNeverEnteredGoes() {
    filled(20).reset();
    QFile left(m_path + QStringLiteral(".1-10.volume.new"));
    QVERIFY(left.open(QIODevice::WriteOnly) && left.write("half") == 4);
    left.close();
    const auto journal = open();
    QVERIFY(journal);
    QCOMPARE(files(QStringLiteral("*.new")), QStringList());
    QVERIFY(journal->seal(10).ok());
    QVERIFY(journal->verify()->ok);
}

void TestVolumes::whatWasEnteredIsNamed() {
    QString file;
    {
        const auto journal = filled(20);
        file = m_directory->filePath(journal->seal(10)->file);
        // As a core that was killed between the two leaves it, to readers of this moment, too.
        QVERIFY(QFile::rename(file, file + QStringLiteral(".new")));
        QCOMPARE(readAll(*journal).size(), 20);
    }
    const auto journal = open();
    QVERIFY(journal);
    QVERIFY(QFile::exists(file));
    QCOMPARE(readAll(*journal).size(), 20);
}

void TestVolumes::aVolumeThatIsGoneIsNamed() {
    QString file;
    {
        const auto journal = filled(20);
        file = m_directory->filePath(journal->seal(10)->file);
        QTRY_COMPARE(rowsInTheFile(), 10);
    }
    QVERIFY(QFile::rename(file, file + QStringLiteral(".away")));
    const auto journal = open();
    QVERIFY(journal); // what the core needs to go on is there
    QCOMPARE(readAll(*journal, 10).size(), 10);
    QCOMPARE(appendNow(*journal, {numbered(1, 21)}).value(), 21);
    const auto read = journal->read(0, 0, [](const Record&) {});
    QVERIFY(!read && read.error().kind == ErrorKind::Unavailable);
    QVERIFY(read.error().message.contains(file));
    QVERIFY(!journal->verify().ok());
    QVERIFY(!journal->backupTo(m_path + QStringLiteral(".backup")).ok());

    QVERIFY(QFile::rename(file + QStringLiteral(".away"), file));
    QVERIFY(journal->verify()->ok);
}

void TestVolumes::aChangedVolumeIsFound() {
    const auto journal = filled(20);
    const QString file = m_directory->filePath(journal->seal(10)->file);
    {
        auto connection = SqliteConnection::open(file, SqliteConnection::Mode::Write);
        QVERIFY(!(*connection)->run(QStringLiteral("UPDATE events SET at = 5 WHERE seq = 4")).ok());
        QVERIFY((*connection)->run(QStringLiteral("DROP TRIGGER events_never_change")).ok());
        QVERIFY((*connection)->run(QStringLiteral("UPDATE events SET at = 5 WHERE seq = 4")).ok());
    }
    const auto verified = journal->verify();
    QVERIFY(verified.ok() && !verified->ok);
    QCOMPARE(verified->problemSeq, 4);
}

void TestVolumes::aBackupIsWhole() {
    const QString backup = m_directory->filePath(QStringLiteral("backup.db"));
    QByteArrayList lines;
    {
        const auto journal = filled(30);
        QVERIFY(journal->seal(10).ok());
        QVERIFY(journal->seal(20).ok());
        const auto copied = journal->backupTo(backup);
        QVERIFY2(copied.ok(), copied ? "" : qPrintable(copied.error().text()));
        QCOMPARE(copied->records, 30);
        QCOMPARE(copied->head, journal->head());
        lines = exported(*journal);
    }
    for (const QString& volume : files(QStringLiteral("*.volume")))
        QVERIFY(QFile::remove(m_directory->filePath(volume)));
    m_path = backup;
    const auto journal = open();
    QVERIFY(journal);
    QCOMPARE(exported(*journal), lines);
    QCOMPARE(journal->volumes()->size(), 0);
    QVERIFY(appendNow(*journal, {numbered(1, 31)}).ok());
    QVERIFY(journal->verify()->ok);
}

void TestVolumes::aRestoredJournalIsSealedAgain() {
    const QString backup = m_directory->filePath(QStringLiteral("backup.db"));
    {
        const auto journal = filled(30);
        QVERIFY(journal->seal(10).ok());
        QVERIFY(journal->backupTo(backup).ok());
        QVERIFY(appendNow(*journal, {numbered(1, 31)}).ok());
    }
    const auto behind = restoreJournal(backup, m_path, false, Moment{1000});
    QVERIFY(!behind && behind.error().kind == ErrorKind::Conflict);
    QVERIFY(behind.error().message.contains(QStringLiteral("31")));
    const auto restored = restoreJournal(backup, m_path, true, Moment{1000});
    QVERIFY2(restored.ok(), restored ? "" : qPrintable(restored.error().text()));
    const auto journal = open();
    QVERIFY(journal->seal(10).ok());
    QCOMPARE(files(QStringLiteral("*.volume")).size(), 2); // the former journal keeps its own
    QVERIFY(journal->verify()->ok);
    const auto former = verifyJournalFile(restored->former);
    QVERIFY(former.ok() && former->ok);
    QCOMPARE(former->records, 31);
}

void TestVolumes::theGuardsHold() {
    const auto journal = filled(20);
    QVERIFY(journal->seal(10).ok());
    QTRY_COMPARE(rowsInTheFile(), 10);
    auto connection = SqliteConnection::open(m_path, SqliteConnection::Mode::Write);
    for (const char* statement :
         {"DELETE FROM events WHERE seq = 11", "UPDATE events SET at = 1 WHERE seq = 11",
          "INSERT INTO events SELECT 22, at, type, task, body, chain FROM events WHERE seq = 11",
          "UPDATE volumes SET last = 15", "DELETE FROM volumes"})
        QVERIFY2(!(*connection)->run(QString::fromLatin1(statement)).ok(), statement);
    QVERIFY(journal->verify()->ok);
}

void TestVolumes::aVolumeIsNoJournal() {
    {
        const auto journal = filled(20);
        m_path = m_directory->filePath(journal->seal(10)->file);
    }
    const auto opened = openSqliteJournal(m_path);
    QVERIFY(!opened && opened.error().kind == ErrorKind::Corrupt);
}

QTEST_GUILESS_MAIN(TestVolumes)
#include "tst_volumes.moc"
