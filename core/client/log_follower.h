// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/wire.h"

#include <QObject>

#include <memory>

namespace signalbox {

class CoreClient;

/// Reads one task's log in bounded batches, from a byte offset on, and goes on at the same byte after a lost
/// connection. The client must outlive it. One thread: the client's.
class LogFollower : public QObject {
    Q_OBJECT
public:
    enum class Mode {
        Follow,      ///< stays until the task is finished and all was sent
        WhatIsThere, ///< what the log holds now, then ended()
    };
    /// No batch is larger, so that a view never stalls on one.
    static constexpr qsizetype batchLines = 1000;

    LogFollower(CoreClient& client, TaskId task, qint64 fromByte = 0, Mode mode = Mode::Follow,
                QObject* parent = nullptr);
    ~LogFollower() override;

    void start();
    void stop();
    /// While paused nothing is read, and the core holds it back: for a view that is not shown.
    void setPaused(bool paused);

    [[nodiscard]] TaskId task() const;
    /// Where it goes on: behind the last line that was handed out.
    [[nodiscard]] qint64 offset() const;
    [[nodiscard]] bool running() const;

signals:
    void linesArrived(const QList<signalbox::LogLine>& lines);
    /// The task is finished (or, WhatIsThere, the log's end is reached) and all lines were handed out.
    void ended();
    /// Lost, with what is done about it; it goes on by itself.
    void interrupted(const signalbox::Error& error);
    /// It will not go on (no such task, no right to see it).
    void failed(const signalbox::Error& error);

private:
    class Reader;
    std::unique_ptr<Reader> m_reader;
};

} // namespace signalbox
