// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/dispatcher.h"

#include "core/engine/conclusion.h"

namespace signalbox {

Dispatcher::Dispatcher(Engine& engine, const Clock& clock, const DispatcherOptions& options)
    : m_engine(engine), m_clock(clock), m_maxWorkers(std::size_t(options.machineSlots + options.otherSlots)),
      m_queue(options) {}

Dispatcher::~Dispatcher() {
    stop();
}

void Dispatcher::setHandler(EffectKind kind, bool needsMachine, EffectHandler handler) {
    const std::lock_guard lock(m_mutex);
    m_handlers[kind] = {needsMachine, std::move(handler)};
}

// ---- From the engine's thread ----

void Dispatcher::owed(const Task& task, const Effect& effect) {
    const std::lock_guard lock(m_mutex);
    if (m_stopping)
        return;
    const auto handler = m_handlers.find(effect.kind);
    const bool needsMachine = handler != m_handlers.end() && handler->second.needsMachine;
    m_queue.owed({task, effect, needsMachine}, m_clock.now());
    wakeWorker();
}

void Dispatcher::dropped(const QString& key) {
    std::optional<CancelToken> cancel;
    {
        const std::lock_guard lock(m_mutex);
        if (m_queue.dropped(key, m_clock.now()))
            cancel = m_cancels.at(key);
    }
    if (cancel)
        cancel->cancel();
}

void Dispatcher::wakeWorker() {
    if (m_stopping)
        return;
    const auto due = m_queue.nextDue();
    if (m_keptTime && due && *due < *m_keptTime) {
        m_wake.notify_all(); // the one who keeps the time would oversleep, and cannot be told alone
        return;
    }
    if (!m_queue.couldTake(m_clock.now()) && (m_keptTime || !due))
        return;
    if (m_waitingWorkers > 0)
        m_wake.notify_one();
    else if (m_workers.size() < m_maxWorkers)
        m_workers.emplace_back([this] { runWorker(); });
}

// ---- Workers ----

std::optional<OwedEffect> Dispatcher::waitForEffect(std::unique_lock<std::mutex>& lock) {
    for (;;) {
        if (m_stopping)
            return std::nullopt;
        if (auto next = m_queue.take(m_clock.now())) {
            wakeWorker(); // there may be more, or a time to keep
            return next;
        }
        const auto due = m_queue.nextDue();
        ++m_waitingWorkers;
        if (due && !m_keptTime) {
            m_keptTime = due;
            m_wake.wait_for(lock, std::max(Millis(1), *due - m_clock.now()));
            m_keptTime.reset();
        } else {
            m_wake.wait(lock);
        }
        --m_waitingWorkers;
    }
}

void Dispatcher::runWorker() {
    std::unique_lock lock(m_mutex);
    while (auto next = waitForEffect(lock)) {
        const QString key = next->effect.key;
        const CancelToken cancel;
        m_cancels.emplace(key, cancel);
        lock.unlock();
        work(std::move(*next), cancel);
        lock.lock();
        m_cancels.erase(key);
        m_queue.ended(key, m_clock.now());
        if (m_queue.running() == 0)
            m_idle.notify_all();
    }
}

void Dispatcher::work(OwedEffect owed, const CancelToken& cancel) {
    if (cancel.cancelled()) // dropped before it began
        return;
    EffectJob job{std::move(owed.task),
                  std::move(owed.effect),
                  cancel,
                  [this](Command command) { return m_engine.submitAndWait(std::move(command)); },
                  {}};
    std::vector<std::shared_ptr<void>> held; // after the job: what is held may still report through it
    job.hold = [&held](std::shared_ptr<void> thing) { held.push_back(std::move(thing)); };
    const auto handler = m_handlers.find(job.effect.kind); // fixed once the engine runs
    const Result<Command> done =
        handler != m_handlers.end()
            ? handler->second.handle(job)
            : Error{ErrorKind::Invalid,
                    QStringLiteral("nothing here does an effect of kind %1").arg(enumWord(job.effect.kind)),
                    {}};
    // A cancelled effect is not owed any more, or the core stops: either way its report would be wrong.
    if (!cancel.cancelled())
        conclude(Conclusion(job.task.id, job.effect.key, done), cancel);
    held.clear();
}

void Dispatcher::conclude(Conclusion conclusion, const CancelToken& cancel) {
    for (;;) {
        switch (conclusion.after(m_engine.submitAndWait(conclusion.report()))) {
        case Conclusion::Next::Told:
            return;
        case Conclusion::Next::Again:
            break;
        case Conclusion::Next::Later:
            if (cancel.waitFor(conclusion.wait()))
                return;
        }
    }
}

// ---- From any thread ----

void Dispatcher::setDraining(bool draining) {
    const std::lock_guard lock(m_mutex);
    m_queue.setDraining(draining);
    wakeWorker();
}

bool Dispatcher::waitIdle(Millis time) {
    std::unique_lock lock(m_mutex);
    return m_idle.wait_for(lock, time, [this] { return m_queue.running() == 0; });
}

void Dispatcher::stop() {
    std::vector<CancelToken> cancels;
    std::vector<std::thread> workers;
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_queue.clearWaiting();
        for (const auto& [key, cancel] : m_cancels)
            cancels.push_back(cancel);
        workers.swap(m_workers);
    }
    m_wake.notify_all();
    for (CancelToken& cancel : cancels)
        cancel.cancel();
    for (std::thread& worker : workers)
        worker.join();
}

int Dispatcher::machinesBusy() const {
    const std::lock_guard lock(m_mutex);
    return m_queue.machinesBusy();
}

QList<QueueEntry> Dispatcher::entries(int limit) const {
    const std::lock_guard lock(m_mutex);
    return m_queue.entries(m_clock.now(), limit);
}

QList<QueueEntry> Dispatcher::entriesOf(TaskId task) const {
    const std::lock_guard lock(m_mutex);
    return m_queue.entriesOf(task, m_clock.now());
}

} // namespace signalbox
