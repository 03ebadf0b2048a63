// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: use is read from each protocol's own form, in whatever pieces it comes; what a model writes
// cannot pass for use; and what a call is counted at when the wire did not say it is never nothing.
#include "core/gateway/call_settlement.h"
#include "core/gateway/usage_reader.h"

#include <QTest>

using namespace signalbox;
using enum ModelProtocol;

namespace {

UsageReader readAll(ModelProtocol protocol, bool events, const QByteArray& text, qsizetype piece = 1 << 20) {
    UsageReader reader(protocol, events);
    for (qsizetype at = 0; at < text.size(); at += piece)
        reader.feed(QByteArrayView(text).sliced(at, std::min(piece, text.size() - at)));
    reader.finish();
    return reader;
}

const QByteArray anthropicStream =
    "event: message_start\r\ndata: {\"type\":\"message_start\",\"message\":{\"content\":[],\"usage\":"
    "{\"input_tokens\":10,\"cache_read_input_tokens\":20,\"cache_creation_input_tokens\":30,"
    "\"cache_creation\":{\"ephemeral_5m_input_tokens\":25,\"ephemeral_1h_input_tokens\":5},"
    "\"output_tokens\":1}}}\r\n\r\n: comment\r\n\r\nevent: content_block_delta\r\ndata: "
    "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"\\\"usage\\\": "
    "{\\\"output_tokens"
    "\\\": 999}\"}}\r\n\r\nevent: message_delta\r\ndata: {\"type\":\"message_delta\",\r\ndata: \"usage\":"
    "{\"output_tokens\":42}}\r\n\r\nevent: message_stop\r\ndata: {\"type\":\"message_stop\"}\r\n\r\n";

} // namespace

class TestUsageReader : public QObject {
    Q_OBJECT
private slots:
    void theSameAnswerHasTheSameDigest() {
        const auto digestOf = [](const QByteArray& id, const QList<QByteArray>& pieces,
                                 const QByteArray& tool) {
            QByteArray text = "data: {\"content_block\":{\"type\":\"tool_use\",\"id\":\"" + id +
                              "\",\"name\":\"" + tool + "\"}}\n\n";
            for (const QByteArray& piece : pieces)
                text += "data: {\"delta\":{\"partial_json\":\"" + piece + "\"}}\n\n";
            return readAll(Anthropic, true, text).answer();
        };
        const quint64 one = digestOf("toolu_1", {"abc", "def"}, "Bash");
        QVERIFY(one != 0);
        QCOMPARE(digestOf("toolu_2", {"a", "bcd", "ef"}, "Bash"), one); // another id, in other pieces
        QVERIFY(digestOf("toolu_1", {"abc", "deg"}, "Bash") != one);
        QVERIFY(digestOf("toolu_1", {"abc", "def"}, "Read") != one);
        QCOMPARE(readAll(Anthropic, false, R"({"content":[],"usage":{"input_tokens":1}})").answer(),
                 quint64(0));
    }

    void readsEachForm_data() {
        QTest::addColumn<int>("protocol");
        QTest::addColumn<bool>("events");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QList<qint64>>("expected"); // input, cache read, cache write, output
        const auto row = [](const char* name, ModelProtocol protocol, bool events, const QByteArray& text,
                            const QList<qint64>& expected) {
            QTest::newRow(name) << int(protocol) << events << text << expected;
        };
        row("anthropic events", Anthropic, true, anthropicStream, {10, 20, 30, 42});
        row("anthropic", Anthropic, false,
            R"({"usage":{"input_tokens":1,"output_tokens":2,"cache_read_input_tokens":3,"cache_creation_input_tokens":null}})",
            {1, 3, 0, 2});
        row("anthropic, grown by tools", Anthropic, true,
            "data: {\"message\":{\"usage\":{\"input_tokens\":5,\"output_tokens\":1}}}\n\n"
            "data: {\"usage\":{\"input_tokens\":50,\"output_tokens\":9}}\n\n",
            {50, 0, 0, 9});
        row("chat events", Chat, true,
            "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}],\"usage\":null}\n\n"
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":7,"
            "\"prompt_tokens_details\":{\"cached_tokens\":40},\"completion_tokens_details\":{\"reasoning_"
            "tokens\":3}}}"
            "\n\ndata: [DONE]\n\n",
            {60, 40, 0, 7});
        row("embeddings", Chat, false, R"({"data":[],"usage":{"prompt_tokens":8,"total_tokens":8}})",
            {8, 0, 0, 0});
        row("responses events", Responses, true,
            "event: response.created\ndata: {\"response\":{\"usage\":null}}\n\nevent: "
            "response.completed\ndata: "
            "{\"response\":{\"output\":[{\"usage\":{\"output_tokens\":5000}}],\"usage\":{\"input_tokens\":11,"
            "\"input_tokens_details\":{\"cached_tokens\":1},\"output_tokens\":2}}}\n\n",
            {10, 1, 0, 2});
        row("responses", Responses, false, R"({"usage":{"input_tokens":4,"output_tokens":5}})", {4, 0, 0, 5});
        row("gemini events", Gemini, true,
            "data: {\"usageMetadata\":{\"promptTokenCount\":9,\"candidatesTokenCount\":1}}\n\n"
            "data: {\"candidates\":[{\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":9,"
            "\"candidatesTokenCount\":6,\"thoughtsTokenCount\":4,\"cachedContentTokenCount\":2,"
            "\"toolUsePromptTokenCount\":3}}\n\n",
            {10, 2, 0, 10});
        row("gemini list", Gemini, false,
            "[{\"usageMetadata\":{\"promptTokenCount\":9,\"candidatesTokenCount\":1}}\n,\n"
            "{\"usageMetadata\":{\"promptTokenCount\":9,\"candidatesTokenCount\":6}}]",
            {9, 0, 0, 6});
    }
    void readsEachForm() {
        QFETCH(int, protocol);
        QFETCH(bool, events);
        QFETCH(QByteArray, text);
        QFETCH(QList<qint64>, expected);
        for (const qsizetype piece : {1 << 20, 1, 2, 7}) {
            const UsageReader reader = readAll(ModelProtocol(protocol), events, text, piece);
            const TokenUsage usage = reader.usage();
            QCOMPARE((QList<qint64>{usage.input, usage.cacheRead, usage.cacheWrite, usage.output}), expected);
            QVERIFY(reader.knowsInput() && reader.knowsOutput() && !reader.sawNonsense());
        }
    }

    void longCacheWritesAreToldApart() {
        QCOMPARE(readAll(Anthropic, true, anthropicStream).usage().longWrite, 5);
    }

    void provisionalOutputIsNotFinal() {
        const UsageReader reader = readAll(Anthropic, true, anthropicStream.left(400));
        QVERIFY(reader.knowsInput() && !reader.knowsOutput());
        QCOMPARE(reader.usage().input, 10);
    }

    void nonsenseIsNotBelieved_data() {
        QTest::addColumn<QByteArray>("number");
        for (const char* number : {"-1", "1.5", "\"12\"", "true", "[]", "99999999999999999999", "2000000000"})
            QTest::newRow(number) << QByteArray(number);
    }
    void nonsenseIsNotBelieved() {
        QFETCH(QByteArray, number);
        const UsageReader reader =
            readAll(Chat, false, R"({"usage":{"prompt_tokens":5,"completion_tokens":)" + number + "}}");
        QCOMPARE(reader.usage().output, 0);
        QVERIFY(reader.sawNonsense() || !reader.knowsOutput());
    }

    void figuresDoNotShrink() {
        QCOMPARE(readAll(Chat, true,
                         "data: {\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":9}}\n\n"
                         "data: {\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}\n\n")
                     .usage()
                     .output,
                 9);
    }

    void brokenEventsDoNotHideLaterOnes() {
        QCOMPARE(readAll(Chat, true,
                         "data: {\"usage\": {\"prompt\n\ndata: ]]\n\nnonsense\n\n"
                         "data: {\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}\n\n")
                     .usage()
                     .total(),
                 7);
    }

    void settlesFromTheWire() {
        CallCourse course{true, 200, true, 50, 500, 400};
        const CallSettlement settled = settleCall(course, readAll(Anthropic, true, anthropicStream));
        QVERIFY(settled.ending == CallEnding::Whole && settled.exact);
        QCOMPARE(settled.usage.total(), 102);
        // A client that goes right behind the last event changes nothing.
        course.whole = false;
        QCOMPARE(settleCall(course, readAll(Anthropic, true, anthropicStream)).usage.total(), 102);
    }

    void silenceCountsWhatWasReserved() {
        const CallCourse course{true, 200, true, 50, 500, 400};
        for (const char* text :
             {"", "{}", R"({"usage":null})", R"({"usage":{"prompt_tokens":0,"completion_tokens":0}})",
              R"({"usage":{"prompt_tokens":-1,"completion_tokens":-1}})", "no json"}) {
            const CallSettlement settled = settleCall(course, readAll(Chat, false, text));
            QVERIFY(settled.ending == CallEnding::Silent);
            QCOMPARE(settled.usage.input, 100);
            QCOMPARE(settled.usage.output, 400);
        }
        const CallSettlement half =
            settleCall(course, readAll(Chat, false, R"({"usage":{"prompt_tokens":30}})"));
        QCOMPARE(half.usage.input, 30);
        QCOMPARE(half.usage.output, 400);
    }

    void aCutCountsWhatWasSeen() {
        const CallCourse course{true, 200, false, 50, 500, 400};
        const CallSettlement nothing = settleCall(course, readAll(Anthropic, true, {}));
        QVERIFY(nothing.ending == CallEnding::Cut);
        QCOMPARE(nothing.usage.input, 50);
        QCOMPARE(nothing.usage.output, 0);
        const CallSettlement some = settleCall(
            course, readAll(Chat, true, "data: {\"choices\":[{\"delta\":{\"content\":\"123456789\"}}]}\n\n"));
        QCOMPARE(some.usage.input, 50);
        QCOMPARE(some.usage.output, 3);
    }

    void whatWasNotServedCostsNothing() {
        QCOMPARE(settleCall({false, 0, false, 50, 500, 400}, UsageReader(Chat, false)).usage.total(), 0);
        QCOMPARE(settleCall({true, 529, true, 50, 500, 400}, UsageReader(Chat, false)).usage.total(), 0);
        QVERIFY(settleCall({true, 0, false, 50, 500, 400}, UsageReader(Chat, false)).usage.total() > 0);
    }
};

QTEST_GUILESS_MAIN(TestUsageReader)
#include "tst_usage_reader.moc"
