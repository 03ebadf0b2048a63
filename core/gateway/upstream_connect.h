// SPDX-License-Identifier: GPL-3.0-or-later
// Private to the gateway: from a name to a connected socket.
#pragma once

#include "core/base/result.h"
#include "core/server/http_stream.h"

#include <boost/asio/ip/tcp.hpp>

#include <QString>

#include <vector>

namespace signalbox {

/// Looks a host up and tries its addresses in turn, until one takes the connection. I/O thread only. Calls
/// back once, unless cancelled; keeps itself alive until then.
class UpstreamConnect final : public std::enable_shared_from_this<UpstreamConnect> {
public:
    using Done = std::function<void(Result<std::shared_ptr<FileDescriptor>>)>;

    /// Which of the addresses that a host leads to may be tried; unset: all.
    using Filter = std::function<bool(const boost::asio::ip::address&)>;

    UpstreamConnect(boost::asio::io_context& io, QString host, quint16 port, Filter filter = {});
    void start(Done done);
    void cancel();

private:
    void tryNext();
    void finish(Result<std::shared_ptr<FileDescriptor>> result);

    boost::asio::io_context& m_io;
    const QString m_host;
    const quint16 m_port;
    const Filter m_filter;
    boost::asio::ip::tcp::resolver m_resolver;
    std::unique_ptr<boost::asio::ip::tcp::socket> m_socket;
    std::vector<boost::asio::ip::tcp::endpoint> m_left; ///< addresses, the next one last
    QString m_trouble;
    bool m_denied = false; ///< an address was passed over
    Done m_done;
};

} // namespace signalbox
