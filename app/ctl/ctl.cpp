// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/ctl.h"

#include "core/client/transport.h"

#include <QSaveFile>

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

int saveExport(Ctl& ctl, const QString& path,
               const std::function<void(QIODevice* to, Callback<qint64> done)>& call) {
    QSaveFile file(path);
    const auto unwritten = [&](ErrorKind kind) {
        return Error{kind, QStringLiteral("%1 cannot be written: %2").arg(path, file.errorString()), {}};
    };
    if (!file.open(QIODevice::WriteOnly))
        return ctl.usage(unwritten(ErrorKind::Unavailable));
    const auto bytes = ctl.await<qint64>([&](Callback<qint64> done) { call(&file, std::move(done)); });
    if (!bytes)
        return ctl.fail(bytes.error());
    if (!file.commit())
        return ctl.fail(unwritten(ErrorKind::Internal));
    if (ctl.out().json())
        ctl.out().document({{QStringLiteral("path"), path}, {QStringLiteral("bytes"), *bytes}});
    else
        ctl.out().line(QStringLiteral("%1: %2").arg(path, bytesText(*bytes)));
    return Done;
}

} // namespace signalbox::ctl
