// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace signalbox {

/// Keeps the beginning and the end of an output of any length in bounded memory.
class OutputKeeper {
public:
    explicit OutputKeeper(qint64 maxBytes) : m_half(maxBytes / 2) {}

    void append(QByteArrayView bytes);
    /// Bytes left out in the middle.
    [[nodiscard]] qint64 lost() const { return m_total - m_head.size() - keptTail(); }
    [[nodiscard]] qint64 total() const { return m_total; }
    /// All of it, or beginning, a line that says what is left out, and end.
    [[nodiscard]] QByteArray kept() const;

private:
    [[nodiscard]] qint64 keptTail() const { return qMin<qint64>(m_tail.size(), m_half); }

    const qint64 m_half;
    qint64 m_total = 0;
    QByteArray m_head;
    QByteArray m_tail; ///< may hold up to twice its share between two trims
};

} // namespace signalbox
