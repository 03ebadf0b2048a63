// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/log_follower.h"

#include "core/client/core_client.h"
#include "core/client/sse_parser.h"
#include "core/client/transport.h"

#include <QTimer>

#include <algorithm>

namespace signalbox {

namespace {
constexpr Millis firstBackoff{250};
constexpr Millis lastBackoff{8'000};
constexpr qsizetype largestLine = 4 << 20;

/// Trying again cannot help.
bool isFinal(const Error& error) {
    switch (error.kind) {
    case ErrorKind::Invalid:
    case ErrorKind::NotFound:
    case ErrorKind::Denied:
    case ErrorKind::LimitReached:
        return true;
    default:
        return false;
    }
}
} // namespace

class LogFollower::Reader : public QObject {
    Q_OBJECT
public:
    Reader(LogFollower& owner, CoreClient& client, TaskId task, qint64 offset, Mode mode)
        : m_owner(owner), m_client(client), m_task(task), m_offset(offset), m_mode(mode) {
        m_retry.setSingleShot(true);
        connect(&m_retry, &QTimer::timeout, this, &Reader::connectStream);
    }

    ~Reader() override { dropStream(); }

    void start() {
        if (std::exchange(m_running, true))
            return;
        m_backoff = firstBackoff;
        if (!m_paused)
            connectStream();
    }
    void stop() {
        m_running = false;
        m_retry.stop();
        dropStream();
    }
    void setPaused(bool paused) {
        if (std::exchange(m_paused, paused) == paused || !m_running)
            return;
        if (paused) {
            m_retry.stop();
            dropStream();
        } else {
            connectStream();
        }
    }

    [[nodiscard]] TaskId task() const { return m_task; }
    [[nodiscard]] qint64 offset() const { return m_offset; }
    [[nodiscard]] bool running() const { return m_running; }

private:
    void connectStream() {
        dropStream();
        m_parser = SseParser(largestLine);
        m_tail.clear();
        m_sliceBegin = m_offset;
        ApiRequest request;
        const bool follow = m_mode == Mode::Follow;
        request.path = (follow ? QStringLiteral("/v1/tasks/%1/log/follow?from=%2")
                               : QStringLiteral("/v1/tasks/%1/log?from=%2"))
                           .arg(m_task)
                           .arg(m_offset);
        request.accept =
            follow ? QByteArrayLiteral("text/event-stream") : QByteArrayLiteral("application/x-ndjson");
        m_stream = m_client.transport().stream(request);
        connect(m_stream.get(), &ByteStream::opened, this, [this] { m_backoff = firstBackoff; });
        connect(m_stream.get(), &ByteStream::bytesArrived, this, &Reader::take);
        connect(m_stream.get(), &ByteStream::failed, this, &Reader::lose);
        connect(m_stream.get(), &ByteStream::finished, this, &Reader::onFinished);
    }
    void dropStream() {
        if (!m_stream)
            return;
        m_stream->disconnect(this);
        m_stream.release()->deleteLater(); // it may be the one that calls us
    }
    void take(const QByteArray& bytes) {
        if (m_mode == Mode::Follow)
            takeEvents(bytes);
        else
            takeLines(bytes);
    }
    void takeEvents(const QByteArray& bytes) {
        const Result<QList<SseEvent>> events = m_parser.feed(bytes);
        if (!events)
            return lose(events.error());
        QList<LogLine> batch;
        for (const SseEvent& event : *events) {
            if (event.type == "end") {
                if (hand(batch))
                    finish();
                return;
            }
            if (event.type != "message" && event.type != "line")
                continue;
            bool isNumber = false;
            const qint64 end = event.id.toLongLong(&isNumber);
            if (!isNumber || end < m_offset)
                return lose(
                    {ErrorKind::Corrupt, QStringLiteral("the core sent a log line without its place"), {}});
            batch.append(logLineFrom(event.data, end));
            if (batch.size() >= batchLines && !hand(batch))
                return;
        }
        hand(batch);
    }
    void takeLines(const QByteArray& bytes) {
        m_tail.append(bytes);
        QList<LogLine> batch;
        qint64 place = m_offset;
        qsizetype begin = 0;
        for (qsizetype end = 0; (end = m_tail.indexOf('\n', begin)) >= 0; begin = end + 1) {
            place += end + 1 - begin;
            batch.append(logLineFrom(m_tail.mid(begin, end - begin), place));
            if (batch.size() >= batchLines && !hand(batch))
                return;
        }
        m_tail.remove(0, begin);
        if (m_tail.size() > largestLine)
            return fail(
                {ErrorKind::LimitReached, QStringLiteral("the log holds a line that is too long"), {}});
        hand(batch);
    }
    /// Gives the batch away; false when the listener stopped us meanwhile.
    bool hand(QList<LogLine>& batch) {
        if (batch.isEmpty())
            return true;
        m_offset = batch.last().end;
        const QPointer<Reader> self(this);
        const QList<LogLine> lines = std::exchange(batch, {});
        emit m_owner.linesArrived(lines);
        return self && m_running && !m_paused && m_stream;
    }
    void onFinished() {
        // The core gives a long log in slices: an empty one is the end.
        if (m_mode == Mode::WhatIsThere)
            return m_offset > m_sliceBegin ? connectStream() : finish();
        lose({ErrorKind::Unavailable, QStringLiteral("the core ended the log before the task did"), {}});
    }
    void finish() {
        stop();
        emit m_owner.ended();
    }
    void fail(const Error& error) {
        stop();
        emit m_owner.failed(error);
    }
    void lose(const Error& error) {
        if (isFinal(error))
            return fail(error);
        dropStream();
        m_retry.start(int(m_backoff.count()));
        m_backoff = std::min(m_backoff * 2, lastBackoff);
        emit m_owner.interrupted(error);
    }

    LogFollower& m_owner;
    CoreClient& m_client;
    TaskId m_task;
    qint64 m_offset;
    qint64 m_sliceBegin = 0; ///< WhatIsThere: where the present request began
    Mode m_mode;
    bool m_running = false;
    bool m_paused = false;
    Millis m_backoff = firstBackoff;
    QTimer m_retry;
    std::unique_ptr<ByteStream> m_stream;
    SseParser m_parser;
    QByteArray m_tail; ///< WhatIsThere: bytes of the last, unfinished line
};

LogFollower::LogFollower(CoreClient& client, TaskId task, qint64 fromByte, Mode mode, QObject* parent)
    : QObject(parent), m_reader(std::make_unique<Reader>(*this, client, task, fromByte, mode)) {}

LogFollower::~LogFollower() = default;

void LogFollower::start() {
    m_reader->start();
}
void LogFollower::stop() {
    m_reader->stop();
}
void LogFollower::setPaused(bool paused) {
    m_reader->setPaused(paused);
}
TaskId LogFollower::task() const {
    return m_reader->task();
}
qint64 LogFollower::offset() const {
    return m_reader->offset();
}
bool LogFollower::running() const {
    return m_reader->running();
}

} // namespace signalbox

#include "log_follower.moc"
