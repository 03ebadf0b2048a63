// SPDX-License-Identifier: GPL-3.0-or-later
#include "raw_client.h"

#include <QElapsedTimer>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace signalbox::test {

namespace {
constexpr int patience = 20'000;

bool waitFor(int fd, short what, int timeoutMs) {
    pollfd entry{fd, what, 0};
    return ::poll(&entry, 1, timeoutMs) > 0;
}
} // namespace

QByteArray RawResponse::field(const QByteArray& name) const {
    for (const QByteArray& line : head.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.left(colon).compare(name, Qt::CaseInsensitive) == 0)
            return line.mid(colon + 1).trimmed();
    }
    return {};
}

RawClient RawClient::toPort(quint16 port, int receiveBuffer) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (receiveBuffer > 0)
        ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof receiveBuffer);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(fd);
        return RawClient(-1);
    }
    return RawClient(fd);
}

RawClient::RawClient(RawClient&& other) noexcept
    : m_fd(std::exchange(other.m_fd, -1)), m_in(std::move(other.m_in)) {}

RawClient::~RawClient() {
    close();
}

bool RawClient::send(const QByteArray& bytes, int timeoutMs) {
    qsizetype sent = 0;
    while (sent < bytes.size()) {
        if (!waitFor(m_fd, POLLOUT, timeoutMs))
            return false;
        const ssize_t n = ::send(m_fd, bytes.constData() + sent,
                                 static_cast<std::size_t>(bytes.size() - sent), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno != EAGAIN)
            return false;
        sent += n > 0 ? n : 0;
    }
    return true;
}

bool RawClient::fill(int timeoutMs) {
    if (m_fd < 0 || !waitFor(m_fd, POLLIN, timeoutMs))
        return false;
    char buffer[16 * 1024];
    const ssize_t n = ::recv(m_fd, buffer, sizeof buffer, 0);
    if (n <= 0)
        return false;
    m_in.append(buffer, n);
    return true;
}

RawResponse RawClient::receive(bool head) {
    RawResponse answer;
    while (!m_in.contains("\r\n\r\n"))
        if (!fill(patience))
            return answer;
    const qsizetype end = m_in.indexOf("\r\n\r\n") + 4;
    answer.head = m_in.left(end);
    m_in.remove(0, end);
    answer.status = answer.head.mid(9, 3).toInt();
    if (head || answer.status < 200 || answer.status == 204 || answer.status == 304) {
        answer.whole = true;
        return answer;
    }
    const QByteArray length = answer.field("Content-Length");
    if (!length.isEmpty()) {
        const qsizetype wanted = length.toLongLong();
        while (m_in.size() < wanted && fill(patience)) {
        }
        answer.whole = m_in.size() >= wanted;
        answer.body = m_in.left(wanted);
        m_in.remove(0, wanted);
        return answer;
    }
    if (answer.field("Transfer-Encoding") != "chunked") {
        while (fill(patience)) {
        }
        answer.body = std::exchange(m_in, {});
        answer.whole = true;
        return answer;
    }
    for (;;) {
        while (!m_in.contains("\r\n"))
            if (!fill(patience))
                return answer;
        const qsizetype line = m_in.indexOf("\r\n");
        const qsizetype size = m_in.left(line).toLongLong(nullptr, 16);
        while (m_in.size() < line + 2 + size + 2)
            if (!fill(patience))
                return answer;
        answer.body += m_in.mid(line + 2, size);
        m_in.remove(0, line + 2 + size + 2);
        if (size == 0) {
            answer.whole = true;
            return answer;
        }
    }
}

QByteArray RawClient::readUntil(const QByteArray& text) {
    while (!m_in.contains(text))
        if (!fill(patience))
            break;
    return std::exchange(m_in, {});
}

bool RawClient::seesEnd(int timeoutMs) {
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < timeoutMs) {
        if (!waitFor(m_fd, POLLIN, timeoutMs))
            return false;
        if (!fill(0))
            return true;
        m_in.clear();
    }
    return false;
}

bool RawClient::staysOpen(int forMs) {
    return !waitFor(m_fd, POLLIN, forMs) || fill(0);
}

void RawClient::endSending() {
    ::shutdown(m_fd, SHUT_WR);
}

void RawClient::reset() {
    const linger hard{1, 0};
    ::setsockopt(m_fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    close();
}

void RawClient::close() {
    if (m_fd >= 0)
        ::close(std::exchange(m_fd, -1));
}

SocketPair socketPair() {
    int fds[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
        return {};
    return {fds[0], fds[1]};
}

} // namespace signalbox::test
