// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: every blueprint that comes with the program is good, and can be found by its name.
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
