// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agent/agent_machines.h"
#include "core/agent/attempt.h"
#include "core/agent/transcript.h"
#include "core/artifact/artifact_store.h"
#include "core/artifact/task_log.h"
#include "core/git/mirror.h"
#include "core/machine/machine.h"

namespace signalbox {

/// What every machine of this organ gets where neither step nor blueprint says otherwise.
struct AgentDefaults {
    MachineNeeds machine{{}, 2, 2048, 8192};
    Millis agentTime{std::chrono::minutes(30)};
    Millis commandTime{std::chrono::minutes(10)};
    qint64 outputLimit = 64LL * 1024 * 1024;
};

/// Runs command agents and deterministic steps: a machine each, the work handed over as commits. Thread-safe;
/// every call blocks until the attempt ended. An Error is a technical failure, to be tried again; what the
/// agent did wrong is a verdict with feedback.
class AgentRunner {
public:
    /// Takes a connection that a program in the guest opened to the core's port; owns the descriptor.
    using Door = std::function<void(const QString& machine, TaskId task, int fd)>;
    static constexpr quint16 guestPort = 8470;
    /// Where an agent finds the model gateway, in its machine; it is told in SIGNALBOX_GATEWAY.
    static constexpr quint16 modelPort = 8471;
    /// Where programs find the proxy to the world outside; told in http_proxy and what else they read.
    static constexpr quint16 egressPort = 8472;

    AgentRunner(MachineProvider& provider, ArtifactStore& artifacts, TaskLogs& logs, QString scratch,
                Door door, AgentDefaults defaults = {});

    /// Before the first attempt: where the rules come from by which the output of a layer's agent is read.
    using Transcripts = std::function<QJsonArray(const QString& layer)>;
    void setTranscripts(Transcripts transcripts) { m_transcripts = std::move(transcripts); }

    /// Before the first attempt: which files of a layer must be as the layer has them ({"path", "sha256"}),
    /// since they hold what the agent works under.
    using LayerFiles = std::function<QJsonArray(const QString& layer)>;
    void setLayerFiles(LayerFiles files) { m_layerFiles = std::move(files); }

    /// Proves that the base can be cloned in a machine and that the step's own command (sanity check) passes
    /// there.
    Result<AttemptResult> prepareWorkspace(const AgentAttempt& attempt, Mirror mirror);
    Result<AttemptResult> runAgent(const AgentAttempt& attempt, Mirror mirror);
    /// A deterministic step; what it changes is committed in its name.
    Result<AttemptResult> runCommand(const AgentAttempt& attempt, Mirror mirror);
    /// Puts a question to the agent about its work; returns the answer.
    Result<QString> ask(const AgentAttempt& attempt, Mirror mirror, const QString& question);

    /// Has a kept machine hibernate that nobody uses.
    Result<void> rest(const QString& machine) { return m_machines.rest(machine); }

    /// The machine that a step gets: its own needs, else the blueprint's, else the defaults; and the layer of
    /// the agent, where one is named.
    static MachineNeeds needsOf(const Task& task, const Step& step, const MachineNeeds& defaults);
    /// The ref that keeps what an attempt produced.
    static QString refOf(TaskId task, const QString& step, int attempt);

private:
    using Lease = AgentMachines::Lease;
    struct Run {
        JobResult job;
        QList<Artifact> artifacts;
        QString end;                            ///< of its output, for feedback
        std::optional<QString> overBudget = {}; ///< why it was stopped by budget
        std::optional<QString> tampered = {};   ///< what it changed that it must not
        std::optional<AttemptStop> stopped = {};
    };
    Result<std::shared_ptr<Lease>> lease(const AgentAttempt& attempt, Millis time);
    Result<void> sendContext(Machine& machine, const AgentAttempt& attempt, const Mirror& mirror);
    struct Command {
        QString id; ///< of its kind, for the log; the job's has the use of the machine with it
        QString script;
        QString title; ///< for the log
        Millis time;
        bool resumed = false; ///< a core before this one had begun it
        QString layer = {};   ///< whose description says how to read the output; empty: as it is
    };
    Result<Run> runJob(Machine& machine, const AgentAttempt& attempt, const Command& command,
                       QMap<QString, QString> environment);
    Result<AttemptResult> conclude(Machine& machine, const AgentAttempt& attempt, Mirror& mirror, Run run);
    /// Runs it until it ends or is to be halted.
    Result<JobResult> runUntilHalted(Machine& machine, const AgentAttempt& attempt, const Job& job,
                                     const OutputSink& sink) const;
    QList<TranscriptRule> transcriptOf(const AgentAttempt& attempt, const QString& layer);
    /// Opens the way to models. What the script has to begin with, so that the agent knows it: the variables
    /// SIGNALBOX_GATEWAY and SIGNALBOX_GATEWAY_KEY (a word that is no secret); empty without a gateway.
    Result<QString> openModels(Machine& machine, const AgentAttempt& attempt);
    /// The same for the world outside.
    Result<QString> openEgress(Machine& machine, const AgentAttempt& attempt);
    /// Corrupt names the file of the layer that is not as it was.
    Result<void> checkLayerFiles(Machine& machine, const QString& layer) const;
    void note(const AgentAttempt& attempt, const QString& text);
    [[nodiscard]] QString startOf(const Task& task) const;

    AgentMachines m_machines;
    ArtifactStore& m_artifacts;
    TaskLogs& m_logs;
    QString m_scratch;
    Door m_door;
    AgentDefaults m_defaults;
    Transcripts m_transcripts;
    LayerFiles m_layerFiles;
};

} // namespace signalbox
