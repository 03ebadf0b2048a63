// SPDX-License-Identifier: GPL-3.0-or-later
// The only unit that instantiates Beast's parser: it is slow to compile.
#include "core/server/http_parser.h"

#include "core/server/http_target.h"

// Beast 1.81 asserts something false about an empty chunked body that comes byte by byte, though it reads it
// correctly: a debug build must not be ended by a stranger's request.
#define BOOST_DISABLE_ASSERTS
#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>

namespace signalbox {

namespace http = boost::beast::http;
using boost::beast::error_code;
using boost::beast::string_view;

namespace {

QByteArray toBytes(string_view text) {
    return {text.data(), static_cast<qsizetype>(text.size())};
}

HttpParser::Failure refusal(int status, const QString& message, const QString& hint = {}) {
    const bool limit = status == 413 || status == 431;
    return {status, {limit ? ErrorKind::LimitReached : ErrorKind::Invalid, message, hint}};
}

HttpParser::Failure refusalFor(const error_code& ec) {
    if (ec == http::error::header_limit)
        return refusal(431, QStringLiteral("The head of the request is too large."),
                       QStringLiteral("Send fewer or shorter header fields."));
    if (ec == http::error::body_limit)
        return refusal(413, QStringLiteral("The body of the request is too large."));
    if (ec == http::error::bad_version)
        return refusal(505, QStringLiteral("Only HTTP/1.0 and HTTP/1.1 are spoken here."));
    return refusal(
        400, QStringLiteral("The request is not valid HTTP: %1.").arg(QString::fromStdString(ec.message())));
}

} // namespace

class HttpParser::Beast final : public http::basic_parser<true> {
public:
    Beast(qint64 limit, bool slashes) : headLimit(limit), escapedSlash(slashes) {
        header_limit(static_cast<std::uint32_t>(limit));
        body_limit(boost::none); // set once the path is known
        eager(false);
    }

    void fail(Failure why) {
        if (state != State::Failed)
            failure = std::move(why);
        state = State::Failed;
    }

    /// What Beast lets through and a server must not.
    void checkHead() {
        if (!isHttp11 && request.headers.contains("Transfer-Encoding"))
            return fail(refusal(400, QStringLiteral("HTTP/1.0 knows no Transfer-Encoding.")));
        const int encodings = request.headers.count("Transfer-Encoding");
        if (encodings > 0 && request.headers.contains("Content-Length"))
            return fail(
                refusal(400, QStringLiteral("Content-Length and Transfer-Encoding exclude each other.")));
        if (encodings > 1 ||
            (encodings == 1 && request.headers.value("Transfer-Encoding").toLower() != "chunked"))
            return fail(
                refusal(400, QStringLiteral("The only Transfer-Encoding understood here is chunked.")));
        if (request.headers.count("Content-Length") > 1)
            return fail(refusal(400, QStringLiteral("Content-Length is given more than once.")));
        const QByteArray length = request.headers.value("Content-Length");
        if (!std::all_of(length.begin(), length.end(), [](char c) { return c >= '0' && c <= '9'; }))
            return fail(refusal(400, QStringLiteral("Content-Length is not a number.")));
        checkHost();
        checkExpect();
    }

    void checkHost() {
        const int hosts = request.headers.count("Host");
        if (hosts > 1 || (hosts == 0 && isHttp11))
            return fail(refusal(400, QStringLiteral("The request must have one Host field.")));
        if (hosts == 1 && !isHttpAuthority(request.headers.value("Host")))
            return fail(refusal(400, QStringLiteral("The Host field does not hold a host.")));
        auto target = parseHttpTarget(request.target, escapedSlash);
        if (!target)
            return fail({400, target.error()});
        request.path = target->path;
        request.query = target->query;
        if (target->authority.isEmpty())
            return;
        // The absolute form overrides Host (RFC 9112, 3.2.2): keep one truth for those who check it.
        HttpHeaders headers;
        headers.add("Host", target->authority);
        for (const HttpHeader& field : request.headers.all())
            if (field.name.compare("Host", Qt::CaseInsensitive) != 0)
                headers.add(field.name, field.value);
        request.headers = headers;
    }

    void checkExpect() {
        const QByteArray expectation = request.headers.value("Expect").toLower();
        if (expectation.isEmpty())
            return;
        if (expectation != "100-continue")
            return fail(
                refusal(417, QStringLiteral("The only expectation understood here is 100-continue.")));
        continueExpected = isHttp11;
    }

    const qint64 headLimit;
    const bool escapedSlash;
    qint64 headBytes = 0; ///< consumed
    State state = State::Head;
    Failure failure;
    HttpRequest request;
    bool isHttp11 = true;
    bool continueExpected = false;

protected:
    void on_request_impl(http::verb, string_view method, string_view target, int version,
                         error_code&) override {
        request.method = toBytes(method);
        request.target = toBytes(target);
        isHttp11 = version >= 11;
    }
    void on_response_impl(int, string_view, int, error_code&) override {}
    void on_field_impl(http::field, string_view name, string_view value, error_code&) override {
        if (state == State::Head) // a trailer field must not pass for a checked header
            request.headers.add(toBytes(name), toBytes(value));
    }
    void on_header_impl(error_code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
    std::size_t on_body_impl(string_view piece, error_code&) override {
        request.body.append(piece.data(), static_cast<qsizetype>(piece.size()));
        return piece.size();
    }
    void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, string_view piece, error_code&) override {
        request.body.append(piece.data(), static_cast<qsizetype>(piece.size()));
        return piece.size();
    }
    void on_finish_impl(error_code&) override {}
};

HttpParser::HttpParser(qint64 headLimit, bool escapedSlash)
    : m_beast(std::make_unique<Beast>(headLimit, escapedSlash)) {}
HttpParser::~HttpParser() = default;

qsizetype HttpParser::feed(const char* data, qsizetype size) {
    Beast& beast = *m_beast;
    if (beast.state != State::Head && beast.state != State::Body)
        return 0;
    error_code ec;
    const auto consumed = static_cast<qsizetype>(
        beast.put(boost::asio::const_buffer(data, static_cast<std::size_t>(size)), ec));
    if (ec && ec != http::error::need_more) {
        beast.fail(refusalFor(ec));
    } else if (beast.state == State::Head) {
        // Beast's own limit starts anew with each field that it has consumed.
        beast.headBytes += consumed;
        const bool done = beast.is_header_done();
        if (beast.headBytes + (done ? 0 : size - consumed) > beast.headLimit) {
            beast.fail(refusalFor(http::error::header_limit));
        } else if (done) {
            beast.state = State::HeadDone;
            beast.checkHead();
        }
    } else if (beast.is_done()) {
        beast.state = State::Done;
    } else if (size - consumed > beast.headLimit) {
        // Beast waits for the end of a chunk line or of the trailers without a bound of its own.
        beast.fail(refusal(431, QStringLiteral("A chunk line or the trailer of the request is too large.")));
    }
    return consumed;
}

void HttpParser::allowBody(qint64 limit) {
    Beast& beast = *m_beast;
    if (beast.state != State::HeadDone)
        return;
    const auto bound = static_cast<std::uint64_t>(std::max<qint64>(limit, 0));
    if (beast.content_length().value_or(0) > bound)
        return beast.fail(refusalFor(http::error::body_limit));
    beast.body_limit(bound);
    beast.eager(true);
    beast.state = beast.is_done() ? State::Done : State::Body;
}

HttpParser::State HttpParser::state() const {
    return m_beast->state;
}

const HttpParser::Failure& HttpParser::failure() const {
    return m_beast->failure;
}

const HttpRequest& HttpParser::request() const {
    return m_beast->request;
}

HttpRequest HttpParser::take() {
    return std::move(m_beast->request);
}

bool HttpParser::expectsContinue() const {
    return m_beast->continueExpected;
}

bool HttpParser::keepAlive() const {
    return m_beast->is_header_done() && m_beast->keep_alive();
}

bool HttpParser::isVersion11() const {
    return m_beast->isHttp11;
}

} // namespace signalbox
