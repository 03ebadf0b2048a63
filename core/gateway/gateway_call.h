// SPDX-License-Identifier: GPL-3.0-or-later
// Private to the gateway: one call from its request to its settlement.
#pragma once

#include "core/gateway/call_settlement.h"
#include "core/gateway/gateway_core.h"

#include <optional>

namespace signalbox {

/// I/O thread only.
class GatewayCall final : public std::enable_shared_from_this<GatewayCall> {
public:
    GatewayCall(GatewayCore& core, HttpRequest request, ModelRoute route, HttpReply reply);
    ~GatewayCall();

    void start();
    /// Its turn in the line: false while it has to wait on.
    bool tryAgain();
    /// It has waited too long.
    void giveUp();
    /// The gateway ends.
    void cancel();
    [[nodiscard]] const QList<BudgetScope>& scopes() const { return m_scopes; }
    /// While it waits: those in which nobody who came later may go before it.
    [[nodiscard]] QStringList heldScopes() const;
    [[nodiscard]] bool isOver() const { return m_over; }
    std::chrono::steady_clock::time_point waitsSince;

private:
    void estimate();
    void send();
    void onHead(int status, const HttpHeaders& headers);
    void onBody(QByteArrayView piece);
    void onFinished();
    void onFailed(const UpstreamFailure& failure);
    void onClientGone();
    void refuse(ModelRefusal why, const QString& message);
    void refuseForBudget(const BudgetVerdict& verdict);
    void settle(bool whole, bool sent);
    void tellEnd();
    void end();
    void armTimer();

    GatewayCore& m_core;
    HttpRequest m_request;
    const ModelRoute m_route;
    HttpReply m_reply;
    std::optional<ModelRequest> m_model; ///< of a metered call
    QList<BudgetScope> m_scopes;
    ModelPrice m_price;
    CallNeed m_need;
    std::optional<BudgetVerdict> m_reserved;
    std::optional<UsageReader> m_reader;
    std::shared_ptr<UpstreamCall> m_upstream;
    boost::asio::steady_timer m_timer;
    QByteArray m_key;
    int m_status = 0;
    qint64 m_answerBytes = 0;
    qint64 m_held = 0;
    bool m_readable = false; ///< the answer is not compressed
    bool m_clientGone = false;
    bool m_paused = false;
    bool m_over = false;
    bool m_waitsForTurn = false; ///< there were too many calls in this minute
    TokenUsage m_told;           ///< what the ledger knows of the use so far
    ModelCallRecord m_record;
    std::function<void(const ModelCallRecord&)> m_ended; ///< the caller's
};

} // namespace signalbox
