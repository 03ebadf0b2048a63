// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/gateway_call.h"

#include <utility>

namespace signalbox {

namespace {

QString limitWord(BudgetVerdict::Limit limit) {
    return limit == BudgetVerdict::Limit::Cost ? QStringLiteral("cost limit") : QStringLiteral("token limit");
}

bool turnsKeyAway(int status) {
    return status == 401 || status == 403 || status == 429;
}

QString operationOf(const ModelRoute& route) {
    if (route.target.contains("/embeddings"))
        return QStringLiteral("embeddings");
    return route.protocol == ModelProtocol::Gemini ? QStringLiteral("generate_content")
                                                   : QStringLiteral("chat");
}

} // namespace

GatewayCall::GatewayCall(GatewayCore& core, HttpRequest request, ModelRoute route, HttpReply reply)
    : m_core(core), m_request(std::move(request)), m_route(std::move(route)), m_reply(std::move(reply)),
      m_timer(*core.io), m_held(m_request.body.size()) {
    m_core.heldBytes += m_held;
    m_record.began = m_core.clock.now();
}

GatewayCall::~GatewayCall() {
    m_core.heldBytes -= m_held;
}

void GatewayCall::start() {
    const auto caller = m_core.options.identify(m_request.peer);
    if (!caller)
        return refuse(ModelRefusal::Key, caller.error().message);
    m_scopes = caller->scopes;
    m_ended = caller->ended;
    m_reply.onClosed([self = shared_from_this()] { self->onClientGone(); });
    if (m_over)
        return; // gone already
    if (!m_route.metered)
        return send();
    auto model = ModelRequest::read(m_route, m_request.body);
    if (!model)
        return refuse(ModelRefusal::Invalid, model.error().message);
    m_model.emplace(std::move(*model));
    if (caller->stopped) {
        m_record.refused = true;
        return refuse(ModelRefusal::Budget, *caller->stopped);
    }
    const auto price = m_core.options.prices.priceOf(m_model->model());
    if (!price)
        return refuse(
            ModelRefusal::Budget,
            QStringLiteral("Stopped by budget: the gateway's price list has no price for this model."));
    m_price = *price;
    // Who came before and waits for the same goes first; who is refused need not wait for it.
    estimate();
    if (m_core.isAwaited(m_scopes)) {
        const BudgetVerdict verdict = m_core.ledger.look(m_scopes, m_need);
        if (verdict.kind == BudgetVerdict::Kind::Refused)
            return refuseForBudget(verdict);
        m_waitsForTurn = verdict.limit == BudgetVerdict::Limit::Calls;
        return m_core.await(shared_from_this());
    }
    if (!tryAgain())
        m_core.await(shared_from_this());
}

/// Anew at each try: what was learned while it waited counts.
void GatewayCall::estimate() {
    m_need = m_core.needOf(m_route, *m_model, m_price);
    const qint64 thinking =
        multiplyBounded(m_model->leastOutput(), std::max<qint64>(1, m_model->size().alternatives));
    m_need.leastOutput = std::min(std::max(m_need.leastOutput, thinking), m_need.mostOutput);
    m_need.comfortableOutput = std::max(m_need.comfortableOutput, m_need.leastOutput);
}

bool GatewayCall::tryAgain() {
    estimate();
    const auto verdict =
        m_core.ledger.reserve(m_scopes, m_need, {toString(m_route.protocol), m_model->model()});
    if (!verdict) {
        qWarning("%s", qPrintable(verdict.error().text()));
        refuse(ModelRefusal::Busy,
               QStringLiteral("The gateway cannot write its ledger, and makes no call unseen."));
        return true;
    }
    switch (verdict->kind) {
    case BudgetVerdict::Kind::Wait:
        m_waitsForTurn = verdict->limit == BudgetVerdict::Limit::Calls;
        return false;
    case BudgetVerdict::Kind::Refused:
        refuseForBudget(*verdict);
        return true;
    case BudgetVerdict::Kind::Granted:
        break;
    }
    m_reserved = *verdict;
    send();
    return true;
}

QStringList GatewayCall::heldScopes() const {
    // Too many calls in a minute are the affair of who limits them: a whole month does not wait with them.
    QStringList held;
    for (const BudgetScope& scope : m_scopes)
        if (!m_waitsForTurn || scope.callsPerMinute > 0)
            held.append(scope.id);
    return held;
}

void GatewayCall::giveUp() {
    if (!m_over)
        refuse(ModelRefusal::Busy,
               m_waitsForTurn
                   ? QStringLiteral("More calls wait than may be made in a minute; try again later.")
                   : QStringLiteral("Other calls hold what is left of the budget; try again later."));
}

void GatewayCall::refuseForBudget(const BudgetVerdict& verdict) {
    m_record.refused = true;
    if (m_core.options.refused)
        m_core.options.refused(m_request.peer, verdict);
    refuse(ModelRefusal::Budget,
           QStringLiteral("Stopped by budget: the %1 of this %2 is reached. A person can raise it.")
               .arg(limitWord(verdict.limit), verdict.level));
}

void GatewayCall::refuse(ModelRefusal why, const QString& message) {
    m_reply.send(modelRefusal(m_route.protocol, why, message));
    end();
}

// ---- To the upstream and back ----

void GatewayCall::send() {
    QByteArray body = m_request.body;
    if (m_model) {
        std::optional<qint64> output;
        if (m_reserved->output < m_need.mostOutput)
            output = m_reserved->output;
        body = m_model->bodyFor(body, output);
    }
    UpstreamListener listener;
    listener.onHead = [self = shared_from_this()](int status, const HttpHeaders& headers) {
        self->onHead(status, headers);
    };
    listener.onBody = [self = shared_from_this()](QByteArrayView piece) { self->onBody(piece); };
    listener.onFinished = [self = shared_from_this()] { self->onFinished(); };
    listener.onFailed = [self = shared_from_this()](const UpstreamFailure& failure) {
        self->onFailed(failure);
    };
    armTimer();
    m_record.request = m_request.body.left(m_core.options.keptRequest);
    const QByteArray bytes = m_core.requestBytes(m_request, m_route, body, m_key);
    m_request.body.clear();
    m_upstream =
        m_core.upstream->call(m_core.placeOf(providerOf(m_route.protocol)), bytes, std::move(listener));
}

void GatewayCall::onHead(int status, const HttpHeaders& headers) {
    m_core.heldBytes -= std::exchange(m_held, 0);
    m_status = status;
    m_record.firstByte = m_core.clock.now() - m_record.began;
    if (turnsKeyAway(status))
        m_core.restKey(providerOf(m_route.protocol), m_key, headers);
    const QByteArray type = headers.value("Content-Type");
    const QByteArray encoding = headers.value("Content-Encoding").toLower();
    m_readable = encoding.isEmpty() || encoding == "identity";
    if (m_model)
        m_reader.emplace(m_route.protocol, type.toLower().startsWith("text/event-stream"));
    m_reply.startStream(status, type, clientHeaders(headers));
}

void GatewayCall::onBody(QByteArrayView piece) {
    m_answerBytes += piece.size();
    if (m_reader && m_readable) {
        m_reader->feed(piece);
        if (m_reserved && m_reader->usage() != m_told) {
            m_told = m_reader->usage();
            m_core.ledger.see(m_reserved->id, m_told);
        }
    }
    if (m_answerBytes > m_core.options.maxAnswer) {
        qWarning("gateway: an answer of more than %lld bytes is cut", (long long)m_core.options.maxAnswer);
        settle(false, true);
        end();
        return;
    }
    if (m_clientGone)
        return;
    m_reply.write(piece.toByteArray());
    if (!m_reply.tooSlow() || std::exchange(m_paused, true))
        return;
    m_upstream->setPaused(true);
    m_reply.onDrained([self = shared_from_this()] {
        self->m_paused = false;
        if (!self->m_over)
            self->m_upstream->setPaused(false);
    });
}

void GatewayCall::onFinished() {
    if (m_reader)
        m_reader->finish();
    settle(true, true); // first, so that who has the answer finds it counted
    m_reply.finish();
    end();
}

void GatewayCall::onFailed(const UpstreamFailure& failure) {
    if (m_reader)
        m_reader->finish();
    settle(false, failure.sent || failure.answered);
    if (!failure.answered)
        m_reply.send(
            modelRefusal(m_route.protocol, ModelRefusal::Upstream,
                         QStringLiteral("The upstream did not answer: %1.").arg(failure.error.message)));
    end(); // a stream that was begun is cut with it, so that the client sees that it is not whole
}

void GatewayCall::onClientGone() {
    if (m_over)
        return;
    m_clientGone = true;
    // The provider finishes (and bills) an answer that it does not stream, whoever waits for it: so its use
    // is learned. What waits in the line, or is streamed, ends here.
    if (m_upstream && m_model && !m_model->streams()) {
        m_upstream->setPaused(false);
        return;
    }
    cancel();
}

void GatewayCall::cancel() {
    if (m_over)
        return;
    settle(false, m_upstream && m_upstream->wasSent());
    end();
}

void GatewayCall::settle(bool whole, bool sent) {
    if (!m_reserved || !m_model)
        return;
    const UsageReader nothing(m_route.protocol, false);
    const UsageReader& reader = m_reader ? *m_reader : nothing;
    CallCourse course;
    course.sent = sent;
    course.status = m_status;
    course.whole = whole;
    course.estimatedInput = m_model->size().input;
    course.reservedTokens = m_reserved->tokens;
    course.reservedOutput = m_reserved->output;
    const CallSettlement settled = settleCall(course, reader);
    m_core.ledger.settle(m_reserved->id, settled.usage, settled.ending);
    m_record.whole = whole;
    m_record.usage = settled.usage;
    m_record.answer = m_reader ? m_reader->answer() : 0;
    m_record.cost = m_price.of(settled.usage);
    if (settled.ending == CallEnding::Whole)
        m_core.learn(m_route, *m_model, settled.usage);
    m_reserved.reset();
}

void GatewayCall::end() {
    if (std::exchange(m_over, true))
        return;
    m_timer.cancel();
    if (m_upstream)
        m_upstream->cancel();
    m_core.heldBytes -= std::exchange(m_held, 0);
    m_reply = HttpReply();
    tellEnd();
    m_core.over(shared_from_this());
}

void GatewayCall::tellEnd() {
    if (!m_ended || !m_model)
        return;
    m_record.protocol = m_route.protocol;
    m_record.operation = operationOf(m_route);
    m_record.model = m_model->model();
    m_record.host = m_core.placeOf(providerOf(m_route.protocol)).host;
    m_record.ended = m_core.clock.now();
    m_record.status = m_status;
    std::exchange(m_ended, nullptr)(m_record);
}

void GatewayCall::armTimer() {
    m_timer.expires_after(m_core.options.callTime);
    m_timer.async_wait([weak = weak_from_this()](IoError ec) {
        const auto self = weak.lock();
        if (!self || ec || self->m_over)
            return;
        if (self->m_reader)
            self->m_reader->finish();
        self->cancel();
    });
}

} // namespace signalbox
