// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the MCP server in a machine: clients of both eras are served, what is wrong is refused as the
// protocol says, nobody but the machine's own channel is believed, and the tools say what the core knows.
#include "core/server/mcp_protocol.h"
#include "tests/core/server/api_fixture.h"

#include <QJsonDocument>

using namespace signalbox;
using namespace signalbox::test;

namespace {

/// JSON with single quotes, which are better to read here.
QByteArray q(const char* text) {
    return QByteArray(text).replace('\'', '"');
}

using Headers = QList<HttpHeader>;

const QList<McpTool> tools{{QStringLiteral("say"), QStringLiteral("says"),
                            QJsonDocument::fromJson(q("{'type':'object','properties':{'text':{'type':'string'"
                                                      "},'how':{'type':'string'}},'required':['text']}"))
                                .object()}};

McpOutcome post(const QByteArray& body, const Headers& headers = {}) {
    HttpRequest request;
    request.method = "POST";
    request.body = body;
    for (const HttpHeader& header : headers)
        request.headers.add(header.name, header.value);
    return readMcp(request, tools);
}

QJsonObject bodyOf(const McpOutcome& outcome) {
    return outcome.response ? QJsonDocument::fromJson(outcome.response->body).object() : QJsonObject();
}

int codeOf(const McpOutcome& outcome) {
    return bodyOf(outcome)[QStringLiteral("error")][QStringLiteral("code")].toInt();
}

QByteArray request(const char* method, const QByteArray& params = "{}") {
    return q("{'jsonrpc':'2.0','id':1,'method':'") + method + q("','params':") + params + "}";
}

Headers newer(const char* method, const char* name = nullptr) {
    Headers headers{{"MCP-Protocol-Version", "2026-07-28"}, {"Mcp-Method", method}};
    if (name)
        headers.append(HttpHeader{"Mcp-Name", name});
    return headers;
}

} // namespace

class McpTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void clientsOfTheOlderEraBegin() {
        for (const char* version : {"2025-06-18", "2025-11-25"}) {
            const QByteArray params =
                QByteArray(q("{'protocolVersion':'")) + version + q("','capabilities':{}}");
            const QJsonObject result =
                bodyOf(post(request("initialize", params)))[QStringLiteral("result")].toObject();
            QCOMPARE(result[QStringLiteral("protocolVersion")].toString(), QLatin1String(version));
            QVERIFY(result[QStringLiteral("capabilities")][QStringLiteral("tools")].isObject());
            QVERIFY(!result.contains(QStringLiteral("resultType")));
        }
        const QJsonObject other = bodyOf(post(
            request("initialize", q("{'protocolVersion':'2024-11-05'}"))))[QStringLiteral("result")]
                                      .toObject();
        QCOMPARE(other[QStringLiteral("protocolVersion")].toString(), QStringLiteral("2025-11-25"));
        QCOMPARE(post(q("{'jsonrpc':'2.0','method':'notifications/initialized'}")).response->status, 202);
        const Headers later{{"MCP-Protocol-Version", "2025-11-25"}};
        QCOMPARE(bodyOf(post(request("tools/list"), later))[QStringLiteral("result")][QStringLiteral("tools")]
                     .toArray()
                     .size(),
                 1);
        QVERIFY(bodyOf(post(request("ping"), later)).contains(QStringLiteral("result")));
    }

    void clientsOfTheNewerEraAskAtOnce() {
        const QJsonObject found =
            bodyOf(post(request("server/discover"), newer("server/discover")))[QStringLiteral("result")]
                .toObject();
        QVERIFY(found[QStringLiteral("supportedVersions")].toArray().contains(QStringLiteral("2026-07-28")));
        QCOMPARE(found[QStringLiteral("resultType")].toString(), QStringLiteral("complete"));
        QVERIFY(bodyOf(post(request("tools/list"),
                            newer("tools/list")))[QStringLiteral("result")][QStringLiteral("ttlMs")]
                    .isDouble());
        const McpOutcome call = post(request("tools/call", q("{'name':'say','arguments':{'text':'a'}}")),
                                     newer("tools/call", "say"));
        QVERIFY(call.call && call.call->tool == QStringLiteral("say"));
        QCOMPARE(call.call->arguments[QStringLiteral("text")].toString(), QStringLiteral("a"));
    }

    void headersMustSayTheSameAsTheBody() {
        const QByteArray body = request("tools/call", q("{'name':'say','arguments':{'text':'a'}}"));
        for (const Headers& headers :
             {Headers{{"MCP-Protocol-Version", "2026-07-28"}}, newer("tools/list", "say"),
              newer("tools/call"), newer("tools/call", "other"),
              newer("tools/call", "say") + Headers{{"Mcp-Name", "say"}},
              newer("tools/call", "say") + Headers{{"Mcp-Method", "tools/list"}}}) {
            const McpOutcome outcome = post(body, headers);
            QVERIFY(outcome.response && outcome.response->status == 400);
            QCOMPARE(codeOf(outcome), -32001);
        }
        const McpOutcome meta = post(
            request("tools/list", q("{'_meta':{'io.modelcontextprotocol/protocolVersion':'2025-11-25'}}")),
            newer("tools/list"));
        QCOMPARE(codeOf(meta), -32001);
    }

    void whatIsWrongIsRefused() {
        const auto refused = [](const QByteArray& body, int status, int code, const Headers& headers = {}) {
            const McpOutcome outcome = post(body, headers);
            return outcome.response && !outcome.call && outcome.response->status == status &&
                   codeOf(outcome) == code;
        };
        QVERIFY(refused("", 400, -32700));
        QVERIFY(refused("{", 400, -32700));
        QVERIFY(refused(QByteArray(50'000, '['), 400, -32700));
        QVERIFY(refused("[" + request("ping") + "]", 400, -32600)); // a batch
        QVERIFY(refused("[]", 400, -32600));
        QVERIFY(refused("{}", 400, -32600));
        QVERIFY(refused(q("{'jsonrpc':'1.0','id':1,'method':'ping'}"), 400, -32600));
        QVERIFY(refused(q("{'jsonrpc':'2.0','id':{},'method':'ping'}"), 400, -32600));
        QVERIFY(refused(q("{'jsonrpc':'2.0','id':null,'method':'ping'}"), 400, -32600));
        QVERIFY(refused(q("{'jsonrpc':'2.0','id':1,'method':5}"), 400, -32600));
        QVERIFY(refused(q("{'jsonrpc':'2.0','id':1,'method':'ping','params':[]}"), 400, -32600));
        QVERIFY(refused(request("ping"), 400, -32004, {{"MCP-Protocol-Version", "2024-11-05"}}));
        QVERIFY(refused(request("resources/list"), 200, -32601));
        QVERIFY(refused(request("resources/list"), 404, -32601, newer("resources/list")));
        QVERIFY(refused(request("tools/call", q("{'name':'shell'}")), 200, -32602));
        QVERIFY(refused(request("tools/call", q("{'name':'say','arguments':[]}")), 200, -32602));
        QVERIFY(refused(request("ping"), 403, -32600, {{"Origin", "https://evil.example"}}));
        QVERIFY(!refused(request("ping"), 403, -32600, {{"Origin", "http://127.0.0.1:8470"}}));
        for (const char* arguments :
             {q("{}"), q("{'text':' '}"), q("{'text':5}"), q("{'text':'a','more':'b'}")}) {
            const QByteArray params = QByteArray(q("{'name':'say','arguments':")) + arguments + "}";
            const QJsonObject body = bodyOf(post(request("tools/call", params)));
            QVERIFY2(body[QStringLiteral("result")][QStringLiteral("isError")].toBool(), arguments);
        }
    }

    void theToolsSayWhatTheCoreKnows() {
        Core core;
        core.taskAtApproval();
        core.give(CastVote{1, QStringLiteral("bob"), false, QStringLiteral("again"),
                           core.task().openApproval()->tree, core.task().openApproval()->evidence});
        core.give(ReportLease{1, QStringLiteral("t1/implement/2"), QStringLiteral("sb-m2"), {}});
        const auto call = [&](const QByteArray& params, const QString& machine = QStringLiteral("sb-m2")) {
            return asGuest(core, machine, request("tools/call", params));
        };
        QVERIFY(
            call(q("{'name':'may_i_proceed','arguments':{}}")).contains("before approve this is missing") ||
            call(q("{'name':'may_i_proceed','arguments':{}}")).contains("yes: everything before"));
        QVERIFY(
            call(q("{'name':'may_i_proceed','arguments':{'to':'nowhere'}}")).contains("\"isError\":true"));
        QVERIFY(call(q("{'name':'evidence'}")).contains(": passed: "));
        QVERIFY(call(q("{'name':'report_progress','arguments':{'text':'half way'}}")).contains("told"));
        const auto log = core.logs->read(1, 0, 1'000'000);
        QVERIFY(log && log->lines.contains("the agent reports: half way"));
        for (const char* params : {"{'name':'may_i_proceed'}", "{'name':'evidence'}",
                                   "{'name':'report_progress','arguments':{'text':'a'}}",
                                   "{'name':'ask_human','arguments':{'question':'a'}}"}) {
            const QByteArray answer = call(q(params), QStringLiteral("sb-other"));
            QVERIFY2(answer.contains("no attempt runs") && answer.contains("\"isError\":true"),
                     answer.constData());
        }
        QCOMPARE(ask(core.url().resolved(QUrl(QStringLiteral("/v1/guest/mcp"))), "token-ann", request("ping"))
                     .first,
                 403);
        QVERIFY(askAsGuest(core, QStringLiteral("sb-m2"), "/v1/guest/mcp").contains(" 405 "));
    }

    void aPersonIsAskedAndAnswers() {
        Core core;
        core.taskAtApproval();
        core.give(CastVote{1, QStringLiteral("bob"), false, QStringLiteral("again"),
                           core.task().openApproval()->tree, core.task().openApproval()->evidence});
        core.give(ReportLease{1, QStringLiteral("t1/implement/2"), QStringLiteral("sb-m2"), {}});
        const QByteArray body =
            request("tools/call", q("{'name':'ask_human','arguments':{'question':'tabs or spaces?'}}"));
        QByteArray told;
        std::thread agent([&] { told = asGuest(core, QStringLiteral("sb-m2"), body); });
        const bool asked = QTest::qWaitFor([&] { return core.task().asksAboutTools(); }, 20'000);
        if (asked) {
            const ToolQuestion question = core.task().toolQuestions.first();
            core.give(AnswerToolCall{question.id, QStringLiteral("ann"), true, QStringLiteral("spaces"),
                                     question.action});
        } else {
            core.give(CancelTask{1, QStringLiteral("ann"), {}});
        }
        agent.join();
        QVERIFY(asked);
        QVERIFY2(told.contains("ann answers: spaces"), told);
        QVERIFY(
            asGuest(core, QStringLiteral("sb-m2"), body).contains("ann answers: spaces")); // the same again
    }

private:
    static QByteArray asGuest(Core& core, const QString& machine, const QByteArray& body) {
        int ends[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
            return {};
        core.server->adopt(ends[0], Peer{Peer::Kind::Guest, machine, {}});
        const QByteArray head =
            "POST /v1/guest/mcp HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            "Accept: application/json, text/event-stream\r\nConnection: close\r\nContent-Length: " +
            QByteArray::number(body.size()) + "\r\n\r\n" + body;
        QByteArray answer;
        char buffer[4096];
        if (::write(ends[1], head.data(), std::size_t(head.size())) == head.size())
            for (ssize_t n = 0; (n = ::read(ends[1], buffer, sizeof buffer)) > 0;)
                answer.append(buffer, n);
        ::close(ends[1]);
        return answer;
    }
};

QTEST_GUILESS_MAIN(McpTest)
#include "tst_mcp.moc"
