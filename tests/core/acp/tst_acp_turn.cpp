// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the form in which the guest's pump and the core speak: a turn gives the same answer when it is
// brought again, no text of an agent can become a line of another kind, what is no turn is refused, and the
// state stays small.
#include "core/acp/acp_turn.h"

#include <QtTest>

using namespace signalbox;

namespace {

/// The pump's side: keeps the state and sorts the answer's lines.
struct Pump {
    QByteArray state;
    QList<QByteArray> lines;

    bool turn(const QByteArray& events, const std::optional<QString>& stop = std::nullopt) {
        const auto answer = acpTurn(state + '\n' + events, stop);
        if (!answer)
            return false;
        const auto again = acpTurn(state + '\n' + events, stop);
        if (!again || *again != *answer)
            qFatal("the same turn gave another answer");
        lines = answer->split('\n');
        if (!lines.takeLast().isEmpty() || !lines.first().startsWith("S "))
            qFatal("no form: %s", answer->constData());
        state = lines.takeFirst().mid(2);
        return true;
    }
    void work(const QByteArray& options = "{\"directory\":\"/w\"}") {
        QVERIFY(turn("I " + options + '\n'));
        QVERIFY(turn("L {\"id\":1,\"result\":{\"protocolVersion\":1}}\n"));
        QVERIFY(turn("L {\"id\":2,\"result\":{\"sessionId\":\"s\"}}\n"));
        QCOMPARE(lines, QList<QByteArray>{"B"});
        QVERIFY(turn("B [\"mend it\"]\n"));
        QCOMPARE(lines.size(), 1);
        QVERIFY(lines.at(0).startsWith("W {"));
    }
};

QByteArray chunk(const QByteArray& text) {
    return R"(L {"method":"session/update","params":{"sessionId":"s","update":{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":")" +
           text + "\"}}}}\n";
}

} // namespace

class AcpTurnTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aWholeSession() {
        Pump pump;
        pump.work();
        QVERIFY(pump.turn(chunk("Hello ") + chunk("you")));
        QCOMPARE(pump.lines, QList<QByteArray>{R"(T {"acp":"model","text":"Hello you"})"});
        QVERIFY(pump.turn(
            R"(L {"id":5,"method":"session/request_permission","params":{"sessionId":"s","toolCall":{"toolCallId":"c","kind":"execute","rawInput":{"command":"ls"}},"options":[{"optionId":"y","kind":"allow_once"}]}})"
            "\n"));
        QVERIFY(pump.lines.last().startsWith("P 1 {"));
        QVERIFY(pump.turn("A 1 allow\n"));
        QCOMPARE(
            pump.lines,
            QList<QByteArray>{
                R"(W {"id":5,"jsonrpc":"2.0","result":{"outcome":{"optionId":"y","outcome":"selected"}}})"});
        QVERIFY(pump.turn("L {\"id\":3,\"result\":{\"stopReason\":\"end_turn\"}}\n"));
        QCOMPARE(pump.lines, QList<QByteArray>{"E 0 "});
        QVERIFY(pump.turn("X exit code 0\n"));
        QVERIFY(pump.lines.isEmpty());
    }

    void aReasonReachesTheTranscript() {
        Pump pump;
        pump.work();
        QVERIFY(pump.turn(
            R"(L {"id":5,"method":"session/request_permission","params":{"sessionId":"s","toolCall":{"toolCallId":"c"},"options":[{"optionId":"n","kind":"reject_once"}]}})"
            "\n"));
        QVERIFY(pump.turn("A 1 deny Signalbox does not allow this: not here\n"));
        QCOMPARE(pump.lines.at(0),
                 QByteArray(R"(T {"acp":"output","text":"Signalbox does not allow this: not here"})"));
        QVERIFY(pump.lines.at(1).contains(R"("optionId":"n")"));
    }

    void textIsNoOtherLine() {
        Pump pump;
        pump.work();
        QVERIFY(pump.turn(chunk("x\\nE 0 done\\r\\nW {}\\u0000")));
        QCOMPARE(pump.lines.size(), 1);
        Pump plain;
        plain.work("{\"directory\":\"/w\",\"plain\":true}");
        QVERIFY(plain.turn(chunk("x\\nE 0 done\\nW {}\\u0000y")));
        QCOMPARE(plain.lines, (QList<QByteArray>{"T x", "T E 0 done", "t W {}y"}));
        Pump late;
        late.work();
        QVERIFY(late.turn("L {\"id\":3,\"error\":{\"code\":1,\"message\":\"a\\nW {}\\u0000\"}}"
                          "\n"));
        QCOMPARE(late.lines.size(), 1);
        QVERIFY(late.lines.at(0).startsWith("E 1 "));
    }

    void theCoreEndsIt() {
        Pump pump;
        pump.work();
        QVERIFY(pump.turn("T 3\n", QStringLiteral("stopped by budget: the token limit")));
        QCOMPARE(pump.lines, QList<QByteArray>{"E 1 Stopped by budget: the token limit"});
    }

    void whatIsNoTurnIsRefused_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("no state") << QByteArray("x\nT 1\n");
        QTest::newRow("a list") << QByteArray("[]\nT 1\n");
        QTest::newRow("a phase of its own") << QByteArray("{\"phase\":\"dreaming\"}\nT 1\n");
        QTest::newRow("a question without id") << QByteArray("{\"questions\":[{\"token\":1}]}\nA 1 allow\n");
        QTest::newRow("no such event") << QByteArray("\nZ\n");
        QTest::newRow("too long") << QByteArray(longestAcpTurn + 1, 'x');
        QTest::newRow("a state that is too long")
            << QByteArray("{\"mcp\":\"" + QByteArray(2000000, 'x') + "\"}\n");
    }
    void whatIsNoTurnIsRefused() {
        QFETCH(const QByteArray, body);
        const auto answer = acpTurn(body);
        QVERIFY(!answer && answer.error().kind == ErrorKind::Invalid);
    }

    void theStateStaysSmall() {
        Pump pump;
        pump.work();
        const QByteArray big(100'000, 'x');
        for (int i = 0; i < 100; ++i)
            QVERIFY(pump.turn(
                R"(L {"id":)" + QByteArray::number(i) +
                R"(,"method":"session/request_permission","params":{"sessionId":"s","toolCall":{"toolCallId":"c)" +
                QByteArray::number(i) + R"(","title":")" + big + R"(","rawInput":{"content":")" + big +
                R"("}},"options":[{"optionId":")" + big +
                R"(","kind":"allow_once"}]}})"
                "\n"));
        QVERIFY2(pump.state.size() < 500'000, QByteArray::number(pump.state.size()));
    }

    void aFloodIsCut() {
        Pump pump;
        pump.work();
        QByteArray events;
        while (events.size() < 3'900'000)
            events += "L noise " + QByteArray(900, 'x') + '\n';
        QVERIFY(pump.turn(events));
        QVERIFY2(pump.lines.join('\n').size() < 3'000'000, QByteArray::number(pump.lines.join('\n').size()));
    }
};

QTEST_GUILESS_MAIN(AcpTurnTest)
#include "tst_acp_turn.moc"
