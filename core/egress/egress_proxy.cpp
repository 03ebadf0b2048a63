// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/egress/egress_proxy.h"

#include "core/base/assert.h"
#include "core/egress/egress_core.h"

#include <future>

namespace signalbox {

namespace {

Result<void> checkMirrors(const EgressOptions& options) {
    for (auto it = options.mirrors.begin(); it != options.mirrors.end(); ++it) {
        const QString scheme = it->scheme();
        if (!it->isValid() || (scheme != QLatin1String("http") && scheme != QLatin1String("https")) ||
            it->host().isEmpty() || !it->userInfo().isEmpty() || it->hasQuery() || it->hasFragment())
            return Error{ErrorKind::Invalid,
                         QStringLiteral("the mirror for %1 is no URL of a server").arg(it.key()),
                         QStringLiteral("give http://HOST:PORT or https://HOST, with a path if it has one")};
    }
    return {};
}

} // namespace

class EgressProxy::Private {
public:
    explicit Private(EgressOptions options) : core(std::make_unique<EgressCore>(std::move(options))) {}

    Result<void> start() {
        HttpOptions http;
        http.address.clear(); // machines come over their channels; nobody else comes
        http.limits.escapedSlash = true;
        auto started =
            HttpServer::start(http, [raw = core.get()](const HttpRequest& request, HttpReply reply) {
                raw->handle(request, reply);
            });
        if (!started)
            return started.error();
        server = std::move(*started);
        return core->attach(*server);
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

    std::unique_ptr<EgressCore> core;
    std::unique_ptr<HttpServer> server;
    bool stopped = false;
};

Result<std::unique_ptr<EgressProxy>> EgressProxy::start(EgressOptions options) {
    SB_ASSERT(options.identify && options.audit, "a proxy must know who asks, and write it down");
    if (const auto good = checkMirrors(options); !good)
        return good.error();
    auto d = std::make_unique<Private>(std::move(options));
    if (const auto started = d->start(); !started)
        return started.error();
    return std::unique_ptr<EgressProxy>(new EgressProxy(std::move(d)));
}

EgressProxy::EgressProxy(std::unique_ptr<Private> d) : m_d(std::move(d)) {}

EgressProxy::~EgressProxy() {
    stop();
}

void EgressProxy::adopt(int descriptor, const Peer& peer) {
    auto fd = std::make_shared<FileDescriptor>(descriptor);
    m_d->server->post([core = m_d->core.get(), fd, peer] { core->open(std::move(*fd), peer); });
}

void EgressProxy::forget(const QString& machine) {
    m_d->server->post([core = m_d->core.get(), machine] { core->forget(machine); });
}

void EgressProxy::stop() {
    m_d->stop();
}

} // namespace signalbox
