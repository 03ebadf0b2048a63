// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/server/http_message.h"

#include <memory>

namespace signalbox {

/// Reads one request out of a stream of bytes: Beast's parser with the strictness it lacks (one valid Host,
/// no ambiguous framing, bounded chunk lines and trailers). Knows no socket. One object a request; not
/// thread-safe.
class HttpParser {
public:
    enum class State {
        Head,     ///< wants bytes of the head
        HeadDone, ///< the head is there; say allowBody() before going on
        Body,     ///< wants bytes of the body
        Done,     ///< take() it
        Failed,   ///< failure() says with which status and why; the connection cannot go on
    };
    struct Failure {
        int status = 400;
        Error error;
    };

    /// headLimit: bytes of request line and fields together (431 beyond).
    explicit HttpParser(qint64 headLimit, bool escapedSlash = false);
    ~HttpParser();
    HttpParser(const HttpParser&) = delete;
    HttpParser& operator=(const HttpParser&) = delete;

    /// Offers all bytes received and not yet consumed; returns how many were consumed. Offer the rest again
    /// with more behind it. Stops once after the head, and behind the last byte of the request.
    qsizetype feed(const char* data, qsizetype size);
    /// Lets the body in, up to limit bytes; fails at once with 413 when it announces more. Only in HeadDone.
    void allowBody(qint64 limit);

    [[nodiscard]] State state() const;
    [[nodiscard]] const Failure& failure() const;
    /// Method, target, path, query and headers from HeadDone on; the body too when Done.
    [[nodiscard]] const HttpRequest& request() const;
    HttpRequest take();
    /// The client waits for "100 Continue" before it sends the body.
    [[nodiscard]] bool expectsContinue() const;
    [[nodiscard]] bool keepAlive() const;
    /// False for HTTP/1.0, which knows no chunks.
    [[nodiscard]] bool isVersion11() const;

private:
    class Beast;
    std::unique_ptr<Beast> m_beast;
};

} // namespace signalbox
