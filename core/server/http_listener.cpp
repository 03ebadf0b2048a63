// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/http_listener.h"

#include <boost/asio/ip/tcp.hpp>

#include <sys/socket.h>

#include <cerrno>
#include <cstring>

namespace signalbox {

namespace asio = boost::asio;
using Endpoint = asio::ip::tcp::endpoint;

namespace {

Error cannotListen(const Endpoint& at) {
    return {ErrorKind::Unavailable,
            QStringLiteral("Cannot listen on %1 port %2: %3.")
                .arg(QString::fromStdString(at.address().to_string()), QString::number(at.port()),
                     QString::fromLocal8Bit(std::strerror(errno))),
            QStringLiteral("Choose a free port (0 takes any) and an address of this machine.")};
}

Result<Endpoint> endpointFor(const QString& address, quint16 port) {
    const QString numeric = address == QLatin1String("localhost") ? QStringLiteral("127.0.0.1") : address;
    IoError ec;
    const auto parsed = asio::ip::make_address(numeric.toStdString(), ec);
    if (ec)
        return Error{ErrorKind::Invalid,
                     QStringLiteral("\"%1\" is not an IP address to listen on.").arg(address),
                     QStringLiteral("Use 127.0.0.1 for this machine only, or 0.0.0.0 for all its networks.")};
    return Endpoint(parsed, port);
}

} // namespace

Result<std::unique_ptr<HttpListener>> HttpListener::open(asio::io_context& io, const QString& address,
                                                         quint16 port) {
    auto wanted = endpointFor(address, port);
    if (!wanted)
        return wanted.error();
    FileDescriptor fd(
        ::socket(wanted->protocol().family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_TCP));
    const int on = 1;
    if (!fd.isOpen() || ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        ::bind(fd.get(), wanted->data(), static_cast<socklen_t>(wanted->size())) != 0 ||
        ::listen(fd.get(), SOMAXCONN) != 0)
        return cannotListen(*wanted);
    Endpoint bound;
    auto length = static_cast<socklen_t>(bound.capacity());
    if (::getsockname(fd.get(), bound.data(), &length) != 0)
        return cannotListen(*wanted);
    bound.resize(length);
    return std::unique_ptr<HttpListener>(new HttpListener(io, std::move(fd), bound.port()));
}

HttpListener::HttpListener(asio::io_context& io, FileDescriptor socket, quint16 port)
    : m_socket(io, socket.release()), m_pause(io), m_port(port) {}

void HttpListener::start(Accepted accepted) {
    m_accepted = std::move(accepted);
    wait();
}

void HttpListener::close() {
    IoError ignored;
    m_pause.cancel();
    m_socket.close(ignored);
}

void HttpListener::wait() {
    m_socket.async_wait(asio::posix::stream_descriptor::wait_read, [this](IoError ec) {
        if (!ec)
            acceptAll();
    });
}

void HttpListener::acceptAll() {
    // Some at a time, so that a flood of new clients does not starve those who are served.
    for (int i = 0; i < 64; ++i) {
        Endpoint client;
        auto length = static_cast<socklen_t>(client.capacity());
        FileDescriptor fd(
            ::accept4(m_socket.native_handle(), client.data(), &length, SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (fd.isOpen()) {
            client.resize(length);
            m_accepted(std::move(fd), QString::fromStdString(client.address().to_string()));
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            break;
        } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            // The client stays in the queue and would wake us at once again: give others time to let go of
            // something.
            m_pause.expires_after(std::chrono::milliseconds(100));
            m_pause.async_wait([this](IoError ec) {
                if (!ec)
                    wait();
            });
            return;
        } // else this one client went away already
    }
    wait();
}

} // namespace signalbox
