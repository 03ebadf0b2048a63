// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/server/http_message.h"

#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace signalbox {

class HttpReplyState;

/// The way to answer one request, once. Copies are the same answer; any thread may use it, and it may outlive
/// the connection and the server: then nothing happens. When the last copy goes without an answer the client
/// gets a 500; a stream that is dropped without finish() is cut, so that the client sees that it is not
/// whole.
class HttpReply {
public:
    HttpReply() = default;
    /// Made by the server.
    explicit HttpReply(std::shared_ptr<HttpReplyState> state);

    /// The whole answer. False when it was answered before or the client is gone.
    bool send(HttpResponse response);
    /// Begins an answer of unknown length. False as above.
    bool startStream(int status, QByteArray contentType, QList<HttpHeader> headers = {});
    /// Appends to the stream. False when there is none (any more): stop producing. A client that has more
    /// than HttpLimits::maxUnsent bytes unsent when still more comes is dropped: it does not read.
    bool write(QByteArray chunk);
    /// Ends the stream properly.
    bool finish();
    /// True while more than HttpLimits::slowUnsent bytes are unsent: pause the source, and go on in
    /// onDrained().
    [[nodiscard]] bool tooSlow() const;
    /// True until the answer was given completely or the client went away.
    [[nodiscard]] bool open() const;

    /// Called once if the client goes away (or the server stops) before the answer is delivered; at once, on
    /// the caller's thread, if that has happened, else on the I/O thread: do not block. One callback; a
    /// second replaces it.
    void onClosed(std::function<void()> callback);
    /// Called once when tooSlow() has ended or the client is gone; at once, on the caller's thread, if so
    /// already, else on the I/O thread.
    void onDrained(std::function<void()> callback);

private:
    class Owner;
    std::shared_ptr<Owner> m_owner;
};

/// Called on the I/O thread for each request: must not block, so hand the work over and answer later.
using HttpHandler = std::function<void(const HttpRequest&, HttpReply)>;

/// What a client may cost. Sizes in bytes.
struct HttpLimits {
    qint64 maxHead = 16 * 1024;        ///< request line and fields; 431 beyond
    qint64 maxBody = 1024 * 1024;      ///< 413 beyond, see HttpOptions::bodyLimit
    Millis requestTime{10'000};        ///< for a request to arrive, and once more for each MB of body; 408
    Millis idleTime{60'000};           ///< a connection kept between two requests
    Millis writeTime{30'000};          ///< without a byte taken by the client while some are waiting
    Millis lingerIdle{5'000};          ///< after the last answer, for what the client still sends
    Millis lingerTime{30'000};         ///< the same altogether
    Millis drainTime{2'000};           ///< for requests being answered when the server stops
    qint64 maxUnsent = 1024 * 1024;    ///< of a stream; the client is dropped beyond
    qint64 slowUnsent = 256 * 1024;    ///< of a stream; HttpReply::tooSlow() beyond
    int maxConnections = 4096;         ///< 503 beyond
    int maxConnectionsOfGuests = 3072; ///< of all guests together: they must not lock out people; 503 beyond
    int maxConnectionsOfGuest =
        128;                   ///< of one guest identity; 503 beyond: one guest must not lock out the rest
    bool escapedSlash = false; ///< in a path: for a relay, which takes HttpRequest::target as it was sent
    bool streamSurvivesHalfClose =
        false; ///< a client that ends its side during a stream counts as gone, unless set
};

struct HttpOptions {
    QString address =
        QStringLiteral("127.0.0.1"); ///< IP address to listen on; empty: only adopted connections
    quint16 port = 0;                ///< 0: any free one
    QString tlsCertificate;          ///< PEM file with the chain; with tlsKey: TLS 1.2 or later only
    QString tlsKey;                  ///< PEM file
    HttpLimits limits;
    /// Another body limit than limits.maxBody for some requests; called on the I/O thread.
    std::function<qint64(const QByteArray& method, const QString& path)> bodyLimit;
};

/// An HTTP/1.1 server on an I/O thread of its own. It trusts no client: each limit above ends in an answer
/// that says so, or in a closed connection. All members are thread-safe, but stop() and the destructor must
/// not run on the I/O thread.
class HttpServer {
public:
    /// Binds and begins to serve. Unavailable when the address cannot be had, Invalid for a bad address or
    /// TLS files.
    static Result<std::unique_ptr<HttpServer>> start(HttpOptions options, HttpHandler handler);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// The port listened on; 0 without an address.
    [[nodiscard]] quint16 port() const;
    /// Serves a connected stream socket as if it had been accepted, without TLS, and owns it from now on.
    /// What comes over it is the peer's by construction: use this for a guest's forwarded connection. A
    /// descriptor that is no stream socket is closed.
    void adopt(int descriptor, Peer peer);
    [[nodiscard]] int connectionCount() const;
    /// Stops accepting, cuts streams, gives requests being answered limits.drainTime, and ends the thread.
    /// Idempotent.
    void stop();
    /// Calls back on the I/O thread, soon; never once the server has stopped.
    void post(std::function<void()> work);
    /// What the I/O thread runs: for a relay, whose other end lives on the same thread. Valid as long as the
    /// server.
    [[nodiscard]] boost::asio::io_context& io();

private:
    class Private;
    explicit HttpServer(std::unique_ptr<Private> d);
    std::unique_ptr<Private> m_d;
};

} // namespace signalbox
