// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/journal/journal.h"
#include "core/journal/sqlite_connection.h"

namespace signalbox {

/// A record as it lies in the file, not yet understood.
struct StoredRow {
    qint64 seq = 0;
    qint64 at = 0;
    QString type;
    TaskId task = 0;
    QByteArray body;
    Digest chain;
};

/// Corrupt when it is not JSON, of an unknown type, or not what its type asks for.
Result<Record> recordFrom(const StoredRow& row);
Result<QJsonObject> bodyFrom(const StoredRow& row);

/// Which rows: of all tasks or one, after a number, at most so many (0: all).
struct RowRange {
    std::optional<TaskId> task;
    qint64 afterSeq = 0;
    qint64 limit = 0;
};

/// Reads rows in order from a consistent state of the journal, each once, those of its volumes first; stops
/// at the visitor's error and returns it. Unavailable when a volume that is needed is not there. On a
/// connection that is in no transaction.
Result<void> readRows(SqliteConnection& connection, const RowRange& range,
                      const std::function<Result<void>(const StoredRow&)>& visit);

/// The same from this file alone, whatever it says of volumes.
Result<void> readRowsHere(SqliteConnection& connection, const RowRange& range,
                          const std::function<Result<void>(const StoredRow&)>& visit);

/// Checks numbering, meaning and chain of rows given in order from the first, or from the one after
/// `records`, which the chain `head` stands behind.
class RowChecker {
public:
    RowChecker() = default;
    RowChecker(qint64 records, const Digest& head);
    /// False once something is wrong; then result() says what.
    bool check(const StoredRow& row);
    /// Notes what is wrong, at a record or (0) as a whole.
    void fail(qint64 seq, const QString& problem);
    [[nodiscard]] const Verification& result() const { return m_result; }

private:
    Verification m_result{
        .ok = true, .records = 0, .head = chainBeforeFirst(), .problem = {}, .problemSeq = 0};
    static Digest chainBeforeFirst();
};

/// Checks every row, those of volumes included, and that the file's index agrees with them.
Result<Verification> verifyRows(SqliteConnection& connection, qint64 atLeast = 0);

} // namespace signalbox
