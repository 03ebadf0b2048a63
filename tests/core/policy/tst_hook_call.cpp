// SPDX-License-Identifier: GPL-3.0-or-later
// Protects how what an agent's hook tells is read: the command and the files are found where the agent's
// description says, and what is not known is not taken for harmless.
#include "core/policy/hook_call.h"

#include <QJsonDocument>
#include <QtTest>

using namespace signalbox;

namespace {
ToolCall read(const QByteArray& json, const char* tools = "{}") {
    const auto call = hookCall(json, QJsonDocument::fromJson(tools).object());
    return call ? *call : ToolCall{QStringLiteral("?"), ToolKind::Other, {}, {}, {}, {}};
}
} // namespace

class HookCallTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void claudesCallsAreKnown() {
        const ToolCall bash = read(
            R"({"tool_name":"Bash","tool_input":{"command":"ls","description":"x"},"cwd":"/w","session_id":"1"})");
        QVERIFY(bash.kind == ToolKind::Run);
        QCOMPARE(bash.command, QStringLiteral("ls"));
        QCOMPARE(bash.directory, QStringLiteral("/w"));
        QVERIFY(bash.text.contains(QStringLiteral("description")));
        const ToolCall write =
            read(R"({"tool_name":"Write","tool_input":{"file_path":"/w/a","content":"b"}})");
        QVERIFY(write.kind == ToolKind::Edit);
        QCOMPARE(write.paths, QStringList{QStringLiteral("/w/a")});
        QVERIFY(read(R"({"tool_name":"WebFetch","tool_input":{"url":"x"}})").kind == ToolKind::Fetch);
        QVERIFY(read(R"({"tool_name":"mcp__signalbox__may_i_proceed","tool_input":{}})").kind ==
                ToolKind::Free);
        QVERIFY(read(R"({"tool_name":"mcp__other__x","tool_input":{}})").kind == ToolKind::Other);
    }

    void aPatchNamesItsFiles() {
        const ToolCall patch = read(
            R"({"tool_name":"apply_patch","tool_input":{"command":"*** Begin Patch\n*** Update File: a.c\n*** Move to: b.c\n*** Delete File: .signalbox/x\n*** End Patch"}})");
        QVERIFY(patch.kind == ToolKind::Edit);
        QCOMPARE(patch.paths,
                 (QStringList{QStringLiteral("a.c"), QStringLiteral("b.c"), QStringLiteral(".signalbox/x")}));
    }

    void anAgentsDescriptionSaysWhatItsToolsDo() {
        const char* tools =
            R"({"run":{"shell":"cmd|command"},"edit":{"replace":"file_path"},"free":{"plan*":""}})";
        QCOMPARE(read(R"({"tool_name":"shell","tool_input":{"command":"ls"}})", tools).command,
                 QStringLiteral("ls"));
        QCOMPARE(read(R"({"tool_name":"shell","tool_input":{"cmd":["bash","-lc","rm x"]}})", tools).command,
                 QStringLiteral("rm x"));
        QCOMPARE(read(R"({"tool_name":"shell","tool_input":{"cmd":["rm","a b"]}})", tools).command,
                 QStringLiteral("'rm' 'a b'"));
        QVERIFY(read(R"({"tool_name":"plan_it","tool_input":{}})", tools).kind == ToolKind::Free);
        QVERIFY(read(R"({"tool_name":"Bash","tool_input":{"command":"ls"}})", tools).kind == ToolKind::Other);
    }

    void kindsOfTheClientProtocolHelpWhereNoNameDoes() {
        const auto ask = [](const char* name, const char* kind, const char* input, const char* tools = "{}") {
            return read("{\"tool_name\":\"" + QByteArray(name) + "\",\"tool_kind\":\"" + kind +
                            "\",\"tool_input\":" + input + '}',
                        tools);
        };
        QCOMPARE(ask("execute", "execute", "{\"command\":\"ls\",\"title\":\"List\"}").command,
                 QStringLiteral("ls"));
        // A title is words for people: what it hides nobody can judge.
        QVERIFY(ask("execute", "execute", "{\"title\":\"ls\"}").kind == ToolKind::Other);
        QCOMPARE(ask("execute", "execute", "{\"title\":\"ls\"}", "{\"run\":{\"execute\":\"title\"}}").command,
                 QStringLiteral("ls"));
        QCOMPARE(ask("Patch", "edit", "{\"paths\":[\"/a\",\"/b\"]}").paths,
                 (QStringList{QStringLiteral("/a"), QStringLiteral("/b")}));
        QVERIFY(ask("Patch", "edit", "{}").kind == ToolKind::Other);
        QVERIFY(ask("Patch", "edit", "{\"paths\":[\"/a\",5]}").kind == ToolKind::Other);
        QVERIFY(ask("delete", "delete", "{\"paths\":[\"/a\"]}").kind == ToolKind::Edit);
        QVERIFY(ask("search", "search", "{}").kind == ToolKind::Read);
        QVERIFY(ask("think", "think", "{}").kind == ToolKind::Free);
        QVERIFY(ask("x", "other", "{}").kind == ToolKind::Other);
        QVERIFY(ask("x", "switch_mode", "{}").kind == ToolKind::Other);
        // What the description says of a name holds whatever its agent calls its kind.
        QVERIFY(ask("Web", "think", "{\"url\":\"x\"}", "{\"fetch\":{\"Web\":\"url\"}}").kind ==
                ToolKind::Fetch);
    }

    void whatIsNotWhereItWasLookedForIsNotHarmless() {
        QVERIFY(read(R"({"tool_name":"Bash","tool_input":{"cmd":"rm x"}})").kind == ToolKind::Other);
        QVERIFY(read(R"({"tool_name":"Bash","tool_input":{"command":5}})").kind == ToolKind::Other);
        QVERIFY(read(R"({"tool_name":"Edit","tool_input":{}})").kind == ToolKind::Other);
        QVERIFY(read(R"({"tool_name":"bash","tool_input":{"command":"ls"}})").kind == ToolKind::Other);
    }

    void wrongOnesAreRefused() {
        for (const char* json :
             {"", "{", "[]", "null", "{}", R"({"tool_name":""})", R"({"tool_name":5})",
              R"({"tool_name":"Bash","tool_input":[1]})", R"({"tool_name":"Bash","tool_input":5})"})
            QVERIFY2(!hookCall(json, {}).ok(), json);
        const auto huge = hookCall(QByteArray(longestToolInput + 1, ' '), {});
        QVERIFY(!huge && huge.error().kind == ErrorKind::LimitReached);
    }

    void tablesAreChecked() {
        const auto problem = [](const char* json) {
            return toolTableProblem(QJsonDocument::fromJson(json).object());
        };
        QCOMPARE(problem(R"({"run":{"a":"b"},"free":{"c":""}})"), QString());
        for (const char* json : {R"({"walk":{}})", R"({"other":{}})", R"({"run":[]})", R"({"run":{"a":5}})"})
            QVERIFY2(!problem(json).isEmpty(), json);
    }

    void whatIsLikeIsNarrow() {
        const ToolCall a = read(R"({"tool_name":"Bash","tool_input":{"command":"curl x"},"cwd":"/w"})");
        const ToolCall b =
            read(R"({"tool_name":"Bash","tool_input":{"command":"curl x","description":"d"},"cwd":"/w"})");
        const ToolCall c = read(R"({"tool_name":"Bash","tool_input":{"command":"curl x "},"cwd":"/w"})");
        const ToolCall d = read(R"({"tool_name":"Bash","tool_input":{"command":"curl x"},"cwd":"/v"})");
        QVERIFY(a.isLike(b) && !a.isLike(c) && !a.isLike(d));
        QVERIFY(a.action() != b.action());
        const ToolCall e = read(R"({"tool_name":"X","tool_input":{"n":1}})");
        const ToolCall f = read(R"({"tool_name":"X","tool_input":{"n":2}})");
        QVERIFY(e.isLike(e) && !e.isLike(f));
    }
};

QTEST_GUILESS_MAIN(HookCallTest)
#include "tst_hook_call.moc"
