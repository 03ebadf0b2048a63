// SPDX-License-Identifier: GPL-3.0-or-later
// Protects tunnels: they go to port 443 of an allowed name and carry TLS that asks for that very name, or
// nothing goes through them at all.
#include "tests/core/egress/egress_world.h"

#include <QTest>

#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace signalbox;
using namespace signalbox::test;
using Kind = EgressAct::Kind;

namespace {

const EgressRule host = rule("example.org", "example.org", false, true);

QByteArray helloFor(const char* name) {
    const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context(SSL_CTX_new(TLS_client_method()),
                                                               SSL_CTX_free);
    const std::unique_ptr<SSL, void (*)(SSL*)> ssl(SSL_new(context.get()), SSL_free);
    BIO* in = BIO_new(BIO_s_mem());
    BIO* out = BIO_new(BIO_s_mem());
    SSL_set_bio(ssl.get(), in, out);
    SSL_set_tlsext_host_name(ssl.get(), name);
    SSL_connect(ssl.get());
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(out, &bytes);
    return {bytes, qsizetype(size)};
}

/// Says what it got, in full, once so many bytes have come.
RawUpstream::Serve echo(std::atomic<int>& got) {
    return [&got](int socket, const QByteArray&) {
        char buffer[4096];
        for (ssize_t n = 0; (n = ::recv(socket, buffer, sizeof buffer, 0)) > 0;) {
            got += int(n);
            RawUpstream::send(socket, QByteArray(buffer, n));
        }
    };
}

QByteArray request(const QByteArray& authority) {
    return "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n";
}

} // namespace

class TestEgressTunnel : public QObject {
    Q_OBJECT

private slots:
    void tlsForThatNameGoesThrough() {
        std::atomic<int> got = 0;
        RawUpstream upstream(echo(got), true);
        World world({host}, {{host.host, upstream.url(QStringLiteral("https"))}});
        const QByteArray hello = helloFor("Example.org");
        const int socket = world.connect();
        RawUpstream::send(socket, request("example.org:443"));
        const QByteArray answer = readAll(socket, 39);
        QVERIFY2(answer.startsWith("HTTP/1.1 200 "), answer.constData());
        // In pieces, as a slow client sends it.
        RawUpstream::send(socket, hello.first(20));
        RawUpstream::send(socket, hello.mid(20));
        QCOMPARE(readAll(socket, hello.size()), hello);
        const QByteArray more(300'000, 'm');
        std::thread sender([&] { RawUpstream::send(socket, more); });
        QCOMPARE(readAll(socket, more.size()).size(), more.size());
        sender.join();
        ::close(socket);
        QCOMPARE(world.count(Kind::Allowed), 1);
        QCOMPARE(world.count(Kind::Cut), 0);
    }

    void whatIsNotAllowedIsRefused_data() {
        QTest::addColumn<QByteArray>("authority");
        QTest::addColumn<int>("status");
        const auto row = [](const char* authority, int status) {
            QTest::newRow(authority) << QByteArray(authority) << status;
        };
        row("evil.example:443", 403);
        row("xexample.org:443", 403);
        row("example.org.evil.example:443", 403);
        row("example.org:22", 403);
        row("example.org:80", 403);
        row("example.org:04430", 403);
        row("example.org", 400);
        row("example.org:", 403);
        row("example.org:443:443", 400);
        row("user@example.org:443", 400);
        row("example.org:443/x", 400);
        row("127.0.0.1:443", 403);
        row("[::1]:443", 403);
        row("[::ffff:127.0.0.1]:443", 403);
        row("registry.npmjs.org:443", 403); // in the clear only
    }
    void whatIsNotAllowedIsRefused() {
        QFETCH(QByteArray, authority);
        QFETCH(int, status);
        std::atomic<int> got = 0;
        RawUpstream upstream(echo(got), true);
        World world({host, rule("npm", "registry.npmjs.org", true)},
                    {{host.host, upstream.url(QStringLiteral("https"))},
                     {QStringLiteral("registry.npmjs.org"), upstream.url(QStringLiteral("https"))}});
        QCOMPARE(statusOf(world.ask(request(authority))), status);
        QCOMPARE(upstream.connections(), 0);
        QCOMPARE(world.count(Kind::Allowed), 0);
    }

    void whatTlsAsksForMustBeTheSame_data() {
        QTest::addColumn<QByteArray>("first");
        QTest::newRow("another name") << helloFor("evil.example");
        QTest::newRow("a name that ends alike") << helloFor("a.example.org");
        QTest::newRow("no TLS") << QByteArray("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n");
        QTest::newRow("SSH") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n");
        QTest::newRow("noise") << QByteArray(40'000, '\x16');
    }
    void whatTlsAsksForMustBeTheSame() {
        QFETCH(QByteArray, first);
        std::atomic<int> got = 0;
        RawUpstream upstream(echo(got), true);
        World world({host}, {{host.host, upstream.url(QStringLiteral("https"))}});
        // At once with the request, and after its answer.
        for (const bool early : {true, false}) {
            const int socket = world.connect();
            RawUpstream::send(socket, request("example.org:443") + (early ? first : QByteArray()));
            if (!early) {
                (void)readAll(socket, 39);
                RawUpstream::send(socket, first);
            }
            (void)readAll(socket); // it is closed
            ::close(socket);
        }
        QCOMPARE(got.load(), 0); // not one byte went on
        QCOMPARE(world.count(Kind::Cut), 2);
    }

    void aNameThatLeadsInsideIsRefused() {
        World world({rule("localhost", "localhost", false, true), rule("x", "127.0.0.1", false, true),
                     rule("y", "::1", false, true)});
        for (const char* authority : {"localhost:443", "127.0.0.1:443", "[::1]:443"}) {
            const QByteArray answer = world.ask(request(authority));
            QCOMPARE(statusOf(answer), 403);
            QVERIFY2(answer.contains("not in the world outside"), answer.constData());
        }
        QCOMPARE(world.count(Kind::Refused), 3);
    }

    void whoSaysNothingIsCut() {
        EgressLimits limits;
        limits.helloTime = Millis(300);
        std::atomic<int> got = 0;
        RawUpstream upstream(echo(got), true);
        World world({host}, {{host.host, upstream.url(QStringLiteral("https"))}}, limits);
        QVERIFY(world.ask(request("example.org:443")).startsWith("HTTP/1.1 200")); // and closed
        QCOMPARE(world.ask("CONN"), QByteArray());
        QCOMPARE(world.ask({}), QByteArray());
        QCOMPARE(got.load(), 0);
    }

    void anEndlessHeadIsRefused() {
        World world({host});
        const int socket = world.connect();
        RawUpstream::send(socket, "CONNECT example.org:443 HTTP/1.1\r\n");
        for (int i = 0; i < 500 && RawUpstream::send(socket, "X-More: " + QByteArray(200, 'h') + "\r\n"); ++i)
            ;
        const QByteArray answer = readAll(socket);
        QVERIFY(answer.isEmpty() || statusOf(answer) == 431);
        ::close(socket);
        QCOMPARE(world.count(Kind::Allowed), 0);
    }

    void tooMuchIsCut() {
        EgressLimits limits;
        limits.answer = 1'000'000;
        std::atomic<qint64> sent = 0;
        RawUpstream upstream(
            [&](int socket, const QByteArray&) {
                const QByteArray piece(64 * 1024, 'x');
                while (RawUpstream::send(socket, piece))
                    sent += piece.size();
            },
            true);
        World world({host}, {{host.host, upstream.url(QStringLiteral("https"))}}, limits);
        const int socket = world.connect();
        RawUpstream::send(socket, request("example.org:443") + helloFor("example.org"));
        QVERIFY(readAll(socket).size() <= 1'100'000);
        ::close(socket);
        QCOMPARE(world.count(Kind::Cut), 1);
        QVERIFY(sent < 30'000'000);
    }

    void silenceIsCut() {
        EgressLimits limits;
        limits.silence = Millis(300);
        std::atomic<int> got = 0;
        RawUpstream upstream(
            [](int socket, const QByteArray&) {
                char buffer[4096];
                while (::recv(socket, buffer, sizeof buffer, 0) > 0)
                    ;
            },
            true);
        World world({host}, {{host.host, upstream.url(QStringLiteral("https"))}}, limits);
        const int socket = world.connect();
        RawUpstream::send(socket, request("example.org:443") + helloFor("example.org"));
        QVERIFY(readAll(socket).startsWith("HTTP/1.1 200"));
        ::close(socket);
        QCOMPARE(world.count(Kind::Cut), 1);
    }

    void anEndedAttemptEndsItsTunnels() {
        std::atomic<int> got = 0;
        RawUpstream upstream(echo(got), true);
        World world({host}, {{host.host, upstream.url(QStringLiteral("https"))}});
        const QByteArray hello = helloFor("example.org");
        const int socket = world.connect();
        RawUpstream::send(socket, request("example.org:443"));
        (void)readAll(socket, 39);
        RawUpstream::send(socket, hello);
        QCOMPARE(readAll(socket, hello.size()).size(), hello.size());
        world.proxy->forget(QStringLiteral("m1"));
        QCOMPARE(readAll(socket), QByteArray());
        ::close(socket);
        // Another machine's are not its own.
        world.known.remove(QStringLiteral("m1"));
        QCOMPARE(statusOf(world.ask(request("example.org:443"))), 403);
    }
};

QTEST_GUILESS_MAIN(TestEgressTunnel)
#include "tst_egress_tunnel.moc"
