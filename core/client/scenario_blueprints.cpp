// SPDX-License-Identifier: GPL-3.0-or-later
// The scripted core's REST paths about blueprints. It reads no YAML: a text is sound unless it holds one of
// the slips that it knows.
#include "core/client/scenario_answers.h"
#include "core/client/scenario_core.h"
#include "core/client/scenario_story.h"

#include <QUrlQuery>

namespace signalbox {

using namespace scenario;

namespace {

const char* const blueprintText = R"(# Mend a fault and prove it with a test.
signalbox: 1
name: fix
version: "3"
description: Mend a fault and prove it with a test

limits:
  iterations: 5          # how often the work may be sent back before a person is asked
  wall_time: 90m         # without the time in which people decide

paths:
  tests: [test/**, tests/**]

guidance: [CONTRIBUTING.md]

steps:
  - id: admission
    kind: admission

  - id: workspace
    kind: workspace
    time: 5m

  - id: implement
    kind: agent
    title: Implement
    run: "@claude"
    time: 30m

  - id: compile
    kind: gate
    gate: compiles
    run: cmake --build build
    time: 10m
    on_fail: implement

  - id: tests
    kind: gate
    gate: tests_pass
    run: ctest --test-dir build --output-junit report.xml
    report: {format: junit, path: build/report.xml}
    time: 10m
    on_fail: implement

  - id: coverage
    kind: gate
    gate: coverage
    run: lcov --capture -o coverage.info
    report: {format: lcov, path: coverage.info}
    threshold: 75
    time: 10m
    on_fail: implement

  - id: approve
    kind: approval
    approvals: 1
    on_fail: implement

  - id: publish
    kind: publish

  - id: teardown
    kind: teardown
)";

QList<TextProblem> slipsIn(const QString& text) {
    QList<TextProblem> slips;
    const QStringList lines = text.split(u'\n');
    for (int i = 0; i < lines.size(); ++i) {
        if (const qsizetype at = lines.at(i).indexOf(u'\t'); at >= 0)
            slips.append({i + 1, int(at) + 1, QStringLiteral("a tab indents nothing in YAML: use blanks")});
        if (const qsizetype at = lines.at(i).indexOf(QLatin1String("onfail")); at >= 0)
            slips.append(
                {i + 1, int(at) + 1, QStringLiteral("unknown key \"onfail\"; did you mean \"on_fail\"?")});
    }
    return slips;
}

} // namespace

ApiReply ScenarioCore::handleBlueprint(const QStringList& path, const QUrlQuery& query,
                                       const QByteArray& body) const {
    const QString verb = path.value(1);
    if (verb == QLatin1String("source")) {
        const QString shipped = query.queryItemValue(QStringLiteral("shipped"));
        BlueprintSource source{QString::fromUtf8(blueprintText),
                               QStringLiteral("shipped"),
                               QStringLiteral("shipped: ") + shipped,
                               {}};
        if (shipped.isEmpty())
            source = {source.text, QStringLiteral("repository"),
                      QStringLiteral(".signalbox/blueprint.yaml on main at 9f3c21ab07"),
                      QStringLiteral(".signalbox/blueprint.yaml")};
        return answer(toJson(source));
    }
    const QList<TextProblem> slips = slipsIn(QString::fromUtf8(body));
    if (verb == QLatin1String("examine")) {
        BlueprintExamination found;
        found.problems = slips;
        if (slips.isEmpty())
            found.blueprint = scenarioBlueprint(1);
        return answer(toJson(found));
    }
    if (verb == QLatin1String("check"))
        return answer(
            {{QStringLiteral("ok"), true}, {QStringLiteral("blueprint"), toJson(scenarioBlueprint(1))}});
    const Blueprint fix = scenarioBlueprint(1);
    return answer(
        listOf("blueprints", QList<BlueprintInfo>{{fix.name, fix.version, fix.description, fix.digest}}));
}

/// A stricter threshold, a shorter limit and a second person, whatever the text says.
ApiReply ScenarioCore::whatIf(const Task& task) const {
    WhatIf found;
    found.task = task.id;
    found.before = QStringLiteral("fix 3");
    found.after = QStringLiteral("fix 4");
    found.compared = 6;
    found.notes.append({false, task.created, QStringLiteral("implement"), 1,
                        QStringLiteral("the agent would have been called otherwise; taken as it was")});
    found.notes.append(
        {true, task.updated, QStringLiteral("coverage"), 1,
         QStringLiteral("it would have failed: 81.2 % of the lines were covered, and 90 % would "
                        "have been asked for")});
    found.parted = true;
    found.partedAt = task.updated;
    return answer(toJson(found));
}

} // namespace signalbox
