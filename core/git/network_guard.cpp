// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/network_guard.h"

#include <git2.h>
#include <git2/sys/stream.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <set>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace signalbox::git {

using Clock = std::chrono::steady_clock;

/// The sockets of one guard. Whoever closes one takes it out first, so that the guard never shuts a
/// stranger's.
struct NetworkGuard::State {
    std::mutex mutex;
    std::condition_variable changed;
    std::set<int> sockets;
    bool over = false;    ///< the guard is gone: the watcher may go too
    bool stopped = false; ///< deadline or cancel: nothing may wait any more
    Clock::time_point deadline;
    std::thread watcher;

    void stop() {
        const std::lock_guard lock(mutex);
        stopped = true;
        for (const int socket : sockets)
            ::shutdown(socket, SHUT_RDWR);
        changed.notify_all();
    }
    bool add(int socket) {
        const std::lock_guard lock(mutex);
        if (!stopped)
            sockets.insert(socket);
        return !stopped;
    }
    void remove(int socket) {
        const std::lock_guard lock(mutex);
        sockets.erase(socket);
    }
};

namespace {

thread_local std::shared_ptr<NetworkGuard::State> current;

/// Begins as libgit2's own socket stream does (host, port, socket): its ssh transport takes the socket out of
/// there.
struct GuardedSocket {
    git_stream parent;
    char* host;
    char* port;
    int socket;
    std::shared_ptr<NetworkGuard::State>* guard;
};

GuardedSocket& socketOf(git_stream* stream) {
    return *reinterpret_cast<GuardedSocket*>(stream);
}

int failed(const char* what, int error) {
    git_error_set_str(GIT_ERROR_NET, (std::string(what) + ": " + std::strerror(error)).c_str());
    return -1;
}

void dropSocket(GuardedSocket& s) {
    if (s.socket < 0)
        return;
    if (*s.guard)
        (*s.guard)->remove(s.socket);
    ::close(s.socket);
    s.socket = -1;
}

int remaining(const std::shared_ptr<NetworkGuard::State>& guard) {
    if (!guard)
        return 60'000;
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(guard->deadline - Clock::now()).count();
    return int(std::clamp<std::chrono::milliseconds::rep>(left, 0, 24 * 3600 * 1000));
}

/// 0, or an errno.
int connectTo(GuardedSocket& s, const addrinfo& address) {
    s.socket =
        ::socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, address.ai_protocol);
    if (s.socket < 0)
        return errno;
    if (*s.guard && !(*s.guard)->add(s.socket))
        return ETIMEDOUT;
    int error = 0;
    if (::connect(s.socket, address.ai_addr, address.ai_addrlen) != 0) {
        if (errno != EINPROGRESS)
            return errno;
        pollfd waiting{s.socket, POLLOUT, 0};
        int ready = 0;
        do {
            ready = ::poll(&waiting, 1, remaining(*s.guard));
        } while (ready < 0 && errno == EINTR);
        socklen_t size = sizeof error;
        if (ready <= 0)
            return ETIMEDOUT;
        if (::getsockopt(s.socket, SOL_SOCKET, SO_ERROR, &error, &size) != 0)
            return errno;
        if (error != 0)
            return error;
    }
    const int on = 1;
    ::setsockopt(s.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    // From here on it blocks; the guard's shutdown ends that.
    return ::fcntl(s.socket, F_SETFL, 0) == 0 ? 0 : errno;
}

int connectStream(git_stream* stream) {
    GuardedSocket& s = socketOf(stream);
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (const int code = ::getaddrinfo(s.host, s.port, &hints, &found)) {
        git_error_set_str(
            GIT_ERROR_NET,
            (std::string("cannot find the host ") + s.host + ": " + ::gai_strerror(code)).c_str());
        return -1;
    }
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, ::freeaddrinfo);
    int error = EHOSTUNREACH;
    for (const addrinfo* address = found; address; address = address->ai_next) {
        error = connectTo(s, *address);
        if (error == 0)
            return 0;
        dropSocket(s);
    }
    return failed("cannot connect", error);
}

ssize_t readStream(git_stream* stream, void* to, size_t room) {
    ssize_t got = 0;
    do {
        got = ::recv(socketOf(stream).socket, to, room, 0);
    } while (got < 0 && errno == EINTR);
    return got < 0 ? failed("cannot receive", errno) : got;
}

ssize_t writeStream(git_stream* stream, const char* from, size_t count, int) {
    ssize_t sent = 0;
    do {
        sent = ::send(socketOf(stream).socket, from, count, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent < 0 ? failed("cannot send", errno) : sent;
}

int closeStream(git_stream* stream) {
    dropSocket(socketOf(stream));
    return 0;
}

void freeStream(git_stream* stream) {
    GuardedSocket& s = socketOf(stream);
    dropSocket(s);
    const std::unique_ptr<GuardedSocket> owned(&s);
    const std::unique_ptr<std::shared_ptr<NetworkGuard::State>> guard(s.guard);
    std::free(s.host);
    std::free(s.port);
}

int newStream(git_stream** out, const char* host, const char* port) {
    auto s = std::make_unique<GuardedSocket>();
    s->parent.version = GIT_STREAM_VERSION;
    s->parent.connect = connectStream;
    s->parent.read = readStream;
    s->parent.write = writeStream;
    s->parent.close = closeStream;
    s->parent.free = freeStream;
    s->host = ::strdup(host);
    s->port = ::strdup(port);
    s->socket = -1;
    s->guard = std::make_unique<std::shared_ptr<NetworkGuard::State>>(current).release();
    *out = &s.release()->parent;
    return 0;
}

} // namespace

NetworkGuard::NetworkGuard(Clock::time_point deadline, const CancelToken& cancel)
    : m_state(std::make_shared<State>()), m_outer(current) {
    m_state->deadline = deadline;
    current = m_state;
    cancel.onCancel([weak = std::weak_ptr<State>(m_state)] {
        if (const auto state = weak.lock())
            state->stop();
    });
    m_state->watcher = std::thread([state = m_state.get()] {
        std::unique_lock lock(state->mutex);
        const bool ended = state->changed.wait_until(lock, state->deadline,
                                                     [state] { return state->over || state->stopped; });
        lock.unlock();
        if (!ended)
            state->stop();
    });
}

NetworkGuard::~NetworkGuard() {
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->over = true;
    }
    m_state->changed.notify_all();
    m_state->watcher.join();
    current = m_outer;
}

void NetworkGuard::install() {
    git_stream_registration ours{};
    ours.version = GIT_STREAM_VERSION;
    ours.init = newStream;
    git_stream_register(GIT_STREAM_STANDARD, &ours);
}

} // namespace signalbox::git
