// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/daemon/attempt_name.h"
#include "core/flow/state.h"
#include "core/gateway/gateway.h"
#include "core/telemetry/otlp_exporter.h"

#include <QHash>

#include <mutex>

namespace signalbox {

/// Tells tasks as OpenTelemetry knows work: a trace for each task, with a span for each attempt of a step
/// ("invoke_agent NAME" for agents, "step NAME" else), and below an agent's its model calls ("chat MODEL")
/// and its tool calls ("execute_tool TOOL"), by the GenAI conventions. A trace's ids follow from the task, so
/// that a core that was killed goes on in the same one. Nothing that a person, an agent or a model wrote is
/// in them unless `texts` asks for it. Thread-safe; never blocks.
class TaskSpans {
public:
    static constexpr qint64 longestText = 32 * 1024; ///< of what people, agents and models wrote
    /// installation: tells this core's tasks from those of others. The exporter outlives it.
    TaskSpans(OtlpExporter& exporter, QString installation, bool texts);

    /// For Engine::addObserver().
    void observe(const State& state, const QList<Record>& records);
    /// A model call of an attempt is over.
    void modelCalled(const AttemptName& name, const ModelCallRecord& call);
    /// A rule answered a tool call. What people answer is told by events.
    void toolJudged(const AttemptName& name, const ToolCall& call, ToolAnswer answer, Moment at);

private:
    /// A tool call that was let through: over when its agent asks a model again, or ends.
    struct OpenTool {
        ToolCall call;
        Moment since;
    };
    /// What is known of an attempt that runs.
    struct Running {
        QString agent;
        QString provider;
        QString model;
        TokenUsage usage;
        qint64 calls = 0;
        QList<OpenTool> tools;
    };
    void attemptOver(const Task& task, const AttemptFinished& finished, Moment at);
    void taskOver(const Task& task, const TaskFinished& finished, Moment at);
    void followQuestions(const Record& record, const Task& task);
    void begin(Running& running, const ToolCall& call, Moment at);
    void endTools(const AttemptName& name, Running& running, Moment at);
    void sendTool(const AttemptName& name, const Running& running, const OpenTool& tool, Moment end,
                  const char* error);
    [[nodiscard]] QByteArray traceOf(TaskId task) const;
    [[nodiscard]] QByteArray idOf(const QString& what) const;
    [[nodiscard]] Span spanBelow(const AttemptName& name, const QString& what, Moment start, Moment end);
    static QString keyOf(const AttemptName& name);

    OtlpExporter& m_exporter;
    const QString m_installation;
    const bool m_texts;
    std::mutex m_mutex;
    QHash<QString, Running> m_running; ///< by attempt
    quint64 m_count = 0;               ///< of spans below attempts
};

} // namespace signalbox
