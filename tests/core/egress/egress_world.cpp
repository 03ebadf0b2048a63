// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/egress/egress_world.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

namespace signalbox::test {

namespace {
constexpr int patienceMs = 20'000;

void setPatience(int socket) {
    const timeval time{patienceMs / 1000, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
}
} // namespace

RawUpstream::RawUpstream(Serve serve, bool silent) : m_serve(std::move(serve)), m_silent(silent) {
    m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    ::bind(m_socket, reinterpret_cast<sockaddr*>(&address), length);
    ::listen(m_socket, 64);
    ::getsockname(m_socket, reinterpret_cast<sockaddr*>(&address), &length);
    m_port = ntohs(address.sin_port);
    m_accepting = std::thread([this] { accept(); });
}

RawUpstream::~RawUpstream() {
    ::shutdown(m_socket, SHUT_RDWR);
    m_accepting.join();
    ::close(m_socket);
    {
        const std::lock_guard lock(m_mutex);
        for (const int socket : m_open)
            ::shutdown(socket, SHUT_RDWR);
    }
    for (std::thread& thread : m_serving)
        thread.join();
    for (const int socket : m_open)
        ::close(socket);
}

void RawUpstream::accept() {
    for (;;) {
        const int socket = ::accept4(m_socket, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0)
            return;
        ++m_connections;
        setPatience(socket);
        {
            const std::lock_guard lock(m_mutex);
            m_open.append(socket);
        }
        m_serving.emplace_back([this, socket] {
            QByteArray head;
            char byte = 0;
            while (!m_silent && !head.endsWith("\r\n\r\n") && ::recv(socket, &byte, 1, 0) == 1)
                head.append(byte);
            {
                const std::lock_guard lock(m_mutex);
                m_heads.append(head);
            }
            m_serve(socket, head);
            ::shutdown(socket, SHUT_RDWR);
        });
    }
}

QUrl RawUpstream::url(const QString& scheme) const {
    return QUrl(QStringLiteral("%1://127.0.0.1:%2").arg(scheme).arg(m_port));
}

QList<QByteArray> RawUpstream::heads() const {
    const std::lock_guard lock(m_mutex);
    return m_heads;
}

bool RawUpstream::send(int socket, const QByteArray& bytes) {
    for (qsizetype at = 0; at < bytes.size();) {
        const ssize_t sent =
            ::send(socket, bytes.constData() + at, std::size_t(bytes.size() - at), MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        at += sent;
    }
    return true;
}

QByteArray RawUpstream::answer(const QByteArray& body, const QByteArray& fields) {
    return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + QByteArray::number(body.size()) +
           "\r\n" + fields + "\r\n" + body;
}

World::World(QList<EgressRule> rules, QMap<QString, QUrl> mirrors, EgressLimits limits) {
    known.insert(QStringLiteral("m1"), EgressRules(rules));
    known.insert(QStringLiteral("m2"), EgressRules(rules));
    EgressOptions options;
    options.cacheDirectory = dir.filePath(QStringLiteral("packages"));
    options.mirrors = std::move(mirrors);
    options.limits = limits;
    options.identify = [this](const Peer& peer) -> Result<EgressCaller> {
        const std::lock_guard lock(mutex);
        if (!known.contains(peer.identity))
            return Error{ErrorKind::Denied, QStringLiteral("no attempt works in this machine"), {}};
        return EgressCaller{known.value(peer.identity)};
    };
    options.audit = [this](const Peer&, const EgressAct& act) {
        const std::lock_guard lock(mutex);
        written.append(act);
        return canWrite.load();
    };
    proxy = std::move(*EgressProxy::start(std::move(options)));
}

int World::connect(const QString& machine) {
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return -1;
    setPatience(ends[1]);
    proxy->adopt(ends[0], Peer{Peer::Kind::Guest, machine, {}});
    return ends[1];
}

QByteArray readAll(int socket, qsizetype enough) {
    QByteArray bytes;
    char buffer[16 * 1024];
    while (enough < 0 || bytes.size() < enough) {
        const ssize_t got = ::recv(socket, buffer, sizeof buffer, 0);
        if (got <= 0)
            break;
        bytes.append(buffer, got);
    }
    return bytes;
}

QByteArray World::ask(const QByteArray& request, qsizetype enough, const QString& machine) {
    const int socket = connect(machine);
    RawUpstream::send(socket, request);
    const QByteArray answer = readAll(socket, enough);
    ::close(socket);
    return answer;
}

QByteArray World::get(const QByteArray& url, const QByteArray& fields) {
    return ask("GET " + url + " HTTP/1.1\r\nHost: whatever\r\nConnection: close\r\n" + fields + "\r\n");
}

QList<EgressAct> World::acts() const {
    const std::lock_guard lock(mutex);
    return written;
}

int World::count(EgressAct::Kind kind) const {
    const QList<EgressAct> all = acts();
    return int(std::count_if(all.begin(), all.end(), [&](const EgressAct& act) { return act.kind == kind; }));
}

std::optional<QByteArray> bodyOf(const QByteArray& answer) {
    const qsizetype end = answer.indexOf("\r\n\r\n");
    if (end < 0)
        return std::nullopt;
    const QByteArray head = answer.left(end).toLower();
    QByteArray rest = answer.mid(end + 4);
    if (!head.contains("transfer-encoding: chunked"))
        return rest;
    QByteArray body;
    for (;;) {
        const qsizetype line = rest.indexOf("\r\n");
        bool good = false;
        const qsizetype size = line < 0 ? 0 : rest.left(line).toLongLong(&good, 16);
        if (!good || rest.size() < line + 2 + size + 2)
            return std::nullopt;
        if (size == 0)
            return body;
        body += rest.mid(line + 2, size);
        rest.remove(0, line + 2 + size + 2);
    }
}

int statusOf(const QByteArray& answer) {
    return answer.startsWith("HTTP/1.1 ") ? answer.mid(9, 3).toInt() : 0;
}

} // namespace signalbox::test
