// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/acp/acp_message.h"

#include <QJsonDocument>
#include <QRegularExpression>

namespace signalbox {

namespace {

constexpr qsizetype longestId = 200;
constexpr qsizetype longestError = 2000;

/// Numbers without a fraction, and texts; anything else cannot be answered to.
bool isId(const QJsonValue& id) {
    return (id.isString() && id.toString().size() <= longestId) ||
           (id.isDouble() && id.toInteger(-1) == id.toInteger(0));
}

} // namespace

std::optional<AcpMessage> acpMessage(const QByteArray& line) {
    if (!line.startsWith('{'))
        return std::nullopt;
    const QJsonDocument document = QJsonDocument::fromJson(line);
    if (!document.isObject())
        return std::nullopt;
    const QJsonObject object = document.object();
    AcpMessage message;
    message.method = object.value(u"method").toString();
    const QJsonValue id = object.value(u"id");
    if (isId(id))
        message.id = {id};
    else if (!id.isUndefined() && !id.isNull())
        return std::nullopt;
    if (!message.method.isEmpty()) {
        message.params = object.value(u"params").toObject();
        return message;
    }
    if (message.id.isEmpty() || (!object.contains(u"result") && !object.contains(u"error")))
        return std::nullopt;
    message.result = object.value(u"result").toObject();
    if (const QJsonValue error = object.value(u"error"); !error.isUndefined() && !error.isNull()) {
        message.failed = true;
        message.code = error[u"code"].toInt();
        message.error = acpShort(error[u"message"].toString(), longestError);
        // Some agents say only there what it was.
        const QJsonValue data = error[u"data"];
        const QString details = data.isString() ? data.toString() : data[u"details"].toString();
        if (!details.isEmpty() && details != message.error)
            message.error += QStringLiteral(": ") + acpShort(details, longestError);
        if (message.error.isEmpty())
            message.error = QStringLiteral("error %1").arg(message.code);
    }
    return message;
}

AcpMessage acpMessageHead(const QByteArray& head) {
    static const QRegularExpression body(QStringLiteral("\"(params|result|error)\"\\s*:"));
    static const QRegularExpression method(QStringLiteral("\"method\"\\s*:\\s*\"([^\"\\\\]{1,80})\""));
    static const QRegularExpression id(QStringLiteral("\"id\"\\s*:\\s*(-?\\d{1,15}|\"[^\"\\\\]{0,200}\")"));
    QString text = QString::fromUtf8(head);
    if (const auto begins = body.match(text); begins.hasMatch())
        text.truncate(begins.capturedStart());
    AcpMessage message;
    message.method = method.match(text).captured(1);
    if (const auto found = id.match(text); found.hasMatch()) {
        const QString word = found.captured(1);
        if (word.startsWith(u'"'))
            message.id = {word.mid(1, word.size() - 2)};
        else
            message.id = {word.toLongLong()};
    }
    return message;
}

QJsonObject acpResult(const QJsonArray& id, const QJsonObject& result) {
    return {{QStringLiteral("jsonrpc"), QStringLiteral("2.0")},
            {QStringLiteral("id"), id.at(0)},
            {QStringLiteral("result"), result}};
}

QJsonObject acpError(const QJsonArray& id, int code, const QString& message) {
    return {{QStringLiteral("jsonrpc"), QStringLiteral("2.0")},
            {QStringLiteral("id"), id.at(0)},
            {QStringLiteral("error"),
             QJsonObject{{QStringLiteral("code"), code}, {QStringLiteral("message"), message}}}};
}

QString acpShort(const QString& text, qsizetype most) {
    if (text.size() <= most)
        return text;
    return text.left(most) + QStringLiteral("… (%1 characters more)").arg(text.size() - most);
}

} // namespace signalbox
