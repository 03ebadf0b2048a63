// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/daemon/steward.h"
#include "app/daemon/task_egress.h"
#include "app/daemon/task_models.h"
#include "core/agent/agent_runner.h"
#include "core/artifact/artifact_store.h"
#include "core/artifact/task_log.h"
#include "core/engine/dispatcher.h"
#include "core/forge/forge.h"
#include "core/gate/baseline_cache.h"
#include "core/intake/limits.h"
#include "core/intake/mirrors.h"
#include "core/machine/image_store.h"

namespace signalbox {

/// Brings each kind of effect to the organ that does it, and the organ's answer back as a command. The only
/// place that knows all organs.
class EffectHandlers {
public:
    struct Parts {
        MachineProvider& provider;
        ImageStore& images;
        ArtifactStore& artifacts;
        TaskLogs& logs;
        Mirrors& mirrors;
        Steward& steward;
        const Clock& clock;
        QString scratch;
        ForgeSettings forge;
        bool isolated = true; ///< false: machines are not made from images
        AgentRunner::Door door;
        std::function<void()> machinesChanged;
        MachineCapacity capacity = {};     ///< of one machine at most
        QStringList repositoryUrls = {};   ///< patterns; empty: all may be worked on
        bool keepAgentMachines = false;    ///< they hibernate between an agent's attempts
        TaskModels* models = nullptr;      ///< agents' way to models; nullptr: none
        TaskEgress* egress = nullptr;      ///< machines' way to the world outside; nullptr: none
        AttemptWatches* watches = nullptr; ///< of agents' attempts; nullptr: nobody watches them
        /// How long people were asked about tool calls in an attempt, so far.
        std::function<Millis(TaskId, const QString& step, int attempt)> asked = {};
    };

    explicit EffectHandlers(Parts parts);
    /// Tells the dispatcher who does what.
    void registerWith(Dispatcher& dispatcher);
    /// From now on machines in use are left for the next core.
    void leaveMachines() { m_stopping = true; }
    /// Has an agent's machine hibernate that nobody uses.
    Result<void> restAgent(const QString& machine) { return m_agents.rest(machine); }

private:
    Result<Command> admitTask(const EffectJob& job);
    Result<Command> attemptOf(const EffectJob& job,
                              Result<AttemptResult> (AgentRunner::*run)(const AgentAttempt&, Mirror));
    Result<Command> runGate(const EffectJob& job);
    Result<Command> askAgent(const EffectJob& job);
    Result<Command> publish(const EffectJob& job);
    Result<Command> withdraw(const EffectJob& job);
    Result<Command> dropWork(const EffectJob& job);
    Result<Command> tearDown(const EffectJob& job);

    AgentAttempt agentAttempt(const EffectJob& job, const Step& step);
    std::shared_ptr<AttemptWatch> watch(const EffectJob& job, const Step& step, AgentAttempt& attempt);
    Result<void> checkMonths(const Task& task, const Blueprint& blueprint) const;
    static void closeWays(const AgentAttempt& attempt);
    [[nodiscard]] QString descriptionOf(const Task& task) const;
    [[nodiscard]] PullRequest pullRequestOf(const Task& task) const;
    void leased(const EffectJob& job, const QString& machine, const QMap<QString, Digest>& images);
    void released(const EffectJob& job, const QString& machine);
    void note(const EffectJob& job, const QString& text);

    Parts m_parts;
    AgentRunner m_agents;
    MemoryBaselineCache m_baselines;
    std::atomic<bool> m_stopping{false};
};

} // namespace signalbox
