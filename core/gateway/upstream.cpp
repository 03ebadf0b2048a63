// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/upstream.h"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <openssl/ssl.h>

#include <algorithm>
#include <utility>

namespace signalbox {

namespace asio = boost::asio;
using SteadyClock = std::chrono::steady_clock;

// ---- One call ----

UpstreamCall::UpstreamCall(Upstream& upstream, UpstreamPlace place, QByteArray request,
                           UpstreamListener listener, bool headOnly)
    : m_upstream(upstream), m_place(std::move(place)), m_request(std::move(request)),
      m_listener(std::make_shared<UpstreamListener>(std::move(listener))), m_answer(headOnly),
      m_timer(upstream.m_io) {}

void UpstreamCall::start() {
    if (m_ended)
        return;
    m_link = m_upstream.takeIdle(m_place);
    if (m_link)
        exchange();
    else
        connect();
}

void UpstreamCall::connect() {
    setDeadline(m_upstream.m_options.connectTime);
    m_connect = std::make_shared<UpstreamConnect>(m_upstream.m_io, m_place.host, m_place.port,
                                                  m_upstream.m_options.addresses);
    m_connect->start([self = shared_from_this()](Result<std::shared_ptr<FileDescriptor>> socket) {
        if (self->m_ended)
            return;
        if (!socket)
            self->fail(socket.error().message, socket.error().kind);
        else
            self->onConnected(std::move(**socket));
    });
}

void UpstreamCall::onConnected(FileDescriptor socket) {
    auto stream = m_place.tls ? makeTlsClientStream(m_upstream.m_io, m_upstream.m_tls, std::move(socket),
                                                    m_place.host.toStdString())
                              : makePlainStream(m_upstream.m_io, std::move(socket));
    if (!stream)
        return fail(QStringLiteral("%1 gave no usable connection").arg(m_place.host));
    m_link = std::make_shared<UpstreamLink>();
    m_link->stream = std::move(stream);
    m_link->stream->handshake([self = shared_from_this(), link = m_link](IoError ec) {
        if (self->m_ended)
            return;
        if (ec)
            self->fail(QStringLiteral("%1 was not trusted or did not agree on TLS: %2")
                           .arg(self->m_place.host, QString::fromStdString(ec.message())));
        else
            self->exchange();
    });
}

void UpstreamCall::exchange() {
    m_connected = true;
    setDeadline(m_upstream.m_options.silence);
    writeMore();
    readMore(); // at the same time: an upstream may refuse before it has read all
}

void UpstreamCall::writeMore() {
    m_writing = true;
    m_link->stream->write(m_request.constData() + m_written, std::size_t(m_request.size() - m_written),
                          [self = shared_from_this(), link = m_link](IoError ec, std::size_t n) {
                              self->m_writing = false;
                              if (self->m_ended || ec)
                                  return; // what the upstream still says is read, and tells more
                              self->setDeadline(self->m_upstream.m_options.silence);
                              self->m_written += qsizetype(n);
                              if (self->m_written < self->m_request.size())
                                  return self->writeMore();
                              self->m_sent = true;
                              self->m_request.clear();
                              self->m_written = 0;
                          });
}

void UpstreamCall::readMore() {
    if (m_ended || m_reading || m_paused || !m_connected)
        return;
    m_reading = true;
    m_link->stream->read(m_link->buffer.data(), m_link->buffer.size(),
                         [self = shared_from_this(), link = m_link](IoError ec, std::size_t size) {
                             self->m_reading = false;
                             if (!self->m_ended)
                                 self->onRead(ec, size);
                         });
}

void UpstreamCall::onRead(IoError ec, std::size_t size) {
    if (ec) {
        // TLS without its parting words is an end too: the framing says whether the answer is whole.
        m_answer.end();
        if (m_answer.state() == UpstreamAnswer::State::Done)
            return finish();
        return fail(m_headTold
                        ? m_answer.problem()
                        : QStringLiteral("%1 ended the connection without an answer").arg(m_place.host));
    }
    setDeadline(m_upstream.m_options.silence);
    m_link->in.append(m_link->buffer.data(), qsizetype(size));
    consume();
    readMore();
}

void UpstreamCall::consume() {
    const auto self = shared_from_this(); // whoever is told may let us go
    const UpstreamAnswer::Body give = [this](QByteArrayView piece) {
        if (!m_ended)
            m_listener->onBody(piece);
    };
    while (!m_ended && !m_link->in.isEmpty()) {
        const qsizetype used = m_answer.feed(m_link->in.constData(), m_link->in.size(), give);
        if (m_ended)
            return;
        m_link->in.remove(0, used);
        const UpstreamAnswer::State state = m_answer.state();
        if (state == UpstreamAnswer::State::Failed)
            return fail(m_answer.problem());
        const bool headIsNew = state != UpstreamAnswer::State::Head && !m_headTold;
        if (headIsNew) {
            m_headTold = true;
            m_listener->onHead(m_answer.status(), m_answer.headers());
        }
        if (m_ended)
            return;
        if (state == UpstreamAnswer::State::Done)
            return finish();
        if (used == 0 && !headIsNew)
            return; // it wants more
    }
}

void UpstreamCall::finish() {
    const auto listener = m_listener;
    const bool reusable = m_sent && m_answer.keepAlive() && m_link->in.isEmpty() && !m_reading && !m_writing;
    if (reusable)
        m_upstream.keep(m_place, std::exchange(m_link, nullptr));
    end();
    if (listener)
        listener->onFinished();
}

void UpstreamCall::fail(const QString& why, ErrorKind kind) {
    const auto listener = m_listener;
    const UpstreamFailure failure{{kind, why, {}}, m_sent, m_headTold};
    end();
    if (listener)
        listener->onFailed(failure);
}

void UpstreamCall::setPaused(bool paused) {
    m_paused = paused;
    if (m_ended)
        return;
    if (m_connected)
        setDeadline(m_upstream.m_options.silence);
    if (!paused)
        readMore();
}

void UpstreamCall::cancel() {
    end();
}

void UpstreamCall::end() {
    if (std::exchange(m_ended, true))
        return;
    m_timer.cancel();
    if (m_connect)
        m_connect->cancel();
    if (m_link)
        m_link->stream->close();
    // It holds what holds us, so it must go; but one of its functions may be running now.
    asio::post(m_upstream.m_io, [listener = std::exchange(m_listener, nullptr)] {});
}

void UpstreamCall::setDeadline(Millis fromNow) {
    m_deadline = SteadyClock::now() + fromNow;
    if (m_deadline < m_timerAt)
        armTimer();
}

void UpstreamCall::armTimer() {
    m_timerAt = m_deadline;
    m_timer.expires_at(m_timerAt);
    m_timer.async_wait([weak = weak_from_this()](IoError ec) {
        const auto self = weak.lock();
        if (!self || ec || self->m_ended)
            return;
        self->m_timerAt = SteadyClock::time_point::max();
        if (self->m_paused)
            self->setDeadline(self->m_upstream.m_options.silence);
        else if (SteadyClock::now() < self->m_deadline)
            self->armTimer();
        else
            self->fail(self->m_connected
                           ? QStringLiteral("%1 was silent for too long").arg(self->m_place.host)
                           : QStringLiteral("%1 did not take the connection in time").arg(self->m_place.host),
                       ErrorKind::Timeout);
    });
}

// ---- All of them ----

Upstream::Upstream(asio::io_context& io, UpstreamOptions options)
    : m_io(io), m_options(std::move(options)), m_tls(asio::ssl::context::tls_client) {}

Result<std::unique_ptr<Upstream>> Upstream::make(asio::io_context& io, UpstreamOptions options) {
    try {
        auto upstream = std::unique_ptr<Upstream>(new Upstream(io, std::move(options)));
        SSL_CTX* context = upstream->m_tls.native_handle();
        SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
        SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
        upstream->m_tls.set_default_verify_paths();
        upstream->m_tls.set_verify_mode(asio::ssl::verify_peer);
        if (!upstream->m_options.authorities.isEmpty())
            upstream->m_tls.load_verify_file(upstream->m_options.authorities.toStdString());
        return upstream;
    } catch (const std::exception& e) {
        return Error{ErrorKind::Invalid,
                     QStringLiteral("the authorities to trust cannot be read: %1")
                         .arg(QString::fromLocal8Bit(e.what())),
                     QStringLiteral("Give a PEM file with certificates, or none; the system's are in the "
                                    "package ca-certificates.")};
    }
}

std::shared_ptr<UpstreamCall> Upstream::call(const UpstreamPlace& place, QByteArray request,
                                             UpstreamListener listener, bool headOnly) {
    auto call =
        std::make_shared<UpstreamCall>(*this, place, std::move(request), std::move(listener), headOnly);
    asio::post(m_io, [call] { call->start(); });
    return call;
}

std::shared_ptr<UpstreamLink> Upstream::takeIdle(const UpstreamPlace& place) {
    const auto found = m_idle.find(place);
    while (found != m_idle.end() && !found->empty()) {
        // The one used last is the likeliest to be alive.
        const std::shared_ptr<UpstreamLink> link = found->back();
        found->pop_back();
        if (SteadyClock::now() - link->idleSince < m_options.idleTime && link->stream->isQuiet())
            return link;
        link->stream->close();
    }
    return nullptr;
}

void Upstream::keep(const UpstreamPlace& place, std::shared_ptr<UpstreamLink> link) {
    link->idleSince = SteadyClock::now();
    auto& idle = m_idle[place];
    idle.push_back(std::move(link));
    if (int(idle.size()) > m_options.idleConnections) {
        idle.front()->stream->close();
        idle.pop_front();
    }
}

void Upstream::closeIdle() {
    for (auto& links : m_idle)
        for (const auto& link : links)
            link->stream->close();
    m_idle.clear();
}

} // namespace signalbox
