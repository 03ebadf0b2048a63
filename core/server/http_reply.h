// SPDX-License-Identifier: GPL-3.0-or-later
// Private to the HTTP server: the state between an HttpReply and its connection.
#pragma once

#include "core/server/http_server.h"

#include <mutex>
#include <optional>

namespace signalbox {

/// One answer on its way from any thread to the I/O thread. Data waits here until the connection takes it, so
/// that many small writes cost one wake-up and the unsent bytes are counted from the moment of write().
class HttpReplyState {
public:
    /// What the connection has to do now.
    struct Work {
        std::optional<HttpResponse> response;
        std::optional<HttpResponse> streamHead;
        QByteArray data;
        bool finish = false;
        bool drop = false; ///< too slow, or the stream was abandoned
    };
    using Wake = std::function<void()>;

    /// wake makes the connection call take(), later, on the I/O thread; it must be callable for ever from any
    /// thread.
    HttpReplyState(Wake wake, qint64 maxUnsent, qint64 slowUnsent);

    // For the producer, any thread.
    bool send(HttpResponse response);
    bool startStream(HttpResponse head);
    bool write(const QByteArray& chunk);
    bool finish();
    bool tooSlow() const;
    bool open() const;
    void onClosed(std::function<void()> callback);
    void onDrained(std::function<void()> callback);
    /// The last HttpReply is gone.
    void abandon();

    // For the connection, I/O thread.
    Work take();
    /// Bytes of this answer that the connection holds.
    void setQueued(qint64 bytes);
    /// Delivered to the last byte: nobody is called any more, except who waits for the drain.
    void complete();
    /// The client is gone.
    void close();

private:
    enum class Phase { Waiting, Streaming, Answered, Closed };

    void wakeLocked();
    qint64 unsentLocked() const { return m_work.data.size() + m_queued; }
    void end(bool lost);

    const Wake m_wake;
    const qint64 m_maxUnsent;
    const qint64 m_slowUnsent;
    mutable std::mutex m_mutex;
    Phase m_phase = Phase::Waiting;
    bool m_lost = false;
    bool m_awake = false; ///< a wake-up is under way
    Work m_work;
    qint64 m_queued = 0;
    std::function<void()> m_onClosed;
    std::function<void()> m_onDrained;
};

} // namespace signalbox
