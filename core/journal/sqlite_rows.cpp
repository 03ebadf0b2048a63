// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/sqlite_rows.h"

#include "core/journal/chain.h"
#include "core/journal/volumes.h"

#include <QJsonDocument>

namespace signalbox {

namespace {
Error damagedRecord(const StoredRow& row, const QString& why) {
    return {ErrorKind::Corrupt, QStringLiteral("record %1 of the journal: %2").arg(row.seq).arg(why),
            QStringLiteral("the journal was changed or damaged: `signalboxctl journal verify` says where")};
}

StoredRow rowAt(const SqliteStatement& row) {
    return {row.integer(0), row.integer(1), row.text(2), row.integer(3), row.bytes(4), row.text(5)};
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

Result<void> readRowsHere(SqliteConnection& connection, const RowRange& range,
                          const std::function<Result<void>(const StoredRow&)>& visit) {
    const QString columns =
        QStringLiteral("SELECT seq, at, type, task, body, chain FROM events WHERE seq > ?1");
    auto query = connection.prepare(columns + (range.task ? QStringLiteral(" AND task = ?3") : QString()) +
                                    QStringLiteral(" ORDER BY seq LIMIT ?2"));
    if (!query)
        return query.error().within(QStringLiteral("cannot read the journal"));
    query->bind(1, range.afterSeq);
    query->bind(2, range.limit > 0 ? range.limit : qint64(-1));
    if (range.task)
        query->bind(3, *range.task);
    for (;;) {
        const auto row = query->step();
        if (!row)
            return row.error().within(QStringLiteral("cannot read the journal"));
        if (!*row)
            return {};
        if (auto visited = visit(rowAt(*query)); !visited)
            return visited;
    }
}

namespace {

Result<void> readVolumesThenHere(SqliteConnection& connection, const RowRange& range,
                                 const std::function<Result<void>(const StoredRow&)>& visit) {
    const auto volumes = volumesOf(connection);
    if (!volumes)
        return volumes.error();
    RowRange left = range;
    qint64 seen = 0;
    for (const Volume& volume : *volumes) {
        if (volume.last <= left.afterSeq)
            continue;
        auto file = openVolume(connection.path(), volume);
        if (!file)
            return file.error();
        const auto counted = [&](const StoredRow& row) {
            ++seen;
            return visit(row);
        };
        if (auto read = readRowsHere(**file, left, counted); !read)
            return read;
        if (range.limit > 0 && seen >= range.limit)
            return {};
        left.limit = range.limit > 0 ? range.limit - seen : 0;
        left.afterSeq = volume.last;
    }
    return readRowsHere(connection, left, visit);
}

} // namespace

// What the file says of its volumes, and what it has itself, must be of one moment: a record that is sealed
// meanwhile would otherwise be in neither.
Result<void> readRows(SqliteConnection& connection, const RowRange& range,
                      const std::function<Result<void>(const StoredRow&)>& visit) {
    if (auto begun = connection.run(QStringLiteral("BEGIN")); !begun)
        return begun.error().within(QStringLiteral("cannot read the journal"));
    auto read = readVolumesThenHere(connection, range, visit);
    (void)connection.run(QStringLiteral("COMMIT")); // it wrote nothing
    return read;
}

RowChecker::RowChecker(qint64 records, const Digest& head) {
    m_result.records = records;
    m_result.head = head;
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

Result<Verification> verifyRows(SqliteConnection& connection, qint64 atLeast) {
    RowChecker checker;
    const auto read = readRows(connection, {}, [&](const StoredRow& row) -> Result<void> {
        return checker.check(row) ? Result<void>()
                                  : Result<void>(Error{ErrorKind::Corrupt, checker.result().problem, {}});
    });
    if (!read && read.error().kind != ErrorKind::Corrupt)
        return read.error();
    if (!read)
        checker.fail(0, read.error().message);
    // The chain cannot show that its end was cut off; that somebody knows more records can.
    if (checker.result().records < atLeast)
        checker.fail(0, QStringLiteral("the records after %1 were removed").arg(checker.result().records));
    if (!checker.result().ok)
        return checker.result();
    const auto sound = connection.value(QStringLiteral("PRAGMA integrity_check(1)"));
    if (!sound && sound.error().kind != ErrorKind::Corrupt)
        return sound.error();
    if (!sound || sound->toString() != QLatin1String("ok"))
        checker.fail(0, sound ? sound->toString() : sound.error().message);
    return checker.result();
}

} // namespace signalbox
