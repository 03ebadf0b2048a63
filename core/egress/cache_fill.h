// SPDX-License-Identifier: GPL-3.0-or-later
// Private to the egress proxy: one file of the cache on its way in, and out.
#pragma once

#include "core/egress/egress_core.h"

namespace signalbox {

/// Fetches a file that never changes into the cache, for all who want it meanwhile, and at the speed of none
/// of them. I/O thread only.
class CacheFill final : public std::enable_shared_from_this<CacheFill>, public EgressWork {
public:
    CacheFill(EgressCore& core, EgressRule rule, EgressTarget target);
    void start();
    void add(const Peer& peer, const HttpReply& reply);
    void cancel() override;

private:
    struct Waiter {
        Peer peer;
        HttpReply reply;
    };
    void onHead(int status, const HttpHeaders& headers);
    void onBody(QByteArrayView piece);
    void onFinished();
    void fail(int status, const QString& why);
    void end();

    EgressCore& m_core;
    const EgressRule m_rule;
    const EgressTarget m_target;
    QList<Waiter> m_waiters;
    std::unique_ptr<PackageCache::Writer> m_writer;
    std::shared_ptr<UpstreamCall> m_call;
    boost::asio::steady_timer m_timer;
    HttpResponse m_other; ///< an answer that is no file
    CachedFile m_file;
    bool m_over = false;
};

/// Sends a file of the cache at the client's pace, and checks its digest on the way: what is not the same
/// any more is cut before its end, and forgotten.
class CacheSend final : public std::enable_shared_from_this<CacheSend>, public EgressWork {
public:
    CacheSend(EgressCore& core, QString machine, CachedFile file, std::unique_ptr<QFile> bytes,
              HttpReply reply);
    ~CacheSend() override;
    void start();
    void cancel() override;

private:
    void more();
    struct Sum;
    EgressCore& m_core;
    const QString m_machine;
    const CachedFile m_file;
    std::unique_ptr<QFile> m_bytes;
    HttpReply m_reply;
    std::unique_ptr<Sum> m_sum;
};

} // namespace signalbox
