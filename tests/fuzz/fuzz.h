// SPDX-License-Identifier: GPL-3.0-or-later
// What every fuzz target shares. A target is one file with LLVMFuzzerTestOneInput, and says at its top which
// reader of foreign bytes it protects and which properties must hold whatever the bytes are.
#pragma once

#include <QByteArray>
#include <QString>

#include <cstddef>
#include <cstdint>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace signalbox::fuzz {

/// Says what was violated and ends the process, so that the driver keeps the input.
[[noreturn]] void violated(const char* file, int line, const char* property);

/// Takes an input apart, for targets that need more than one value. Past its end everything is zero.
class Input {
public:
    Input(const std::uint8_t* data, std::size_t size)
        : m_bytes(QByteArray::fromRawData(reinterpret_cast<const char*>(data), qsizetype(size))) {}

    std::uint8_t byte() { return m_at < m_bytes.size() ? std::uint8_t(m_bytes[m_at++]) : 0; }
    /// At most count bytes.
    QByteArray bytes(qsizetype count);
    /// Everything up to a separator, which is swallowed, or to the end.
    QByteArray upTo(char separator);
    QByteArray rest() { return bytes(m_bytes.size() - m_at); }
    [[nodiscard]] bool atEnd() const { return m_at >= m_bytes.size(); }

private:
    QByteArray m_bytes;
    qsizetype m_at = 0;
};

/// The input cut at places that depend on nothing but itself: readers of streams must not care how the bytes
/// came.
std::vector<QByteArray> inPieces(const QByteArray& bytes);

} // namespace signalbox::fuzz

#define FUZZ_CHECK(...)                                                                                      \
    do {                                                                                                     \
        if (!(__VA_ARGS__))                                                                                  \
            signalbox::fuzz::violated(__FILE__, __LINE__, #__VA_ARGS__);                                     \
    } while (false)
