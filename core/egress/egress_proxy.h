// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/egress/address_rules.h"
#include "core/egress/egress_rules.h"
#include "core/server/http_message.h"

#include <QMap>
#include <QUrl>

#include <functional>
#include <memory>

namespace signalbox {

/// What machines may cost together with their answers. Sizes in bytes.
struct EgressLimits {
    qint64 answer = 2LL << 30;       ///< of one answer, or one direction of a tunnel; then it is cut
    qint64 machine = 20LL << 30;     ///< of all answers of one machine, as long as it is known
    int requests = 3000;             ///< of one machine in a minute; 429 beyond
    int tunnels = 32;                ///< of one machine at the same time; 429 beyond
    Millis time{15 * 60'000};        ///< of one request or tunnel altogether; then it is cut
    Millis silence{60'000};          ///< of the other side; then it is cut
    Millis helloTime{10'000};        ///< for a request line, and for a TLS client to say whom it wants
    qint64 cache = 4LL << 30;        ///< of packages on disk
    qint64 cachedIndex = 64LL << 20; ///< of one file that may change: larger ones are not kept
};

/// Whom a machine may reach.
struct EgressCaller {
    EgressRules rules;
};

/// What was asked, and what became of it.
struct EgressAct {
    enum class Kind { Allowed, Refused, Cut };
    Kind kind = Kind::Allowed;
    QString list;      ///< the rule's
    QByteArray method; ///< "GET", "HEAD", "CONNECT", or what was tried
    QString target;    ///< "registry.npmjs.org/is-odd", "example.org:443"
    QString why;       ///< empty for what was allowed
};

struct EgressOptions {
    /// Denied: it is not known, or may reach nothing. On the I/O thread, as the next: must not block.
    std::function<Result<EgressCaller>(const Peer&)> identify;
    /// False: it cannot be written down, and what was asked must not be done.
    std::function<bool(const Peer&, const EgressAct&)> audit;
    QString cacheDirectory;
    QList<IpNetwork> networks; ///< that names may lead to, beside the world's addresses
    QMap<QString, QUrl>
        mirrors;         ///< hosts that are fetched from elsewhere, wherever that is: the operator's word
    QString authorities; ///< PEM file with further authorities to trust
    EgressLimits limits;
};

/// The way of machines to the world outside: an HTTP proxy that lets through what rules allow and nothing
/// else. Requests in the clear are GET and HEAD without a body; to registries the core itself speaks TLS, and
/// it keeps their packages, so that a fleet fetches a file once. A tunnel goes to port 443 of an allowed name
/// only, and only when the TLS client asks for that name. A name is looked up once, and connected to where
/// that says, if it is in the world or in one of `networks`. It has an I/O thread of its own. Thread-safe.
class EgressProxy {
public:
    /// The clock outlives it. Unavailable without a place for the cache, Invalid for bad options.
    static Result<std::unique_ptr<EgressProxy>> start(EgressOptions options);
    ~EgressProxy();
    EgressProxy(const EgressProxy&) = delete;
    EgressProxy& operator=(const EgressProxy&) = delete;

    /// A connection that a program in a machine opened. Owns the descriptor.
    void adopt(int descriptor, const Peer& peer);
    /// What a machine still has under way ends; what it used is forgotten.
    void forget(const QString& machine);
    /// Ends everything, and the thread. Idempotent.
    void stop();

private:
    class Private;
    explicit EgressProxy(std::unique_ptr<Private> d);
    std::unique_ptr<Private> m_d;
};

} // namespace signalbox
