// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/load/load.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace signalbox::load {

using Clock = std::chrono::steady_clock;

int connectTo(std::uint16_t port, int receiveBuffer) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && receiveBuffer > 0)
        ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof receiveBuffer);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        if (fd >= 0)
            ::close(fd);
        return -1;
    }
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
    return fd;
}

std::string getRequest(const std::string& path, const std::string& fields) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}

// ---- A client

Client::~Client() {
    if (m_socket >= 0)
        ::close(m_socket);
}

void Client::send(std::string bytes) {
    if (m_sent == m_out.size()) {
        m_out = std::move(bytes);
        m_sent = 0;
    } else {
        m_out += bytes;
    }
}

bool Client::writeSome() {
    while (m_sent < m_out.size()) {
        const ssize_t sent = ::send(m_socket, m_out.data() + m_sent, m_out.size() - m_sent, MSG_NOSIGNAL);
        if (sent < 0)
            return errno == EAGAIN || errno == EINTR || (m_closed = true, false);
        m_sent += std::size_t(sent);
    }
    return true;
}

bool Client::readSome() {
    static thread_local std::array<char, 64 * 1024> buffer;
    const ssize_t got = ::recv(m_socket, buffer.data(), buffer.size(), 0);
    if (got > 0)
        return take(buffer.data(), std::size_t(got));
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return true;
    m_closed = true;
    return false;
}

// ---- Kinds of clients

Asker::Asker(int socket, std::string request) : Client(socket), m_request(std::move(request)) {
    ask();
}

void Asker::ask() {
    m_since = Clock::now();
    m_waiting = true;
    send(m_request);
}

bool Asker::take(const char* data, std::size_t size) {
    m_in.append(data, size);
    return answered();
}

bool Asker::answered() {
    const std::size_t head = m_in.find("\r\n\r\n");
    if (head == std::string::npos)
        return true;
    const std::size_t field = m_in.find("Content-Length: ");
    const std::size_t length = field < head ? std::strtoull(m_in.c_str() + field + 16, nullptr, 10) : 0;
    if (m_in.size() < head + 4 + length)
        return true;
    latencies.push_back(std::chrono::duration<float, std::milli>(Clock::now() - m_since).count());
    ++statuses[std::atoi(m_in.c_str() + 9)];
    m_in.erase(0, head + 4 + length);
    m_waiting = false;
    if (!m_stopping)
        ask();
    return true;
}

EventReader::EventReader(int socket, const std::string& request, std::int64_t from)
    : Client(socket), last(from) {
    send(request);
}

bool EventReader::take(const char* data, std::size_t size) {
    m_in.append(data, size);
    if (m_head) {
        const std::size_t end = m_in.find("\r\n\r\n");
        if (end == std::string::npos)
            return true;
        if (m_in.compare(9, 3, "200") != 0) {
            fault = "answered " + m_in.substr(0, m_in.find('\r'));
            return false;
        }
        m_in.erase(0, end + 4);
        m_head = false;
    }
    std::size_t at = 0;
    for (;;) {
        if (m_chunk > 0) {
            const std::size_t some = std::min(m_chunk, m_in.size() - at);
            if (!takeBody(m_in.data() + at, some))
                return false;
            at += some;
            m_chunk -= some;
            if (m_chunk > 0)
                break;
            m_chunkEnd = true;
        }
        if (m_chunkEnd && m_in.size() - at < 2)
            break;
        if (m_chunkEnd) {
            at += 2;
            m_chunkEnd = false;
        }
        const std::size_t line = m_in.find("\r\n", at);
        if (line == std::string::npos)
            break;
        m_chunk = std::strtoull(m_in.c_str() + at, nullptr, 16);
        at = line + 2;
        if (m_chunk == 0)
            return false; // the end of the stream
    }
    m_in.erase(0, at);
    return true;
}

bool EventReader::takeBody(const char* data, std::size_t size) {
    while (size > 0) {
        const auto* end = static_cast<const char*>(std::memchr(data, '\n', size));
        const std::size_t some = end ? std::size_t(end - data) : size;
        // Only the number matters, so that a reader is cheap.
        if (m_line.size() < 64)
            m_line.append(data, std::min<std::size_t>(some, 64));
        if (!end)
            return true;
        if (!takeLine(m_line))
            return false;
        m_line.clear();
        data = end + 1;
        size -= some + 1;
    }
    return true;
}

bool EventReader::takeLine(const std::string& line) {
    if (line.compare(0, 4, "id: ") != 0)
        return true;
    const std::int64_t number = std::strtoll(line.c_str() + 4, nullptr, 10);
    if (number != last + 1)
        fault = "record " + std::to_string(number) + " came after " + std::to_string(last);
    last = number;
    return fault.empty();
}

Deaf::Deaf(int socket, const std::string& request) : Client(socket) {
    readNothing();
    send(request);
}

// ---- All of them

namespace {

void watch(int epoll, int operation, Client* client) {
    epoll_event event{};
    event.data.ptr = client;
    event.events = (client->wantsToRead() ? std::uint32_t(EPOLLIN) : 0U) |
                   (client->wantsToWrite() ? std::uint32_t(EPOLLOUT) : 0U) | std::uint32_t(EPOLLRDHUP);
    ::epoll_ctl(epoll, operation, client->socket(), &event);
}

/// False when the client is over.
bool serve(int epoll, Client* client, std::uint32_t events) {
    if ((events & (EPOLLERR | EPOLLHUP)) != 0 && !client->wantsToRead()) {
        client->lose(); // there may still be something to read: nobody will
        return false;
    }
    if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0 && client->wantsToRead() && !client->readSome())
        return false;
    const bool waited = (events & EPOLLOUT) != 0;
    if (client->wantsToWrite() && !client->writeSome())
        return false;
    if (waited || client->wantsToWrite())
        watch(epoll, EPOLL_CTL_MOD, client);
    return true;
}

} // namespace

bool drive(const std::vector<Client*>& clients, const std::function<bool()>& done,
           std::chrono::milliseconds limit) {
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    for (Client* client : clients)
        watch(epoll, EPOLL_CTL_ADD, client);
    const auto until = Clock::now() + limit;
    std::array<epoll_event, 256> events{};
    bool finished = done();
    while (!finished && Clock::now() < until) {
        const int count = ::epoll_wait(epoll, events.data(), int(events.size()), 20);
        for (int i = 0; i < count; ++i) {
            auto* client = static_cast<Client*>(events[std::size_t(i)].data.ptr);
            if (!serve(epoll, client, events[std::size_t(i)].events))
                ::epoll_ctl(epoll, EPOLL_CTL_DEL, client->socket(), nullptr);
        }
        finished = done();
    }
    ::close(epoll);
    return finished;
}

float percentile(std::vector<float>& samples, double share) {
    if (samples.empty())
        return 0;
    const auto at = std::min(samples.size() - 1, std::size_t(share * double(samples.size())));
    std::nth_element(samples.begin(), samples.begin() + std::ptrdiff_t(at), samples.end());
    return samples[at];
}

} // namespace signalbox::load
