// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/machine/pool_plan.h"

#include <condition_variable>
#include <map>
#include <mutex>

namespace signalbox {

/// A provider that has machines ready before they are asked for. Each serves once: a gate that needs a fresh
/// machine gets one. Whom a machine is for is decided when it is taken, by the provider below, which keeps
/// that on disk: a core that is killed in the midst of it finds the machine under the name of its lease. What
/// a killed core had ready is removed by the next one. Thread-safe.
class MachinePool final : public MachineProvider {
public:
    /// freeSlots: how many machines could run besides those that work. Called on the pool's thread.
    MachinePool(std::shared_ptr<MachineProvider> machines, PoolLimits limits, MachineShape usual,
                std::function<int()> freeSlots);

    /// Has machines ready until cancelled: the body of an organ. Removes what was ready before (of a core
    /// that was killed, of a run that failed) first, and what was not taken last.
    Result<void> run(const CancelToken& cancel);
    /// Something changed that the pool may depend on: a slot became free.
    void nudge();
    /// Machines that could be taken now.
    [[nodiscard]] int ready() const;

    [[nodiscard]] Result<ProviderInfo> info() override { return m_machines->info(); }
    Result<std::shared_ptr<Machine>> acquire(const MachineSpec& spec, const ProgressSink& progress,
                                             const CancelToken& cancel) override;
    Result<std::shared_ptr<Machine>> makeAhead(const MachineSpec& spec, const ProgressSink& progress,
                                               const CancelToken& cancel) override {
        return m_machines->makeAhead(spec, progress, cancel);
    }
    Result<TakenMachine> takeOver(const QString& ahead, const MachineSpec& spec, const ProgressSink& progress,
                                  const CancelToken& cancel) override {
        return m_machines->takeOver(ahead, spec, progress, cancel);
    }
    Result<void> hibernate(const QString& name, const CancelToken& cancel) override {
        return m_machines->hibernate(name, cancel);
    }
    Result<std::shared_ptr<Machine>> resume(const QString& name, const CancelToken& cancel) override {
        return m_machines->resume(name, cancel);
    }
    Result<std::shared_ptr<Machine>> find(const QString& name) override { return m_machines->find(name); }
    Result<void> destroy(const QString& name, Millis grace) override;
    [[nodiscard]] Result<QList<MachineStatus>> list() override { return m_machines->list(); }

    /// Begins the name of every machine that serves nobody yet.
    static QString prefix();

private:
    struct Spare {
        MachineShape shape;
        std::shared_ptr<Machine> machine; ///< null while it is being made
    };

    void clearLeftovers(const CancelToken& cancel);
    void follow(const PoolPlan& plan, std::unique_lock<std::mutex>& lock, const CancelToken& cancel);
    void make(const MachineShape& shape, std::unique_lock<std::mutex>& lock, const CancelToken& cancel);
    void dropDead(std::unique_lock<std::mutex>& lock);
    [[nodiscard]] PoolState stateNow() const;
    std::optional<std::pair<QString, Spare>> take(const MachineShape& shape);

    const std::shared_ptr<MachineProvider> m_machines;
    const PoolLimits m_limits;
    const MachineShape m_usual;
    const std::function<int()> m_freeSlots;

    mutable std::mutex m_mutex; ///< guards what follows
    std::condition_variable m_wake;
    bool m_nudged = false;
    std::map<QString, Spare> m_spares;
    QList<PoolState::Wish> m_wishes;
    Millis m_pause{0}; ///< after a failure, before the next try
};

} // namespace signalbox
