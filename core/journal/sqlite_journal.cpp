// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/sqlite_journal.h"

#include "core/journal/chain.h"
#include "core/journal/single_writer_lock.h"
#include "core/journal/sqlite_file.h"
#include "core/journal/sqlite_rows.h"
#include "core/journal/sqlite_writer.h"
#include "core/journal/volumes.h"

#include <QFile>
#include <QFileInfo>

namespace signalbox {

namespace {

// Each reading call opens a connection of its own, since Qt binds one to a thread; with write-ahead logging
// readers neither wait for the writer nor hold it up.
class SqliteJournal final : public Journal {
public:
    SqliteJournal(QString path, std::unique_ptr<SingleWriterLock> lock, std::unique_ptr<SqliteWriter> writer)
        : m_path(std::move(path)), m_lock(std::move(lock)), m_writer(std::move(writer)) {}

    Result<qint64> lastSeq() override { return m_writer->lastSeq(); }
    Digest head() override { return m_writer->head(); }
    Result<Digest> chainAt(qint64 seq) override;
    void append(QList<Event> events, Moment at, Done done) override {
        m_writer->append(std::move(events), at, std::move(done));
    }
    Result<void> read(qint64 afterSeq, qint64 limit, const Visitor& visit) override;
    Result<void> readTask(TaskId task, qint64 afterSeq, qint64 limit, const Visitor& visit) override;
    Result<Verification> verify() override;
    Result<void> exportTo(const LineSink& sink) override;
    Result<Verification> backupTo(const QString& path) override;
    Result<Volume> seal(qint64 upTo) override;
    Result<QList<Volume>> volumes() override;
    [[nodiscard]] JournalCounters counters() const override { return m_writer->counters(); }

private:
    Result<void> readRange(const RowRange& range, const std::function<Result<void>(const StoredRow&)>& visit);

    const QString m_path;
    std::mutex m_sealing;                     ///< one at a time
    std::unique_ptr<SingleWriterLock> m_lock; ///< outlives the writer
    std::unique_ptr<SqliteWriter> m_writer;
};

Result<void> SqliteJournal::readRange(const RowRange& range,
                                      const std::function<Result<void>(const StoredRow&)>& visit) {
    auto connection = SqliteConnection::open(m_path, SqliteConnection::Mode::Read);
    if (!connection)
        return connection.error();
    return readRows(**connection, range, visit);
}

Result<Digest> SqliteJournal::chainAt(qint64 seq) {
    if (seq == 0)
        return chainStart();
    Digest chain;
    const auto read = readRange({.task = {}, .afterSeq = seq - 1, .limit = 1}, [&](const StoredRow& row) {
        if (row.seq == seq)
            chain = row.chain;
        return Result<void>();
    });
    if (!read)
        return read.error();
    if (chain.isEmpty())
        return Error{ErrorKind::NotFound, QStringLiteral("the journal has no record %1").arg(seq), {}};
    return chain;
}

Result<void> SqliteJournal::read(qint64 afterSeq, qint64 limit, const Visitor& visit) {
    qint64 previous = std::max<qint64>(0, afterSeq);
    return readRange(
        {.task = {}, .afterSeq = previous, .limit = limit}, [&](const StoredRow& row) -> Result<void> {
            const auto record = recordFrom(row);
            if (!record)
                return record.error();
            if (row.seq != previous + 1)
                return Error{ErrorKind::Corrupt,
                             QStringLiteral("record %1 of the journal is missing").arg(previous + 1),
                             QStringLiteral("restore the journal from its last good copy")};
            previous = row.seq;
            visit(*record);
            return {};
        });
}

Result<void> SqliteJournal::readTask(TaskId task, qint64 afterSeq, qint64 limit, const Visitor& visit) {
    return readRange({.task = task, .afterSeq = std::max<qint64>(0, afterSeq), .limit = limit},
                     [&](const StoredRow& row) -> Result<void> {
                         const auto record = recordFrom(row);
                         if (!record)
                             return record.error();
                         visit(*record);
                         return {};
                     });
}

Result<Verification> SqliteJournal::verify() {
    const qint64 known = m_writer->lastSeq();
    auto connection = SqliteConnection::open(m_path, SqliteConnection::Mode::Read);
    return connection ? verifyRows(**connection, known) : Result<Verification>(connection.error());
}

Result<Verification> SqliteJournal::backupTo(const QString& path) {
    const qint64 known = m_writer->lastSeq();
    auto connection = SqliteConnection::open(m_path, SqliteConnection::Mode::Read);
    if (!connection)
        return connection.error();
    auto copied = copyJournalFile(**connection, m_path, path);
    if (copied && copied->records < known) {
        QFile::remove(path);
        return Error{
            ErrorKind::Corrupt,
            QStringLiteral("the records after %1 were removed from the journal").arg(copied->records),
            {}};
    }
    return copied;
}

Result<QList<Volume>> SqliteJournal::volumes() {
    auto connection = SqliteConnection::open(m_path, SqliteConnection::Mode::Read);
    return connection ? volumesOf(**connection) : Result<QList<Volume>>(connection.error());
}

// Two records stay, so that the journal's end can be checked where it is built upon.
Result<Volume> SqliteJournal::seal(qint64 upTo) {
    const std::lock_guard lock(m_sealing);
    auto connection = SqliteConnection::open(m_path, SqliteConnection::Mode::Read);
    if (!connection)
        return connection.error();
    const auto there = volumesOf(**connection);
    if (!there)
        return there.error();
    const qint64 sealed = sealedUpTo(*there);
    if (upTo <= sealed || upTo > m_writer->lastSeq() - 2)
        return Error{ErrorKind::Invalid,
                     QStringLiteral(
                         "there is nothing to seal up to event %1: the journal has the events %2 to %3, and "
                         "keeps the last two")
                         .arg(upTo)
                         .arg(sealed + 1)
                         .arg(m_writer->lastSeq()),
                     {}};
    const auto volume = writeVolume(**connection, m_path, sealed + 1, upTo,
                                    there->isEmpty() ? chainStart() : there->last().head);
    if (!volume)
        return volume;
    // Whether a failure left it entered is not always known: what was not is removed at the next opening.
    if (auto entered = m_writer->enter(*volume); !entered)
        return entered.error();
    if (auto named = nameVolume(m_path, *volume); !named)
        return named.error();
    return volume;
}

Result<void> SqliteJournal::exportTo(const LineSink& sink) {
    return readRange({}, [&](const StoredRow& row) -> Result<void> {
        const auto body = bodyFrom(row);
        if (!body)
            return body.error();
        QJsonObject line = chainLink(row.seq, row.at, row.type, row.task, *body);
        line.insert(QStringLiteral("chain"), row.chain);
        return sink(canonicalJson(line));
    });
}

} // namespace

Result<std::unique_ptr<Journal>> openSqliteJournal(const QString& path, const JournalOptions& options) {
    // One name for one file, whichever way it was named, or two cores could lock two lock files.
    const QFileInfo given(path);
    const QString directory = QFileInfo(given.absolutePath()).canonicalFilePath();
    if (directory.isEmpty())
        return Error{ErrorKind::Unavailable,
                     QStringLiteral("the journal's directory %1 does not exist").arg(given.absolutePath()),
                     QStringLiteral("make the directory first")};
    const QString file =
        given.exists() ? given.canonicalFilePath() : directory + QLatin1Char('/') + given.fileName();

    auto lock = SingleWriterLock::take(file + QStringLiteral(".lock"));
    if (!lock)
        return lock.error();
    if (!QFileInfo::exists(file))
        if (auto made = createJournalFile(file); !made)
            return made.error();
    auto writer = std::make_unique<SqliteWriter>(file, options);
    if (auto started = writer->start(); !started)
        return started.error();
    return std::unique_ptr<Journal>(
        std::make_unique<SqliteJournal>(file, std::move(*lock), std::move(writer)));
}

} // namespace signalbox
