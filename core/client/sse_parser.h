// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>

namespace signalbox {

struct SseEvent {
    QByteArray type = QByteArrayLiteral("message");
    QByteArray data; ///< lines joined with '\n'
    QByteArray id;   ///< the last id seen so far on this stream; empty: none yet
    bool operator==(const SseEvent&) const = default;
};

/// Takes a text/event-stream apart, in whatever pieces it comes. Pure; knows no socket. One object a stream.
/// Beyond the standard, an event that has a type but no data is handed out too.
class SseParser {
public:
    /// maxEventBytes: limit for one line and for one event.
    explicit SseParser(qsizetype maxEventBytes = 8 << 20) : m_maxBytes(maxEventBytes) {}

    /// The events that are complete now. LimitReached: an event is too large; the stream cannot go on.
    Result<QList<SseEvent>> feed(const QByteArray& bytes);

private:
    void takeLine(QByteArrayView line, QList<SseEvent>& out);
    void takeField(QByteArrayView name, QByteArrayView value);

    qsizetype m_maxBytes;
    QByteArray m_line; ///< the last, unfinished one
    QByteArray m_type;
    QByteArray m_data;
    QByteArray m_id;
    bool m_hasData = false;
    bool m_first = true;    ///< nothing was taken yet: a byte order mark may come
    bool m_afterCr = false; ///< the last byte was CR: a following LF belongs to it
    bool m_broken = false;
};

} // namespace signalbox
