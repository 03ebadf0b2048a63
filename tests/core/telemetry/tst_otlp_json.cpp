// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the form of what leaves the core as telemetry: OTLP in its JSON encoding, as a receiver reads it
// (ids in hexadecimal, 64-bit numbers as strings, enums as numbers), histograms with the bounds of the GenAI
// conventions and never more rows than are allowed; and how a receiver's answer is read, whatever it says.
#include "core/telemetry/otlp_answer.h"
#include "core/telemetry/otlp_json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace signalbox;

namespace {

QJsonObject objectOf(const QByteArray& bytes) {
    return QJsonDocument::fromJson(bytes).object();
}

const SpanAttributes resource{{QStringLiteral("service.name"), QStringLiteral("signalbox")}};

QJsonArray metricsOf(const GenAiMeters& meters) {
    const QJsonObject document = objectOf(otlpMetrics(resource, meters, {}, {1'000}, {2'000}));
    return document[QLatin1String("resourceMetrics")][0][QLatin1String("scopeMetrics")][0]
                   [QLatin1String("metrics")]
                       .toArray();
}

} // namespace

class TestOtlpJson : public QObject {
    Q_OBJECT

private slots:
    void aSpanIsAsAReceiverReadsIt() {
        Span span;
        span.trace = QByteArray(16, '\x01');
        span.id = QByteArray(8, '\xff');
        span.parent = QByteArray(8, '\x02');
        span.name = QStringLiteral("chat m");
        span.kind = Span::Kind::Client;
        span.start = {1'793'000'000'123};
        span.end = {1'793'000'000'456};
        span.failed = true;
        span.attributes = {{QStringLiteral("text"), QStringLiteral("\"x\" \u00e4")},
                           {QStringLiteral("whole"), qint64(9'007'199'254'740'993)},
                           {QStringLiteral("part"), 0.5}};
        const QJsonObject document = objectOf(otlpTraces(resource, {span}));
        const QJsonValue one = document[QLatin1String("resourceSpans")][0];
        QCOMPARE(
            one[QLatin1String("resource")][QLatin1String("attributes")][0][QLatin1String("key")].toString(),
            u"service.name"_qs);
        const QJsonObject told = one[QLatin1String("scopeSpans")][0][QLatin1String("spans")][0].toObject();
        QCOMPARE(told[QLatin1String("traceId")].toString(), QString(u"01"_qs).repeated(16));
        QCOMPARE(told[QLatin1String("spanId")].toString(), QString(u"ff"_qs).repeated(8));
        QCOMPARE(told[QLatin1String("parentSpanId")].toString(), QString(u"02"_qs).repeated(8));
        QCOMPARE(told[QLatin1String("kind")].toInt(), 3);
        QCOMPARE(told[QLatin1String("startTimeUnixNano")].toString(), u"1793000000123000000"_qs);
        QCOMPARE(told[QLatin1String("endTimeUnixNano")].toString(), u"1793000000456000000"_qs);
        QCOMPARE(told[QLatin1String("status")][QLatin1String("code")].toInt(), 2);
        const QJsonArray attributes = told[QLatin1String("attributes")].toArray();
        QCOMPARE(attributes[0][QLatin1String("value")][QLatin1String("stringValue")].toString(),
                 QString(u"\"x\" \u00e4"_qs));
        QCOMPARE(attributes[1][QLatin1String("value")][QLatin1String("intValue")].toString(),
                 u"9007199254740993"_qs); // no double holds it
        QCOMPARE(attributes[2][QLatin1String("value")][QLatin1String("doubleValue")].toDouble(), 0.5);
    }

    void aRootHasNoParentAndTimeNeverGoesBack() {
        Span span;
        span.start = {5'000};
        span.end = {4'000}; // a clock that was set back
        const QJsonObject told =
            objectOf(otlpTraces(resource, {span}))[QLatin1String("resourceSpans")][0]
                                                  [QLatin1String("scopeSpans")][0][QLatin1String("spans")][0]
                                                      .toObject();
        QVERIFY(!told.contains(QLatin1String("parentSpanId")));
        QVERIFY(!told.contains(QLatin1String("status")));
        QCOMPARE(told[QLatin1String("endTimeUnixNano")], told[QLatin1String("startTimeUnixNano")]);
    }

    void histogramsAddUp() {
        GenAiMeters meters;
        const SpanAttributes chat{{QStringLiteral("gen_ai.operation.name"), QStringLiteral("chat")}};
        for (const qint64 tokens : {0, 1, 2, 100'000'000})
            meters.countTokens(chat, QStringLiteral("input"), tokens);
        meters.countTokens(chat, QStringLiteral("output"), 7);
        meters.countDuration(chat, Millis(20));
        const QJsonArray metrics = metricsOf(meters);
        QCOMPARE(metrics.size(), 2);
        const QJsonObject tokens = metrics[0].toObject();
        QCOMPARE(tokens[QLatin1String("name")].toString(), u"gen_ai.client.token.usage"_qs);
        QCOMPARE(tokens[QLatin1String("unit")].toString(), u"{token}"_qs);
        const QJsonObject histogram = tokens[QLatin1String("histogram")].toObject();
        QCOMPARE(histogram[QLatin1String("aggregationTemporality")].toInt(), 2);
        QCOMPARE(histogram[QLatin1String("dataPoints")].toArray().size(), 2);
        const QJsonObject input = histogram[QLatin1String("dataPoints")][0].toObject();
        QCOMPARE(input[QLatin1String("count")].toString(), u"4"_qs);
        QCOMPARE(input[QLatin1String("sum")].toDouble(), 100'000'003.0);
        const QJsonArray within = input[QLatin1String("bucketCounts")].toArray();
        const QJsonArray bounds = input[QLatin1String("explicitBounds")].toArray();
        QCOMPARE(bounds.size(), 14);
        QCOMPARE(bounds.last().toDouble(), 67'108'864.0);
        QCOMPARE(within.size(), bounds.size() + 1);
        QCOMPARE(within[0].toString(), u"2"_qs); // what is at most 1
        QCOMPARE(within[1].toString(), u"1"_qs);
        QCOMPARE(within.last().toString(), u"1"_qs);
        const QJsonObject duration = metrics[1].toObject();
        QCOMPARE(duration[QLatin1String("name")].toString(), u"gen_ai.client.operation.duration"_qs);
        QCOMPARE(duration[QLatin1String("histogram")][QLatin1String("dataPoints")][0]
                         [QLatin1String("bucketCounts")][1]
                             .toString(),
                 u"1"_qs);
    }

    void madeUpModelsMakeNoRowsWithoutEnd() {
        GenAiMeters meters;
        for (int i = 0; i < 5'000; ++i)
            meters.countDuration({{QStringLiteral("gen_ai.request.model"), QString::number(i)}}, Millis(1));
        QVERIFY(meters.durations().rows.size() <= GenAiMeters::mostRows + 1);
        qint64 all = 0;
        for (const auto& [key, row] : meters.durations().rows)
            all += row.count;
        QCOMPARE(all, 5'000); // none is lost
    }

    void answersAreReadAsOtlpSays_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("retryAfter");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("kind");
        QTest::addColumn<qint64>("rejected");
        QTest::addColumn<qint64>("after");
        const int taken = int(OtlpAnswer::Kind::Taken);
        const int again = int(OtlpAnswer::Kind::Again);
        const int refused = int(OtlpAnswer::Kind::Refused);
        const auto row = [](const char* name, int status, const char* after, const char* body, int kind,
                            qint64 rejected, qint64 rest) {
            QTest::newRow(name) << status << QByteArray(after) << QByteArray(body) << kind << rejected
                                << rest;
        };
        row("all", 200, "", "{}", taken, 0, -1);
        row("no body", 202, "", "", taken, 0, -1);
        row("some", 200, "", R"({"partialSuccess":{"rejectedSpans":"3","errorMessage":"x"}})", taken, 3, -1);
        row("some, as a number", 200, "", R"({"partialSuccess":{"rejectedSpans":3}})", taken, 3, -1);
        row("more than there were", 200, "", R"({"partialSuccess":{"rejectedSpans":"99"}})", taken, 10, -1);
        row("less than none", 200, "", R"({"partialSuccess":{"rejectedSpans":"-5"}})", taken, 0, -1);
        row("nonsense", 200, "", "<html>", taken, 0, -1);
        row("busy", 429, "7", "", again, 0, 7'000);
        row("busy, for ever", 503, "999999999", "", again, 0, 300'000);
        row("busy, until a date", 503, "Fri, 20 Nov 2026 20:00:00 GMT", "", again, 0, -1);
        row("a gateway's", 502, "", "", again, 0, -1);
        row("broken", 500, "", "", refused, 0, -1);
        row("bad", 400, "5", "", refused, 0, -1);
        row("elsewhere", 302, "", "", refused, 0, -1);
    }
    void answersAreReadAsOtlpSays() {
        QFETCH(int, status);
        QFETCH(QByteArray, retryAfter);
        QFETCH(QByteArray, body);
        QFETCH(int, kind);
        QFETCH(qint64, rejected);
        QFETCH(qint64, after);
        const OtlpAnswer answer = readOtlpAnswer(status, retryAfter, body, 10);
        QCOMPARE(int(answer.kind), kind);
        QCOMPARE(answer.rejected, rejected);
        QCOMPARE(answer.after ? answer.after->count() : -1, after);
    }
};

QTEST_GUILESS_MAIN(TestOtlpJson)
#include "tst_otlp_json.moc"
