// SPDX-License-Identifier: GPL-3.0-or-later
// Where people decide about tool calls.
#include "core/domain/summary.h"
#include "core/server/api.h"
#include "core/server/openapi.h"
#include "core/server/tool_desk.h"

#include <QJsonArray>

namespace signalbox {

namespace {

/// One line a task, however much it asks.
QJsonObject group(const Task& task, const ToolDesk::Counts& counts) {
    QJsonArray questions;
    for (const ToolQuestion& question : task.toolQuestions)
        if (question.state == ToolQuestionState::Open)
            questions.append(toJson(question));
    return {{QStringLiteral("task"), toJson(summaryOf(task))},
            {QStringLiteral("count"), questions.size() + counts.refused},
            {QStringLiteral("refused"), counts.refused},
            {QStringLiteral("questions"), questions}};
}

void sendQuestion(const Task* task, qint64 id, HttpReply& reply) {
    const ToolQuestion* question = task ? task->toolQuestion(id) : nullptr;
    if (!question)
        reply.send(
            problemResponse(Error{ErrorKind::NotFound,
                                  QStringLiteral("no tool call %1 waits for an answer (any more)").arg(id),
                                  {}}));
    else
        reply.send(jsonResponse({{QStringLiteral("task"), toJson(summaryOf(*task))},
                                 {QStringLiteral("question"), toJson(*question)}}));
}

} // namespace

void Api::answerToolCall(const HttpRequest& request, qint64 id, HttpReply reply) {
    const auto body = bodyObject(request);
    if (!body) {
        reply.send(problemResponse(body.error()));
        return;
    }
    if (!body->value(QStringLiteral("allow")).isBool()) {
        reply.send(problemResponse(
            Error{ErrorKind::Invalid, QStringLiteral("\"allow\" must be true or false"), {}}));
        return;
    }
    const AnswerToolCall answer{id,
                                request.peer.identity,
                                body->value(QStringLiteral("allow")).toBool(),
                                body->value(QStringLiteral("comment")).toString(),
                                body->value(QStringLiteral("action")).toString(),
                                body->value(QStringLiteral("remember")).toBool()};
    command(answer, reply, [id](const State& state, const Accepted& accepted, HttpReply to) {
        sendQuestion(state.task(accepted.task), id, to);
    });
}

QList<HttpRoute> Api::toolCallRoutes() {
    const QString tag = QStringLiteral("tool calls");
    QList<HttpRoute> routes;
    routes.append({"GET", QStringLiteral("/v1/tool-calls"),
                   QStringLiteral("Tool calls that wait for a person, a task each"), tag,
                   [this](const HttpRequest&, const PathValues&, HttpReply reply) {
                       m_engine.query([this, reply](const State& state) mutable {
                           std::set<TaskId> tasks;
                           for (const TaskId task : state.toolQuestions)
                               tasks.insert(task);
                           QJsonArray groups;
                           for (const TaskId task : tasks)
                               groups.append(group(*state.task(task), m_tools->countsOf(task)));
                           reply.send(jsonResponse({{QStringLiteral("toolCalls"), groups}}));
                       });
                   }});
    routes.append({"GET", QStringLiteral("/v1/tool-calls/{id}"),
                   QStringLiteral("One tool call that waits, with its exact action"), tag,
                   [this](const HttpRequest&, const PathValues& values, HttpReply reply) {
                       const auto id = numberIn(values, QStringLiteral("id"));
                       if (!id) {
                           reply.send(problemResponse(id.error()));
                           return;
                       }
                       m_engine.query([reply, id = *id](const State& state) mutable {
                           sendQuestion(state.task(state.toolQuestions.value(id)), id, reply);
                       });
                   }});
    HttpRoute answer{
        "POST", QStringLiteral("/v1/tool-calls/{id}/answer"),
        QStringLiteral("Allows or denies exactly the action that is named; remember: calls like it "
                       "too, for the rest of the task"),
        tag, [this](const HttpRequest& request, const PathValues& values, HttpReply reply) {
            const auto id = numberIn(values, QStringLiteral("id"));
            if (id)
                answerToolCall(request, *id, reply);
            else
                reply.send(problemResponse(id.error()));
        }};
    answer.requestSchema = schemaRef(QStringLiteral("ToolAnswer"));
    routes.append(answer);
    return routes;
}

} // namespace signalbox
