// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/egress/egress_proxy.h"

#include <QMap>
#include <QSet>
#include <QTemporaryDir>

#include <atomic>
#include <mutex>
#include <thread>

namespace signalbox::test {

/// A server in the world outside: what it does with a connection is up to the test. Each has a thread.
class RawUpstream {
public:
    using Serve = std::function<void(int socket, const QByteArray& head)>;
    /// Waits for a request's head first, unless `silent`.
    explicit RawUpstream(Serve serve, bool silent = false);
    ~RawUpstream();
    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QUrl url(const QString& scheme = QStringLiteral("http")) const;
    [[nodiscard]] int connections() const { return m_connections; }
    [[nodiscard]] QList<QByteArray> heads() const;
    static bool send(int socket, const QByteArray& bytes);
    /// A whole answer with this body.
    static QByteArray answer(const QByteArray& body, const QByteArray& fields = {});

private:
    void accept();
    const Serve m_serve;
    const bool m_silent;
    int m_socket = -1;
    quint16 m_port = 0;
    std::atomic<int> m_connections = 0;
    mutable std::mutex m_mutex;
    QList<QByteArray> m_heads;
    QList<int> m_open;
    std::vector<std::thread> m_serving;
    std::thread m_accepting;
};

/// A proxy, and who may use it.
struct World {
    explicit World(QList<EgressRule> rules, QMap<QString, QUrl> mirrors = {}, EgressLimits limits = {});
    /// A connection from a machine.
    [[nodiscard]] int connect(const QString& machine = QStringLiteral("m1"));
    /// What the proxy answers to these bytes, until it closes or `enough` bytes have come.
    QByteArray ask(const QByteArray& request, qsizetype enough = -1,
                   const QString& machine = QStringLiteral("m1"));
    QByteArray get(const QByteArray& url, const QByteArray& fields = {});
    [[nodiscard]] QList<EgressAct> acts() const;
    [[nodiscard]] int count(EgressAct::Kind kind) const;

    QTemporaryDir dir;
    mutable std::mutex mutex;
    QList<EgressAct> written;
    QMap<QString, EgressRules> known;
    std::atomic<bool> canWrite = true;
    std::unique_ptr<EgressProxy> proxy;
};

/// The body of an answer in chunks or with a length; nothing when it is not whole.
std::optional<QByteArray> bodyOf(const QByteArray& answer);
int statusOf(const QByteArray& answer);
/// Reads until the end, or until `enough` bytes have come.
QByteArray readAll(int socket, qsizetype enough = -1);

inline EgressRule rule(const char* list, const char* host, bool tls = false, bool tunnel = false) {
    return {QLatin1String(list), QLatin1String(host), tls, tunnel};
}

} // namespace signalbox::test
