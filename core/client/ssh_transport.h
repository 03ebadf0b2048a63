// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/http_transport.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QProcess>
#include <QTimer>

namespace signalbox {

struct SshOptions {
    QString destination; ///< "host" or "user@host", as the user's OpenSSH knows it
    int port = 0;        ///< 0: as OpenSSH's configuration says
    QString token;       ///< replaces the one that the remote core's file names
    QString program;     ///< empty: ssh in PATH
    Millis limit{30'000};
};

/// A core on another machine, reached through the user's own OpenSSH with its configuration, agent and known
/// hosts. Its file there tells its port and our token; one forwarded port of the loopback leads to it. Never
/// asks for a password: where one would be needed it says so.
class SshTransport final : public HttpTransport {
    Q_OBJECT
public:
    SshTransport(SshOptions options, Millis requestLimit, Millis silenceLimit);
    ~SshTransport() override;
    /// mayStart: starts the core there when none runs.
    void prepare(bool mayStart, QObject* context, std::function<void(Result<void>)> done) override;

private:
    [[nodiscard]] QStringList arguments(const QStringList& more) const;
    void askWhere(bool mayStart);
    void takeWhere();
    void forward(const QUrl& there, const QString& token);
    void knock();
    void finish(const Result<void>& result);
    [[nodiscard]] Error failed(const QString& what, const QByteArray& said) const;

    SshOptions m_options;
    std::unique_ptr<QProcess> m_ask;
    std::unique_ptr<QProcess> m_tunnel; ///< lives as long as the connection
    QTimer m_timer;
    QElapsedTimer m_began;
    std::function<void(Result<void>)> m_done;
    QPointer<QObject> m_context;
};

} // namespace signalbox
