// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/gateway_core.h"

#include "core/gateway/gateway_call.h"
#include "core/server/http_guard.h"

#include <boost/asio/post.hpp>

#include <algorithm>

namespace signalbox {

namespace {

constexpr qint64 plentyHeld = 256LL << 20; ///< bytes of requests held; then large ones are refused
constexpr qint64 smallRequest = 1LL << 20;
constexpr std::size_t longestLine = 2000; ///< calls that wait for room
constexpr int mostEstimates = 256;        ///< models whose calls are known
constexpr Millis patienceStep{1'000};

/// The base's path and the request's; where the base ends as the request begins ("/v1"), once.
QByteArray joinedTarget(const QByteArray& base, const QByteArray& target) {
    const QByteArray first = target.left(std::max<qsizetype>(0, target.indexOf('/', 1)));
    return !first.isEmpty() && base.endsWith(first) ? base.chopped(first.size()) + target : base + target;
}

QByteArray basePath(const QUrl& url) {
    QByteArray path = url.path(QUrl::FullyEncoded).toUtf8();
    while (path.endsWith('/'))
        path.chop(1);
    return path;
}

QByteArray hostField(const QUrl& url) {
    QByteArray host = url.host(QUrl::FullyEncoded).toUtf8();
    if (host.contains(':'))
        host = '[' + host + ']';
    return url.port() < 0 ? host : host + ':' + QByteArray::number(url.port());
}

QByteArray keyField(Provider provider, const QByteArray& key) {
    switch (provider) {
    case Provider::Anthropic: // the token of a subscription goes another way than a key
        return key.startsWith("sk-ant-oat") ? "Authorization: Bearer " + key : "x-api-key: " + key;
    case Provider::OpenAi:
        return "Authorization: Bearer " + key;
    case Provider::Gemini:
        return "x-goog-api-key: " + key;
    }
    return {};
}

QJsonObject usageObject(const BudgetTotals& totals) {
    return {{QStringLiteral("input"), totals.usage.input},
            {QStringLiteral("cache_read"), totals.usage.cacheRead},
            {QStringLiteral("cache_write"), totals.usage.cacheWrite},
            {QStringLiteral("output"), totals.usage.output},
            {QStringLiteral("cost"), toDollars(totals.cost)},
            {QStringLiteral("calls"), totals.calls},
            {QStringLiteral("reserved"), totals.reservedTokens}};
}

} // namespace

GatewayCore::GatewayCore(GatewayOptions gatewayOptions, BudgetLedger& budgetLedger, const Clock& systemClock)
    : options(std::move(gatewayOptions)), ledger(budgetLedger), clock(systemClock) {
    for (auto it = options.upstreams.begin(); it != options.upstreams.end(); ++it) {
        if (it->url.isEmpty())
            continue;
        const bool tls = it->url.scheme() == QLatin1String("https");
        m_ways.insert(it.key(), {{it->url.host(), quint16(it->url.port(tls ? 443 : 80)), tls},
                                 hostField(it->url),
                                 basePath(it->url)});
        m_keys.insert(it.key(), ProviderKeys(it->keys));
    }
}

Result<void> GatewayCore::attach(boost::asio::io_context& context) {
    io = &context;
    UpstreamOptions how;
    how.authorities = options.authorities;
    how.silence = options.silence;
    auto made = Upstream::make(context, how);
    if (!made)
        return made.error();
    upstream = std::move(*made);
    m_patience = std::make_unique<boost::asio::steady_timer>(context);
    return {};
}

qint64 GatewayCore::bodyLimit() const {
    return heldBytes > plentyHeld ? std::min(smallRequest, options.maxRequest) : options.maxRequest;
}

void GatewayCore::handle(const HttpRequest& request, const HttpReply& reply) {
    if (request.peer.kind == Peer::Kind::Network) {
        // A web page that its user visits must not spend the user's money.
        if (const auto foreign = refuseForeignPage(request, {options.ownHosts, {}})) {
            HttpReply(reply).send(*foreign);
            return;
        }
    }
    if (answerItself(request, reply))
        return;
    const auto refuse = [&](ModelProtocol protocol, ModelRefusal why, const QString& message) {
        HttpReply(reply).send(modelRefusal(protocol, why, message));
    };
    if (request.headers.contains("Upgrade"))
        return refuse(likelyProtocol(request), ModelRefusal::Upgrade,
                      QStringLiteral("WebSockets are not spoken here; use HTTP."));
    const auto route = routeModelRequest(request);
    if (!route)
        return refuse(likelyProtocol(request), ModelRefusal::Unknown,
                      QStringLiteral("The gateway does not offer %1 %2: it could not count what it uses.")
                          .arg(QString::fromLatin1(request.method), request.path));
    if (request.peer.kind == Peer::Kind::Network && !hasClientKey(request))
        return refuse(route->protocol, ModelRefusal::Key,
                      QStringLiteral("The gateway's client key is wrong or missing."));
    const Provider provider = providerOf(route->protocol);
    if (!m_ways.contains(provider))
        return refuse(
            route->protocol, ModelRefusal::Unknown,
            QStringLiteral("No upstream for %1 is configured in the gateway.").arg(toString(provider)));
    const QByteArray encoding = request.headers.value("Content-Encoding");
    if (!encoding.isEmpty() && encoding.toLower() != "identity")
        return refuse(route->protocol, ModelRefusal::Encoding,
                      QStringLiteral("Compressed requests cannot be counted: send it uncompressed."));
    begin(request, *route, reply);
}

bool GatewayCore::answerItself(const HttpRequest& request, const HttpReply& reply) {
    if (options.usageScope.isEmpty() || request.path != QLatin1String("/signalbox/v1/usage"))
        return false;
    HttpReply answer = reply;
    if (request.method != "GET")
        answer.send(problemResponse(405, {ErrorKind::Invalid, QStringLiteral("Use GET."), {}}));
    else
        answer.send(jsonResponse(usageObject(ledger.totals(options.usageScope))));
    return true;
}

bool GatewayCore::hasClientKey(const HttpRequest& request) const {
    if (options.clientKey.isEmpty())
        return true;
    const QByteArrayList keys = clientKeys(request);
    return std::any_of(keys.begin(), keys.end(),
                       [this](const QByteArray& key) { return equalSecrets(key, options.clientKey); });
}

void GatewayCore::begin(const HttpRequest& request, const ModelRoute& route, const HttpReply& reply) {
    const auto call = std::make_shared<GatewayCall>(*this, request, route, reply);
    m_calls.insert(call);
    call->start();
}

const UpstreamPlace& GatewayCore::placeOf(Provider provider) const {
    return m_ways.constFind(provider)->place;
}

QByteArray GatewayCore::requestBytes(const HttpRequest& request, const ModelRoute& route,
                                     const QByteArray& body, QByteArray& key) const {
    const Provider provider = providerOf(route.protocol);
    const Way& way = *m_ways.constFind(provider);
    QByteArray bytes;
    bytes.reserve(body.size() + 2048);
    bytes += request.method + ' ' + joinedTarget(way.path, route.target) + " HTTP/1.1\r\n";
    bytes += "Host: " + way.host + "\r\n";
    for (const HttpHeader& field : upstreamHeaders(request))
        bytes += field.name + ": " + field.value + "\r\n";
    key = m_keys.value(provider).current(clock.now());
    if (!key.isEmpty())
        bytes += keyField(provider, key) + "\r\n";
    bytes += "Accept-Encoding: identity\r\n"; // what is compressed cannot be counted while it passes
    if (request.method != "GET")
        bytes += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    bytes += "\r\n";
    return bytes + body;
}

CallEstimate& GatewayCore::estimateFor(const ModelRoute& route, const QString& model) {
    const QString kind = toString(route.protocol) + u' ' + model;
    if (m_estimates.size() >= mostEstimates && !m_estimates.contains(kind))
        m_estimates.clear(); // somebody makes up models
    return m_estimates[kind];
}

CallNeed GatewayCore::needOf(const ModelRoute& route, const ModelRequest& request, const ModelPrice& price) {
    return estimateFor(route, request.model())
        .need(request.size(), price, m_anyEstimate, qint64(m_calls.size()));
}

void GatewayCore::learn(const ModelRoute& route, const ModelRequest& request, const TokenUsage& usage) {
    estimateFor(route, request.model()).learn(request.size(), usage);
    m_anyEstimate.learn(request.size(), usage);
}

void GatewayCore::restKey(Provider provider, const QByteArray& key, const HttpHeaders& headers) {
    bool isNumber = false;
    const int seconds = headers.value("retry-after").trimmed().toInt(&isNumber);
    const Millis rest = std::chrono::seconds(isNumber ? std::clamp(seconds, 1, 3600) : 60);
    m_keys[provider].rest(key, clock.now() + rest);
}

// ---- The line of those that wait for room ----

bool GatewayCore::isAwaited(const QList<BudgetScope>& scopes) const {
    return std::any_of(m_line.begin(), m_line.end(), [&](const auto& call) {
        const QStringList held = call->heldScopes();
        return std::any_of(scopes.begin(), scopes.end(),
                           [&](const BudgetScope& scope) { return held.contains(scope.id); });
    });
}

void GatewayCore::await(std::shared_ptr<GatewayCall> call) {
    if (m_line.size() >= longestLine) {
        call->giveUp();
        return;
    }
    call->waitsSince = std::chrono::steady_clock::now();
    m_line.push_back(std::move(call));
    if (m_line.size() == 1)
        armPatience();
}

void GatewayCore::over(const std::shared_ptr<GatewayCall>& call) {
    m_calls.erase(call);
    if (m_line.empty() || std::exchange(m_servingSoon, true))
        return;
    boost::asio::post(*io, [this] {
        m_servingSoon = false;
        serveLine();
    });
}

void GatewayCore::serveLine() {
    // In order; but who waits for one budget does not hold up those of others.
    QSet<QString> blocked;
    const auto isBlocked = [&](const std::shared_ptr<GatewayCall>& call) {
        return std::any_of(call->scopes().begin(), call->scopes().end(),
                           [&](const BudgetScope& scope) { return blocked.contains(scope.id); });
    };
    for (auto it = m_line.begin(); it != m_line.end();) {
        const std::shared_ptr<GatewayCall> call = *it;
        if (!call->isOver() && (isBlocked(call) || !call->tryAgain())) {
            for (const QString& scope : call->heldScopes())
                blocked.insert(scope);
            ++it;
        } else {
            it = m_line.erase(it);
        }
    }
}

void GatewayCore::armPatience() {
    m_patience->expires_after(patienceStep);
    m_patience->async_wait([this](IoError ec) {
        if (ec)
            return;
        const auto now = std::chrono::steady_clock::now();
        while (!m_line.empty() &&
               (m_line.front()->isOver() || now - m_line.front()->waitsSince > options.waitTime)) {
            const auto call = m_line.front();
            m_line.pop_front();
            call->giveUp();
        }
        serveLine(); // there may be a turn again for who waits because of calls a minute
        if (!m_line.empty())
            armPatience();
    });
}

void GatewayCore::shutDown() {
    m_line.clear();
    const auto calls = m_calls; // each leaves it
    for (const auto& call : calls)
        call->cancel();
    if (m_patience)
        m_patience->cancel();
    if (upstream)
        upstream->closeIdle();
}

void GatewayCore::detach() {
    m_patience.reset();
    upstream.reset();
    io = nullptr;
}

} // namespace signalbox
