// SPDX-License-Identifier: GPL-3.0-or-later
// The only unit of the gateway that instantiates Beast: it is slow to compile.
#include "core/gateway/upstream_answer.h"

// As in core/server/http_parser.cpp: an assertion of Beast 1.81 is wrong, and a stranger must not end us.
#define BOOST_DISABLE_ASSERTS
#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>

namespace signalbox {

namespace http = boost::beast::http;
using boost::beast::error_code;
using boost::beast::string_view;

class UpstreamAnswer::Beast final : public http::basic_parser<false> {
public:
    explicit Beast(bool headOnly) {
        header_limit(static_cast<std::uint32_t>(maxHead));
        body_limit(boost::none);
        eager(false);
        skip(headOnly);
    }

    void fail(const QString& why) {
        if (state != State::Failed)
            problem = why;
        state = State::Failed;
    }

    /// What Beast lets through and could be read in two ways.
    void checkHead() {
        if (status < 200)
            return fail(QStringLiteral("it wants to speak another protocol"));
        const int encodings = headers.count("Transfer-Encoding");
        if (encodings > 0 && headers.contains("Content-Length"))
            return fail(QStringLiteral("it gives both Content-Length and Transfer-Encoding"));
        if (encodings > 1 || (encodings == 1 && headers.value("Transfer-Encoding").toLower() != "chunked"))
            return fail(QStringLiteral("its Transfer-Encoding is not chunked"));
        if (headers.count("Content-Length") > 1)
            return fail(QStringLiteral("it gives Content-Length more than once"));
    }

    State state = State::Head;
    QString problem;
    int status = 0;
    HttpHeaders headers;
    qint64 headBytes = 0;
    const Body* body = nullptr;

protected:
    void on_request_impl(http::verb, string_view, string_view, int, error_code&) override {}
    void on_response_impl(int code, string_view, int, error_code&) override { status = code; }
    void on_field_impl(http::field, string_view name, string_view value, error_code&) override {
        if (state == State::Head) // trailers are of no use to anybody here
            headers.add({name.data(), static_cast<qsizetype>(name.size())},
                        {value.data(), static_cast<qsizetype>(value.size())});
    }
    void on_header_impl(error_code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
    std::size_t on_body_impl(string_view piece, error_code&) override { return give(piece); }
    void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, string_view piece, error_code&) override {
        return give(piece);
    }
    void on_finish_impl(error_code&) override {}

private:
    std::size_t give(string_view piece) {
        if (body && !piece.empty())
            (*body)(QByteArrayView(piece.data(), static_cast<qsizetype>(piece.size())));
        return piece.size();
    }
};

UpstreamAnswer::UpstreamAnswer(bool headOnly)
    : m_headOnly(headOnly), m_beast(std::make_unique<Beast>(headOnly)) {}
UpstreamAnswer::~UpstreamAnswer() = default;

qsizetype UpstreamAnswer::feed(const char* data, qsizetype size, const Body& body) {
    if (m_beast->state != State::Head && m_beast->state != State::Body)
        return 0;
    Beast& beast = *m_beast;
    beast.body = &body;
    error_code ec;
    const auto consumed = static_cast<qsizetype>(
        beast.put(boost::asio::const_buffer(data, static_cast<std::size_t>(size)), ec));
    beast.body = nullptr;
    if (ec && ec != http::error::need_more) {
        beast.fail(QStringLiteral("it is not valid HTTP: %1").arg(QString::fromStdString(ec.message())));
    } else if (beast.state == State::Head) {
        beast.headBytes += consumed;
        if (beast.headBytes + (beast.is_header_done() ? 0 : size - consumed) > maxHead) {
            beast.fail(QStringLiteral("its head is too large"));
        } else if (beast.is_header_done()) {
            if (beast.status >= 100 && beast.status < 200 && beast.status != 101) {
                m_beast = std::make_unique<Beast>(m_headOnly); // an interim answer: the real one follows
                return consumed;
            }
            beast.checkHead();
            if (beast.state != State::Failed)
                beast.state = beast.is_done() ? State::Done : State::Body;
            beast.eager(true);
        }
    } else if (beast.is_done()) {
        beast.state = State::Done;
    } else if (size - consumed > maxHead) {
        beast.fail(QStringLiteral("a chunk line or its trailer is too large"));
    }
    return consumed;
}

void UpstreamAnswer::end() {
    if (m_beast->state == State::Done || m_beast->state == State::Failed)
        return;
    error_code ec;
    if (m_beast->state == State::Body)
        m_beast->put_eof(ec);
    if (m_beast->state == State::Body && !ec && m_beast->is_done())
        m_beast->state = State::Done;
    else
        m_beast->fail(QStringLiteral("the connection ended before the answer did"));
}

UpstreamAnswer::State UpstreamAnswer::state() const {
    return m_beast->state;
}

int UpstreamAnswer::status() const {
    return m_beast->status;
}

const HttpHeaders& UpstreamAnswer::headers() const {
    return m_beast->headers;
}

bool UpstreamAnswer::keepAlive() const {
    return m_beast->state == State::Done && m_beast->keep_alive() && !m_beast->need_eof();
}

const QString& UpstreamAnswer::problem() const {
    return m_beast->problem;
}

} // namespace signalbox
