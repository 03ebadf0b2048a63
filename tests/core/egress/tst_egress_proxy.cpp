// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the way of machines to the world outside: only what is allowed goes through, everything is written
// down, a fleet fetches a file once, and neither a machine nor the world can make the core run out of
// anything.
#include "tests/core/egress/egress_world.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <sys/socket.h>
#include <unistd.h>

#include <future>

using namespace signalbox;
using namespace signalbox::test;
using Kind = EgressAct::Kind;

namespace {

const EgressRule npm = rule("npm", "registry.npmjs.org", true);
const EgressRule plain = rule("example.org", "example.org", false, true);
const QByteArray package = "http://registry.npmjs.org/is-odd/-/is-odd-1.0.0.tgz";
const QByteArray indexUrl = "http://registry.npmjs.org/is-odd";

QMap<QString, QUrl> to(const RawUpstream& upstream) {
    return {{npm.host, upstream.url()}, {plain.host, upstream.url()}};
}

} // namespace

class TestEgressProxy : public QObject {
    Q_OBJECT

private slots:
    void whatIsAllowedGoesThrough() {
        RawUpstream upstream([](int socket, const QByteArray&) {
            RawUpstream::send(socket, RawUpstream::answer("hello", "X-Secret: s\r\nETag: \"e\"\r\n"));
        });
        World world({npm}, to(upstream));
        const QByteArray answer =
            world.get(indexUrl, "Cookie: c\r\nAuthorization: Bearer stolen\r\nUser-Agent: npm\r\n");
        QCOMPARE(statusOf(answer), 200);
        QCOMPARE(bodyOf(answer).value_or(QByteArray()), QByteArray("hello"));
        QVERIFY(!answer.contains("X-Secret"));
        const QByteArray head = upstream.heads().value(0);
        QVERIFY(head.startsWith("GET /is-odd HTTP/1.1\r\n"));
        QVERIFY(head.contains("User-Agent: npm"));
        QVERIFY2(!head.contains("stolen") && !head.contains("Cookie"), head.constData());
        const QList<EgressAct> acts = world.acts();
        QCOMPARE(acts.size(), 1);
        QVERIFY(acts[0].kind == Kind::Allowed);
        QCOMPARE(acts[0].target, QStringLiteral("registry.npmjs.org/is-odd"));
    }

    void whatIsNotAllowedIsRefused_data() {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");
        const auto row = [](const char* name, const QByteArray& line, int status) {
            QTest::newRow(name)
                << QByteArray(line + " HTTP/1.1\r\nHost: registry.npmjs.org\r\nConnection: close\r\n\r\n")
                << status;
        };
        row("another host", "GET http://evil.example/", 403);
        row("a name that ends alike", "GET http://xregistry.npmjs.org/", 403);
        row("a name that begins alike", "GET http://registry.npmjs.org.evil.example/", 403);
        row("an address", "GET http://127.0.0.1/", 403);
        row("a mapped address", "GET http://[::ffff:127.0.0.1]/", 403);
        row("a number as address", "GET http://2130706433/", 403);
        row("another port", "GET http://registry.npmjs.org:8080/", 400);
        row("with a user", "GET http://registry.npmjs.org@evil.example/", 400);
        row("TLS in the clear", "GET https://registry.npmjs.org/", 400);
        row("not for a proxy", "GET /is-odd", 400);
        row("another scheme", "GET ftp://registry.npmjs.org/", 400);
        row("to write", "PUT http://registry.npmjs.org/is-odd", 405);
        row("to delete", "DELETE http://registry.npmjs.org/is-odd", 405);
        row("up the path", "GET http://registry.npmjs.org/a/..%2f..%2fb", 400);
    }
    void whatIsNotAllowedIsRefused() {
        QFETCH(QByteArray, request);
        QFETCH(int, status);
        RawUpstream upstream([](int, const QByteArray&) {});
        World world({npm}, to(upstream));
        const QByteArray answer = world.ask(request);
        QCOMPARE(statusOf(answer), status);
        QCOMPARE(upstream.connections(), 0);
        QCOMPARE(world.count(Kind::Allowed), 0);
    }

    void aBodyIsRefused() {
        RawUpstream upstream([](int, const QByteArray&) {});
        World world({npm}, to(upstream));
        const QByteArray answer = world.ask("POST http://registry.npmjs.org/x HTTP/1.1\r\nHost: "
                                            "x\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello");
        QVERIFY(statusOf(answer) >= 400);
        QCOMPARE(upstream.connections(), 0);
    }

    void scopedNamesKeepTheirEscape() {
        RawUpstream upstream(
            [](int socket, const QByteArray&) { RawUpstream::send(socket, RawUpstream::answer("x")); });
        World world({npm}, to(upstream));
        QCOMPARE(statusOf(world.get("http://registry.npmjs.org/@types%2fnode")), 200);
        QVERIFY(upstream.heads().value(0).startsWith("GET /@types%2fnode HTTP/1.1"));
    }

    void namesThatLeadInsideAreRefused() {
        // The rule is there, so only the address can tell.
        World world({rule("localhost", "localhost"), rule("npm", "127.0.0.1"), rule("x", "::1")});
        for (const char* url : {"http://localhost/", "http://127.0.0.1/", "http://[::1]/"}) {
            const QByteArray answer = world.get(url);
            QCOMPARE(statusOf(answer), 403);
            QVERIFY2(answer.contains("not in the world outside"), answer.constData());
        }
        QCOMPARE(world.count(Kind::Refused), 3);
    }

    void redirectsAreLeftToTheGuest() {
        RawUpstream inside([](int, const QByteArray&) {});
        RawUpstream upstream([&](int socket, const QByteArray&) {
            RawUpstream::send(socket, "HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: " +
                                          inside.url().toEncoded() + "/\r\nContent-Length: 0\r\n\r\n");
        });
        World world({npm}, to(upstream));
        for (const QByteArray& url : {indexUrl, package}) {
            const QByteArray answer = world.get(url);
            QCOMPARE(statusOf(answer), 302);
            QVERIFY(answer.contains("Location: " + inside.url().toEncoded()));
        }
        QCOMPARE(inside.connections(), 0);
        QCOMPARE(statusOf(world.get(inside.url().toEncoded() + "/")), 400); // checked anew
    }

    void aMachineWithoutAnAttemptGetsNothing() {
        RawUpstream upstream([](int, const QByteArray&) {});
        World world({npm}, to(upstream));
        QCOMPARE(statusOf(world.ask("GET " + indexUrl + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                                    -1, QStringLiteral("other"))),
                 403);
        QCOMPARE(upstream.connections(), 0);
        QCOMPARE(world.count(Kind::Refused), 1);
    }

    void nothingGoesUnseen() {
        RawUpstream upstream([](int, const QByteArray&) {});
        World world({npm}, to(upstream));
        world.canWrite = false;
        QCOMPARE(statusOf(world.get(indexUrl)), 503);
        QCOMPARE(statusOf(world.get(package)), 503);
        QCOMPARE(upstream.connections(), 0);
    }

    void aFleetFetchesAFileOnce() {
        const QByteArray bytes(3'000'000, 'p');
        RawUpstream upstream(
            [&](int socket, const QByteArray&) { RawUpstream::send(socket, RawUpstream::answer(bytes)); });
        World world({npm}, to(upstream));
        std::vector<std::future<QByteArray>> all;
        for (int i = 0; i < 20; ++i)
            all.push_back(std::async(std::launch::async, [&, i] {
                return world.ask("GET " + package + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", -1,
                                 i % 2 ? QStringLiteral("m1") : QStringLiteral("m2"));
            }));
        for (auto& one : all)
            QVERIFY(bodyOf(one.get()).value_or(QByteArray()) == bytes);
        QCOMPARE(upstream.connections(), 1);
        QCOMPARE(world.count(Kind::Allowed), 20); // each is written down all the same
        QVERIFY(bodyOf(world.get(package)).value_or(QByteArray()) == bytes);
        QCOMPARE(upstream.connections(), 1);
    }

    void anIndexIsAskedForAgainAndNotSentAgain() {
        RawUpstream upstream([](int socket, const QByteArray& head) {
            RawUpstream::send(
                socket,
                head.contains("If-None-Match: \"v1\"")
                    ? QByteArray("HTTP/1.1 304 Not Modified\r\nConnection: close\r\nETag: \"v1\"\r\n\r\n")
                    : RawUpstream::answer("index 1", "ETag: \"v1\"\r\nContent-Type: application/json\r\n"));
        });
        World world({npm}, to(upstream));
        for (int i = 0; i < 3; ++i) {
            const QByteArray answer = world.get(indexUrl);
            QCOMPARE(statusOf(answer), 200);
            QCOMPARE(bodyOf(answer).value_or(QByteArray()), QByteArray("index 1"));
        }
        QCOMPARE(upstream.connections(), 3);
        QVERIFY(upstream.heads().last().contains("If-None-Match"));
        // Another form of it is another thing; a guest's own condition is its own.
        QVERIFY(bodyOf(world.get(indexUrl, "Accept: application/other\r\n")).value_or(QByteArray()) ==
                "index 1");
        QVERIFY(!upstream.heads().last().contains("If-None-Match"));
        QCOMPARE(statusOf(world.get(indexUrl, "If-None-Match: \"v1\"\r\n")), 304);
    }

    void linksOfPythonLeadThroughUs() {
        QByteArray page;
        for (int i = 0; i < 3000; ++i)
            page +=
                "<a href=\"https://files.pythonhosted.org/packages/" + QByteArray::number(i) + "\">x</a>\n";
        RawUpstream upstream([&](int socket, const QByteArray&) {
            RawUpstream::send(socket, RawUpstream::answer(page, "Content-Type: text/html\r\n"));
        });
        World world({rule("pypi", "pypi.org", true)}, {{QStringLiteral("pypi.org"), upstream.url()}});
        const QByteArray body = bodyOf(world.get("http://pypi.org/simple/six/")).value_or(QByteArray());
        QCOMPARE(body, QByteArray(page).replace("https://files", "http://files"));
    }

    void headHasNoBody() {
        RawUpstream upstream([](int socket, const QByteArray&) {
            RawUpstream::send(socket,
                              "HTTP/1.1 200 OK\r\nContent-Length: 5000000000\r\nConnection: close\r\n\r\n");
        });
        World world({npm}, to(upstream));
        const QByteArray answer =
            world.ask("HEAD " + package + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        QCOMPARE(statusOf(answer), 200);
        QVERIFY(answer.endsWith("\r\n\r\n"));
    }

    void anAnswerThatIsTooLargeIsCut_data() {
        QTest::addColumn<QByteArray>("url");
        QTest::newRow("passing through") << QByteArray("http://example.org/big");
        QTest::newRow("a package") << package;
    }
    void anAnswerThatIsTooLargeIsCut() {
        QFETCH(QByteArray, url);
        std::atomic<qint64> sent = 0;
        RawUpstream upstream([&](int socket, const QByteArray&) {
            RawUpstream::send(socket,
                              "HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\nConnection: close\r\n\r\n");
            const QByteArray piece(64 * 1024, 'x');
            while (RawUpstream::send(socket, piece))
                sent += piece.size();
        });
        EgressLimits limits;
        limits.answer = 3'000'000;
        World world({npm, plain}, to(upstream), limits);
        const QByteArray answer = world.get(url);
        QVERIFY(statusOf(answer) == 502 || !bodyOf(answer));
        QVERIFY2(answer.size() < 4'000'000, qPrintable(QString::number(answer.size())));
        QVERIFY2(sent < 40'000'000, qPrintable(QString::number(sent)));
        QCOMPARE(world.count(Kind::Cut), 1);
        QVERIFY(QDir(world.dir.filePath(QStringLiteral("packages"))).entryList(QDir::Files).isEmpty());
    }

    void aHeadThatNeverEndsIsCut() {
        for (const QByteArray& line : {QByteArray("X-More: " + QByteArray(200, 'h') + "\r\n"),
                                       QByteArray("HTTP/1.1 100 Continue\r\n\r\n")}) {
            EgressLimits limits;
            limits.time = Millis(1500);
            RawUpstream upstream([&](int socket, const QByteArray&) {
                RawUpstream::send(socket,
                                  line.startsWith("X") ? QByteArray("HTTP/1.1 200 OK\r\n") : QByteArray());
                while (RawUpstream::send(socket, line))
                    ;
            });
            World world({npm}, to(upstream), limits);
            QVERIFY(statusOf(world.get(indexUrl)) == 502);
            QVERIFY(statusOf(world.get(package)) >= 502);
        }
    }

    void silenceIsCut() {
        EgressLimits limits;
        limits.silence = Millis(300);
        RawUpstream upstream([](int socket, const QByteArray&) {
            char byte = 0;
            ::recv(socket, &byte, 1, 0);
        });
        World world({npm}, to(upstream), limits);
        QCOMPARE(statusOf(world.get(indexUrl)), 502);
        QCOMPARE(statusOf(world.get(package)), 502);
    }

    /// A machine that reads slowly, or not at all, makes its own answer wait and nobody else's.
    void aSlowReaderHoldsUpNobody() {
        std::atomic<qint64> sent = 0;
        RawUpstream upstream([&](int socket, const QByteArray& head) {
            if (head.contains("/quick"))
                return void(RawUpstream::send(socket, RawUpstream::answer("quick")));
            const qint64 size = 64LL << 20;
            RawUpstream::send(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(size) +
                                          "\r\nConnection: close\r\n\r\n");
            const QByteArray piece(64 * 1024, 'x');
            for (qint64 at = 0; at < size && RawUpstream::send(socket, piece); at += piece.size())
                sent += piece.size();
        });
        World world({npm, plain}, to(upstream));
        const int passing = world.connect();
        RawUpstream::send(passing, "GET http://example.org/big HTTP/1.1\r\nHost: x\r\n\r\n");
        const int cached = world.connect();
        RawUpstream::send(cached, "GET " + package + " HTTP/1.1\r\nHost: x\r\n\r\n");
        QCOMPARE(readAll(passing, 100'000).size() >= 100'000, true);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(bodyOf(world.get("http://example.org/quick")).value_or(QByteArray()),
                     QByteArray("quick"));
        // The package is whole on disk, though nobody reads it; another machine has it at once.
        const QByteArray other = world.ask(
            "GET " + package + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", -1, QStringLiteral("m2"));
        QCOMPARE(bodyOf(other).value_or(QByteArray()).size(), 64 << 20);
        const qint64 ofPassing = sent - (64LL << 20);
        QVERIFY2(ofPassing < 24LL << 20,
                 qPrintable(QString::number(ofPassing))); // sockets and our own bounds
        ::close(passing);
        ::close(cached);
    }

    void whoAsksTooOftenIsRefused() {
        EgressLimits limits;
        limits.requests = 5;
        RawUpstream upstream(
            [](int socket, const QByteArray&) { RawUpstream::send(socket, RawUpstream::answer("x")); });
        World world({npm}, to(upstream), limits);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(statusOf(world.get(indexUrl)), 200);
        QCOMPARE(statusOf(world.get(indexUrl)), 429);
        QCOMPARE(statusOf(world.ask("GET " + indexUrl + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                                    -1, QStringLiteral("m2"))),
                 200);
    }

    void aMachineHasItsShareAndNoMore() {
        EgressLimits limits;
        limits.machine = 100'000;
        RawUpstream upstream([](int socket, const QByteArray&) {
            RawUpstream::send(socket, RawUpstream::answer(QByteArray(60'000, 'x')));
        });
        World world({npm, plain}, to(upstream), limits);
        QVERIFY(bodyOf(world.get("http://example.org/1")));
        QVERIFY(!bodyOf(world.get("http://example.org/2")));
        QCOMPARE(statusOf(world.get("http://example.org/3")), 429);
        QVERIFY(statusOf(world.get(package)) == 429);
    }

    void whatIsForgottenEnds() {
        RawUpstream upstream([](int socket, const QByteArray&) {
            RawUpstream::send(socket,
                              "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nConnection: close\r\n\r\nbegun");
            char byte = 0;
            ::recv(socket, &byte, 1, 0);
        });
        World world({plain}, to(upstream));
        const int socket = world.connect();
        RawUpstream::send(socket, "GET http://example.org/ HTTP/1.1\r\nHost: x\r\n\r\n");
        QVERIFY(readAll(socket, 50).contains("200"));
        world.proxy->forget(QStringLiteral("m1"));
        QVERIFY(!bodyOf(readAll(socket)) || true); // it ends, instead of waiting for ever
        ::close(socket);
    }

    void aDamagedPackageIsNotGivenOutWhole() {
        const QByteArray bytes(500'000, 'p');
        RawUpstream upstream(
            [&](int socket, const QByteArray&) { RawUpstream::send(socket, RawUpstream::answer(bytes)); });
        World world({npm}, to(upstream));
        QVERIFY(bodyOf(world.get(package)).value_or(QByteArray()) == bytes);
        const QDir packages(world.dir.filePath(QStringLiteral("packages")));
        QFile file(packages.filePath(packages.entryList({QStringLiteral("*.data")}).value(0)));
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.seek(1000);
        file.write("evil");
        file.close();
        QVERIFY(!bodyOf(world.get(package)));
        QVERIFY(bodyOf(world.get(package)).value_or(QByteArray()) == bytes); // fetched anew
        QCOMPARE(upstream.connections(), 2);
    }

    void whatIsNotThereIsNotKept() {
        RawUpstream upstream([](int socket, const QByteArray&) {
            RawUpstream::send(socket,
                              "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\nConnection: close\r\n\r\nnone");
        });
        World world({npm}, to(upstream));
        for (int i = 1; i <= 2; ++i) {
            const QByteArray answer = world.get(package);
            QCOMPARE(statusOf(answer), 404);
            QCOMPARE(bodyOf(answer).value_or(QByteArray()), QByteArray("none"));
            QCOMPARE(upstream.connections(), i);
        }
    }

    void halfAPackageIsNoPackage() {
        RawUpstream upstream([](int socket, const QByteArray&) {
            RawUpstream::send(socket,
                              "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nConnection: close\r\n\r\nhalf");
        });
        World world({npm}, to(upstream));
        QCOMPARE(statusOf(world.get(package)), 502);
        QVERIFY(QDir(world.dir.filePath(QStringLiteral("packages"))).entryList(QDir::Files).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestEgressProxy)
#include "tst_egress_proxy.moc"
