// SPDX-License-Identifier: GPL-3.0-or-later
// The core's part in a session with an agent that speaks the Agent Client Protocol: the guest's pump brings
// what the agent wrote, and is told what to do. Who asks is known by the channel alone.
#include "core/acp/acp_turn.h"
#include "core/server/api.h"

namespace signalbox {

HttpRoute Api::acpRoute() {
    HttpRoute route{
        "POST", QStringLiteral("/v1/guest/acp"),
        QStringLiteral(
            "One turn of a session by the Agent Client Protocol; over a machine's own channel only"),
        QStringLiteral("guest"), [this](const HttpRequest& request, const PathValues&, HttpReply reply) {
            later([this, request, reply]() mutable {
                const auto stop = m_services.stoppedByBudget
                                      ? m_services.stoppedByBudget(request.peer.identity)
                                      : std::nullopt;
                const auto answer = acpTurn(request.body, stop);
                if (answer)
                    reply.send({200, QByteArrayLiteral("text/plain; charset=utf-8"), *answer, {}});
                else
                    reply.send(problemResponse(answer.error()));
            });
        }};
    route.needsToken = false;
    route.maxBody = longestAcpTurn;
    route.bodyTypes = {QByteArrayLiteral("text/plain")};
    return route;
}

} // namespace signalbox
