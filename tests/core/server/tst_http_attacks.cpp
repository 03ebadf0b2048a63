// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the server from clients that do not behave: each limit is reached and answered, memory and
// descriptors stay bounded, and the others are served on.
#include "server_fixture.h"

#include <QRandomGenerator>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>

using namespace signalbox;
using namespace signalbox::test;

namespace {

HttpOptions quick() {
    HttpOptions options;
    options.limits.requestTime = Millis(500);
    options.limits.idleTime = Millis(300);
    options.limits.writeTime = Millis(300);
    options.limits.lingerIdle = Millis(200);
    options.limits.lingerTime = Millis(600);
    return options;
}

bool serves(HttpServer& server) {
    for (int i = 0; i < 20; ++i) // on a busy machine our own side may be late for a short limit
        if (RawClient::toPort(server.port()).ask(get("/")).status == 200)
            return true;
    return false;
}

} // namespace

class TestHttpAttacks : public QObject {
    Q_OBJECT
private slots:
    void refusesLargeHeads();
    void refusesLargeBodies();
    void refusesAmbiguousRequests();
    void endsSlowClients();
    void keepsSlowButSteadyBodies();
    void endsIdleClients();
    void endsClientsThatLinger();
    void dropsStreamsNobodyReads();
    void dropsAnswersNobodyReads();
    void survivesResets();
    void noticesClientsThatGo();
    void refusesTooMany();
    void refusesTooManyOfOneGuest();
    void survivesWithoutDescriptors();
    void survivesRandomBytes();
};

void TestHttpAttacks::refusesLargeHeads() {
    auto server = serve(echo);
    auto field = RawClient::toPort(server->port());
    field.send("GET / HTTP/1.1\r\nHost: a\r\nX: ");
    QByteArray piece(4096, 'x');
    bool open = true; // an endless field: nobody may collect it
    for (int i = 0; i < 2000 && open; ++i)
        open = field.send(piece, 50);
    QCOMPARE(field.receive().status, 431);
    auto many = RawClient::toPort(server->port());
    QByteArray fields;
    for (int i = 0; i < 2000; ++i)
        fields += "X-" + QByteArray::number(i) + ": 1\r\n";
    const RawResponse answer = many.ask(get("/", fields));
    QCOMPARE(answer.status, 431);
    QVERIFY(answer.body.contains("limit_reached"));
    QVERIFY(many.seesEnd());
    QVERIFY(serves(*server));
}

void TestHttpAttacks::refusesLargeBodies() {
    auto server = serve(echo);
    const qint64 before = residentBytes();
    // The client sends all of it before it reads: it must still find the refusal.
    auto announced = RawClient::toPort(server->port());
    QVERIFY(announced.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50000000\r\n\r\n"));
    const QByteArray piece(1'000'000, 'x');
    for (int i = 0; i < 50; ++i)
        QVERIFY(announced.send(piece));
    QCOMPARE(announced.receive().status, 413);
    QVERIFY(announced.seesEnd());
    auto chunked = RawClient::toPort(server->port());
    QVERIFY(chunked.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"));
    for (int i = 0; i < 50; ++i)
        QVERIFY(chunked.send("f4240\r\n" + piece + "\r\n"));
    QCOMPARE(chunked.receive().status, 413);
    QVERIFY(residentBytes() - before < 30'000'000);
    QVERIFY(serves(*server));
}

void TestHttpAttacks::refusesAmbiguousRequests() {
    std::atomic<int> handled{0};
    auto server = serve([&](const HttpRequest& request, HttpReply reply) {
        ++handled;
        echo(request, std::move(reply));
    });
    const QByteArray smuggled = get("/smuggled");
    for (const QByteArray& request :
         {QByteArray("GET / HTTP/1.1\r\n\r\n"), QByteArray("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
          QByteArray("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: "
                     "chunked\r\n\r\n0\r\n\r\n"),
          QByteArray("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
          QByteArray("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
          QByteArray("GET /../x HTTP/1.1\r\nHost: a\r\n\r\n"),
          QByteArray("GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n")}) {
        auto client = RawClient::toPort(server->port());
        const RawResponse answer = client.ask(request + smuggled);
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.field("Connection"), "close");
        QVERIFY(answer.body.contains("\"kind\":\"invalid\""));
        QVERIFY(client.seesEnd());
    }
    QCOMPARE(handled.load(), 0);
}

void TestHttpAttacks::endsSlowClients() {
    auto server = serve(echo, quick());
    auto head = RawClient::toPort(server->port());
    head.send("GET / HTTP/1.1\r\nHost: a\r\nX: ");
    auto body = RawClient::toPort(server->port());
    body.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12");
    auto silent = RawClient::toPort(server->port());
    // A byte now and then is no progress.
    auto drip = RawClient::toPort(server->port());
    drip.send("GET / HTTP/1.1\r\nX: ");
    bool answered = false;
    for (int i = 0; i < 400 && !answered; ++i) {
        drip.send("x", 10);
        answered = !drip.staysOpen(20) || drip.readUntil("\r\n").startsWith("HTTP/1.1 408");
    }
    QVERIFY(answered);
    QCOMPARE(head.receive().status, 408);
    QCOMPARE(body.receive().status, 408);
    QVERIFY(silent.seesEnd());
    std::vector<RawClient> crowd;
    for (int i = 0; i < 300; ++i) {
        crowd.push_back(RawClient::toPort(server->port()));
        crowd.back().send("G");
    }
    QVERIFY(serves(*server));
    for (RawClient& client : crowd)
        QVERIFY(client.seesEnd());
    QTRY_COMPARE_WITH_TIMEOUT(server->connectionCount(), 0, 20'000); // even when they never close themselves
}

void TestHttpAttacks::keepsSlowButSteadyBodies() {
    // Each MB of body buys time again, so that a large upload through a slow channel can succeed.
    HttpOptions options;
    options.limits.requestTime = Millis(2000);
    options.bodyLimit = [](const QByteArray&, const QString&) { return 64 * 1024 * 1024; };
    auto server = serve(
        [](const HttpRequest& r, HttpReply reply) {
            reply.send({200, {}, QByteArray::number(r.body.size()), {}});
        },
        options);
    auto client = RawClient::toPort(server->port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 12582912\r\n\r\n");
    for (int i = 0; i < 12; ++i) {
        QTest::qWait(200); // style:allow 2.4 s in all
        QVERIFY(client.send(QByteArray(1024 * 1024, 'x')));
    }
    QCOMPARE(client.receive().body, "12582912");
}

void TestHttpAttacks::endsIdleClients() {
    auto server = serve(echo, quick());
    auto client = RawClient::toPort(server->port());
    QCOMPARE(client.ask(get("/")).status, 200);
    QVERIFY(client.seesEnd()); // without an answer that nobody asked for
    QTRY_COMPARE(server->connectionCount(), 0);
}

void TestHttpAttacks::endsClientsThatLinger() {
    auto server = serve(echo, quick());
    auto silent = RawClient::toPort(server->port());
    QCOMPARE(silent.ask("bad\r\n\r\n").status, 400);
    auto busy = RawClient::toPort(server->port());
    busy.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999\r\n\r\n");
    bool open = true; // it never stops sending
    for (int i = 0; i < 2000 && open; ++i) {
        open = busy.send("xxxxxxxx", 50);
        QTest::qSleep(5); // style:allow a client that is slow
    }
    QVERIFY(!open);
    QTRY_COMPARE_WITH_TIMEOUT(server->connectionCount(), 0, 20'000);
}

void TestHttpAttacks::dropsStreamsNobodyReads() {
    Mailbox<HttpReply> replies;
    auto server = serve([&](const HttpRequest&, HttpReply reply) { replies.put(std::move(reply)); });
    std::vector<RawClient> clients;
    std::vector<HttpReply> streams;
    std::atomic<int> closed{0};
    for (int i = 0; i < 10; ++i) {
        clients.push_back(RawClient::toPort(server->port(), 4096));
        clients.back().send(get("/"));
        auto reply = replies.take();
        QVERIFY(reply && reply->startStream(200, "text/event-stream"));
        reply->onClosed([&closed] { ++closed; });
        streams.push_back(*reply);
    }
    const qint64 before = residentBytes();
    const QByteArray event(10'000, 'x');
    bool anyOpen = true;
    for (int i = 0; i < 100'000 && anyOpen; ++i) { // up to 1 GB for each
        anyOpen = false;
        for (HttpReply& stream : streams)
            anyOpen = stream.write(event) || anyOpen;
    }
    QVERIFY(!anyOpen);
    QVERIFY(residentBytes() - before < 60'000'000);
    QTRY_COMPARE(closed.load(), 10);
    QTRY_COMPARE(server->connectionCount(), 0);
}

void TestHttpAttacks::dropsAnswersNobodyReads() {
    HttpOptions options = quick();
    auto server = serve(
        [](const HttpRequest&, HttpReply reply) {
            reply.send({200, {}, QByteArray(32 * 1024 * 1024, 'x'), {}});
        },
        options);
    auto client = RawClient::toPort(server->port(), 4096);
    client.send(get("/"));
    QTRY_COMPARE(server->connectionCount(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(server->connectionCount(), 0, 20'000);
    QVERIFY(!client.receive().whole);
}

void TestHttpAttacks::survivesResets() {
    std::mutex mutex;
    std::vector<HttpReply> held;
    auto server = serve([&](const HttpRequest& request, HttpReply reply) {
        if (request.path == u"/hold" || request.path == u"/stream") {
            if (request.path == u"/stream")
                reply.startStream(200, "text/plain");
            const std::lock_guard lock(mutex);
            held.push_back(std::move(reply));
            return;
        }
        reply.send({200, {}, QByteArray(100'000, 'x'), {}});
    });
    for (int i = 0; i < 200; ++i) {
        auto client = RawClient::toPort(server->port());
        switch (i % 5) {
        case 0:
            break;
        case 1:
            client.send("GET / HTTP");
            break;
        case 2:
            client.send(get("/"));
            break;
        case 3:
            client.send(get("/hold") + get("/hold"));
            break;
        case 4:
            client.send(get("/stream"));
            break;
        }
        client.reset();
    }
    QVERIFY(serves(*server));
    QTRY_COMPARE(server->connectionCount(), 0);
    // Their answers come when they are long gone.
    const std::lock_guard lock(mutex);
    for (HttpReply& reply : held) {
        QVERIFY(!reply.open());
        QVERIFY(!reply.send({}));
        QVERIFY(!reply.write("late"));
    }
}

void TestHttpAttacks::noticesClientsThatGo() {
    Mailbox<HttpReply> replies;
    auto server = serve([&](const HttpRequest&, HttpReply reply) { replies.put(std::move(reply)); });
    for (const bool streaming : {false, true}) {
        auto client = RawClient::toPort(server->port());
        client.send(get("/"));
        auto reply = replies.take();
        QVERIFY(reply);
        if (streaming) {
            QVERIFY(reply->startStream(200, "text/plain"));
            QVERIFY(client.readUntil("\r\n\r\n").startsWith("HTTP/1.1 200"));
        }
        Mailbox<bool> gone;
        reply->onClosed([&] { gone.put(true); });
        if (streaming)
            client.close(); // an orderly end is enough for a stream
        else
            client.reset();
        QVERIFY(gone.take());
        QVERIFY(!reply->open());
        bool again = false;
        reply->onClosed([&] { again = true; }); // too late is at once
        QVERIFY(again);
    }
    // Delivered is not lost.
    auto client = RawClient::toPort(server->port());
    client.send(get("/"));
    auto reply = replies.take();
    bool lost = false;
    reply->onClosed([&] { lost = true; });
    QVERIFY(reply->send({200, {}, "x", {}}));
    QCOMPARE(client.receive().body, "x");
    client.close();
    QTRY_COMPARE(server->connectionCount(), 0);
    QVERIFY(!lost);
}

void TestHttpAttacks::refusesTooMany() {
    HttpOptions options;
    options.limits.maxConnections = 5;
    auto server = serve(echo, options);
    std::vector<RawClient> clients;
    for (int i = 0; i < 5; ++i) {
        clients.push_back(RawClient::toPort(server->port()));
        QCOMPARE(clients.back().ask(get("/")).status, 200);
    }
    auto sixth = RawClient::toPort(server->port());
    const RawResponse answer = sixth.ask(get("/"));
    QCOMPARE(answer.status, 503);
    QVERIFY(answer.body.contains("unavailable"));
    QVERIFY(sixth.seesEnd());
    QCOMPARE(clients.front().ask(get("/")).status, 200);
    std::vector<RawClient> flood; // beyond even those who are told
    for (int i = 0; i < 200; ++i)
        flood.push_back(RawClient::toPort(server->port()));
    QVERIFY(flood.back().seesEnd());
    QVERIFY(server->connectionCount() <= 5 + 64);
    flood.clear();
    sixth.close();
    clients.pop_back();
    QTRY_VERIFY(serves(*server));
}

void TestHttpAttacks::refusesTooManyOfOneGuest() {
    HttpOptions options;
    options.limits.maxConnectionsOfGuest = 3;
    auto server = serve(echo, options);
    std::vector<RawClient> greedy;
    const auto connect = [&](const char* name) {
        const SocketPair pair = socketPair();
        server->adopt(pair.theirs, {Peer::Kind::Guest, QString::fromLatin1(name), {}});
        return RawClient(pair.ours);
    };
    for (int i = 0; i < 3; ++i) {
        greedy.push_back(connect("m-1"));
        QCOMPARE(greedy.back().ask(get("/")).status, 200);
    }
    QCOMPARE(connect("m-1").ask(get("/")).status, 503);
    QCOMPARE(connect("m-2").ask(get("/")).status, 200);
    greedy.clear();
    QTRY_COMPARE(connect("m-1").ask(get("/")).status, 200);
}

void TestHttpAttacks::survivesWithoutDescriptors() {
    auto server = serve(echo);
    QVERIFY(serves(*server));
    rlimit old{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &old), 0);
    auto client = RawClient::toPort(server->port());
    QTRY_COMPARE(server->connectionCount(), 1);
    int highest = 0;
    for (int fd = 0; fd < 4096; ++fd)
        if (::fcntl(fd, F_GETFD) >= 0)
            highest = fd;
    // Fill the holes below, then leave room for one: the client's side of the next connection.
    std::vector<int> fillers;
    const auto filler = [] { return ::open("/dev/null", O_RDONLY | O_CLOEXEC); };
    for (int fd = filler(); fd >= 0; fd = filler()) {
        fillers.push_back(fd);
        if (fd > highest)
            break;
    }
    ::close(fillers.back());
    fillers.pop_back();
    rlimit tight = old;
    tight.rlim_cur = static_cast<rlim_t>(highest + 2);
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &tight), 0);
    auto waiting = RawClient::toPort(server->port());
    const bool sent = waiting.send(get("/"));
    const RawResponse meanwhile = client.ask(get("/")); // who is in is served
    rusage before{};
    rusage after{};
    ::getrusage(RUSAGE_SELF, &before);
    QTest::qSleep(300); // style:allow a client that is slow
    ::getrusage(RUSAGE_SELF, &after);
    ::setrlimit(RLIMIT_NOFILE, &old);
    for (const int fd : fillers)
        ::close(fd);
    QVERIFY(sent);
    QCOMPARE(meanwhile.status, 200);
    QCOMPARE(waiting.receive().status, 200); // and who waits is served when there is room
    const auto micros = [](const rusage& usage) {
        return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1'000'000L + usage.ru_utime.tv_usec +
               usage.ru_stime.tv_usec;
    };
    QVERIFY2(micros(after) - micros(before) < 150'000,
             "a full table must not make the accepting thread spin");
}

void TestHttpAttacks::survivesRandomBytes() {
    const int descriptors = openDescriptors();
    auto server = serve(
        [](const HttpRequest& request, HttpReply reply) {
            if (request.path.size() % 2 == 0)
                return echo(request, std::move(reply));
            reply.startStream(200, "text/plain");
            reply.write(request.body);
            reply.finish();
        },
        quick());
    QRandomGenerator random(7);
    const QList<QByteArray> words{get("/"),
                                  get("/a"),
                                  post("/", "hello"),
                                  "POST / HTTP/1.1\r\nHost: a\r\n",
                                  "Transfer-Encoding: chunked\r\n\r\n",
                                  "5\r\nhello\r\n",
                                  "0\r\n\r\n",
                                  "\r\n",
                                  "Content-Length: 100\r\n\r\n",
                                  "Expect: 100-continue\r\n",
                                  "Connection: close\r\n",
                                  QByteArray(3000, 'x'),
                                  "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"};
    for (int round = 0; round < 600; ++round) {
        const SocketPair pair = socketPair();
        server->adopt(pair.theirs, {Peer::Kind::Guest, QString::number(round), {}});
        RawClient client(pair.ours);
        const int parts = static_cast<int>(random.bounded(1, 12));
        for (int i = 0; i < parts; ++i) {
            QByteArray bytes = words[random.bounded(static_cast<int>(words.size()))];
            if (random.bounded(3) == 0 && !bytes.isEmpty())
                bytes[random.bounded(static_cast<int>(bytes.size()))] =
                    static_cast<char>(random.bounded(256));
            if (random.bounded(5) == 0)
                bytes.truncate(random.bounded(static_cast<int>(bytes.size()) + 1));
            if (!client.send(bytes, 1000))
                break;
        }
        switch (random.bounded(3)) {
        case 0:
            client.endSending();
            QVERIFY(client.seesEnd());
            break;
        case 1:
            client.staysOpen(0);
            break;
        default:
            break;
        }
    }
    QVERIFY(serves(*server));
    QTRY_COMPARE_WITH_TIMEOUT(server->connectionCount(), 0, 20'000);
    server.reset();
    QVERIFY2(openDescriptors() <= descriptors, "descriptors leak");
}

QTEST_GUILESS_MAIN(TestHttpAttacks)
#include "tst_http_attacks.moc"
