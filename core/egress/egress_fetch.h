// SPDX-License-Identifier: GPL-3.0-or-later
// Private to the egress proxy: one request whose answer passes through.
#pragma once

#include "core/egress/egress_core.h"

namespace signalbox {

/// Relays GET and HEAD. An index that has a validator is kept, and asked for again with it, so that what did
/// not change is not sent again. I/O thread only.
class EgressFetch final : public std::enable_shared_from_this<EgressFetch>, public EgressWork {
public:
    EgressFetch(EgressCore& core, HttpRequest request, EgressRule rule, EgressTarget target, HttpReply reply);
    void start();
    void cancel() override;

private:
    [[nodiscard]] HttpHeaders askingHeaders();
    void onHead(int status, const HttpHeaders& headers);
    void onBody(QByteArrayView piece);
    void onFinished();
    void onFailed(const UpstreamFailure& failure);
    void pass(const QByteArray& bytes);
    void cutOff(const QString& why);
    void end();

    EgressCore& m_core;
    const HttpRequest m_request;
    const EgressRule m_rule;
    const EgressTarget m_target;
    HttpReply m_reply;
    const QString m_key; ///< in the cache: an index has several forms, by what is accepted
    std::shared_ptr<UpstreamCall> m_call;
    boost::asio::steady_timer m_timer;
    std::unique_ptr<PackageCache::Writer> m_keep;
    CachedFile m_file;
    QByteArray m_tail; ///< not passed on yet: a link may begin in it
    qint64 m_bytes = 0;
    bool m_conditional = false; ///< we asked whether what we have still stands
    bool m_rewrite = false;     ///< links to TLS lead through us
    bool m_paused = false;
    bool m_over = false;
};

} // namespace signalbox
