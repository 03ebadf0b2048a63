// SPDX-License-Identifier: GPL-3.0-or-later
// The framing on the port between core and guest, as the guest's program reads it. Holds: pieces do not
// matter; a session's bytes arrive whole and unchanged; only a whole HELLO begins another session.
#include "tests/fuzz/fuzz.h"

extern "C" {
#include "resources/guest/wire.h"
}

#include <QByteArrayList>

#include <cstring>
#include <memory>

using namespace signalbox::fuzz;

namespace {

struct Sessions {
    QByteArrayList nonces;
    QByteArray last; ///< bytes of the last one
    bool operator==(const Sessions&) const = default;
};

/// What the port's owner does with the stream.
Sessions sessionsOf(const std::vector<QByteArray>& pieces) {
    const auto wire = std::make_unique<::wire>();
    wireReset(wire.get());
    Sessions seen;
    const auto drain = [&](std::size_t count) {
        for (wireState state = wireAdvance(wire.get(), count);; state = wireAdvance(wire.get(), 0)) {
            if (state == WIRE_HELLO) {
                FUZZ_CHECK(std::strlen(wire->nonce) == WireNonce);
                seen.nonces += QByteArray(wire->nonce);
                seen.last.clear();
            } else if (state == WIRE_DATA) {
                std::size_t length = 0;
                const char* data = wireData(wire.get(), &length);
                FUZZ_CHECK(length > 0 && length <= WireCapacity);
                const std::size_t some = (length + 1) / 2; // a socket that takes a part
                seen.last.append(data, qsizetype(some));
                wireDrop(wire.get(), some);
            } else {
                return;
            }
        }
    };
    for (const QByteArray& piece : pieces)
        for (qsizetype at = 0; at < piece.size();) {
            std::size_t room = 0;
            char* space = wireSpace(wire.get(), &room);
            FUZZ_CHECK(room > 0);
            const std::size_t some = std::min(room, std::size_t(piece.size() - at));
            std::memcpy(space, piece.constData() + at, some);
            at += qsizetype(some);
            drain(some);
        }
    if (!wire->open)
        return seen;
    wireRelease(wire.get()); // what was held back, since nothing more came
    std::size_t length = 0;
    const char* data = wireData(wire.get(), &length);
    seen.last.append(data, qsizetype(length));
    return seen;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const QByteArray bytes(reinterpret_cast<const char*>(data), qsizetype(size));
    const Sessions whole = sessionsOf({bytes});
    FUZZ_CHECK(whole == sessionsOf(inPieces(bytes)));
    if (!bytes.contains(WIRE_HELLO_HEAD))
        FUZZ_CHECK(whole.nonces.isEmpty() && whole.last.isEmpty());
    return 0;
}
