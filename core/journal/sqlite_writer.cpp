// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/sqlite_writer.h"

#include "core/journal/chain.h"
#include "core/journal/sqlite_file.h"
#include "core/journal/sqlite_rows.h"

#include <QJsonDocument>
#include <QSqlQuery>

#include <algorithm>

namespace signalbox {

namespace {
Error notReadable(const Event& event, const QString& why) {
    return {ErrorKind::Invalid,
            QStringLiteral("an event \"%1\" could not be read back: %2").arg(typeOf(event), why),
            {}};
}
} // namespace

SqliteWriter::SqliteWriter(QString path, JournalOptions options)
    : m_path(std::move(path)), m_options(options), m_end{0, chainStart()} {}

SqliteWriter::~SqliteWriter() {
    {
        const std::lock_guard lock(m_queueMutex);
        m_stopping = true;
    }
    m_queueChanged.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

Result<void> SqliteWriter::start() {
    std::promise<Result<void>> opened;
    auto result = opened.get_future();
    m_thread = std::thread([this, promise = std::move(opened)]() mutable { run(std::move(promise)); });
    return result.get();
}

void SqliteWriter::append(QList<Event> events, Moment at, Journal::Done done) {
    {
        const std::lock_guard lock(m_queueMutex);
        m_queue.push_back({std::move(events), at, std::move(done)});
    }
    m_queueChanged.notify_one();
}

qint64 SqliteWriter::lastSeq() const {
    const std::lock_guard lock(m_stateMutex);
    return m_end.seq;
}

Digest SqliteWriter::head() const {
    const std::lock_guard lock(m_stateMutex);
    return m_end.chain;
}

JournalCounters SqliteWriter::counters() const {
    const std::lock_guard lock(m_stateMutex);
    return m_counters;
}

void SqliteWriter::run(std::promise<Result<void>> opened) {
    auto connection = openFile();
    if (!connection) {
        opened.set_value(connection.error());
        return;
    }
    opened.set_value({});
    for (auto units = takeQueued(); !units.empty(); units = takeQueued()) {
        std::vector<Prepared> group;
        group.reserve(units.size());
        for (Unit& unit : units) {
            auto rows = rowsOf(unit);
            if (rows)
                group.push_back({std::move(unit), std::move(*rows)});
            else
                refuse(unit, rows.error());
        }
        writeGroup(**connection, group);
    }
}

Result<std::unique_ptr<SqliteConnection>> SqliteWriter::openFile() {
    auto connection = SqliteConnection::open(m_path, SqliteConnection::Mode::Write);
    if (!connection)
        return connection;
    if (auto checked = checkJournalFile(**connection, m_path); !checked)
        return checked.error();
    if (auto prepared = prepareForWriting(**connection, m_options.maxBytes); !prepared)
        return prepared.error();
    auto end = findEnd(**connection);
    if (!end)
        return end.error();
    const std::lock_guard lock(m_stateMutex);
    m_end = std::move(*end);
    return connection;
}

// The last record is checked against the one before it, so that damage at the end, where it is likeliest, is
// not built upon.
Result<SqliteWriter::End> SqliteWriter::findEnd(SqliteConnection& connection) const {
    const auto last = connection.value(QStringLiteral("SELECT coalesce(max(seq), 0) FROM events"));
    if (!last)
        return last.error();
    End end{last->toLongLong(), chainStart()};
    std::optional<Error> wrong;
    auto read =
        readRows(connection, {.task = {}, .afterSeq = std::max<qint64>(0, end.seq - 2), .limit = 0},
                 [&](const StoredRow& row) -> Result<void> {
                     const auto body = bodyFrom(row);
                     if (!body)
                         return body.error();
                     const auto link = chainLink(row.seq, row.at, row.type, row.task, *body);
                     if ((row.seq == 1 || row.seq == end.seq) && chainAfter(end.chain, link) != row.chain)
                         return Error{ErrorKind::Corrupt,
                                      QStringLiteral("record %1 of the journal was changed after it was "
                                                     "written")
                                          .arg(row.seq),
                                      QStringLiteral("restore the journal from its last good copy")};
                     end.chain = row.chain;
                     return {};
                 });
    if (!read)
        return read.error();
    return end;
}

std::vector<SqliteWriter::Unit> SqliteWriter::takeQueued() {
    std::unique_lock lock(m_queueMutex);
    m_queueChanged.wait(lock, [this] { return m_stopping || !m_queue.empty(); });
    const auto count = std::min<std::size_t>(m_queue.size(), static_cast<std::size_t>(m_options.maxGroup));
    std::vector<Unit> units(std::make_move_iterator(m_queue.begin()),
                            std::make_move_iterator(m_queue.begin() + static_cast<std::ptrdiff_t>(count)));
    m_queue.erase(m_queue.begin(), m_queue.begin() + static_cast<std::ptrdiff_t>(count));
    return units;
}

// A record that cannot be read back would keep the core from ever starting again, so it is refused here.
Result<std::vector<SqliteWriter::Row>> SqliteWriter::rowsOf(const Unit& unit) const {
    if (unit.events.isEmpty())
        return Error{ErrorKind::Invalid, QStringLiteral("there is nothing to append"), {}};
    std::vector<Row> rows;
    rows.reserve(static_cast<std::size_t>(unit.events.size()));
    for (const Event& event : unit.events) {
        Row row{typeOf(event), taskOf(event), {}, canonicalJson(bodyOf(event))};
        if (row.text.size() > m_options.maxEventBytes)
            return Error{ErrorKind::LimitReached,
                         QStringLiteral("an event \"%1\" of %2 bytes is larger than the journal takes (%3)")
                             .arg(row.type)
                             .arg(row.text.size())
                             .arg(m_options.maxEventBytes),
                         QStringLiteral("keep large contents as artifacts")};
        const auto parsed = QJsonDocument::fromJson(row.text);
        if (!parsed.isObject())
            return notReadable(event, QStringLiteral("it has no JSON form"));
        if (auto again = eventFrom(row.type, parsed.object()); !again)
            return notReadable(event, again.error().message);
        row.body = parsed.object();
        rows.push_back(std::move(row));
    }
    return rows;
}

// When a group fails, each of its units is tried alone, so that one that is too large for the room that is
// left does not take others with it.
void SqliteWriter::writeGroup(SqliteConnection& connection, std::vector<Prepared>& group) {
    if (group.empty())
        return;
    const auto written = commit(connection, group);
    if (written) {
        for (const Prepared& prepared : group)
            if (prepared.unit.done)
                prepared.unit.done(prepared.firstSeq);
        return;
    }
    if (group.size() == 1) {
        refuse(group.front().unit, written.error());
        return;
    }
    for (Prepared& prepared : group) {
        std::vector<Prepared> alone;
        alone.push_back(std::move(prepared));
        writeGroup(connection, alone);
    }
}

Result<void> SqliteWriter::commit(SqliteConnection& connection, std::vector<Prepared>& group) {
    if (m_broken)
        return *m_broken;
    if (auto begun = connection.run(QStringLiteral("BEGIN IMMEDIATE")); !begun)
        return begun;
    auto end = insert(connection, group);
    if (!end) {
        // Some failures have already rolled back; then this one says so and changes nothing.
        (void)connection.run(QStringLiteral("ROLLBACK"));
        return end.error();
    }
    {
        QSqlQuery query(connection.database());
        if (!query.exec(QStringLiteral("COMMIT"))) {
            const int code = sqliteCode(query.lastError());
            const Error error = sqliteError(query.lastError(), QStringLiteral("cannot write the journal"));
            (void)connection.run(QStringLiteral("ROLLBACK"));
            if (code != sqlite_code::Full && code != sqlite_code::IoWrite)
                m_broken =
                    Error{ErrorKind::Unavailable,
                          error.message + QStringLiteral("; the journal takes nothing more, since it is "
                                                         "not known what the disk holds"),
                          QStringLiteral("check the disk, then restart the core: it goes on from what is "
                                         "really there")};
            return m_broken.value_or(error);
        }
    }
    const std::lock_guard lock(m_stateMutex);
    m_end = std::move(*end);
    m_counters.commits += 1;
    m_counters.appends += static_cast<qint64>(group.size());
    m_counters.largestGroup = std::max(m_counters.largestGroup, static_cast<qint64>(group.size()));
    for (const Prepared& prepared : group)
        m_counters.events += static_cast<qint64>(prepared.rows.size());
    return {};
}

Result<SqliteWriter::End> SqliteWriter::insert(SqliteConnection& connection,
                                               std::vector<Prepared>& group) const {
    QSqlQuery query(connection.database());
    if (!query.prepare(QStringLiteral(
            "INSERT INTO events (seq, at, type, task, body, chain) VALUES (?, ?, ?, ?, ?, ?)")))
        return sqliteError(query.lastError(), QStringLiteral("cannot write the journal"));
    End end{lastSeq(), head()};
    for (Prepared& prepared : group) {
        prepared.firstSeq = end.seq + 1;
        for (const Row& row : prepared.rows) {
            end.seq += 1;
            end.chain =
                chainAfter(end.chain, chainLink(end.seq, prepared.unit.at.ms, row.type, row.task, row.body));
            query.bindValue(0, end.seq);
            query.bindValue(1, prepared.unit.at.ms);
            query.bindValue(2, row.type);
            query.bindValue(3, row.task);
            query.bindValue(4, QString::fromUtf8(row.text));
            query.bindValue(5, end.chain);
            if (!query.exec())
                return sqliteError(query.lastError(), QStringLiteral("cannot write the journal"));
        }
    }
    return end;
}

void SqliteWriter::refuse(const Unit& unit, const Error& error) {
    {
        const std::lock_guard lock(m_stateMutex);
        m_counters.failures += 1;
    }
    if (unit.done)
        unit.done(error);
}

} // namespace signalbox
