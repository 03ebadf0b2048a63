// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/journal/chain.h"
#include "core/journal/sqlite_connection.h"
#include "core/journal/sqlite_journal.h"
#include "core/journal/stored_event.h"
#include "core/journal/volumes.h"

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

namespace signalbox {

/// The thread that owns the writing connection. Whatever is queued while one commit is under way goes into
/// the next one: one sync for many units.
class SqliteWriter {
public:
    SqliteWriter(QString path, JournalOptions options);
    /// Writes what is queued, then ends the thread.
    ~SqliteWriter();
    SqliteWriter(const SqliteWriter&) = delete;
    SqliteWriter& operator=(const SqliteWriter&) = delete;

    /// Starts the thread; returns once it has the file open, or why it could not.
    Result<void> start();
    void append(QList<Event> events, Moment at, Journal::Done done);

    /// Enters a volume that was written (core/journal/volumes.h), between two commits; then its records leave
    /// the file little by little, whenever nothing else is to be written. Waits for the answer. One at a
    /// time.
    Result<void> enter(const Volume& volume);

    [[nodiscard]] qint64 lastSeq() const;
    [[nodiscard]] Digest head() const;
    [[nodiscard]] JournalCounters counters() const;

private:
    struct Unit {
        QList<Event> events;
        Moment at;
        Journal::Done done;
    };
    struct Prepared {
        Unit unit;
        std::vector<StoredEvent> rows;
        qint64 firstSeq = 0;
    };
    /// The open file and what is asked of it over and over.
    struct Storage {
        std::unique_ptr<SqliteConnection> connection;
        SqliteStatement begin, insert, commit, rollback, fence;
    };
    /// A volume that waits to be entered.
    struct Entry {
        Volume volume;
        std::promise<Result<void>> done;
    };
    /// Where the journal ends.
    struct End {
        qint64 seq = 0;
        Digest chain;
    };

    void run(std::promise<Result<void>> opened);
    Result<Storage> openFile();
    Result<End> findEnd(SqliteConnection& connection) const;
    /// What is to be done next: units, an entry, or neither when a piece of what is sealed may go. False: no
    /// more comes.
    bool takeQueued(std::vector<Unit>& units, std::optional<Entry>& entry);
    void write(Storage& storage, std::vector<Unit>& units);
    void enter(Storage& storage, Entry& entry);
    void trim(Storage& storage);
    [[nodiscard]] Result<std::vector<StoredEvent>> rowsOf(const Unit& unit) const;
    void writeGroup(Storage& storage, std::vector<Prepared>& group);
    Result<void> commit(Storage& storage, std::vector<Prepared>& group);
    Error failedCommit(Storage& storage, int code, const Error& error);
    Result<void> fence(Storage& storage);
    Result<End> insert(Storage& storage, std::vector<Prepared>& group);
    void checkpointWhenDue(SqliteConnection& connection);
    void growLogWhenDue(SqliteConnection& connection);
    void refuse(const Unit& unit, const Error& error);

    const QString m_path;
    const JournalOptions m_options;
    std::thread m_thread;

    std::mutex m_queueMutex;
    std::condition_variable m_queueChanged;
    std::deque<Unit> m_queue;
    std::optional<Entry> m_entry;
    bool m_stopping = false;

    mutable std::mutex m_stateMutex; ///< guards what other threads ask for
    End m_end;
    JournalCounters m_counters;

    ChainSum m_chain;       ///< only the writer's thread touches it, and what follows
    qint64 m_trimUpTo = 0;  ///< records that lie in a volume and may still be in the file; 0: none
    int m_logPages = 0;     ///< in the write-ahead log after the last commit
    int m_checkpointAt = 0; ///< so many pages in the log, and they are moved into the file
    int m_logRoom = 0;      ///< pages for which the log's file is long enough, as far as we know

    /// Set while it is not known whether the last unit is on the disk: a sync failed, and so did the fence.
    std::optional<Error> m_broken;
};

} // namespace signalbox
