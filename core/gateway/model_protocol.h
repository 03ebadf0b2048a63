// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/server/http_message.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace signalbox {

/// Whose interface a request speaks.
enum class ModelProtocol {
    Anthropic, ///< Messages
    Chat,      ///< OpenAI Chat Completions, and others of its usage form
    Responses, ///< OpenAI Responses
    Gemini,    ///< generateContent and streamGenerateContent
};
enum class Provider { Anthropic, OpenAi, Gemini };

Provider providerOf(ModelProtocol protocol);
QString toString(ModelProtocol protocol);
QString toString(Provider provider);

/// What a request asks for, by method, path and headers.
struct ModelRoute {
    ModelProtocol protocol = ModelProtocol::Anthropic;
    bool metered = true; ///< uses tokens; else it is free and goes through (counting tokens, listing models)
    QByteArray target;   ///< to ask the upstream for; without the client's key
    QString model;       ///< where the path names it
    bool streamByPath = false; ///< the path alone asks for a stream
};

/// Nothing: no such thing is offered here. Only what is known to be metered or free is: the rest could use
/// tokens unseen.
std::optional<ModelRoute> routeModelRequest(const HttpRequest& request);
/// Whose clothes to answer in when nothing better is known.
ModelProtocol likelyProtocol(const HttpRequest& request);

/// Why a request was not sent on.
enum class ModelRefusal {
    Budget,   ///< 402: no retry helps
    Key,      ///< 401
    Invalid,  ///< 400
    Unknown,  ///< 404
    Encoding, ///< 415
    Upgrade,  ///< 426
    Upstream, ///< 502
    Busy,     ///< 503
};

/// An answer in the provider's own form, so that its agents understand it. The message must hold no digit
/// when it is about a budget: one agent takes any text with 429, 500 and the like for a reason to try again.
HttpResponse modelRefusal(ModelProtocol protocol, ModelRefusal why, const QString& message);

/// What the client calls its key, wherever its protocol puts it: x-api-key, x-goog-api-key, a bearer token,
/// or the parameter "key".
QByteArrayList clientKeys(const HttpRequest& request);

/// The request's fields as the upstream gets them: everything that is not about this connection, this
/// client's keys or compression, which could not be metered.
QList<HttpHeader> upstreamHeaders(const HttpRequest& request);
/// The answer's fields as the client gets them: without what is about the upstream's connection, its rate
/// limits and its cookies.
QList<HttpHeader> clientHeaders(const HttpHeaders& headers);

} // namespace signalbox
