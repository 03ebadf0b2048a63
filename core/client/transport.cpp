// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/transport.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>

namespace signalbox {

void callLater(QObject* context, std::function<void()> call) {
    QTimer::singleShot(0, context, std::move(call));
}

namespace {
ErrorKind kindForStatus(int status) {
    switch (status) {
    case 401:
    case 403:
        return ErrorKind::Denied;
    case 404:
        return ErrorKind::NotFound;
    case 409:
        return ErrorKind::Conflict;
    case 413:
    case 429:
        return ErrorKind::LimitReached;
    case 502:
    case 503:
    case 504:
        return ErrorKind::Unavailable;
    default:
        return status >= 500 ? ErrorKind::Internal : ErrorKind::Invalid;
    }
}
} // namespace

Error errorFrom(const ApiReply& reply) {
    const QJsonObject error =
        QJsonDocument::fromJson(reply.body).object().value(QLatin1String("error")).toObject();
    const QString word = error.value(QLatin1String("kind")).toString();
    Error result{word.isEmpty() ? kindForStatus(reply.status) : errorKindFromString(word),
                 error.value(QLatin1String("message")).toString(),
                 error.value(QLatin1String("hint")).toString()};
    if (result.message.isEmpty())
        result.message = QStringLiteral("the core answered with status %1").arg(reply.status);
    if (result.hint.isEmpty() && reply.status == 401)
        result.hint = QStringLiteral("Give the core's token: in SIGNALBOX_TOKEN, or with the connection.");
    return result;
}

} // namespace signalbox
