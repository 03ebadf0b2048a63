// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/http_reply.h"

#include <utility>

namespace signalbox {

HttpReplyState::HttpReplyState(Wake wake, qint64 maxUnsent, qint64 slowUnsent)
    : m_wake(std::move(wake)), m_maxUnsent(maxUnsent), m_slowUnsent(slowUnsent) {}

void HttpReplyState::wakeLocked() {
    if (!std::exchange(m_awake, true))
        m_wake();
}

bool HttpReplyState::send(HttpResponse response) {
    const std::lock_guard lock(m_mutex);
    if (m_phase != Phase::Waiting)
        return false;
    m_phase = Phase::Answered;
    m_work.response = std::move(response);
    wakeLocked();
    return true;
}

bool HttpReplyState::startStream(HttpResponse head) {
    const std::lock_guard lock(m_mutex);
    if (m_phase != Phase::Waiting)
        return false;
    m_phase = Phase::Streaming;
    m_work.streamHead = std::move(head);
    wakeLocked();
    return true;
}

bool HttpReplyState::write(const QByteArray& chunk) {
    const std::lock_guard lock(m_mutex);
    if (m_phase != Phase::Streaming)
        return false;
    if (unsentLocked() > m_maxUnsent) {
        m_phase = Phase::Closed;
        m_work = {};
        m_work.drop = true;
        wakeLocked();
        return false;
    }
    m_work.data += chunk;
    wakeLocked();
    return true;
}

bool HttpReplyState::finish() {
    const std::lock_guard lock(m_mutex);
    if (m_phase != Phase::Streaming)
        return false;
    m_phase = Phase::Answered;
    m_work.finish = true;
    wakeLocked();
    return true;
}

void HttpReplyState::abandon() {
    const std::lock_guard lock(m_mutex);
    if (m_phase == Phase::Waiting) {
        m_phase = Phase::Answered;
        m_work.response = problemResponse(
            500, {ErrorKind::Internal, QStringLiteral("The request was dropped without an answer."),
                  QStringLiteral("This is a defect of the core: see its log.")});
        wakeLocked();
    } else if (m_phase == Phase::Streaming) {
        m_phase = Phase::Closed;
        m_work.drop = true;
        wakeLocked();
    }
}

bool HttpReplyState::tooSlow() const {
    const std::lock_guard lock(m_mutex);
    return m_phase == Phase::Streaming && unsentLocked() > m_slowUnsent;
}

bool HttpReplyState::open() const {
    const std::lock_guard lock(m_mutex);
    return m_phase == Phase::Waiting || m_phase == Phase::Streaming;
}

void HttpReplyState::onClosed(std::function<void()> callback) {
    {
        const std::lock_guard lock(m_mutex);
        if (!m_lost) {
            if (m_phase != Phase::Closed || m_work.drop) // a drop under way still has its close() to come
                std::swap(m_onClosed, callback);
            return;
        }
    }
    if (callback)
        callback();
}

void HttpReplyState::onDrained(std::function<void()> callback) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_phase == Phase::Streaming && unsentLocked() > m_slowUnsent) {
            std::swap(m_onDrained, callback);
            return;
        }
    }
    if (callback)
        callback();
}

HttpReplyState::Work HttpReplyState::take() {
    const std::lock_guard lock(m_mutex);
    m_awake = false;
    m_queued += m_work.data.size(); // corrected by setQueued(); counted meanwhile
    const bool drop = m_work.drop;
    Work work = std::exchange(m_work, {});
    m_work.drop = drop;
    return work;
}

void HttpReplyState::setQueued(qint64 bytes) {
    std::function<void()> drained;
    {
        const std::lock_guard lock(m_mutex);
        m_queued = bytes;
        // Half way down, so that source and client do not stop and go for each piece.
        if (m_onDrained && unsentLocked() <= m_slowUnsent / 2)
            drained = std::exchange(m_onDrained, nullptr);
    }
    if (drained)
        drained();
}

void HttpReplyState::complete() {
    end(false);
}

void HttpReplyState::close() {
    end(true);
}

void HttpReplyState::end(bool lost) {
    std::function<void()> closed;
    std::function<void()> drained;
    {
        const std::lock_guard lock(m_mutex);
        m_phase = Phase::Closed;
        m_lost = m_lost || lost;
        m_work = {};
        m_queued = 0;
        closed =
            std::exchange(m_onClosed, nullptr); // dropped here when not called: it may hold the reply itself
        drained = std::exchange(m_onDrained, nullptr);
    }
    if (drained)
        drained();
    if (lost && closed)
        closed();
}

/// Shared by all copies of an HttpReply; its end is the end of the last copy.
class HttpReply::Owner {
public:
    explicit Owner(std::shared_ptr<HttpReplyState> reply) : state(std::move(reply)) {}
    ~Owner() { state->abandon(); }
    Owner(const Owner&) = delete;
    Owner& operator=(const Owner&) = delete;

    const std::shared_ptr<HttpReplyState> state;
};

HttpReply::HttpReply(std::shared_ptr<HttpReplyState> state)
    : m_owner(std::make_shared<Owner>(std::move(state))) {}

bool HttpReply::send(HttpResponse response) {
    return m_owner && m_owner->state->send(std::move(response));
}

bool HttpReply::startStream(int status, QByteArray contentType, QList<HttpHeader> headers) {
    HttpResponse head;
    head.status = status;
    head.contentType = std::move(contentType);
    head.headers = std::move(headers);
    return m_owner && m_owner->state->startStream(std::move(head));
}

bool HttpReply::write(QByteArray chunk) {
    return m_owner && m_owner->state->write(chunk);
}

bool HttpReply::finish() {
    return m_owner && m_owner->state->finish();
}

bool HttpReply::tooSlow() const {
    return m_owner && m_owner->state->tooSlow();
}

bool HttpReply::open() const {
    return m_owner && m_owner->state->open();
}

void HttpReply::onClosed(std::function<void()> callback) {
    if (m_owner)
        m_owner->state->onClosed(std::move(callback));
}

void HttpReply::onDrained(std::function<void()> callback) {
    if (m_owner)
        m_owner->state->onDrained(std::move(callback));
}

} // namespace signalbox
