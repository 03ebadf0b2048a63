// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/model_protocol.h"

#include "core/server/http_guard.h"

#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace signalbox {

namespace {

using enum ModelProtocol;

/// What a POST to a path is. The same with and without "/v1", as agents differ.
struct KnownPath {
    const char* path;
    ModelProtocol protocol;
    bool metered;
};
constexpr std::array<KnownPath, 8> knownPosts{{
    {"/messages", Anthropic, true},
    {"/messages/count_tokens", Anthropic, false},
    {"/chat/completions", Chat, true},
    {"/completions", Chat, true},
    {"/embeddings", Chat, true},
    {"/responses", Responses, true},
    {"/responses/compact", Responses, true},
    {"/responses/input_tokens", Responses, false},
}};

bool isAnthropicRequest(const HttpRequest& request) {
    return request.headers.contains("anthropic-version") || request.headers.contains("x-api-key");
}

QByteArray targetOf(const HttpRequest& request, const QString& path) {
    QByteArray target = path.toUtf8().toPercentEncoding("/:@!$&'()*+,;=");
    QUrlQuery query = request.query;
    query.removeAllQueryItems(QStringLiteral("key"));
    if (!query.isEmpty())
        target += '?' + query.toString(QUrl::FullyEncoded).toUtf8();
    return target;
}

std::optional<ModelRoute> routeGemini(const HttpRequest& request) {
    static const QRegularExpression form(
        QStringLiteral("^/v1(?:beta|alpha)?/((?:models|tunedModels)/[^/:]+):([A-Za-z]+)\\z"));
    static const QRegularExpression list(QStringLiteral("^/v1(?:beta|alpha)/models(?:/[^/:]+)?\\z"));
    ModelRoute route;
    route.protocol = Gemini;
    route.target = targetOf(request, request.path);
    if (request.method == "GET") {
        route.metered = false;
        return list.match(request.path).hasMatch() ? std::optional(route) : std::nullopt;
    }
    const auto match = form.match(request.path);
    if (request.method != "POST" || !match.hasMatch())
        return std::nullopt;
    const QString verb = match.captured(2);
    route.model = match.captured(1).section(u'/', -1);
    route.streamByPath = verb == QLatin1String("streamGenerateContent");
    route.metered = verb != QLatin1String("countTokens");
    if (!route.streamByPath && route.metered && verb != QLatin1String("generateContent"))
        return std::nullopt;
    return route;
}

bool isOneOf(const QByteArray& name, std::initializer_list<const char*> names) {
    return std::any_of(names.begin(), names.end(), [&](const char* other) {
        return name.compare(QByteArrayView(other), Qt::CaseInsensitive) == 0;
    });
}

/// Fields about one connection; none of them goes further (RFC 9110, 7.6.1).
bool isHopByHop(const QByteArray& name) {
    return isOneOf(name,
                   {"Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization",
                    "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Content-Length"});
}

/// The fields that "Connection" declares to be of this connection only.
QByteArrayList declaredHops(const HttpHeaders& headers) {
    QByteArrayList names;
    for (const HttpHeader& field : headers.all())
        if (isOneOf(field.name, {"Connection"}))
            for (const QByteArray& name : field.value.split(','))
                names.append(name.trimmed().toLower());
    return names;
}

struct RefusalForm {
    int status;
    const char* anthropic;
    const char* openAi;
    const char* gemini;
};

RefusalForm formOf(ModelRefusal why) {
    switch (why) {
    case ModelRefusal::Budget:
        return {402, "billing_error", "insufficient_quota", "FAILED_PRECONDITION"};
    case ModelRefusal::Key:
        return {401, "authentication_error", "invalid_api_key", "UNAUTHENTICATED"};
    case ModelRefusal::Invalid:
        return {400, "invalid_request_error", "invalid_request_error", "INVALID_ARGUMENT"};
    case ModelRefusal::Unknown:
        return {404, "not_found_error", "not_found", "NOT_FOUND"};
    case ModelRefusal::Encoding:
        return {415, "invalid_request_error", "invalid_request_error", "INVALID_ARGUMENT"};
    case ModelRefusal::Upgrade:
        return {426, "invalid_request_error", "invalid_request_error", "UNIMPLEMENTED"};
    case ModelRefusal::Upstream:
        return {502, "api_error", "server_error", "UNAVAILABLE"};
    case ModelRefusal::Busy:
        return {503, "overloaded_error", "server_error", "UNAVAILABLE"};
    }
    return {500, "api_error", "server_error", "INTERNAL"};
}

} // namespace

Provider providerOf(ModelProtocol protocol) {
    switch (protocol) {
    case Anthropic:
        return Provider::Anthropic;
    case Gemini:
        return Provider::Gemini;
    default:
        return Provider::OpenAi;
    }
}

QString toString(ModelProtocol protocol) {
    switch (protocol) {
    case Anthropic:
        return QStringLiteral("anthropic");
    case Chat:
        return QStringLiteral("chat");
    case Responses:
        return QStringLiteral("responses");
    case Gemini:
        return QStringLiteral("gemini");
    }
    return {};
}

QString toString(Provider provider) {
    switch (provider) {
    case Provider::Anthropic:
        return QStringLiteral("anthropic");
    case Provider::OpenAi:
        return QStringLiteral("openai");
    case Provider::Gemini:
        return QStringLiteral("gemini");
    }
    return {};
}

std::optional<ModelRoute> routeModelRequest(const HttpRequest& request) {
    if (request.path.contains(QLatin1String("odels/")) || request.path.endsWith(QLatin1String("/models")))
        if (const auto gemini = routeGemini(request))
            return gemini;
    const bool prefixed = request.path.startsWith(QLatin1String("/v1/"));
    const QString bare = prefixed ? request.path.mid(3) : request.path;
    ModelRoute route;
    route.target = targetOf(request, QStringLiteral("/v1") + bare);
    if (request.method == "GET" &&
        (bare == QLatin1String("/models") || bare.startsWith(QLatin1String("/models/")))) {
        route.protocol = isAnthropicRequest(request) ? Anthropic : Chat;
        route.metered = false;
        return route;
    }
    if (request.method != "POST")
        return std::nullopt;
    for (const KnownPath& known : knownPosts) {
        if (bare != QLatin1String(known.path))
            continue;
        route.protocol = known.protocol;
        route.metered = known.metered;
        return route;
    }
    return std::nullopt;
}

ModelProtocol likelyProtocol(const HttpRequest& request) {
    if (request.path.contains(QLatin1String("/v1beta/")) || request.headers.contains("x-goog-api-key"))
        return Gemini;
    return isAnthropicRequest(request) ? Anthropic : Chat;
}

HttpResponse modelRefusal(ModelProtocol protocol, ModelRefusal why, const QString& message) {
    const RefusalForm form = formOf(why);
    QJsonObject error{{QStringLiteral("message"), message}};
    QJsonObject body;
    switch (providerOf(protocol)) {
    case Provider::Anthropic:
        error.insert(QStringLiteral("type"), QLatin1String(form.anthropic));
        body = {{QStringLiteral("type"), QStringLiteral("error")}, {QStringLiteral("error"), error}};
        break;
    case Provider::OpenAi:
        error.insert(QStringLiteral("type"), QLatin1String(form.openAi));
        error.insert(QStringLiteral("code"), QLatin1String(form.openAi));
        error.insert(QStringLiteral("param"), QJsonValue());
        body = {{QStringLiteral("error"), error}};
        break;
    case Provider::Gemini:
        error.insert(QStringLiteral("code"), form.status);
        error.insert(QStringLiteral("status"), QLatin1String(form.gemini));
        body = {{QStringLiteral("error"), error}};
        break;
    }
    HttpResponse response = jsonResponse(body, form.status);
    const bool mayHelp = why == ModelRefusal::Upstream || why == ModelRefusal::Busy;
    response.headers.append(HttpHeader{"x-should-retry", mayHelp ? "true" : "false"});
    return response;
}

QByteArrayList clientKeys(const HttpRequest& request) {
    QByteArrayList keys;
    for (const QByteArray& key : {request.headers.value("x-api-key"), request.headers.value("x-goog-api-key"),
                                  bearerToken(request), request.queryValue(QStringLiteral("key")).toUtf8()})
        if (!key.isEmpty())
            keys.append(key);
    return keys;
}

QList<HttpHeader> upstreamHeaders(const HttpRequest& request) {
    const QByteArrayList hops = declaredHops(request.headers);
    QList<HttpHeader> fields;
    for (const HttpHeader& field : request.headers.all())
        if (!isHopByHop(field.name) && !hops.contains(field.name.toLower()) &&
            !isOneOf(field.name, {"Host", "Expect", "Accept-Encoding", "Cookie", "Authorization", "x-api-key",
                                  "x-goog-api-key", "Forwarded", "X-Forwarded-For"}))
            fields.append(field);
    return fields;
}

QList<HttpHeader> clientHeaders(const HttpHeaders& headers) {
    const QByteArrayList hops = declaredHops(headers);
    QList<HttpHeader> fields;
    for (const HttpHeader& field : headers.all())
        if (!isHopByHop(field.name) && !hops.contains(field.name.toLower()) &&
            !field.name.toLower().contains("ratelimit") &&
            !isOneOf(field.name, {"Set-Cookie", "Content-Type", "Alt-Svc", "Strict-Transport-Security"}))
            fields.append(field);
    return fields;
}

} // namespace signalbox
