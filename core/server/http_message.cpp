// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/http_message.h"

#include <QJsonDocument>
#include <QUrl>

namespace signalbox {

namespace {
constexpr char retrySeconds[] = "10"; ///< when what is full now may have room again
} // namespace

namespace {
bool sameName(const QByteArray& a, const QByteArray& b) {
    return a.compare(b, Qt::CaseInsensitive) == 0;
}
} // namespace

QByteArray HttpHeaders::value(const QByteArray& name) const {
    for (const HttpHeader& field : m_fields)
        if (sameName(field.name, name))
            return field.value;
    return {};
}

bool HttpHeaders::contains(const QByteArray& name) const {
    return count(name) > 0;
}

int HttpHeaders::count(const QByteArray& name) const {
    int found = 0;
    for (const HttpHeader& field : m_fields)
        found += sameName(field.name, name) ? 1 : 0;
    return found;
}

QString HttpRequest::queryValue(const QString& key, const QString& otherwise) const {
    return query.hasQueryItem(key) ? query.queryItemValue(key, QUrl::FullyDecoded) : otherwise;
}

int httpStatusFor(ErrorKind kind) {
    switch (kind) {
    case ErrorKind::Invalid:
        return 400;
    case ErrorKind::NotFound:
        return 404;
    case ErrorKind::Conflict:
    case ErrorKind::Cancelled:
        return 409;
    case ErrorKind::Denied:
        return 403;
    case ErrorKind::Unavailable:
        return 503;
    case ErrorKind::Timeout:
        return 504;
    case ErrorKind::LimitReached:
        return 429;
    case ErrorKind::Corrupt:
    case ErrorKind::Internal:
        break;
    }
    return 500;
}

HttpResponse problemResponse(int status, const Error& error) {
    HttpResponse response =
        jsonResponse({{QStringLiteral("error"), QJsonObject{{QStringLiteral("kind"), toString(error.kind)},
                                                            {QStringLiteral("message"), error.message},
                                                            {QStringLiteral("hint"), error.hint}}}},
                     status);
    if (status == 429 || status == 503)
        response.headers.append(HttpHeader{"Retry-After", retrySeconds});
    return response;
}

HttpResponse problemResponse(const Error& error) {
    return problemResponse(httpStatusFor(error.kind), error);
}

HttpResponse jsonResponse(const QJsonObject& body, int status) {
    HttpResponse response;
    response.status = status;
    response.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    return response;
}

} // namespace signalbox
