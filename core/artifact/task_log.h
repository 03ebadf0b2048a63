// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/digest.h"
#include "core/domain/log_kind.h"

#include <QFile>

#include <functional>
#include <mutex>
#include <set>

namespace signalbox {

/// A piece of a task's log, addressed by byte offset.
struct LogSlice {
    QByteArray lines; ///< whole NDJSON lines: {"at","step","attempt","kind","text"}
    qint64 next = 0;  ///< where to go on reading
};

/// The running log of every task: one append-only NDJSON file a task, readable while it grows. Lines are cut
/// at 64 KiB and a file stops growing at its limit, which is said in it. What finds no room on the disk is
/// lost, whole lines at a time: what counts is in the journal and in artifacts. Thread-safe.
class TaskLogs {
public:
    using Grown = std::function<void(qint64 task, qint64 end)>;

    TaskLogs(QString directory, const Clock& clock, qint64 maxBytesPerTask = 256LL * 1024 * 1024);

    /// Told after each append, on the appending thread; must not block.
    void setObserver(Grown observer);
    /// One line or several; each gets the same time.
    void append(qint64 task, const QString& step, int attempt, LogKind kind, const QString& text);
    [[nodiscard]] Result<LogSlice> read(qint64 task, qint64 from, qint64 maxBytes) const;
    [[nodiscard]] qint64 end(qint64 task) const;
    /// How many lines an attempt's program has given to the log (all kinds but the core's own) since the last
    /// line of the core's that begins with `mark`: what a core that comes back to a running job need not log
    /// again.
    [[nodiscard]] qint64 outputLinesSince(qint64 task, const QString& step, int attempt,
                                          const QString& mark) const;

    /// When the core last gave it a line for that attempt that begins with `mark`; now, where there is none.
    [[nodiscard]] Moment beganAt(qint64 task, const QString& step, int attempt, const QString& mark) const;

private:
    [[nodiscard]] QString fileFor(qint64 task) const;
    [[nodiscard]] QByteArray lineOf(const QString& step, int attempt, LogKind kind,
                                    const QString& text) const;

    QString m_directory;
    const Clock& m_clock;
    qint64 m_maxBytes;
    mutable std::mutex m_mutex;
    Grown m_observer;
    std::set<qint64> m_full; ///< tasks whose log reached the limit
};

/// Turns a job's output, which comes in arbitrary pieces, into log lines. The same output gives the same
/// lines, however it comes; a line above the longest becomes several.
class LineSplitter {
public:
    /// Gets whole lines, several joined by line ends: a flood of short lines must not cost a call each.
    using Lines = std::function<void(const QString&)>;
    static constexpr qsizetype usualLongest = 64 * 1024;
    explicit LineSplitter(Lines lines, qsizetype longest = usualLongest)
        : m_lines(std::move(lines)), m_longest(longest) {}
    void feed(QByteArrayView bytes);
    /// What is left without a line end.
    void finish();

private:
    void take(QByteArrayView line);
    void hand();

    Lines m_lines;
    qsizetype m_longest;
    QByteArray m_rest;
    QByteArray m_ready;
    bool m_any = false;
};

} // namespace signalbox
