// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/sse.h"

namespace signalbox {

namespace {

QByteArray oneLine(const QString& text) {
    QByteArray bytes = text.toUtf8();
    bytes.replace('\r', "").replace('\n', "").replace('\0', "");
    return bytes;
}

/// CR, LF and CRLF all end a line for the reader, so all must for the writer.
QList<QByteArray> lines(QByteArray text) {
    text.replace("\r\n", "\n").replace('\r', '\n');
    return text.split('\n');
}

} // namespace

QByteArray formatEvent(const ServerSentEvent& event) {
    QByteArray out;
    out.reserve(event.data.size() + 64);
    if (const QByteArray id = oneLine(event.id); !id.isEmpty())
        out += "id: " + id + '\n';
    if (const QByteArray kind = oneLine(event.event); !kind.isEmpty())
        out += "event: " + kind + '\n';
    for (const QByteArray& line : lines(event.data))
        out += "data: " + line + '\n';
    out += '\n';
    return out;
}

QByteArray formatHeartbeat(const QString& text) {
    const QByteArray comment = oneLine(text);
    return comment.isEmpty() ? QByteArrayLiteral(":\n\n") : ": " + comment + "\n\n";
}

QByteArray formatRetry(Millis time) {
    return "retry: " + QByteArray::number(static_cast<qint64>(time.count())) + "\n\n";
}

} // namespace signalbox
