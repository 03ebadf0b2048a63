// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/sse_parser.h"

namespace signalbox {

Result<QList<SseEvent>> SseParser::feed(const QByteArray& bytes) {
    QList<SseEvent> events;
    qsizetype begin = 0;
    const auto tooLarge = [this] {
        m_broken = true;
        m_line.clear();
        m_data.clear();
        return Error{ErrorKind::LimitReached,
                     QStringLiteral("the core sent an event of more than %1 bytes").arg(m_maxBytes),
                     {}};
    };
    if (m_broken)
        return tooLarge();
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const char c = bytes.at(i);
        if (c == '\n' && m_afterCr) {
            m_afterCr = false;
            begin = i + 1;
            continue;
        }
        m_afterCr = c == '\r';
        if (c != '\n' && c != '\r')
            continue;
        m_line.append(bytes.constData() + begin, i - begin);
        begin = i + 1;
        if (m_line.size() + m_data.size() > m_maxBytes)
            return tooLarge();
        takeLine(m_line, events);
        m_line.clear();
    }
    m_line.append(bytes.constData() + begin, bytes.size() - begin);
    if (m_line.size() + m_data.size() > m_maxBytes)
        return tooLarge();
    return events;
}

void SseParser::takeLine(QByteArrayView line, QList<SseEvent>& out) {
    if (m_first && line.startsWith("\xEF\xBB\xBF"))
        line = line.sliced(3);
    m_first = false;
    if (line.isEmpty()) {
        if (m_hasData || !m_type.isEmpty()) {
            SseEvent event;
            if (!m_type.isEmpty())
                event.type = m_type;
            if (m_data.endsWith('\n'))
                m_data.chop(1);
            event.data = m_data;
            event.id = m_id;
            out.append(std::move(event));
        }
        m_type.clear();
        m_data.clear();
        m_hasData = false;
        return;
    }
    if (line.front() == ':')
        return; // a comment: the heartbeat
    const qsizetype colon = line.indexOf(':');
    if (colon < 0)
        return takeField(line, {});
    QByteArrayView value = line.sliced(colon + 1);
    if (value.startsWith(' '))
        value = value.sliced(1);
    takeField(line.first(colon), value);
}

void SseParser::takeField(QByteArrayView name, QByteArrayView value) {
    if (name == QByteArrayView("data")) {
        m_data.append(value.data(), value.size());
        m_data.append('\n');
        m_hasData = true;
    } else if (name == QByteArrayView("event")) {
        m_type = value.toByteArray();
    } else if (name == QByteArrayView("id") && !value.contains('\0')) {
        m_id = value.toByteArray();
    }
}

} // namespace signalbox
