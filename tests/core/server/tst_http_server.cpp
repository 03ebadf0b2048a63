// SPDX-License-Identifier: GPL-3.0-or-later
// stub while compiling
#include "core/server/http_server.h"
#include "raw_client.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::test;

class TestHttpServer : public QObject {
    Q_OBJECT
private slots:
    void answers() {
        auto server = HttpServer::start({}, [](const HttpRequest& request, HttpReply reply) {
            if (request.path == u"/stream") {
                reply.startStream(200, "text/plain");
                reply.write("one");
                reply.write("two");
                reply.finish();
                return;
            }
            reply.send({200, "text/plain", request.body, {}});
        });
        QVERIFY(server.ok());
        auto client = RawClient::toPort((*server)->port());
        auto answer = client.ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, "hi");
        answer = client.ask("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n");
        QCOMPARE(answer.body, "onetwo");
        QVERIFY(answer.whole);
        const SocketPair pair = socketPair();
        (*server)->adopt(pair.theirs, {Peer::Kind::Guest, QStringLiteral("m1"), {}});
        RawClient guest(pair.ours);
        QCOMPARE(guest.ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nyo").body, "yo");
    }
};

QTEST_GUILESS_MAIN(TestHttpServer)
#include "tst_http_server.moc"
