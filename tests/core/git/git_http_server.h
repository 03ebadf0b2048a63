// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QTcpServer>
#include <QThread>

#include <functional>
#include <memory>

namespace signalbox::test {

/// A web server on the loopback for one test. By default it serves the bare repositories of a directory with
/// git's own http-backend, one request a connection; `answer` may replace that with any raw answer (empty: as
/// usual).
class GitHttpServer {
public:
    using Answer = std::function<QByteArray(const QString& target)>;

    explicit GitHttpServer(const QString& root, Answer answer = {});
    ~GitHttpServer();
    [[nodiscard]] QString url(const QString& repository) const;

private:
    class Listener;
    QThread m_thread;
    std::unique_ptr<Listener> m_listener;
    quint16 m_port = 0;
};

/// A port that accepts connections and never says a word.
class SilentServer {
public:
    SilentServer() { m_server.listen(QHostAddress::LocalHost); }
    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }

private:
    QTcpServer m_server; ///< the system accepts; nobody reads
};

} // namespace signalbox::test
