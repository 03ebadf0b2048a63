// SPDX-License-Identifier: GPL-3.0-or-later
// Protects how the server speaks HTTP with clients that behave: framing, order, keeping and closing
// connections, answers from any thread, streams, guests' sockets and stopping.
#include "server_fixture.h"

#include <unistd.h>

#include <atomic>
#include <thread>

using namespace signalbox;
using namespace signalbox::test;

class TestHttpServer : public QObject {
    Q_OBJECT
private slots:
    void keepsConnections();
    void closesWhenAsked();
    void answersInOrder();
    void answersFromOtherThreads();
    void answersHead();
    void continuesOnRequest();
    void servesHalfClosedClients();
    void streams();
    void tellsProducersToSlowDown();
    void knowsGuests();
    void answersForBrokenHandlers();
    void sendsLargeBodies();
    void servesManyAtOnce();
    void refusesBadOptions();
    void stopsWhileStreaming();
    void finishesAnswersWhenStopping();
};

void TestHttpServer::keepsConnections() {
    auto server = serve(echo);
    QVERIFY(server && server->port() > 0);
    auto client = RawClient::toPort(server->port());
    for (int i = 0; i < 3; ++i) {
        const RawResponse answer = client.ask(post("/a%20b", "hi"));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.field("Connection"), "keep-alive");
        QCOMPARE(answer.body, "POST\n/a b\nhi");
    }
    QCOMPARE(client.ask("\r\n" + get("/")).status, 200); // an empty line between requests
    QCOMPARE(server->connectionCount(), 1);
    client.close();
    QTRY_COMPARE(server->connectionCount(), 0);
}

void TestHttpServer::closesWhenAsked() {
    auto server = serve([](const HttpRequest& request, HttpReply reply) {
        HttpResponse response{200, "text/plain", "x", {}};
        if (request.path == u"/close")
            response.headers.append(HttpHeader{"Connection", "close"});
        reply.send(response);
    });
    for (const QByteArray& request : {get("/", "Connection: close\r\n"), QByteArray("GET / HTTP/1.0\r\n\r\n"),
                                      get("/close"), get("/", "Connection: foo, Close\r\n")}) {
        auto client = RawClient::toPort(server->port());
        const RawResponse answer = client.ask(request);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.field("Connection"), "close");
        QVERIFY(client.seesEnd());
    }
    auto old = RawClient::toPort(server->port());
    QCOMPARE(old.ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").field("Connection"), "keep-alive");
    QCOMPARE(old.ask("GET / HTTP/1.0\r\n\r\n").status, 200);
    QTRY_COMPARE(server->connectionCount(), 1); // the last client has not closed its side yet
}

void TestHttpServer::answersInOrder() {
    // The first answer is given last: pipelined answers must still come in the order of the requests.
    std::vector<std::thread> threads;
    std::mutex mutex;
    std::atomic<int> running{0};
    std::atomic<bool> overlapped{false};
    auto server = serve([&](const HttpRequest& request, HttpReply reply) {
        overlapped = overlapped || ++running > 1;
        const std::lock_guard lock(mutex);
        threads.emplace_back([&, path = request.path, reply]() mutable {
            std::this_thread::sleep_for(std::chrono::milliseconds(path == u"/0" ? 50 : 0)); // style:allow a client that is slow
            --running;
            reply.send({200, "text/plain", path.toUtf8(), {}});
        });
    });
    auto client = RawClient::toPort(server->port());
    QByteArray all;
    for (int i = 0; i < 20; ++i)
        all += i % 2 ? get("/" + QByteArray::number(i)) : post("/" + QByteArray::number(i), "body");
    QVERIFY(client.send(all));
    for (int i = 0; i < 20; ++i)
        QCOMPARE(client.receive().body, "/" + QByteArray::number(i));
    QVERIFY(!overlapped); // one at a time for each connection
    server->stop();
    for (auto& thread : threads)
        thread.join();
}

void TestHttpServer::answersFromOtherThreads() {
    Mailbox<HttpReply> replies;
    auto server = serve([&](const HttpRequest&, HttpReply reply) { replies.put(std::move(reply)); });
    auto client = RawClient::toPort(server->port());
    client.send(get("/"));
    auto reply = replies.take();
    QVERIFY(reply && reply->open());
    std::atomic<int> accepted{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&, i, copy = *reply]() mutable {
            accepted += copy.send({200, "text/plain", QByteArray::number(i), {}}) ? 1 : 0;
        });
    for (auto& thread : threads)
        thread.join();
    QCOMPARE(accepted.load(), 1); // exactly one of them answers
    QCOMPARE(client.receive().status, 200);
    client.send(get("/"));
    QVERIFY(!reply->send({500, {}, {}, {}})); // the old answer cannot reach the new request
    auto second = replies.take();
    QVERIFY(second && second->send({204, {}, {}, {}}));
    const RawResponse none = client.receive();
    QCOMPARE(none.status, 204);
    QVERIFY(none.field("Content-Length").isEmpty());
}

void TestHttpServer::answersHead() {
    auto server = serve([](const HttpRequest& request, HttpReply reply) {
        if (request.path == u"/stream") {
            reply.startStream(200, "text/plain");
            reply.write("much");
            reply.finish();
            return;
        }
        reply.send({200, "text/plain", "12345", {}});
    });
    auto client = RawClient::toPort(server->port());
    for (const char* target : {"/", "/stream"}) {
        client.send(QByteArray("HEAD ") + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
        QCOMPARE(client.receive(true).status, 200);
    }
    client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + get("/"));
    QCOMPARE(client.receive(true).field("Content-Length"), "5");
    QCOMPARE(client.receive().body, "12345"); // so no body came before
}

void TestHttpServer::continuesOnRequest() {
    HttpOptions options;
    options.limits.maxBody = 100;
    auto server = serve(echo, options);
    auto client = RawClient::toPort(server->port());
    const QByteArray head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: ";
    QCOMPARE(client.ask(head + "2\r\n\r\n").status, 100);
    QCOMPARE(client.ask("hi").body, "POST\n/\nhi");
    // A body that is refused must not be asked for first.
    QCOMPARE(client.ask(head + "101\r\n\r\n").status, 413);
    QVERIFY(client.seesEnd());
}

void TestHttpServer::servesHalfClosedClients() {
    Mailbox<HttpReply> replies;
    auto server = serve([&](const HttpRequest&, HttpReply reply) { replies.put(std::move(reply)); });
    auto client = RawClient::toPort(server->port());
    client.send(get("/"));
    client.endSending();
    auto reply = replies.take();
    QVERIFY(reply);
    QVERIFY(client.staysOpen(50));
    QVERIFY(reply->send({200, "text/plain", "still", {}}));
    QCOMPARE(client.receive().body, "still");
    QVERIFY(client.seesEnd());

    auto half = RawClient::toPort(server->port());
    half.send("GET / HTTP/1.1\r\nHost:");
    half.endSending();
    QVERIFY(half.seesEnd());
    QTRY_COMPARE(server->connectionCount(), 0);
}

void TestHttpServer::streams() {
    Mailbox<HttpReply> replies;
    auto server = serve([&](const HttpRequest&, HttpReply reply) { replies.put(std::move(reply)); });
    auto client = RawClient::toPort(server->port());
    client.send(get("/") + get("/next"));
    auto reply = replies.take();
    QVERIFY(reply && reply->startStream(200, "text/event-stream", {{"Cache-Control", "no-store"}}));
    QVERIFY(reply->write("data: 1\n\n"));
    QVERIFY(client.readUntil("data: 1").contains("Cache-Control: no-store")); // nothing waits for more
    QVERIFY(reply->write("data: 2\n\n"));
    QVERIFY(client.readUntil("data: 2").contains("data: 2"));
    QVERIFY(reply->write({})); // must not end the body
    QVERIFY(reply->write("data: 3\n\n"));
    QVERIFY(reply->finish());
    QVERIFY(!reply->write("late"));
    QVERIFY(client.readUntil("0\r\n\r\n").contains("data: 3"));
    auto next = replies.take(); // the connection goes on behind a stream
    QVERIFY(next && next->send({200, "text/plain", "next", {}}));
    QCOMPARE(client.receive().body, "next");

    // Without chunks the end of the connection is the end of the stream.
    client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    auto old = replies.take();
    QVERIFY(old && old->startStream(200, "text/plain") && old->write("a") && old->write("b") &&
            old->finish());
    const RawResponse whole = client.receive();
    QCOMPARE(whole.body, "ab");
    QCOMPARE(whole.field("Connection"), "close");

    // A stream dropped half-way must not look whole.
    auto cut = RawClient::toPort(server->port());
    cut.send(get("/"));
    auto dropped = replies.take();
    QVERIFY(dropped && dropped->startStream(200, "text/plain") && dropped->write("half"));
    QVERIFY(cut.readUntil("half").contains("half"));
    dropped.reset();
    const RawResponse rest = cut.receive();
    QVERIFY(!rest.whole);
}

void TestHttpServer::tellsProducersToSlowDown() {
    // A relay that obeys tooSlow() moves far more than any limit to a client that reads slowly, and loses
    // nothing.
    constexpr qint64 total = 24 * 1024 * 1024;
    std::thread producer;
    std::atomic<int> pauses{0};
    auto server = serve([&](const HttpRequest&, HttpReply reply) {
        producer = std::thread([&pauses, reply]() mutable {
            reply.startStream(200, "application/octet-stream");
            Mailbox<bool> drained;
            for (qint64 sent = 0; sent < total; sent += 64 * 1024) {
                if (reply.tooSlow()) {
                    ++pauses;
                    reply.onDrained([&] { drained.put(true); });
                    drained.take();
                }
                if (!reply.write(QByteArray(64 * 1024, 'x')))
                    return;
            }
            reply.finish();
        });
    });
    auto client = RawClient::toPort(server->port());
    client.send(get("/"));
    QTRY_VERIFY(pauses > 0);
    const RawResponse answer = client.receive();
    producer.join();
    QVERIFY(answer.whole);
    QCOMPARE(answer.body.size(), total);
}

void TestHttpServer::knowsGuests() {
    auto server = serve([](const HttpRequest& request, HttpReply reply) {
        const bool guest = request.peer.kind == Peer::Kind::Guest;
        reply.send({200,
                    "text/plain",
                    (guest ? "guest " : "network ") + request.peer.identity.toUtf8() + ' ' +
                        request.peer.address.toUtf8(),
                    {}});
    });
    const SocketPair pair = socketPair();
    server->adopt(pair.theirs, {Peer::Kind::Guest, QStringLiteral("m-1"), QStringLiteral("channel")});
    RawClient guest(pair.ours);
    // No field may change who it is.
    QCOMPARE(guest.ask(get("/", "X-Forwarded-For: 1.2.3.4\r\nAuthorization: Bearer m-2\r\n")).body,
             "guest m-1 channel");
    QCOMPARE(guest.ask(get("/")).body, "guest m-1 channel");
    QCOMPARE(RawClient::toPort(server->port()).ask(get("/")).body, "network  127.0.0.1");

    // What is no stream socket is closed, not served.
    int pipe[2] = {-1, -1};
    QCOMPARE(::pipe(pipe), 0);
    server->adopt(pipe[1], {});
    char byte = 0;
    QCOMPARE(::read(pipe[0], &byte, 1), 0);
    ::close(pipe[0]);
    server->adopt(-1, {});

    // A server without a port serves adopted connections only.
    HttpOptions unlistened;
    unlistened.address.clear();
    auto inner = serve(echo, unlistened);
    QVERIFY(inner);
    QCOMPARE(inner->port(), 0);
    const SocketPair second = socketPair();
    inner->adopt(second.theirs, {Peer::Kind::Guest, QStringLiteral("m-2"), {}});
    RawClient other(second.ours);
    QCOMPARE(other.ask(get("/x")).body, "GET\n/x\n");
    inner->stop();
    QVERIFY(other.seesEnd());
    const SocketPair late = socketPair();
    inner->adopt(late.theirs, {});
    QVERIFY(RawClient(late.ours).seesEnd());
}

void TestHttpServer::answersForBrokenHandlers() {
    auto server = serve([](const HttpRequest& request, HttpReply reply) {
        if (request.path == u"/throw")
            throw std::runtime_error("on purpose");
        if (request.path == u"/split")
            reply.send({200, "text/plain\r\nX-Evil: 1", "x", {{"X-A", "1\r\n\r\nHTTP/1.1 200 OK"}}});
    });
    QTest::ignoreMessage(QtWarningMsg, "HTTP: the handler of GET /throw threw: on purpose");
    auto client = RawClient::toPort(server->port());
    for (const char* target : {"/throw", "/forget"}) {
        const RawResponse answer = client.ask(get(target));
        QCOMPARE(answer.status, 500);
        QVERIFY(answer.body.contains("\"kind\":\"internal\""));
    }
    const RawResponse split = client.ask(get("/split"));
    QCOMPARE(split.body, "x");
    QVERIFY(!split.head.contains("X-Evil") && !split.head.contains("X-A"));
}

void TestHttpServer::sendsLargeBodies() {
    HttpOptions options;
    options.bodyLimit = [](const QByteArray&, const QString& path) {
        return path == u"/upload" ? 64 * 1024 * 1024 : 1024;
    };
    auto server = serve(
        [](const HttpRequest& request, HttpReply reply) {
            reply.send({200, {}, request.body, {}});
        },
        options);
    const QByteArray large(20 * 1024 * 1024,
                           'y'); // far above what a stream may leave unsent: whole answers may
    auto client = RawClient::toPort(server->port());
    const RawResponse answer = client.ask(post("/upload", large));
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.body == large);
    QByteArray chunked = "POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 3000; ++i)
        chunked += "a\r\n0123456789\r\n";
    QCOMPARE(client.ask(chunked + "0\r\n\r\n").body.size(), 30'000);
    QCOMPARE(client.ask(post("/other", large.left(1025))).status, 413);
}

void TestHttpServer::servesManyAtOnce() {
    auto server = serve(echo);
    std::vector<RawClient> clients;
    for (int i = 0; i < 300; ++i)
        clients.push_back(RawClient::toPort(server->port()));
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 300; ++i)
            QVERIFY(clients[i].send(get("/" + QByteArray::number(i))));
        for (int i = 299; i >= 0; --i)
            QCOMPARE(clients[i].receive().body, "GET\n/" + QByteArray::number(i) + "\n");
    }
    QCOMPARE(server->connectionCount(), 300);
}

void TestHttpServer::refusesBadOptions() {
    const auto kind = [](const HttpOptions& options) {
        const auto server = HttpServer::start(options, echo);
        return server ? QStringLiteral("none") : toString(server.error().kind);
    };
    HttpOptions name;
    name.address = QStringLiteral("example.org");
    QCOMPARE(kind(name), QStringLiteral("invalid"));
    HttpOptions foreign;
    foreign.address = QStringLiteral("192.0.2.1");
    QCOMPARE(kind(foreign), QStringLiteral("unavailable"));
    auto first = serve(echo);
    HttpOptions taken;
    taken.port = first->port();
    QCOMPARE(kind(taken), QStringLiteral("unavailable"));
}

void TestHttpServer::stopsWhileStreaming() {
    Mailbox<HttpReply> replies;
    auto server = serve([&](const HttpRequest&, HttpReply reply) { replies.put(std::move(reply)); });
    std::vector<RawClient> clients;
    std::vector<HttpReply> streams;
    std::atomic<int> closed{0};
    for (int i = 0; i < 20; ++i) {
        clients.push_back(RawClient::toPort(server->port()));
        clients.back().send(get("/"));
        auto reply = replies.take();
        QVERIFY(reply && reply->startStream(200, "text/plain") && reply->write("x"));
        reply->onClosed([&closed] { ++closed; });
        streams.push_back(*reply);
    }
    auto idle = RawClient::toPort(server->port());
    auto halfway = RawClient::toPort(server->port());
    halfway.send("GET / HT");
    QTRY_COMPARE(server->connectionCount(), 22);
    std::atomic<bool> writing{true};
    std::thread writer([&] {
        while (writing)
            for (HttpReply& stream : streams)
                stream.write("more");
    });
    QElapsedTimer timer;
    timer.start();
    server->stop();
    QVERIFY(timer.elapsed() < 20'000);
    writing = false;
    writer.join();
    QCOMPARE(closed.load(), 20);
    QCOMPARE(server->connectionCount(), 0);
    QVERIFY(!streams.front().open());
    QVERIFY(!streams.front().write("late"));
    for (RawClient& client : clients)
        QVERIFY(client.seesEnd());
    QVERIFY(idle.seesEnd());
    server->stop();
    server.reset();
    streams.clear(); // replies outlive the server
}

void TestHttpServer::finishesAnswersWhenStopping() {
    Mailbox<HttpReply> replies;
    HttpOptions options;
    options.limits.drainTime = Millis(20'000);
    auto server = serve([&](const HttpRequest&, HttpReply reply) { replies.put(std::move(reply)); }, options);
    auto client = RawClient::toPort(server->port());
    client.send(get("/"));
    auto reply = replies.take();
    QVERIFY(reply);
    std::thread stopper([&] { server->stop(); });
    QTRY_VERIFY(!RawClient::toPort(server->port()).isOpen()); // the listening socket is gone
    QVERIFY(reply->send({200, "text/plain", "done", {}}));
    const RawResponse answer = client.receive();
    QCOMPARE(answer.body, "done");
    QCOMPARE(answer.field("Connection"), "close");
    client.close();
    stopper.join();

    // An answer that never comes does not keep the server.
    options.limits.drainTime = Millis(50);
    server = serve([&](const HttpRequest&, HttpReply held) { replies.put(std::move(held)); }, options);
    auto waiting = RawClient::toPort(server->port());
    waiting.send(get("/"));
    reply = replies.take();
    QVERIFY(reply);
    server->stop();
    QVERIFY(waiting.seesEnd());
    QVERIFY(!reply->send({}));
}

QTEST_GUILESS_MAIN(TestHttpServer)
#include "tst_http_server.moc"
