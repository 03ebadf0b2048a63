// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace signalbox {

/// A request to stop, shared between the one who asks and the workers who look. Copies refer to the same
/// request. Thread-safe. A worker that blocks in a system call registers a callback that wakes it.
class CancelToken {
public:
    CancelToken() : m_state(std::make_shared<State>()) {}

    void cancel() {
        std::vector<std::function<void()>> callbacks;
        {
            const std::lock_guard lock(m_state->mutex);
            if (m_state->cancelled.exchange(true))
                return;
            callbacks.swap(m_state->callbacks);
        }
        m_state->changed.notify_all();
        for (const auto& callback : callbacks)
            callback();
    }
    [[nodiscard]] bool cancelled() const { return m_state->cancelled.load(); }

    /// Calls back once on cancel, on the canceller's thread; at once if that was already asked.
    void onCancel(std::function<void()> callback) const {
        {
            const std::lock_guard lock(m_state->mutex);
            if (!m_state->cancelled) {
                m_state->callbacks.push_back(std::move(callback));
                return;
            }
        }
        callback();
    }

    /// Waits until cancelled or until the time is over; true when cancelled.
    template <typename Rep, typename Period>
    bool waitFor(std::chrono::duration<Rep, Period> time) const {
        std::unique_lock lock(m_state->mutex);
        return m_state->changed.wait_for(lock, time, [this] { return m_state->cancelled.load(); });
    }

private:
    struct State {
        std::atomic<bool> cancelled{false};
        std::mutex mutex;
        std::condition_variable changed;
        std::vector<std::function<void()>> callbacks;
    };
    std::shared_ptr<State> m_state;
};

} // namespace signalbox
