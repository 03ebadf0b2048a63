// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/egress/cache_fill.h"

#include <QCryptographicHash>

#include <boost/asio/post.hpp>

namespace signalbox {

namespace {
constexpr qint64 pieceSize = 64 * 1024;
constexpr qint64 mostOther = 256 * 1024; ///< of an answer that is no file
} // namespace

CacheFill::CacheFill(EgressCore& core, EgressRule rule, EgressTarget target)
    : m_core(core), m_rule(std::move(rule)), m_target(std::move(target)), m_timer(*core.io) {}

void CacheFill::start() {
    UpstreamListener listener;
    listener.onHead = [self = shared_from_this()](int status, const HttpHeaders& headers) {
        self->onHead(status, headers);
    };
    listener.onBody = [self = shared_from_this()](QByteArrayView piece) { self->onBody(piece); };
    listener.onFinished = [self = shared_from_this()] { self->onFinished(); };
    listener.onFailed = [self = shared_from_this()](const UpstreamFailure& failure) {
        self->fail(failure.error.kind == ErrorKind::Denied ? 403 : 502, failure.error.message);
    };
    m_timer.expires_after(m_core.options.limits.time);
    m_timer.async_wait([weak = weak_from_this()](IoError ec) {
        if (const auto self = weak.lock(); self && !ec)
            self->fail(504, QStringLiteral("it took too long"));
    });
    m_call = m_core.ask(m_rule, m_target, "GET", {}, std::move(listener));
}

void CacheFill::add(const Peer& peer, const HttpReply& reply) {
    m_waiters.append({peer, reply});
}

void CacheFill::onHead(int status, const HttpHeaders& headers) {
    m_file.url = m_target.url();
    m_file.type = QString::fromLatin1(headers.value("Content-Type"));
    const QByteArray encoding = headers.value("Content-Encoding").toLower();
    if (status == 200 && (encoding.isEmpty() || encoding == "identity")) {
        m_writer = m_core.cache->begin();
        return;
    }
    m_other.status = status;
    m_other.contentType = headers.value("Content-Type");
    m_other.headers = passedHeaders(headers);
}

void CacheFill::onBody(QByteArrayView piece) {
    if (m_over)
        return;
    if (!m_writer) {
        m_other.body.append(piece);
        if (m_other.body.size() > mostOther)
            fail(502, QStringLiteral("an answer that is no package is too large"));
    } else if (m_writer->bytes() + piece.size() > m_core.options.limits.answer) {
        for (const Waiter& waiter : m_waiters)
            m_core.cut(waiter.peer, m_rule, "GET", m_target.url(), QStringLiteral("the answer is too large"));
        fail(502, QStringLiteral("the answer is too large"));
    } else if (!m_writer->write(piece)) {
        fail(507, QStringLiteral("there is no room for the package on the core's disk"));
    }
}

void CacheFill::onFinished() {
    if (m_over)
        return;
    const QList<Waiter> waiters = m_waiters;
    if (!m_writer) {
        for (const Waiter& waiter : waiters)
            HttpReply(waiter.reply).send(m_other);
        return end();
    }
    const bool kept = m_core.cache->keep(std::move(m_writer), m_file);
    for (const Waiter& waiter : waiters)
        if (!kept || !m_core.sendCached(waiter.peer.identity, m_file.url, waiter.reply))
            HttpReply(waiter.reply)
                .send(egressRefusal(507, QStringLiteral("the package could not be kept on the core's disk")));
    end();
}

void CacheFill::fail(int status, const QString& why) {
    if (m_over)
        return;
    for (const Waiter& waiter : m_waiters) {
        if (status == 403)
            m_core.refuse(waiter.peer, "GET", m_target.url(), why);
        HttpReply(waiter.reply).send(egressRefusal(status, why));
    }
    end();
}

void CacheFill::cancel() {
    fail(503, QStringLiteral("the proxy ends"));
}

void CacheFill::end() {
    if (std::exchange(m_over, true))
        return;
    m_timer.cancel();
    m_waiters.clear();
    m_writer.reset();
    if (m_call)
        m_call->cancel();
    m_core.filled(m_target.url());
}

// ---- Out ----

struct CacheSend::Sum {
    QCryptographicHash hash{QCryptographicHash::Sha256};
};

CacheSend::CacheSend(EgressCore& core, QString machine, CachedFile file, std::unique_ptr<QFile> bytes,
                     HttpReply reply)
    : m_core(core), m_machine(std::move(machine)), m_file(std::move(file)), m_bytes(std::move(bytes)),
      m_reply(std::move(reply)), m_sum(std::make_unique<Sum>()) {}

CacheSend::~CacheSend() = default;

void CacheSend::start() {
    QList<HttpHeader> headers;
    if (!m_file.etag.isEmpty())
        headers.append({"ETag", m_file.etag.toLatin1()});
    if (!m_file.modified.isEmpty())
        headers.append({"Last-Modified", m_file.modified.toLatin1()});
    if (m_reply.startStream(200, m_file.type.toLatin1(), headers))
        more();
}

void CacheSend::more() {
    if (!m_bytes)
        return;
    while (!m_reply.tooSlow()) {
        const QByteArray piece = m_bytes->read(pieceSize);
        m_sum->hash.addData(piece);
        if (piece.isEmpty()) {
            const bool same = QString::fromLatin1(m_sum->hash.result().toHex()) == m_file.digest;
            m_bytes.reset();
            if (same) {
                m_reply.finish();
            } else {
                m_core.cache->drop(m_file.url);
                qWarning("egress: a package on disk is not what was fetched, and is forgotten: %s",
                         qPrintable(m_file.url));
            }
            m_reply = HttpReply();
            return;
        }
        if (!m_core.countBytes(m_machine, piece.size()) || !m_reply.write(piece))
            return cancel();
    }
    m_reply.onDrained(
        [self = shared_from_this()] { boost::asio::post(*self->m_core.io, [self] { self->more(); }); });
}

void CacheSend::cancel() {
    m_bytes.reset();
    m_reply = HttpReply();
}

} // namespace signalbox
