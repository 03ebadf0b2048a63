// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/telemetry/otlp_exporter.h"

#include "core/gateway/upstream.h"
#include "core/telemetry/otlp_answer.h"
#include "core/telemetry/otlp_json.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <QRandomGenerator>

#include <atomic>
#include <deque>
#include <mutex>
#include <thread>

namespace signalbox {

namespace asio = boost::asio;

namespace {

constexpr qsizetype mostAnswer = 64 * 1024; ///< of a receiver's answer; the rest is not read

Result<void> checkReceiver(const QUrl& url) {
    const bool isHttp = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
    if (!url.isValid() || !isHttp || url.host().isEmpty() || !url.userInfo().isEmpty() || url.hasQuery() ||
        url.hasFragment())
        return Error{ErrorKind::Invalid,
                     QStringLiteral("the address of the telemetry is no URL of a receiver"),
                     QStringLiteral("Give http://HOST:4318 or https://HOST, with a path if it has one.")};
    return {};
}

} // namespace

class OtlpExporter::Private {
public:
    /// One kind of document on its way, one request at a time.
    struct Sending {
        QByteArray path;
        QByteArray document; ///< empty: nothing is on its way
        qint64 spans = 0;
        std::chrono::steady_clock::time_point since;
        int failures = 0;    ///< of this document
        quint64 request = 0; ///< that was sent last: an old timer is not about a new one
        std::unique_ptr<asio::steady_timer> timer; ///< of the request, or of the rest after it
        std::shared_ptr<UpstreamCall> call;
        int status = 0;
        bool complained = false; ///< since it went well last
        QByteArray retryAfter;
        QByteArray answer;
    };

    Private(OtlpOptions given, const Clock& systemClock)
        : options(std::move(given)), clock(systemClock), started(clock.now()), work(io.get_executor()) {}

    Result<void> begin() {
        UpstreamOptions to;
        to.authorities = options.authorities;
        to.connectTime = options.answerTime;
        to.silence = options.answerTime;
        auto made = Upstream::make(io, to);
        if (!made)
            return made.error();
        upstream = std::move(*made);
        place = {options.url.host(), quint16(options.url.port(options.url.scheme() == u"https" ? 443 : 80)),
                 options.url.scheme() == u"https"};
        QByteArray base = options.url.path(QUrl::FullyEncoded).toLatin1();
        while (base.endsWith('/'))
            base.chop(1);
        traces.path = base + "/v1/traces";
        metrics.path = base + "/v1/metrics";
        for (Sending* sending : {&traces, &metrics})
            sending->timer = std::make_unique<asio::steady_timer>(io);
        beat = std::make_unique<asio::steady_timer>(io);
        metricsBeat = std::make_unique<asio::steady_timer>(io);
        parting = std::make_unique<asio::steady_timer>(io);
        armBeat();
        armMetrics();
        thread = std::thread([this] { io.run(); });
        return {};
    }

    // ---- From any thread ----

    void add(Span&& span) {
        bool full = false;
        {
            const std::lock_guard lock(mutex);
            ++counters.handed;
            if (stopping || qsizetype(queue.size()) >= options.queue) {
                ++counters.dropped;
                return;
            }
            queue.push_back(std::move(span));
            full = qsizetype(queue.size()) >= options.batch && !std::exchange(woken, true);
        }
        if (full)
            asio::post(io, [this] { sendTraces(); });
    }

    void stop() {
        {
            const std::lock_guard lock(mutex);
            if (std::exchange(stopping, true))
                return;
        }
        asio::post(io, [this] { part(); });
        thread.join();
        const std::lock_guard lock(mutex);
        counters.dropped += qint64(queue.size());
        queue.clear();
    }

    // ---- On the thread ----

    void armBeat() {
        beat->expires_after(options.every);
        beat->async_wait([this](IoError ec) {
            if (ec)
                return;
            sendTraces();
            armBeat();
        });
    }

    void armMetrics() {
        metricsBeat->expires_after(options.metricsEvery);
        metricsBeat->async_wait([this](IoError ec) {
            if (ec)
                return;
            sendMetrics();
            armMetrics();
        });
    }

    void sendTraces() {
        if (!traces.document.isEmpty())
            return;
        QList<Span> spans;
        {
            const std::lock_guard lock(mutex);
            woken = false;
            while (!queue.empty() && spans.size() < options.batch) {
                spans.append(std::move(queue.front()));
                queue.pop_front();
            }
        }
        if (spans.isEmpty())
            return;
        traces.document = otlpTraces(options.resource, spans);
        traces.spans = spans.size();
        traces.failures = 0;
        traces.since = std::chrono::steady_clock::now();
        send(traces);
    }

    void sendMetrics() {
        if (!metrics.document.isEmpty())
            return;
        std::unique_lock lock(mutex);
        const GenAiMeters now = meters; // told without the lock, which the engine's thread takes too
        const OtlpCounters counted = counters;
        lock.unlock();
        const QList<OtlpCounter> own{
            {QStringLiteral("signalbox.telemetry.spans.dropped"), QStringLiteral("{span}"), counted.dropped},
            {QStringLiteral("signalbox.telemetry.spans.rejected"), QStringLiteral("{span}"),
             counted.rejected}};
        metrics.document = otlpMetrics(options.resource, now, own, started, clock.now());
        send(metrics);
    }

    void send(Sending& sending) {
        sending.status = 0;
        sending.answer.clear();
        sending.retryAfter.clear();
        const bool usual = place.port == (place.tls ? 443 : 80);
        const QByteArray host = place.host.contains(QLatin1Char(':')) ? '[' + place.host.toLatin1() + ']'
                                                                      : QUrl::toAce(place.host);
        QByteArray bytes = "POST " + sending.path + " HTTP/1.1\r\nHost: " + host +
                           (usual ? QByteArray() : ':' + QByteArray::number(place.port)) +
                           "\r\nContent-Type: application/json\r\nUser-Agent: signalbox/" SIGNALBOX_VERSION
                           "\r\n";
        for (auto it = options.fields.begin(); it != options.fields.end(); ++it)
            bytes += it.key() + ": " + it.value() + "\r\n";
        bytes +=
            "Content-Length: " + QByteArray::number(sending.document.size()) + "\r\n\r\n" + sending.document;
        UpstreamListener listener;
        listener.onHead = [&sending](int status, const HttpHeaders& headers) {
            sending.status = status;
            sending.retryAfter = headers.value("Retry-After");
        };
        listener.onBody = [&sending](QByteArrayView piece) {
            const qsizetype room = mostAnswer - sending.answer.size();
            if (room <= 0)
                return;
            sending.answer.append(piece.first(std::min(room, piece.size())));
        };
        listener.onFinished = [this, &sending] { ended(sending); };
        listener.onFailed = [this, &sending](const UpstreamFailure&) {
            sending.status = 0;
            ended(sending);
        };
        guard(sending);
        sending.call = upstream->call(place, std::move(bytes), std::move(listener));
    }

    /// A receiver that drips its answer is slow all the same.
    void guard(Sending& sending) {
        sending.timer->expires_after(options.answerTime * 2);
        sending.timer->async_wait([this, &sending, request = ++sending.request](IoError ec) {
            if (ec || !sending.call || sending.request != request)
                return;
            sending.call->cancel();
            sending.status = 0;
            ended(sending);
        });
    }

    void ended(Sending& sending) {
        sending.call.reset();
        OtlpAnswer answer = readOtlpAnswer(sending.status, sending.retryAfter, sending.answer, sending.spans);
        if (sending.status == 0)
            answer.kind = OtlpAnswer::Kind::Again;
        if (answer.kind != OtlpAnswer::Kind::Taken) {
            const std::lock_guard lock(mutex);
            ++counters.failures;
        }
        complain(sending, answer);
        sending.timer->cancel();
        if (&sending == &metrics) { // the next has all that this one had
            metrics.document.clear();
            partIfDone();
            return;
        }
        const bool old = std::chrono::steady_clock::now() - traces.since > options.giveUp;
        if (answer.kind == OtlpAnswer::Kind::Again && !old && !partingNow) {
            rest(answer.after);
            return;
        }
        {
            const std::lock_guard lock(mutex);
            const bool taken = answer.kind == OtlpAnswer::Kind::Taken;
            counters.taken += taken ? traces.spans - answer.rejected : 0;
            counters.rejected += taken ? answer.rejected : 0;
            counters.dropped += taken ? 0 : traces.spans;
        }
        traces.document.clear();
        traces.spans = 0;
        bool more = false;
        {
            const std::lock_guard lock(mutex);
            more = !queue.empty() && (partingNow || qsizetype(queue.size()) >= options.batch);
        }
        if (more && !(partingNow && answer.kind != OtlpAnswer::Kind::Taken))
            sendTraces();
        else
            partIfDone();
    }

    /// The same document once more, later: not all cores of a fleet at the same moment.
    void rest(std::optional<Millis> asked) {
        Millis time = options.firstRest * (1LL << std::min(traces.failures++, 16));
        time = std::min(time, options.longestRest);
        time = Millis(time.count() / 2 +
                      qint64(QRandomGenerator::global()->bounded(double(time.count()) / 2 + 1)));
        traces.timer->expires_after(std::max(time, asked.value_or(Millis(0))));
        traces.timer->async_wait([this](IoError ec) {
            if (!ec && !partingNow && !traces.call)
                send(traces);
        });
    }

    static void complain(Sending& sending, const OtlpAnswer& answer) {
        const bool bad = answer.kind != OtlpAnswer::Kind::Taken || answer.rejected > 0;
        if (bad && !std::exchange(sending.complained, true))
            qWarning("telemetry: the receiver %s; what it does not take is dropped in the end, and counted",
                     sending.status == 0 ? "does not answer"
                                         : qPrintable(QStringLiteral("answered %1 to %2")
                                                          .arg(sending.status)
                                                          .arg(QString::fromLatin1(sending.path))));
        else if (!bad)
            sending.complained = false;
    }

    // ---- The end ----

    void part() {
        partingNow = true;
        beat->cancel();
        metricsBeat->cancel();
        parting->expires_after(options.partingTime);
        parting->async_wait([this](IoError ec) {
            if (!ec)
                leave();
        });
        sendMetrics();
        if (traces.document.isEmpty())
            sendTraces();
        else if (!traces.call) { // it rested
            traces.timer->cancel();
            send(traces);
        }
        partIfDone();
    }

    void partIfDone() {
        if (partingNow && traces.document.isEmpty() && metrics.document.isEmpty())
            leave();
    }

    void leave() {
        for (Sending* sending : {&traces, &metrics}) {
            sending->timer->cancel();
            if (const auto call = std::exchange(sending->call, nullptr))
                call->cancel();
        }
        parting->cancel();
        if (!traces.document.isEmpty()) {
            const std::lock_guard lock(mutex);
            counters.dropped += traces.spans;
        }
        upstream->closeIdle();
        work.reset();
        io.stop();
    }

    const OtlpOptions options;
    const Clock& clock;
    const Moment started;
    asio::io_context io;
    asio::executor_work_guard<asio::io_context::executor_type> work;
    std::unique_ptr<Upstream> upstream;
    UpstreamPlace place;
    Sending traces;
    Sending metrics;
    std::unique_ptr<asio::steady_timer> beat;
    std::unique_ptr<asio::steady_timer> metricsBeat;
    std::unique_ptr<asio::steady_timer> parting;
    bool partingNow = false;
    std::thread thread;

    mutable std::mutex mutex; ///< for what follows
    std::deque<Span> queue;
    GenAiMeters meters;
    OtlpCounters counters;
    bool woken = false;
    bool stopping = false;
};

Result<std::unique_ptr<OtlpExporter>> OtlpExporter::start(OtlpOptions options, const Clock& clock) {
    if (const auto good = checkReceiver(options.url); !good)
        return good.error();
    auto d = std::make_unique<Private>(std::move(options), clock);
    if (const auto begun = d->begin(); !begun)
        return begun.error();
    return std::unique_ptr<OtlpExporter>(new OtlpExporter(std::move(d)));
}

OtlpExporter::OtlpExporter(std::unique_ptr<Private> d) : m_d(std::move(d)) {}

OtlpExporter::~OtlpExporter() {
    m_d->stop();
}

void OtlpExporter::add(Span span) {
    m_d->add(std::move(span));
}

void OtlpExporter::measure(const SpanAttributes& attributes, Millis duration, qint64 input, qint64 output) {
    const std::lock_guard lock(m_d->mutex);
    m_d->meters.countDuration(attributes, duration);
    if (input >= 0)
        m_d->meters.countTokens(attributes, QStringLiteral("input"), input);
    if (output >= 0)
        m_d->meters.countTokens(attributes, QStringLiteral("output"), output);
}

OtlpCounters OtlpExporter::counters() const {
    const std::lock_guard lock(m_d->mutex);
    return m_d->counters;
}

void OtlpExporter::stop() {
    m_d->stop();
}

} // namespace signalbox
