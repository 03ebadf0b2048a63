// SPDX-License-Identifier: GPL-3.0-or-later
// The event stream as a client reads it. Holds: pieces do not matter; an event beyond the limit ends the
// stream and takes no more memory; what the server writes is what the client reads.
#include "core/client/sse_parser.h"
#include "core/server/sse.h"
#include "tests/fuzz/fuzz.h"

using namespace signalbox;
using namespace signalbox::fuzz;

namespace {

constexpr qsizetype limit = 1000;

struct Read {
    QList<SseEvent> events;
    bool broken = false;
};

Read readAll(const std::vector<QByteArray>& pieces) {
    SseParser parser(limit);
    Read read;
    for (const QByteArray& piece : pieces) {
        const auto some = parser.feed(piece);
        if (!some) {
            FUZZ_CHECK(some.error().kind == ErrorKind::LimitReached);
            FUZZ_CHECK(!parser.feed("data: x\n\n").ok());
            read.broken = true;
            return read;
        }
        read.events += *some;
    }
    return read;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const QByteArray bytes(reinterpret_cast<const char*>(data), qsizetype(size));
    const Read whole = readAll({bytes});
    const Read pieces = readAll(inPieces(bytes));
    FUZZ_CHECK(whole.broken == pieces.broken);
    if (whole.broken)
        return 0;
    FUZZ_CHECK(whole.events == pieces.events);
    QByteArray written;
    QList<SseEvent> expected;
    for (const SseEvent& event : whole.events) {
        FUZZ_CHECK(event.data.size() <= limit && !event.id.contains('\0'));
        const QString id = QString::fromUtf8(event.id);
        const QString type = QString::fromUtf8(event.type);
        // NUL and bytes that are no UTF-8 do not come from our server.
        if (id.toUtf8() != event.id || type.toUtf8() != event.type || type.contains(QChar(u'\0')))
            return 0;
        if (event.id.isEmpty() && !expected.isEmpty() && !expected.last().id.isEmpty())
            return 0; // an empty id field takes the last one back: our server never sends it
        written += formatHeartbeat() + formatEvent({id, type, event.data});
        expected.append(event);
    }
    SseParser parser(4 * limit);
    const auto again = parser.feed(written);
    FUZZ_CHECK(again.ok() && *again == expected);
    return 0;
}
