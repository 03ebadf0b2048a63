// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/child_reaper.h"

#include <QByteArray>
#include <QFile>
#include <QList>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace signalbox {

namespace {

using Steady = std::chrono::steady_clock;
using namespace std::chrono_literals;

bool isQemu(const QByteArray& pid) {
    QFile file(QStringLiteral("/proc/%1/comm").arg(QString::fromLatin1(pid)));
    return file.open(QIODevice::ReadOnly) && file.read(64).startsWith("qemu-system");
}

/// A detached process leads a session of its own; a direct child, which somebody waits for, shares ours.
bool isDetached(pid_t pid) {
    return ::getsid(pid) != ::getsid(0);
}

/// Adopted processes become children of the main thread.
bool collectEnded() {
    QFile file(QStringLiteral("/proc/self/task/%1/children").arg(::getpid()));
    if (!file.open(QIODevice::ReadOnly))
        return false;
    bool any = false;
    for (const QByteArray& pid : file.readAll().split(' '))
        if (!pid.isEmpty() && isQemu(pid) && isDetached(pid.toInt()))
            any = ::waitpid(pid.toInt(), nullptr, WNOHANG) > 0 || any;
    return any;
}

class Reaper {
public:
    Reaper() {
        ::prctl(PR_SET_CHILD_SUBREAPER, 1);
        std::thread([this] { run(); }).detach();
    }

    void expect() {
        {
            const std::lock_guard lock(m_mutex);
            m_attentiveUntil = Steady::now() + 10s;
        }
        m_changed.notify_all();
    }

private:
    void run() {
        auto nap = 5ms;
        for (;;) {
            siginfo_t info{};
            if (::waitid(P_ALL, 0, &info, WEXITED | WNOWAIT) != 0) {
                waitForChildren();
                continue;
            }
            if (collectEnded()) {
                nap = 5ms;
                continue;
            }
            // Somebody else's child ended and its owner has not collected it yet: give the owner time, in
            // growing steps.
            std::this_thread::sleep_for(nap); // style:allow the kernel tells no one of this
            nap = std::min(nap * 2, 50ms);
        }
    }

    /// There is no child at all: the kernel offers nothing to wait for, so look now and then while one is
    /// expected.
    void waitForChildren() {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return Steady::now() < m_attentiveUntil; });
        m_changed.wait_for(lock, 20ms);
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;
    Steady::time_point m_attentiveUntil;
};

} // namespace

void expectChildren() {
    // Lives as long as the process: its thread cannot be interrupted while the kernel makes it wait.
    static Reaper* const reaper = new Reaper;
    reaper->expect();
}

} // namespace signalbox
