// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/egress/egress_core.h"

#include "core/egress/cache_fill.h"
#include "core/egress/egress_fetch.h"
#include "core/egress/egress_tunnel.h"
#include "core/server/http_target.h"

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/address.hpp>

#include <sys/socket.h>

#include <algorithm>

namespace signalbox {

namespace asio = boost::asio;
using Socket = asio::generic::stream_protocol::socket;

namespace {

constexpr Millis connectTime{15'000};
constexpr std::array passedBack{
    "ETag",          "Last-Modified", "Location",    "Cache-Control", "Content-Encoding",
    "Content-Range", "Accept-Ranges", "Retry-After", "Expires",       "Vary"};

/// Where a request in the clear goes; nothing for what is no such request.
std::optional<EgressTarget> targetOf(const HttpRequest& request) {
    const QByteArray scheme = "http://";
    if (request.target.left(scheme.size()).toLower() != scheme)
        return std::nullopt;
    const qsizetype begin = scheme.size();
    qsizetype end = begin;
    while (end < request.target.size() && request.target[end] != '/' && request.target[end] != '?')
        ++end;
    const QByteArray authority = request.target.mid(begin, end - begin);
    const qsizetype colon = authority.indexOf(':', std::max<qsizetype>(0, authority.indexOf(']')));
    if (!isHttpAuthority(authority) || (colon >= 0 && authority.mid(colon) != ":80"))
        return std::nullopt;
    QByteArray path = request.target.mid(end);
    if (!path.startsWith('/'))
        path.prepend('/');
    return EgressTarget{hostOfAuthority(authority), path};
}

UpstreamOptions upstreamOptions(const EgressOptions& options) {
    UpstreamOptions upstream;
    upstream.authorities = options.authorities;
    upstream.connectTime = connectTime;
    upstream.silence = options.limits.silence;
    return upstream;
}

} // namespace

HttpResponse egressRefusal(int status, const QString& why) {
    HttpResponse response;
    response.status = status;
    response.contentType = "text/plain; charset=utf-8";
    response.body = "Signalbox: " + why.toUtf8() + ".\n";
    return response;
}

QList<HttpHeader> passedHeaders(const HttpHeaders& headers) {
    QList<HttpHeader> passed;
    for (const char* name : passedBack)
        if (const QByteArray value = headers.value(name); !value.isEmpty())
            passed.append({name, value});
    return passed;
}

EgressCore::EgressCore(EgressOptions egressOptions) : options(std::move(egressOptions)) {}

Result<void> EgressCore::attach(HttpServer& server) {
    m_server = &server;
    io = &server.io();
    UpstreamOptions world = upstreamOptions(options);
    world.addresses = [this](const asio::ip::address& address) { return isAllowed(address); };
    auto upstream = Upstream::make(*io, world);
    auto mirrors = Upstream::make(*io, upstreamOptions(options));
    auto opened = PackageCache::open(options.cacheDirectory, options.limits.cache);
    if (!upstream)
        return upstream.error();
    if (!mirrors)
        return mirrors.error();
    if (!opened)
        return opened.error();
    m_world = std::move(*upstream);
    m_mirrors = std::move(*mirrors);
    cache = std::move(*opened);
    return {};
}

bool EgressCore::isAllowed(const asio::ip::address& address) const {
    QByteArray bytes;
    if (address.is_v4()) {
        const auto raw = address.to_v4().to_bytes();
        bytes = QByteArray(reinterpret_cast<const char*>(raw.data()), qsizetype(raw.size()));
    } else {
        const auto raw = address.to_v6().to_bytes();
        bytes = QByteArray(reinterpret_cast<const char*>(raw.data()), qsizetype(raw.size()));
    }
    return isPublicAddress(bytes) ||
           std::any_of(options.networks.begin(), options.networks.end(),
                       [&](const IpNetwork& network) { return network.contains(bytes); });
}

// ---- Who may what ----

EgressVerdict EgressCore::judge(const Peer& peer, const QByteArray& method, const QString& host,
                                const QString& target, bool tunnel) {
    const auto no = [&](int status, const QString& why) {
        refuse(peer, method, target, why);
        return EgressVerdict{std::nullopt, status, why};
    };
    const auto caller = options.identify(peer);
    if (!caller)
        return no(403, caller.error().message);
    Usage& usage = m_usage[peer.identity];
    const auto now = std::chrono::steady_clock::now();
    if (now - usage.minute > std::chrono::minutes(1)) {
        usage.minute = now;
        usage.requests = 0;
    }
    if (++usage.requests > options.limits.requests)
        return no(429, QStringLiteral("this machine asks too often"));
    if (usage.bytes > options.limits.machine)
        return no(429, QStringLiteral("this machine has fetched all that it may"));
    const EgressRule* rule = caller->rules.find(host);
    if (!rule)
        return no(403,
                  QStringLiteral("%1 is not on the list of hosts that this machine may reach").arg(host));
    if (tunnel && !rule->tunnel)
        return no(403, QStringLiteral("%1 is reached through http://%1, to which the core speaks TLS itself, "
                                      "and not through a tunnel")
                           .arg(host));
    if (tunnel && std::count_if(usage.work.begin(), usage.work.end(),
                                [](const auto& work) { return !work.expired(); }) > options.limits.tunnels)
        return no(429, QStringLiteral("this machine has too many tunnels"));
    if (!tunnel && method != "GET" && method != "HEAD")
        return no(405, QStringLiteral("only GET and HEAD go through"));
    const EgressAct act{EgressAct::Kind::Allowed, rule->list, method, target, {}};
    if (!options.audit(peer, act))
        return {std::nullopt, 503,
                QStringLiteral("the core cannot write its audit log, and lets nothing through unseen")};
    return {*rule, 200, {}};
}

void EgressCore::refuse(const Peer& peer, const QByteArray& method, const QString& target,
                        const QString& why) {
    (void)options.audit(peer, {EgressAct::Kind::Refused, {}, method, target, why});
}

void EgressCore::cut(const Peer& peer, const EgressRule& rule, const QByteArray& method,
                     const QString& target, const QString& why) {
    (void)options.audit(peer, {EgressAct::Kind::Cut, rule.list, method, target, why});
}

bool EgressCore::countBytes(const QString& machine, qint64 bytes) {
    const auto usage = m_usage.find(machine);
    if (usage == m_usage.end())
        return false; // it was forgotten meanwhile
    usage->bytes += bytes;
    return usage->bytes <= options.limits.machine;
}

// ---- Requests in the clear ----

void EgressCore::handle(const HttpRequest& request, const HttpReply& reply) {
    const auto target = targetOf(request);
    HttpReply to = reply;
    const bool reads = request.method == "GET" || request.method == "HEAD";
    if (!target || (reads && !request.body.isEmpty())) {
        refuse(request.peer, request.method, QString::fromLatin1(request.target.left(200)),
               QStringLiteral("no request for a proxy"));
        to.send(egressRefusal(400, QStringLiteral("this is a proxy: it takes http://HOST/PATH on port 80 "
                                                  "without a body, or CONNECT HOST:443")));
        return;
    }
    const EgressVerdict verdict = judge(request.peer, request.method, target->host, target->url(), false);
    if (!verdict.rule) {
        to.send(egressRefusal(verdict.status, verdict.why));
        return;
    }
    if (request.method == "GET" && isImmutablePackage(*verdict.rule, target->path))
        return fetchOnce(request.peer, *verdict.rule, *target, reply);
    const auto fetch = std::make_shared<EgressFetch>(*this, request, *verdict.rule, *target, reply);
    began(request.peer.identity, fetch);
    fetch->start();
}

void EgressCore::fetchOnce(const Peer& peer, const EgressRule& rule, const EgressTarget& target,
                           const HttpReply& reply) {
    const QString url = target.url();
    if (sendCached(peer.identity, url, reply))
        return;
    auto& fill = m_fills[url];
    const bool first = !fill;
    if (first)
        fill = std::make_shared<CacheFill>(*this, rule, target);
    const auto kept = fill; // what it does may remove it from the list
    kept->add(peer, reply);
    if (first)
        kept->start();
}

bool EgressCore::sendCached(const QString& machine, const QString& key, HttpReply reply) {
    const CachedFile* known = cache->find(key);
    if (!known || !m_usage.contains(machine))
        return false;
    const CachedFile file = *known;
    auto bytes = cache->read(key);
    if (!bytes)
        return false;
    const auto send = std::make_shared<CacheSend>(*this, machine, file, std::move(bytes), std::move(reply));
    began(machine, send);
    send->start();
    return true;
}

std::shared_ptr<UpstreamCall> EgressCore::ask(const EgressRule& rule, const EgressTarget& target,
                                              const QByteArray& method, const HttpHeaders& headers,
                                              UpstreamListener listener) {
    const QUrl mirror = options.mirrors.value(target.host);
    UpstreamPlace place{target.host, quint16(rule.tls ? 443 : 80), rule.tls};
    QByteArray path = target.path;
    if (!mirror.isEmpty()) {
        place.tls = mirror.scheme() == QLatin1String("https");
        place.host = mirror.host(QUrl::FullyEncoded);
        place.port = quint16(mirror.port(place.tls ? 443 : 80));
        QByteArray base = mirror.path(QUrl::FullyEncoded).toLatin1();
        while (base.endsWith('/'))
            base.chop(1);
        path.prepend(base);
    }
    QByteArray host = place.host.toLatin1();
    if (place.port != (place.tls ? 443 : 80))
        host += ':' + QByteArray::number(place.port);
    QByteArray bytes =
        method + ' ' + path + " HTTP/1.1\r\nHost: " + host + "\r\nAccept-Encoding: identity\r\n";
    for (const HttpHeader& field : headers.all())
        bytes += field.name + ": " + field.value + "\r\n";
    bytes += "\r\n";
    Upstream& upstream = mirror.isEmpty() ? *m_world : *m_mirrors;
    return upstream.call(place, bytes, std::move(listener), method == "HEAD");
}

void EgressCore::began(const QString& machine, const std::shared_ptr<EgressWork>& work) {
    auto& list = m_usage[machine].work;
    list.removeIf([](const std::weak_ptr<EgressWork>& old) { return old.expired(); });
    list.append(work);
}

// ---- New connections ----

/// CONNECT is no business of the server; it alone begins with a C.
void EgressCore::open(FileDescriptor fd, const Peer& peer) {
    int family = 0;
    socklen_t length = sizeof family;
    if (::getsockopt(fd.get(), SOL_SOCKET, SO_DOMAIN, &family, &length) != 0)
        return;
    auto socket = std::make_shared<Socket>(*io);
    IoError ec;
    socket->assign(asio::generic::stream_protocol(family, 0), fd.get(), ec);
    if (ec)
        return;
    fd.release();
    look(socket, peer);
}

void EgressCore::look(const std::shared_ptr<Socket>& socket, const Peer& peer) {
    const auto timer = std::make_shared<asio::steady_timer>(*io, options.limits.helloTime);
    timer->async_wait([socket](IoError ec) {
        IoError ignored;
        if (!ec)
            socket->close(ignored);
    });
    socket->async_wait(Socket::wait_read, [this, socket, timer, peer](IoError ec) {
        timer->cancel();
        char first = 0;
        if (ec || !m_server || ::recv(socket->native_handle(), &first, 1, MSG_PEEK | MSG_DONTWAIT) != 1)
            return;
        IoError failed;
        FileDescriptor fd(socket->release(failed));
        if (failed)
            return;
        if (first != 'C')
            return m_server->adopt(fd.release(), peer);
        auto stream = makePlainStream(*io, std::move(fd));
        if (!stream)
            return;
        const auto tunnel = std::make_shared<EgressTunnel>(*this, peer, std::move(stream));
        began(peer.identity, tunnel);
        tunnel->start();
    });
}

// ---- The end ----

void EgressCore::forget(const QString& machine) {
    const Usage usage = m_usage.take(machine);
    for (const auto& weak : usage.work)
        if (const auto work = weak.lock())
            work->cancel();
}

void EgressCore::shutDown() {
    for (const QString& machine : m_usage.keys())
        forget(machine);
    for (const auto& fill : m_fills.values())
        fill->cancel();
    m_server = nullptr;
    if (m_world)
        m_world->closeIdle();
    if (m_mirrors)
        m_mirrors->closeIdle();
}

void EgressCore::detach() {
    m_fills.clear();
    m_usage.clear();
    m_world.reset();
    m_mirrors.reset();
}

} // namespace signalbox
