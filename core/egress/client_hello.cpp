// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/egress/client_hello.h"

#include <optional>

namespace signalbox {

namespace {

constexpr int handshakeRecord = 22;
constexpr int helloMessage = 1;
constexpr int nameExtension = 0;
constexpr int hiddenNameExtension = 0xfe0d; ///< Encrypted Client Hello
constexpr qsizetype longestName = 255;

/// Takes big-endian numbers and pieces off the front; fails for good when there is too little.
class Cursor {
public:
    explicit Cursor(QByteArrayView bytes) : m_bytes(bytes) {}
    qsizetype number(int bytes) {
        qsizetype value = 0;
        for (int i = 0; i < bytes; ++i)
            value = value * 256 + (left() > 0 ? quint8(m_bytes[m_at++]) : fail());
        return value;
    }
    QByteArrayView piece(qsizetype size) {
        if (size > left()) {
            fail();
            return {};
        }
        m_at += size;
        return m_bytes.sliced(m_at - size, size);
    }
    QByteArrayView counted(int bytes) { return piece(number(bytes)); }
    [[nodiscard]] qsizetype left() const { return m_bytes.size() - m_at; }
    [[nodiscard]] bool good() const { return m_good; }

private:
    quint8 fail() {
        m_good = false;
        m_at = m_bytes.size();
        return 0;
    }
    QByteArrayView m_bytes;
    qsizetype m_at = 0;
    bool m_good = true;
};

ClientHello bad() {
    return {ClientHello::State::Bad, {}};
}

/// The message out of its records; nothing: not whole yet. `broken`: it is none.
std::optional<QByteArray> message(QByteArrayView bytes, bool& broken) {
    QByteArray whole;
    Cursor records(bytes);
    while (records.left() >= 5) {
        const qsizetype type = records.number(1);
        const qsizetype major = records.number(1);
        records.number(1);
        const qsizetype size = records.number(2);
        broken = type != handshakeRecord || major != 3 || size == 0 || size > 16384;
        if (broken)
            return std::nullopt;
        const qsizetype there = std::min(size, records.left());
        whole.append(records.piece(there).toByteArray());
        if (whole.size() >= 4) {
            Cursor head(whole);
            broken = head.number(1) != helloMessage;
            const qsizetype length = head.number(3);
            broken = broken || length > ClientHello::longest;
            if (broken)
                return std::nullopt;
            if (whole.size() >= 4 + length)
                return whole.mid(4, length);
        }
        if (there < size)
            return std::nullopt;
    }
    // The first byte alone tells what is no TLS.
    broken = !bytes.isEmpty() && quint8(bytes[0]) != handshakeRecord;
    return std::nullopt;
}

std::optional<QByteArray> nameIn(QByteArrayView extension) {
    Cursor cursor(extension);
    Cursor list(cursor.counted(2));
    const qsizetype type = list.number(1);
    const QByteArray name = list.counted(2).toByteArray().toLower();
    if (!list.good() || list.left() > 0 || cursor.left() > 0 || type != 0 || name.isEmpty() ||
        name.size() > longestName)
        return std::nullopt;
    return name;
}

} // namespace

ClientHello readClientHello(QByteArrayView bytes) {
    if (bytes.size() > ClientHello::longest)
        return bad();
    bool broken = false;
    const auto hello = message(bytes, broken);
    if (!hello)
        return broken ? bad() : ClientHello();
    Cursor cursor(*hello);
    cursor.piece(2 + 32);
    cursor.counted(1);
    cursor.counted(2);
    cursor.counted(1);
    Cursor extensions(cursor.counted(2));
    ClientHello found{ClientHello::State::Done, {}};
    while (extensions.left() > 0) {
        const qsizetype type = extensions.number(2);
        const QByteArrayView value = extensions.counted(2);
        if (!extensions.good() || type == hiddenNameExtension)
            return bad();
        if (type != nameExtension)
            continue;
        const auto name = nameIn(value);
        if (!name || !found.serverName.isEmpty())
            return bad();
        found.serverName = *name;
    }
    if (!cursor.good() || cursor.left() > 0 || found.serverName.isEmpty())
        return bad();
    return found;
}

} // namespace signalbox
