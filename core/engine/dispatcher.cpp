// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/dispatcher.h"

#include "core/engine/conclusion.h"

namespace signalbox {

/// Told by one thread at a time: the worker that did the effect, the engine's, or a worker that tells again.
struct Dispatcher::Telling {
    Conclusion conclusion;
    QString key;
    CancelToken cancel;
    bool waitFirst = false; ///< the engine cannot take it just now
};

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
    if (m_wakeOnItsWay || (m_again.empty() && !m_queue.couldTake(m_clock.now()) && (m_keptTime || !due)))
        return;
    if (m_waitingWorkers > 0) {
        m_wakeOnItsWay = true;
        m_wake.notify_one();
    } else if (m_workers.size() < m_maxWorkers) {
        m_workers.emplace_back([this] { runWorker(); });
    }
}

// ---- Workers ----

Dispatcher::Work Dispatcher::waitForWork(std::unique_lock<std::mutex>& lock) {
    for (;;) {
        if (m_stopping)
            return {};
        if (!m_again.empty()) {
            auto telling = std::move(m_again.front());
            m_again.pop_front();
            wakeWorker();
            return telling;
        }
        if (auto next = m_queue.take(m_clock.now())) {
            wakeWorker(); // there may be more, or a time to keep
            return std::move(*next);
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
        m_wakeOnItsWay = false;
    }
}

void Dispatcher::runWorker() {
    for (;;) {
        std::unique_lock lock(m_mutex);
        Work next = waitForWork(lock);
        if (auto* owed = std::get_if<OwedEffect>(&next)) {
            const CancelToken cancel = m_cancels[owed->effect.key];
            lock.unlock();
            work(std::move(*owed), cancel);
        } else if (auto* telling = std::get_if<std::shared_ptr<Telling>>(&next)) {
            lock.unlock();
            tellAndWait(**telling);
            ended((*telling)->key);
        } else {
            return;
        }
    }
}

void Dispatcher::work(OwedEffect owed, const CancelToken& cancel) {
    const QString key = owed.effect.key;
    if (cancel.cancelled()) { // dropped before it began
        ended(key);
        return;
    }
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
    const auto telling = std::make_shared<Telling>(Telling{Conclusion(job.task.id, key, done), key, cancel});
    // A cancelled effect is not owed any more, or the core stops: either way its report would be wrong.
    const bool report = !cancel.cancelled();
    if (report && held.empty()) {
        tell(telling);
        return;
    }
    // To let go of what is held may take a while, which the engine's thread does not have.
    if (report)
        tellAndWait(*telling);
    held.clear();
    ended(key);
}

void Dispatcher::tell(const std::shared_ptr<Telling>& telling) {
    {
        const std::lock_guard lock(m_mutex);
        ++m_tellings;
    }
    const Command& report = telling->conclusion.report();
    m_engine.submit(report, [this, telling](const Result<Accepted>& reply) {
        const auto next = telling->conclusion.after(reply);
        const bool told = next == Conclusion::Next::Told;
        if (told)
            ended(telling->key);
        telling->waitFirst = next == Conclusion::Next::Later;
        const std::lock_guard lock(m_mutex);
        if (!told) {
            m_again.push_back(telling);
            wakeWorker();
        }
        if (--m_tellings == 0 && m_stopping)
            m_idle.notify_all();
    });
}

void Dispatcher::tellAndWait(Telling& telling) {
    auto next = telling.waitFirst ? Conclusion::Next::Later : Conclusion::Next::Again;
    while (next != Conclusion::Next::Told) {
        if (next == Conclusion::Next::Later && telling.cancel.waitFor(telling.conclusion.wait()))
            return;
        next = telling.conclusion.after(m_engine.submitAndWait(telling.conclusion.report()));
    }
}

void Dispatcher::ended(const QString& key) {
    const std::lock_guard lock(m_mutex);
    m_cancels.erase(key);
    m_queue.ended(key, m_clock.now());
    wakeWorker();
    if (m_queue.running() == 0)
        m_idle.notify_all();
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
    std::unique_lock lock(m_mutex);
    m_idle.wait(lock,
                [this] { return m_tellings == 0; }); // each is answered, at the latest by Engine::stop()
    m_again.clear();
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
