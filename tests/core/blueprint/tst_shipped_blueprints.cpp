// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: every blueprint that comes with the program is good, and can be found by its name.
#include "core/base/path_pattern.h"
#include "core/blueprint/blueprint_parser.h"
#include "core/blueprint/shipped.h"
#include "core/blueprint/step_rules.h"

#include <QtTest>

using namespace signalbox;

class TestShippedBlueprints : public QObject {
    Q_OBJECT

private slots:
    void areGood_data();
    void areGood();
    void fixHasEveryGate();
    void fixNodeKnowsEveryTestThatNodeRuns_data();
    void fixNodeKnowsEveryTestThatNodeRuns();
    void unknownNameIsExplained();
};

void TestShippedBlueprints::areGood_data() {
    QTest::addColumn<QString>("name");
    QVERIFY(shippedBlueprints().size() >= 3);
    for (const QString& name : shippedBlueprints())
        QTest::newRow(qPrintable(name)) << name;
}

void TestShippedBlueprints::areGood() {
    QFETCH(QString, name);
    const auto blueprint = shippedBlueprint(name);
    QVERIFY2(blueprint.ok(), blueprint ? "" : qPrintable(blueprint.error().text()));
    QCOMPARE(blueprint->name, name);
    QCOMPARE(blueprint->origin, QStringLiteral("shipped: ") + name);
    QVERIFY(!blueprint->description.isEmpty());
    QVERIFY(!blueprint->version.isEmpty());
    QVERIFY(!blueprint->machine.layers.isEmpty());
    // Whatever fails is mended by the agent, and nothing is published without a person.
    const auto has = [&](StepKind kind) {
        return std::any_of(blueprint->steps.begin(), blueprint->steps.end(),
                           [&](const Step& step) { return step.kind == kind; });
    };
    for (const StepKind kind : {StepKind::Workspace, StepKind::Agent, StepKind::Approval, StepKind::Publish})
        QVERIFY(has(kind));
    for (const Step& step : blueprint->steps)
        if (step.kind == StepKind::Gate || step.kind == StepKind::Approval)
            QCOMPARE(step.onFail, QStringLiteral("implement"));
}

void TestShippedBlueprints::fixHasEveryGate() {
    QSet<QString> gates;
    const auto blueprint = shippedBlueprint(QStringLiteral("fix"));
    for (const Step& step : blueprint->steps)
        if (step.kind == StepKind::Gate)
            gates.insert(enumWord(step.gate));
    const QStringList all = wordsOf<GateKind>();
    QCOMPARE(gates, QSet<QString>(all.begin(), all.end()));
}

// What Node's own runner takes for tests without being told. One that fix-node does not know could be
// weakened without a gate looking at it.
void TestShippedBlueprints::fixNodeKnowsEveryTestThatNodeRuns_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("isTest");
    for (const char* test :
         {"test.js", "test.mjs", "test.cjs", "lib/test.js", "test-parse.js", "lib/test-parse.mjs",
          "test/parse.js", "test/deep/parse.cjs", "packages/one/test/parse.js", "parse.test.js",
          "src/parse.test.mjs", "src/parse-test.js", "src/parse_test.cjs", "tests/parse.js"})
        QTest::newRow(test) << QString::fromLatin1(test) << true;
    for (const char* other :
         {"index.js", "src/testing.js", "src/latest.js", "contest.js", "package.json", "README.md"})
        QTest::newRow(other) << QString::fromLatin1(other) << false;
}

void TestShippedBlueprints::fixNodeKnowsEveryTestThatNodeRuns() {
    QFETCH(QString, path);
    QFETCH(bool, isTest);
    const auto blueprint = shippedBlueprint(QStringLiteral("fix-node"));
    QVERIFY(blueprint.ok());
    const auto tests = PathPatterns::parse(blueprint->testPaths);
    QVERIFY(tests.ok());
    QCOMPARE(tests->matches(path), isTest);
}

void TestShippedBlueprints::unknownNameIsExplained() {
    const auto blueprint = shippedBlueprint(QStringLiteral("fix-nodes"));
    QVERIFY(!blueprint);
    QVERIFY(blueprint.error().kind == ErrorKind::NotFound);
    QVERIFY(blueprint.error().message.contains(QStringLiteral("did you mean \"fix-node\"?")));
    QVERIFY(blueprint.error().hint.contains(QStringLiteral("fix-cpp")));
    QVERIFY(!shippedBlueprintText(QStringLiteral("../schema/blueprint.schema.json")).ok());
}

QTEST_GUILESS_MAIN(TestShippedBlueprints)
#include "tst_shipped_blueprints.moc"
