// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: an upstream's answer is read the same in whatever pieces it comes; what is not whole or could be
// read in two ways is never taken for whole.
#include "core/gateway/upstream_answer.h"

#include <QTest>

using namespace signalbox;
using State = UpstreamAnswer::State;

namespace {

struct Answer {
    State state = State::Head;
    int status = 0;
    QByteArray body;
    bool keepAlive = false;
    qsizetype left = 0;
};

Answer readAnswer(const QByteArray& text, qsizetype piece, bool ended) {
    UpstreamAnswer answer;
    Answer result;
    QByteArray in;
    const auto take = [&](QByteArrayView bytes) { result.body += bytes; };
    for (qsizetype at = 0; at < text.size(); at += piece) {
        in += text.mid(at, piece);
        for (;;) {
            const State before = answer.state();
            const qsizetype used = in.isEmpty() ? 0 : answer.feed(in.constData(), in.size(), take);
            in.remove(0, used);
            if (used == 0 && answer.state() == before)
                break;
        }
    }
    if (ended)
        answer.end();
    result.state = answer.state();
    result.status = answer.status();
    result.keepAlive = answer.keepAlive();
    result.left = in.size();
    return result;
}

} // namespace

class TestUpstreamAnswer : public QObject {
    Q_OBJECT
private slots:
    void reads_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("ended");
        QTest::addColumn<int>("state");
        QTest::addColumn<QByteArray>("body");
        const auto row = [](const char* name, const QByteArray& text, bool ended, State state,
                            const QByteArray& body) {
            QTest::newRow(name) << text << ended << int(state) << body;
        };
        const QByteArray ok = "HTTP/1.1 200 OK\r\n";
        row("length", ok + "Content-Length: 5\r\n\r\nhello", false, State::Done, "hello");
        row("nothing", ok + "Content-Length: 0\r\n\r\n", false, State::Done, "");
        row("no content", "HTTP/1.1 204 No Content\r\n\r\n", false, State::Done, "");
        row("chunks",
            ok + "Transfer-Encoding: chunked\r\n\r\n2;x=y\r\nhe\r\n3\r\nllo\r\n0\r\nTrailer: 1\r\n\r\n",
            false, State::Done, "hello");
        row("until the end", ok + "\r\nhello", true, State::Done, "hello");
        row("still going", ok + "\r\nhello", false, State::Body, "hello");
        row("interim", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + ok + "Content-Length: 2\r\n\r\nhi",
            false, State::Done, "hi");
        row("half of it", ok + "Content-Length: 5\r\n\r\nhel", true, State::Failed, "hel");
        row("half of the chunks", ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhel", true, State::Failed,
            "hel");
        row("no last chunk", ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", true, State::Failed,
            "hello");
        row("half a head", "HTTP/1.1 200 OK\r\nContent-", true, State::Failed, "");
        row("no HTTP", "SSH-2.0-OpenSSH\r\n\r\n", false, State::Failed, "");
        row("two framings", ok + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", false,
            State::Failed, "");
        row("two lengths", ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", false, State::Failed, "");
        row("strange encoding", ok + "Transfer-Encoding: xchunked\r\n\r\n", false, State::Failed, "");
        row("another protocol", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", false,
            State::Failed, "");
        row("endless head", ok + "X: " + QByteArray(UpstreamAnswer::maxHead, 'x'), false, State::Failed, "");
    }
    void reads() {
        QFETCH(QByteArray, text);
        QFETCH(bool, ended);
        QFETCH(int, state);
        QFETCH(QByteArray, body);
        for (const qsizetype piece : {1 << 20, 1, 3}) {
            const Answer answer = readAnswer(text, piece, ended);
            QCOMPARE(int(answer.state), state);
            QCOMPARE(answer.body, body);
            if (answer.state == State::Done)
                QVERIFY(answer.status == 200 || answer.status == 204);
        }
    }

    void keepsConnectionsOnlyWhereTheEndIsClear() {
        QVERIFY(readAnswer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", 99, false).keepAlive);
        QVERIFY(!readAnswer("HTTP/1.1 200 OK\r\n\r\nx", 99, true).keepAlive);
        QVERIFY(!readAnswer("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx", 99, false)
                     .keepAlive);
        QVERIFY(!readAnswer("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx", 99, false).keepAlive);
    }

    void leavesWhatComesBehind() {
        const Answer answer =
            readAnswer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxHTTP/1.1 200", 99, false);
        QVERIFY(answer.state == State::Done);
        QCOMPARE(answer.left, 12);
    }
};

QTEST_GUILESS_MAIN(TestUpstreamAnswer)
#include "tst_upstream_answer.moc"
