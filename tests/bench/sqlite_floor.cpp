// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/sqlite_floor.h"

#include <QFile>
#include <QTemporaryDir>

#include <sqlite3.h>

namespace signalbox::bench {

namespace {

using Database = std::unique_ptr<sqlite3, int (*)(sqlite3*)>;
using Statement = std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)>;

Error failed(sqlite3* database) {
    return {ErrorKind::Unavailable, QString::fromUtf8(sqlite3_errmsg(database)), {}};
}

bool run(sqlite3* database, const char* sql) {
    return sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

bool insert(sqlite3_stmt* statement, qint64 task, const QByteArray& body) {
    sqlite3_bind_int64(statement, 1, task);
    sqlite3_bind_text(statement, 2, body.constData(), int(body.size()), SQLITE_STATIC);
    const bool done = sqlite3_step(statement) == SQLITE_DONE;
    sqlite3_reset(statement);
    return done;
}

} // namespace

Result<Floor> sqliteFloor(const QString& directory, int commits, int rowsPerCommit, int rowBytes) {
    const QTemporaryDir place(directory + QStringLiteral("/floor-XXXXXX"));
    sqlite3* opened = nullptr;
    const int code =
        sqlite3_open(QFile::encodeName(place.filePath(QStringLiteral("floor.db"))).constData(), &opened);
    const Database database(opened, sqlite3_close);
    if (code != SQLITE_OK ||
        !run(opened, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
                     "CREATE TABLE rows (seq INTEGER PRIMARY KEY, task INTEGER, body TEXT)"))
        return failed(opened);
    sqlite3_stmt* prepared = nullptr;
    if (sqlite3_prepare_v2(opened, "INSERT INTO rows (task, body) VALUES (?, ?)", -1, &prepared, nullptr) !=
        SQLITE_OK)
        return failed(opened);
    const Statement statement(prepared, sqlite3_finalize);
    const QByteArray body(rowBytes, 'x');
    Floor floor;
    floor.commitMs.reserve(std::size_t(commits));
    QElapsedTimer whole;
    whole.start();
    for (int i = 0; i < commits; ++i) {
        QElapsedTimer one;
        one.start();
        bool good = run(opened, "BEGIN IMMEDIATE");
        for (int row = 0; good && row < rowsPerCommit; ++row)
            good = insert(prepared, row, body);
        if (!good || !run(opened, "COMMIT"))
            return failed(opened);
        floor.commitMs.add(double(one.nsecsElapsed()) / 1e6);
    }
    floor.rowsPerSecond = double(commits) * rowsPerCommit / (double(whole.nsecsElapsed()) / 1e9);
    return floor;
}

} // namespace signalbox::bench
