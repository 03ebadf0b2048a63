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
/// at 64 KiB and a file stops growing at its limit, which is said in it. Thread-safe.
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

/// Turns a job's output, which comes in arbitrary pieces, into log lines.
class LineSplitter {
public:
    using Line = std::function<void(const QString&)>;
    explicit LineSplitter(Line line) : m_line(std::move(line)) {}
    void feed(QByteArrayView bytes);
    /// What is left without a line end.
    void finish();

private:
    Line m_line;
    QByteArray m_rest;
};

} // namespace signalbox
