// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/egress/egress_fetch.h"

#include <utility>

namespace signalbox {

namespace {

// An index of Python packages names its files by whole addresses; pip is to fetch them through us as well.
constexpr QByteArrayView linkFrom = "https://files.pythonhosted.org/";
constexpr QByteArrayView linkTo = "http://files.pythonhosted.org/";

constexpr std::array passedOn{"Accept",   "User-Agent", "If-None-Match", "If-Modified-Since",
                              "If-Range", "Range",      "Cache-Control"};

bool hasLinks(const QByteArray& type) {
    return type.startsWith("text/html") || type.startsWith("application/vnd.pypi.simple") ||
           type.startsWith("application/json");
}

} // namespace

EgressFetch::EgressFetch(EgressCore& core, HttpRequest request, EgressRule rule, EgressTarget target,
                         HttpReply reply)
    : m_core(core), m_request(std::move(request)), m_rule(std::move(rule)), m_target(std::move(target)),
      m_reply(std::move(reply)),
      m_key(m_target.url() + QLatin1Char(' ') + QString::fromLatin1(m_request.headers.value("Accept"))),
      m_timer(*core.io) {}

HttpHeaders EgressFetch::askingHeaders() {
    HttpHeaders headers;
    bool ownCondition = false;
    for (const char* name : passedOn)
        if (const QByteArray value = m_request.headers.value(name); !value.isEmpty()) {
            headers.add(name, value);
            ownCondition = ownCondition || QByteArrayView(name).startsWith("If-") ||
                           QByteArrayView(name) == QByteArrayView("Range");
        }
    const CachedFile* known = m_core.cache->find(m_key);
    if (!known || ownCondition || m_request.method != "GET")
        return headers;
    m_conditional = true;
    if (!known->etag.isEmpty())
        headers.add("If-None-Match", known->etag.toLatin1());
    if (!known->modified.isEmpty())
        headers.add("If-Modified-Since", known->modified.toLatin1());
    return headers;
}

void EgressFetch::start() {
    m_reply.onClosed([weak = weak_from_this()] {
        if (const auto self = weak.lock())
            self->end();
    });
    if (m_over)
        return;
    m_timer.expires_after(m_core.options.limits.time);
    m_timer.async_wait([weak = weak_from_this()](IoError ec) {
        if (const auto self = weak.lock(); self && !ec)
            self->cutOff(QStringLiteral("it took too long"));
    });
    UpstreamListener listener;
    listener.onHead = [self = shared_from_this()](int status, const HttpHeaders& headers) {
        self->onHead(status, headers);
    };
    listener.onBody = [self = shared_from_this()](QByteArrayView piece) { self->onBody(piece); };
    listener.onFinished = [self = shared_from_this()] { self->onFinished(); };
    listener.onFailed = [self = shared_from_this()](const UpstreamFailure& failure) {
        self->onFailed(failure);
    };
    m_call = m_core.ask(m_rule, m_target, m_request.method, askingHeaders(), std::move(listener));
}

void EgressFetch::onHead(int status, const HttpHeaders& headers) {
    if (m_over)
        return;
    if (status == 304 && m_conditional) {
        const bool sent = m_core.sendCached(m_request.peer.identity, m_key, m_reply);
        if (!sent)
            m_reply.send(egressRefusal(502, QStringLiteral("what the core kept of it is gone; ask again")));
        return end();
    }
    const QByteArray type = headers.value("Content-Type");
    const QByteArray encoding = headers.value("Content-Encoding").toLower();
    const bool plain = encoding.isEmpty() || encoding == "identity";
    m_rewrite = plain && m_rule.list == QLatin1String("pypi") && hasLinks(type);
    m_file = {m_key,
              QString::fromLatin1(type),
              {},
              0,
              QString::fromLatin1(headers.value("ETag")),
              QString::fromLatin1(headers.value("Last-Modified"))};
    if (status == 200 && plain && m_request.method == "GET" && !m_rule.tunnel &&
        !(m_file.etag.isEmpty() && m_file.modified.isEmpty()))
        m_keep = m_core.cache->begin();
    m_reply.startStream(status, type, passedHeaders(headers));
}

void EgressFetch::onBody(QByteArrayView piece) {
    if (m_over)
        return;
    m_bytes += piece.size();
    if (m_bytes > m_core.options.limits.answer)
        return cutOff(QStringLiteral("the answer is too large"));
    if (!m_core.countBytes(m_request.peer.identity, piece.size()))
        return cutOff(QStringLiteral("this machine has fetched all that it may"));
    if (!m_rewrite)
        return pass(piece.toByteArray());
    m_tail.append(piece);
    m_tail.replace(linkFrom, linkTo);
    const qsizetype held = std::min(m_tail.size(), linkFrom.size() - 1);
    const QByteArray ready = m_tail.chopped(held);
    m_tail = m_tail.last(held);
    pass(ready);
}

void EgressFetch::pass(const QByteArray& bytes) {
    if (bytes.isEmpty())
        return;
    if (m_keep &&
        (m_keep->bytes() + bytes.size() > m_core.options.limits.cachedIndex || !m_keep->write(bytes)))
        m_keep.reset();
    m_reply.write(bytes);
    if (m_over || !m_reply.tooSlow() || std::exchange(m_paused, true))
        return;
    m_call->setPaused(true);
    m_reply.onDrained([weak = weak_from_this()] {
        const auto self = weak.lock();
        if (!self)
            return;
        self->m_paused = false;
        if (!self->m_over)
            self->m_call->setPaused(false);
    });
}

void EgressFetch::onFinished() {
    if (m_over)
        return;
    pass(std::exchange(m_tail, {}));
    if (m_keep)
        (void)m_core.cache->keep(std::move(m_keep), m_file);
    m_reply.finish();
    end();
}

void EgressFetch::onFailed(const UpstreamFailure& failure) {
    if (m_over)
        return;
    if (failure.error.kind == ErrorKind::Denied)
        m_core.refuse(m_request.peer, m_request.method, m_target.url(), failure.error.message);
    if (!failure.answered)
        m_reply.send(
            egressRefusal(failure.error.kind == ErrorKind::Denied ? 403 : 502, failure.error.message));
    end(); // what was begun is cut with it
}

void EgressFetch::cutOff(const QString& why) {
    if (m_over)
        return;
    m_core.cut(m_request.peer, m_rule, m_request.method, m_target.url(), why);
    m_reply.send(egressRefusal(502, why)); // where nothing was sent yet
    end();
}

void EgressFetch::cancel() {
    m_reply.send(egressRefusal(503, QStringLiteral("the machine may reach nothing any more")));
    end();
}

void EgressFetch::end() {
    if (std::exchange(m_over, true))
        return;
    m_timer.cancel();
    m_keep.reset();
    if (m_call)
        m_call->cancel();
    m_reply = HttpReply();
}

} // namespace signalbox
