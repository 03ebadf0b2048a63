// SPDX-License-Identifier: GPL-3.0-or-later
// The way of a request from the first byte to its route: parser, target, query, guards, router.
// Holds: pieces do not matter; head and body stay within their limits; a request that is let through has one
// path that cannot be read in two ways; nothing is consumed twice.
#include "core/server/http_guard.h"
#include "core/server/http_parser.h"
#include "core/server/http_router.h"
#include "core/server/http_target.h"
#include "tests/fuzz/fuzz.h"

using namespace signalbox;
using namespace signalbox::fuzz;

namespace {

constexpr qint64 headLimit = 2048;
constexpr qint64 bodyLimit = 1024;

struct Outcome {
    HttpParser::State state = HttpParser::State::Head;
    int status = 0;
    qsizetype consumed = 0;
    HttpRequest request;
};

/// As a connection does it: offers what is there, keeps what was not consumed, offers it again with more.
Outcome parse(const std::vector<QByteArray>& pieces) {
    HttpParser parser(headLimit);
    Outcome outcome;
    QByteArray in;
    const auto step = [&] {
        for (;;) {
            const qsizetype taken = in.isEmpty() ? 0 : parser.feed(in.constData(), in.size());
            FUZZ_CHECK(taken >= 0 && taken <= in.size());
            in.remove(0, taken);
            outcome.consumed += taken;
            if (parser.state() != HttpParser::State::HeadDone)
                return;
            parser.allowBody(bodyLimit);
        }
    };
    for (const QByteArray& piece : pieces) {
        in += piece;
        step();
        if (parser.state() == HttpParser::State::Head)
            FUZZ_CHECK(in.size() <= headLimit);
        if (parser.state() == HttpParser::State::Done || parser.state() == HttpParser::State::Failed)
            break;
    }
    outcome.state = parser.state();
    if (outcome.state == HttpParser::State::Failed)
        outcome.status = parser.failure().status;
    FUZZ_CHECK(parser.request().body.size() <= bodyLimit);
    if (outcome.state == HttpParser::State::Done)
        outcome.request = parser.take();
    return outcome;
}

const HttpRouter& router() {
    static const HttpRouter table = [] {
        const auto silent = [](const HttpRequest&, const PathValues&, HttpReply) {};
        QList<HttpRoute> routes;
        for (const char* pattern :
             {"/v1/tasks", "/v1/tasks/{id}", "/v1/tasks/{id}/log", "/v1/files/{path...}"})
            routes.append({"GET", QLatin1String(pattern), {}, {}, silent});
        routes.append({"POST", QStringLiteral("/v1/tasks"), {}, {}, silent});
        return std::move(*HttpRouter::make(routes));
    }();
    return table;
}

void checkRequest(const HttpRequest& request) {
    FUZZ_CHECK(!request.method.isEmpty());
    FUZZ_CHECK(request.path == QLatin1String("*") || request.path.startsWith(u'/'));
    const QStringList segments = request.path.split(u'/').mid(1);
    if (request.path != QLatin1String("/"))
        for (const QString& segment : segments)
            FUZZ_CHECK(!segment.isEmpty() && segment != QLatin1String(".") && segment != QLatin1String(".."));
    for (const QChar c : request.path)
        FUZZ_CHECK(c.unicode() >= 0x20 && c.unicode() != 0x7f);
    FUZZ_CHECK(request.headers.count("Host") <= 1);
    FUZZ_CHECK(
        !(request.headers.contains("Transfer-Encoding") && request.headers.contains("Content-Length")));
    for (const HttpHeader& field : request.headers.all())
        FUZZ_CHECK(!field.value.contains('\n') && !field.value.contains('\r') && !field.value.contains('\0'));
    (void)request.queryValue(QStringLiteral("from"));
    (void)bearerToken(request);
    (void)refuseForeignPage(request, {});
    (void)router().bodyLimit(request.method, request.path, bodyLimit);
    router().handle(request, {});
    // The path, encoded again, is the same path.
    const auto again = parseHttpTarget(
        request.path == QLatin1String("*") ? QByteArray("*") : request.path.toUtf8().toPercentEncoding("/"));
    FUZZ_CHECK(again.ok() && again->path == request.path);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const QByteArray bytes(reinterpret_cast<const char*>(data), qsizetype(size));
    const Outcome whole = parse({bytes});
    const Outcome pieces = parse(inPieces(bytes));
    // What cannot become a request may be refused sooner or later; what is one, is one.
    using State = HttpParser::State;
    FUZZ_CHECK((whole.state == State::Done) == (pieces.state == State::Done));
    if (whole.state == HttpParser::State::Failed)
        FUZZ_CHECK(whole.status >= 400 && whole.status < 600);
    if (whole.state != HttpParser::State::Done)
        return 0;
    FUZZ_CHECK(whole.consumed == pieces.consumed);
    FUZZ_CHECK(whole.request.body == pieces.request.body && whole.request.path == pieces.request.path);
    FUZZ_CHECK(whole.request.headers.all() == pieces.request.headers.all());
    checkRequest(whole.request);
    return 0;
}
