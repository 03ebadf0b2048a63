// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/server/http_message.h"

#include <QStringList>

#include <optional>

namespace signalbox {

/// Which browsers' requests are welcome. Loopback names are always own hosts.
struct BrowserRules {
    QStringList ownHosts;       ///< further names of this server, without port
    QStringList allowedOrigins; ///< exact origins of web pages that may call, for example
                                ///< "https://fleet.example:8443"
};

/// Keeps a web page that a user visits from using the user's core: 403 for a Host that is not ours (a foreign
/// name that was made to resolve to us), for an Origin that is not allowed, and for what a browser itself
/// marks as sent by another site. Nothing for a request that may go on. Guests are not browsers: do not ask
/// for them.
std::optional<HttpResponse> refuseForeignPage(const HttpRequest& request, const BrowserRules& rules);

/// 401 unless the request carries "Authorization: Bearer token". An empty token lets nobody in.
std::optional<HttpResponse> refuseWithoutToken(const HttpRequest& request, const QByteArray& token);

/// The token of "Authorization: Bearer ..."; empty when there is none.
QByteArray bearerToken(const HttpRequest& request);
/// Equality whose duration does not tell where two secrets differ.
bool equalSecrets(const QByteArray& a, const QByteArray& b);
/// True for localhost, *.localhost, 127.0.0.0/8 and ::1.
bool isLoopbackHost(const QString& host);

} // namespace signalbox
