// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/sqlite_file.h"

#include "core/journal/sqlite_rows.h"
#include "core/journal/volumes.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace signalbox {

namespace {

QStringList schema() {
    return {
        QStringLiteral("PRAGMA application_id = 1396852554"), // "SBJJ" in the header, for file(1)
        QStringLiteral("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID"),
        QStringLiteral("INSERT INTO meta (key, value) VALUES ('format', '%1')").arg(wholeFormat),
        QStringLiteral("INSERT INTO meta (key, value) VALUES ('made_by', 'signalbox " SIGNALBOX_VERSION "')"),
        QStringLiteral(
            "CREATE TABLE events (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, type TEXT NOT NULL, "
            "task INTEGER NOT NULL, body TEXT NOT NULL, chain TEXT NOT NULL) STRICT"),
        QStringLiteral("CREATE INDEX events_by_task ON events (task)"),
        guardAgainstChange(),
        guardAgainstRemoval(),
        guardOfOrder(),
    };
}

Error systemError(const QString& what) {
    return {ErrorKind::Unavailable,
            QStringLiteral("%1: %2").arg(what, QString::fromLocal8Bit(strerror(errno))),
            QStringLiteral("check the disk that holds the journal and who may write to it")};
}

Result<void> syncPath(const QString& path, int flags) {
    const int descriptor = ::open(QFile::encodeName(path).constData(), flags | O_CLOEXEC);
    if (descriptor < 0)
        return systemError(QStringLiteral("cannot open %1").arg(path));
    const bool synced = ::fsync(descriptor) == 0;
    const Error error = systemError(QStringLiteral("cannot sync %1").arg(path));
    ::close(descriptor);
    return synced ? Result<void>() : Result<void>(error);
}

Result<Verification> verifyCopy(const QString& path) {
    auto copy = SqliteConnection::open(path, SqliteConnection::Mode::Read);
    return copy ? verifyRows(**copy) : Result<Verification>(copy.error());
}

} // namespace

const QString& guardAgainstChange() {
    static const QString text =
        QStringLiteral("CREATE TRIGGER events_never_change BEFORE UPDATE ON events BEGIN "
                       "SELECT RAISE(ABORT, 'the journal is append-only'); END");
    return text;
}

const QString& guardAgainstRemoval() {
    static const QString text = QStringLiteral("CREATE TRIGGER events_never_go BEFORE DELETE ON events BEGIN "
                                               "SELECT RAISE(ABORT, 'the journal is append-only'); END");
    return text;
}

const QString& guardOfUnsealed() {
    static const QString text =
        QStringLiteral("CREATE TRIGGER events_never_go BEFORE DELETE ON events "
                       "WHEN OLD.seq > (SELECT coalesce(max(last), 0) FROM volumes) BEGIN "
                       "SELECT RAISE(ABORT, 'the journal is append-only'); END");
    return text;
}

const QString& guardOfOrder() {
    static const QString text =
        QStringLiteral("CREATE TRIGGER events_go_to_the_end BEFORE INSERT ON events "
                       "WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM events) BEGIN "
                       "SELECT RAISE(ABORT, 'the journal is append-only, without gaps'); END");
    return text;
}

Result<void> makeEmptyFile(const QString& path) {
    QFile::remove(path);
    const int descriptor =
        ::open(QFile::encodeName(path).constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return systemError(QStringLiteral("cannot make the journal %1").arg(path));
    ::close(descriptor);
    return {};
}

Result<void> fillWithSchema(SqliteConnection& connection) {
    for (const QString& statement : schema())
        if (auto done = connection.run(statement); !done)
            return done;
    return {};
}

Result<void> syncFile(const QString& path) {
    return syncPath(path, O_RDONLY);
}

Result<void> syncDirectoryOf(const QString& path) {
    return syncPath(QFileInfo(path).absolutePath(), O_RDONLY | O_DIRECTORY);
}

Result<Verification> copyJournalFile(SqliteConnection& connection, const QString& journal,
                                     const QString& path) {
    if (QFileInfo::exists(path))
        return Error{ErrorKind::Conflict, QStringLiteral("there is a file %1 already").arg(path),
                     QStringLiteral("a backup replaces nothing: choose another name")};
    const QString fresh = path + QStringLiteral(".new");
    if (auto made = makeEmptyFile(fresh); !made)
        return made.error();
    const auto giveUp = [&](const Error& error) {
        QFile::remove(fresh);
        return error;
    };
    auto into = connection.prepare(QStringLiteral("VACUUM INTO ?"));
    if (!into)
        return giveUp(into.error());
    const QByteArray name = fresh.toUtf8();
    into->bind(1, name);
    if (const auto done = into->step(); !done)
        return giveUp(done.error().within(QStringLiteral("the backup failed")));
    if (auto whole = makeWhole(fresh, journal); !whole)
        return giveUp(whole.error().within(QStringLiteral("the backup failed")));
    auto verified = verifyCopy(fresh);
    if (!verified)
        return giveUp(verified.error());
    if (!verified->ok)
        return giveUp(
            {ErrorKind::Corrupt, QStringLiteral("the backup is not sound: %1").arg(verified->problem),
             QStringLiteral("the journal itself may be damaged: `signalboxctl journal verify` says so")});
    if (auto synced = syncFile(fresh); !synced)
        return giveUp(synced.error());
    // Not rename(): that would replace a file that somebody made meanwhile.
    if (::link(QFile::encodeName(fresh).constData(), QFile::encodeName(path).constData()) != 0)
        return giveUp(systemError(QStringLiteral("cannot name the backup %1").arg(path)));
    QFile::remove(fresh);
    if (auto synced = syncDirectoryOf(path); !synced)
        return synced.error();
    return verified;
}

Result<void> createJournalFile(const QString& path) {
    // SQLite would replay a log that a former journal left behind into the new one.
    if (QFileInfo(path + QStringLiteral("-wal")).size() > 0)
        return Error{
            ErrorKind::Corrupt,
            QStringLiteral("%1 is gone, but its write-ahead log %1-wal is there").arg(path),
            QStringLiteral("put the journal back beside its log; or move the log away to begin anew")};
    const QString fresh = path + QStringLiteral(".new");
    QFile::remove(fresh + QStringLiteral("-journal"));
    if (auto made = makeEmptyFile(fresh); !made)
        return made;
    {
        auto connection = SqliteConnection::open(fresh, SqliteConnection::Mode::Write);
        if (!connection)
            return connection.error();
        if (auto filled = fillWithSchema(**connection); !filled) {
            QFile::remove(fresh);
            return filled;
        }
    }
    if (auto synced = syncFile(fresh); !synced)
        return synced;
    if (::rename(QFile::encodeName(fresh).constData(), QFile::encodeName(path).constData()) != 0)
        return systemError(QStringLiteral("cannot name the journal %1").arg(path));
    return syncDirectoryOf(path);
}

Result<void> syncLeftLog(const QString& path) {
    const QString log = path + QStringLiteral("-wal");
    return QFileInfo::exists(log) ? syncFile(log) : Result<void>();
}

Result<void> checkJournalFile(SqliteConnection& connection, const QString& path) {
    const QString hint = QStringLiteral("name another file, or restore the journal from its last good copy");
    if (QFileInfo(path).size() == 0)
        return Error{ErrorKind::Corrupt, QStringLiteral("the journal %1 is empty").arg(path), hint};
    const auto tables = connection.value(QStringLiteral(
        "SELECT count(*) FROM sqlite_schema WHERE name IN ('meta', 'events', 'events_by_task', "
        "'events_never_change', 'events_never_go', 'events_go_to_the_end')"));
    if (!tables)
        return tables.error();
    if (tables->toInt() != 6)
        return Error{ErrorKind::Corrupt, QStringLiteral("%1 is a database, but not a journal").arg(path),
                     hint};
    const auto format = connection.value(QStringLiteral("SELECT value FROM meta WHERE key = 'format'"));
    if (!format)
        return format.error();
    bool isNumber = false;
    const int number = format->toString().toInt(&isNumber);
    if (!isNumber || number < 1)
        return Error{ErrorKind::Corrupt, QStringLiteral("the journal %1 does not say its format").arg(path),
                     hint};
    if (number > sealedFormat)
        return Error{ErrorKind::Invalid,
                     QStringLiteral("the journal %1 has format %2, this program reads up to %3")
                         .arg(path)
                         .arg(number)
                         .arg(sealedFormat),
                     QStringLiteral("it was written by a newer Signalbox: install that version")};
    const auto sealed =
        connection.value(QStringLiteral("SELECT count(*) FROM sqlite_schema WHERE name = 'volumes'"));
    if (!sealed)
        return sealed.error();
    if ((number == sealedFormat) != (sealed->toInt() == 1))
        return Error{ErrorKind::Corrupt,
                     QStringLiteral("%1 is a part of a journal, but not a journal").arg(path), hint};
    return {};
}

Result<void> prepareForWriting(SqliteConnection& connection, qint64 maxBytes) {
    const auto mode = connection.value(QStringLiteral("PRAGMA journal_mode = WAL"));
    if (!mode)
        return mode.error();
    if (mode->toString() != QLatin1String("wal"))
        return Error{ErrorKind::Unavailable,
                     QStringLiteral("the journal's file system does not support write-ahead logging"),
                     QStringLiteral("keep the journal on a local disk")};
    if (auto done = connection.run(QStringLiteral("PRAGMA synchronous = FULL")); !done)
        return done;
    // A log that a long reader once made grow is cut back at the next occasion.
    if (auto done = connection.run(QStringLiteral("PRAGMA journal_size_limit = 67108864")); !done)
        return done;
    if (maxBytes <= 0)
        return {};
    const auto pageBytes = connection.value(QStringLiteral("PRAGMA page_size"));
    if (!pageBytes)
        return pageBytes.error();
    const qint64 pages = std::max<qint64>(1, maxBytes / std::max<qint64>(1, pageBytes->toLongLong()));
    return connection.run(QStringLiteral("PRAGMA max_page_count = %1").arg(pages));
}

} // namespace signalbox
