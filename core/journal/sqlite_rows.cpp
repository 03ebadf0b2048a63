// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/sqlite_rows.h"

#include "core/journal/chain.h"

#include <QJsonDocument>

namespace signalbox {

namespace {
Error damagedRecord(const StoredRow& row, const QString& why) {
    return {ErrorKind::Corrupt, QStringLiteral("record %1 of the journal: %2").arg(row.seq).arg(why),
            QStringLiteral("the journal was changed or damaged: `signalboxctl journal verify` says where")};
}

StoredRow rowAt(const QSqlQuery& query) {
    return {query.value(0).toLongLong(), query.value(1).toLongLong(),        query.value(2).toString(),
            query.value(3).toLongLong(), query.value(4).toString().toUtf8(), query.value(5).toString()};
}
} // namespace

Result<QJsonObject> bodyFrom(const StoredRow& row) {
    QJsonParseError parse;
    const QJsonDocument document = QJsonDocument::fromJson(row.body, &parse);
    if (!document.isObject())
        return damagedRecord(row, QStringLiteral("its body is not a JSON object"));
    return document.object();
}

Result<Record> recordFrom(const StoredRow& row) {
    const auto body = bodyFrom(row);
    if (!body)
        return body.error();
    auto event = eventFrom(row.type, *body);
    if (!event) {
        Error error = damagedRecord(row, event.error().message);
        if (!event.error().hint.isEmpty())
            error.hint = event.error().hint;
        return error;
    }
    return Record{row.seq, Moment{row.at}, std::move(*event)};
}

Result<void> readRows(SqliteConnection& connection, const RowRange& range,
                      const std::function<Result<void>(const StoredRow&)>& visit) {
    const QString columns =
        QStringLiteral("SELECT seq, at, type, task, body, chain FROM events WHERE seq > ?");
    QSqlQuery query(connection.database());
    query.setForwardOnly(true);
    const bool prepared = query.prepare(columns + (range.task ? QStringLiteral(" AND task = ?") : QString()) +
                                        QStringLiteral(" ORDER BY seq LIMIT ?"));
    if (!prepared)
        return sqliteError(query.lastError(), QStringLiteral("cannot read the journal"));
    query.addBindValue(range.afterSeq);
    if (range.task)
        query.addBindValue(*range.task);
    query.addBindValue(range.limit > 0 ? range.limit : qint64(-1));
    if (!query.exec())
        return sqliteError(query.lastError(), QStringLiteral("cannot read the journal"));
    while (query.next())
        if (auto visited = visit(rowAt(query)); !visited)
            return visited;
    if (query.lastError().isValid())
        return sqliteError(query.lastError(), QStringLiteral("cannot read the journal"));
    return {};
}

Digest RowChecker::chainBeforeFirst() {
    return chainStart();
}

void RowChecker::fail(qint64 seq, const QString& problem) {
    if (!m_result.ok)
        return;
    m_result.ok = false;
    m_result.problemSeq = seq;
    m_result.problem = problem;
}

bool RowChecker::check(const StoredRow& row) {
    const qint64 expected = m_result.records + 1;
    if (row.seq != expected) {
        fail(row.seq, QStringLiteral("record %1 is missing: the next one is %2").arg(expected).arg(row.seq));
        return false;
    }
    const auto record = recordFrom(row);
    if (!record) {
        fail(row.seq, record.error().message);
        return false;
    }
    if (taskOf(record->event) != row.task) {
        fail(row.seq, QStringLiteral("record %1 is filed under task %2, but is about task %3")
                          .arg(row.seq)
                          .arg(row.task)
                          .arg(taskOf(record->event)));
        return false;
    }
    const auto body = bodyFrom(row);
    const Digest chain = chainAfter(m_result.head, chainLink(row.seq, row.at, row.type, row.task, *body));
    if (chain != row.chain) {
        fail(row.seq, QStringLiteral("record %1 or its chain was changed after it was written").arg(row.seq));
        return false;
    }
    m_result.records = row.seq;
    m_result.head = chain;
    return true;
}

} // namespace signalbox
