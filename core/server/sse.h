// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace signalbox {

/// The content type of a stream of server-sent events.
inline constexpr char eventStreamType[] = "text/event-stream";

/// One server-sent event. A client that reconnects sends the last id that it saw as Last-Event-ID.
struct ServerSentEvent {
    QString id;    ///< empty: none. Line breaks and NUL are left out: they would end the field or void the id
    QString event; ///< the kind; empty: "message". Line breaks are left out
    QByteArray data; ///< UTF-8; may have several lines, which arrive joined by LF
};

/// The event as it goes over the wire, with the empty line that dispatches it.
QByteArray formatEvent(const ServerSentEvent& event);
/// A comment, which clients ignore: keeps proxies from closing a silent stream, and finds dead clients.
QByteArray formatHeartbeat(const QString& text = {});
/// Tells the client how long to wait before it reconnects.
QByteArray formatRetry(Millis time);

} // namespace signalbox
