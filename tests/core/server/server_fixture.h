// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/server/http_server.h"
#include "raw_client.h"

#include <QElapsedTimer>
#include <QTest>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace signalbox::test {

/// Hands a value from the I/O thread to the test.
template <typename T>
class Mailbox {
public:
    void put(T value) {
        const std::lock_guard lock(m_mutex);
        m_value = std::move(value);
        m_arrived.notify_all(); // under the lock: who takes it may destroy this at once
    }
    /// Nothing when none arrives in time.
    std::optional<T> take(int timeoutMs = 20'000) {
        std::unique_lock lock(m_mutex);
        m_arrived.wait_for(lock, std::chrono::milliseconds(timeoutMs),
                           [this] { return m_value.has_value(); });
        return std::exchange(m_value, std::nullopt);
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_arrived;
    std::optional<T> m_value;
};

inline QByteArray get(const QByteArray& target, const QByteArray& fields = {}) {
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}

inline QByteArray post(const QByteArray& target, const QByteArray& body, const QByteArray& fields = {}) {
    return "POST " + target +
           " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" +
           fields + "\r\n" + body;
}

/// Answers with what it got: method, path and body, one a line.
inline void echo(const HttpRequest& request, HttpReply reply) {
    reply.send({200, "text/plain", request.method + '\n' + request.path.toUtf8() + '\n' + request.body, {}});
}

inline std::unique_ptr<HttpServer> serve(HttpHandler handler, HttpOptions options = {}) {
    auto server = HttpServer::start(std::move(options), std::move(handler));
    return server ? std::move(*server) : nullptr;
}

/// Resident memory of this process in bytes; 0 under a sanitizer, which would spoil the figure.
qint64 residentBytes();
/// Open descriptors of this process.
int openDescriptors();

} // namespace signalbox::test
