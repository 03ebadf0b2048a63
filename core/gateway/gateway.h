// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/budget/budget_ledger.h"
#include "core/budget/prices.h"
#include "core/gateway/model_protocol.h"

#include <QByteArrayList>
#include <QMap>
#include <QUrl>

#include <functional>
#include <memory>
#include <optional>

namespace signalbox {

/// One provider's interface, wherever it is served.
struct GatewayUpstream {
    QUrl url;            ///< http or https, with or without the path's beginning ("/v1"); empty: none
    QByteArrayList keys; ///< empty: the upstream needs none
};

/// How a metered call went, for those who watch. Nothing of what was said is in it, unless asked for.
struct ModelCallRecord {
    ModelProtocol protocol = ModelProtocol::Anthropic;
    QString operation; ///< "chat", "generate_content", "embeddings"
    QString model;
    QString host; ///< of the upstream
    Moment began;
    Moment ended;
    std::optional<Millis> firstByte; ///< from its beginning to the head of an answer
    int status = 0;                  ///< of the upstream's answer; 0: none came
    bool whole = false;              ///< the answer came to its end
    bool refused = false;            ///< a budget stood against it: it was never sent
    TokenUsage usage;                ///< as it was counted
    Money cost = 0;
    quint64 answer = 0; ///< a digest of what the model wrote, tools' names and arguments included; 0: nothing
    QByteArray request; ///< the beginning of its body; as GatewayOptions::keptRequest says
};

/// Who calls, and which budgets the call counts against.
struct GatewayCaller {
    QList<BudgetScope> scopes;
    /// A metered call is over; on the I/O thread: must not block. Unset: nobody asks.
    std::function<void(const ModelCallRecord&)> ended = {};
    /// It was stopped, whatever its budgets: its metered calls are refused with this message, in which no
    /// digit may be.
    std::optional<QString> stopped = {};
};

struct GatewayOptions {
    QString listen = QStringLiteral("127.0.0.1"); ///< IP address; empty: only adopted connections
    quint16 port = 0;                             ///< 0: any free one
    QStringList ownHosts; ///< names, beside loopback's, by which clients from the network may call it
    QMap<Provider, GatewayUpstream> upstreams;
    QByteArray clientKey; ///< that clients from the network must show; empty: none is asked for
    PriceList prices;
    QString authorities; ///< PEM file with further authorities to trust
    /// Denied: the caller is not known, and gets nothing. Called on the I/O thread for each metered or free
    /// call: must not block.
    std::function<Result<GatewayCaller>(const Peer&)> identify;
    /// The call was refused for good, because of that budget's level; on the I/O thread.
    std::function<void(const Peer&, const BudgetVerdict&)> refused;
    qint64 keptRequest = 0;         ///< bytes of a request that GatewayCaller::ended() is told
    QString usageScope;             ///< whose totals GET /signalbox/v1/usage tells; empty: it is not offered
    Millis waitTime{120'000};       ///< for room that other calls hold; then 503
    Millis callTime{3'600'000};     ///< of one call altogether; then it is cut
    Millis silence{600'000};        ///< of an upstream; then it is cut
    qint64 maxAnswer = 256LL << 20; ///< bytes of one answer; then it is cut
    qint64 maxRequest = 32LL << 20; ///< bytes of one request; 413 beyond
};

/// The way of every model call: relays requests to the providers with the keys that callers do not have,
/// counts what they use from the wire, and keeps them within their budgets: room is reserved before a call
/// and settled after it, and a call for which there is none is refused with 402 before it reaches the
/// upstream. Answers are relayed piece by piece; a client that does not read makes its upstream wait. It has
/// an I/O thread of its own. All members are thread-safe.
class Gateway {
public:
    /// Clock and ledger outlive it. Unavailable when it cannot listen, Invalid for bad options.
    static Result<std::unique_ptr<Gateway>> start(GatewayOptions options, BudgetLedger& ledger,
                                                  const Clock& clock);
    ~Gateway();
    Gateway(const Gateway&) = delete;
    Gateway& operator=(const Gateway&) = delete;

    [[nodiscard]] quint16 port() const;
    /// A connected socket whose other end is known: see HttpServer::adopt().
    void adopt(int descriptor, Peer peer);
    /// Ends every call, settling it, and the thread. Idempotent.
    void stop();

private:
    class Private;
    explicit Gateway(std::unique_ptr<Private> d);
    std::unique_ptr<Private> m_d;
};

} // namespace signalbox
