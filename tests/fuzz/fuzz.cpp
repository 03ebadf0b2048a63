// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzz.h"

#include <cstdio>
#include <cstdlib>

namespace signalbox::fuzz {

void violated(const char* file, int line, const char* property) {
    std::fprintf(stderr, "%s:%d: this must hold and does not: %s\n", file, line, property);
    std::abort();
}

QByteArray Input::bytes(qsizetype count) {
    const QByteArray taken = m_bytes.mid(m_at, count);
    m_at += taken.size();
    return taken;
}

QByteArray Input::upTo(char separator) {
    const qsizetype end = m_bytes.indexOf(separator, m_at);
    if (end < 0)
        return rest();
    const QByteArray taken = bytes(end - m_at);
    ++m_at;
    return taken;
}

std::vector<QByteArray> inPieces(const QByteArray& bytes) {
    std::vector<QByteArray> pieces;
    std::uint32_t state = std::uint32_t(bytes.size()) * 2654435761U + 1;
    for (qsizetype at = 0; at < bytes.size();) {
        state = state * 1664525U + 1013904223U + std::uint8_t(bytes[at]);
        const qsizetype size = 1 + qsizetype((state >> 24) % ((state >> 20) % 4 == 0 ? 64 : 3));
        pieces.push_back(bytes.mid(at, size));
        at += size;
    }
    return pieces;
}

} // namespace signalbox::fuzz
