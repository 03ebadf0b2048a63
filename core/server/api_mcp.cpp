// SPDX-License-Identifier: GPL-3.0-or-later
// The MCP server that agents find in their machine: who asks is known by the channel alone.
#include "core/flow/proceed.h"
#include "core/server/api.h"
#include "core/server/guest_task.h"
#include "core/server/mcp_protocol.h"
#include "core/server/tool_desk.h"

namespace signalbox {

namespace {

constexpr qsizetype longestReport = 2000;
constexpr qsizetype longestQuestion = 4000;

QJsonObject schema(const QList<std::pair<QString, QString>>& texts, const QStringList& required = {}) {
    QJsonObject properties;
    for (const auto& [name, description] : texts)
        properties.insert(name, QJsonObject{{QStringLiteral("type"), QStringLiteral("string")},
                                            {QStringLiteral("description"), description}});
    QJsonObject object{{QStringLiteral("type"), QStringLiteral("object")},
                       {QStringLiteral("properties"), properties},
                       {QStringLiteral("additionalProperties"), false}};
    if (!required.isEmpty())
        object.insert(QStringLiteral("required"), QJsonArray::fromStringList(required));
    return object;
}

const QList<McpTool>& mcpTools() {
    static const QList<McpTool> tools{
        {QStringLiteral("may_i_proceed"),
         QStringLiteral("Whether your work may go on: yes, or what is missing before the step."),
         schema({{QStringLiteral("commit"),
                  QStringLiteral("the commit; left out: the last one that the core has")},
                 {QStringLiteral("to"),
                  QStringLiteral("the step; left out: the next approval or publication")}})},
        {QStringLiteral("report_progress"),
         QStringLiteral("Tells the people who watch what you are at, in one sentence."),
         schema({{QStringLiteral("text"), QStringLiteral("what you are at")}}, {QStringLiteral("text")})},
        {QStringLiteral("ask_human"),
         QStringLiteral("Asks a person something that only a person can tell. Without an answer yet, ask the "
                        "same again."),
         schema({{QStringLiteral("question"), QStringLiteral("all that the person needs to know to answer")}},
                {QStringLiteral("question")})},
        {QStringLiteral("evidence"), QStringLiteral("What the gates found about the task's present commit."),
         schema({})},
    };
    return tools;
}

QString evidenceText(const Task& task) {
    const QList<GateResult> evidence = currentEvidence(task);
    if (evidence.isEmpty())
        return QStringLiteral("no gate has judged the present commit yet%1")
            .arg(task.feedback.isEmpty()
                     ? QString()
                     : QStringLiteral("; what you were sent back with:\n") + task.feedback.left(8000));
    QString text;
    for (const GateResult& gate : evidence)
        text += QStringLiteral("%1: %2: %3\n").arg(gate.gate, enumWord(gate.verdict), gate.summary);
    return text;
}

} // namespace

HttpRoute Api::mcpRoute() {
    HttpRoute route{
        "POST", QStringLiteral("/v1/guest/mcp"),
        QStringLiteral("Model Context Protocol, stateless, of both eras; over a machine's own channel only"),
        QStringLiteral("guest"), [this](const HttpRequest& request, const PathValues&, HttpReply reply) {
            later([this, request, reply] { answerMcp(request, reply); });
        }};
    route.needsToken = false;
    route.maxBody = 64 * 1024;
    return route;
}

void Api::answerMcp(const HttpRequest& request, HttpReply reply) {
    const McpOutcome outcome = readMcp(request, mcpTools());
    if (outcome.response) {
        reply.send(*outcome.response);
        return;
    }
    const McpCall& call = *outcome.call;
    const QString machine = request.peer.identity;
    const auto text = [&](const char* name) {
        return call.arguments.value(QLatin1String(name)).toString().trimmed();
    };
    if (call.tool == QLatin1String("ask_human")) {
        const QString question = text("question");
        if (question.size() > longestQuestion)
            reply.send(mcpResult(
                call, QStringLiteral("a question has at most %1 characters").arg(longestQuestion), true));
        else
            m_tools->askHuman(machine, question, reply, [call](const QString& answer, bool failed) {
                return mcpResult(call, answer, failed);
            });
        return;
    }
    std::optional<Task> task;
    m_engine.queryAndWait([&](const State& state) {
        if (const Task* found = taskOfMachine(state, machine))
            task = *found;
    });
    if (!task) {
        reply.send(mcpResult(call, QStringLiteral("no attempt runs in this machine"), true));
        return;
    }
    const QString reminder = m_tools->reminderFor(*task);
    const auto withReminder = [&](const QString& answer) {
        return reminder.isEmpty() ? answer : answer + QStringLiteral("\n\n") + reminder;
    };
    if (call.tool == QLatin1String("may_i_proceed")) {
        const auto answer = mayProceed(*task, text("commit"), text("to"));
        reply.send(
            mcpResult(call, withReminder(answer ? answer->text : answer.error().text()), !answer.ok()));
    } else if (call.tool == QLatin1String("report_progress")) {
        const bool kept = m_tools->report(*task, text("text").left(longestReport));
        reply.send(mcpResult(
            call, withReminder(kept ? QStringLiteral("told") : QStringLiteral("too many reports: not told")),
            !kept));
    } else {
        reply.send(mcpResult(call, withReminder(evidenceText(*task))));
    }
}

} // namespace signalbox
