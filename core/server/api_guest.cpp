// SPDX-License-Identifier: GPL-3.0-or-later
// What a program in a guest may ask. Who asks is known by the channel alone.
#include "core/server/api.h"
#include "core/server/proceed_board.h"
#include "core/server/tool_desk.h"

namespace signalbox {

QList<HttpRoute> Api::guestRoutes() {
    HttpRoute proceed{
        "GET", QStringLiteral("/v1/guest/proceed"),
        QStringLiteral("May I proceed? Yes, or no with what is missing; over a machine's own channel only"),
        QStringLiteral("guest"), [this](const HttpRequest& request, const PathValues&, HttpReply reply) {
            answerProceed(request, reply);
        }};
    proceed.needsToken = false;
    HttpRoute tool{
        "POST", QStringLiteral("/v1/guest/tool-call"),
        QStringLiteral("May this tool be used? What an agent's hook asks; over a machine's own channel only"),
        QStringLiteral("guest"), [this](const HttpRequest& request, const PathValues&, HttpReply reply) {
            later([this, request, reply] { m_tools->answer(request, reply); });
        }};
    tool.needsToken = false;
    tool.maxBody = 1024 * 1024; // a call that is too long is told so
    return {proceed, tool, mcpRoute(), acpRoute()};
}

void Api::answerProceed(const HttpRequest& request, const HttpReply& reply) {
    const ProceedQuestion question{request.peer.identity, request.queryValue(QStringLiteral("commit")),
                                   request.queryValue(QStringLiteral("to")),
                                   request.headers.value("Accept").contains("text/plain")};
    const auto tell = [this](HttpReply to, const ProceedReply& told) {
        to.send(told.response);
        if (told.isNews)
            later([this, told] {
                m_logs.append(told.task, told.step, told.attempt, LogKind::Core,
                              QStringLiteral("the agent asks: may I proceed? ") + told.text);
            });
    };
    if (const auto told = m_proceed->ask(question)) {
        tell(reply, *told);
        return;
    }
    m_engine.query([this, tell, question, to = HttpReply(reply)](const State& state) mutable {
        // Others may have asked the same in the meantime: then it is there by now, and no news.
        auto told = m_proceed->ask(question);
        if (!told && m_proceed->put(state, question.machine))
            told = m_proceed->ask(question);
        if (told)
            tell(to, *told);
        else
            to.send(problemResponse(
                Error{ErrorKind::Denied, QStringLiteral("no attempt runs in this machine"), {}}));
    });
}

} // namespace signalbox
