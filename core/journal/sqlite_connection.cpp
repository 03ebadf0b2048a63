// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/sqlite_connection.h"

#include <QFile>

#include <sqlite3.h>

namespace signalbox {

namespace {
constexpr int busyMs = 5000;

Error failedAt(sqlite3* database, const QString& subject, const QString& statement) {
    return sqliteError(
        database, subject,
        QStringLiteral("the %1 failed at \"%2\"").arg(subject, statement.simplified().left(60)));
}
} // namespace

static_assert(sqlite_code::Full == SQLITE_FULL && sqlite_code::IoWrite == SQLITE_IOERR_WRITE);

Error sqliteError(sqlite3* database, const QString& subject, const QString& what) {
    const QString message = QStringLiteral("%1: %2").arg(what, QString::fromUtf8(sqlite3_errmsg(database)));
    switch (sqlite3_extended_errcode(database) & 0xff) {
    case SQLITE_FULL:
        return {ErrorKind::LimitReached, message,
                QStringLiteral("there is no room for the %1: free space on its disk (or raise its "
                               "limit); it goes on by itself")
                    .arg(subject)};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return {ErrorKind::Corrupt, message,
                QStringLiteral("the %1's file is damaged or is not a %1: keep it, and restore the "
                               "last good copy together with its -wal file")
                    .arg(subject)};
    case SQLITE_TOOBIG:
        return {ErrorKind::LimitReached, message, {}};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_CONSTRAINT:
        return {ErrorKind::Conflict, message,
                QStringLiteral("another program writes to the %1: only the core may").arg(subject)};
    default:
        return {ErrorKind::Unavailable, message,
                QStringLiteral("check the disk that holds the %1 and who may write to it").arg(subject)};
    }
}

// ---- Statements ----

void SqliteStatement::Finalizer::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

void SqliteStatement::bind(int parameter, qint64 value) {
    sqlite3_bind_int64(m_statement.get(), parameter, value);
}

void SqliteStatement::bind(int parameter, const QByteArray& text) {
    sqlite3_bind_text64(m_statement.get(), parameter, text.constData(), sqlite3_uint64(text.size()),
                        SQLITE_STATIC, SQLITE_UTF8);
}

Result<bool> SqliteStatement::step() {
    const int code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW || code == SQLITE_DONE)
        return code == SQLITE_ROW;
    return failedAt(sqlite3_db_handle(m_statement.get()), m_subject,
                    QString::fromUtf8(sqlite3_sql(m_statement.get())));
}

void SqliteStatement::reset() {
    sqlite3_reset(m_statement.get());
}

qint64 SqliteStatement::integer(int column) const {
    return sqlite3_column_int64(m_statement.get(), column);
}

QByteArray SqliteStatement::bytes(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(m_statement.get(), column));
    return {text, sqlite3_column_bytes(m_statement.get(), column)};
}

QVariant SqliteStatement::value(int column) const {
    switch (sqlite3_column_type(m_statement.get(), column)) {
    case SQLITE_NULL:
        return {};
    case SQLITE_INTEGER:
        return integer(column);
    default:
        return text(column);
    }
}

// ---- Connections ----

void SqliteConnection::Closer::operator()(sqlite3* database) const {
    sqlite3_close_v2(database);
}

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const QString& path, Mode mode,
                                                                 const QString& subject) {
    sqlite3* database = nullptr;
    const int flags = mode == Mode::Read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    const int code = sqlite3_open_v2(QFile::encodeName(path).constData(), &database,
                                     flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    std::unique_ptr<SqliteConnection> connection(new SqliteConnection(database, subject));
    if (code != SQLITE_OK)
        return sqliteError(database, subject, QStringLiteral("cannot open the %1 %2").arg(subject, path));
    sqlite3_busy_timeout(database, busyMs);
    return connection;
}

QString SqliteConnection::path() const {
    return QFile::decodeName(sqlite3_db_filename(m_database.get(), "main"));
}

int SqliteConnection::lastCode() const {
    return sqlite3_extended_errcode(m_database.get());
}

Result<SqliteStatement> SqliteConnection::prepare(const QString& statement) {
    sqlite3_stmt* prepared = nullptr;
    const QByteArray text = statement.toUtf8();
    if (sqlite3_prepare_v2(m_database.get(), text.constData(), int(text.size()), &prepared, nullptr) !=
        SQLITE_OK)
        return failedAt(m_database.get(), m_subject, statement);
    return SqliteStatement(prepared, m_subject);
}

Result<void> SqliteConnection::run(const QString& statement) {
    if (sqlite3_exec(m_database.get(), statement.toUtf8().constData(), nullptr, nullptr, nullptr) !=
        SQLITE_OK)
        return failedAt(m_database.get(), m_subject, statement);
    return {};
}

Result<QVariant> SqliteConnection::value(const QString& query) {
    auto statement = prepare(query);
    if (!statement)
        return statement.error();
    const auto row = statement->step();
    if (!row)
        return row.error();
    return *row ? statement->value(0) : QVariant();
}

} // namespace signalbox
