// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate/output_keeper.h"

namespace signalbox {

void OutputKeeper::append(QByteArrayView bytes) {
    m_total += bytes.size();
    const qsizetype toHead = qMin<qsizetype>(bytes.size(), m_half - m_head.size());
    m_head.append(bytes.first(toHead));
    bytes = bytes.sliced(toHead);
    if (bytes.size() > m_half)
        bytes = bytes.last(m_half);
    m_tail.append(bytes);
    if (m_tail.size() > 2 * m_half)
        m_tail = m_tail.right(m_half);
}

QByteArray OutputKeeper::kept() const {
    const QByteArray tail = m_tail.right(keptTail());
    if (lost() == 0)
        return m_head + tail;
    return m_head + "\n[... " + QByteArray::number(lost()) + " bytes left out ...]\n" + tail;
}

} // namespace signalbox
