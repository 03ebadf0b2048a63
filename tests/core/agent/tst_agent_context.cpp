// SPDX-License-Identifier: GPL-3.0-or-later
// Protects what an agent is told: the task, how its work is judged, what it may touch, and what was wrong the
// last time, and that a program's last words reach it as readable text whatever bytes they were.
#include "core/agent/context.h"

#include <QTest>

using namespace signalbox;

namespace {

Task task() {
    Task task;
    task.spec.title = u"Read fractions"_qs;
    task.spec.text = u"parse(\"1.5h\") is wrong."_qs;
    task.spec.criteria = {u"parse(\"1.5h\") returns 5400"_qs, u"there is a test"_qs};
    Step gate;
    gate.id = u"tests-pass"_qs;
    gate.title = u"Tests pass"_qs;
    gate.kind = StepKind::Gate;
    gate.gate = GateKind::TestsPass;
    gate.run = u"python3 -m\n  pytest"_qs;
    Step paths;
    paths.id = u"paths"_qs;
    paths.kind = StepKind::Gate;
    paths.gate = GateKind::AllowedPaths;
    task.blueprint.steps = {gate, paths};
    return task;
}

} // namespace

class AgentContextTest : public QObject {
    Q_OBJECT

private slots:
    void taskDocumentTellsAllThatCounts() {
        Task t = task();
        t.blueprint.allowedPaths = {u"src/**"_qs, u"t/**"_qs};
        t.blueprint.protectedPaths = {u".github/**"_qs};
        const QString text = taskDocument(t, {{u"0123456789abcdef"_qs, u"Ann"_qs, u"Add the parser"_qs}});
        for (const char* part :
             {"# Read fractions", "parse(\"1.5h\") is wrong.", "- parse(\"1.5h\") returns 5400",
              "- there is a test", "only commits are taken", "$SIGNALBOX_OUT/pull-request.md",
              "What, Why, How to verify and Rollback", "signalboxctl proceed",
              "- Tests pass (tests_pass): `python3 -m pytest`", "- paths (allowed_paths)\n",
              "You may change only: `src/**`, `t/**`", "Never change: `.signalbox/**`, `.github/**`",
              "- 0123456789 Add the parser (Ann)"})
            QVERIFY2(text.contains(QLatin1String(part)), part);
    }

    void taskDocumentHasNoEmptyParts() {
        Task t = task();
        t.spec.text.clear();
        t.spec.criteria.clear();
        const QString text = taskDocument(t, {});
        for (const char* part : {"Acceptance criteria", "You may change only", "Recent changes"})
            QVERIFY2(!text.contains(QLatin1String(part)), part);
        QVERIFY(text.contains(u"Never change: `.signalbox/**`"_qs));
    }

    void feedbackNamesItsSource() {
        Task t = task();
        QCOMPARE(feedbackDocument(t), QString());
        t.feedback = u"2 of 9 failed"_qs;
        t.feedbackFrom = u"tests-pass"_qs;
        const QString text = feedbackDocument(t);
        QVERIFY(text.contains(u"tests-pass"));
        QVERIFY(text.contains(u"2 of 9 failed"));
    }

    void lastWordsAreReadable() {
        QCOMPARE(endOfOutput({}), QString());
        QCOMPARE(endOfOutput("\n \n\x1b\n"), QString());
        const QString text = endOfOutput("first\n\n\x1b[31mcannot find my model\x1b[0m\r\n");
        QVERIFY(text.contains(u"    first\n    [31mcannot find my model[0m"_qs));
    }

    void lastWordsAreShort() {
        QByteArray flood;
        for (int i = 0; i < 10'000; ++i)
            flood += "line " + QByteArray::number(i) + '\n';
        const QString lines = endOfOutput(flood);
        QVERIFY(lines.contains(u"line 9999"));
        QVERIFY(lines.contains(u"line 9980"));
        QVERIFY(!lines.contains(u"line 9979"));
        QVERIFY(endOfOutput(QByteArray(1'000'000, 'x')).size() < 400);
        QVERIFY(!endOfOutput(QByteArray("€").repeated(3000)).isEmpty()); // cut in the middle of a character
    }
};

QTEST_GUILESS_MAIN(AgentContextTest)
#include "tst_agent_context.moc"
