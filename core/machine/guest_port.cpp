// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/guest_port.h"

#include "core/machine/domain_xml.h"
#include "core/machine/libvirt_loop.h"

#include <QByteArray>

#include <cerrno>
#include <condition_variable>
#include <libvirt/libvirt.h>
#include <memory>
#include <mutex>
#include <random>
#include <sys/socket.h>
#include <unistd.h>

namespace signalbox {

namespace {

using Steady = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr Millis shortestSilence =
    1500ms; ///< before an attempt is given up; grows, as a loaded host makes guests slow
constexpr Millis longestSilence = 12s;
constexpr int helloIntervalMs = 500;
constexpr qsizetype pauseAbove = 256 * 1024;       ///< bytes kept for a slow side before the other is paused
constexpr qsizetype abortAbove = 16 * 1024 * 1024; ///< bytes kept when the sender cannot be paused
constexpr qsizetype staleLimit = 64 * 1024;

QByteArray freshNonce() {
    std::random_device random;
    const quint64 bits = (quint64(random()) << 32) | random();
    return QByteArray::number(bits, 16).rightJustified(16, '0');
}

/// Held while libvirt opens a channel or gives one up. It takes the same two locks in either order for these,
/// so that a new session that is opened while the former one is being closed could stop its event loop for
/// good (found when machines were hibernated right after their last use). Recursive: opening by force ends
/// the former stream, whose callback then comes on the opener's own thread.
std::recursive_mutex& channelGate() {
    static std::recursive_mutex gate;
    return gate;
}

/// Copies between a libvirt stream and a socket. Lives on libvirt's event thread; only the handshake's
/// outcome is read by others.
class Pump : public std::enable_shared_from_this<Pump> {
public:
    Pump(virStreamPtr stream, int fd, bool remote, std::shared_ptr<std::atomic<qint64>> traffic)
        : m_stream(stream), m_fd(fd), m_remote(remote), m_traffic(std::move(traffic)), m_nonce(freshNonce()) {
    }
    ~Pump() {
        ::close(m_fd);
        virStreamFree(m_stream);
    }
    Pump(const Pump&) = delete;
    Pump& operator=(const Pump&) = delete;

    void start() {
        m_handle = virEventAddHandle(
            m_fd, 0, [](int, int, int events, void* self) { pump(self).onSocket(events); }, keepAlive(),
            release);
        m_timer = virEventAddTimeout(
            helloIntervalMs, [](int, void* self) { pump(self).sayHello(); }, keepAlive(), release);
        if (virStreamEventAddCallback(
                m_stream, VIR_STREAM_EVENT_READABLE | VIR_STREAM_EVENT_WRITABLE,
                [](virStreamPtr, int events, void* self) { pump(self).onStream(events); }, keepAlive(),
                release) < 0)
            return stop();
        m_streamWatched = true;
        sayHello();
    }

    /// Waits for the handshake; false when it did not come in time or the channel closed.
    bool waitReady(Steady::time_point until, const CancelToken& cancel) {
        std::unique_lock lock(m_mutex);
        while (!m_ready && !m_stopped && !cancel.cancelled() && Steady::now() < until)
            m_changed.wait_until(lock, std::min(until, Steady::now() + 50ms));
        return m_ready && !m_stopped;
    }

private:
    static Pump& pump(void* opaque) { return **static_cast<std::shared_ptr<Pump>*>(opaque); }
    static void release(void* opaque) { delete static_cast<std::shared_ptr<Pump>*>(opaque); }
    void* keepAlive() { return new std::shared_ptr<Pump>(shared_from_this()); }

    void count(int bytes) const {
        if (m_traffic)
            *m_traffic += bytes;
    }

    void sayHello() {
        if (m_stopped)
            return;
        if (m_ready) {
            virEventUpdateTimeout(m_timer, -1);
            return;
        }
        // Not more than a few copies: a guest that is still booting reads none of them.
        if (m_toGuest.size() < 1024)
            m_toGuest += "\nSIGNALBOX-HELLO " + m_nonce + '\n';
        sendToGuest();
        arm();
    }

    void fromGuest(QByteArrayView bytes) {
        if (m_ready) {
            m_toSocket.append(bytes);
            return;
        }
        m_stale.append(bytes);
        const QByteArray answer = "\nSIGNALBOX-READY " + m_nonce + '\n';
        const qsizetype at = m_stale.lastIndexOf(answer);
        if (at < 0) {
            if (m_stale.size() > staleLimit)
                m_stale.remove(0, m_stale.size() - answer.size());
            return;
        }
        m_toSocket.append(QByteArrayView(m_stale).sliced(at + answer.size()));
        m_stale.clear();
        {
            const std::lock_guard lock(m_mutex);
            m_ready = true;
        }
        m_changed.notify_all();
    }

    void onStream(int events) {
        if (m_stopped)
            return;
        if (events & VIR_STREAM_EVENT_READABLE) {
            if (!receiveFromGuest())
                return;
            sendToSocket();
        }
        if (!m_stopped && (events & VIR_STREAM_EVENT_WRITABLE))
            sendToGuest();
        const bool ended = events & (VIR_STREAM_EVENT_ERROR | VIR_STREAM_EVENT_HANGUP);
        if (!m_stopped && ended && !(events & VIR_STREAM_EVENT_READABLE)) {
            sendToSocket();
            stop();
        }
        arm();
    }

    bool receiveFromGuest() {
        while (m_remote || m_toSocket.size() < pauseAbove) {
            const int got = virStreamRecv(m_stream, m_buffer.data(), size_t(m_buffer.size()));
            if (got == -2)
                return true;
            if (got <= 0 || m_toSocket.size() > abortAbove) {
                sendToSocket();
                stop();
                return false;
            }
            count(got);
            fromGuest(QByteArrayView(m_buffer).first(got));
        }
        return true;
    }

    void onSocket(int events) {
        if (m_stopped)
            return;
        if (events & VIR_EVENT_HANDLE_READABLE) {
            while (m_toGuest.size() < pauseAbove) {
                const ssize_t got = ::recv(m_fd, m_buffer.data(), size_t(m_buffer.size()), 0);
                if (got > 0) {
                    m_toGuest.append(m_buffer.constData(), got);
                } else if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
                    break;
                } else {
                    sendToGuest();
                    return stop();
                }
            }
            sendToGuest();
        }
        if (!m_stopped && (events & VIR_EVENT_HANDLE_WRITABLE))
            sendToSocket();
        const bool ended = events & (VIR_EVENT_HANDLE_ERROR | VIR_EVENT_HANDLE_HANGUP);
        if (!m_stopped && ended && !(events & VIR_EVENT_HANDLE_READABLE))
            stop();
        arm();
    }

    void sendToGuest() {
        while (!m_stopped && !m_toGuest.isEmpty()) {
            const auto piece = size_t(std::min<qsizetype>(m_toGuest.size(), 64 * 1024));
            const int sent = virStreamSend(m_stream, m_toGuest.constData(), piece);
            if (sent == -2)
                return;
            if (sent < 0)
                return stop();
            count(sent);
            m_toGuest.remove(0, sent);
        }
    }

    void sendToSocket() {
        while (!m_stopped && !m_toSocket.isEmpty()) {
            const ssize_t sent =
                ::send(m_fd, m_toSocket.constData(), size_t(m_toSocket.size()), MSG_NOSIGNAL);
            if (sent < 0) {
                if (errno == EAGAIN || errno == EINTR)
                    return;
                return stop();
            }
            m_toSocket.remove(0, sent);
        }
    }

    /// Asks only for what can be used now: a closed or full side would otherwise spin.
    void arm() {
        if (m_stopped)
            return;
        const bool takeFromGuest = m_remote || m_toSocket.size() < pauseAbove;
        virStreamEventUpdateCallback(m_stream, (takeFromGuest ? VIR_STREAM_EVENT_READABLE : 0) |
                                                   (m_toGuest.isEmpty() ? 0 : VIR_STREAM_EVENT_WRITABLE));
        const bool takeFromSocket = m_ready && m_toGuest.size() < pauseAbove;
        virEventUpdateHandle(m_handle, (takeFromSocket ? VIR_EVENT_HANDLE_READABLE : 0) |
                                           (m_toSocket.isEmpty() ? 0 : VIR_EVENT_HANDLE_WRITABLE));
        // Before the handshake nobody reads the socket, but its closing (an attempt given up) must be seen.
        if (!m_ready && !takeFromSocket)
            virEventUpdateHandle(m_handle, VIR_EVENT_HANDLE_READABLE);
    }

    void stop() {
        {
            const std::lock_guard lock(m_mutex);
            if (m_stopped)
                return;
            m_stopped = true;
        }
        m_changed.notify_all();
        virEventRemoveHandle(m_handle);
        virEventRemoveTimeout(m_timer);
        if (m_streamWatched)
            virStreamEventRemoveCallback(m_stream);
        {
            const std::lock_guard gate(channelGate());
            virStreamAbort(m_stream);
        }
        // The reader must see the end now, not when the last callback has been released.
        ::shutdown(m_fd, SHUT_RDWR);
    }

    virStreamPtr m_stream;
    const int m_fd;
    const bool m_remote;
    const std::shared_ptr<std::atomic<qint64>> m_traffic;
    const QByteArray m_nonce;
    int m_handle = -1;
    int m_timer = -1;
    bool m_streamWatched = false;
    QByteArray m_buffer = QByteArray(64 * 1024, Qt::Uninitialized);
    QByteArray m_toGuest;
    QByteArray m_toSocket;
    QByteArray m_stale;
    std::mutex
        m_mutex; ///< guards the two below for readers on other threads; only the event thread writes them
    std::condition_variable m_changed;
    bool m_ready = false;
    bool m_stopped = false;
};

struct Attempt {
    std::shared_ptr<Pump> pump;
    int fd = -1;
};

Result<Attempt> openOnce(const GuestPortRequest& request) {
    virStreamPtr stream = virStreamNew(virDomainGetConnect(request.domain), VIR_STREAM_NONBLOCK);
    if (!stream)
        return libvirtError(QStringLiteral("cannot make a stream"));
    // Taking the channel by force: an earlier holder of ours may have died without closing it.
    std::unique_lock gate(channelGate());
    if (virDomainOpenChannel(request.domain, guestPortName, stream, VIR_DOMAIN_CHANNEL_FORCE) < 0) {
        Error error = libvirtError(QStringLiteral("cannot open the guest's channel"));
        virStreamFree(stream);
        return error;
    }
    gate.unlock();
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0) {
        gate.lock();
        virStreamAbort(stream);
        virStreamFree(stream);
        return Error{ErrorKind::Unavailable, QStringLiteral("no socket pair: too many open files?"), {}};
    }
    Attempt attempt{std::make_shared<Pump>(stream, ends[0], request.remote, request.traffic), ends[1]};
    onLibvirtThread([pump = attempt.pump] { pump->start(); });
    return attempt;
}

} // namespace

Result<int> openGuestPort(const GuestPortRequest& request) {
    const auto until = Steady::now() + request.limit;
    for (Millis silence = shortestSilence;; silence = std::min(silence * 3 / 2, longestSilence)) {
        if (request.cancel.cancelled())
            return Error{ErrorKind::Cancelled, QStringLiteral("waiting for the guest was cancelled"), {}};
        if (request.stillThere)
            if (Result<void> there = request.stillThere(); !there)
                return there.error();
        if (Steady::now() >= until)
            return Error{
                ErrorKind::Timeout,
                QStringLiteral("the guest did not answer within %1").arg(humanDuration(request.limit)),
                QStringLiteral("its console is in the machine's serial log")};
        Result<Attempt> attempt = openOnce(request);
        if (!attempt) {
            // The domain may just have ended; stillThere knows why, and says so in the next round.
            if (request.cancel.waitFor(200ms))
                continue;
            if (request.stillThere && request.stillThere())
                return attempt.error();
            continue;
        }
        if (attempt->pump->waitReady(std::min(until, Steady::now() + silence), request.cancel))
            return attempt->fd;
        ::close(attempt->fd);
        request.cancel.waitFor(20ms);
    }
}

} // namespace signalbox
