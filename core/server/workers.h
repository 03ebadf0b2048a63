// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QThreadPool>

#include <deque>
#include <functional>
#include <mutex>

namespace signalbox {

/// A few threads for what reads files or journals, so that the server's own never waits. Thread-safe.
///
/// What is to be done is handed over under a lock of ours and not within QThreadPool: that one's locks are
/// invisible to the thread sanitizer, which would take each hand-over for a race.
class Workers {
public:
    explicit Workers(int threads) { m_pool.setMaxThreadCount(threads); }
    ~Workers() { waitForDone(); }
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;
    /// Begins it on one of the threads, in the order of the calls.
    void start(std::function<void()> work) {
        {
            const std::lock_guard lock(m_mutex);
            m_waiting.push_back(std::move(work));
        }
        m_pool.start([this] { runNext(); });
    }
    void waitForDone() {
        m_pool.waitForDone();
        const std::lock_guard lock(m_mutex); // what was done is taken over as it was handed over
    }

private:
    void runNext() {
        std::function<void()> work;
        {
            const std::lock_guard lock(m_mutex);
            work = std::move(m_waiting.front());
            m_waiting.pop_front();
        }
        work();
        work = nullptr;
        const std::lock_guard lock(m_mutex);
    }

    std::mutex m_mutex;
    std::deque<std::function<void()>> m_waiting;
    QThreadPool m_pool; ///< last: its threads end before the rest goes
};

} // namespace signalbox
