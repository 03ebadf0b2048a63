// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/server/http_message.h"

#include <QByteArrayView>

#include <functional>
#include <memory>

namespace signalbox {

/// Reads one answer of an upstream out of a stream of bytes, giving its body away piece by piece. Knows no
/// socket. Interim answers (1xx) are skipped. Bounded: head, chunk lines and trailers; the body is not kept.
/// One object an answer; not thread-safe.
class UpstreamAnswer {
public:
    static constexpr qint64 maxHead = 64 * 1024;
    enum class State { Head, Body, Done, Failed };
    using Body = std::function<void(QByteArrayView)>;

    /// headOnly: the request was a HEAD.
    explicit UpstreamAnswer(bool headOnly = false);
    ~UpstreamAnswer();
    UpstreamAnswer(const UpstreamAnswer&) = delete;
    UpstreamAnswer& operator=(const UpstreamAnswer&) = delete;

    /// Offers all bytes received and not yet consumed; returns how many were consumed. Stops once between
    /// head and body, and behind the last byte.
    qsizetype feed(const char* data, qsizetype size, const Body& body);
    /// The upstream ended the connection: Done where that ends the body, else Failed.
    void end();

    [[nodiscard]] State state() const;
    /// From Body on.
    [[nodiscard]] int status() const;
    [[nodiscard]] const HttpHeaders& headers() const;
    /// When Done: another request may be sent on the same connection.
    [[nodiscard]] bool keepAlive() const;
    /// When Failed.
    [[nodiscard]] const QString& problem() const;

private:
    class Beast;
    const bool m_headOnly;
    std::unique_ptr<Beast> m_beast;
};

} // namespace signalbox
