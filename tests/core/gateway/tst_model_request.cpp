// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: a request reaches the upstream as the client wrote it, but for what the gateway must change; what
// two readers could take for different things is refused; sizes are not underestimated.
#include "core/gateway/model_request.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace signalbox;
using enum ModelProtocol;

namespace {

Result<ModelRequest> readAs(ModelProtocol protocol, const QByteArray& body, const QString& model = {}) {
    ModelRoute route;
    route.protocol = protocol;
    route.model = model;
    return ModelRequest::read(route, body);
}

} // namespace

class TestModelRequest : public QObject {
    Q_OBJECT
private slots:
    void readsWhatMatters() {
        const auto anthropic = readAs(
            Anthropic,
            R"({"model":"m","max_tokens":100,"stream":true,"thinking":{"type":"enabled","budget_tokens":50}})");
        QVERIFY(anthropic.ok());
        QCOMPARE(anthropic->model(), QStringLiteral("m"));
        QVERIFY(anthropic->streams());
        QCOMPARE(anthropic->size().output, 100);
        QCOMPARE(anthropic->leastOutput(), 51);
        const auto gemini = readAs(Gemini, R"({"generationConfig":{"maxOutputTokens":9,"candidateCount":3}})",
                                   QStringLiteral("g"));
        QVERIFY(gemini.ok());
        QCOMPARE(gemini->size().output, 9);
        QCOMPARE(gemini->size().alternatives, 3);
        // What only looks like a limit is none.
        const auto nested =
            readAs(Chat, R"({"model":"m","messages":[{"max_tokens":7,"model":"x"}],"tools":{"n":9}})");
        QVERIFY(nested.ok());
        QCOMPARE(nested->size().output, 0);
        QCOMPARE(nested->size().alternatives, 1);
    }

    void refusesWhatCouldBeReadInTwoWays_data() {
        QTest::addColumn<QByteArray>("body");
        for (const char* body :
             {"", "[]", "[{\"model\":\"m\"}]", "{\"model\":\"m\"} {}", "{\"model\":\"m\",\"model\":\"n\"}",
              "{\"model\":\"m\",\"m\\u006fdel\":\"n\"}", "{\"model\":5}", "{\"model\":\"\"}", "{}",
              "{\"model\":\"m\",\"max_tokens\":\"9\"}", "{\"model\":\"m\",\"max_tokens\":1e9}",
              "{\"model\":\"m\",\"max_tokens\":-1}", "{\"model\":\"m\",\"max_tokens\":1,\"max_tokens\":900}",
              "{\"model\":\"m\",\"stream\":\"yes\"}", "{\"model\":\"m\",\"n\":1000000}",
              "{\"model\":\"m\",\"stream_options\":[]}", "{\"model\":\"m\",}"})
            QTest::newRow(body) << QByteArray(body);
    }
    void refusesWhatCouldBeReadInTwoWays() {
        QFETCH(QByteArray, body);
        const auto request = readAs(Chat, body);
        QVERIFY(!request.ok());
        QVERIFY(request.error().kind == ErrorKind::Invalid);
    }

    void changesNothingWithoutNeed() {
        const QByteArray body = "{ \"model\":\"m\",\n \"big\":12345678901234567890, \"max_tokens\" : 5 }";
        QCOMPARE(readAs(Anthropic, body)->bodyFor(body, std::nullopt), body);
        QCOMPARE(readAs(Anthropic, body)->bodyFor(body, 900), body);
    }

    void limitsOutput_data() {
        QTest::addColumn<int>("protocol");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("anthropic") << int(Anthropic)
                                   << QByteArray(R"({"model":"m","max_tokens": 900 ,"x":1})")
                                   << QByteArray(R"({"model":"m","max_tokens": 30 ,"x":1})");
        QTest::newRow("two spellings")
            << int(Chat) << QByteArray(R"({"model":"m","max_tokens":10,"max_completion_tokens":900})")
            << QByteArray(R"({"model":"m","max_tokens":10,"max_completion_tokens":30})");
        QTest::newRow("alternatives") << int(Chat) << QByteArray(R"({"model":"m","n":3,"max_tokens":900})")
                                      << QByteArray(R"({"model":"m","n":3,"max_tokens":10})");
        QTest::newRow("responses") << int(Responses) << QByteArray(R"({"model":"m"})")
                                   << QByteArray(R"({"max_output_tokens":30,"model":"m"})");
        QTest::newRow("gemini, nothing") << int(Gemini) << QByteArray("{ }")
                                         << QByteArray(R"({"generationConfig":{"maxOutputTokens":30} })");
        QTest::newRow("gemini, empty") << int(Gemini) << QByteArray(R"({"generationConfig":{ }})")
                                       << QByteArray(R"({"generationConfig":{"maxOutputTokens":30 }})");
        QTest::newRow("gemini, other")
            << int(Gemini) << QByteArray(R"({"generationConfig":{"topK":1}})")
            << QByteArray(R"({"generationConfig":{"maxOutputTokens":30,"topK":1}})");
        QTest::newRow("gemini, snake")
            << int(Gemini) << QByteArray(R"({"generation_config":{"max_output_tokens":99}})")
            << QByteArray(R"({"generation_config":{"max_output_tokens":30}})");
    }
    void limitsOutput() {
        QFETCH(int, protocol);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, expected);
        const auto request = readAs(ModelProtocol(protocol), body, QStringLiteral("g"));
        QVERIFY(request.ok());
        QCOMPARE(request->bodyFor(body, 30), expected);
    }

    void chatStreamsTellTheirUse_data() {
        QTest::addColumn<QByteArray>("body");
        for (const char* options : {"", ",\"stream_options\":null", ",\"stream_options\":{}",
                                    ",\"stream_options\":{ \"include_usage\": false }",
                                    ",\"stream_options\":{\"include_usage\":null,\"x\":1}",
                                    ",\"stream_options\":{\"x\":{\"include_usage\":false}}"})
            QTest::newRow(options) << QByteArray("{\"model\":\"m\",\"stream\":true") + options + "}";
    }
    void chatStreamsTellTheirUse() {
        QFETCH(QByteArray, body);
        const QByteArray changed = readAs(Chat, body)->bodyFor(body, 12);
        const QJsonObject object = QJsonDocument::fromJson(changed).object();
        QVERIFY2(object.value(QLatin1String("stream_options"))
                     .toObject()
                     .value(QLatin1String("include_usage"))
                     .toBool(),
                 changed.constData());
        QCOMPARE(object.value(QLatin1String("max_completion_tokens")).toInt(), 12);
        QCOMPARE(readAs(Responses, body)->bodyFor(body, std::nullopt), body);
    }

    void sizes() {
        const auto sizeOf = [](const QByteArray& text) {
            return readAs(Chat, "{\"model\":\"m\",\"messages\":\"" + text + "\"}")->size().input;
        };
        QVERIFY(sizeOf(QByteArray(40'000, 'x')) >= 10'000);
        QVERIFY(sizeOf(QByteArray("\xe6\xbc\xa2").repeated(10'000)) >= 10'000);
        const QByteArray picture = QByteArray(400'000, 'A');
        const qint64 encoded =
            readAs(Anthropic, "{\"model\":\"m\",\"source\":{\"data\":\"" + picture + "\"}}")->size().input;
        QVERIFY(encoded > 10'000 && encoded < 30'000);
        // A text that only stands where pictures do, does not pass for one.
        QVERIFY(readAs(Anthropic,
                       "{\"model\":\"m\",\"data\":\"" + QByteArray("some words ").repeated(10'000) + "\"}")
                    ->size()
                    .input > 25'000);
    }
};

QTEST_GUILESS_MAIN(TestModelRequest)
#include "tst_model_request.moc"
