// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/sqlite_writer.h"

#include "core/journal/sqlite_file.h"
#include "core/journal/sqlite_rows.h"

#include <algorithm>
#include <sqlite3.h>

namespace signalbox {

namespace {
// The log is moved into the file by the writer itself, but after it has answered, and in larger pieces than
// SQLite would: at its usual 1,000 pages every fortieth commit of a busy core pays for it. 16 MB are read
// back in a fraction of a second by the next start.

int noteLogPages(void* pages, sqlite3*, const char*, int count) {
    *static_cast<int*>(pages) = count;
    return SQLITE_OK;
}

/// Runs a statement that gives no rows.
Result<void> finish(SqliteStatement& statement) {
    const auto done = statement.step();
    statement.reset();
    return done ? Result<void>()
                : Result<void>(done.error().within(QStringLiteral("cannot write the journal")));
}
} // namespace

SqliteWriter::SqliteWriter(QString path, JournalOptions options)
    : m_path(std::move(path)), m_options(options), m_end{0, chainStart()},
      m_checkpointAt(options.checkpointPages) {}

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

Result<void> SqliteWriter::enter(const Volume& volume) {
    std::future<Result<void>> done;
    {
        const std::lock_guard lock(m_queueMutex);
        SB_ASSERT(!m_entry, "one volume is entered at a time");
        m_entry = Entry{volume, {}};
        done = m_entry->done.get_future();
    }
    m_queueChanged.notify_one();
    return done.get();
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
    auto storage = openFile();
    if (!storage) {
        opened.set_value(storage.error());
        return;
    }
    opened.set_value({});
    std::vector<Unit> units;
    for (std::optional<Entry> entry; takeQueued(units, entry); entry.reset()) {
        if (!units.empty())
            write(*storage, units);
        else if (!entry)
            trim(*storage);
        if (entry)
            enter(*storage, *entry);
        growLogWhenDue(*storage->connection);
        checkpointWhenDue(*storage->connection);
    }
}

void SqliteWriter::write(Storage& storage, std::vector<Unit>& units) {
    std::vector<Prepared> group;
    group.reserve(units.size());
    for (Unit& unit : units) {
        auto rows = rowsOf(unit);
        if (rows)
            group.push_back({std::move(unit), std::move(*rows)});
        else
            refuse(unit, rows.error());
    }
    writeGroup(storage, group);
}

void SqliteWriter::enter(Storage& storage, Entry& entry) {
    Result<void> done;
    if (m_broken && !fence(storage)) {
        done = *m_broken;
    } else {
        m_broken.reset();
        done = enterVolume(*storage.connection, entry.volume);
        if (!done) {
            const int code = storage.connection->lastCode();
            (void)finish(storage.rollback);
            done = failedCommit(storage, code, done.error());
        }
    }
    if (done)
        m_trimUpTo = entry.volume.last;
    entry.done.set_value(std::move(done));
}

// What fails here costs nothing but room: the records lie in a volume, and the next opening tries again.
void SqliteWriter::trim(Storage& storage) {
    const auto more = trimSealed(*storage.connection, m_trimUpTo);
    if (!more)
        (void)failedCommit(storage, storage.connection->lastCode(), more.error());
    if (!more || !*more)
        m_trimUpTo = 0;
}

Result<SqliteWriter::Storage> SqliteWriter::openFile() {
    if (auto synced = syncLeftLog(m_path); !synced)
        return synced.error();
    auto connection = SqliteConnection::open(m_path, SqliteConnection::Mode::Write);
    if (!connection)
        return connection.error();
    if (auto checked = checkJournalFile(**connection, m_path); !checked)
        return checked.error();
    if (auto prepared = prepareForWriting(**connection, m_options.maxBytes); !prepared)
        return prepared.error();
    if (auto settled = settleVolumes(**connection, m_path); !settled)
        return settled.error();
    const auto volumes = volumesOf(**connection);
    if (!volumes)
        return volumes.error();
    m_trimUpTo = sealedUpTo(*volumes);
    sqlite3_wal_hook((*connection)->handle(), noteLogPages, &m_logPages); // and no automatic checkpoint
    auto begin = (*connection)->prepare(QStringLiteral("BEGIN IMMEDIATE"));
    auto insert = (*connection)
                      ->prepare(QStringLiteral(
                          "INSERT INTO events (seq, at, type, task, body, chain) VALUES (?, ?, ?, ?, ?, ?)"));
    auto commit = (*connection)->prepare(QStringLiteral("COMMIT"));
    auto rollback = (*connection)->prepare(QStringLiteral("ROLLBACK"));
    auto fence = (*connection)
                     ->prepare(QStringLiteral("INSERT INTO meta (key, value) VALUES ('fences', '1') "
                                              "ON CONFLICT (key) DO UPDATE SET value = value + 1"));
    for (const auto* statement : {&begin, &insert, &commit, &rollback, &fence})
        if (!*statement)
            return statement->error();
    auto end = findEnd(**connection);
    if (!end)
        return end.error();
    const std::lock_guard lock(m_stateMutex);
    m_end = std::move(*end);
    return Storage{std::move(*connection), std::move(*begin),    std::move(*insert),
                   std::move(*commit),     std::move(*rollback), std::move(*fence)};
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
        readRowsHere(connection, {.task = {}, .afterSeq = std::max<qint64>(0, end.seq - 2), .limit = 0},
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

bool SqliteWriter::takeQueued(std::vector<Unit>& units, std::optional<Entry>& entry) {
    std::unique_lock lock(m_queueMutex);
    m_queueChanged.wait(lock, [this] { return m_stopping || !m_queue.empty() || m_entry || m_trimUpTo > 0; });
    const auto count = std::min<std::size_t>(m_queue.size(), static_cast<std::size_t>(m_options.maxGroup));
    const auto end = m_queue.begin() + static_cast<std::ptrdiff_t>(count);
    units.assign(std::make_move_iterator(m_queue.begin()), std::make_move_iterator(end));
    m_queue.erase(m_queue.begin(), end);
    entry = std::exchange(m_entry, std::nullopt);
    return !units.empty() || entry || !m_stopping;
}

Result<std::vector<StoredEvent>> SqliteWriter::rowsOf(const Unit& unit) const {
    if (unit.events.isEmpty())
        return Error{ErrorKind::Invalid, QStringLiteral("there is nothing to append"), {}};
    std::vector<StoredEvent> rows;
    rows.reserve(static_cast<std::size_t>(unit.events.size()));
    for (const Event& event : unit.events) {
        auto text = storedForm(event);
        if (!text)
            return text.error();
        if (text->body.size() > m_options.maxEventBytes)
            return Error{ErrorKind::LimitReached,
                         QStringLiteral("an event \"%1\" of %2 bytes is larger than the journal takes (%3)")
                             .arg(typeOf(event))
                             .arg(text->body.size())
                             .arg(m_options.maxEventBytes),
                         QStringLiteral("keep large contents as artifacts")};
        rows.push_back(std::move(*text));
    }
    return rows;
}

// When a group fails, each of its units is tried alone, so that one that is too large for the room that is
// left does not take others with it.
void SqliteWriter::writeGroup(Storage& storage, std::vector<Prepared>& group) {
    if (group.empty())
        return;
    const auto written = commit(storage, group);
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
        writeGroup(storage, alone);
    }
}

Result<void> SqliteWriter::commit(Storage& storage, std::vector<Prepared>& group) {
    if (m_broken && !fence(storage))
        return *m_broken;
    m_broken.reset();
    if (auto begun = finish(storage.begin); !begun)
        return begun;
    auto end = insert(storage, group);
    if (!end) {
        // Some failures have already rolled back; then this one says so and changes nothing.
        (void)finish(storage.rollback);
        return end.error().within(QStringLiteral("cannot write the journal"));
    }
    if (const auto done = storage.commit.step(); !done) {
        const int code = storage.connection->lastCode();
        storage.commit.reset();
        (void)finish(storage.rollback);
        return failedCommit(storage, code, done.error().within(QStringLiteral("cannot write the journal")));
    }
    storage.commit.reset();
    const std::lock_guard lock(m_stateMutex);
    m_end = std::move(*end);
    m_counters.commits += 1;
    m_counters.appends += static_cast<qint64>(group.size());
    m_counters.largestGroup = std::max(m_counters.largestGroup, static_cast<qint64>(group.size()));
    for (const Prepared& prepared : group)
        m_counters.events += static_cast<qint64>(prepared.rows.size());
    return {};
}

// A unit must be refused or durable, never both. When not the writing but what follows it failed, all of it
// may lie in the log, and the next start would find it.
Error SqliteWriter::failedCommit(Storage& storage, int code, const Error& error) {
    if (code == sqlite_code::Full || code == sqlite_code::IoWrite || fence(storage))
        return error;
    m_broken = Error{ErrorKind::Unavailable,
                     error.message +
                         QStringLiteral("; the journal takes nothing more for now, since it is not known "
                                        "what the disk holds"),
                     QStringLiteral("check the disk; it goes on by itself once the disk does")};
    return *m_broken;
}

// A commit of ours at the place of the one that failed: it overwrites what that one left in the log, and what
// comes after it there is void, since the log's checksums run on. Durable, it means that the other never
// happened.
Result<void> SqliteWriter::fence(Storage& storage) {
    Result<void> done;
    for (int tries = 0; tries < 3; ++tries) {
        done = finish(storage.fence);
        if (done)
            break;
    }
    return done;
}

Result<SqliteWriter::End> SqliteWriter::insert(Storage& storage, std::vector<Prepared>& group) {
    qint64 seq = lastSeq();
    QByteArray chain = head().toLatin1();
    SqliteStatement& row = storage.insert;
    for (Prepared& prepared : group) {
        prepared.firstSeq = seq + 1;
        for (const StoredEvent& text : prepared.rows) {
            seq += 1;
            chain = m_chain.after(chain, seq, prepared.unit.at.ms, text.type, text.task, text.body);
            row.bind(1, seq);
            row.bind(2, prepared.unit.at.ms);
            row.bind(3, text.type);
            row.bind(4, text.task);
            row.bind(5, text.body);
            row.bind(6, chain);
            const auto done = row.step();
            row.reset();
            if (!done)
                return done.error();
        }
    }
    return End{seq, QString::fromLatin1(chain)};
}

// A failure costs nothing but space: the log keeps what the file has not got, and the next occasion tries
// again.
void SqliteWriter::checkpointWhenDue(SqliteConnection& connection) {
    if (m_logPages < m_checkpointAt) {
        if (m_logPages < m_options.checkpointPages)
            m_checkpointAt = m_options.checkpointPages; // the log began anew
        return;
    }
    sqlite3_wal_checkpoint_v2(connection.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    // Where a reader holds the log, it cannot begin anew yet.
    m_checkpointAt = m_logPages + m_options.checkpointPages / 4;
}

// A sync of a file that grows writes the file system's own records too: twice the time of one that only
// overwrites. So the log grows ahead of what is written, in pieces, by zeros, which SQLite takes for its end.
// Synced before a frame may follow, so that no zeros can come after it on the disk. A failure costs nothing
// but time.
void SqliteWriter::growLogWhenDue(SqliteConnection& connection) {
    const int piece = m_options.logPiecePages;
    if (m_logPages < piece / 16 || m_logPages + piece / 4 < m_logRoom || m_logRoom >= m_checkpointAt)
        return;
    constexpr qint64 frameBytes = 4096 + 24;
    sqlite3_file* log = nullptr;
    sqlite3_int64 size = 0;
    if (sqlite3_file_control(connection.handle(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) != SQLITE_OK ||
        !log || !log->pMethods || log->pMethods->xFileSize(log, &size) != SQLITE_OK)
        return;
    m_logRoom = int(size / frameBytes);
    if (m_logPages + piece / 4 < m_logRoom)
        return;
    const QByteArray zeros(std::min<qsizetype>(64 * 1024, qsizetype(piece) * 4096), '\0');
    const qint64 wanted = size + piece * frameBytes;
    m_logRoom = int(wanted / frameBytes); // also where it fails: the next piece is tried in its time
    for (; size < wanted; size += zeros.size())
        if (log->pMethods->xWrite(log, zeros.constData(), int(zeros.size()), size) != SQLITE_OK)
            break;
    (void)log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
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
