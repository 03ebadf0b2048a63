// SPDX-License-Identifier: GPL-3.0-or-later
// Private to the HTTP server and to the gateway's client: a connected byte stream, plain or TLS, behind one
// interface, so that the connection is compiled once.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/system/error_code.hpp>

#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace signalbox {

using IoError = boost::system::error_code;

/// Owns a file descriptor until it is released.
class FileDescriptor {
public:
    explicit FileDescriptor(int fd = -1) : m_fd(fd) {}
    ~FileDescriptor();
    FileDescriptor(FileDescriptor&& other) noexcept : m_fd(other.release()) {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept;

    [[nodiscard]] int get() const { return m_fd; }
    [[nodiscard]] bool isOpen() const { return m_fd >= 0; }
    int release() noexcept { return std::exchange(m_fd, -1); }

private:
    int m_fd;
};

/// At most one read and one write at a time. The caller keeps buffers and stream alive until each has been
/// answered; close() makes them fail soon.
class HttpStream {
public:
    using Done = std::function<void(IoError, std::size_t)>;

    virtual ~HttpStream() = default;
    virtual void handshake(std::function<void(IoError)> done) = 0;
    /// Error asio::error::eof when the client ended its side.
    virtual void read(char* buffer, std::size_t size, Done done) = 0;
    /// May write less than all.
    virtual void write(const char* data, std::size_t size, Done done) = 0;
    /// Ends our side; reading goes on, and what comes is only good for being discarded. keepAlive is kept
    /// until the end.
    virtual void shutdownSend(std::shared_ptr<void> keepAlive) = 0;
    virtual void close() = 0;
    /// From now on close() throws away what the client has not taken, instead of letting the system keep it
    /// for one that does not read.
    virtual void forgetUnsent() = 0;
    /// Nothing was received that read() has not given yet, and the other end is there.
    [[nodiscard]] virtual bool isQuiet() const = 0;
};

/// Takes a connected stream socket (IPv4, IPv6 or Unix); null when it is none.
std::unique_ptr<HttpStream> makePlainStream(boost::asio::io_context& io, FileDescriptor socket);
std::unique_ptr<HttpStream> makeTlsStream(boost::asio::io_context& io, boost::asio::ssl::context& tls,
                                          FileDescriptor socket);

/// The client's end, which checks that the other has a certificate for that host (a name or an IP address).
std::unique_ptr<HttpStream> makeTlsClientStream(boost::asio::io_context& io, boost::asio::ssl::context& tls,
                                                FileDescriptor socket, const std::string& host);

} // namespace signalbox
