// SPDX-License-Identifier: GPL-3.0-or-later
// Private to the HTTP server: the socket that new clients knock at.
#pragma once

#include "core/base/result.h"
#include "core/server/http_stream.h"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <QString>

namespace signalbox {

/// Accepts with descriptors that no child process inherits, which Asio's own acceptor does not do. I/O thread
/// only.
class HttpListener {
public:
    /// Called with each connected socket and the client's IP address.
    using Accepted = std::function<void(FileDescriptor, QString)>;

    static Result<std::unique_ptr<HttpListener>> open(boost::asio::io_context& io, const QString& address,
                                                      quint16 port);
    void start(Accepted accepted);
    void close();
    [[nodiscard]] quint16 port() const { return m_port; }

private:
    HttpListener(boost::asio::io_context& io, FileDescriptor socket, quint16 port);
    void wait();
    void acceptAll();

    boost::asio::posix::stream_descriptor m_socket;
    boost::asio::steady_timer m_pause;
    const quint16 m_port;
    Accepted m_accepted;
};

} // namespace signalbox
