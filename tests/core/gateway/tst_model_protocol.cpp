// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: only what is counted or free is offered; keys of clients go no further and limits of the upstream
// come no nearer; refusals have the provider's form.
#include "core/gateway/model_protocol.h"
#include "core/gateway/provider_keys.h"
#include "core/server/http_parser.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace signalbox;

namespace {

HttpRequest parsed(const QByteArray& start, const QByteArray& fields = {}) {
    HttpParser parser(16 * 1024);
    const QByteArray text = start + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
    parser.feed(text.constData(), text.size());
    return parser.request();
}

bool has(const QList<HttpHeader>& fields, const QByteArray& name) {
    return std::any_of(fields.begin(), fields.end(), [&](const HttpHeader& field) {
        return field.name.compare(name, Qt::CaseInsensitive) == 0;
    });
}

} // namespace

class TestModelProtocol : public QObject {
    Q_OBJECT
private slots:
    void routes_data() {
        QTest::addColumn<QByteArray>("start");
        QTest::addColumn<QByteArray>("target"); // empty: not offered
        QTest::addColumn<bool>("metered");
        const auto row = [](const char* start, const char* target, bool metered) {
            QTest::newRow(start) << QByteArray(start) << QByteArray(target) << metered;
        };
        row("POST /v1/messages?beta=true", "/v1/messages?beta=true", true);
        row("POST /v1/messages/count_tokens", "/v1/messages/count_tokens", false);
        row("POST /chat/completions", "/v1/chat/completions", true);
        row("POST /v1/responses", "/v1/responses", true);
        row("POST /v1/embeddings", "/v1/embeddings", true);
        row("GET /v1/models", "/v1/models", false);
        row("POST /v1beta/models/g-2.5:streamGenerateContent?alt=sse&key=secret",
            "/v1beta/models/g-2.5:streamGenerateContent?alt=sse", true);
        row("POST /v1beta/models/g:countTokens", "/v1beta/models/g:countTokens", false);
        row("GET /v1beta/models", "/v1beta/models", false);
        row("POST /v1beta/models/g:predict", "", false);
        row("POST /v1/images/generations", "", false);
        row("POST /v1/messages/batches", "", false);
        row("GET /v1/messages", "", false);
        row("DELETE /v1/models/x", "", false);
        row("POST /v1/responses/../messages", "", false);
        row("GET /v1/files", "", false);
    }
    void routes() {
        QFETCH(QByteArray, start);
        QFETCH(QByteArray, target);
        QFETCH(bool, metered);
        const auto route = routeModelRequest(parsed(start));
        QCOMPARE(route.has_value(), !target.isEmpty());
        if (!route)
            return;
        QCOMPARE(route->target, target);
        QCOMPARE(route->metered, metered);
    }

    void keysStayApart() {
        const HttpRequest request =
            parsed("POST /v1/messages?key=four",
                   "x-api-key: one\r\nAuthorization: Bearer two\r\nx-goog-api-key: three\r\n"
                   "anthropic-beta: b\r\nCookie: c\r\nConnection: close, x-hop\r\nX-Hop: 1\r\n"
                   "Accept-Encoding: br\r\nTE: trailers\r\n");
        QCOMPARE(clientKeys(request), (QByteArrayList{"one", "three", "two", "four"}));
        const QList<HttpHeader> fields = upstreamHeaders(request);
        QCOMPARE(fields.size(), 1);
        QCOMPARE(fields.first().name, QByteArray("anthropic-beta"));
    }

    void upstreamsLimitsDoNotComeNearer() {
        HttpHeaders headers;
        for (const char* name : {"anthropic-ratelimit-tokens-remaining", "X-RateLimit-Limit", "Set-Cookie",
                                 "Connection", "Transfer-Encoding", "Retry-After", "request-id"})
            headers.add(name, "1");
        const QList<HttpHeader> fields = clientHeaders(headers);
        QVERIFY(has(fields, "Retry-After") && has(fields, "request-id"));
        QCOMPARE(fields.size(), 2);
    }

    void refusalsHaveTheProvidersForm() {
        for (const ModelProtocol protocol : {ModelProtocol::Anthropic, ModelProtocol::Chat,
                                             ModelProtocol::Responses, ModelProtocol::Gemini}) {
            const HttpResponse response =
                modelRefusal(protocol, ModelRefusal::Budget, QStringLiteral("no more"));
            QCOMPARE(response.status, 402);
            const QJsonObject error =
                QJsonDocument::fromJson(response.body).object().value(QLatin1String("error")).toObject();
            QCOMPARE(error.value(QLatin1String("message")).toString(), QStringLiteral("no more"));
            const bool isAnthropic = protocol == ModelProtocol::Anthropic;
            QCOMPARE(error.value(QLatin1String("type")).toString() == QLatin1String("billing_error"),
                     isAnthropic);
            QVERIFY(response.headers.contains(HttpHeader{"x-should-retry", "false"}));
        }
    }

    void keysRestWhenTurnedAway() {
        ProviderKeys ring({"a", "b"});
        QCOMPARE(ring.current({10}), QByteArray("a"));
        ring.rest("a", {100});
        QCOMPARE(ring.current({10}), QByteArray("b"));
        ring.rest("b", {50});
        QCOMPARE(ring.current({10}), QByteArray("b"));
        QCOMPARE(ring.current({100}), QByteArray("a"));
        QVERIFY(ProviderKeys().current({0}).isEmpty());
    }

    void keysFromFilesMustBePrivate() {
        QTemporaryDir home;
        const QString path = home.filePath(QStringLiteral("key"));
        QFile file(path);
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(" one\r\n two,three\n\n");
        file.close();
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::ReadOther));
        QVERIFY(takeKeys(Provider::Gemini, path).error().kind == ErrorKind::Denied);
        QVERIFY(file.setPermissions(QFile::ReadOwner));
        QCOMPARE(*takeKeys(Provider::Gemini, path), (QByteArrayList{"one", "two", "three"}));
        QVERIFY(!takeKeys(Provider::Gemini, home.filePath(QStringLiteral("none"))).ok());
        qputenv("OPENAI_API_KEY", "from-environment");
        QCOMPARE(*takeKeys(Provider::OpenAi, {}), (QByteArrayList{"from-environment"}));
        QVERIFY(qgetenv("OPENAI_API_KEY").isEmpty());
        qputenv("OPENAI_API_KEY", "two words");
        QVERIFY(!takeKeys(Provider::OpenAi, {}).ok());
    }
};

QTEST_GUILESS_MAIN(TestModelProtocol)
#include "tst_model_protocol.moc"
