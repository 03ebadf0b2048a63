// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"
#include "core/base/fields.h"
#include "core/domain/event.h"

#include <functional>

namespace signalbox {

/// What a check of the whole journal found.
struct Verification {
    bool ok = false;
    qint64 records = 0; ///< read and found good, from the first on
    Digest head;        ///< the chain after the last good record
    QString problem;    ///< empty when ok; otherwise what is wrong, one sentence
    qint64 problemSeq =
        0; ///< the record at which it is wrong; 0 when ok or when no single record is to blame
};

/// A part of a journal that was sealed: a file of its own beside the journal's, which never changes.
struct Volume {
    qint64 first = 0;
    qint64 last = 0;  ///< record; both included
    Digest before;    ///< the chain before its first record
    Digest head;      ///< the chain after its last one
    QString file;     ///< its name; it lies in the journal's directory
    qint64 bytes = 0; ///< its size; 0 when it is not there
    SB_FIELDS(Volume, first, last, before, head, file, bytes)
};

/// Counted since the journal was opened, for measurement.
struct JournalCounters {
    qint64 appends = 0;      ///< units asked for and made durable
    qint64 events = 0;       ///< events in them
    qint64 commits = 0;      ///< durable writes; fewer than appends when units were grouped
    qint64 failures = 0;     ///< units refused with an error
    qint64 largestGroup = 0; ///< most units in one commit
};

/// The append-only record of everything that happened: the only truth about state. Records are numbered
/// from 1 without a gap and chained by digest (core/journal/chain.h), so that a change of any earlier one
/// shows. One process writes a journal at a time. Thread-safe.
class Journal {
public:
    using Visitor = std::function<void(const Record&)>;
    /// The sequence number of the unit's first event, or why none of it was written.
    using Done = std::function<void(Result<qint64>)>;
    using LineSink = std::function<Result<void>(const QByteArray& line)>;

    Journal() = default;
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;
    /// Waits until everything appended before is durable or refused, and `done` was called for it.
    virtual ~Journal() = default;

    /// The last durable record's number; 0 when there is none.
    virtual Result<qint64> lastSeq() = 0;
    /// The chain after the last durable record; chainStart() when there is none.
    virtual Digest head() = 0;
    /// The chain after the durable record `seq`; chainStart() for 0. By it something kept beside the journal
    /// (a snapshot) is known to belong to exactly this history. NotFound when there is no such record;
    /// Unavailable from a journal that keeps no chain.
    virtual Result<Digest> chainAt(qint64 seq);

    /// Appends events as one unit: all of them, in order and adjacent, or none. Units are written in the
    /// order of the calls. Returns at once; `done` is called on the writer's thread once they are durable, or
    /// with the error (LimitReached: no room; Invalid: nothing to append or an event that could not be read
    /// back; Unavailable: the storage failed). `done` may append, and must neither block nor destroy the
    /// journal.
    virtual void append(QList<Event> events, Moment at, Done done) = 0;

    /// Hands out the durable records after `afterSeq` in order, at most `limit` (0: all), on the caller's
    /// thread. Corrupt when a record cannot be understood; those before it were handed out.
    virtual Result<void> read(qint64 afterSeq, qint64 limit, const Visitor& visit) = 0;
    /// The same for the records of one task.
    virtual Result<void> readTask(TaskId task, qint64 afterSeq, qint64 limit, const Visitor& visit) = 0;

    /// Reads everything and checks numbering, known types, bodies and the chain. An Error only when it could
    /// not be read at all; what is wrong with the contents is in the Verification.
    virtual Result<Verification> verify() = 0;
    /// Every record as one line of canonical JSON: {"at","body","chain","seq","task","type"}, without the
    /// line end. Stops at the sink's first error and returns it.
    virtual Result<void> exportTo(const LineSink& sink) = 0;

    /// Writes a copy of everything durable now to a new file, checks the copy's whole chain, and makes it
    /// safe on its disk; what is appended meanwhile goes on and is not in it. Takes as long as reading
    /// everything twice. Conflict when the file exists; Unavailable from a journal that keeps no file.
    virtual Result<Verification> backupTo(const QString& path);

    /// Seals the records up to and with `upTo` that are not sealed yet: they move into a new volume, and the
    /// room that they took is used again. Everything is read as before. Takes as long as reading them twice;
    /// what is appended meanwhile goes on. Invalid when there is nothing to seal up to there, or it would
    /// leave fewer than two records; Unavailable from a journal that keeps no file.
    virtual Result<Volume> seal(qint64 upTo);
    /// What was sealed, in order.
    virtual Result<QList<Volume>> volumes();

    [[nodiscard]] virtual JournalCounters counters() const = 0;
};

} // namespace signalbox
