// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/ctl.h"

#include "core/client/transport.h"

namespace signalbox::ctl {

Ctl::Ctl(QUrl url, QByteArray pin, bool json) : m_url(std::move(url)), m_pin(std::move(pin)) {
    m_out.setJson(json);
}

Ctl::~Ctl() = default;

Result<CoreInfo> Ctl::connect() {
    if (!m_client) {
        ClientOptions options;
        options.startLocalCore = !m_neverStart;
        options.pinnedSha256 = m_pin;
        auto client = CoreClient::create(m_url, options);
        if (!client)
            return client.error();
        m_client = std::move(client).value();
        if (m_out.isTerminal() && !m_out.json())
            QObject::connect(m_client.get(), &CoreClient::progress, this,
                             [this](const QString& line) { m_out.note(line); });
    }
    const Result<CoreInfo> info =
        await<CoreInfo>([this](const Callback<CoreInfo>& done) { m_client->reach(this, done); });
    m_reached = info.ok();
    return info;
}

int Ctl::fail(const Error& error) {
    m_out.error(error);
    switch (error.kind) {
    case ErrorKind::Denied:
    case ErrorKind::Conflict:
        return NotAllowed;
    case ErrorKind::Invalid:
        return m_client ? Failed : Usage; // a wrong URL
    case ErrorKind::NotFound:
        return m_reached || !isLocal() ? (m_client ? Failed : Usage) : Unreachable;
    case ErrorKind::Unavailable:
    case ErrorKind::Timeout:
        break;
    default:
        return m_reached ? Failed : Unreachable;
    }
    if (!m_reached)
        return Unreachable;
    // The core answered before. Either it is gone now, or it says that something else is.
    const Result<bool> there = await<bool>([this](const Callback<bool>& done) {
        ApiRequest ping;
        ping.path = QStringLiteral("/v1/ping");
        m_client->transport().request(ping, this, [done](const Delivery& d) { done(d.reply.ok()); });
    });
    return there && *there ? Failed : Unreachable;
}

int Ctl::usage(const Error& error) {
    m_out.error(error);
    return Usage;
}

} // namespace signalbox::ctl
