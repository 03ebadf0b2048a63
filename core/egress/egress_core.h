// SPDX-License-Identifier: GPL-3.0-or-later
// Private to the egress proxy: what lives on its I/O thread.
#pragma once

#include "core/egress/egress_proxy.h"
#include "core/egress/package_cache.h"
#include "core/gateway/upstream.h"
#include "core/server/http_server.h"

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>

#include <QHash>

namespace signalbox {

class CacheFill;

/// Something under way that can be ended.
class EgressWork {
public:
    virtual ~EgressWork() = default;
    virtual void cancel() = 0;
};

/// Where an absolute request goes.
struct EgressTarget {
    QString host;
    QByteArray path; ///< with its query, as it was sent
    [[nodiscard]] QString url() const { return host + QString::fromLatin1(path); }
};

/// A judgement: a rule, or a status with the reason.
struct EgressVerdict {
    std::optional<EgressRule> rule;
    int status = 403;
    QString why;
};

/// I/O thread only, but for its making.
class EgressCore {
public:
    explicit EgressCore(EgressOptions egressOptions);
    /// Once the server exists, before the first request.
    Result<void> attach(HttpServer& server);
    void handle(const HttpRequest& request, const HttpReply& reply);
    /// A new connection: a tunnel, or one for the server.
    void open(FileDescriptor socket, const Peer& peer);
    void forget(const QString& machine);
    void shutDown();
    void detach();

    // For what is under way.
    /// Judges, counts and writes down.
    EgressVerdict judge(const Peer& peer, const QByteArray& method, const QString& host,
                        const QString& target, bool tunnel);
    void cut(const Peer& peer, const EgressRule& rule, const QByteArray& method, const QString& target,
             const QString& why);
    void refuse(const Peer& peer, const QByteArray& method, const QString& target, const QString& why);
    /// False: the machine has had all that it may have.
    bool countBytes(const QString& machine, qint64 bytes);
    std::shared_ptr<UpstreamCall> ask(const EgressRule& rule, const EgressTarget& target,
                                      const QByteArray& method, const HttpHeaders& headers,
                                      UpstreamListener listener);
    /// Whether a name that was looked up may be gone to.
    [[nodiscard]] bool isAllowed(const boost::asio::ip::address& address) const;
    void began(const QString& machine, const std::shared_ptr<EgressWork>& work);
    /// Takes a request for a file that never changes: from the cache, or with all others that want it.
    void fetchOnce(const Peer& peer, const EgressRule& rule, const EgressTarget& target,
                   const HttpReply& reply);
    void filled(const QString& url) { m_fills.remove(url); }
    /// Sends a file of the cache; false: it is not there, or the machine is not known any more.
    bool sendCached(const QString& machine, const QString& key, HttpReply reply);

    const EgressOptions options;
    boost::asio::io_context* io = nullptr;
    std::unique_ptr<PackageCache> cache;

private:
    struct Usage {
        std::chrono::steady_clock::time_point minute;
        int requests = 0;
        qint64 bytes = 0;
        QList<std::weak_ptr<EgressWork>> work;
    };
    void look(const std::shared_ptr<boost::asio::generic::stream_protocol::socket>& socket, const Peer& peer);

    HttpServer* m_server = nullptr;
    std::unique_ptr<Upstream> m_world;   ///< with an eye on addresses
    std::unique_ptr<Upstream> m_mirrors; ///< the operator's own, wherever they are
    QHash<QString, Usage> m_usage;       ///< by machine
    QHash<QString, std::shared_ptr<CacheFill>> m_fills;
};

/// Plain words as an answer.
HttpResponse egressRefusal(int status, const QString& why);
/// The fields of an answer that are passed on.
QList<HttpHeader> passedHeaders(const HttpHeaders& headers);

} // namespace signalbox
