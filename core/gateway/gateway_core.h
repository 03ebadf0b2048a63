// SPDX-License-Identifier: GPL-3.0-or-later
// Private to the gateway: what lives on its I/O thread.
#pragma once

#include "core/budget/call_estimate.h"
#include "core/gateway/gateway.h"
#include "core/gateway/model_request.h"
#include "core/gateway/provider_keys.h"
#include "core/gateway/upstream.h"
#include "core/server/http_server.h"

#include <QHash>

#include <list>
#include <set>

namespace signalbox {

class GatewayCall;

/// All calls and what they share. I/O thread only, but for its making.
class GatewayCore {
public:
    GatewayCore(GatewayOptions gatewayOptions, BudgetLedger& budgetLedger, const Clock& systemClock);

    /// Once the server exists, before the first request.
    Result<void> attach(boost::asio::io_context& io);
    void handle(const HttpRequest& request, const HttpReply& reply);
    [[nodiscard]] qint64 bodyLimit() const;
    /// Ends all calls.
    void shutDown();
    /// After shutDown(), once the thread has ended and before what it ran goes.
    void detach();

    // For calls.
    [[nodiscard]] const UpstreamPlace& placeOf(Provider provider) const;
    /// Head and body as bytes; key: which one was put in.
    QByteArray requestBytes(const HttpRequest& request, const ModelRoute& route, const QByteArray& body,
                            QByteArray& key) const;
    [[nodiscard]] CallNeed needOf(const ModelRoute& route, const ModelRequest& request,
                                  const ModelPrice& price);
    void learn(const ModelRoute& route, const ModelRequest& request, const TokenUsage& usage);
    void restKey(Provider provider, const QByteArray& key, const HttpHeaders& headers);
    /// Puts a call in the line of those that wait for room.
    void await(std::shared_ptr<GatewayCall> call);
    [[nodiscard]] bool isAwaited(const QList<BudgetScope>& scopes) const;
    /// A call is over: others may go on.
    void over(const std::shared_ptr<GatewayCall>& call);

    const GatewayOptions options;
    BudgetLedger& ledger;
    const Clock& clock;
    boost::asio::io_context* io = nullptr;
    std::unique_ptr<Upstream> upstream;
    qint64 heldBytes = 0; ///< of requests that have not gone to the upstream yet

private:
    bool answerItself(const HttpRequest& request, const HttpReply& reply);
    [[nodiscard]] bool hasClientKey(const HttpRequest& request) const;
    void begin(const HttpRequest& request, const ModelRoute& route, const HttpReply& reply);
    CallEstimate& estimateFor(const ModelRoute& route, const QString& model);
    void serveLine();
    void armPatience();

    /// One provider's, worked out once.
    struct Way {
        UpstreamPlace place;
        QByteArray host; ///< the Host field
        QByteArray path; ///< of the base, without a final '/'
    };
    QMap<Provider, Way> m_ways; ///< without those that have no upstream
    QMap<Provider, ProviderKeys> m_keys;
    QHash<QString, CallEstimate> m_estimates; ///< by protocol and model
    CallEstimate m_anyEstimate;
    std::set<std::shared_ptr<GatewayCall>> m_calls;
    std::list<std::shared_ptr<GatewayCall>> m_line;
    std::unique_ptr<boost::asio::steady_timer> m_patience;
    bool m_servingSoon = false;
};

} // namespace signalbox
