// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/conclusion.h"
#include "core/engine/effect_queue.h"
#include "core/engine/snapshots.h"
#include "core/flow/machine_plan.h"
#include "tests/sim/world.h"

namespace signalbox::sim {

/// One life of a core, from its start to its crash: the real engine core, the real queue, and organs that do
/// their work in virtual time. What it had in mind dies with it; the world and the disk stay.
class SimCore final : public EffectSink, public std::enable_shared_from_this<SimCore> {
public:
    /// With snapshots in this directory; empty: without.
    SimCore(World& world, Journal& journal, const QueueOptions& options, const QString& snapshots);

    /// Corrupt when the journal cannot be replayed.
    Result<void> open();
    /// Hands out what is owed; stops after so many (a crash in the middle), 0: all.
    void begin(int stopAfter = 0);
    /// From a caller who wants to know.
    void give(Command command, EngineCore::Reply reply = {});
    [[nodiscard]] const State& state() const { return m_engine->state(); }
    [[nodiscard]] bool settled() const {
        return !m_engine->committing() && !m_engine->hasWaiting() && m_runs.empty() && m_queue.waiting() == 0;
    }
    [[nodiscard]] QList<QueueEntry> queue() const { return m_queue.entries(m_world.wallClock()); }
    void setDraining(bool draining);
    /// Ends: nothing of it does anything any more.
    void die();

    void owed(const Task& task, const Effect& effect) override;
    void dropped(const QString& key) override;

private:
    /// One effect in the hands of an organ.
    struct Run {
        Task task;
        Effect effect;
        bool needsMachine = false;
        bool cancelled = false;
        bool ending = false; ///< its end is being told
        bool isOver = false;
        bool endedWell = false;
        QString machine; ///< that it has, from when it asked for it
        std::optional<Conclusion> conclusion;
    };
    using RunPtr = std::shared_ptr<Run>;

    /// Does it later, unless this core has died by then.
    void later(Millis least, Millis most, std::function<void()> what);
    void scheduleTurn();
    void scheduleTake();
    void take();
    void watchTimes();

    void start(const RunPtr& run);
    void inMachine(const RunPtr& run);
    void work(const RunPtr& run, const QString& name);
    void leaveMachine(const RunPtr& run);
    void watchMachine(const RunPtr& run, quint64 serial);
    void startJob(const RunPtr& run, const QString& name);
    void withoutMachine(const RunPtr& run);
    void finish(const RunPtr& run, const Result<Command>& done);
    void tell(const RunPtr& run);
    void told(const RunPtr& run);
    void over(const RunPtr& run);
    void cancel(const RunPtr& run);
    void sweep();
    void snapshot();

    World& m_world;
    QueueOptions m_options;
    Journal& m_journal;
    std::unique_ptr<Snapshots> m_snapshots;
    std::unique_ptr<EngineCore> m_engine;
    EffectQueue m_queue;
    std::map<QString, RunPtr> m_runs;
    std::set<QString> m_inUse; ///< machines
    int m_stopAfter = 0;       ///< hand-outs that are still heard
    bool m_deaf = false;
    bool m_dead = false;
    bool m_turnPlanned = false;
    bool m_takePlanned = false;
};

} // namespace signalbox::sim
