// SPDX-License-Identifier: GPL-3.0-or-later
// Protects rules about tool calls from being misread: what is written is what holds, and a mistake is told
// with its place, for a rule that is silently ignored would allow what it was to forbid.
#include "core/blueprint/blueprint_parser.h"

#include <QtTest>

using namespace signalbox;

namespace {
Result<Blueprint> parse(const QByteArray& rules, const QByteArray& step = {}) {
    return parseBlueprint("signalbox: 1\nname: demo\nlimits: {iterations: 3}\n" + rules +
                              "\nsteps:\n- {id: a, kind: agent" + step + "}\n- {id: b, kind: approval}\n",
                          QStringLiteral("demo.yaml"), QStringLiteral("here"));
}
} // namespace

class ToolRulesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEverything() {
        const auto blueprint = parse("tool_calls:\n"
                                     "  wait: 20m\n"
                                     "  otherwise: deny\n"
                                     "  rules:\n"
                                     "  - {answer: allow, command: npm ci}\n"
                                     "  - {answer: deny, path: \"migrations/**\", why: by hand only}\n"
                                     "  - {answer: ask, path: /etc/**}\n"
                                     "  - {answer: ask, tier: medium, tools: [Bash, \"mcp__*\"]}\n");
        QVERIFY2(blueprint.ok(), blueprint.ok() ? "" : qPrintable(blueprint.error().text()));
        const ToolPolicy& policy = blueprint->toolCalls;
        QCOMPARE(policy.wait, Millis(20 * 60'000));
        QVERIFY(policy.otherwise == ToolAnswer::Deny);
        QCOMPARE(policy.rules.size(), 4);
        QVERIFY(policy.rules[0].answer == ToolAnswer::Allow && !policy.rules[0].tier);
        QCOMPARE(policy.rules[0].command, QStringLiteral("npm ci"));
        QCOMPARE(policy.rules[1].path, QStringLiteral("migrations/**"));
        QCOMPARE(policy.rules[1].why, QStringLiteral("by hand only"));
        QVERIFY(policy.rules[3].tier == RiskTier::Medium);
        QCOMPARE(policy.rules[3].tools, (QStringList{QStringLiteral("Bash"), QStringLiteral("mcp__*")}));
        QVERIFY(!blueprint->find(QStringLiteral("a"))->toolCalls);
    }

    void aStepHasItsOwn() {
        const auto blueprint = parse("", ", tool_calls: {otherwise: ask}");
        QVERIFY(blueprint && blueprint->find(QStringLiteral("a"))->toolCalls->otherwise == ToolAnswer::Ask);
        QVERIFY(!blueprint->toolCalls.otherwise);
        QVERIFY(!parseBlueprint(
                     "signalbox: 1\nname: d\nsteps:\n- {id: a, kind: run, run: x, tool_calls: {}}\n", {}, {})
                     .ok());
    }

    void saysWhatIsWrong_data() {
        QTest::addColumn<QByteArray>("rules");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* rules, const char* says) {
            QTest::newRow(rules) << QByteArray("tool_calls: ") + rules << QString::fromLatin1(says);
        };
        row("[]", "must be a map");
        row("{rule: []}", "unknown key \"rule\"");
        row("{rules: {}}", "a list of rules");
        row("{rules: [{command: ls}]}", "no \"answer\"");
        row("{rules: [{answer: maybe}]}", "unknown answer");
        row("{rules: [{answer: alow}]}", "allow");
        row("{rules: [{answer: ask, command: \"\"}]}", "empty");
        row("{rules: [{answer: ask, command: \"a && b\"}]}", "one simple command");
        row("{rules: [{answer: ask, command: \"a $(b)\"}]}", "one simple command");
        row("{rules: [{answer: ask, path: \"../x\"}]}", "no pattern");
        row("{rules: [{answer: ask, command: a, path: b}]}", "not both");
        row("{rules: [{answer: ask, tier: extreme}]}", "unknown tier");
        row("{rules: [{answer: ask, tools: Bash}]}", "a list of tools");
        row("{rules: [{answer: ask, tools: [\"a b\"]}]}", "no name of a tool");
        row("{otherwise: never}", "unknown answer");
        row("{wait: soon}", "a time like");
    }
    void saysWhatIsWrong() {
        QFETCH(QByteArray, rules);
        QFETCH(QString, says);
        const auto blueprint = parse(rules);
        QVERIFY(!blueprint.ok());
        QVERIFY2(blueprint.error().message.contains(says), qPrintable(blueprint.error().message));
        QVERIFY2(blueprint.error().message.contains(QStringLiteral("demo.yaml:4:")),
                 qPrintable(blueprint.error().message));
    }
};

QTEST_GUILESS_MAIN(ToolRulesTest)
#include "tst_tool_rules.moc"
