// SPDX-License-Identifier: GPL-3.0-or-later
// What a program in a guest may ask. Who asks is known by the channel alone.
#include "core/flow/proceed.h"
#include "core/server/api.h"

#include <QJsonArray>

namespace signalbox {

namespace {

/// The unfinished task whose running attempt holds this machine.
const Task* taskOfMachine(const State& state, const QString& machine) {
    for (const TaskId id : state.unfinished) {
        const Task* task = state.task(id);
        const Attempt* attempt = task->lastAttempt(task->current);
        if (attempt && !attempt->ended && attempt->machine == machine)
            return task;
    }
    return nullptr;
}

} // namespace

QList<HttpRoute> Api::guestRoutes() {
    HttpRoute proceed{
        "GET", QStringLiteral("/v1/guest/proceed"),
        QStringLiteral("May I proceed? Yes, or no with what is missing; over a machine's own channel only"),
        QStringLiteral("guest"), [this](const HttpRequest& request, const PathValues&, HttpReply reply) {
            answerProceed(request, reply);
        }};
    proceed.needsToken = false;
    return {proceed};
}

void Api::answerProceed(const HttpRequest& request, const HttpReply& reply) {
    const bool plain = request.headers.value("Accept").contains("text/plain");
    m_engine.query([this, reply = HttpReply(reply), plain, machine = request.peer.identity,
                    commit = request.queryValue(QStringLiteral("commit")),
                    to = request.queryValue(QStringLiteral("to"))](const State& state) mutable {
        const Task* task = taskOfMachine(state, machine);
        if (!task) {
            reply.send(problemResponse(
                Error{ErrorKind::Denied, QStringLiteral("no attempt runs in this machine"), {}}));
            return;
        }
        const auto answer = mayProceed(*task, commit, to);
        if (!answer) {
            reply.send(problemResponse(answer.error()));
            return;
        }
        HttpResponse response;
        response.headers = {{"Signalbox-Proceed", answer->proceed ? "yes" : "no"}};
        response.contentType = plain ? "text/plain; charset=utf-8" : "application/json";
        response.body = plain ? answer->text.toUtf8() + '\n' : canonicalJson(toJson(*answer));
        reply.send(response);
        const Attempt* attempt = task->lastAttempt(task->current);
        later([this, id = task->id, step = task->current, number = attempt->number,
               line = QStringLiteral("the agent asks: may I proceed? ") + answer->text] {
            m_logs.append(id, step, number, LogKind::Core, line);
        });
    });
}

} // namespace signalbox
