// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/gateway.h"

#include "core/base/assert.h"
#include "core/gateway/gateway_core.h"

#include <atomic>
#include <future>

namespace signalbox {

namespace {

Result<void> checkUpstreams(const GatewayOptions& options) {
    for (auto it = options.upstreams.begin(); it != options.upstreams.end(); ++it) {
        const QUrl& url = it->url;
        if (url.isEmpty())
            continue;
        const bool isHttp = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
        if (!url.isValid() || !isHttp || url.host().isEmpty() || !url.userInfo().isEmpty() ||
            url.hasQuery() || url.hasFragment())
            return Error{
                ErrorKind::Invalid,
                QStringLiteral("the upstream for %1 is no URL of a server").arg(toString(it.key())),
                QStringLiteral("Give http://HOST:PORT or https://HOST, with a path if it has one; keys "
                               "do not belong into it.")};
    }
    return {};
}

} // namespace

class Gateway::Private {
public:
    Private(GatewayOptions options, BudgetLedger& ledger, const Clock& clock)
        : core(std::make_unique<GatewayCore>(std::move(options), ledger, clock)) {}

    Result<void> start() {
        HttpOptions http;
        http.address = core->options.listen;
        http.port = core->options.port;
        http.bodyLimit = [raw = core.get()](const QByteArray&, const QString&) { return raw->bodyLimit(); };
        http.limits.maxBody = core->options.maxRequest;
        auto started = HttpServer::start(http, [this](const HttpRequest& request, HttpReply reply) {
            // Requests may come before start() has done the rest.
            if (ready)
                core->handle(request, reply);
        });
        if (!started)
            return started.error();
        server = std::move(*started);
        if (const auto attached = core->attach(server->io()); !attached)
            return attached.error();
        ready = true;
        return {};
    }

    void stop() {
        if (stopped || !server)
            return;
        stopped = true;
        std::promise<void> done;
        server->post([&] {
            core->shutDown();
            done.set_value();
        });
        done.get_future().wait();
        server->stop();
        core->detach();
    }

    std::unique_ptr<GatewayCore> core;
    std::unique_ptr<HttpServer> server;
    std::atomic<bool> ready = false;
    bool stopped = false;
};

Result<std::unique_ptr<Gateway>> Gateway::start(GatewayOptions options, BudgetLedger& ledger,
                                                const Clock& clock) {
    SB_ASSERT(options.identify, "a gateway must know who calls");
    if (const auto good = checkUpstreams(options); !good)
        return good.error();
    auto d = std::make_unique<Private>(std::move(options), ledger, clock);
    if (const auto started = d->start(); !started)
        return started.error();
    return std::unique_ptr<Gateway>(new Gateway(std::move(d)));
}

Gateway::Gateway(std::unique_ptr<Private> d) : m_d(std::move(d)) {}

Gateway::~Gateway() {
    stop();
}

quint16 Gateway::port() const {
    return m_d->server->port();
}

void Gateway::adopt(int descriptor, Peer peer) {
    m_d->server->adopt(descriptor, std::move(peer));
}

void Gateway::stop() {
    m_d->stop();
}

} // namespace signalbox
