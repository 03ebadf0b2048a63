// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the table of the API: which handler gets which request, what is refused and how, that the
// description says what is served, who may come in at all, and the form of the event stream.
#include "core/server/http_guard.h"
#include "core/server/http_reply.h"
#include "core/server/http_router.h"
#include "core/server/openapi.h"
#include "core/server/sse.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace signalbox;

namespace {

HttpRequest request(const QByteArray& method, const QString& path) {
    HttpRequest made;
    made.method = method;
    made.path = path;
    made.headers.add("Host", "localhost:1");
    return made;
}

HttpRequest withField(const QByteArray& name, const QByteArray& value) {
    HttpRequest made;
    made.method = "GET";
    made.path = QStringLiteral("/");
    if (name != "Host")
        made.headers.add("Host", "127.0.0.1:8080");
    made.headers.add(name, value);
    return made;
}

/// What a router answers, without any server.
HttpResponse answerOf(const HttpRouter& router, const HttpRequest& asked) {
    auto state = std::make_shared<HttpReplyState>([] {}, 1024, 512);
    router.handle(asked, HttpReply(state));
    const HttpReplyState::Work work = state->take();
    return work.response.value_or(HttpResponse{0, {}, {}, {}});
}

HttpRoute route(const QByteArray& method, const QString& pattern, const QByteArray& says = {}) {
    return {method, pattern, QStringLiteral("Does a thing"), QStringLiteral("things"),
            [says](const HttpRequest&, const PathValues& values, HttpReply reply) {
                QByteArray body = says;
                for (auto it = values.begin(); it != values.end(); ++it)
                    body += ' ' + it.key().toUtf8() + '=' + it.value().toUtf8();
                reply.send({200, "text/plain", body, {}});
            }};
}

QJsonObject errorOf(const HttpResponse& response) {
    return QJsonDocument::fromJson(response.body).object().value(QStringLiteral("error")).toObject();
}

QByteArray fieldOf(const HttpResponse& response, const QByteArray& name) {
    for (const HttpHeader& field : response.headers)
        if (field.name == name)
            return field.value;
    return {};
}

} // namespace

class TestHttpRouter : public QObject {
    Q_OBJECT
private slots:
    void findsRoutes_data();
    void findsRoutes();
    void saysWhatIsMissing();
    void refusesBadTables_data();
    void refusesBadTables();
    void limitsBodiesByRoute();
    void describesItself();
    void checksTokens();
    void refusesForeignPages_data();
    void refusesForeignPages();
    void knowsLoopback();
    void formatsEvents();
    void answersOnce();
};

void TestHttpRouter::findsRoutes_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("root") << QStringLiteral("/") << QByteArray("root");
    QTest::newRow("literal") << QStringLiteral("/v1/tasks") << QByteArray("list");
    QTest::newRow("capture") << QStringLiteral("/v1/tasks/a b") << QByteArray("one task=a b");
    QTest::newRow("literal before capture") << QStringLiteral("/v1/tasks/latest") << QByteArray("latest");
    QTest::newRow("two captures") << QStringLiteral("/v1/tasks/7/gates/ä")
                                  << QByteArray("gate gate=\xc3\xa4 task=7");
    QTest::newRow("rest") << QStringLiteral("/v1/files/a/b.txt") << QByteArray("files path=a/b.txt");
    QTest::newRow("literal before rest") << QStringLiteral("/v1/files/index") << QByteArray("index");
}

void TestHttpRouter::findsRoutes() {
    // The most general first: the order of the table must not matter.
    const auto router =
        HttpRouter::make({route("GET", QStringLiteral("/v1/files/{path...}"), "files"),
                          route("GET", QStringLiteral("/v1/tasks/{task}"), "one"),
                          route("GET", QStringLiteral("/v1/tasks/{task}/gates/{gate}"), "gate"),
                          route("GET", QStringLiteral("/v1/tasks/latest"), "latest"),
                          route("GET", QStringLiteral("/v1/tasks"), "list"),
                          route("GET", QStringLiteral("/v1/files/index"), "index"),
                          route("GET", QStringLiteral("/"), "root")});
    QVERIFY(router.ok());
    QFETCH(QString, path);
    const HttpResponse answer = answerOf(*router, request("GET", path));
    QCOMPARE(answer.status, 200);
    QTEST(answer.body, "body");
    QCOMPARE(answerOf(*router, request("HEAD", path)).status, 200);
    QCOMPARE(router->routes().first().pattern, QStringLiteral("/v1/files/{path...}"));
}

void TestHttpRouter::saysWhatIsMissing() {
    const auto router = HttpRouter::make({route("GET", QStringLiteral("/v1/tasks/{task}")),
                                          route("DELETE", QStringLiteral("/v1/tasks/{task}")),
                                          route("POST", QStringLiteral("/v1/tasks/search"))});
    QVERIFY(router.ok());
    const HttpResponse nothing = answerOf(*router, request("GET", QStringLiteral("/v2")));
    QCOMPARE(nothing.status, 404);
    QCOMPARE(errorOf(nothing).value(QStringLiteral("kind")).toString(), QStringLiteral("not_found"));
    QVERIFY(!errorOf(nothing).value(QStringLiteral("message")).toString().isEmpty());
    QVERIFY(!errorOf(nothing).value(QStringLiteral("hint")).toString().isEmpty());

    const HttpResponse wrong = answerOf(*router, request("PUT", QStringLiteral("/v1/tasks/1")));
    QCOMPARE(wrong.status, 405);
    QCOMPARE(fieldOf(wrong, "Allow"), "DELETE, GET, HEAD, OPTIONS");
    // A literal route for one method must not hide the captures for others.
    QCOMPARE(answerOf(*router, request("GET", QStringLiteral("/v1/tasks/search"))).status, 200);

    const HttpResponse options = answerOf(*router, request("OPTIONS", QStringLiteral("/v1/tasks/search")));
    QCOMPARE(options.status, 204);
    QCOMPARE(fieldOf(options, "Allow"), "DELETE, GET, HEAD, OPTIONS, POST");
    QCOMPARE(answerOf(*router, request("GET", QStringLiteral("/v1/tasks"))).status, 404);
    QCOMPARE(answerOf(*router, request("GET", QStringLiteral("/v1/tasks/1/2"))).status, 404);
}

void TestHttpRouter::refusesBadTables_data() {
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    QTest::addColumn<int>("kind");
    const auto row = [](const char* name, const char* first, const char* second, ErrorKind kind) {
        QTest::newRow(name) << QString::fromLatin1(first) << QString::fromLatin1(second)
                            << static_cast<int>(kind);
    };
    row("twice", "/a/{x}", "/a/{y}", ErrorKind::Conflict);
    row("no slash", "a", "/b", ErrorKind::Invalid);
    row("slash at the end", "/a/", "/b", ErrorKind::Invalid);
    row("empty segment", "/a//b", "/b", ErrorKind::Invalid);
    row("half a capture", "/a{x}", "/b", ErrorKind::Invalid);
    row("same name twice", "/{x}/{x}", "/b", ErrorKind::Invalid);
    row("rest in the middle", "/{x...}/a", "/b", ErrorKind::Invalid);
    row("empty name", "/{}", "/b", ErrorKind::Invalid);
}

void TestHttpRouter::refusesBadTables() {
    QFETCH(QString, first);
    QFETCH(QString, second);
    QFETCH(int, kind);
    const auto router = HttpRouter::make({route("GET", first), route("GET", second)});
    QVERIFY(!router.ok());
    QCOMPARE(static_cast<int>(router.error().kind), kind);
    QVERIFY(!HttpRouter::make({route("get", QStringLiteral("/a"))}).ok());
    QVERIFY(!HttpRouter::make({HttpRoute{"GET", QStringLiteral("/a"), {}, {}, {}}}).ok());
}

void TestHttpRouter::limitsBodiesByRoute() {
    HttpRoute large = route("POST", QStringLiteral("/v1/artifacts/{name}"));
    large.maxBody = 5;
    const auto router = HttpRouter::make({large, route("POST", QStringLiteral("/v1/tasks"))});
    QCOMPARE(router->bodyLimit("POST", QStringLiteral("/v1/artifacts/x"), 3), 5);
    QCOMPARE(router->bodyLimit("POST", QStringLiteral("/v1/tasks"), 3), 3);
    QCOMPARE(router->bodyLimit("PUT", QStringLiteral("/v1/artifacts/x"), 3), 3);
    QCOMPARE(router->bodyLimit("POST", QStringLiteral("/none"), 3), 3);
}

void TestHttpRouter::describesItself() {
    HttpRoute create = route("POST", QStringLiteral("/v1/tasks"));
    create.requestSchema = schemaRef(QStringLiteral("NewTask"));
    create.responseSchema = schemaRef(QStringLiteral("Task"));
    create.successStatus = 201;
    HttpRoute show = route("GET", QStringLiteral("/v1/tasks/{task}/files/{path...}"));
    show.parameters = {
        {QStringLiteral("after"), RouteParameter::In::Query, QStringLiteral("Event number"), true},
        {QStringLiteral("task"), RouteParameter::In::Path, QStringLiteral("Which task")}};
    HttpRoute health = route("GET", QStringLiteral("/healthz"));
    health.needsToken = false;
    health.responseType.clear();
    health.operation = QStringLiteral("health");
    const QJsonObject document =
        openApiDocument({QStringLiteral("API"), QStringLiteral("1"), {}, {}}, {create, show, health},
                        {{QStringLiteral("Task"), QJsonObject{}}});
    QCOMPARE(document.value(u"openapi").toString(), QStringLiteral("3.1.0"));
    const QJsonObject paths = document.value(u"paths").toObject();
    QCOMPARE(paths.keys(), QStringList({QStringLiteral("/healthz"), QStringLiteral("/v1/tasks"),
                                        QStringLiteral("/v1/tasks/{task}/files/{path}")}));
    const QJsonObject post = paths.value(u"/v1/tasks").toObject().value(u"post").toObject();
    QCOMPARE(post.value(u"operationId").toString(), QStringLiteral("postV1Tasks"));
    QVERIFY(post.value(u"responses").toObject().contains(u"201"));
    QVERIFY(post.value(u"responses").toObject().contains(u"default"));
    QVERIFY(QJsonDocument(post).toJson().contains("#/components/schemas/NewTask"));
    const QJsonObject get = paths.value(u"/v1/tasks/{task}/files/{path}").toObject().value(u"get").toObject();
    const QJsonArray parameters = get.value(u"parameters").toArray();
    QCOMPARE(parameters.size(), 3);
    QCOMPARE(parameters[0].toObject().value(u"description").toString(), QStringLiteral("Which task"));
    QVERIFY(parameters[1].toObject().value(u"required").toBool()); // each of the path must say so
    QCOMPARE(parameters[2].toObject().value(u"in").toString(), QStringLiteral("query"));
    const QJsonObject open = paths.value(u"/healthz").toObject().value(u"get").toObject();
    QCOMPARE(open.value(u"operationId").toString(), QStringLiteral("health"));
    QVERIFY(open.contains(u"security") && open.value(u"security").toArray().isEmpty());
    QVERIFY(document.value(u"components").toObject().value(u"schemas").toObject().contains(u"Error"));
}

void TestHttpRouter::checksTokens() {
    QVERIFY(!refuseWithoutToken(withField("Authorization", "Bearer secret"), "secret"));
    QVERIFY(!refuseWithoutToken(withField("authorization", "bearer  secret"), "secret"));
    for (const char* wrong : {"Bearer secre", "Bearer secrett", "Bearer Secret", "Bearer", "Bearer ",
                              "secret", "Basic secret", "Bearersecret", ""}) {
        const auto refused = refuseWithoutToken(withField("Authorization", wrong), "secret");
        QVERIFY2(refused.has_value(), wrong);
        QCOMPARE(refused->status, 401);
        QVERIFY(fieldOf(*refused, "WWW-Authenticate").startsWith("Bearer"));
        QVERIFY(!refused->body.contains("secret\""));
    }
    QVERIFY(refuseWithoutToken(withField("X", "y"), "secret"));
    QVERIFY(refuseWithoutToken(withField("Authorization", "Bearer "), "")); // no token configured: nobody
    HttpRequest twice = withField("Authorization", "Bearer secret");
    twice.headers.add("Authorization", "Bearer other");
    QVERIFY(refuseWithoutToken(twice, "secret"));
    QVERIFY(equalSecrets("a", "a") && !equalSecrets("a", "ab") && !equalSecrets("", "a"));
}

void TestHttpRouter::refusesForeignPages_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("refused");
    const auto row = [](const char* name, const char* value, bool refused) {
        QTest::addRow("%s %s", name, value) << QByteArray(name) << QByteArray(value) << refused;
    };
    row("Host", "localhost:8080", false);
    row("Host", "LOCALHOST", false);
    row("Host", "127.0.0.1:1", false);
    row("Host", "[::1]:1", false);
    row("Host", "fleet.example:443", false);
    row("Host", "evil.example", true);
    row("Host", "127.0.0.1.evil.example", true);
    row("Host", "localhost.evil.example", true);
    row("Host", "evillocalhost", true);
    row("Host", "10.0.0.1", true);
    row("Origin", "https://good.example", false);
    row("Origin", "https://evil.example", true);
    row("Origin", "https://good.example.evil.example", true);
    row("Origin", "http://good.example", true);
    row("Origin", "http://127.0.0.1:8080", true);
    row("Origin", "null", true);
    row("Origin", "", true);
    row("Sec-Fetch-Site", "none", false);
    row("Sec-Fetch-Site", "same-origin", false);
    row("Sec-Fetch-Site", "cross-site", true);
    row("Sec-Fetch-Site", "same-site", true);
    row("Accept", "*/*", false);
}

void TestHttpRouter::refusesForeignPages() {
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    QFETCH(bool, refused);
    const BrowserRules rules{{QStringLiteral("fleet.example")}, {QStringLiteral("https://good.example")}};
    const auto answer = refuseForeignPage(withField(name, value), rules);
    QCOMPARE(answer.has_value(), refused);
    if (answer)
        QCOMPARE(answer->status, 403);
}

void TestHttpRouter::knowsLoopback() {
    for (const char* own : {"localhost", "a.localhost", "127.0.0.1", "127.255.0.9", "::1"})
        QVERIFY2(isLoopbackHost(QString::fromLatin1(own)), own);
    for (const char* other : {"", "127.1", "127.0.0.256", "127.0.0.1.x", "127.0.0.x", "128.0.0.1", "0.0.0.0",
                              "127.0.0.+1", "localhost.x"})
        QVERIFY2(!isLoopbackHost(QString::fromLatin1(other)), other);
}

void TestHttpRouter::formatsEvents() {
    QCOMPARE(formatEvent({QStringLiteral("7"), QStringLiteral("task"), "{\"a\":1}"}),
             "id: 7\nevent: task\ndata: {\"a\":1}\n\n");
    QCOMPARE(formatEvent({{}, {}, "a\nb\r\nc\rd"}), "data: a\ndata: b\ndata: c\ndata: d\n\n");
    QCOMPARE(formatEvent({{}, {}, ""}), "data: \n\n");
    QCOMPARE(formatEvent({{}, {}, "\n"}), "data: \ndata: \n\n");
    // Nothing in an id or a kind may begin a field or an event of its own.
    QCOMPARE(formatEvent({QStringLiteral("1\ndata: x\n\n"), QStringLiteral("a\r\nb"), "y"}),
             "id: 1data: x\nevent: ab\ndata: y\n\n");
    QCOMPARE(formatHeartbeat(), ":\n\n");
    QCOMPARE(formatHeartbeat(QStringLiteral("still\nhere")), ": stillhere\n\n");
    QCOMPARE(formatRetry(Millis(1500)), "retry: 1500\n\n");
}

void TestHttpRouter::answersOnce() {
    int wakes = 0;
    auto state = std::make_shared<HttpReplyState>([&wakes] { ++wakes; }, 1024, 512);
    int closed = 0;
    int drained = 0;
    {
        HttpReply reply(state);
        const HttpReply copy = reply;
        QVERIFY(reply.startStream(200, "text/plain"));
        QVERIFY(!reply.startStream(200, "text/plain"));
        QVERIFY(!reply.send({}));
        QVERIFY(reply.write(QByteArray(600, 'x')));
        QCOMPARE(wakes, 1); // one until the connection has looked
        QVERIFY(reply.tooSlow());
        reply.onDrained([&] { ++drained; });
        QCOMPARE(state->take().data.size(), 600);
        QVERIFY(reply.tooSlow()); // taken is not sent
        state->setQueued(300);
        QVERIFY(!reply.tooSlow());
        QCOMPARE(drained, 0);
        state->setQueued(100);
        QCOMPARE(drained, 1);
        reply.onClosed([&closed, copy] { ++closed; }); // a circle, which the end must break
        QVERIFY(reply.write(QByteArray(2000, 'x')));
        QVERIFY(!reply.write("y")); // more than 1024 unsent when more comes
        QVERIFY(!reply.write("y"));
        QVERIFY(!reply.finish());
        QVERIFY(!reply.open());
        QVERIFY(state->take().drop);
        state->close();
        QCOMPARE(closed, 1);
        reply.onClosed([&] { ++closed; });
        QCOMPARE(closed, 2);
        reply.onDrained([&] { ++drained; });
        QCOMPARE(drained, 2);
    }
    QCOMPARE(state.use_count(), 1);

    auto dropped = std::make_shared<HttpReplyState>([] {}, 1024, 512);
    { const HttpReply reply(dropped); }
    QCOMPARE(dropped->take().response->status, 500);
    auto cut = std::make_shared<HttpReplyState>([] {}, 1024, 512);
    {
        HttpReply reply(cut);
        QVERIFY(reply.startStream(200, "text/plain"));
    }
    QVERIFY(cut->take().drop);
    HttpReply none;
    QVERIFY(!none.send({}) && !none.open() && !none.tooSlow());
}

QTEST_GUILESS_MAIN(TestHttpRouter)
#include "tst_http_router.moc"
