// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/http_server.h"

#include "core/server/http_connection.h"
#include "core/server/http_listener.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>

#include <QHash>
#include <QtDebug>

#include <openssl/ssl.h>
#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace signalbox {

namespace asio = boost::asio;

namespace {

constexpr int refusalSlots =
    64; ///< connections beyond the limit that are told so; the others are just closed

Result<std::unique_ptr<asio::ssl::context>> makeTlsContext(const HttpOptions& options) {
    std::unique_ptr<asio::ssl::context> tls;
    if (options.tlsCertificate.isEmpty() && options.tlsKey.isEmpty())
        return tls;
    const auto failed = [](const QString& what, const QString& why) {
        return Error{
            ErrorKind::Invalid, QStringLiteral("TLS cannot be served: %1: %2.").arg(what, why),
            QStringLiteral(
                "Give a certificate and its key as PEM files that this user may read, the key without "
                "a passphrase.")};
    };
    try {
        tls = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
    } catch (const std::exception& e) {
        return failed(QStringLiteral("OpenSSL"), QString::fromLocal8Bit(e.what()));
    }
    SSL_CTX* context = tls->native_handle();
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS); // an idle connection need not hold 34 KB
    IoError ec;
    // Without this OpenSSL asks for a passphrase on the terminal.
    tls->set_password_callback(
        [](std::size_t, asio::ssl::context::password_purpose) { return std::string(); }, ec);
    tls->use_certificate_chain_file(options.tlsCertificate.toStdString(), ec);
    if (ec)
        return failed(options.tlsCertificate, QString::fromStdString(ec.message()));
    tls->use_private_key_file(options.tlsKey.toStdString(), asio::ssl::context::pem, ec);
    if (ec)
        return failed(options.tlsKey, QString::fromStdString(ec.message()));
    if (SSL_CTX_check_private_key(context) != 1)
        return failed(options.tlsKey, QStringLiteral("the key does not belong to the certificate"));
    return tls;
}

} // namespace

/// Everything that lives on the I/O thread. Shared, so that a late HttpReply can ask whether it still exists.
class HttpCore final : public HttpHost, public std::enable_shared_from_this<HttpCore> {
public:
    HttpCore(HttpOptions serverOptions, HttpHandler requestHandler,
             std::unique_ptr<asio::ssl::context> context)
        : handler(std::move(requestHandler)), m_options(std::move(serverOptions)), m_tls(std::move(context)) {
    }

    const HttpOptions& options() const override { return m_options; }

    void handle(const HttpRequest& request, HttpReply reply) override {
        try {
            handler(request, std::move(reply)); // its end without an answer is answered with 500
        } catch (const std::exception& e) {
            qWarning("HTTP: the handler of %s %s threw: %s", request.method.constData(),
                     qPrintable(request.path), e.what());
        }
    }

    HttpReplyState::Wake wakeFor(quint64 connection, quint64 request) override {
        return [weak = weak_from_this(), connection, request] {
            const auto core = weak.lock();
            if (!core)
                return;
            // The handler runs inside core's own context, so core is alive then; a reference would be a
            // circle.
            asio::post(core->io, [raw = core.get(), connection, request] {
                if (const auto found = raw->m_connections.find(connection); found != raw->m_connections.end())
                    std::shared_ptr(found->second)->pump(request);
            });
        };
    }

    void closed(quint64 connection) override {
        const auto found = m_connections.find(connection);
        if (found == m_connections.end())
            return;
        const Peer& peer = found->second->peer();
        if (peer.kind == Peer::Kind::Guest) {
            --m_guests;
            if (--m_ofGuest[peer.identity] <= 0)
                m_ofGuest.remove(peer.identity);
        }
        m_connections.erase(found);
        count = static_cast<int>(m_connections.size());
        if (stopping && m_connections.empty())
            io.stop();
    }

    void serve(FileDescriptor fd, Peer peer, bool adopted) {
        if (stopping)
            return;
        auto refusal = refusalFor(peer);
        if (!refusal.second)
            return;
        const bool secure = m_tls && !adopted;
        auto stream = secure ? makeTlsStream(io, *m_tls, std::move(fd)) : makePlainStream(io, std::move(fd));
        if (!stream)
            return;
        if (peer.kind == Peer::Kind::Guest) {
            ++m_guests;
            ++m_ofGuest[peer.identity];
        }
        const quint64 id = ++m_lastId;
        auto connection =
            std::make_shared<HttpConnection>(io, *this, std::move(stream), id, std::move(peer), secure);
        m_connections.emplace(id, connection);
        count = static_cast<int>(m_connections.size());
        connection->start(std::move(refusal.first));
    }

    void listenOn(std::unique_ptr<HttpListener> listener) {
        m_listener = std::move(listener);
        m_listener->start([this](FileDescriptor fd, const QString& address) {
            serve(std::move(fd), Peer{Peer::Kind::Network, {}, address}, false);
        });
    }

    void beginStop() {
        if (m_listener)
            m_listener->close();
        for (const auto& connection : snapshot())
            connection->retire();
        if (m_connections.empty())
            return io.stop();
        m_drain.expires_after(m_options.limits.drainTime);
        m_drain.async_wait([this](IoError) {
            for (const auto& connection : snapshot())
                connection->close();
            io.stop();
        });
    }

    asio::io_context io{1};
    HttpHandler handler;
    std::atomic<bool> stopping{false};
    std::atomic<int> count{0};

private:
    /// What to tell the newcomer instead of serving it, if anything; and whether to talk to it at all.
    std::pair<std::optional<HttpParser::Failure>, bool> refusalFor(const Peer& peer) const {
        const HttpLimits& limits = m_options.limits;
        // How far beyond its limits this connection would be.
        int beyond = static_cast<int>(m_connections.size()) + 1 - limits.maxConnections;
        if (peer.kind == Peer::Kind::Guest)
            beyond = std::max({beyond, m_guests + 1 - limits.maxConnectionsOfGuests,
                               m_ofGuest.value(peer.identity) + 1 - limits.maxConnectionsOfGuest});
        if (beyond <= 0)
            return {std::nullopt, true};
        const HttpParser::Failure busy{503,
                                       {ErrorKind::Unavailable,
                                        QStringLiteral("Too many connections are open."),
                                        QStringLiteral("Close some, and try again later.")}};
        return {busy, beyond <= refusalSlots};
    }

    /// Closing changes the table, so walk over a copy.
    std::vector<std::shared_ptr<HttpConnection>> snapshot() const {
        std::vector<std::shared_ptr<HttpConnection>> all;
        all.reserve(m_connections.size());
        for (const auto& [id, connection] : m_connections)
            all.push_back(connection);
        return all;
    }

    const HttpOptions m_options;
    const std::unique_ptr<asio::ssl::context> m_tls;
    std::unique_ptr<HttpListener> m_listener;
    asio::steady_timer m_drain{io};
    std::unordered_map<quint64, std::shared_ptr<HttpConnection>> m_connections;
    QHash<QString, int> m_ofGuest;
    int m_guests = 0; ///< connections of all of them
    quint64 m_lastId = 0;
};

class HttpServer::Private {
public:
    explicit Private(std::shared_ptr<HttpCore> shared, quint16 listenPort)
        : core(std::move(shared)), port(listenPort), m_guard(core->io.get_executor()),
          m_thread([io = &core->io] { run(*io); }) {}

    void stop() {
        const std::lock_guard lock(m_mutex);
        if (!m_thread.joinable())
            return;
        SB_ASSERT(m_thread.get_id() != std::this_thread::get_id(),
                  "an HTTP server cannot be stopped by its handler");
        core->stopping = true;
        asio::post(core->io, [raw = core.get()] { raw->beginStop(); });
        m_thread.join();
        // What was handed over too late still holds descriptors and replies: let it see that all is closed.
        core->io.restart();
        core->io.poll();
        core->handler = nullptr;
    }

    const std::shared_ptr<HttpCore> core;
    const quint16 port;

private:
    static void run(asio::io_context& io) {
        pthread_setname_np(pthread_self(), "signalbox-http");
        while (!io.stopped()) {
            try {
                io.run();
            } catch (const std::exception& e) {
                qWarning("HTTP: a callback threw: %s", e.what());
            }
        }
    }

    std::mutex m_mutex;
    asio::executor_work_guard<asio::io_context::executor_type> m_guard;
    std::thread m_thread;
};

Result<std::unique_ptr<HttpServer>> HttpServer::start(HttpOptions options, HttpHandler handler) {
    auto tls = makeTlsContext(options);
    if (!tls)
        return tls.error();
    try { // Asio and std::thread throw when the system has no descriptor or thread left
        const QString address = options.address;
        const quint16 wantedPort = options.port;
        auto core = std::make_shared<HttpCore>(std::move(options), std::move(handler), std::move(*tls));
        quint16 port = 0;
        if (!address.isEmpty()) {
            auto listener = HttpListener::open(core->io, address, wantedPort);
            if (!listener)
                return listener.error();
            port = (*listener)->port();
            core->listenOn(std::move(*listener));
        }
        return std::unique_ptr<HttpServer>(new HttpServer(std::make_unique<Private>(std::move(core), port)));
    } catch (const std::exception& e) {
        return Error{
            ErrorKind::Unavailable,
            QStringLiteral("The HTTP server cannot start: %1.").arg(QString::fromLocal8Bit(e.what())),
            QStringLiteral(
                "Raise the limits on open files and threads of this user, or close other programs.")};
    }
}

HttpServer::HttpServer(std::unique_ptr<Private> d) : m_d(std::move(d)) {}

HttpServer::~HttpServer() {
    stop();
}

quint16 HttpServer::port() const {
    return m_d->port;
}

void HttpServer::adopt(int descriptor, Peer peer) {
    auto fd = std::make_shared<FileDescriptor>(descriptor);
    if (m_d->core->stopping)
        return;
    asio::post(m_d->core->io, [raw = m_d->core.get(), fd, peer = std::move(peer)]() mutable {
        raw->serve(std::move(*fd), std::move(peer), true);
    });
}

void HttpServer::post(std::function<void()> work) {
    if (!m_d->core->stopping)
        asio::post(m_d->core->io, std::move(work));
}

asio::io_context& HttpServer::io() {
    return m_d->core->io;
}

int HttpServer::connectionCount() const {
    return m_d->core->count;
}

void HttpServer::stop() {
    m_d->stop();
}

} // namespace signalbox
