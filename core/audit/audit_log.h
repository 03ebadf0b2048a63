// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/domain/audit.h"

#include <functional>
#include <memory>

namespace signalbox {

/// Which entries are asked for.
struct AuditQuery {
    qint64 after = 0;  ///< only later ones, the oldest first
    qint64 before = 0; ///< instead: only earlier ones, the newest first; 0: as `after` says
    int limit = 100;
    qint64 task = 0; ///< 0: all
    std::optional<AuditKind> kind = std::nullopt;
};

/// What a journal tells the audit log.
struct AuditPiece {
    QList<AuditEntry> entries; ///< without number and chain
    qint64 upTo = 0;           ///< the record to which the journal was read
};
/// Reads on from a record, some at a time; the same `upTo` again: there is no more. On the log's thread.
using AuditSource = std::function<Result<AuditPiece>(qint64 after)>;

struct AuditOptions {
    qint64 mostEntries = 1'000'000; ///< older ones go, and the chain is carried over
    int mostWaiting = 20'000;       ///< that wait to be written; more are lost, and counted as lost
    Millis journalDelay{1'000};     ///< what the journal says is not lost, so it can wait and share a write
    Millis retryDelay{1'000};       ///< after a failure
};

/// Who did what: one hash-chained sequence of what the journal says about people, work and machines, and of
/// what is no state of a task: uses of credentials, requests to the world outside. Kept in a SQLite file,
/// written by a thread of its own; nobody waits for it. Thread-safe.
class AuditLog {
public:
    using LineSink = std::function<Result<void>(const QByteArray& line)>;

    /// Opens or makes the file. The clock outlives the log. Corrupt when it is none.
    static Result<std::unique_ptr<AuditLog>> open(const QString& file, const Clock& clock,
                                                  AuditOptions options = {});
    /// Tries once more to write what waits.
    ~AuditLog();
    AuditLog(const AuditLog&) = delete;
    AuditLog& operator=(const AuditLog&) = delete;

    /// Adds an entry; number, chain and, where it has none, time are the log's. Returns at once. False: it
    /// was not taken, or what came before cannot be written at present; who asks for something that must not
    /// be done unseen is to be refused then.
    bool add(AuditEntry entry);
    /// As add() would say.
    [[nodiscard]] bool isWriting() const;
    /// Takes up what the journal says, from where it was left. The source is called until the log is gone.
    void follow(AuditSource source);
    /// The journal has more.
    void journalGrew();
    /// Waits until what was added is durable; false when the time is over before.
    bool settle(Millis time);

    [[nodiscard]] Result<AuditPage> list(const AuditQuery& query) const;
    /// AuditHeader, then every entry, as lines of canonical JSON without their ends.
    [[nodiscard]] Result<void> exportTo(const LineSink& sink) const;

private:
    class Private;
    explicit AuditLog(std::unique_ptr<Private> d);
    std::unique_ptr<Private> m_d;
};

} // namespace signalbox
