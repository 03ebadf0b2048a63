// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/journal_backup.h"

#include "core/journal/single_writer_lock.h"
#include "core/journal/sqlite_file.h"
#include "core/journal/sqlite_rows.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace signalbox {

namespace {

const QLatin1String logSuffix("-wal");

Error cannot(const QString& what) {
    return {ErrorKind::Unavailable,
            QStringLiteral("%1: %2").arg(what, QString::fromLocal8Bit(strerror(errno))),
            QStringLiteral("check the disk and who may write there")};
}

/// Moves what a former core left in the log into the file. False where the file is too damaged for that.
bool mergeLog(const QString& path) {
    auto connection = SqliteConnection::open(path, SqliteConnection::Mode::Write);
    return connection && checkJournalFile(**connection, path) &&
           (*connection)->run(QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)")).ok();
}

/// How many records the journal that is there has, and whether the backup's history is the same as far as
/// both go.
struct Former {
    qint64 records = 0;
    bool sameHistory = true;
};

Result<Former> compare(const QString& former, const QString& backup) {
    auto there = SqliteConnection::open(former, SqliteConnection::Mode::Read);
    auto copy = SqliteConnection::open(backup, SqliteConnection::Mode::Read);
    if (!there || !copy)
        return there ? copy.error() : there.error();
    const QString last = QStringLiteral("SELECT coalesce(max(seq), 0) FROM events");
    const auto thereLast = (*there)->value(last);
    const auto copyLast = (*copy)->value(last);
    if (!thereLast || !copyLast)
        return thereLast ? copyLast.error() : thereLast.error();
    const qint64 both = std::min(thereLast->toLongLong(), copyLast->toLongLong());
    if (both == 0)
        return Former{thereLast->toLongLong(), true};
    const auto chainOf = [both](SqliteConnection& journal) -> Result<Digest> {
        Digest chain;
        const auto read =
            readRows(journal, {.task = {}, .afterSeq = both - 1, .limit = 1}, [&](const StoredRow& row) {
                chain = row.chain;
                return Result<void>();
            });
        return read ? Result<Digest>(chain) : Result<Digest>(read.error());
    };
    const auto thereChain = chainOf(**there);
    const auto copyChain = chainOf(**copy);
    if (!thereChain || !copyChain)
        return thereChain ? copyChain.error() : thereChain.error();
    return Former{thereLast->toLongLong(), *thereChain == *copyChain};
}

Result<void> mayReplace(const QString& path, const QString& backup, const Verification& verified) {
    const auto former = compare(path, backup);
    if (!former)
        return {}; // it cannot be read: a reason to restore, and it is kept
    const QString hint =
        QStringLiteral("restore with --force where that is what you want: the present journal is "
                       "kept aside");
    if (!former->sameHistory)
        return Error{ErrorKind::Conflict,
                     QStringLiteral("the journal %1 and the backup tell different histories").arg(path),
                     hint};
    if (former->records > verified.records)
        return Error{ErrorKind::Conflict,
                     QStringLiteral("the journal %1 is ahead: it has %2 records, the backup has %3")
                         .arg(path)
                         .arg(former->records)
                         .arg(verified.records),
                     hint};
    return {};
}

Result<void> linkAside(const QString& from, const QString& to) {
    return ::link(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) == 0
               ? Result<void>()
               : Result<void>(cannot(QStringLiteral("cannot keep the present journal as %1").arg(to)));
}

/// A copy of the backup, safe on the disk under a name of its own.
Result<void> stage(const QString& backup, const QString& fresh) {
    QFile::remove(fresh);
    QFile from(backup);
    if (!from.copy(fresh) || !QFile::setPermissions(fresh, QFile::ReadOwner | QFile::WriteOwner))
        return Error{ErrorKind::Unavailable,
                     QStringLiteral("cannot copy %1 to %2: %3").arg(backup, fresh, from.errorString()),
                     QStringLiteral("check the disk and who may write there")};
    const auto original = sha256OfFile(backup);
    const auto copy = sha256OfFile(fresh);
    if (!original || !copy)
        return original ? copy.error() : original.error();
    if (*original != *copy)
        return Error{
            ErrorKind::Corrupt, QStringLiteral("the copy of %1 is not what was copied").arg(backup), {}};
    return syncFile(fresh);
}

} // namespace

Result<Verification> verifyJournalFile(const QString& path) {
    if (!QFileInfo::exists(path))
        return Error{ErrorKind::NotFound, QStringLiteral("there is no file %1").arg(path), {}};
    auto connection = SqliteConnection::open(path, SqliteConnection::Mode::Read);
    if (!connection)
        return connection.error();
    if (auto checked = checkJournalFile(**connection, path); !checked)
        return checked.error();
    return verifyRows(**connection);
}

Result<Restored> restoreJournal(const QString& backup, const QString& path, bool force, Moment now) {
    const auto verified = verifyJournalFile(backup);
    if (!verified)
        return verified.error();
    if (!verified->ok)
        return Error{ErrorKind::Corrupt, QStringLiteral("the backup is damaged: %1").arg(verified->problem),
                     QStringLiteral("restore another one; nothing was changed")};
    const auto lock = SingleWriterLock::take(path + QStringLiteral(".lock"));
    if (!lock)
        return lock.error();
    Restored restored{*verified, {}};
    const QString log = path + logSuffix;
    if (QFileInfo::exists(path)) {
        mergeLog(path);
        if (!force)
            if (auto may = mayReplace(path, backup, *verified); !may)
                return may.error();
    }
    const QString fresh = path + QStringLiteral(".new");
    if (auto staged = stage(backup, fresh); !staged)
        return staged.error();
    if (QFileInfo::exists(path)) {
        restored.former = QStringLiteral("%1.former-%2")
                              .arg(path, QDateTime::fromMSecsSinceEpoch(now.ms, Qt::UTC)
                                             .toString(QStringLiteral("yyyyMMdd-HHmmss-zzz")));
        if (auto kept = linkAside(path, restored.former); !kept)
            return kept.error();
        if (QFileInfo(log).size() > 0)
            if (auto kept = linkAside(log, restored.former + logSuffix); !kept)
                return kept.error();
    }
    QFile::remove(log); // SQLite would replay it into the backup
    QFile::remove(path + QStringLiteral("-shm"));
    if (::rename(QFile::encodeName(fresh).constData(), QFile::encodeName(path).constData()) != 0)
        return cannot(QStringLiteral("cannot put the backup in place as %1").arg(path));
    if (auto synced = syncDirectoryOf(path); !synced)
        return synced.error();
    return restored;
}

} // namespace signalbox
