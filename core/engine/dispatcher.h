// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/engine/effect_queue.h"
#include "core/engine/engine.h"

#include <deque>
#include <variant>

namespace signalbox {

/// One effect in the hands of an organ.
struct EffectJob {
    Task task; ///< as it was when the effect came due
    Effect effect;
    CancelToken cancel; ///< set when the effect is not owed any more, or the core stops
    /// Reports on the way (a lease, a release); returns once it is durable or refused.
    std::function<Result<Accepted>(Command)> report;
    /// Keeps something (a machine with its finished job) until the effect's last report is durable or
    /// refused.
    std::function<void(std::shared_ptr<void>)> hold;
};

/// Does an effect on a worker thread; may block. Returns the report that ends it, or the failure that makes
/// it due again later. What it does must be harmless the second time.
using EffectHandler = std::function<Result<Command>(const EffectJob&)>;

using DispatcherOptions = QueueOptions;

/// Hands owed effects to organs: as EffectQueue says who goes next, on as many worker threads as there are
/// slots at most. A worker begins when it is first needed; one that has nothing to do costs nothing.
/// Thread-safe.
class Dispatcher final : public EffectSink {
public:
    Dispatcher(Engine& engine, const Clock& clock, const DispatcherOptions& options);
    ~Dispatcher() override;

    /// Before the engine starts: who does effects of this kind, and whether it takes a machine.
    void setHandler(EffectKind kind, bool needsMachine, EffectHandler handler);

    void owed(const Task& task, const Effect& effect) override;
    /// An effect that waits will never run; one that runs is cancelled, before this returns.
    void dropped(const QString& key) override;

    /// Begins nothing new while draining; what runs may end.
    void setDraining(bool draining);
    /// Waits until nothing runs; false when the time was over first. While draining nothing follows then.
    [[nodiscard]] bool waitIdle(Millis time);
    /// Cancels what runs and waits for it; nothing is reported for it, so it is owed again at the next start.
    void stop();

    /// Effects that run now and take a machine.
    [[nodiscard]] int machinesBusy() const;
    /// What runs and what waits, with why; at most `limit` (0: all).
    [[nodiscard]] QList<QueueEntry> entries(int limit = 0) const;
    [[nodiscard]] QList<QueueEntry> entriesOf(TaskId task) const;

private:
    struct Handler {
        bool needsMachine = false;
        EffectHandler handle;
    };
    struct Telling; ///< the end of an effect on its way to the engine

    /// Sees that somebody takes what could be taken, now or at its time; needs the lock.
    void wakeWorker();
    void runWorker();
    /// Waits until there is something to do; neither when the dispatcher stops.
    using Work = std::variant<std::monostate, OwedEffect, std::shared_ptr<Telling>>;
    Work waitForWork(std::unique_lock<std::mutex>& lock);
    void work(OwedEffect owed, const CancelToken& cancel);
    /// Tells the engine without waiting for it; a worker takes over when telling once was not enough.
    void tell(const std::shared_ptr<Telling>& telling);
    /// Tells the engine until it is told, and waits for it.
    void tellAndWait(Telling& telling);
    void ended(const QString& key);

    Engine& m_engine;
    const Clock& m_clock;
    const std::size_t m_maxWorkers;
    std::map<EffectKind, Handler> m_handlers;

    mutable std::mutex m_mutex;
    std::condition_variable m_wake; ///< workers
    std::condition_variable m_idle; ///< those who wait for the end of what runs
    EffectQueue m_queue;
    std::deque<std::shared_ptr<Telling>> m_again; ///< to be told once more, by a worker
    std::size_t m_tellings = 0;                   ///< on their way to the engine
    std::map<QString, CancelToken> m_cancels;     ///< of what runs
    std::vector<std::thread> m_workers;
    std::size_t m_waitingWorkers = 0;
    bool m_wakeOnItsWay = false;      ///< a worker was woken and has not looked yet; it wakes the next
    std::optional<Moment> m_keptTime; ///< one of the waiting workers wakes by itself then
    bool m_stopping = false;
};

} // namespace signalbox
