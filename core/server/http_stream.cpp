// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/http_stream.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <utility>

namespace signalbox {

namespace asio = boost::asio;
using Socket = asio::generic::stream_protocol::socket;

FileDescriptor::~FileDescriptor() {
    if (m_fd >= 0)
        ::close(m_fd);
}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
    std::swap(m_fd, other.m_fd);
    return *this;
}

namespace {

void setOption(int fd, int level, int name) {
    const int on = 1;
    ::setsockopt(fd, level, name, &on,
                 sizeof on); // an improvement where it works, so failure does not matter
}

void lingerNot(Socket& socket) {
    const linger none{1, 0};
    ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_LINGER, &none, sizeof none);
}

bool nothingToRead(int fd) {
    char byte = 0;
    return ::recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

std::optional<Socket> toSocket(asio::io_context& io, FileDescriptor fd) {
    int type = 0;
    int family = 0;
    socklen_t length = sizeof type;
    if (::getsockopt(fd.get(), SOL_SOCKET, SO_TYPE, &type, &length) != 0 || type != SOCK_STREAM)
        return std::nullopt;
    length = sizeof family;
    if (::getsockopt(fd.get(), SOL_SOCKET, SO_DOMAIN, &family, &length) != 0)
        return std::nullopt;
    if (family == AF_INET || family == AF_INET6) {
        setOption(fd.get(), IPPROTO_TCP, TCP_NODELAY); // small events must not wait for an acknowledgement
        setOption(fd.get(), SOL_SOCKET, SO_KEEPALIVE);
    }
    Socket socket(io);
    IoError ec;
    socket.assign(asio::generic::stream_protocol(family, IPPROTO_IP), fd.get(), ec);
    if (ec)
        return std::nullopt;
    fd.release();
    socket.non_blocking(true, ec);
    return socket;
}

class PlainStream final : public HttpStream {
public:
    explicit PlainStream(Socket socket) : m_socket(std::move(socket)) {}

    void handshake(std::function<void(IoError)> done) override { done({}); }
    void read(char* buffer, std::size_t size, Done done) override {
        m_socket.async_read_some(asio::buffer(buffer, size), std::move(done));
    }
    void write(const char* data, std::size_t size, Done done) override {
        m_socket.async_write_some(asio::buffer(data, size), std::move(done));
    }
    void shutdownSend(std::shared_ptr<void>) override {
        IoError ignored;
        m_socket.shutdown(Socket::shutdown_send, ignored);
    }
    void close() override {
        IoError ignored;
        m_socket.close(ignored);
    }
    void forgetUnsent() override { lingerNot(m_socket); }
    // Asio's own accessor is not const.
    bool isQuiet() const override { return nothingToRead(const_cast<Socket&>(m_socket).native_handle()); }

private:
    Socket m_socket;
};

class TlsStream final : public HttpStream {
public:
    TlsStream(Socket socket, asio::ssl::context& tls) : m_stream(std::move(socket), tls) {}
    TlsStream(Socket socket, asio::ssl::context& tls, const std::string& host)
        : m_stream(std::move(socket), tls), m_role(asio::ssl::stream_base::client) {
        IoError ec;
        asio::ip::make_address(host, ec);
        if (ec) // a name, which may choose the certificate; addresses must not be sent
            SSL_set_tlsext_host_name(m_stream.native_handle(), host.c_str());
        m_stream.set_verify_mode(asio::ssl::verify_peer, ec);
        m_stream.set_verify_callback(asio::ssl::host_name_verification(host), ec);
    }

    void handshake(std::function<void(IoError)> done) override {
        m_stream.async_handshake(m_role, std::move(done));
    }

    void read(char* buffer, std::size_t size, Done done) override {
        if (m_discarding) {
            m_stream.next_layer().async_read_some(asio::buffer(buffer, size), std::move(done));
            return;
        }
        m_stream.async_read_some(asio::buffer(buffer, size), [this, buffer, size, done = std::move(done)](
                                                                 IoError ec, std::size_t n) mutable {
            // Once our side has ended, TLS may refuse to go on while the client still sends: swallow its
            // bytes unread.
            if (ec && m_shutDown && ec != asio::error::operation_aborted && m_stream.next_layer().is_open()) {
                m_discarding = true;
                read(buffer, size, std::move(done));
                return;
            }
            done(ec, n);
        });
    }

    void write(const char* data, std::size_t size, Done done) override {
        m_stream.async_write_some(asio::buffer(data, size), std::move(done));
    }

    void shutdownSend(std::shared_ptr<void> keepAlive) override {
        m_shutDown = true;
        m_stream.async_shutdown([this, keepAlive = std::move(keepAlive)](IoError) {
            IoError ignored;
            m_stream.next_layer().shutdown(Socket::shutdown_send, ignored);
        });
    }

    void close() override {
        IoError ignored;
        m_stream.next_layer().close(ignored);
    }

    void forgetUnsent() override { lingerNot(m_stream.next_layer()); }
    bool isQuiet() const override {
        auto& stream = const_cast<asio::ssl::stream<Socket>&>(m_stream);
        return SSL_pending(stream.native_handle()) == 0 && nothingToRead(stream.next_layer().native_handle());
    }

private:
    asio::ssl::stream<Socket> m_stream;
    asio::ssl::stream_base::handshake_type m_role = asio::ssl::stream_base::server;
    bool m_shutDown = false;
    bool m_discarding = false;
};

} // namespace

std::unique_ptr<HttpStream> makePlainStream(asio::io_context& io, FileDescriptor socket) {
    auto connected = toSocket(io, std::move(socket));
    return connected ? std::make_unique<PlainStream>(std::move(*connected)) : nullptr;
}

std::unique_ptr<HttpStream> makeTlsClientStream(asio::io_context& io, asio::ssl::context& tls,
                                                FileDescriptor socket, const std::string& host) {
    auto connected = toSocket(io, std::move(socket));
    return connected ? std::make_unique<TlsStream>(std::move(*connected), tls, host) : nullptr;
}

std::unique_ptr<HttpStream> makeTlsStream(asio::io_context& io, asio::ssl::context& tls,
                                          FileDescriptor socket) {
    auto connected = toSocket(io, std::move(socket));
    return connected ? std::make_unique<TlsStream>(std::move(*connected), tls) : nullptr;
}

} // namespace signalbox
