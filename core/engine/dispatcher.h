// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/engine/engine.h"

#include <set>

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

struct DispatcherOptions {
    int machineSlots = 2; ///< effects that need a machine, at the same time
    int otherSlots = 4;
};

/// Hands owed effects to organs: at their due time, by priority and then age, at most as many at once as
/// there are slots; everything else waits and costs nothing. Thread-safe.
class Dispatcher final : public EffectSink {
public:
    Dispatcher(Engine& engine, const Clock& clock, DispatcherOptions options);
    ~Dispatcher() override;

    /// Before the engine starts: who does effects of this kind, and whether it takes a machine.
    void setHandler(EffectKind kind, bool needsMachine, EffectHandler handler);

    void owed(const Task& task, const Effect& effect) override;
    void dropped(const QString& key) override;

    /// Cancels what runs and waits for it; nothing is reported for it, so it is owed again at the next start.
    void stop();
    /// Effects that run now and take a machine.
    [[nodiscard]] int machinesBusy() const;

private:
    struct Handler {
        bool needsMachine = false;
        EffectHandler handle;
    };
    struct Waiting {
        Task task;
        Effect effect;
    };
    struct Running {
        CancelToken cancel;
        EffectKind kind;
    };

    void run();
    void launch(Waiting waiting);
    void work(Waiting waiting, CancelToken cancel);
    void conclude(const Command& report, const CancelToken& cancel);
    [[nodiscard]] bool hasSlot(EffectKind kind) const;
    /// The waiting effect that goes next; end() when none can. Needs the lock.
    [[nodiscard]] std::map<QString, Waiting>::iterator next(Moment now);
    [[nodiscard]] std::optional<Moment> nextDue() const;

    Engine& m_engine;
    const Clock& m_clock;
    DispatcherOptions m_options;
    std::map<EffectKind, Handler> m_handlers;

    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::map<QString, Waiting> m_waiting;
    std::map<QString, Running> m_running;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace signalbox
