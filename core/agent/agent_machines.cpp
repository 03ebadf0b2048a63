// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agent/agent_machines.h"

#include <condition_variable>
#include <map>
#include <mutex>

namespace signalbox {

namespace {
constexpr Millis lookEvery{100}; ///< whether waiting was cancelled: tokens keep every callback given to them
} // namespace

/// Who uses which machine, and who waits for it.
struct AgentMachines::Users {
    struct Queue {
        bool used = false;
        int waiting = 0;
    };
    std::mutex mutex;
    std::condition_variable changed;
    std::map<QString, Queue> queues;

    /// False when it was cancelled.
    bool enter(const QString& name, const CancelToken& cancel) {
        std::unique_lock lock(mutex);
        Queue& queue = queues[name];
        ++queue.waiting;
        while (queue.used && !cancel.cancelled())
            changed.wait_for(lock, lookEvery);
        --queue.waiting;
        if (cancel.cancelled())
            return false;
        queue.used = true;
        return true;
    }
    bool tryEnter(const QString& name) {
        const std::lock_guard lock(mutex);
        Queue& queue = queues[name];
        return !std::exchange(queue.used, true);
    }
    void leave(const QString& name) {
        {
            const std::lock_guard lock(mutex);
            Queue& queue = queues[name];
            queue.used = false;
            if (queue.waiting == 0)
                queues.erase(name);
        }
        changed.notify_all();
    }
    bool awaited(const QString& name) {
        const std::lock_guard lock(mutex);
        return queues[name].waiting > 0;
    }
};

AgentMachines::AgentMachines(MachineProvider& provider)
    : m_provider(provider), m_users(std::make_shared<Users>()) {}

AgentMachines::~AgentMachines() = default;

AgentMachines::Lease::Lease(MachineProvider& provider, std::shared_ptr<Users> users,
                            std::shared_ptr<Machine> machine, const AgentAttempt& attempt)
    : m_provider(provider), m_users(std::move(users)), m_machine(std::move(machine)), m_keep(attempt.keep),
      m_stopping(attempt.stopping), m_released(attempt.released), m_rested(attempt.rested) {}

AgentMachines::Lease::~Lease() {
    const QString name = m_machine->name();
    m_machine.reset();
    const bool stopping = m_stopping && m_stopping();
    bool kept = false;
    if (!stopping && m_keep && m_endedWell) {
        // Who waits for it goes on in it at once.
        kept = m_users->awaited(name);
        if (!kept) {
            const Result<void> asleep = m_provider.hibernate(name, {});
            kept = asleep.ok();
            if (!kept)
                qWarning("signalbox: %s is not kept for the next attempt: %s", qPrintable(name),
                         qPrintable(asleep.error().text()));
        }
        if (kept && m_rested)
            m_rested(name);
    }
    // What cannot be removed now is swept by the steward: a leftover is never forgotten.
    if (!stopping && !kept && m_provider.destroy(name, Millis(0)) && m_released)
        m_released(name);
    m_users->leave(name);
}

Result<std::shared_ptr<AgentMachines::Lease>>
AgentMachines::lease(const MachineSpec& spec, const AgentAttempt& attempt, const ProgressSink& progress) {
    if (!m_users->enter(spec.name, attempt.cancel))
        return Error{ErrorKind::Cancelled, QStringLiteral("the machine was not wanted any more"), {}};
    auto machine = m_provider.acquire(spec, progress, attempt.cancel);
    if (!machine) {
        if (!(attempt.stopping && attempt.stopping()))
            if (const auto gone = m_provider.destroy(spec.name, Millis(0)); !gone)
                progress(gone.error().text());
        m_users->leave(spec.name);
        return machine.error();
    }
    if (attempt.leased)
        attempt.leased((*machine)->name(), (*machine)->imageDigests());
    return std::make_shared<Lease>(m_provider, m_users, *machine, attempt);
}

Result<void> AgentMachines::rest(const QString& name) {
    if (!m_users->tryEnter(name))
        return {};
    const Result<void> asleep = m_provider.hibernate(name, {});
    m_users->leave(name);
    return asleep;
}

} // namespace signalbox
