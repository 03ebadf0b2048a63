// SPDX-License-Identifier: GPL-3.0-or-later
// What an upstream says a model call used, and what a client asks of the gateway. Holds: pieces do not
// matter; no figure is negative or absurd; a call that was served is never counted at nothing; a request that
// is taken stays JSON, means the same and allows no more output after the gateway's changes.
#include "core/gateway/call_settlement.h"
#include "core/gateway/model_request.h"
#include "core/gateway/upstream_answer.h"
#include "tests/fuzz/fuzz.h"

using namespace signalbox;
using namespace signalbox::fuzz;

namespace {

UsageReader readUsage(ModelProtocol protocol, bool events, const std::vector<QByteArray>& pieces) {
    UsageReader reader(protocol, events);
    for (const QByteArray& piece : pieces)
        reader.feed(piece);
    reader.finish();
    return reader;
}

void checkUsage(ModelProtocol protocol, bool events, const QByteArray& bytes) {
    const UsageReader whole = readUsage(protocol, events, {bytes});
    const UsageReader pieces = readUsage(protocol, events, inPieces(bytes));
    const TokenUsage usage = whole.usage();
    FUZZ_CHECK(usage == pieces.usage());
    FUZZ_CHECK(whole.knowsInput() == pieces.knowsInput() && whole.knowsOutput() == pieces.knowsOutput());
    FUZZ_CHECK(whole.writtenBytes() == pieces.writtenBytes() && whole.writtenBytes() <= bytes.size());
    for (const qint64 number :
         {usage.input, usage.cacheRead, usage.cacheWrite, usage.output, usage.longWrite})
        FUZZ_CHECK(number >= 0 && number <= 2 * UsageReader::mostBelieved);
    for (const bool isWhole : {true, false}) {
        const CallSettlement settled = settleCall({true, 200, isWhole, 10, 100, 50}, whole);
        FUZZ_CHECK(settled.usage.total() > 0);
        FUZZ_CHECK(settled.usage.allInput() >= usage.allInput() && settled.usage.output >= usage.output);
    }
}

void checkRequest(ModelProtocol protocol, const QByteArray& body) {
    ModelRoute route;
    route.protocol = protocol;
    route.model = protocol == ModelProtocol::Gemini ? QStringLiteral("g") : QString();
    const auto request = ModelRequest::read(route, body);
    if (!request)
        return;
    FUZZ_CHECK(request->size().input > 0 && request->size().output >= 0);
    const QByteArray changed = request->bodyFor(body, 17);
    const auto again = ModelRequest::read(route, changed);
    FUZZ_CHECK(again.ok());
    FUZZ_CHECK(again->model() == request->model() && again->streams() == request->streams());
    FUZZ_CHECK(again->size().alternatives == request->size().alternatives);
    if (protocol != ModelProtocol::Anthropic || request->size().output > 0)
        FUZZ_CHECK(again->size().output <= std::max<qint64>(17, 1));
    FUZZ_CHECK(again->bodyFor(changed, 17) == changed);
}

void checkAnswer(const QByteArray& bytes) {
    const auto read = [](const std::vector<QByteArray>& pieces) {
        UpstreamAnswer answer;
        QByteArray body;
        QByteArray in;
        const UpstreamAnswer::Body take = [&](QByteArrayView piece) { body += piece; };
        for (const QByteArray& piece : pieces) {
            in += piece;
            for (;;) {
                const auto before = answer.state();
                const qsizetype used = in.isEmpty() ? 0 : answer.feed(in.constData(), in.size(), take);
                FUZZ_CHECK(used >= 0 && used <= in.size());
                in.remove(0, used);
                if (used == 0 && answer.state() == before)
                    break;
            }
        }
        answer.end();
        return std::pair(answer.state() == UpstreamAnswer::State::Done, body);
    };
    const auto whole = read({bytes});
    const auto pieces = read(inPieces(bytes));
    FUZZ_CHECK(whole.first == pieces.first);
    if (whole.first)
        FUZZ_CHECK(whole.second == pieces.second);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    const std::uint8_t choice = input.byte();
    const auto protocol = ModelProtocol(choice % 4);
    const QByteArray bytes = input.rest();
    if (choice & 0x40)
        checkAnswer(bytes);
    else if (choice & 0x20)
        checkRequest(protocol, bytes);
    else
        checkUsage(protocol, (choice & 0x10) == 0, bytes);
    return 0;
}
