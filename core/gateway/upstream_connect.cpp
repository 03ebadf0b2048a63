// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/upstream_connect.h"

#include <sys/socket.h>

#include <utility>

namespace signalbox {

namespace asio = boost::asio;
using asio::ip::tcp;

UpstreamConnect::UpstreamConnect(asio::io_context& io, QString host, quint16 port, Filter filter)
    : m_io(io), m_host(std::move(host)), m_port(port), m_filter(std::move(filter)), m_resolver(io) {}

void UpstreamConnect::start(Done done) {
    m_done = std::move(done);
    IoError ec;
    if (const auto address = asio::ip::make_address(m_host.toStdString(), ec); !ec) {
        m_left.emplace_back(address, m_port);
        tryNext();
        return;
    }
    m_resolver.async_resolve(
        m_host.toStdString(), std::to_string(m_port), tcp::resolver::numeric_service,
        [self = shared_from_this()](IoError error, const tcp::resolver::results_type& found) {
            if (!self->m_done)
                return;
            if (error)
                self->m_trouble = QString::fromStdString(error.message());
            for (const auto& entry : found)
                self->m_left.push_back(entry.endpoint());
            std::reverse(self->m_left.begin(), self->m_left.end());
            self->tryNext();
        });
}

void UpstreamConnect::cancel() {
    m_done = nullptr;
    m_resolver.cancel();
    m_socket.reset();
}

void UpstreamConnect::tryNext() {
    m_socket.reset();
    if (m_left.empty())
        return finish(Error{m_denied ? ErrorKind::Denied : ErrorKind::Unavailable,
                            QStringLiteral("%1 cannot be reached: %2").arg(m_host, m_trouble),
                            {}});
    const tcp::endpoint to = m_left.back();
    m_left.pop_back();
    if (m_filter && !m_filter(to.address())) {
        m_denied = true;
        m_trouble = QStringLiteral("it leads to %1, which is not in the world outside")
                        .arg(QString::fromStdString(to.address().to_string()));
        return tryNext();
    }
    // Asio's own way to open a socket would let child processes inherit it.
    FileDescriptor fd(::socket(to.protocol().family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    IoError ec;
    auto socket = std::make_unique<tcp::socket>(m_io);
    if (fd.isOpen())
        socket->assign(to.protocol(), fd.get(), ec);
    if (!fd.isOpen() || ec) {
        m_trouble = QStringLiteral("no descriptor is left");
        return tryNext();
    }
    fd.release();
    m_socket = std::move(socket);
    m_socket->async_connect(to, [self = shared_from_this()](IoError error) {
        if (!self->m_done || !self->m_socket)
            return;
        if (error) {
            self->m_trouble = QString::fromStdString(error.message());
            return self->tryNext();
        }
        IoError ignored;
        self->finish(std::make_shared<FileDescriptor>(self->m_socket->release(ignored)));
    });
}

void UpstreamConnect::finish(Result<std::shared_ptr<FileDescriptor>> result) {
    if (const Done done = std::exchange(m_done, nullptr))
        done(std::move(result));
}

} // namespace signalbox
