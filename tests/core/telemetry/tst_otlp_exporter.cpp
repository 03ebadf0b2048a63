// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the way of telemetry out of the core, against a receiver that is a real HTTP server: what is
// handed over arrives, in batches and once; a receiver that is down, silent, busy, broken or picky never
// holds up who hands something over, and costs no more than the queue; what it does not get is counted.
#include "core/telemetry/otlp_exporter.h"

#include "core/server/http_server.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <mutex>

using namespace signalbox;

namespace {

/// Answers as it is told to, and remembers what came.
class Receiver {
public:
    Receiver() {
        HttpOptions http;
        http.limits.drainTime = Millis(50);
        auto started = HttpServer::start(
            http, [this](const HttpRequest& request, HttpReply reply) { take(request, std::move(reply)); });
        if (started)
            m_server = std::move(*started);
    }
    ~Receiver() { m_server.reset(); }

    QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1/base/").arg(m_server->port())); }
    /// The answers to come; the last is given for ever. Status 0: none, ever.
    void answerWith(QList<HttpResponse> answers) {
        const std::lock_guard lock(m_mutex);
        m_answers = std::move(answers);
    }
    QStringList spans() const {
        const std::lock_guard lock(m_mutex);
        return m_spans;
    }
    int traces() const {
        const std::lock_guard lock(m_mutex);
        return m_traces;
    }
    QList<HttpRequest> metrics() const {
        const std::lock_guard lock(m_mutex);
        return m_metrics;
    }
    QByteArray field() const {
        const std::lock_guard lock(m_mutex);
        return m_field;
    }

private:
    void take(const HttpRequest& request, HttpReply reply) {
        const std::lock_guard lock(m_mutex);
        m_field = request.headers.value("x-receiver-key");
        if (request.path == QLatin1String("/base/v1/metrics")) {
            m_metrics.append(request);
            reply.send({200, "application/json", "{}", {}});
            return;
        }
        ++m_traces;
        const HttpResponse answer = m_answers.isEmpty()     ? HttpResponse{200, "application/json", "{}", {}}
                                    : m_answers.size() == 1 ? m_answers.first()
                                                            : m_answers.takeFirst();
        if (answer.status == 200 && request.path == QLatin1String("/base/v1/traces")) {
            const QJsonValue body = QJsonDocument::fromJson(request.body).object();
            for (const QJsonValue& span : body[QLatin1String("resourceSpans")][0][QLatin1String("scopeSpans")]
                                              [0][QLatin1String("spans")]
                                                  .toArray())
                m_spans.append(span[QLatin1String("name")].toString());
        }
        if (answer.status > 0)
            reply.send(answer);
        else
            m_silent.append(reply);
    }

    mutable std::mutex m_mutex;
    QList<HttpResponse> m_answers;
    QStringList m_spans;
    QList<HttpRequest> m_metrics;
    QList<HttpReply> m_silent;
    QByteArray m_field;
    int m_traces = 0;
    std::unique_ptr<HttpServer> m_server;
};

Span named(int number) {
    Span span;
    span.trace = QByteArray(16, '\x01');
    span.id = QByteArray::number(number).leftJustified(8, 'x');
    span.name = QString::number(number);
    return span;
}

OtlpOptions quick(const QUrl& url) {
    OtlpOptions options;
    options.url = url;
    options.every = Millis(10);
    options.metricsEvery = Millis(20);
    options.firstRest = Millis(5);
    options.longestRest = Millis(20);
    options.partingTime = Millis(300);
    return options;
}

HttpResponse only(int status, const QByteArray& body = "{}", QList<HttpHeader> headers = {}) {
    return {status, "application/json", body, std::move(headers)};
}

} // namespace

class TestOtlpExporter : public QObject {
    Q_OBJECT
    SystemClock m_clock;

    std::unique_ptr<OtlpExporter> start(const OtlpOptions& options) {
        auto started = OtlpExporter::start(options, m_clock);
        return started ? std::move(*started) : nullptr;
    }
    /// Nothing is unaccounted for once it has stopped.
    static void verifySum(const OtlpCounters& counters) {
        QCOMPARE(counters.taken + counters.dropped + counters.rejected, counters.handed);
    }

private slots:
    void allArriveOnceAndInOrder() {
        Receiver receiver;
        OtlpOptions options = quick(receiver.url());
        options.batch = 100;
        options.fields = {{"X-Receiver-Key", "word"}};
        const auto exporter = start(options);
        QVERIFY(exporter);
        QStringList names;
        for (int i = 0; i < 1'000; ++i) {
            names.append(QString::number(i));
            exporter->add(named(i));
        }
        QTRY_COMPARE(receiver.spans().size(), 1'000);
        QCOMPARE(receiver.spans(), names);
        QVERIFY2(receiver.traces() < 100, "they go in batches");
        QCOMPARE(receiver.field(), QByteArray("word"));
        exporter->stop();
        QCOMPARE(exporter->counters().taken, 1'000);
        verifySum(exporter->counters());
    }

    void metricsAreTheSumSinceTheStart() {
        Receiver receiver;
        const auto exporter = start(quick(receiver.url()));
        exporter->measure({{QStringLiteral("gen_ai.operation.name"), QStringLiteral("chat")}}, Millis(10), 5,
                          2);
        exporter->measure({{QStringLiteral("gen_ai.operation.name"), QStringLiteral("chat")}}, Millis(10), 6,
                          0);
        const auto sumOfInput = [&] {
            const auto all = receiver.metrics();
            if (all.isEmpty())
                return -1.0;
            const QJsonValue metric =
                QJsonDocument::fromJson(all.last().body)
                    .object()[QLatin1String("resourceMetrics")][0][QLatin1String("scopeMetrics")][0]
                             [QLatin1String("metrics")][0];
            return metric[QLatin1String("histogram")][QLatin1String("dataPoints")][0][QLatin1String("sum")]
                .toDouble(-1);
        };
        QTRY_COMPARE(sumOfInput(), 11.0);
        const qsizetype before = receiver.metrics().size();
        QTRY_VERIFY(receiver.metrics().size() > before); // told again, not counted again
        QCOMPARE(sumOfInput(), 11.0);
    }

    void aBusyReceiverIsAskedAgain() {
        Receiver receiver;
        receiver.answerWith({only(429), only(503, "{}", {{"Retry-After", "0"}}), only(502), only(200)});
        const auto exporter = start(quick(receiver.url()));
        exporter->add(named(1));
        QTRY_COMPARE(receiver.spans(), QStringList{u"1"_qs});
        QCOMPARE(receiver.traces(), 4);
        exporter->stop();
        QCOMPARE(exporter->counters().taken, 1);
        QCOMPARE(exporter->counters().failures, 3);
        verifySum(exporter->counters());
    }

    void whatIsRefusedIsNotSentAgain() {
        Receiver receiver;
        receiver.answerWith({only(500), only(200)});
        const auto exporter = start(quick(receiver.url()));
        exporter->add(named(1));
        QTRY_COMPARE(exporter->counters().dropped, 1);
        exporter->add(named(2));
        QTRY_COMPARE(receiver.spans(), QStringList{u"2"_qs});
        exporter->stop();
        QCOMPARE(receiver.traces(), 2);
        verifySum(exporter->counters());
    }

    void whatAReceiverRejectsIsCounted() {
        Receiver receiver;
        receiver.answerWith({only(200, R"({"partialSuccess":{"rejectedSpans":"2","errorMessage":"no"}})")});
        OtlpOptions options = quick(receiver.url());
        options.every = Millis(100'000);
        options.batch = 5;
        const auto exporter = start(options);
        for (int i = 0; i < 5; ++i)
            exporter->add(named(i));
        QTRY_COMPARE(exporter->counters().rejected, 2);
        QCOMPARE(exporter->counters().taken, 3);
        QCOMPARE(receiver.traces(), 1);
        verifySum(exporter->counters());
    }

    /// Down or silent: who hands over does not notice, and no more is kept than the queue holds.
    void aReceiverThatIsGoneHoldsUpNobody_data() {
        QTest::addColumn<bool>("silent");
        QTest::newRow("down") << false;
        QTest::newRow("silent") << true;
    }
    void aReceiverThatIsGoneHoldsUpNobody() {
        QFETCH(bool, silent);
        Receiver receiver;
        receiver.answerWith({only(0)});
        OtlpOptions options = quick(silent ? receiver.url() : QUrl(QStringLiteral("http://127.0.0.1:1")));
        options.queue = 50;
        options.batch = 10;
        const auto exporter = start(options);
        QElapsedTimer longest;
        qint64 most = 0;
        for (int i = 0; i < 20'000; ++i) {
            longest.start();
            exporter->add(named(i));
            exporter->measure({}, Millis(1), 1, 1);
            most = std::max(most, longest.nsecsElapsed());
        }
        // A receiver's time-out is ten seconds; a busy computer takes our thread away for less.
        QVERIFY2(most < 5'000'000'000, qPrintable(QString::number(most)));
        QVERIFY(exporter->counters().dropped >= 20'000 - 60);
        QTRY_VERIFY(silent ? receiver.traces() == 1 : exporter->counters().failures > 1);
        QElapsedTimer end;
        end.start();
        exporter->stop();
        QVERIFY(end.elapsed() < options.answerTime.count());
        QCOMPARE(exporter->counters().dropped, 20'000);
        verifySum(exporter->counters());
    }

    void aReceiverThatComesBackGetsWhatWaits() {
        Receiver receiver;
        receiver.answerWith({only(503)});
        OtlpOptions options = quick(receiver.url());
        const auto exporter = start(options);
        for (int i = 0; i < 20; ++i)
            exporter->add(named(i));
        QTRY_VERIFY(exporter->counters().failures > 2);
        receiver.answerWith({only(200)});
        QTRY_COMPARE(receiver.spans().size(), 20);
        exporter->stop();
        QCOMPARE(exporter->counters().dropped, 0);
        verifySum(exporter->counters());
    }

    void oneBatchIsNotTriedForEver() {
        Receiver receiver;
        receiver.answerWith({only(503)});
        OtlpOptions options = quick(receiver.url());
        options.giveUp = Millis(30);
        const auto exporter = start(options);
        exporter->add(named(1));
        QTRY_COMPARE(exporter->counters().dropped, 1);
    }

    void whatIsLeftGoesOutAtTheEnd() {
        Receiver receiver;
        OtlpOptions options = quick(receiver.url());
        options.every = Millis(100'000);
        options.metricsEvery = Millis(100'000);
        options.partingTime = Millis(60'000);
        const auto exporter = start(options);
        for (int i = 0; i < 1'200; ++i)
            exporter->add(named(i));
        exporter->stop();
        QCOMPARE(receiver.spans().size(), 1'200);
        QCOMPARE(receiver.metrics().size(), 1);
        exporter->stop(); // again
        exporter->add(named(1));
        QCOMPARE(exporter->counters().dropped, 1);
        verifySum(exporter->counters());
    }

    void onlyReceiversAreAddresses() {
        for (const char* url :
             {"", "localhost:4318", "ftp://host", "http://", "http://user:word@host", "http://host/?key=1"}) {
            OtlpOptions options;
            options.url = QUrl(QLatin1String(url));
            const auto started = OtlpExporter::start(options, m_clock);
            QVERIFY2(!started && started.error().kind == ErrorKind::Invalid, url);
        }
    }
};

QTEST_GUILESS_MAIN(TestOtlpExporter)
#include "tst_otlp_exporter.moc"
