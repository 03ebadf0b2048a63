// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/libvirt_loop.h"

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>
#include <poll.h>
#include <sys/eventfd.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace signalbox {

namespace {

using Steady = std::chrono::steady_clock;

struct Watch {
    int id = 0;
    int fd = -1; ///< -1: a timer
    int events = 0;
    int intervalMs = -1;
    Steady::time_point due;
    virEventHandleCallback onEvent = nullptr;
    virEventTimeoutCallback onTimeout = nullptr;
    void* opaque = nullptr;
    virFreeCallback release = nullptr;
    bool removed = false;
};

short toPoll(int events) {
    return static_cast<short>((events & VIR_EVENT_HANDLE_READABLE ? POLLIN : 0) |
                              (events & VIR_EVENT_HANDLE_WRITABLE ? POLLOUT : 0));
}

int fromPoll(short revents) {
    return (revents & POLLIN ? VIR_EVENT_HANDLE_READABLE : 0) |
           (revents & POLLOUT ? VIR_EVENT_HANDLE_WRITABLE : 0) |
           (revents & (POLLERR | POLLNVAL) ? VIR_EVENT_HANDLE_ERROR : 0) |
           (revents & POLLHUP ? VIR_EVENT_HANDLE_HANGUP : 0);
}

/// The event loop that libvirt asks for. Callbacks run without the lock; whoever removes a watch never waits
/// for one.
class EventLoop {
public:
    static EventLoop& instance() {
        // Lives as long as the process: libvirt cannot be told to forget it.
        static EventLoop* const loop = new EventLoop;
        return *loop;
    }

    int addHandle(int fd, int events, virEventHandleCallback callback, void* opaque,
                  virFreeCallback release) {
        Watch watch;
        watch.fd = fd;
        watch.events = events;
        watch.onEvent = callback;
        watch.opaque = opaque;
        watch.release = release;
        return add(watch);
    }
    int addTimer(int intervalMs, virEventTimeoutCallback callback, void* opaque, virFreeCallback release) {
        Watch watch;
        watch.intervalMs = intervalMs;
        watch.due = Steady::now() + std::chrono::milliseconds(std::max(intervalMs, 0));
        watch.onTimeout = callback;
        watch.opaque = opaque;
        watch.release = release;
        return add(watch);
    }
    void updateHandle(int id, int events) {
        change(id, [&](Watch& watch) { watch.events = events; });
    }
    void updateTimer(int id, int intervalMs) {
        change(id, [&](Watch& watch) {
            watch.intervalMs = intervalMs;
            watch.due = Steady::now() + std::chrono::milliseconds(std::max(intervalMs, 0));
        });
    }
    int remove(int id) {
        return change(id, [](Watch& watch) { watch.removed = true; });
    }

private:
    EventLoop() : m_wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
        std::thread([this] { run(); }).detach();
    }

    int add(Watch watch) {
        {
            const std::lock_guard lock(m_mutex);
            watch.id = m_nextId++;
            m_watches.push_back(watch);
        }
        wake();
        return watch.id;
    }

    template <typename Change>
    int change(int id, Change apply) {
        bool fromOutside = false;
        {
            const std::lock_guard lock(m_mutex);
            Watch* watch = find(id);
            if (!watch)
                return -1;
            apply(*watch);
            fromOutside = std::this_thread::get_id() != m_thread;
        }
        if (fromOutside)
            wake();
        return 0;
    }

    Watch* find(int id) {
        const auto at = std::find_if(m_watches.begin(), m_watches.end(),
                                     [id](const Watch& watch) { return watch.id == id && !watch.removed; });
        return at == m_watches.end() ? nullptr : &*at;
    }

    void wake() const {
        const quint64 one = 1;
        [[maybe_unused]] const ssize_t written = ::write(m_wake, &one, sizeof one);
    }

    void run() {
        {
            const std::lock_guard lock(m_mutex);
            m_thread = std::this_thread::get_id();
        }
        for (;;) {
            std::vector<pollfd> fds;
            std::vector<int> ids;
            const int timeout = prepare(fds, ids);
            if (::poll(fds.data(), fds.size(), timeout) < 0)
                continue;
            if (fds[0].revents != 0) {
                quint64 count = 0;
                [[maybe_unused]] const ssize_t got = ::read(m_wake, &count, sizeof count);
            }
            dispatchTimers();
            for (size_t i = 1; i < fds.size(); ++i)
                if (fds[i].revents != 0)
                    dispatchHandle(ids[i], fds[i].revents);
            releaseRemoved();
        }
    }

    int prepare(std::vector<pollfd>& fds, std::vector<int>& ids) {
        const std::lock_guard lock(m_mutex);
        fds.push_back({m_wake, POLLIN, 0});
        ids.push_back(0);
        int timeout = -1;
        const auto now = Steady::now();
        for (const Watch& watch : m_watches) {
            if (watch.removed) {
                timeout = 0;
            } else if (watch.fd >= 0 && watch.events != 0) {
                fds.push_back({watch.fd, toPoll(watch.events), 0});
                ids.push_back(watch.id);
            } else if (watch.fd < 0 && watch.intervalMs >= 0) {
                const auto left = std::chrono::ceil<std::chrono::milliseconds>(watch.due - now).count();
                const int ms = int(std::clamp<qint64>(left, 0, 60'000));
                timeout = timeout < 0 ? ms : std::min(timeout, ms);
            }
        }
        return timeout;
    }

    void dispatchTimers() {
        std::vector<int> due;
        {
            const std::lock_guard lock(m_mutex);
            const auto now = Steady::now();
            for (Watch& watch : m_watches)
                if (watch.fd < 0 && !watch.removed && watch.intervalMs >= 0 && watch.due <= now) {
                    watch.due = now + std::chrono::milliseconds(watch.intervalMs);
                    due.push_back(watch.id);
                }
        }
        for (const int id : due)
            if (const Watch watch = copyOf(id); watch.id == id)
                watch.onTimeout(id, watch.opaque);
    }

    void dispatchHandle(int id, short revents) {
        const Watch watch = copyOf(id);
        if (watch.id == id && watch.events != 0)
            watch.onEvent(id, watch.fd, fromPoll(revents), watch.opaque);
    }

    Watch copyOf(int id) {
        const std::lock_guard lock(m_mutex);
        const Watch* watch = find(id);
        return watch ? *watch : Watch{};
    }

    void releaseRemoved() {
        std::vector<Watch> gone;
        {
            const std::lock_guard lock(m_mutex);
            std::erase_if(m_watches, [&](const Watch& watch) {
                if (watch.removed)
                    gone.push_back(watch);
                return watch.removed;
            });
        }
        for (const Watch& watch : gone)
            if (watch.release)
                watch.release(watch.opaque);
    }

    int m_wake;
    std::mutex m_mutex;
    std::thread::id m_thread;
    std::vector<Watch> m_watches;
    int m_nextId = 1;
};

Result<void> start() {
    // The embedded driver would print its warnings on our standard error. Whoever looks for a defect sets the
    // variable.
    if (!qEnvironmentVariableIsSet("LIBVIRT_LOG_OUTPUTS"))
        qputenv("LIBVIRT_LOG_OUTPUTS", "4:file:/dev/null");
    virEventRegisterImpl(
        [](int fd, int events, virEventHandleCallback callback, void* opaque, virFreeCallback release) {
            return EventLoop::instance().addHandle(fd, events, callback, opaque, release);
        },
        [](int id, int events) { EventLoop::instance().updateHandle(id, events); },
        [](int id) { return EventLoop::instance().remove(id); },
        [](int interval, virEventTimeoutCallback callback, void* opaque, virFreeCallback release) {
            return EventLoop::instance().addTimer(interval, callback, opaque, release);
        },
        [](int id, int interval) { EventLoop::instance().updateTimer(id, interval); },
        [](int id) { return EventLoop::instance().remove(id); });
    virSetErrorFunc(nullptr, [](void*, virErrorPtr) {});
    if (virInitialize() < 0)
        return libvirtError(QStringLiteral("libvirt cannot be used"));
    return {};
}

} // namespace

Result<void> startLibvirt() {
    static const Result<void> started = start();
    return started;
}

void onLibvirtThread(std::function<void()> work) {
    struct Call {
        std::function<void()> work;
        int id = -1;
    };
    auto call = std::make_unique<Call>();
    call->work = std::move(work);
    EventLoop::instance().addTimer(
        0,
        [](int id, void* opaque) {
            EventLoop::instance().remove(id);
            static_cast<Call*>(opaque)->work();
        },
        call.release(), [](void* opaque) { delete static_cast<Call*>(opaque); });
}

Error libvirtError(const QString& what) {
    const virError* last = virGetLastError();
    const QString words =
        last && last->message ? QString::fromUtf8(last->message) : QStringLiteral("unknown reason");
    ErrorKind kind = ErrorKind::Unavailable;
    if (last) {
        if (last->code == VIR_ERR_NO_DOMAIN)
            kind = ErrorKind::NotFound;
        else if (last->code == VIR_ERR_AUTH_FAILED || last->code == VIR_ERR_ACCESS_DENIED)
            kind = ErrorKind::Denied;
        else if (last->code == VIR_ERR_XML_ERROR || last->code == VIR_ERR_CONFIG_UNSUPPORTED)
            kind = ErrorKind::Invalid;
    }
    return {kind, QStringLiteral("%1: %2").arg(what, words), {}};
}

} // namespace signalbox
