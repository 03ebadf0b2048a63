// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the client's side of the Agent Client Protocol: both versions are agreed on, a session begins and
// ends for the right reason, questions are answered by options for one call alone, and an agent that speaks
// nonsense, floods, answers what nobody asked or never answers comes to a clear end.
#include "core/acp/acp_session.h"

#include <QJsonDocument>
#include <QtTest>

using namespace signalbox;

namespace {

QJsonObject object(const QByteArray& json) {
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (!document.isObject())
        qFatal("%s: %s", json.constData(), qPrintable(error.errorString()));
    return document.object();
}

QByteArray compact(const QJsonObject& json) {
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

/// A session as the guest keeps it: the state alone goes from one event to the next, as JSON.
class Talk {
public:
    explicit Talk(AcpLimits limits = {}) : m_limits(limits) {}

    template <typename Event>
    AcpAnswer& give(Event event) {
        AcpSession session(*fromJson<AcpState>(m_state), m_limits);
        event(session);
        m_state = object(compact(toJson(session.state())));
        answer = session.answer();
        for (const AcpAnswer::Line& line : answer.lines)
            said.append(line.kind + QStringLiteral(": ") + line.text);
        if (answer.end)
            ended = answer.end;
        return answer;
    }
    AcpAnswer& line(const QByteArray& text) {
        return give([&](AcpSession& session) { session.line(text); });
    }
    /// The agent answers our last request.
    AcpAnswer& reply(const QByteArray& result) {
        return line(R"({"jsonrpc":"2.0","id":)" + QByteArray::number(state().request) + R"(,"result":)" +
                    result + '}');
    }
    AcpAnswer& fail(int code, const QByteArray& message) {
        return line(R"({"jsonrpc":"2.0","id":)" + QByteArray::number(state().request) +
                    R"(,"error":{"code":)" + QByteArray::number(code) + R"(,"message":")" + message +
                    R"("}})");
    }
    AcpAnswer& update(const QByteArray& what) {
        return line(R"({"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"s1","update":)" +
                    what + "}}");
    }
    AcpAnswer& begin(const QByteArray& more = {}) {
        return give([&](AcpSession& session) {
            session.begin(
                object(R"({"directory":"/home/agent/work","mcp":"http://127.0.0.1:8470/mcp")" + more + '}'));
        });
    }
    /// Up to the prompt, by this version.
    void work(int version = 1, const QByteArray& more = {}) {
        begin(more);
        reply(version == 1 ? R"({"protocolVersion":1,"agentCapabilities":{"mcpCapabilities":{"http":true}}})"
                           : R"({"protocolVersion":2,"info":{"name":"x"},)"
                             R"("capabilities":{"session":{"mcp":{"http":{}}}}})");
        reply(R"({"sessionId":"s1"})");
        give([](AcpSession& session) { session.prompt(QStringLiteral("mend it")); });
    }
    AcpState state() const { return *fromJson<AcpState>(m_state); }

    AcpAnswer answer;
    QStringList said;
    std::optional<int> ended;

private:
    AcpLimits m_limits;
    QJsonObject m_state = toJson(AcpState());
};

QString methodOf(const AcpAnswer& answer) {
    return answer.messages.value(0).value(QLatin1String("method")).toString();
}

const QByteArray bothOptions =
    R"([{"optionId":"always","name":"x","kind":"allow_always"},)"
    R"({"optionId":"yes","name":"x","kind":"allow_once"},{"optionId":"no","name":"x","kind":"reject_once"}])";

QByteArray askFor(const QByteArray& call, const QByteArray& options = bothOptions, const QByteArray& id = "7",
                  const QByteArray& session = "s1") {
    return R"({"jsonrpc":"2.0","id":)" + id +
           R"(,"method":"session/request_permission","params":{"sessionId":")" + session +
           R"(","toolCall":)" + call + R"(,"options":)" + options + "}}";
}

QJsonValue outcomeOf(const AcpAnswer& answer) {
    return answer.messages.value(0)[QLatin1String("result")][QLatin1String("outcome")];
}

} // namespace

class AcpSessionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothVersionsAreSpoken_data() {
        QTest::addColumn<int>("version");
        QTest::newRow("1") << 1;
        QTest::newRow("2") << 2;
    }
    void bothVersionsAreSpoken() {
        QFETCH(const int, version);
        Talk talk;
        const AcpAnswer hello = talk.begin();
        QCOMPARE(methodOf(hello), QStringLiteral("initialize"));
        const QJsonObject params = hello.messages.at(0)[QLatin1String("params")].toObject();
        QCOMPARE(params[QLatin1String("protocolVersion")].toInt(), 2);
        QVERIFY(params.contains(QLatin1String("clientInfo")) && params.contains(QLatin1String("info")));
        QCOMPARE(params[QLatin1String("clientCapabilities")][QLatin1String("terminal")].toBool(true), false);
        const AcpAnswer opening = talk.reply(
            version == 1 ? R"({"protocolVersion":1,"agentCapabilities":{"mcpCapabilities":{"http":true}}})"
                         : R"({"protocolVersion":2,"info":{"name":"x","version":"1"},)"
                           R"("capabilities":{"session":{"mcp":{"http":{}}}}})");
        QCOMPARE(methodOf(opening), QStringLiteral("session/new"));
        const QJsonObject wanted = opening.messages.at(0)[QLatin1String("params")].toObject();
        QCOMPARE(wanted[QLatin1String("cwd")].toString(), QStringLiteral("/home/agent/work"));
        QCOMPARE(wanted[QLatin1String("mcpServers")][0][QLatin1String("url")].toString(),
                 QStringLiteral("http://127.0.0.1:8470/mcp"));
        QVERIFY(talk.reply(R"({"sessionId":"s1"})").prompt);
        talk.give([](AcpSession& session) { session.prompt(QStringLiteral("mend \"it\"\n")); });
        QCOMPARE(talk.answer.messages
                     .at(0)[QLatin1String("params")][QLatin1String("prompt")][0][QLatin1String("text")]
                     .toString(),
                 QStringLiteral("mend \"it\"\n"));
        talk.update(
            R"({"sessionUpdate":"agent_message_chunk","messageId":"m","content":{"type":"text","text":"Hi "}})");
        talk.update(
            R"({"sessionUpdate":"agent_message_chunk","messageId":"m","content":{"type":"text","text":"you"}})");
        QCOMPARE(talk.said, (QStringList{QStringLiteral("model: Hi "), QStringLiteral("model: you")}));
        if (version == 1) {
            talk.reply(R"({"stopReason":"end_turn"})");
        } else {
            talk.update(R"({"sessionUpdate":"state_update","state":"idle"})"); // as it was before our prompt
            talk.reply(R"({"messageId":"u1"})");
            QVERIFY2(!talk.ended, "it is only taken on");
            talk.update(R"({"sessionUpdate":"state_update","state":"running"})");
            talk.update(R"({"sessionUpdate":"state_update","state":"idle","stopReason":"end_turn"})");
        }
        QCOMPARE(talk.ended.value_or(-1), 0);
    }

    void whoCannotBearTheNewestIsGreetedAgain() {
        Talk talk;
        talk.begin();
        talk.fail(-32602, "unknown member");
        QCOMPARE(methodOf(talk.answer), QStringLiteral("initialize"));
        const QJsonObject params = talk.answer.messages.at(0)[QLatin1String("params")].toObject();
        QCOMPARE(params[QLatin1String("protocolVersion")].toInt(), 1);
        QVERIFY(!params.contains(QLatin1String("capabilities")));
        talk.fail(-32602, "no");
        QVERIFY(talk.ended == 1 && talk.answer.why.contains(QLatin1String("refused to begin: no")));
    }

    void versionsThatNobodyKnows_data() {
        QTest::addColumn<QByteArray>("version");
        QTest::newRow("none") << QByteArray("{}");
        QTest::newRow("zero") << QByteArray(R"({"protocolVersion":0})");
        QTest::newRow("three") << QByteArray(R"({"protocolVersion":3})");
        QTest::newRow("a date") << QByteArray(R"({"protocolVersion":"2025-06-18"})");
        QTest::newRow("a list") << QByteArray(R"({"protocolVersion":[1]})");
    }
    void versionsThatNobodyKnows() {
        QFETCH(const QByteArray, version);
        Talk talk;
        talk.begin();
        talk.reply(version);
        QVERIFY(talk.ended == 1 && talk.answer.why.contains(QLatin1String("known are 1 and 2")));
    }

    void authenticates() {
        Talk one;
        one.begin(R"(,"auth":"api-key")");
        one.reply(R"({"protocolVersion":1})");
        QCOMPARE(methodOf(one.answer), QStringLiteral("authenticate"));
        one.reply("{}");
        QCOMPARE(methodOf(one.answer), QStringLiteral("session/new"));
        QCOMPARE(
            one.answer.messages.at(0)[QLatin1String("params")][QLatin1String("mcpServers")].toArray().size(),
            0);
        Talk two;
        two.begin(R"(,"auth":"api-key")");
        two.reply(R"({"protocolVersion":2,"info":{}})");
        QCOMPARE(methodOf(two.answer), QStringLiteral("auth/login"));
        two.fail(-32000, "no such key");
        QVERIFY(two.ended == 1 && two.answer.why.contains(QLatin1String("no such key")));
        Talk unnamed;
        unnamed.begin();
        unnamed.reply(R"({"protocolVersion":1,"authMethods":[{"id":"oauth"},{"id":"api-key"}]})");
        unnamed.fail(-32000, "Authentication required");
        QVERIFY2(unnamed.answer.why.contains(QLatin1String("(oauth, api-key)")),
                 qPrintable(unnamed.answer.why));
    }

    void endsForAReason_data() {
        QTest::addColumn<QByteArray>("result");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("why");
        QTest::newRow("done") << QByteArray(R"({"stopReason":"end_turn"})") << 0 << QString();
        QTest::newRow("tokens") << QByteArray(R"({"stopReason":"max_tokens"})") << 1
                                << QStringLiteral("max_tokens");
        QTest::newRow("requests") << QByteArray(R"({"stopReason":"max_turn_requests"})") << 1
                                  << QStringLiteral("max_turn_requests");
        QTest::newRow("refusal") << QByteArray(R"({"stopReason":"refusal"})") << 1
                                 << QStringLiteral("refusal");
        QTest::newRow("nothing") << QByteArray("{}") << 1 << QStringLiteral("does not say why");
        QTest::newRow("a number") << QByteArray(R"({"stopReason":4})") << 1
                                  << QStringLiteral("does not say why");
    }
    void endsForAReason() {
        QFETCH(const QByteArray, result);
        QFETCH(const int, code);
        QFETCH(const QString, why);
        Talk talk;
        talk.work();
        talk.reply(result);
        QCOMPARE(talk.ended.value_or(-1), code);
        QVERIFY2(talk.answer.why.contains(why), qPrintable(talk.answer.why));
        QVERIFY(!talk.reply(R"({"stopReason":"end_turn"})").end); // it ends once
    }

    void anErrorIsToldAsItIs() {
        Talk talk;
        talk.work();
        talk.line(R"({"jsonrpc":"2.0","id":3,"error":{"code":-32603,"message":"Internal error",)"
                  R"("data":{"details":"Stopped by budget"}}})");
        QVERIFY(talk.ended == 1);
        QVERIFY(talk.answer.why.contains(QLatin1String("Internal error: Stopped by budget")));
        Talk two;
        two.work(2);
        two.reply(R"({"messageId":"u"})");
        two.update(
            R"({"sessionUpdate":"state_update","state":"idle","stopReason":"error","error":{"code":1,"message":"no model"}})");
        QVERIFY(two.ended == 1 && two.answer.why.contains(QLatin1String("no model")));
    }

    void questionsGoToTheCore() {
        Talk talk;
        talk.work();
        // What was told of the call before counts, and an empty input does not take it away.
        talk.update(R"({"sessionUpdate":"tool_call","toolCallId":"c1","title":"List","kind":"execute",)"
                    R"("rawInput":{"command":"ls -la"}})");
        talk.line(askFor(R"({"toolCallId":"c1","rawInput":{},"locations":[{"path":"/x/a"}]})"));
        QCOMPARE(talk.answer.questions.size(), 1);
        const QJsonObject call = talk.answer.questions.at(0).call;
        QCOMPARE(call[QLatin1String("tool_name")].toString(), QStringLiteral("execute"));
        QCOMPARE(call[QLatin1String("tool_kind")].toString(), QStringLiteral("execute"));
        QCOMPARE(call[QLatin1String("tool_input")][QLatin1String("command")].toString(),
                 QStringLiteral("ls -la"));
        QCOMPARE(call[QLatin1String("tool_input")][QLatin1String("paths")][0].toString(),
                 QStringLiteral("/x/a"));
        QCOMPARE(call[QLatin1String("cwd")].toString(), QStringLiteral("/home/agent/work"));
        const qint64 token = talk.answer.questions.at(0).token;
        talk.give([&](AcpSession& session) { session.decided(token, true, {}); });
        QCOMPARE(outcomeOf(talk.answer)[QLatin1String("optionId")].toString(), QStringLiteral("yes"));
        QCOMPARE(talk.answer.messages.at(0)[QLatin1String("id")].toInt(), 7);
        talk.give([&](AcpSession& session) { session.decided(token, true, {}); });
        QVERIFY2(talk.answer.messages.isEmpty(), "answered once");
        QVERIFY(talk.said.contains(QStringLiteral("tool: execute ls -la")));
    }

    void callsWithoutAnIdHaveNothingInCommon() {
        Talk talk;
        talk.work();
        talk.line(askFor("{\"kind\":\"execute\",\"rawInput\":{\"command\":\"ls\"}}"));
        talk.line(askFor("{\"kind\":\"execute\",\"title\":\"Something else\"}"));
        QVERIFY(!talk.answer.questions.at(0).call[QLatin1String("tool_input")].toObject().contains(
            QLatin1String("command")));
    }

    void aNoIsANo() {
        Talk talk;
        talk.work();
        talk.line(
            askFor(R"({"toolCallId":"new","title":"rm","kind":"execute","rawInput":{"command":"rm x"}})",
                   bothOptions, "\"a-text\""));
        const qint64 token = talk.answer.questions.at(0).token;
        talk.give([&](AcpSession& session) { session.decided(token, false, QStringLiteral("not today")); });
        QCOMPARE(outcomeOf(talk.answer)[QLatin1String("optionId")].toString(), QStringLiteral("no"));
        QCOMPARE(talk.answer.messages.at(0)[QLatin1String("id")].toString(), QStringLiteral("a-text"));
        QVERIFY(talk.said.contains(QStringLiteral("output: not today")));
    }

    void onlyOptionsForOneCallAreTaken_data() {
        QTest::addColumn<QByteArray>("options");
        QTest::newRow("always alone") << QByteArray(R"([{"optionId":"always","kind":"allow_always"}])");
        QTest::newRow("none") << QByteArray("[]");
        QTest::newRow("no list") << QByteArray("{}");
        QTest::newRow("nonsense") << QByteArray(
            R"([1,null,{"kind":"allow_once"},{"optionId":5,"kind":"allow_once"}])");
    }
    void onlyOptionsForOneCallAreTaken() {
        QFETCH(const QByteArray, options);
        Talk talk;
        talk.work();
        talk.line(askFor(R"({"toolCallId":"c","kind":"execute","rawInput":{"command":"ls"}})", options));
        talk.give([&](AcpSession& session) { session.decided(1, true, {}); });
        QCOMPARE(outcomeOf(talk.answer)[QLatin1String("outcome")].toString(), QStringLiteral("cancelled"));
    }

    void theSecondVersionAsksAboutCommandsToo() {
        Talk talk;
        talk.work(2);
        talk.line(
            R"({"jsonrpc":"2.0","id":1,"method":"session/request_permission","params":{"sessionId":"s1",)"
            R"("title":"Run it","subject":{"type":"command","command":"make","cwd":"/home/agent/work/sub"},)"
            R"("options":)" +
            bothOptions + "}}");
        QCOMPARE(talk.answer.questions.at(0)
                     .call[QLatin1String("tool_input")][QLatin1String("command")]
                     .toString(),
                 QStringLiteral("make"));
        QCOMPARE(talk.answer.questions.at(0).call[QLatin1String("cwd")].toString(),
                 QStringLiteral("/home/agent/work/sub"));
        talk.line(
            R"({"jsonrpc":"2.0","id":2,"method":"session/request_permission","params":{"sessionId":"s1",)"
            R"("title":"Edit","subject":{"type":"tool_call","toolCall":{"toolCallId":"e","kind":"edit",)"
            R"("content":[{"type":"diff","changes":[{"operation":"move","from":"/a","to":"/b"}]}]}},)"
            R"("options":)" +
            bothOptions + "}}");
        const QJsonValue paths =
            talk.answer.questions.at(0).call[QLatin1String("tool_input")][QLatin1String("paths")];
        QCOMPARE(paths.toArray().size(), 2);
    }

    void whatIsNotOfferedIsRefused_data() {
        QTest::addColumn<QByteArray>("request");
        for (const char* method :
             {"fs/read_text_file", "fs/write_text_file", "terminal/create", "elicitation/create", "x"})
            QTest::newRow(method)
                << QByteArray("{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"") + QByteArray(method) +
                       QByteArray("\",\"params\":{\"sessionId\":\"s1\",\"path\":\"/etc/passwd\"}}");
        QTest::newRow("a session of others") << askFor("{}", bothOptions, "9", "s2");
    }
    void whatIsNotOfferedIsRefused() {
        QFETCH(const QByteArray, request);
        Talk talk;
        talk.work();
        talk.line(request);
        QCOMPARE(talk.answer.messages.size(), 1);
        QCOMPARE(talk.answer.messages.at(0)[QLatin1String("id")].toInt(), 9);
        QVERIFY(talk.answer.messages.at(0)[QLatin1String("error")][QLatin1String("code")].toInt() < 0);
        QVERIFY(talk.answer.questions.isEmpty() && !talk.ended);
    }

    void toolCallsAreTold() {
        Talk talk;
        talk.work();
        talk.update(
            R"({"sessionUpdate":"tool_call","toolCallId":"c1","title":"","kind":"execute","status":"pending"})");
        QVERIFY2(talk.said.isEmpty(), "what it is comes later");
        talk.update(
            R"({"sessionUpdate":"tool_call_update","toolCallId":"c1","name":"Bash","rawInput":{"command":"ls"},"status":"in_progress"})");
        talk.update(R"({"sessionUpdate":"tool_call_update","toolCallId":"c1","status":"completed",)"
                    R"("content":[{"type":"content","content":{"type":"text","text":"a.txt\n"}}]})");
        talk.update(R"({"sessionUpdate":"tool_call","toolCallId":"c2","title":"Read a.txt","kind":"read",)"
                    R"("status":"completed","rawOutput":{"output":"41"}})");
        talk.update(
            R"({"sessionUpdate":"tool_call_update","toolCallId":"c3","title":"Edit","status":"failed"})");
        QCOMPARE(talk.said,
                 (QStringList{QStringLiteral("tool: Bash ls"), QStringLiteral("output: a.txt"),
                              QStringLiteral("tool: read Read a.txt"), QStringLiteral("output: 41"),
                              QStringLiteral("tool: Edit"), QStringLiteral("output: (failed)")}));
        QVERIFY(talk.state().calls.isEmpty());
    }

    void thoughtsAndMessagesBeginLinesOfTheirOwn() {
        Talk talk;
        talk.work(2);
        talk.update(R"({"sessionUpdate":"agent_thought_chunk","content":{"type":"text","text":"Hm."}})");
        talk.update(
            R"({"sessionUpdate":"agent_message_chunk","messageId":"a","content":{"type":"text","text":"One"}})");
        talk.update(
            R"({"sessionUpdate":"agent_message","messageId":"a","content":[{"type":"text","text":"One"}]})");
        talk.update(
            R"({"sessionUpdate":"agent_message","messageId":"b","content":[{"type":"text","text":"Two"}]})");
        QCOMPARE(talk.said.join(QString()), QStringLiteral("model: Hm.model: \nOnemodel: \nTwo"));
    }

    void aQuestionOfAReviewerGetsTheTextAlone() {
        Talk talk;
        talk.work(1, R"(,"plain":true)");
        talk.update(R"({"sessionUpdate":"agent_thought_chunk","content":{"type":"text","text":"Hm."}})");
        talk.update(R"({"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"I look."}})");
        talk.update(
            R"({"sessionUpdate":"tool_call","toolCallId":"c","title":"t","status":"completed","rawOutput":"o"})");
        talk.update(
            R"({"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"It is 42."}})");
        QCOMPARE(talk.said,
                 (QStringList{QStringLiteral("model: I look."), QStringLiteral("model: \nIt is 42.")}));
    }

    void nonsenseHasAnEnd() {
        AcpLimits limits;
        limits.odd = 10;
        Talk talk(limits);
        talk.work();
        for (const char* line :
             {"Loading...", "{", "[1]", "null", "{}", R"({"id":99,"result":{}})", R"({"id":"3","result":{}})",
              R"({"id":{},"method":"x"})", R"({"id":1.5,"result":{}})", "\xff\xfe"})
            talk.line(line);
        QVERIFY(!talk.ended);
        QVERIFY(talk.said.contains(QStringLiteral("output: Loading...")));
        talk.line("again");
        QVERIFY(talk.ended == 1 && talk.answer.why.contains(QLatin1String("does not speak")));
    }

    void aFloodHasAnEnd() {
        AcpLimits limits;
        limits.bytes = 100'000;
        limits.calls = 5;
        limits.questions = 3;
        Talk talk(limits);
        talk.work();
        for (int i = 0; i < 50 && !talk.ended; ++i)
            talk.line(askFor(R"({"toolCallId":"c)" + QByteArray::number(i) + R"(","kind":"execute"})",
                             bothOptions, QByteArray::number(i)));
        QCOMPARE(talk.state().questions.size(), 3);
        QCOMPARE(outcomeOf(talk.answer)[QLatin1String("optionId")].toString(), QStringLiteral("no"));
        for (int i = 0; i < 20; ++i)
            talk.update("{\"sessionUpdate\":\"tool_call\",\"toolCallId\":\"t" + QByteArray::number(i) +
                        "\"}");
        QCOMPARE(talk.state().calls.size(), 5);
        for (int i = 0; i < 10'000 && !talk.ended; ++i)
            talk.update(R"({"sessionUpdate":"usage_update","used":1})");
        QVERIFY(talk.ended == 1 && talk.answer.why.contains(QLatin1String("more than")));
    }

    void linesThatAreTooLong() {
        const auto give = [](Talk& talk, const QByteArray& head) {
            talk.give([&](AcpSession& session) { session.longLine(100'000'000, head); });
        };
        Talk talk;
        talk.work();
        give(talk, R"({"jsonrpc":"2.0","method":"session/update","params":{"id":5)");
        QVERIFY(!talk.ended && talk.said.last().contains(QLatin1String("97656 KB")));
        give(talk, R"({"jsonrpc":"2.0","id":8,"method":"session/request_permission","params":{)");
        QCOMPARE(outcomeOf(talk.answer)[QLatin1String("outcome")].toString(), QStringLiteral("cancelled"));
        QCOMPARE(talk.answer.messages.at(0)[QLatin1String("id")].toInt(), 8);
        give(talk, R"({"jsonrpc":"2.0","id":"r","method":"fs/write_text_file","params":{)");
        QVERIFY(talk.answer.messages.at(0)[QLatin1String("error")].isObject());
        QVERIFY(!talk.ended);
        give(talk, "xxxxxxxxxxxxx");
        QVERIFY(talk.ended == 1 && talk.answer.why.contains(QLatin1String("more than is read")));
    }

    void whatGoesWrongIsTold() {
        Talk early;
        early.begin();
        early.give([](AcpSession& session) { session.silent(301); });
        QVERIFY(early.ended == 1);
        Talk working;
        working.work();
        working.give([](AcpSession& session) { session.silent(10'000); });
        QVERIFY2(!working.ended, "work has its own time limit");
        working.give([](AcpSession& session) { session.gone(QStringLiteral("signal 9")); });
        QVERIFY(working.ended == 1 && working.answer.why.contains(QLatin1String("signal 9")));
        Talk refused;
        refused.begin();
        refused.reply(R"({"protocolVersion":1})");
        refused.reply(R"({"sessionId":""})");
        QVERIFY(refused.ended == 1);
        Talk budget;
        budget.work();
        budget.give([](AcpSession& session) { session.stop(QStringLiteral("stopped by budget")); });
        QVERIFY(budget.ended == 1 && budget.answer.why == QLatin1String("Stopped by budget"));
    }

    void isStopped() {
        Talk talk;
        talk.work();
        talk.line(askFor(R"({"toolCallId":"c","kind":"execute"})"));
        talk.give([](AcpSession& session) { session.cancel(QStringLiteral("told to stop")); });
        QCOMPARE(methodOf(talk.answer), QStringLiteral("session/cancel"));
        QVERIFY(!talk.answer.messages.at(0).contains(QLatin1String("id")));
        QCOMPARE(talk.answer.messages
                     .at(1)[QLatin1String("result")][QLatin1String("outcome")][QLatin1String("outcome")]
                     .toString(),
                 QStringLiteral("cancelled"));
        talk.line(askFor(R"({"toolCallId":"d","kind":"execute"})"));
        QVERIFY(talk.answer.questions.isEmpty() && talk.answer.messages.size() == 1);
        talk.reply(R"({"stopReason":"cancelled"})");
        QVERIFY(talk.ended == 1 && talk.answer.why == QLatin1String("the agent was stopped"));
    }
};

QTEST_GUILESS_MAIN(AcpSessionTest)
#include "tst_acp_session.moc"
