// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/egress/egress_tunnel.h"

#include "core/egress/client_hello.h"
#include "core/server/http_target.h"

#include <QRegularExpression>

#include <utility>

namespace signalbox {

namespace {
constexpr qsizetype longestHead = 8 * 1024;
constexpr auto tlsPort = "443";
} // namespace

EgressTunnel::EgressTunnel(EgressCore& core, Peer peer, std::unique_ptr<HttpStream> client)
    : m_core(core), m_peer(std::move(peer)), m_client(std::move(client)), m_timer(*core.io), m_all(*core.io) {
}

void EgressTunnel::start() {
    setDeadline(m_core.options.limits.helloTime, QStringLiteral("the request did not arrive in time"));
    readHead();
}

void EgressTunnel::readHead() {
    m_client->read(m_up.buffer.data(), m_up.buffer.size(),
                   [self = shared_from_this()](IoError ec, std::size_t size) {
                       if (self->m_over)
                           return;
                       if (ec)
                           return self->end();
                       self->m_in.append(self->m_up.buffer.data(), qsizetype(size));
                       const qsizetype end = self->m_in.indexOf("\r\n\r\n");
                       if (end > longestHead || (end < 0 && self->m_in.size() > longestHead))
                           return self->answer(
                               egressRefusal(431, QStringLiteral("the head of the request is too large")));
                       if (end < 0)
                           return self->readHead();
                       const QByteArray head = self->m_in.left(end);
                       self->m_in.remove(0, end + 4);
                       self->onHead(head);
                   });
}

void EgressTunnel::onHead(const QByteArray& head) {
    static const QRegularExpression line(QStringLiteral("^CONNECT ([^ ]{1,300}) HTTP/1\\.[01]\\z"));
    const auto match = line.match(QString::fromLatin1(
        head.left(std::max<qsizetype>(0, head.indexOf("\r\n") < 0 ? head.size() : head.indexOf("\r\n")))));
    const QByteArray authority = match.captured(1).toLatin1();
    if (!match.hasMatch() || !isHttpAuthority(authority) || !authority.contains(':'))
        return answer(egressRefusal(400, QStringLiteral("CONNECT takes a name and a port")));
    m_host = hostOfAuthority(authority);
    m_target = QString::fromLatin1(authority).toLower();
    if (authority.mid(authority.lastIndexOf(':') + 1) != tlsPort) {
        m_core.refuse(m_peer, "CONNECT", m_target, QStringLiteral("tunnels go to port 443 only"));
        return answer(egressRefusal(403, QStringLiteral("tunnels go to port 443 only")));
    }
    const EgressVerdict verdict = m_core.judge(m_peer, "CONNECT", m_host, m_target, true);
    if (!verdict.rule)
        return answer(egressRefusal(verdict.status, verdict.why));
    m_rule = *verdict.rule;
    m_all.expires_after(m_core.options.limits.time);
    m_all.async_wait([weak = weak_from_this()](IoError ec) {
        if (const auto self = weak.lock(); self && !ec)
            self->deny(QStringLiteral("it took too long"));
    });
    connect(m_host);
}

void EgressTunnel::connect(const QString& host) {
    const QUrl mirror = m_core.options.mirrors.value(host);
    if (mirror.isEmpty())
        m_connect = std::make_shared<UpstreamConnect>(
            *m_core.io, host, quint16(443),
            [core = &m_core](const auto& address) { return core->isAllowed(address); });
    else
        m_connect = std::make_shared<UpstreamConnect>(*m_core.io, mirror.host(QUrl::FullyEncoded),
                                                      quint16(mirror.port(443)));
    m_connect->start([self = shared_from_this()](Result<std::shared_ptr<FileDescriptor>> socket) {
        if (self->m_over)
            return;
        if (!socket) {
            const bool denied = socket.error().kind == ErrorKind::Denied;
            if (denied)
                self->m_core.refuse(self->m_peer, "CONNECT", self->m_target, socket.error().message);
            return self->answer(egressRefusal(denied ? 403 : 502, socket.error().message));
        }
        self->m_world = makePlainStream(*self->m_core.io, std::move(**socket));
        if (!self->m_world)
            return self->end();
        self->say("HTTP/1.1 200 Connection established\r\n\r\n", [self] { self->onHello(); });
    });
}

/// Judged before a byte of it goes on.
void EgressTunnel::onHello() {
    const ClientHello hello = readClientHello(m_in);
    if (hello.state == ClientHello::State::More)
        return readHello();
    if (hello.state == ClientHello::State::Bad)
        return deny(QStringLiteral("what comes through the tunnel is no TLS that names its server"));
    if (QString::fromLatin1(hello.serverName) != m_host)
        return deny(QStringLiteral("the tunnel was for %1, but TLS asks for %2")
                        .arg(m_host, QString::fromLatin1(hello.serverName)));
    m_out = std::exchange(m_in, {});
    m_up.bytes = m_out.size();
    m_up.from = m_down.to = m_client.get();
    m_up.to = m_down.from = m_world.get();
    begin();
}

void EgressTunnel::readHello() {
    m_client->read(m_up.buffer.data(), m_up.buffer.size(),
                   [self = shared_from_this()](IoError ec, std::size_t size) {
                       if (self->m_over)
                           return;
                       if (ec)
                           return self->end();
                       self->m_in.append(self->m_up.buffer.data(), qsizetype(size));
                       self->onHello();
                   });
}

void EgressTunnel::begin() {
    setDeadline(m_core.options.limits.silence, QStringLiteral("nothing came through it for too long"));
    m_world->write(m_out.constData(), std::size_t(m_out.size()),
                   [self = shared_from_this()](IoError ec, std::size_t n) {
                       if (self->m_over)
                           return;
                       if (ec)
                           return self->end();
                       self->m_out.remove(0, qsizetype(n));
                       if (!self->m_out.isEmpty())
                           return self->begin();
                       self->read(self->m_up);
                       self->read(self->m_down);
                   });
}

void EgressTunnel::read(Way& way) {
    way.from->read(way.buffer.data(), way.buffer.size(),
                   [self = shared_from_this(), &way](IoError ec, std::size_t size) {
                       if (self->m_over)
                           return;
                       if (ec) {
                           way.ended = true;
                           if (self->m_up.ended && self->m_down.ended)
                               return self->end();
                           way.to->shutdownSend(self);
                           return;
                       }
                       way.bytes += qint64(size);
                       if (way.bytes > self->m_core.options.limits.answer ||
                           !self->m_core.countBytes(self->m_peer.identity, qint64(size)))
                           return self->deny(QStringLiteral("more went through it than may"));
                       self->setDeadline(self->m_core.options.limits.silence,
                                         QStringLiteral("nothing came through it for too long"));
                       way.size = size;
                       way.written = 0;
                       self->write(way);
                   });
}

void EgressTunnel::write(Way& way) {
    way.to->write(way.buffer.data() + way.written, way.size - way.written,
                  [self = shared_from_this(), &way](IoError ec, std::size_t n) {
                      if (self->m_over)
                          return;
                      if (ec)
                          return self->end();
                      way.written += n;
                      if (way.written < way.size)
                          self->write(way);
                      else
                          self->read(way);
                  });
}

/// Says no, and closes once it is said.
void EgressTunnel::answer(const HttpResponse& response) {
    QByteArray bytes = "HTTP/1.1 " + QByteArray::number(response.status) +
                       " Refused\r\nContent-Type: " + response.contentType +
                       "\r\nContent-Length: " + QByteArray::number(response.body.size()) +
                       "\r\nConnection: close\r\n\r\n" + response.body;
    say(bytes, [self = shared_from_this()] {
        self->m_client->shutdownSend(self);
        self->end();
    });
}

void EgressTunnel::say(const QByteArray& bytes, std::function<void()> then) {
    m_out = bytes;
    m_client->write(m_out.constData(), std::size_t(m_out.size()),
                    [self = shared_from_this(), then = std::move(then)](IoError ec, std::size_t n) {
                        if (self->m_over)
                            return;
                        if (ec)
                            return self->end();
                        const QByteArray rest = self->m_out.mid(qsizetype(n));
                        if (rest.isEmpty())
                            then();
                        else
                            self->say(rest, then);
                    });
}

/// Once it was let through: it is cut, and that is written down.
void EgressTunnel::deny(const QString& why) {
    m_core.cut(m_peer, m_rule, "CONNECT", m_target, why);
    end();
}

void EgressTunnel::setDeadline(Millis time, const QString& why) {
    m_timer.expires_after(time);
    m_timer.async_wait([weak = weak_from_this(), why](IoError ec) {
        const auto self = weak.lock();
        if (!self || ec || self->m_over)
            return;
        if (self->m_host.isEmpty())
            self->end();
        else
            self->deny(why);
    });
}

void EgressTunnel::cancel() {
    end();
}

void EgressTunnel::end() {
    if (std::exchange(m_over, true))
        return;
    m_timer.cancel();
    m_all.cancel();
    if (m_connect)
        m_connect->cancel();
    for (const auto& stream : {m_client.get(), m_world.get()})
        if (stream)
            stream->close();
}

} // namespace signalbox
