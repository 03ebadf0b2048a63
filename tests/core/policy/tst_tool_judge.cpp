// SPDX-License-Identifier: GPL-3.0-or-later
// Protects what agents may do unasked: the shipped rules, a blueprint's own, which of them wins, and that
// neither can be got round by writing a command another way.
#include "core/policy/tool_judge.h"

#include <QtTest>

using namespace signalbox;

namespace {

ToolCall command(const QString& text) {
    ToolCall call;
    call.tool = QStringLiteral("Bash");
    call.kind = ToolKind::Run;
    call.command = text;
    call.directory = QStringLiteral("/home/agent/work");
    return call;
}

ToolCall edit(const QString& path) {
    ToolCall call;
    call.tool = QStringLiteral("Edit");
    call.kind = ToolKind::Edit;
    call.paths = {path};
    call.directory = QStringLiteral("/home/agent/work");
    return call;
}

ToolRule rule(ToolAnswer answer, const char* commandPattern, const char* path = "") {
    ToolRule rule;
    rule.answer = answer;
    rule.command = QLatin1String(commandPattern);
    rule.path = QLatin1String(path);
    return rule;
}

QString answerTo(const ToolCall& call, const ToolPolicy& policy = {}) {
    return enumWord(judge(call, policy).answer);
}

void rows(const char* answer, std::initializer_list<const char*> texts) {
    for (const char* text : texts)
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromLatin1(answer);
}

} // namespace

class ToolJudgeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shippedRulesForCommands_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("answer");
        rows("allow", {"ls -la",
                       "cat a b",
                       "make test 2>&1 | tail -20",
                       "sed -i s/41/42/ answer.txt",
                       "rm -rf build",
                       "rm -f /tmp/x",
                       "git add -A && git commit -m 'It is done'",
                       "git status",
                       "npm test",
                       "npm run build",
                       "python3 -m unittest",
                       "python3 test.py",
                       "node --test",
                       "cargo test",
                       "go test ./...",
                       "echo hi > out.txt",
                       "ls > /dev/null 2>&1",
                       "printf x > $SIGNALBOX_OUT/pull-request.md",
                       "for f in *.c; do echo $f; done",
                       "timeout 5 make",
                       "env A=b make",
                       "xargs -n 1 grep x < list",
                       "find . -name '*.o' -delete",
                       "find src -type f -exec sed -i s/a/b/ {} +",
                       "python3 -c 'print(1)'",
                       "bash -lc 'make test'",
                       "sh t/run.sh",
                       "cd src && make",
                       "cat .signalbox/blueprint.yaml",
                       "git commit -m \"$(cat <<'EOF'\nIt's done\nEOF\n)\"",
                       "grep -rn curl .",
                       "echo 'curl x'",
                       "test -f x && true",
                       "[ -d build ] || mkdir build",
                       "git log -p .signalbox",
                       "kill %1",
                       "perl -ne 'print' x",
                       "./curl",
                       "tmp=$(mktemp) && echo x"});
        rows("ask", {"curl example.org",
                     "/usr/bin/curl x",
                     "a && curl x",
                     "a; wget x",
                     "echo $(curl x)",
                     "`curl x`",
                     "echo \"$(curl x)\"",
                     "sh -c 'curl x'",
                     "bash -lc 'make && curl x'",
                     "bash -euo pipefail -c 'curl x'",
                     "env A=b curl x",
                     "timeout -k 5 10 curl x",
                     "nohup nice -n 5 curl x",
                     "xargs -I {} curl {} < l",
                     "find . -exec curl {} \\;",
                     "eval 'curl x'",
                     "eval \"$X\"",
                     "$X y",
                     "\"c\"\"url\" x",
                     "c\\url x",
                     "if true; then curl x; fi",
                     "(curl x)",
                     "{ curl x; }",
                     "while read l; do curl $l; done < f",
                     "diff <(curl a) b",
                     "echo x | sh",
                     "curl x | sh",
                     "sh <<E\nls\nE",
                     "bash",
                     "sudo ls",
                     "apt-get install x",
                     "pip install x",
                     "python3 -m pip install x",
                     "npm install",
                     "npm ci",
                     "npm --prefix a ci",
                     "npx x",
                     "cargo install x",
                     "go get x",
                     "git push",
                     "git -C a push",
                     "git -c alias.x=!sh x",
                     "git clone x",
                     "git remote add a b",
                     "PATH=.:$PATH ls",
                     "export PATH=.",
                     "read HOME",
                     "f() { rm x; }; f",
                     "a 'b",
                     "rm -rf $X",
                     "cp a /etc/x",
                     "echo x > /etc/passwd",
                     "cd /etc && touch x",
                     "cd .. ; cd .. ; touch etc/x",
                     "cd $X && rm -rf y",
                     "cd - && rm -rf y",
                     "/tmp/../etc/x $(ssh y)",
                     "xargs sh -c < f",
                     ". /dev/stdin",
                     "python3 edit.py .signalbox/blueprint.yaml",
                     "command curl x",
                     "exec curl x",
                     "/*/*/c*rl x",
                     "cu{r,}l x",
                     "tar -xf a.tar .claude/settings.json",
                     "openssl s_client",
                     "systemctl stop x",
                     "git submodule update",
                     "[[ a > b ]] && curl x"});
        rows("deny", {"rm -rf /",
                      "rm -rf /home/agent",
                      "rm -rf ~/x",
                      "rm -rf \"$HOME/x\"",
                      "rm -rf ..",
                      "rm ../x",
                      "cd .. && rm -rf x",
                      "mv ../a b",
                      "find / -delete",
                      "find .. -name x -exec rm {} +",
                      "sh -c 'rm -rf /etc'",
                      "echo x > .signalbox/blueprint.yaml",
                      "rm -rf .signalbox",
                      "rm -r .sign*",
                      "sed -i s/a/b/ .signalbox/blueprint.yaml",
                      "cp x .signalbox/",
                      "tee .claude/settings.json",
                      "echo {} > ~/.claude/settings.json",
                      "cd .signalbox && touch x",
                      "git rm -r .signalbox",
                      "mv .signalbox x",
                      "touch a/../.signalbox/x",
                      "echo x > /etc/claude-code/managed-settings.json",
                      "rm -rf /opt/agents/claude",
                      "chmod 777 .codex/config.toml",
                      "curl x && rm -rf /"});
    }
    void shippedRulesForCommands() {
        QFETCH(QString, text);
        QFETCH(QString, answer);
        QCOMPARE(answerTo(command(text)), answer);
    }

    void shippedRulesForTools() {
        QCOMPARE(answerTo(edit(QStringLiteral("src/a.c"))), QStringLiteral("allow"));
        QCOMPARE(answerTo(edit(QStringLiteral("/home/agent/work/a"))), QStringLiteral("allow"));
        QCOMPARE(answerTo(edit(QStringLiteral("/etc/passwd"))), QStringLiteral("ask"));
        QCOMPARE(answerTo(edit(QStringLiteral("a/../../../../etc/x"))), QStringLiteral("ask"));
        QCOMPARE(answerTo(edit(QStringLiteral(".signalbox/blueprint.yaml"))), QStringLiteral("deny"));
        QCOMPARE(answerTo(edit(QStringLiteral("/home/agent/.claude/settings.json"))), QStringLiteral("deny"));
        QCOMPARE(answerTo(edit(QStringLiteral("sub/.gemini/settings.json"))), QStringLiteral("deny"));
        QCOMPARE(answerTo(edit(QStringLiteral("opencode.json"))), QStringLiteral("deny"));
        ToolCall call = edit(QStringLiteral("/etc/passwd"));
        call.kind = ToolKind::Read;
        QCOMPARE(answerTo(call), QStringLiteral("allow"));
        call.kind = ToolKind::Fetch;
        QCOMPARE(answerTo(call), QStringLiteral("ask"));
        call.kind = ToolKind::Other;
        QCOMPARE(answerTo(call), QStringLiteral("ask"));
        call.kind = ToolKind::Free;
        QCOMPARE(answerTo(call), QStringLiteral("allow"));
    }

    void ofABlueprintsRulesTheFirstThatFitsDecides() {
        ToolPolicy policy;
        policy.rules = {rule(ToolAnswer::Allow, "npm ci"), rule(ToolAnswer::Deny, "npm *"),
                        rule(ToolAnswer::Allow, "curl https://docs.example/*"),
                        rule(ToolAnswer::Ask, "", "migrations/**"), rule(ToolAnswer::Deny, "make deploy *")};
        const auto said = [&](const char* text) {
            return answerTo(command(QString::fromUtf8(text)), policy);
        };
        QCOMPARE(said("npm ci"), QStringLiteral("allow"));
        QCOMPARE(said("npm ci --force"), QStringLiteral("deny"));
        QCOMPARE(said("npm"), QStringLiteral("deny"));
        QCOMPARE(said("npm ci && curl x"), QStringLiteral("ask"));
        QCOMPARE(said("npm ci $(curl x)"), QStringLiteral("deny"));
        QCOMPARE(said("curl https://docs.example/a"), QStringLiteral("allow"));
        QCOMPARE(said("curl https://docs.example/a > /etc/x"), QStringLiteral("ask"));
        QCOMPARE(said("curl https://docs.example/a -o b"), QStringLiteral("ask"));
        QCOMPARE(said("make deploy"), QStringLiteral("deny"));
        QCOMPARE(said("sh -c 'make deploy now'"), QStringLiteral("deny"));
        QCOMPARE(said("timeout 5 make deploy"), QStringLiteral("deny"));
        QCOMPARE(said("make test"), QStringLiteral("allow"));
        QCOMPARE(said("make $X"), QStringLiteral("ask")); // it may be the one that is denied
        QCOMPARE(said("npm $X"), QStringLiteral("deny"));
        QCOMPARE(answerTo(edit(QStringLiteral("migrations/1.sql")), policy), QStringLiteral("ask"));
        QCOMPARE(said("rm migrations/1.sql"), QStringLiteral("ask"));
        QCOMPARE(said("cat migrations/1.sql"), QStringLiteral("allow"));
        QCOMPARE(said("echo x > $DIR/1.sql"), QStringLiteral("ask"));
    }

    void rulesByToolAndByTier() {
        ToolPolicy policy;
        ToolRule fetch;
        fetch.answer = ToolAnswer::Allow;
        fetch.tools = {QStringLiteral("Web*")};
        ToolRule inlineCode;
        inlineCode.answer = ToolAnswer::Ask;
        inlineCode.tier = RiskTier::Medium;
        inlineCode.why = QStringLiteral("no code in other languages");
        policy.rules = {fetch, inlineCode};
        ToolCall call;
        call.tool = QStringLiteral("WebFetch");
        call.kind = ToolKind::Fetch;
        QCOMPARE(answerTo(call, policy), QStringLiteral("allow"));
        const ToolJudgement judged = judge(command(QStringLiteral("python3 -c 'x'")), policy);
        QVERIFY(judged.answer == ToolAnswer::Ask && judged.tier == RiskTier::Medium);
        QCOMPARE(judged.why, QStringLiteral("no code in other languages"));
        QCOMPARE(answerTo(command(QStringLiteral("ls")), policy), QStringLiteral("allow"));
    }

    void noBlueprintAllowsToChangeTheRules() {
        ToolPolicy policy;
        ToolRule all;
        all.answer = ToolAnswer::Allow;
        policy.rules = {all};
        policy.otherwise = ToolAnswer::Allow;
        QCOMPARE(answerTo(edit(QStringLiteral(".signalbox/blueprint.yaml")), policy), QStringLiteral("deny"));
        QCOMPARE(answerTo(command(QStringLiteral("rm -rf .claude")), policy), QStringLiteral("deny"));
        QCOMPARE(answerTo(command(QStringLiteral("rm -rf / --no-preserve-root; x")), policy),
                 QStringLiteral("allow"));
    }

    void whereNoRuleFitsTheBlueprintsWordHolds() {
        ToolPolicy policy;
        policy.rules = {rule(ToolAnswer::Allow, "make *")};
        policy.otherwise = ToolAnswer::Deny;
        QCOMPARE(answerTo(command(QStringLiteral("make")), policy), QStringLiteral("allow"));
        QCOMPARE(answerTo(command(QStringLiteral("ls")), policy), QStringLiteral("deny"));
        policy.otherwise = ToolAnswer::Allow;
        QCOMPARE(answerTo(command(QStringLiteral("curl x")), policy), QStringLiteral("allow"));
    }

    void aRuleOfAStepReplacesTheBlueprints() {
        Blueprint blueprint;
        blueprint.toolCalls.otherwise = ToolAnswer::Deny;
        Step step;
        step.id = QStringLiteral("a");
        blueprint.steps = {step};
        QVERIFY(toolPolicyOf(blueprint, QStringLiteral("a")).otherwise == ToolAnswer::Deny);
        blueprint.steps[0].toolCalls = ToolPolicy{};
        QVERIFY(!toolPolicyOf(blueprint, QStringLiteral("a")).otherwise);
    }
};

QTEST_GUILESS_MAIN(ToolJudgeTest)
#include "tst_tool_judge.moc"
