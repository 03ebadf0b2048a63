// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/sqlite_connection.h"

#include <QSqlQuery>

#include <atomic>

namespace signalbox {

namespace {
// Result code families of SQLite (https://www.sqlite.org/rescode.html); Qt passes the numbers on.
constexpr int Busy = 5, Locked = 6, CorruptCode = 11, TooBig = 18, Constraint = 19, NotADatabase = 26;

QString nextConnectionName() {
    static std::atomic<qint64> number{0};
    return QStringLiteral("signalbox-journal-%1").arg(++number);
}
} // namespace

int sqliteCode(const QSqlError& error) {
    return error.nativeErrorCode().toInt();
}

Error sqliteError(const QSqlError& error, const QString& what) {
    const QString message = QStringLiteral("%1: %2").arg(
        what, error.databaseText().isEmpty() ? error.driverText() : error.databaseText());
    switch (sqliteCode(error) & 0xff) {
    case sqlite_code::Full:
        return {ErrorKind::LimitReached, message,
                QStringLiteral("there is no room for the journal: free space on its disk (or raise its "
                               "limit); it goes on by itself")};
    case CorruptCode:
    case NotADatabase:
        return {ErrorKind::Corrupt, message,
                QStringLiteral("the journal's file is damaged or is not a journal: keep it, and restore the "
                               "last good copy together with its -wal file")};
    case TooBig:
        return {ErrorKind::LimitReached, message, {}};
    case Busy:
    case Locked:
    case Constraint:
        return {ErrorKind::Conflict, message,
                QStringLiteral("another program writes to the journal: only the core may")};
    default:
        return {ErrorKind::Unavailable, message,
                QStringLiteral("check the disk that holds the journal and who may write to it")};
    }
}

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const QString& path, Mode mode) {
    const QString name = nextConnectionName();
    std::optional<Error> failed;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        database.setDatabaseName(path);
        if (mode == Mode::Read)
            database.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY"));
        if (database.open())
            return std::unique_ptr<SqliteConnection>(new SqliteConnection(name, database));
        failed =
            database.isValid()
                ? sqliteError(database.lastError(), QStringLiteral("cannot open the journal %1").arg(path))
                : Error{ErrorKind::Unavailable, QStringLiteral("Qt's database driver QSQLITE is missing"),
                        QStringLiteral("install the package libqt6sql6-sqlite")};
    }
    QSqlDatabase::removeDatabase(name);
    return *failed;
}

// Qt asks that no handle is left when the connection is removed.
SqliteConnection::~SqliteConnection() {
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_name);
}

Result<void> SqliteConnection::run(const QString& statement) {
    QSqlQuery query(m_database);
    if (!query.exec(statement))
        return sqliteError(
            query.lastError(),
            QStringLiteral("the journal failed at \"%1\"").arg(statement.simplified().left(60)));
    return {};
}

Result<QVariant> SqliteConnection::value(const QString& statement) {
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.exec(statement))
        return sqliteError(
            query.lastError(),
            QStringLiteral("the journal failed at \"%1\"").arg(statement.simplified().left(60)));
    return query.next() ? query.value(0) : QVariant();
}

} // namespace signalbox
