// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/http_connection.h"

#include "core/server/http_wire.h"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <utility>

namespace signalbox {

namespace {
constexpr qsizetype pieceSize = 16 * 1024;  ///< small writes are gathered up to this
constexpr qsizetype writeSize = 256 * 1024; ///< at most in one write, so that progress shows
constexpr qsizetype aheadSize = 16 * 1024;  ///< read ahead while a request is being answered
constexpr Millis partingTime{250};          ///< for lingering when the server stops
constexpr qint64 timedBody = 1024 * 1024;   ///< body that buys another requestTime
} // namespace

HttpConnection::HttpConnection(boost::asio::io_context& io, HttpHost& host,
                               std::unique_ptr<HttpStream> stream, quint64 id, Peer peer, bool secure)
    : m_host(host), m_limits(host.options().limits), m_stream(std::move(stream)), m_timer(io), m_id(id),
      m_peer(std::move(peer)), m_secure(secure) {}

void HttpConnection::start(std::optional<HttpParser::Failure> refusal) {
    setDeadline(m_limits.requestTime);
    m_stream->handshake([self = shared_from_this(), refusal = std::move(refusal)](IoError ec) {
        if (self->m_state == State::Closed)
            return;
        if (ec)
            self->close();
        else
            self->serve(refusal);
    });
}

void HttpConnection::serve(const std::optional<HttpParser::Failure>& refusal) {
    waitForRequest(true);
    if (refusal)
        fail(*refusal);
    readMore();
}

// Reading

void HttpConnection::readMore() {
    const bool wanted = m_state == State::Reading || m_state == State::Lingering ||
                        (m_state == State::Answering && m_in.size() < aheadSize);
    if (!wanted || m_reading || m_ended)
        return;
    m_reading = true;
    m_stream->read(m_buffer.data(), m_buffer.size(),
                   [self = shared_from_this()](IoError ec, std::size_t size) { self->onRead(ec, size); });
}

void HttpConnection::onRead(IoError ec, std::size_t size) {
    m_reading = false;
    if (m_state == State::Closed)
        return;
    if (ec == boost::asio::error::eof)
        return onEnd();
    if (ec)
        return close();
    if (m_state == State::Lingering) {
        const auto left = std::chrono::duration_cast<Millis>(m_lingerEnd - SteadyClock::now());
        setDeadline(std::clamp(left, Millis(0), m_limits.lingerIdle));
    } else {
        m_in.append(m_buffer.data(), static_cast<qsizetype>(size));
        if (m_state == State::Reading)
            parse();
    }
    readMore();
}

void HttpConnection::onEnd() {
    m_ended = true;
    switch (m_state) {
    case State::Answering:
        if (m_streaming && !m_complete && !m_limits.streamSurvivesHalfClose)
            close();
        return; // else half closed: it may still want its answer
    default:
        close();
    }
}

void HttpConnection::parse() {
    // Some clients send an empty line behind a body (RFC 9112, 2.2).
    if (!m_begun) {
        qsizetype skip = 0;
        while (skip < m_in.size() && (m_in[skip] == '\r' || m_in[skip] == '\n'))
            ++skip;
        m_in.remove(0, skip);
        if (m_in.isEmpty())
            return m_ended ? close() : void();
        m_begun = true;
        setDeadline(m_limits.requestTime);
    }
    while (m_state == State::Reading) {
        if (!m_in.isEmpty())
            m_in.remove(0, m_parser->feed(m_in.constData(), m_in.size()));
        switch (m_parser->state()) {
        case HttpParser::State::HeadDone:
            onHead();
            continue;
        case HttpParser::State::Done:
            return dispatch();
        case HttpParser::State::Failed:
            return fail(m_parser->failure());
        case HttpParser::State::Head:
        case HttpParser::State::Body:
            break;
        }
        if (m_ended)
            return close(); // half a request that will never be whole
        if (const qint64 body = m_parser->request().body.size(); body - m_bodyTimed >= timedBody) {
            m_bodyTimed = body;
            setDeadline(m_limits.requestTime);
        }
        return;
    }
}

void HttpConnection::onHead() {
    const HttpRequest& request = m_parser->request();
    const HttpOptions& options = m_host.options();
    m_parser->allowBody(options.bodyLimit ? options.bodyLimit(request.method, request.path)
                                          : m_limits.maxBody);
    if (m_parser->state() == HttpParser::State::Body && m_parser->expectsContinue() && m_in.isEmpty()) {
        enqueue(QByteArrayLiteral("HTTP/1.1 100 Continue\r\n\r\n"));
        flush();
    }
}

void HttpConnection::dispatch() {
    m_state = State::Answering;
    m_deadline = SteadyClock::time_point::max();
    m_keepAlive = m_parser->keepAlive();
    m_version11 = m_parser->isVersion11();
    HttpRequest request = m_parser->take();
    request.connection = m_id;
    request.peer = m_peer;
    request.secure = m_secure;
    m_bodyless = request.method == "HEAD";
    m_streaming = m_chunked = m_complete = false;
    ++m_request;
    m_reply = std::make_shared<HttpReplyState>(m_host.wakeFor(m_id, m_request), m_limits.maxUnsent,
                                               m_limits.slowUnsent);
    m_host.handle(request, HttpReply(m_reply));
}

void HttpConnection::fail(const HttpParser::Failure& why) {
    m_state = State::Answering;
    m_deadline = SteadyClock::time_point::max();
    m_keepAlive = false;
    m_bodyless = m_parser->request().method == "HEAD";
    m_in.clear();
    enqueueResponse(problemResponse(why.status, why.error));
    flush();
}

// Answering

void HttpConnection::pump(quint64 request) {
    if (m_state != State::Answering || request != m_request || !m_reply)
        return;
    const HttpReplyState::Work work = m_reply->take();
    if (work.drop)
        return drop();
    if (work.response)
        enqueueResponse(*work.response);
    if (work.streamHead)
        enqueueStreamHead(*work.streamHead);
    if (m_streaming && !m_bodyless)
        enqueue(m_chunked ? encodeChunk(work.data) : work.data);
    if (work.finish) {
        if (m_chunked && !m_bodyless)
            enqueue(QByteArrayLiteral("0\r\n\r\n"));
        m_complete = true;
    }
    if (m_streaming && !m_complete && m_ended && !m_limits.streamSurvivesHalfClose)
        return close();
    m_reply->setQueued(m_outBytes);
    flush();
    if (m_complete && m_out.empty() && !m_writing)
        onAnswered();
}

void HttpConnection::enqueueResponse(const HttpResponse& response) {
    m_keepAlive = m_keepAlive && !asksToClose(response);
    enqueue(encodeHead(response, HttpFraming::Length, response.body.size(), m_keepAlive));
    if (!m_bodyless && !statusForbidsBody(response.status))
        enqueue(response.body);
    m_complete = true;
}

void HttpConnection::enqueueStreamHead(const HttpResponse& head) {
    m_streaming = true;
    const bool noBody = statusForbidsBody(head.status);
    m_bodyless = m_bodyless || noBody;
    m_chunked = m_version11 && !noBody;
    m_keepAlive = m_keepAlive && m_version11 && !asksToClose(head);
    enqueue(encodeHead(head, m_chunked ? HttpFraming::Chunked : HttpFraming::UntilClose, 0, m_keepAlive));
}

void HttpConnection::enqueue(const QByteArray& bytes) {
    if (bytes.isEmpty())
        return;
    m_outBytes += bytes.size();
    // Gather small pieces, but never touch the one that is being written.
    const bool lastIsFree = m_out.size() > (m_writing ? 1U : 0U);
    if (lastIsFree && m_out.back().size() + bytes.size() <= pieceSize)
        m_out.back() += bytes;
    else
        m_out.push_back(bytes);
}

void HttpConnection::flush() {
    if (m_writing || m_out.empty() || m_state == State::Closed)
        return;
    m_writing = true;
    if (m_state == State::Answering)
        setDeadline(m_limits.writeTime);
    const QByteArray& piece = m_out.front();
    const auto size = static_cast<std::size_t>(std::min(piece.size() - m_written, writeSize));
    m_stream->write(piece.constData() + m_written, size,
                    [self = shared_from_this()](IoError ec, std::size_t n) { self->onWritten(ec, n); });
}

void HttpConnection::onWritten(IoError ec, std::size_t size) {
    m_writing = false;
    if (m_state == State::Closed)
        return;
    if (ec)
        return close();
    m_written += static_cast<qsizetype>(size);
    m_outBytes -= static_cast<qint64>(size);
    if (m_written == m_out.front().size()) {
        m_out.pop_front();
        m_written = 0;
    }
    if (m_reply)
        m_reply->setQueued(m_outBytes);
    if (m_state == State::Answering && m_out.empty()) {
        m_deadline = SteadyClock::time_point::max(); // the application may take its time
        if (m_complete)
            return onAnswered();
    }
    flush();
}

void HttpConnection::onAnswered() {
    if (const auto reply = std::exchange(m_reply, nullptr))
        reply->complete();
    if (m_state != State::Answering)
        return;
    if (!m_keepAlive)
        return linger();
    waitForRequest(false);
    parse();
    readMore();
}

void HttpConnection::waitForRequest(bool first) {
    m_state = State::Reading;
    m_parser = std::make_unique<HttpParser>(m_limits.maxHead, m_limits.escapedSlash);
    m_begun = false;
    m_bodyTimed = 0;
    m_complete = false;
    setDeadline(first ? m_limits.requestTime : m_limits.idleTime);
}

// The end

void HttpConnection::linger() {
    if (m_ended)
        return close();
    // Closing while bytes from the client are unread would reset the connection, and it would never see the
    // answer.
    m_state = State::Lingering;
    m_in.clear();
    const Millis time = m_retired ? std::min(partingTime, m_limits.lingerTime) : m_limits.lingerTime;
    m_lingerEnd = SteadyClock::now() + time;
    setDeadline(std::min(m_limits.lingerIdle, time));
    m_stream->shutdownSend(shared_from_this());
    readMore();
}

void HttpConnection::retire() {
    m_retired = true;
    switch (m_state) {
    case State::Handshake:
        return close();
    case State::Reading:
        if (!m_begun)
            return close();
        break;
    case State::Answering:
        if (m_streaming && !m_complete)
            return close();
        m_keepAlive = false;
        break;
    case State::Lingering:
        m_lingerEnd = std::min(m_lingerEnd, SteadyClock::now() + partingTime);
        setDeadline(std::min(m_limits.lingerIdle, partingTime));
        break;
    case State::Closed:
        break;
    }
}

void HttpConnection::drop() {
    m_stream->forgetUnsent();
    close();
}

void HttpConnection::close() {
    if (std::exchange(m_state, State::Closed) == State::Closed)
        return;
    const auto self = shared_from_this(); // the host may hold the last reference
    m_timer.cancel();
    m_stream->close();
    if (const auto reply = std::exchange(m_reply, nullptr))
        reply->close();
    m_host.closed(m_id);
}

// Time

void HttpConnection::setDeadline(Millis fromNow) {
    m_deadline = SteadyClock::now() + fromNow;
    if (m_deadline < m_timerAt)
        armTimer();
}

void HttpConnection::armTimer() {
    m_timerAt = m_deadline;
    m_timer.expires_at(m_timerAt);
    m_timer.async_wait([weak = weak_from_this()](IoError ec) {
        if (const auto self = weak.lock(); self && !ec)
            self->onTimer();
    });
}

void HttpConnection::onTimer() {
    if (m_state == State::Closed)
        return;
    m_timerAt = SteadyClock::time_point::max();
    if (m_deadline == SteadyClock::time_point::max())
        return;
    if (SteadyClock::now() < m_deadline)
        armTimer();
    else
        onDeadline();
}

void HttpConnection::onDeadline() {
    if (m_writing)
        return drop();
    if (m_state != State::Reading || !m_begun)
        return close();
    fail({408,
          {ErrorKind::Timeout, QStringLiteral("The request did not arrive in time."),
           QStringLiteral("Send the whole request at once.")}});
    readMore();
}

} // namespace signalbox
