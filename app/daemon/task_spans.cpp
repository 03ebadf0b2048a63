// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/task_spans.h"

#include "core/base/digest.h"
#include "core/domain/agent_command.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace signalbox {

namespace {

constexpr qsizetype longestName = 120;   ///< of a model or a tool: agents choose them
constexpr qsizetype mostOpenTools = 100; ///< of one attempt
constexpr qsizetype mostRunning = 10'000;

QString providerName(ModelProtocol protocol) {
    switch (providerOf(protocol)) {
    case Provider::Anthropic:
        return QStringLiteral("anthropic");
    case Provider::OpenAi:
        return QStringLiteral("openai");
    case Provider::Gemini:
        return QStringLiteral("gcp.gemini");
    }
    return QStringLiteral("unknown");
}

/// As error.type has it; empty: none.
QString errorOf(const ModelCallRecord& call) {
    if (call.refused)
        return QStringLiteral("over_budget");
    if (call.status == 0)
        return QStringLiteral("unreachable");
    if (call.status >= 400)
        return QString::number(call.status);
    return call.whole ? QString() : QStringLiteral("cut");
}

void addUsage(SpanAttributes& attributes, const TokenUsage& usage) {
    attributes.append({QStringLiteral("gen_ai.usage.input_tokens"), usage.allInput()});
    attributes.append({QStringLiteral("gen_ai.usage.output_tokens"), usage.output});
    attributes.append({QStringLiteral("gen_ai.usage.cache_read.input_tokens"), usage.cacheRead});
    attributes.append({QStringLiteral("gen_ai.usage.cache_creation.input_tokens"), usage.cacheWrite});
}

/// A text of a person, in the form of the conventions.
QString asMessage(const QString& text) {
    const QJsonObject part{{QStringLiteral("type"), QStringLiteral("text")},
                           {QStringLiteral("content"), text.left(TaskSpans::longestText)}};
    const QJsonObject message{{QStringLiteral("role"), QStringLiteral("user")},
                              {QStringLiteral("parts"), QJsonArray{part}}};
    return QString::fromUtf8(QJsonDocument(QJsonArray{message}).toJson(QJsonDocument::Compact));
}

} // namespace

TaskSpans::TaskSpans(OtlpExporter& exporter, QString installation, bool texts)
    : m_exporter(exporter), m_installation(std::move(installation)), m_texts(texts) {}

QByteArray TaskSpans::idOf(const QString& what) const {
    return QCryptographicHash::hash((m_installation + QLatin1Char('/') + what).toUtf8(),
                                    QCryptographicHash::Sha256);
}

QByteArray TaskSpans::traceOf(TaskId task) const {
    return idOf(QStringLiteral("trace %1").arg(task)).left(16);
}

QString TaskSpans::keyOf(const AttemptName& name) {
    return QStringLiteral("t%1/%2/%3").arg(name.task).arg(name.step).arg(name.attempt);
}

/// Needs the lock.
Span TaskSpans::spanBelow(const AttemptName& name, const QString& what, Moment start, Moment end) {
    Span span;
    span.trace = traceOf(name.task);
    span.parent = idOf(keyOf(name)).left(8);
    span.id = idOf(QStringLiteral("%1/%2/%3").arg(keyOf(name)).arg(start.ms).arg(++m_count)).left(8);
    span.name = what;
    span.start = start;
    span.end = end;
    return span;
}

// ---- What events tell ----

void TaskSpans::observe(const State& state, const QList<Record>& records) {
    for (const Record& record : records) {
        const Task* task = state.task(taskOf(record.event));
        if (!task)
            continue;
        if (const auto* finished = std::get_if<AttemptFinished>(&record.event))
            attemptOver(*task, *finished, record.at);
        else if (const auto* over = std::get_if<TaskFinished>(&record.event))
            taskOver(*task, *over, record.at);
        else
            followQuestions(record, *task);
    }
}

void TaskSpans::attemptOver(const Task& task, const AttemptFinished& finished, Moment at) {
    const Step* step = task.blueprint.find(finished.step);
    const Attempt* attempt = task.lastAttempt(finished.step);
    if (!step || !attempt || attempt->number != finished.attempt)
        return;
    AttemptName name{task.id, finished.step, finished.attempt, {}};
    const bool isAgent = step->kind == StepKind::Agent;
    if (isAgent) {
        const QString layer = agentCommand(task.spec, *step).layer;
        name.agent = layer.isEmpty() ? QStringLiteral("command") : layer.mid(qstrlen("agent-"));
    }
    const QString verdict = enumWord(finished.result.verdict);
    const bool failed = finished.result.verdict != Verdict::Passed;
    const std::lock_guard lock(m_mutex);
    Running running = m_running.take(keyOf(name));
    endTools(name, running, at);

    Span span;
    span.trace = traceOf(task.id);
    span.id = idOf(keyOf(name)).left(8);
    span.parent = idOf(QStringLiteral("task %1").arg(task.id)).left(8);
    span.name = isAgent ? QStringLiteral("invoke_agent ") + name.agent : QStringLiteral("step ") + step->id;
    span.start = attempt->started;
    span.end = at;
    span.failed = failed;
    SpanAttributes operation;
    if (isAgent) {
        operation = {{QStringLiteral("gen_ai.operation.name"), QStringLiteral("invoke_agent")},
                     {QStringLiteral("gen_ai.provider.name"),
                      running.provider.isEmpty() ? QStringLiteral("unknown") : running.provider}};
        if (!running.model.isEmpty())
            operation.append({QStringLiteral("gen_ai.request.model"), running.model});
        if (failed)
            operation.append({QStringLiteral("error.type"), verdict});
        span.attributes = operation;
        span.attributes.append({QStringLiteral("gen_ai.agent.name"), name.agent});
        addUsage(span.attributes, running.usage);
        span.attributes.append({QStringLiteral("signalbox.model_calls"), running.calls});
        if (m_texts)
            span.attributes.append({QStringLiteral("gen_ai.input.messages"),
                                    asMessage(task.spec.title + QStringLiteral("\n\n") + task.spec.text)});
        m_exporter.measure(operation, at - attempt->started);
    } else if (failed) {
        span.attributes.append({QStringLiteral("error.type"), verdict});
    }
    span.attributes.append({QStringLiteral("signalbox.task.id"), task.id});
    span.attributes.append({QStringLiteral("signalbox.repository"), task.spec.repository});
    span.attributes.append({QStringLiteral("signalbox.step"), finished.step});
    span.attributes.append({QStringLiteral("signalbox.step.kind"), enumWord(step->kind)});
    span.attributes.append({QStringLiteral("signalbox.attempt"), qint64(finished.attempt)});
    span.attributes.append({QStringLiteral("signalbox.verdict"), verdict});
    m_exporter.add(std::move(span));
}

void TaskSpans::taskOver(const Task& task, const TaskFinished& finished, Moment at) {
    {
        const std::lock_guard lock(m_mutex);
        const QString own = QStringLiteral("t%1/").arg(task.id);
        m_running.removeIf([&](const auto& each) { return each.key().startsWith(own); });
    }
    Span span;
    span.trace = traceOf(task.id);
    span.id = idOf(QStringLiteral("task %1").arg(task.id)).left(8);
    span.name = QStringLiteral("task");
    span.start = task.created;
    span.end = at;
    const QString outcome = enumWord(finished.outcome);
    span.failed = finished.outcome != Outcome::Published;
    span.attributes = {{QStringLiteral("signalbox.task.id"), task.id},
                       {QStringLiteral("signalbox.repository"), task.spec.repository},
                       {QStringLiteral("signalbox.blueprint"), task.blueprint.name},
                       {QStringLiteral("signalbox.outcome"), outcome},
                       {QStringLiteral("signalbox.iterations"), qint64(task.iterations)}};
    if (span.failed)
        span.attributes.append({QStringLiteral("error.type"), outcome});
    m_exporter.add(std::move(span));
}

/// What people let through begins when they said so.
void TaskSpans::followQuestions(const Record& record, const Task& task) {
    const auto* closed = std::get_if<ToolCallClosed>(&record.event);
    if (!closed)
        return;
    for (const ToolQuestion& question : task.toolQuestions) {
        // What the agent asked people by itself is no tool that it used.
        if (question.id != closed->question || question.call.tool == QLatin1String("ask_human"))
            continue;
        const AttemptName name{task.id, question.step, question.attempt, {}};
        toolJudged(name, question.call,
                   closed->state == ToolQuestionState::Allowed ? ToolAnswer::Allow : ToolAnswer::Deny,
                   record.at);
    }
}

// ---- What agents do ----

void TaskSpans::modelCalled(const AttemptName& name, const ModelCallRecord& call) {
    const QString model = call.model.left(longestName);
    SpanAttributes operation{{QStringLiteral("gen_ai.operation.name"), call.operation},
                             {QStringLiteral("gen_ai.provider.name"), providerName(call.protocol)},
                             {QStringLiteral("gen_ai.request.model"), model},
                             {QStringLiteral("server.address"), call.host}};
    const QString error = errorOf(call);
    if (!error.isEmpty())
        operation.append({QStringLiteral("error.type"), error});
    const bool counted = call.usage.total() > 0;
    m_exporter.measure(operation, call.ended - call.began, counted ? call.usage.allInput() : -1,
                       counted ? call.usage.output : -1);
    const std::lock_guard lock(m_mutex);
    if (m_running.size() < mostRunning || m_running.contains(keyOf(name))) {
        Running& running = m_running[keyOf(name)];
        endTools(name, running, call.began);
        running.agent = name.agent;
        running.provider = providerName(call.protocol);
        running.model = model;
        running.usage += call.usage;
        ++running.calls;
    }
    Span span = spanBelow(name, call.operation + QLatin1Char(' ') + model, call.began, call.ended);
    span.kind = Span::Kind::Client;
    span.failed = !error.isEmpty();
    span.attributes = operation;
    addUsage(span.attributes, call.usage);
    span.attributes.append({QStringLiteral("signalbox.cost"), toDollars(call.cost)});
    if (call.firstByte)
        span.attributes.append(
            {QStringLiteral("signalbox.time_to_first_byte"), double(call.firstByte->count()) / 1000});
    if (m_texts && !call.request.isEmpty())
        span.attributes.append({QStringLiteral("signalbox.request.body"),
                                QString::fromUtf8(call.request.left(TaskSpans::longestText))});
    m_exporter.add(std::move(span));
}

void TaskSpans::toolJudged(const AttemptName& name, const ToolCall& call, ToolAnswer answer, Moment at) {
    const std::lock_guard lock(m_mutex);
    if (m_running.size() >= mostRunning && !m_running.contains(keyOf(name)))
        return;
    Running& running = m_running[keyOf(name)];
    if (answer == ToolAnswer::Allow)
        begin(running, call, at);
    else if (answer == ToolAnswer::Deny)
        sendTool(name, running, {call, at}, at, "denied");
}

void TaskSpans::begin(Running& running, const ToolCall& call, Moment at) {
    if (running.tools.size() < mostOpenTools)
        running.tools.append({call, at});
}

void TaskSpans::endTools(const AttemptName& name, Running& running, Moment at) {
    for (const OpenTool& tool : std::exchange(running.tools, {}))
        sendTool(name, running, tool, at, nullptr);
}

void TaskSpans::sendTool(const AttemptName& name, const Running& running, const OpenTool& tool, Moment end,
                         const char* error) {
    const QString what = tool.call.tool.left(longestName);
    SpanAttributes operation{{QStringLiteral("gen_ai.operation.name"), QStringLiteral("execute_tool")},
                             {QStringLiteral("gen_ai.provider.name"),
                              running.provider.isEmpty() ? QStringLiteral("unknown") : running.provider}};
    if (error)
        operation.append({QStringLiteral("error.type"), QLatin1String(error)});
    Span span =
        spanBelow(name, QStringLiteral("execute_tool ") + what, tool.since, std::max(tool.since, end));
    span.failed = error != nullptr;
    span.attributes = operation;
    span.attributes.append({QStringLiteral("gen_ai.tool.name"), what});
    span.attributes.append({QStringLiteral("signalbox.tool.kind"), enumWord(tool.call.kind)});
    if (m_texts)
        span.attributes.append(
            {QStringLiteral("gen_ai.tool.call.arguments"), tool.call.text.left(TaskSpans::longestText)});
    if (!error)
        m_exporter.measure(operation, span.end - span.start);
    m_exporter.add(std::move(span));
}

} // namespace signalbox
