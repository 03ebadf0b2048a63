// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: a good blueprint is read in full with its defaults; a bad one never gets through, and its author
// is told where the mistake is, what was found and what was expected.
#include "core/base/digest.h"
#include "core/blueprint/blueprint_parser.h"
#include "core/blueprint/problems.h"
#include "core/blueprint/units.h"

#include <QtTest>

using namespace signalbox;
using namespace std::chrono_literals;

namespace {

const QByteArray head =
    "signalbox: 1\nname: demo\nlimits: {iterations: 3}\npaths: {tests: [tests/**]}\nsteps:\n";

/// A whole blueprint around these steps, which begin in line 6.
QByteArray withSteps(const QByteArray& steps) {
    return head + steps;
}

Result<Blueprint> parse(const QByteArray& yaml) {
    return parseBlueprint(yaml, QStringLiteral("demo.yaml"), QStringLiteral("here"));
}

} // namespace

class TestBlueprintParser : public QObject {
    Q_OBJECT

private slots:
    void readsEverything();
    void fillsInWhatIsLeftOut();
    void routesByDefault();
    void keepsDigestAndOrigin();
    void refuses_data();
    void refuses();
    void reportsSeveralProblemsInOrder();
    void tellsAnEditorOfAllProblems();
    void reportsOnlyTheFirstFew();
    void reportsARepeatedKeyOnceALine();
    void refusesHostileText_data();
    void refusesHostileText();
    void survivesCutAndChangedText();
    void readsDurations_data();
    void readsDurations();
    void readsSizes_data();
    void readsSizes();
    void guessesWhatWasMeant();
};

void TestBlueprintParser::readsEverything() {
    const auto parsed = parse(R"(
signalbox: 1
name: every-key
version: 2.10
description: >
  Says everything.
machine: {layers: [python, node], cpus: 2, memory: 2GB, disk: 10 GB}
limits: {iterations: 7, repetition: 4, wall_time: 1h30m, tokens: 2000000, cost: 4.5, calls_per_minute: 30,
  compact_at: 80, loops: 6, tool_time: 10m, on_exhausted: fail}
paths:
  allowed: ["src/**", "tests/**"]
  protected: [Makefile]
  tests: ["tests/**/test_*.py"]
guidance: [AGENTS.md, docs/style.md]
steps:
  - {id: check-in, kind: admission, title: Let in}
  - {id: ws, kind: workspace, run: make deps, tries: 5, egress: [packages, "*.example.org"]}
  - id: implement
    kind: agent
    title: Do it
    run: |
      my-agent --fast
    environment: {MODE: quick, LEVEL: 3, EMPTY: ""}
    machine: {memory: 4096MB}
    time: 45m
    output: 1MB
    on_fail: person
    egress: none
  - {id: tidy, kind: run, run: make format, on_fail: implement}
  - id: cov
    kind: gate
    gate: coverage
    run: make coverage
    report: {format: lcov, path: out/cov.info}
    threshold: 81.5
    on_fail: tidy
  - {id: yes, kind: approval, approvals: 2, expires: 3d, on_fail: fail}
  - {id: out, kind: publish, time: 90s}
  - {id: end, kind: teardown}
)");
    QVERIFY2(parsed.ok(), parsed ? "" : qPrintable(parsed.error().text()));
    const Blueprint& b = *parsed;
    QCOMPARE(b.name, QStringLiteral("every-key"));
    QCOMPARE(b.version, QStringLiteral("2.10"));
    QCOMPARE(b.description, QStringLiteral("Says everything."));
    QVERIFY(b.machine == (MachineNeeds{{QStringLiteral("python"), QStringLiteral("node")}, 2, 2048, 10240}));
    QCOMPARE(b.iterations, 7);
    QCOMPARE(b.repetition, 4);
    QCOMPARE(b.wallTime, Millis(90min));
    QCOMPARE(b.tokens, 2'000'000);
    QCOMPARE(b.cost, 4.5);
    QCOMPARE(b.callsPerMinute, 30);
    QCOMPARE(b.compactAt, 80);
    QCOMPARE(b.loops, 6);
    QCOMPARE(b.toolTime, Millis(10min));
    QCOMPARE(b.onExhausted, QStringLiteral("fail"));
    QCOMPARE(b.allowedPaths.size(), 2);
    QCOMPARE(b.protectedPaths, QStringList{QStringLiteral("Makefile")});
    QCOMPARE(b.testPaths, QStringList{QStringLiteral("tests/**/test_*.py")});
    QCOMPARE(b.guidance.size(), 2);
    QCOMPARE(b.steps.size(), 8);
    const Step& agent = *b.find(QStringLiteral("implement"));
    QCOMPARE(agent.kind, StepKind::Agent);
    QCOMPARE(agent.title, QStringLiteral("Do it"));
    QCOMPARE(agent.run, QStringLiteral("my-agent --fast"));
    QCOMPARE(agent.environment.value(QStringLiteral("LEVEL")), QStringLiteral("3"));
    QVERIFY(agent.environment.contains(QStringLiteral("EMPTY")));
    QCOMPARE(agent.machine.memoryMiB, 4096);
    QCOMPARE(agent.timeLimit, Millis(45min));
    QCOMPARE(agent.outputLimit, qint64(1024 * 1024));
    QCOMPARE(agent.onFail, QStringLiteral("person"));
    QCOMPARE(b.find(QStringLiteral("ws"))->tries, 5);
    QVERIFY(b.find(QStringLiteral("ws"))->egress ==
            (QStringList{QStringLiteral("packages"), QStringLiteral("*.example.org")}));
    QVERIFY(agent.egress == QStringList());
    QVERIFY(!b.find(QStringLiteral("tidy"))->egress.has_value()); // all that the core lets through
    const Step& gate = *b.find(QStringLiteral("cov"));
    QCOMPARE(gate.gate, GateKind::Coverage);
    QVERIFY(gate.report == (ReportSpec{QStringLiteral("lcov"), QStringLiteral("out/cov.info")}));
    QCOMPARE(gate.threshold, 81.5);
    QCOMPARE(gate.onFail, QStringLiteral("tidy"));
    const Step& approval = *b.find(QStringLiteral("yes"));
    QCOMPARE(approval.approvals, 2);
    QCOMPARE(approval.expires, Millis(72h));
    QCOMPARE(b.find(QStringLiteral("out"))->timeLimit, Millis(90s));
}

void TestBlueprintParser::fillsInWhatIsLeftOut() {
    const auto parsed = parse("signalbox: 1\nname: small\nsteps:\n- {id: a, kind: run, run: make}\n");
    QVERIFY2(parsed.ok(), parsed ? "" : qPrintable(parsed.error().text()));
    QCOMPARE(parsed->steps.size(), 3);
    QCOMPARE(parsed->steps.first().kind, StepKind::Admission);
    QCOMPARE(parsed->steps.first().id, QStringLiteral("admission"));
    QCOMPARE(parsed->steps.last().kind, StepKind::Teardown);
    QCOMPARE(parsed->wallTime, Millis(4h));
    const Step& run = parsed->steps.at(1);
    QCOMPARE(run.title, QStringLiteral("a"));
    QCOMPARE(run.timeLimit, Millis(10min));
    QCOMPARE(run.outputLimit, qint64(4) << 20);
    QCOMPARE(run.tries, 3);
    QCOMPARE(run.onFail, QStringLiteral("person"));
}

void TestBlueprintParser::routesByDefault() {
    const auto parsed = parse(withSteps("- {id: one, kind: agent}\n"
                                        "- {id: two, kind: agent}\n"
                                        "- {id: gate, kind: gate, gate: pull_request}\n"
                                        "- {id: ask, kind: approval}\n"));
    QVERIFY2(parsed.ok(), parsed ? "" : qPrintable(parsed.error().text()));
    QCOMPARE(parsed->find(QStringLiteral("one"))->onFail, QStringLiteral("one"));
    QCOMPARE(parsed->find(QStringLiteral("two"))->onFail, QStringLiteral("two"));
    QCOMPARE(parsed->find(QStringLiteral("gate"))->onFail, QStringLiteral("person"));
    QCOMPARE(parsed->find(QStringLiteral("ask"))->onFail, QStringLiteral("two"));
    QVERIFY(parsed->steps.first().onFail.isEmpty());
}

void TestBlueprintParser::keepsDigestAndOrigin() {
    const QByteArray yaml = withSteps("- {id: a, kind: agent}\n");
    QCOMPARE(parse(yaml)->digest, sha256(yaml));
    QCOMPARE(parse(yaml)->origin, QStringLiteral("here"));
    QVERIFY(parse(yaml)->digest != parse(yaml + "# a comment\n")->digest);
    // The form in which a task keeps it says the same.
    QVERIFY(fromJson<Blueprint>(toJson(*parse(yaml))).value() == *parse(yaml));
}

void TestBlueprintParser::refuses_data() {
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("message");
    const auto whole = [](const char* name, const QByteArray& yaml, const char* place, const char* message) {
        QTest::newRow(name) << yaml << QString::fromLatin1(place) << QString::fromLatin1(message);
    };
    const auto steps = [&](const char* name, const QByteArray& text, const char* place, const char* message) {
        whole(name, withSteps(text), place, message);
    };
    const QByteArray agent = "- {id: go, kind: agent}\n"; // line 6

    // The document
    whole("empty", "", "1:1", "empty");
    whole("only a comment", "# nothing\n", "1:1", "empty");
    whole("a list", "- 1\n", "1:1", "must be a map of keys, not a list");
    whole("no YAML", "signalbox: 1\nname: [a\nsteps: b\n", "", "not YAML");
    whole("tab", "signalbox: 1\nlimits:\n\titerations: 3\n", "3:1", "not YAML");
    whole("format missing", "name: x\nsteps:\n- {id: a, kind: run, run: x}\n", "1:1", "\"signalbox: 1\"");
    whole("format newer", "signalbox: 2\nname: x\nsteps:\n- {id: a, kind: run, run: x}\n", "1:12", "newer");
    whole("format odd", "signalbox: one\nname: x\nsteps:\n- {id: a, kind: run, run: x}\n", "1:12",
          "expected the blueprint format, 1, found \"one\"");
    whole("no name", "signalbox: 1\nsteps:\n- {id: a, kind: run, run: x}\n", "1:1", "no \"name\"");
    whole("bad name", "signalbox: 1\nname: My Blueprint\nsteps:\n- {id: a, kind: run, run: x}\n", "2:7",
          "expected a name");
    whole("no steps", "signalbox: 1\nname: x\n", "1:1", "no \"steps\"");
    whole("steps empty", "signalbox: 1\nname: x\nsteps:\n", "3:1",
          "expected a list of 1 to 100 steps, found nothing");
    whole("steps a map", "signalbox: 1\nname: x\nsteps: {a: b}\n", "3:8", "found a map");
    whole("unknown key", "signalbox: 1\nname: x\nstep:\n- {id: a}\n", "3:1", "did you mean \"steps\"?");
    whole("unknown key far off", "signalbox: 1\nname: x\nfrobnicate: 1\n", "3:1",
          "known are signalbox, name");
    whole("key twice", "signalbox: 1\nname: x\nname: y\nsteps:\n- {id: a, kind: run, run: x}\n", "3:1",
          "\"name\" is given twice, first in line 2");
    whole("second document", "signalbox: 1\n---\nname: x\n", "3:1", "second document");
    whole("key is a list", "[a]: 1\n", "1:1", "a key must be text");
    whole("limits typo", "signalbox: 1\nname: x\nlimits:\n  itterations: 3\n", "4:3",
          "unknown key \"itterations\" in limits; did you mean \"iterations\"?");
    whole("iterations zero", "signalbox: 1\nname: x\nlimits: {iterations: 0}\n", "3:22", "from 1 to 100");
    whole("repetition below", "signalbox: 1\nname: x\nlimits: {repetition: -1}\n", "3:22", "from 0 to 20");
    whole("repetition many", "signalbox: 1\nname: x\nlimits: {repetition: 21}\n", "3:22", "from 0 to 20");
    whole("iterations many", "signalbox: 1\nname: x\nlimits: {iterations: 101}\n", "3:22", "found \"101\"");
    whole("iterations text", "signalbox: 1\nname: x\nlimits: {iterations: \"3\"}\n", "3:22",
          "a whole number");
    whole("wall time", "signalbox: 1\nname: x\nlimits: {wall_time: 20 minutes}\n", "3:21",
          "like 90s, 20m, 4h");
    whole("tokens", "signalbox: 1\nname: x\nlimits: {tokens: 0}\n", "3:18", "a number of tokens");
    whole("tokens with a unit", "signalbox: 1\nname: x\nlimits: {tokens: 2M}\n", "3:18", "a whole number");
    whole("calls", "signalbox: 1\nname: x\nlimits: {calls_per_minute: 0}\n", "3:28", "from 1 to 100000");
    whole("compact at all", "signalbox: 1\nname: x\nlimits: {compact_at: 100}\n", "3:22", "from 1 to 99");
    whole("compact with a unit", "signalbox: 1\nname: x\nlimits: {compact_at: 80%}\n", "3:22",
          "a whole number");
    whole("one is no loop", "signalbox: 1\nname: x\nlimits: {loops: 1}\n", "3:17", "from 2 to 1000");
    whole("tool time", "signalbox: 1\nname: x\nlimits: {tool_time: 600}\n", "3:21", "like 90s, 20m, 4h");
    whole("egress everything", "signalbox: 1\nname: x\nsteps:\n- {id: w, kind: workspace, egress: all}\n",
          "4:36", "none, or a list");
    whole("cost", "signalbox: 1\nname: x\nlimits: {cost: -1}\n", "3:16", "US dollars");
    whole("exhausted", "signalbox: 1\nname: x\nlimits: {on_exhausted: stop}\n", "3:24",
          "expected person or fail");
    whole("memory", "signalbox: 1\nname: x\nmachine: {memory: 128MB}\n", "3:19", "at least 262144 KB");
    whole("layer", "signalbox: 1\nname: x\nmachine: {layers: [Python!]}\n", "3:20", "layer is named");
    whole("layers no list", "signalbox: 1\nname: x\nmachine: {layers: python}\n", "3:19",
          "a list of image layers");
    whole("glob outside", "signalbox: 1\nname: x\npaths: {allowed: [../x]}\n", "3:19", "\"..\"");
    whole("glob absolute", "signalbox: 1\nname: x\npaths: {tests: ['[a.py']}\n", "3:17", "not closed");
    whole("glob twice", "signalbox: 1\nname: x\npaths: {tests: [a, a]}\n", "3:20", "given twice");

    // One step
    steps("no id", "- {kind: agent}\n", "6:3", "no \"id\"");
    steps("no kind", "- {id: a}\n", "6:3", "no \"kind\"");
    steps("step is text", "- agent\n", "6:3", "must be a map of keys");
    steps("bad id", "- {id: Go, kind: agent}\n", "6:8", "expected an id");
    steps("id person", "- {id: person, kind: agent}\n", "6:4", "cannot be a step's id");
    steps("id teardown", "- {id: teardown, kind: agent}\n", "6:4", "only be the id of the step of that kind");
    steps("unknown kind", "- {id: a, kind: agnet}\n", "6:17", "did you mean \"agent\"?");
    steps("unknown gate", agent + "- {id: g, kind: gate, gate: test_pass, run: x}\n", "7:29",
          "unknown gate \"test_pass\"; did you mean \"tests_pass\"?");
    steps("unknown gate far off", agent + "- {id: g, kind: gate, gate: vibes}\n", "7:29",
          "known are compiles");
    steps("gate with dashes", agent + "- {id: g, kind: gate, gate: tests-pass, run: x}\n", "7:29",
          "did you mean \"tests_pass\"?");
    steps("key of step", agent + "- {id: g, kind: gate, gate: lint, run: x, onfail: go}\n", "7:43",
          "did you mean \"on_fail\"?");
    steps("gate without gate", agent + "- {id: g, kind: gate, run: x}\n", "7:3", "needs \"gate\"");
    steps("run without run", "- {id: a, kind: run}\n", "6:3", "needs \"run\"");
    steps("approvals on agent", "- {id: a, kind: agent, approvals: 2}\n", "6:24",
          "\"approvals\" means nothing in a step of kind agent");
    steps("gate on agent", "- {id: a, kind: agent, gate: lint}\n", "6:24", "means nothing");
    steps("run on approval", agent + "- {id: a, kind: approval, run: x}\n", "7:27", "means nothing");
    steps("time on approval", agent + "- {id: a, kind: approval, time: 1h}\n", "7:27", "means nothing");
    steps("approvals zero", agent + "- {id: a, kind: approval, approvals: 0}\n", "7:38", "number of people");
    steps("time wrong", "- {id: a, kind: agent, time: 5}\n", "6:30", "like 90s");
    steps("output wrong", "- {id: a, kind: agent, output: lots}\n", "6:32", "like 16MB");
    steps("variable", "- {id: a, kind: agent, environment: {1X: y}}\n", "6:38", "no name of an environment");
    steps("our variable", "- {id: a, kind: agent, environment: {SIGNALBOX_OUT: y}}\n", "6:38",
          "set by the core");
    steps("variable null", "- {id: a, kind: agent, environment: {X: }}\n", "6:", "found nothing");
    steps("empty run", "- {id: a, kind: run, run: \"  \"}\n", "6:27", "expected a command");

    // Gates
    steps("no report", agent + "- {id: g, kind: gate, gate: tests_pass, run: x}\n", "7:3",
          "the gate tests_pass needs \"report\" with format junit or tap");
    steps("wrong report",
          agent + "- {id: g, kind: gate, gate: tests_pass, run: x, report: {format: lcov, path: a}}\n",
          "7:49", "reads junit or tap, not lcov");
    steps("unknown format",
          agent + "- {id: g, kind: gate, gate: tests_pass, run: x, report: {format: xml}}\n", "7:66",
          "expected junit, tap or lcov");
    steps("format missing in report",
          agent + "- {id: g, kind: gate, gate: tests_pass, run: x, report: {path: a}}\n", "7:57",
          "format is missing");
    steps("report without path",
          agent + "- {id: g, kind: gate, gate: tests_pass, run: x, report: {format: junit}}\n", "7:49",
          "needs \"path\"");
    steps("report outside",
          agent + "- {id: g, kind: gate, gate: tests_pass, run: x, report: {format: junit, path: ../a}}\n",
          "7:", "no path of a report");
    steps("report unread", agent + "- {id: g, kind: gate, gate: lint, run: x, report: {format: tap}}\n",
          "7:43", "reads no report");
    steps("gate without run", agent + "- {id: g, kind: gate, gate: compiles}\n", "7:3", "needs \"run\"");
    steps("run without sense", agent + "- {id: g, kind: gate, gate: allowed_paths, run: x}\n", "7:44",
          "\"run\" means nothing for the gate allowed_paths");
    steps("no threshold",
          agent + "- {id: g, kind: gate, gate: coverage, run: x, report: {format: lcov, path: a}}\n", "7:3",
          "needs \"threshold\"");
    steps("threshold high",
          agent + "- {id: g, kind: gate, gate: coverage, run: x, threshold: 101, report: {format: lcov, "
                  "path: a}}\n",
          "7:58", "a threshold in percent");
    steps("threshold without sense", agent + "- {id: g, kind: gate, gate: lint, run: x, threshold: 5}\n",
          "7:43", "means nothing");

    // The state machine
    steps("id twice", agent + "- {id: go, kind: agent}\n", "7:4", "\"go\" is used twice, first in line 6");
    steps("no work", "- {id: a, kind: admission}\n", "6:1", "does no work");
    steps("admission late", agent + "- {id: a, kind: admission}\n", "7:3", "must be the first");
    steps("teardown early", "- {id: t, kind: teardown}\n" + agent, "6:3", "must be the last");
    steps("two workspaces", "- {id: a, kind: workspace}\n- {id: b, kind: workspace}\n" + agent, "7:3",
          "more than one step of kind workspace");
    steps("workspace late", agent + "- {id: w, kind: workspace}\n", "7:3", "must come before");
    steps("gate first", "- {id: g, kind: gate, gate: pull_request}\n" + agent, "6:3", "judges work");
    steps("publish alone", agent + "- {id: p, kind: publish}\n", "7:3", "after an approval");
    steps("after publish",
          agent + "- {id: a, kind: approval}\n- {id: p, kind: publish}\n- {id: b, kind: agent}\n", "9:3",
          "only teardown may come after publish");
    steps("work after approval",
          agent + "- {id: a, kind: approval}\n- {id: r, kind: run, run: x}\n- {id: p, kind: publish}\n",
          "8:3", "could change what was approved");
    steps("route unknown", agent + "- {id: r, kind: run, run: x, on_fail: goo}\n", "7:30",
          "\"goo\", which does not exist; did you mean \"go\"?");
    steps("route forward", "- {id: r, kind: run, run: x, on_fail: go}\n" + agent, "6:30",
          "not earlier than \"r\"");
    steps("route to itself", "- {id: r, kind: run, run: x, on_fail: r}\n", "6:30", "not earlier");
    steps("route to a gate",
          agent + "- {id: g, kind: gate, gate: pull_request}\n- {id: a, kind: approval, on_fail: g}\n",
          "8:27", "only a step of kind agent or run");
    whole("cycle without a limit",
          "signalbox: 1\nname: x\nsteps:\n- {id: go, kind: agent, on_fail: person}\n"
          "- {id: g, kind: gate, gate: pull_request, on_fail: go}\n",
          "5:43", "\"g\" goes back to \"go\" when it fails, so the cycle needs a limit");
    whole("agent's own cycle without a limit", "signalbox: 1\nname: x\nsteps:\n- {id: go, kind: agent}\n",
          "4:3", "\"go\" goes back to \"go\"");
}

void TestBlueprintParser::refuses() {
    QFETCH(QByteArray, yaml);
    QFETCH(QString, place);
    QFETCH(QString, message);
    const auto parsed = parse(yaml);
    QVERIFY(!parsed);
    QVERIFY(parsed.error().kind == ErrorKind::Invalid);
    const QStringList lines = parsed.error().message.split(QLatin1Char('\n'));
    const bool found = std::any_of(lines.begin(), lines.end(), [&](const QString& line) {
        return line.startsWith(QStringLiteral("demo.yaml:%1").arg(place)) && line.contains(message);
    });
    QVERIFY2(found, qPrintable(parsed.error().message));
    // One mistake gives few messages, not a flood that follows from the first.
    QVERIFY2(lines.size() <= 3, qPrintable(parsed.error().message));
}

void TestBlueprintParser::reportsSeveralProblemsInOrder() {
    const auto parsed = parse("signalbox: 1\nname: X\nlimits: {iterations: many}\nsteps:\n"
                              "- {id: a, kind: agnt}\n- {id: b, kind: run, run: x, tries: -1}\n");
    QVERIFY(!parsed);
    const QStringList lines = parsed.error().message.split(QLatin1Char('\n'));
    QCOMPARE(lines.size(), 4);
    QVERIFY(lines.at(0).startsWith(QStringLiteral("demo.yaml:2:7:")));
    QVERIFY(lines.at(1).startsWith(QStringLiteral("demo.yaml:3:22:")));
    QVERIFY(lines.at(2).startsWith(QStringLiteral("demo.yaml:5:17:")));
    QVERIFY(lines.at(3).startsWith(QStringLiteral("demo.yaml:6:37:")));
    QVERIFY(!parsed.error().hint.isEmpty());
}

void TestBlueprintParser::reportsOnlyTheFirstFew() {
    QByteArray yaml = head;
    for (int i = 0; i < 50; ++i)
        yaml += "- {id: a" + QByteArray::number(i) + ", kind: wrong}\n";
    const auto lines = parse(yaml).error().message.split(QLatin1Char('\n'));
    QCOMPARE(lines.size(), 7);
    QVERIFY(lines.last().startsWith(QStringLiteral("and 4"))); // 50 kinds, and perhaps that there is no work
}

// Once it said so of every pair: 4,000 lines took gigabytes.
void TestBlueprintParser::reportsARepeatedKeyOnceALine() {
    const QString message = parse("signalbox: 1\n" + QByteArray("k: x\n").repeated(4000)).error().message;
    QVERIFY(message.contains(QStringLiteral(":3:1: the key \"k\" is given twice, first in line 2")));
    const int more = message.section(QStringLiteral("\nand "), 1).section(QLatin1Char(' '), 0, 0).toInt();
    QVERIFY2(more > 3900 && more < 8100, qPrintable(message.right(40)));
}

void TestBlueprintParser::refusesHostileText_data() {
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QString>("message");
    QByteArray bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n";
    for (char c = 'b'; c < 'j'; ++c)
        bomb += QByteArray(1, c) + ": &" + c + " [" +
                QByteArray("*" + QByteArray(1, char(c - 1)) + ", ").repeated(9) + "]\n";
    QTest::newRow("alias bomb") << bomb << QStringLiteral("anchors and aliases");
    QTest::newRow("alias alone") << QByteArray("a: *b\n") << QStringLiteral(":1:");
    QTest::newRow("anchor alone") << QByteArray("a: &b c\n") << QStringLiteral("anchors and aliases");
    QTest::newRow("merge key") << QByteArray("<<: {a: b}\n") << QStringLiteral("unknown key \"<<\"");
    QTest::newRow("tag") << QByteArray("a: !!python/object/apply:os.system [ls]\n")
                         << QStringLiteral("tags like");
    QTest::newRow("deep lists") << QByteArray("a: ") + QByteArray(5000, '[')
                                << QStringLiteral("nested too deeply");
    QTest::newRow("deep maps") << QByteArray("{a: ").repeated(5000) << QStringLiteral("nested too deeply");
    QTest::newRow("many values") << "a: [" + QByteArray("x, ").repeated(30000) + "]\n"
                                 << QStringLiteral("more than 20000 values");
    QTest::newRow("too long") << QByteArray("#").repeated(300 * 1024)
                              << QStringLiteral("no longer than 256 KB");
    QTest::newRow("not UTF-8") << QByteArray("name: \xff\xfe\n") << QStringLiteral("not UTF-8");
    QTest::newRow("UTF-16") << QByteArray("\xff\xfen\0a\0", 6) << QStringLiteral("not UTF-8");
    QTest::newRow("NUL") << QByteArray("name: a\0b\n", 10) << QStringLiteral("not UTF-8");
    QTest::newRow("long key") << QByteArray("k").repeated(900) + ": 1\n"
                              << QStringLiteral("unknown key \"kkk");
}

void TestBlueprintParser::refusesHostileText() {
    QFETCH(QByteArray, yaml);
    QFETCH(QString, message);
    const auto parsed = parse(yaml);
    QVERIFY(!parsed);
    QVERIFY(parsed.error().kind == ErrorKind::Invalid);
    QVERIFY2(parsed.error().message.contains(message), qPrintable(parsed.error().message.left(500)));
    QVERIFY(parsed.error().message.size() < 4000);
}

// Cuts and byte changes of a good text: whatever comes of it, it is an answer.
void TestBlueprintParser::survivesCutAndChangedText() {
    const QByteArray good =
        withSteps("- id: go\n  kind: agent\n  run: |\n    a: b\n  environment: {A: \"b\"}\n"
                  "- {id: g, kind: gate, gate: lint, run: x, on_fail: go}\n");
    QVERIFY(parse(good).ok());
    for (qsizetype i = 0; i < good.size(); ++i)
        (void)parse(good.left(i)).ok();
    for (qsizetype i = 0; i < good.size(); ++i)
        for (const char c :
             {'\0', '\n', '\t', '{', ']', '&', '*', '!', '%', '"', '\'', '|', '?', ':', '-', '\xc3'}) {
            QByteArray changed = good;
            changed[i] = c;
            (void)parse(changed).ok();
        }
}

void TestBlueprintParser::readsDurations_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("ms");
    const auto row = [](const char* text, qint64 ms) {
        QTest::newRow(text) << QString::fromLatin1(text) << ms;
    };
    row("90s", 90000);
    row("20m", 1200000);
    row("4h", 14400000);
    row("1h30m", 5400000);
    row("1d2h3m4s", 93784000);
    row("30d", 2592000000);
    for (const char* bad :
         {"", "0s", "5", "m", "1.5h", "-1m", "31d", "1m1h", "1h 30m", "9999999999s", "1ms", "1H"})
        row(bad, -1);
}

void TestBlueprintParser::readsDurations() {
    QFETCH(QString, text);
    QFETCH(qint64, ms);
    const auto duration = durationFrom(text);
    QCOMPARE(duration ? static_cast<qint64>(duration->count()) : -1, ms);
}

void TestBlueprintParser::readsSizes_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("bytes");
    const auto row = [](const char* text, qint64 n) {
        QTest::newRow(text) << QString::fromLatin1(text) << n;
    };
    row("1K", 1024);
    row("16MB", 16777216);
    row("16MiB", 16777216);
    row("2 GB", 2147483648);
    row("16TB", 17592186044416);
    for (const char* bad : {"", "16", "16B", "0MB", "-1MB", "17TB", "1.5GB", "16mb", "999999999TB", "MB"})
        row(bad, -1);
}

void TestBlueprintParser::readsSizes() {
    QFETCH(QString, text);
    QFETCH(qint64, bytes);
    QCOMPARE(bytesFrom(text).value_or(-1), bytes);
}

void TestBlueprintParser::tellsAnEditorOfAllProblems() {
    QByteArray steps;
    for (int i = 0; i < 20; ++i)
        steps += "  - {id: s" + QByteArray::number(i) + ", kind: gate, onfail: person}\n";
    const BlueprintExamination bad = examineBlueprint(withSteps(steps));
    QVERIFY(!bad.blueprint);
    QVERIFY(bad.problems.size() >= 20); // parseBlueprint() names six
    for (qsizetype i = 1; i < bad.problems.size(); ++i)
        QVERIFY(std::pair(bad.problems.at(i - 1).line, bad.problems.at(i - 1).column) <=
                std::pair(bad.problems.at(i).line, bad.problems.at(i).column));
    QVERIFY(bad.problems.first().line >= 6);
    // What cannot even be read has a place, too.
    const BlueprintExamination broken = examineBlueprint("signalbox: 1\nsteps: [");
    QVERIFY(!broken.blueprint && !broken.problems.isEmpty());
    QVERIFY(!examineBlueprint(QByteArray(300 * 1024, 'x')).problems.isEmpty());
    QVERIFY(!examineBlueprint({}).blueprint);
}

void TestBlueprintParser::guessesWhatWasMeant() {
    const QStringList known{QStringLiteral("on_fail"), QStringLiteral("run"), QStringLiteral("output")};
    for (const char* typo : {"onfail", "on-fail", "On_Fail", "on_fial", "on_failx", "no_fail"})
        QVERIFY2(didYouMean(QString::fromLatin1(typo), known).contains(QStringLiteral("\"on_fail\"")), typo);
    QVERIFY(didYouMean(QStringLiteral("ruin"), known).contains(QStringLiteral("\"run\"")));
    for (const char* other : {"x", "banana", "", "colour"})
        QVERIFY2(didYouMean(QString::fromLatin1(other), known).isEmpty(), other);
    QVERIFY(didYouMean(QString(100000, QLatin1Char('x')), known).isEmpty());
}

QTEST_GUILESS_MAIN(TestBlueprintParser)
#include "tst_blueprint_parser.moc"
