// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: the token goes to the right core only, a hostile or broken server costs bounded time and memory,
// and its errors are told apart.
#include "client_test.h"
#include "core/client/http_transport.h"
#include "core/client/transport.h"
#include "test_server.h"

#include <QBuffer>

using namespace signalbox;
using namespace signalbox::test;

class TestHttpTransport : public QObject {
    Q_OBJECT
private slots:
    void refusesStrangeUrls_data();
    void refusesStrangeUrls();
    void tellsErrorsApart_data();
    void tellsErrorsApart();
    void nothingListens();
    void hangingServerTimesOut();
    void brokenOffAnswerIsNoAnswer();
    void tooLargeAnswerIsCutOff();
    void redirectIsNotFollowed();
    void manyStreamsDoNotHoldUpRequests();
    void exportsTheJournal();
    void strangerOnTheStream();
    void selfSignedNeedsAPin();
    void pinnedCertificate();
    void otherPinSendsNothing();
    void plainServerOnHttps();
    void artifactIsChecked();
    void namesAreEscaped();
};

void TestHttpTransport::refusesStrangeUrls_data() {
    QTest::addColumn<QString>("url");
    for (const char* url : {"", "core", "ftp://host", "http://example.org", "http://10.0.0.1:80", "http:///x",
                            "https://", "https://me:secret@host", "gopher://host"})
        QTest::newRow(url) << QString::fromLatin1(url);
}

void TestHttpTransport::refusesStrangeUrls() {
    QFETCH(QString, url);
    const auto client = CoreClient::create(QUrl(url));
    QCOMPARE(kindOf(client), u"invalid"_qs);
    QVERIFY(client.error().hint.contains(u"https://"));
    QVERIFY(!client.error().message.contains(u"secret") || url.contains(u"secret"));
}

void TestHttpTransport::tellsErrorsApart_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* name, int status, const char* body, const char* kind,
                        const char* message) {
        QTest::newRow(name) << status << QByteArray(body) << QString::fromLatin1(kind)
                            << QString::fromLatin1(message);
    };
    row("told", 409, R"({"error":{"kind":"conflict","message":"it is finished"}})", "conflict",
        "it is finished");
    row("told otherwise", 400, R"({"error":{"kind":"limit_reached","message":"m"}})", "limit_reached", "m");
    row("untold 404", 404, "<html>", "not_found", "status 404");
    row("untold 401", 401, "", "denied", "status 401");
    row("untold 503", 503, "", "unavailable", "status 503");
    row("untold 500", 500, "[]", "internal", "status 500");
    row("untold 418", 418, "{}", "invalid", "status 418");
    row("no content", 200, "", "corrupt", "JSON");
    row("wrong type", 200, R"({"task":7})", "corrupt", "task");
}

void TestHttpTransport::tellsErrorsApart() {
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QString, message);
    TestServer server;
    server.start();
    server.fault = [&](const SeenRequest&) {
        return Fault{Fault::Answer, status, body, "application/json", {}};
    };
    const auto client = clientFor(server.url());
    const auto result = get<TaskDetail>([&](auto done) { client->fetchTask(1, this, done); });
    QTEST(kindOf(result), "kind");
    QVERIFY2(result.error().message.contains(message), qPrintable(result.error().message));
}

void TestHttpTransport::nothingListens() {
    TestServer server;
    server.start();
    const auto client = clientFor(server.url());
    server.stop();
    const auto result = get<TaskDetail>([&](auto done) { client->fetchTask(1, this, done); });
    QCOMPARE(kindOf(result), u"unavailable"_qs);
    QVERIFY(result.error().message.contains(u"nothing listens"));
}

void TestHttpTransport::hangingServerTimesOut() {
    TestServer server;
    server.start();
    server.fault = [](const SeenRequest&) { return Fault{Fault::Hang, 0, {}, {}, {}}; };
    ClientOptions options;
    options.requestLimit = Millis(200);
    const auto client = clientFor(server.url(), options);
    QCOMPARE(kindOf(get<TaskDetail>([&](auto done) { client->fetchTask(1, this, done); })), u"timeout"_qs);
}

void TestHttpTransport::brokenOffAnswerIsNoAnswer() {
    TestServer server;
    server.start();
    server.fault = [](const SeenRequest&) { return Fault{Fault::HalfAnswer, 0, {}, {}, {}}; };
    const auto client = clientFor(server.url());
    QCOMPARE(kindOf(get<QList<TaskSummary>>([&](auto done) { client->listTasks(this, done); })),
             u"unavailable"_qs);
}

void TestHttpTransport::tooLargeAnswerIsCutOff() {
    TestServer server;
    server.start();
    server.fault = [](const SeenRequest&) {
        return Fault{Fault::Answer, 200, QByteArray(8 << 20, 'x'), "application/json", {}};
    };
    HttpTransport transport({QUrl(server.url()), {}, {}}, Millis(5000), Millis(5000));
    ApiRequest request;
    request.path = u"/v1/tasks"_qs;
    request.maxBytes = 1 << 20;
    const auto result = get<ApiReply>([&](auto done) {
        transport.request(request, this, [done](const Delivery& delivery) { done(delivery.reply); });
    });
    QCOMPARE(kindOf(result), u"limit_reached"_qs);
}

void TestHttpTransport::redirectIsNotFollowed() {
    TestServer other;
    other.start();
    TestServer server;
    server.start();
    server.fault = [&](const SeenRequest& request) {
        return Fault{Fault::Answer,
                     302,
                     {},
                     "text/html",
                     "Location: " + other.url().toUtf8() + request.target + "\r\n"};
    };
    ClientOptions options;
    options.token = u"secret"_qs;
    const auto client = clientFor(server.url(), options);
    QVERIFY(!get<QList<TaskSummary>>([&](auto done) { client->listTasks(this, done); }).ok());
    QVERIFY(other.seen.isEmpty());
}

void TestHttpTransport::manyStreamsDoNotHoldUpRequests() {
    TestServer server;
    server.start();
    const auto client = clientFor(server.url());
    ApiRequest request;
    request.path = u"/v1/events?from=0"_qs;
    request.accept = "text/event-stream";
    std::vector<std::unique_ptr<ByteStream>> streams;
    for (int i = 0; i < 20; ++i)
        streams.push_back(client->transport().stream(request));
    QTRY_COMPARE(server.streamCount(), 20);
    QCOMPARE(kindOf(get<QList<TaskSummary>>([&](auto done) { client->listTasks(this, done); })), u"ok"_qs);
    streams.clear();
    QTRY_COMPARE(server.streamCount(), 0);
}

void TestHttpTransport::exportsTheJournal() {
    TestServer server;
    server.start();
    for (int i = 0; i < 2000; ++i)
        server.core().post(RepositoryRemoved{u"nobody"_qs, u"alex"_qs});
    const auto client = clientFor(server.url());
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    const auto bytes = get<qint64>([&](auto done) { client->exportJournal(&buffer, this, done); });
    QVERIFY2(bytes.ok(), bytes ? "" : qPrintable(bytes.error().text()));
    QCOMPARE(buffer.data(), server.core().journal());
    server.fault = [](const SeenRequest&) { return Fault{Fault::Answer, 403, {}, "text/html", {}}; };
    QCOMPARE(kindOf(get<qint64>([&](auto done) { client->exportJournal(&buffer, this, done); })),
             u"denied"_qs);
}

void TestHttpTransport::strangerOnTheStream() {
    TestServer server;
    server.start();
    server.fault = [](const SeenRequest& request) {
        return request.target.startsWith("/v1/events")
                   ? Fault{Fault::Answer, 200, "<html>please log in</html>", "text/html", {}}
                   : Fault();
    };
    const auto client = clientFor(server.url());
    client->open();
    QTRY_VERIFY(client->lastError().has_value());
    QVERIFY2(client->lastError()->message.contains(u"text/html"), qPrintable(client->lastError()->message));
    QVERIFY(client->state() != ConnectionState::Connected);
}

void TestHttpTransport::selfSignedNeedsAPin() {
    TestServer server(true);
    server.start();
    ClientOptions options;
    options.token = u"secret"_qs;
    const auto client = clientFor(server.url(), options);
    const auto result = get<CoreInfo>([&](auto done) { client->reach(this, done); });
    QCOMPARE(kindOf(result), u"denied"_qs);
    QVERIFY2(result.error().hint.contains(QString::fromLatin1(TestServer::fingerprint())),
             qPrintable(result.error().text()));
    QVERIFY(server.seen.isEmpty());
}

void TestHttpTransport::pinnedCertificate() {
    TestServer server(true);
    server.start();
    ClientOptions options;
    options.pinnedSha256 = TestServer::fingerprint().toUpper();
    const auto client = clientFor(server.url(), options);
    client->open();
    QVERIFY2(waitConnected(*client), qPrintable(client->stateText()));
    options.pinnedSha256 = "12:34";
    QCOMPARE(kindOf(CoreClient::create(QUrl(server.url()), options)), u"invalid"_qs);
}

void TestHttpTransport::otherPinSendsNothing() {
    TestServer server(true);
    server.start();
    ClientOptions options;
    options.token = u"secret"_qs;
    options.pinnedSha256 = QByteArray(64, 'a');
    const auto client = clientFor(server.url(), options);
    const auto result = get<CoreInfo>([&](auto done) { client->reach(this, done); });
    QCOMPARE(kindOf(result), u"denied"_qs);
    QVERIFY2(result.error().message.contains(u"pinned"), qPrintable(result.error().text()));
    QTest::qWait(50); // style:allow nothing may come meanwhile
    QVERIFY(server.seen.isEmpty());
}

void TestHttpTransport::plainServerOnHttps() {
    TestServer server;
    server.start();
    ClientOptions options;
    options.requestLimit = Millis(500);
    const auto client = clientFor(server.url().replace(u"http:"_qs, u"https:"_qs), options);
    const auto result = get<CoreInfo>([&](auto done) { client->reach(this, done); });
    QVERIFY(!result.ok());
    QVERIFY(server.seen.isEmpty());
}

void TestHttpTransport::artifactIsChecked() {
    TestServer server;
    server.start();
    server.fault = [](const SeenRequest&) {
        return Fault{Fault::Answer, 200, "the log", "application/octet-stream", {}};
    };
    const auto client = clientFor(server.url());
    const auto fetch = [&](const Digest& digest) {
        return get<QByteArray>([&](auto done) { client->fetchArtifact(digest, this, done); });
    };
    QCOMPARE(kindOf(fetch(sha256("the log"))), u"ok"_qs);
    QCOMPARE(kindOf(fetch(sha256("another"))), u"corrupt"_qs);
}

void TestHttpTransport::namesAreEscaped() {
    TestServer server;
    server.start();
    const auto client = clientFor(server.url());
    QVERIFY(!get<void>([&](auto done) { client->removeRepository(u"a/../b?c#d"_qs, this, done); }).ok());
    QCOMPARE(server.seen.last().target, QByteArray("/v1/repositories/a%2F..%2Fb%3Fc%23d"));
}

QTEST_GUILESS_MAIN(TestHttpTransport)
#include "tst_http_transport.moc"
