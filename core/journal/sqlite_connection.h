// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QVariant>

#include <memory>

namespace signalbox {

/// SQLite's result codes that are told apart (extended codes: the low byte is the family).
namespace sqlite_code {
constexpr int Full = 13;
constexpr int IoWrite = 778;
} // namespace sqlite_code

/// SQLite's own number for the failure; 0 when the error does not come from SQLite.
int sqliteCode(const QSqlError& error);
/// The failure in our terms: "what: why", with what to do about it.
Error sqliteError(const QSqlError& error, const QString& what);

/// One connection to one file. Qt binds a connection to the thread that made it: make, use and destroy it
/// there.
class SqliteConnection {
public:
    enum class Mode { Read, Write };

    static Result<std::unique_ptr<SqliteConnection>> open(const QString& path, Mode mode);
    ~SqliteConnection();
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    [[nodiscard]] const QSqlDatabase& database() const { return m_database; }

    Result<void> run(const QString& statement);
    /// The first column of the first row; an invalid QVariant when there is no row.
    Result<QVariant> value(const QString& query);

private:
    SqliteConnection(QString name, QSqlDatabase database)
        : m_name(std::move(name)), m_database(std::move(database)) {}
    QString m_name;
    QSqlDatabase m_database;
};

} // namespace signalbox
