// SPDX-License-Identifier: GPL-3.0-or-later
// Private to the egress proxy: CONNECT, from its request line to its end.
#pragma once

#include "core/egress/egress_core.h"
#include "core/gateway/upstream_connect.h"

#include <array>

namespace signalbox {

/// Bytes to and fro between a machine and port 443 of an allowed name, once the machine's TLS has said that
/// it wants that name. I/O thread only.
class EgressTunnel final : public std::enable_shared_from_this<EgressTunnel>, public EgressWork {
public:
    EgressTunnel(EgressCore& core, Peer peer, std::unique_ptr<HttpStream> client);
    void start();
    void cancel() override;

private:
    /// One direction: what was read is written before more is read.
    struct Way {
        HttpStream* from = nullptr;
        HttpStream* to = nullptr;
        std::array<char, 16 * 1024> buffer;
        std::size_t size = 0;
        std::size_t written = 0;
        qint64 bytes = 0;
        bool ended = false;
    };
    void readHead();
    void onHead(const QByteArray& head);
    void connect(const QString& host);
    void readHello();
    void onHello();
    void begin();
    void read(Way& way);
    void write(Way& way);
    void answer(const HttpResponse& response);
    void say(const QByteArray& bytes, std::function<void()> then);
    void deny(const QString& why);
    void setDeadline(Millis time, const QString& why);
    void end();

    EgressCore& m_core;
    const Peer m_peer;
    std::unique_ptr<HttpStream> m_client;
    std::unique_ptr<HttpStream> m_world;
    std::shared_ptr<UpstreamConnect> m_connect;
    boost::asio::steady_timer m_timer;
    boost::asio::steady_timer m_all;
    QByteArray m_in; ///< head, then hello
    QByteArray m_out;
    QString m_host;
    QString m_target;
    EgressRule m_rule;
    Way m_up;
    Way m_down;
    bool m_over = false;
};

} // namespace signalbox
