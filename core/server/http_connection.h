// SPDX-License-Identifier: GPL-3.0-or-later
// Private to the HTTP server: one client, from its handshake to its end. Lives on the I/O thread only.
#pragma once

#include "core/server/http_parser.h"
#include "core/server/http_reply.h"
#include "core/server/http_server.h"
#include "core/server/http_stream.h"

#include <boost/asio/steady_timer.hpp>

#include <array>
#include <chrono>
#include <deque>
#include <optional>

namespace signalbox {

/// What a connection needs of its server.
class HttpHost {
public:
    virtual ~HttpHost() = default;
    [[nodiscard]] virtual const HttpOptions& options() const = 0;
    virtual void handle(const HttpRequest& request, HttpReply reply) = 0;
    /// A way to have pump(request) called on that connection, later, from any thread, even when all are gone.
    virtual HttpReplyState::Wake wakeFor(quint64 connection, quint64 request) = 0;
    virtual void closed(quint64 connection) = 0;
};

class HttpConnection final : public std::enable_shared_from_this<HttpConnection> {
public:
    HttpConnection(boost::asio::io_context& io, HttpHost& host, std::unique_ptr<HttpStream> stream,
                   quint64 id, Peer peer, bool secure);

    /// Serves it, or, with a refusal, says only that and closes.
    void start(std::optional<HttpParser::Failure> refusal = std::nullopt);
    /// The answer to that request has something new.
    void pump(quint64 request);
    /// The server stops: no further request, no stream goes on.
    void retire();
    /// Closes the connection of a client that does not read.
    void drop();
    void close();
    [[nodiscard]] const Peer& peer() const { return m_peer; }

private:
    using SteadyClock = std::chrono::steady_clock;
    enum class State {
        Handshake,
        Reading,   ///< a request, or waiting for one
        Answering, ///< the application has it, or its answer is being written
        Lingering, ///< all is said; discarding what the client still sends, so that it can read our last
                   ///< words
        Closed,
    };

    void serve(const std::optional<HttpParser::Failure>& refusal);
    void readMore();
    void onRead(IoError ec, std::size_t size);
    void onEnd();
    void parse();
    void onHead();
    void dispatch();
    void fail(const HttpParser::Failure& why);
    void enqueueResponse(const HttpResponse& response);
    void enqueueStreamHead(const HttpResponse& head);
    void enqueue(const QByteArray& bytes);
    void flush();
    void onWritten(IoError ec, std::size_t size);
    void onAnswered();
    void waitForRequest(bool first);
    void linger();
    void setDeadline(Millis fromNow);
    void armTimer();
    void onTimer();
    void onDeadline();

    HttpHost& m_host;
    const HttpLimits& m_limits;
    const std::unique_ptr<HttpStream> m_stream;
    boost::asio::steady_timer m_timer;
    const quint64 m_id;
    const Peer m_peer;
    const bool m_secure;
    State m_state = State::Handshake;
    bool m_retired = false;

    // Reading
    std::array<char, 16 * 1024> m_buffer;
    QByteArray m_in; ///< received, not consumed
    std::unique_ptr<HttpParser> m_parser;
    bool m_reading = false;
    bool m_ended = false;   ///< the client ended its side
    bool m_begun = false;   ///< the first byte of a request is there
    qint64 m_bodyTimed = 0; ///< bytes of body for which time was granted

    // Answering
    quint64 m_request = 0;
    std::shared_ptr<HttpReplyState> m_reply;
    bool m_keepAlive = false;
    bool m_bodyless = false; ///< the answer must not have a body: HEAD, 204, 304
    bool m_version11 = true;
    bool m_streaming = false;
    bool m_chunked = false;
    bool m_complete = false; ///< the whole answer is in m_out
    std::deque<QByteArray> m_out;
    qsizetype m_written = 0; ///< of the first piece in m_out
    qint64 m_outBytes = 0;
    bool m_writing = false;

    // Time limits: one timer that is moved only when a deadline comes nearer, since most never strike.
    SteadyClock::time_point m_deadline = SteadyClock::time_point::max();
    SteadyClock::time_point m_timerAt = SteadyClock::time_point::max();
    SteadyClock::time_point m_lingerEnd;
};

} // namespace signalbox
