// SPDX-License-Identifier: GPL-3.0-or-later
// Private to the audit log: its SQLite file.
#pragma once

#include "core/audit/audit_log.h"
#include "core/journal/sqlite_connection.h"

#include <QHash>

namespace signalbox {

/// The writer's end of the file. One thread at a time.
class AuditFile {
public:
    static Result<std::unique_ptr<AuditFile>> open(const QString& path);
    ~AuditFile();

    /// Writes entries and how far the journal was read, durably, all or none; removes the oldest beyond
    /// `most`.
    Result<void> append(QList<AuditEntry>& entries, qint64 journal, qint64 most);
    /// The record of the journal up to which it was read.
    [[nodiscard]] qint64 journal() const { return m_journal; }

private:
    explicit AuditFile(std::unique_ptr<SqliteConnection> connection) : m_connection(std::move(connection)) {}
    Result<void> prepare();
    Result<void> write(QList<AuditEntry>& entries, qint64 journal);
    /// The oldest that stays.
    Result<qint64> rotate(qint64 most);
    QString repositoryOf(qint64 task);

    std::unique_ptr<SqliteConnection> m_connection;
    std::optional<SqliteStatement> m_insert;
    std::optional<SqliteStatement> m_lookup;
    QHash<qint64, QString> m_repositories; ///< of tasks met lately
    qint64 m_seq = 0;
    qint64 m_first = 0; ///< the oldest that is there; seq + 1 where none is
    qint64 m_journal = 0;
    Digest m_chain;
};

/// For readers, each with a connection of its own.
Result<AuditPage> readAuditPage(const QString& path, const AuditQuery& query);
Result<void> exportAudit(const QString& path, const AuditLog::LineSink& sink);

} // namespace signalbox
