// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <optional>

namespace signalbox {

/// A message of JSON-RPC 2.0, as the protocol uses it.
struct AcpMessage {
    QString method;     ///< empty: an answer
    QJsonArray id;      ///< its only item is the id; empty: a notification
    QJsonObject params; ///< of a request or notification
    QJsonObject result; ///< of an answer
    bool failed = false;
    int code = 0;  ///< why it failed
    QString error; ///< the same, for people
};

/// Nothing where the line is no such message.
std::optional<AcpMessage> acpMessage(const QByteArray& line);
/// What can be told of a message from how it begins.
AcpMessage acpMessageHead(const QByteArray& head);

QJsonObject acpResult(const QJsonArray& id, const QJsonObject& result);
QJsonObject acpError(const QJsonArray& id, int code, const QString& message);

/// At most so many characters, with a word on the rest.
QString acpShort(const QString& text, qsizetype most);

} // namespace signalbox
