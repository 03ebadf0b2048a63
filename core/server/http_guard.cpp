// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/http_guard.h"

#include "core/server/http_target.h"

#include <QCryptographicHash>

#include <algorithm>

namespace signalbox {

namespace {

HttpResponse refusal(const QString& message, const QString& hint) {
    return problemResponse(403, {ErrorKind::Denied, message, hint});
}

bool isByte(const QString& text) {
    bool number = false;
    const uint value = text.toUInt(&number);
    const bool digits = std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    return number && digits && value <= 255;
}

} // namespace

bool isLoopbackHost(const QString& host) {
    if (host == QLatin1String("localhost") || host.endsWith(QLatin1String(".localhost")) ||
        host == QLatin1String("::1"))
        return true;
    const QStringList parts = host.split(u'.'); // all four, or 127.0.0.1.evil.example would pass
    return parts.size() == 4 && parts.first() == QLatin1String("127") &&
           std::all_of(parts.begin(), parts.end(), isByte);
}

std::optional<HttpResponse> refuseForeignPage(const HttpRequest& request, const BrowserRules& rules) {
    const QByteArray authority = request.headers.value("Host");
    if (!authority.isEmpty()) { // HTTP/1.0 without Host: no browser
        const QString host = hostOfAuthority(authority);
        if (!isLoopbackHost(host) && !rules.ownHosts.contains(host, Qt::CaseInsensitive))
            return refusal(
                QStringLiteral("This server is not %1.").arg(QString::fromLatin1(authority)),
                QStringLiteral("Use the address that the core printed, or add the name to its own hosts."));
    }
    const QByteArray origin = request.headers.value("Origin");
    const bool originAllowed = rules.allowedOrigins.contains(QString::fromUtf8(origin), Qt::CaseInsensitive);
    if (request.headers.contains("Origin") && !originAllowed)
        return refusal(QStringLiteral("Pages of %1 may not use this core.").arg(QString::fromUtf8(origin)),
                       QStringLiteral("Add the origin to the allowed ones if you trust its pages."));
    // Some requests of foreign pages come without Origin (images, navigation), but browsers mark them here.
    const QByteArray site = request.headers.value("Sec-Fetch-Site").toLower();
    if (!originAllowed && (site == "cross-site" || site == "same-site"))
        return refusal(QStringLiteral("Pages of other sites may not use this core."),
                       QStringLiteral("Add the origin to the allowed ones if you trust its pages."));
    return std::nullopt;
}

std::optional<HttpResponse> refuseWithoutToken(const HttpRequest& request, const QByteArray& token) {
    if (!token.isEmpty() && equalSecrets(bearerToken(request), token))
        return std::nullopt;
    const bool given = request.headers.contains("Authorization");
    HttpResponse response = problemResponse(
        401, {ErrorKind::Denied,
              given ? QStringLiteral("The token is not valid here.") : QStringLiteral("A token is needed."),
              QStringLiteral("Send \"Authorization: Bearer\" with the token of this core.")});
    response.headers.append(HttpHeader{"WWW-Authenticate", "Bearer realm=\"signalbox\""});
    return response;
}

QByteArray bearerToken(const HttpRequest& request) {
    if (request.headers.count("Authorization") != 1)
        return {};
    const QByteArray value = request.headers.value("Authorization");
    if (value.left(7).compare("Bearer ", Qt::CaseInsensitive) != 0)
        return {};
    return value.mid(7).trimmed();
}

bool equalSecrets(const QByteArray& a, const QByteArray& b) {
    // Digests have one length, so not even that is told.
    const QByteArray first = QCryptographicHash::hash(a, QCryptographicHash::Sha256);
    const QByteArray second = QCryptographicHash::hash(b, QCryptographicHash::Sha256);
    volatile unsigned char different = 0;
    for (qsizetype i = 0; i < first.size(); ++i)
        different = different | static_cast<unsigned char>(first[i] ^ second[i]);
    return different == 0;
}

} // namespace signalbox
