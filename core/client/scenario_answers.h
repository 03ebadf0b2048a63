// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_fields.h"
#include "core/client/transport.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace signalbox::scenario {

// Answers as the core gives them, and members of what it was sent.

inline ApiReply answer(const QJsonObject& object, int status = 200) {
    return {status, QJsonDocument(object).toJson(QJsonDocument::Compact)};
}

inline ApiReply problem(int status, const Error& error) {
    return answer({{QStringLiteral("error"), QJsonObject{{QStringLiteral("kind"), toString(error.kind)},
                                                         {QStringLiteral("message"), error.message},
                                                         {QStringLiteral("hint"), error.hint}}}},
                  status);
}

inline ApiReply notFound(const QString& what) {
    return problem(404, {ErrorKind::NotFound, QStringLiteral("there is no %1").arg(what), {}});
}

inline ApiReply conflict(const QString& why, const QString& hint = {}) {
    return problem(409, {ErrorKind::Conflict, why, hint});
}

template <typename T>
QJsonObject listOf(const char* name, const QList<T>& list) {
    return {{QLatin1String(name), json::write(list)}};
}

inline QString text(const QJsonObject& body, const char* name) {
    return body.value(QLatin1String(name)).toString();
}

} // namespace signalbox::scenario
