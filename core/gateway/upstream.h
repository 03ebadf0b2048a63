// SPDX-License-Identifier: GPL-3.0-or-later
// Private to the gateway: its client's side.
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/gateway/upstream_answer.h"
#include "core/gateway/upstream_connect.h"
#include "core/server/http_stream.h"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <QMap>

#include <array>
#include <chrono>
#include <deque>
#include <optional>
#include <tuple>

namespace signalbox {

/// Where an upstream is.
struct UpstreamPlace {
    QString host;
    quint16 port = 443;
    bool tls = true;
    bool operator<(const UpstreamPlace& other) const {
        return std::tie(host, port, tls) < std::tie(other.host, other.port, other.tls);
    }
};

struct UpstreamOptions {
    QString authorities;        ///< PEM file with further authorities to trust; empty: the system's alone
    Millis connectTime{10'000}; ///< name, connection and TLS together
    Millis silence{600'000};    ///< without a byte in either direction, unless paused
    Millis idleTime{30'000};    ///< for which an unused connection is kept
    int idleConnections = 32;   ///< to one place, at most
    UpstreamConnect::Filter addresses; ///< that may be connected to; unset: all
};

/// Why a call did not come to its end.
struct UpstreamFailure {
    Error error;
    bool sent = false;     ///< the upstream may have got the whole request
    bool answered = false; ///< the head of an answer had come
};

/// What a call tells, on the I/O thread. After finished or failed nothing comes any more.
struct UpstreamListener {
    std::function<void(int status, const HttpHeaders& headers)> onHead;
    std::function<void(QByteArrayView)> onBody;
    std::function<void()> onFinished;
    std::function<void(const UpstreamFailure&)> onFailed;
};

class Upstream;

/// One connected stream to an upstream, and what was received over it and not used.
struct UpstreamLink {
    std::unique_ptr<HttpStream> stream;
    std::array<char, 16 * 1024> buffer;
    QByteArray in; ///< received, not consumed
    std::chrono::steady_clock::time_point idleSince;
};

/// One request to an upstream and its answer. I/O thread only.
class UpstreamCall final : public std::enable_shared_from_this<UpstreamCall> {
public:
    UpstreamCall(Upstream& upstream, UpstreamPlace place, QByteArray request, UpstreamListener listener,
                 bool headOnly = false);

    void start();
    /// While paused nothing is read: the upstream has to wait.
    void setPaused(bool paused);
    /// Ends the call and its connection; nothing is told any more.
    void cancel();
    [[nodiscard]] bool wasSent() const { return m_sent; }

private:
    void connect();
    void onConnected(FileDescriptor socket);
    void exchange();
    void writeMore();
    void readMore();
    void onRead(IoError ec, std::size_t size);
    void consume();
    void finish();
    void fail(const QString& why, ErrorKind kind = ErrorKind::Unavailable);
    void end();
    void setDeadline(Millis fromNow);
    void armTimer();

    Upstream& m_upstream;
    const UpstreamPlace m_place;
    QByteArray m_request;
    qsizetype m_written = 0;
    std::shared_ptr<UpstreamListener> m_listener;
    std::shared_ptr<UpstreamConnect> m_connect;
    std::shared_ptr<UpstreamLink> m_link;
    UpstreamAnswer m_answer;
    boost::asio::steady_timer m_timer;
    std::chrono::steady_clock::time_point m_deadline = std::chrono::steady_clock::time_point::max();
    std::chrono::steady_clock::time_point m_timerAt = std::chrono::steady_clock::time_point::max();
    bool m_ended = false;
    bool m_paused = false;
    bool m_reading = false;
    bool m_writing = false;
    bool m_sent = false;
    bool m_headTold = false;
    bool m_connected = false;
};

/// Makes calls, over connections that it keeps for a while. I/O thread only.
class Upstream {
public:
    /// Invalid when the file with authorities cannot be read.
    static Result<std::unique_ptr<Upstream>> make(boost::asio::io_context& io, UpstreamOptions options);

    /// request: its head and body as bytes; headOnly: it is a HEAD, whose answer has no body. Nothing is told
    /// before this returns.
    std::shared_ptr<UpstreamCall> call(const UpstreamPlace& place, QByteArray request,
                                       UpstreamListener listener, bool headOnly = false);
    void closeIdle();

private:
    friend class UpstreamCall;
    Upstream(boost::asio::io_context& io, UpstreamOptions options);
    std::shared_ptr<UpstreamLink> takeIdle(const UpstreamPlace& place);
    void keep(const UpstreamPlace& place, std::shared_ptr<UpstreamLink> link);

    boost::asio::io_context& m_io;
    const UpstreamOptions m_options;
    boost::asio::ssl::context m_tls;
    QMap<UpstreamPlace, std::deque<std::shared_ptr<UpstreamLink>>> m_idle;
};

} // namespace signalbox
