// SPDX-License-Identifier: GPL-3.0-or-later
// Protects every endpoint that the API's own description lists, also those that come later: nobody gets
// anything without a token, methods and media types that are not meant are refused and say what is, bodies
// have a limit that holds before they arrive, and what cannot be read is a 400 that says why.
#include "raw_client.h"
#include "tests/core/server/api_fixture.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace signalbox;
using namespace signalbox::test;

namespace {

struct Endpoint {
    QByteArray method;
    QByteArray path; ///< with a value for each name in it
    bool takesBody = false;
    bool takesFrom = false;
    [[nodiscard]] bool isGuests() const { return path.startsWith("/v1/guest/"); }
    [[nodiscard]] bool isPing() const { return path == "/v1/ping"; }
};

const QList<QByteArray> methods{"GET", "POST", "PUT", "PATCH", "DELETE"};
constexpr char token[] = "Authorization: Bearer token-ann\r\n";

QByteArray request(const QByteArray& method, const QByteArray& path, const QByteArray& fields,
                   const QByteArray& body = {}) {
    QByteArray text = method + ' ' + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + fields;
    if (!body.isEmpty())
        text += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    return text + "\r\n" + body;
}

RawResponse ask(const Core& core, const QByteArray& text) {
    return RawClient::toPort(core.server->port()).ask(text);
}

QJsonObject errorOf(const RawResponse& answer) {
    return QJsonDocument::fromJson(answer.body).object().value(QLatin1String("error")).toObject();
}

QByteArray describe(const Endpoint& endpoint, const RawResponse& answer) {
    return endpoint.method + ' ' + endpoint.path + ": " + QByteArray::number(answer.status) + ' ' +
           answer.body.left(300);
}

QList<Endpoint> endpointsOf(const Core& core) {
    const RawResponse described = ask(core, request("GET", "/v1/openapi.json", token));
    const QJsonObject paths =
        QJsonDocument::fromJson(described.body).object().value(QLatin1String("paths")).toObject();
    QList<Endpoint> endpoints;
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        const QJsonObject item = path.value().toObject();
        QString concrete = path.key();
        concrete.replace(QRegularExpression(QStringLiteral("\\{[^}]*\\}")), QStringLiteral("1"));
        for (const QByteArray& method : methods) {
            const QJsonObject operation = item.value(QString::fromLatin1(method.toLower())).toObject();
            if (operation.isEmpty())
                continue;
            Endpoint endpoint{method, concrete.toUtf8(), operation.contains(QLatin1String("requestBody")),
                              false};
            for (const QJsonValue& parameter : operation.value(QLatin1String("parameters")).toArray())
                if (parameter.toObject().value(QLatin1String("name")) == QLatin1String("from"))
                    endpoint.takesFrom = true;
            endpoints.append(endpoint);
        }
    }
    return endpoints;
}

} // namespace

class ApiLimitsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        m_core = std::make_unique<Core>();
        m_core->taskAtApproval();
        m_endpoints = endpointsOf(*m_core);
        QVERIFY2(m_endpoints.size() > 20, "the description lists the API");
    }
    void cleanupTestCase() { m_core.reset(); }

    void nothingIsGivenWithoutAToken() {
        for (const Endpoint& endpoint : m_endpoints) {
            if (endpoint.isPing())
                continue;
            for (const char* fields : {"", "Authorization: Bearer nobody\r\n",
                                       "Authorization: Basic YTpi\r\n", "Authorization: Bearer \r\n"}) {
                const RawResponse answer = ask(*m_core, request(endpoint.method, endpoint.path, fields));
                QVERIFY2(answer.status == (endpoint.isGuests() ? 403 : 401), describe(endpoint, answer));
                QVERIFY(!errorOf(answer).value(QLatin1String("message")).toString().isEmpty());
            }
        }
    }

    void otherMethodsAreRefusedAndTheRightOnesNamed() {
        for (const Endpoint& endpoint : m_endpoints)
            for (const QByteArray& method : methods) {
                const bool known =
                    std::any_of(m_endpoints.begin(), m_endpoints.end(), [&](const Endpoint& e) {
                        return e.path == endpoint.path && e.method == method;
                    });
                if (known || endpoint.isGuests())
                    continue;
                const RawResponse answer = ask(*m_core, request(method, endpoint.path, token));
                QVERIFY2(answer.status == 405, describe(endpoint, answer));
                QVERIFY2(answer.field("Allow").contains(endpoint.method), answer.head.constData());
            }
    }

    void bodiesBeyondTheLimitAreRefusedBeforeTheyArrive() {
        for (const Endpoint& endpoint : m_endpoints) {
            const bool meaning = endpoint.method == "POST";
            const QByteArray length = QByteArray::number(meaning ? 100 * 1024 * 1024 : 20 * 1024);
            for (const QByteArray& fields :
                 {QByteArray(token), QByteArray()}) { // also for somebody whom we do not know
                const RawResponse answer =
                    ask(*m_core, request(endpoint.method, endpoint.path,
                                         fields + "Content-Length: " + length + "\r\n"));
                QVERIFY2(answer.status == 413, describe(endpoint, answer));
                QVERIFY(!errorOf(answer).value(QLatin1String("message")).toString().isEmpty());
            }
        }
    }

    void formsAreNoBodies() {
        for (const Endpoint& endpoint : m_endpoints) {
            if (endpoint.method != "POST" || endpoint.isGuests())
                continue;
            for (const char* type :
                 {"application/x-www-form-urlencoded", "multipart/form-data; boundary=x"}) {
                const RawResponse answer =
                    ask(*m_core, request("POST", endpoint.path,
                                         QByteArray(token) + "Content-Type: " + type + "\r\n", "title=x"));
                QVERIFY2(answer.status == 415, describe(endpoint, answer));
                QVERIFY(errorOf(answer)
                            .value(QLatin1String("hint"))
                            .toString()
                            .contains(QLatin1String("Content-Type")));
            }
        }
    }

    void whatCannotBeReadIsSaid() {
        qint64 before = 0;
        m_core->engine->queryAndWait([&](const State& state) { before = state.seq; });
        for (const Endpoint& endpoint : m_endpoints) {
            if (!endpoint.takesBody)
                continue;
            for (const QByteArray& body :
                 {QByteArray("{"), QByteArray("[]"), QByteArray("7"), QByteArray("\xff\xfe"),
                  QByteArray("{\"a\":}"), QByteArray(2000, '['), QByteArray("{}x")}) {
                const RawResponse answer =
                    ask(*m_core, request(endpoint.method, endpoint.path,
                                         QByteArray(token) + "Content-Type: application/json\r\n", body));
                QVERIFY2(answer.status == 400, describe(endpoint, answer));
                QVERIFY2(errorOf(answer)
                             .value(QLatin1String("message"))
                             .toString()
                             .contains(QLatin1String("body")),
                         describe(endpoint, answer));
            }
        }
        qint64 after = 0;
        m_core->engine->queryAndWait([&](const State& state) { after = state.seq; });
        QCOMPARE(after, before);
    }

    void numbersInTheQueryAreNumbers() {
        int tried = 0;
        for (const Endpoint& endpoint : m_endpoints) {
            if (!endpoint.takesFrom)
                continue;
            for (const char* from : {"x", "-1", "1.5", "99999999999999999999", "%20"}) {
                const RawResponse answer =
                    ask(*m_core, request(endpoint.method, endpoint.path + "?from=" + from, token));
                QVERIFY2(answer.status == 400, describe(endpoint, answer));
                ++tried;
            }
        }
        QVERIFY(tried > 0);
        for (const char* path :
             {"/v1/tasks/1/log?from=x", "/v1/tasks/1/log/follow?from=-5", "/v1/tasks/1/patch?max=all"}) {
            const RawResponse answer = ask(*m_core, request("GET", path, token));
            QVERIFY2(answer.status == 400, path);
        }
    }

    void namesInAPathThatAreNoNumbersAreSaid() {
        for (const char* path : {"/v1/tasks/one", "/v1/tasks/-1", "/v1/tasks/0",
                                 "/v1/tasks/99999999999999999999", "/v1/approvals/x"}) {
            const RawResponse answer = ask(*m_core, request("GET", path, token));
            QVERIFY2(answer.status == 400, path);
        }
        QCOMPARE(ask(*m_core, request("GET", "/v1/tasks/4711", token)).status, 404);
    }

private:
    std::unique_ptr<Core> m_core;
    QList<Endpoint> m_endpoints;
};

QTEST_GUILESS_MAIN(ApiLimitsTest)
#include "tst_api_limits.moc"
