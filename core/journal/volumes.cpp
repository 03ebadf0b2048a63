// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/volumes.h"

#include "core/journal/chain.h"
#include "core/journal/sqlite_file.h"
#include "core/journal/sqlite_rows.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace signalbox {

namespace {

constexpr qint64 rowsAtOnce = 500; ///< leave the journal's file in one commit
const QLatin1String notYetNamed(".new");

QString pathOf(const QString& journal, const Volume& volume) {
    return QFileInfo(journal).absolutePath() + QLatin1Char('/') + volume.file;
}

/// A name that no file has: a former journal, kept aside by a restore, may have sealed the same records.
QString freeName(const QString& journal, qint64 first, qint64 last) {
    const QFileInfo file(journal);
    for (int number = 1;; ++number) {
        const QString name = QStringLiteral("%1.%2-%3%4.volume")
                                 .arg(file.fileName())
                                 .arg(first)
                                 .arg(last)
                                 .arg(number > 1 ? QStringLiteral("-%1").arg(number) : QString());
        if (!QFileInfo::exists(file.absolutePath() + QLatin1Char('/') + name))
            return name;
    }
}

/// The volume's file without its records.
Result<std::unique_ptr<SqliteConnection>> makeVolume(const QString& path, const Digest& before) {
    if (auto made = makeEmptyFile(path); !made)
        return made.error();
    auto connection = SqliteConnection::open(path, SqliteConnection::Mode::Write);
    if (!connection)
        return connection;
    // It is synced as a whole, and a broken one is made anew: no journal of its own.
    for (const QString& statement :
         {QStringLiteral("PRAGMA journal_mode = OFF"), QStringLiteral("PRAGMA synchronous = OFF")})
        if (auto done = (*connection)->value(statement); !done)
            return done.error();
    if (auto filled = fillWithSchema(**connection); !filled)
        return filled.error();
    for (const QString& statement :
         {QStringLiteral("UPDATE meta SET value = '%1' WHERE key = 'format'").arg(sealedFormat),
          QStringLiteral("INSERT INTO meta (key, value) VALUES ('chain_before', '%1')").arg(before),
          QStringLiteral("DROP TRIGGER events_go_to_the_end")})
        if (auto done = (*connection)->run(statement); !done)
            return done.error();
    return connection;
}

Result<void> copyRows(SqliteConnection& from, SqliteConnection& to, qint64 first, qint64 last) {
    auto insert = to.prepare(
        QStringLiteral("INSERT INTO events (seq, at, type, task, body, chain) VALUES (?, ?, ?, ?, ?, ?)"));
    if (!insert)
        return insert.error();
    if (auto begun = to.run(QStringLiteral("BEGIN")); !begun)
        return begun;
    const auto copied = readRowsHere(from, {.task = {}, .afterSeq = first - 1, .limit = last - first + 1},
                                     [&](const StoredRow& row) -> Result<void> {
                                         const QByteArray type = row.type.toUtf8();
                                         const QByteArray chain = row.chain.toLatin1();
                                         insert->bind(1, row.seq);
                                         insert->bind(2, row.at);
                                         insert->bind(3, type);
                                         insert->bind(4, row.task);
                                         insert->bind(5, row.body);
                                         insert->bind(6, chain);
                                         const auto done = insert->step();
                                         insert->reset();
                                         return done ? Result<void>() : Result<void>(done.error());
                                     });
    if (!copied)
        return copied;
    if (auto done = to.run(QStringLiteral("COMMIT")); !done)
        return done;
    return to.run(guardOfOrder());
}

/// The chain after the volume's last record, once all of it was found good.
Result<Digest> checkedHead(const QString& path, qint64 first, qint64 last, const Digest& before) {
    auto connection = SqliteConnection::open(path, SqliteConnection::Mode::Read);
    if (!connection)
        return connection.error();
    RowChecker checker(first - 1, before);
    const auto read = readRowsHere(**connection, {}, [&](const StoredRow& row) -> Result<void> {
        return checker.check(row) ? Result<void>()
                                  : Result<void>(Error{ErrorKind::Corrupt, checker.result().problem, {}});
    });
    if (!read)
        return read.error();
    if (checker.result().records != last)
        return Error{ErrorKind::Corrupt,
                     QStringLiteral("the records after %1 were removed").arg(checker.result().records),
                     {}};
    return checker.result().head;
}

Result<void> renamed(const QString& from, const QString& to) {
    // As the journal itself does it, and not by QFile, which would fall back to copying.
    if (::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) != 0)
        return Error{ErrorKind::Unavailable,
                     QStringLiteral("cannot name %1: %2").arg(to, QString::fromLocal8Bit(strerror(errno))),
                     QStringLiteral("check the disk that holds the journal")};
    return syncDirectoryOf(to);
}

} // namespace

Result<QList<Volume>> volumesOf(SqliteConnection& connection) {
    QList<Volume> volumes;
    const auto known =
        connection.value(QStringLiteral("SELECT count(*) FROM sqlite_schema WHERE name = 'volumes'"));
    if (!known)
        return known.error();
    if (known->toInt() == 0)
        return volumes;
    auto query = connection.prepare(
        QStringLiteral("SELECT first, last, chain_before, head, file FROM volumes ORDER BY first"));
    if (!query)
        return query.error();
    const QString journal = connection.path();
    for (;;) {
        const auto row = query->step();
        if (!row)
            return row.error();
        if (!*row)
            return volumes;
        Volume volume{query->integer(0), query->integer(1), query->text(2),
                      query->text(3),    query->text(4),    0};
        volume.bytes = QFileInfo(pathOf(journal, volume)).size();
        volumes.append(volume);
    }
}

qint64 sealedUpTo(const QList<Volume>& volumes) {
    return volumes.isEmpty() ? 0 : volumes.last().last;
}

Result<Volume> writeVolume(SqliteConnection& connection, const QString& path, qint64 first, qint64 last,
                           const Digest& before) {
    Volume volume{first, last, before, {}, freeName(path, first, last), 0};
    const QString file = pathOf(path, volume) + notYetNamed;
    const auto written = [&]() -> Result<void> {
        auto made = makeVolume(file, before);
        if (!made)
            return made.error();
        if (auto copied = copyRows(connection, **made, first, last); !copied)
            return copied;
        made->reset();
        const auto head = checkedHead(file, first, last, before);
        if (!head)
            return head.error();
        volume.head = *head;
        if (auto synced = syncFile(file); !synced)
            return synced;
        return syncDirectoryOf(file);
    }();
    if (!written) {
        QFile::remove(file);
        return written.error().within(QStringLiteral("the volume was not written, nothing was sealed"));
    }
    volume.bytes = QFileInfo(file).size();
    return volume;
}

Result<void> enterVolume(SqliteConnection& connection, const Volume& volume) {
    const auto volumes = volumesOf(connection);
    if (!volumes)
        return volumes.error();
    SB_ASSERT(volume.first == sealedUpTo(*volumes) + 1, "volumes follow each other");
    QStringList statements{QStringLiteral("BEGIN IMMEDIATE")};
    if (volumes->isEmpty())
        statements +=
            {QStringLiteral("CREATE TABLE volumes (first INTEGER PRIMARY KEY, last INTEGER NOT NULL, "
                            "chain_before TEXT NOT NULL, head TEXT NOT NULL, file TEXT NOT NULL) STRICT"),
             QStringLiteral("CREATE TRIGGER volumes_never_change BEFORE UPDATE ON volumes BEGIN "
                            "SELECT RAISE(ABORT, 'what is sealed stays sealed'); END"),
             QStringLiteral("CREATE TRIGGER volumes_never_go BEFORE DELETE ON volumes BEGIN "
                            "SELECT RAISE(ABORT, 'what is sealed stays sealed'); END"),
             QStringLiteral("DROP TRIGGER events_never_go"),
             guardOfUnsealed(),
             QStringLiteral("UPDATE meta SET value = '%1' WHERE key = 'format'").arg(sealedFormat)};
    statements +=
        {QStringLiteral("INSERT INTO volumes (first, last, chain_before, head, file) VALUES (%1, %2, '%3', "
                        "'%4', '%5')")
             .arg(volume.first)
             .arg(volume.last)
             .arg(volume.before, volume.head,
                  QString(volume.file).replace(QLatin1Char('\''), QLatin1String("''"))),
         QStringLiteral("COMMIT")};
    for (const QString& statement : statements)
        if (auto done = connection.run(statement); !done)
            return done;
    return {};
}

Result<void> nameVolume(const QString& path, const Volume& volume) {
    const QString file = pathOf(path, volume);
    return renamed(file + notYetNamed, file);
}

Result<void> settleVolumes(SqliteConnection& connection, const QString& path) {
    const auto volumes = volumesOf(connection);
    if (!volumes)
        return volumes.error();
    for (const Volume& volume : *volumes)
        if (const QString file = pathOf(path, volume);
            !QFileInfo::exists(file) && QFileInfo::exists(file + notYetNamed))
            if (auto named = nameVolume(path, volume); !named)
                return named;
    const QFileInfo journal(path);
    const QDir directory = journal.absoluteDir();
    for (const QString& left : directory.entryList(
             {journal.fileName() + QStringLiteral(".*-*.volume") + notYetNamed}, QDir::Files | QDir::Hidden))
        QFile::remove(directory.filePath(left));
    return {};
}

Result<bool> trimSealed(SqliteConnection& connection, qint64 upTo) {
    const auto there = connection.value(
        QStringLiteral("SELECT count(*) FROM (SELECT 1 FROM events WHERE seq <= %1 LIMIT %2)")
            .arg(upTo)
            .arg(rowsAtOnce + 1));
    if (!there)
        return there.error();
    if (there->toLongLong() == 0)
        return false;
    if (auto gone = connection.run(QStringLiteral("DELETE FROM events WHERE seq IN (SELECT seq FROM events "
                                                  "WHERE seq <= %1 ORDER BY seq LIMIT %2)")
                                       .arg(upTo)
                                       .arg(rowsAtOnce));
        !gone)
        return gone.error();
    return there->toLongLong() > rowsAtOnce;
}

Result<std::unique_ptr<SqliteConnection>> openVolume(const QString& path, const Volume& volume) {
    const QString file = pathOf(path, volume);
    // Named while we look: then it is there at the second try.
    for (const QString& name : {file, file + notYetNamed, file}) {
        if (!QFileInfo::exists(name))
            continue;
        if (auto connection = SqliteConnection::open(name, SqliteConnection::Mode::Read))
            return connection;
    }
    return Error{ErrorKind::Unavailable,
                 QStringLiteral("events %1 to %2 lie in %3, which is not there")
                     .arg(volume.first)
                     .arg(volume.last)
                     .arg(file),
                 QStringLiteral("put the volume back beside the journal")};
}

Result<void> makeWhole(const QString& copy, const QString& path) {
    auto connection = SqliteConnection::open(copy, SqliteConnection::Mode::Write);
    if (!connection)
        return connection.error();
    const auto volumes = volumesOf(**connection);
    if (!volumes)
        return volumes.error();
    if (volumes->isEmpty())
        return {};
    const auto run = [&](std::initializer_list<QString> statements) -> Result<void> {
        for (const QString& statement : statements)
            if (auto done = (*connection)->run(statement); !done)
                return done;
        return {};
    };
    if (auto done = run({QStringLiteral("DELETE FROM events WHERE seq <= %1").arg(sealedUpTo(*volumes)),
                         QStringLiteral("DROP TRIGGER events_never_go"),
                         QStringLiteral("DROP TRIGGER events_go_to_the_end")});
        !done)
        return done;
    for (const Volume& volume : *volumes) {
        auto file = openVolume(path, volume);
        if (!file)
            return file.error();
        auto attach = (*connection)->prepare(QStringLiteral("ATTACH ? AS volume"));
        if (!attach)
            return attach.error();
        const QByteArray name = (*file)->path().toUtf8();
        attach->bind(1, name);
        if (const auto done = attach->step(); !done)
            return done.error();
        attach->reset();
        if (auto done =
                run({QStringLiteral("INSERT INTO main.events SELECT * FROM volume.events ORDER BY seq"),
                     QStringLiteral("DETACH volume")});
            !done)
            return done;
    }
    return run({QStringLiteral("DROP TABLE volumes"),
                QStringLiteral("UPDATE meta SET value = '%1' WHERE key = 'format'").arg(wholeFormat),
                guardAgainstRemoval(), guardOfOrder()});
}

} // namespace signalbox
