// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the running of gates, with machines in memory: each tree in a machine of its own that is removed
// on every path; the definition always from the base; a missing report or baseline fails; a verdict names
// what it judged and with what; technical trouble is an error, never a verdict.
#include "core/gate/feedback.h"
#include "core/gate/gate_runner.h"
#include "tests/core/gate/fake_fleet.h"

#include <QTest>

using namespace signalbox;

namespace {

const QString definition = QStringLiteral(".signalbox/check.sh");

class FixedClock final : public Clock {
public:
    Moment now() const override { return {m_now += 500}; }

private:
    mutable qint64 m_now = 1'000'000;
};

/// A base with one test of each outcome, and what a runner needs.
struct World {
    World() {
        provider.behaviour = runMadeUpTests;
        base = {{definition, QStringLiteral("true rules")},
                {QStringLiteral("src/code"), QStringLiteral("alpha")},
                {QStringLiteral("tests/old"), QStringLiteral("one: alpha\n")}};
        change = base;
        change[QStringLiteral("src/code")] = QStringLiteral("alpha beta");
        change[QStringLiteral("tests/new")] = QStringLiteral("two: beta\n");
    }

    Result<AttemptResult> run(GateKind kind) {
        GateRequest request;
        request.task = 41;
        request.attempt = 2;
        request.machine = QStringLiteral("sb-t41-gate-2");
        request.blueprint = blueprint;
        request.step.id = QStringLiteral("check");
        request.step.kind = StepKind::Gate;
        request.step.gate = kind;
        request.step.run = QStringLiteral("sh .signalbox/check.sh");
        request.step.report = report;
        request.step.timeLimit = std::chrono::minutes(3);
        request.step.outputLimit = 12345;
        request.step.environment = {{QStringLiteral("MODE"), QStringLiteral("strict")}};
        request.baseTree = trees.add(base);
        request.tree = trees.add(change);
        request.baseCommit = request.baseTree; // the fake knows no commits
        request.commit = request.tree;
        request.pullRequest = description;
        if (edit)
            edit(request);
        GateServices services{trees, provider, artifacts, clock};
        services.baselines = useCache ? &cache : nullptr;
        services.leased = [&](const QString& name, const QMap<QString, Digest>& images) {
            events.append(QStringLiteral("+%1 %2").arg(name).arg(images.size()));
        };
        services.released = [&](const QString& name) { events.append(QStringLiteral("-") + name); };
        services.output = [&](QByteArrayView bytes) { log.append(bytes); };
        services.progress = [&](const QString& line) { progress.append(line); };
        return GateRunner(services).run(request, cancel);
    }

    /// The tree that the command ran on in the machine of this variant.
    Files ranOn(const char* variant) const {
        return provider.ran.value(QStringLiteral("sb-t41-gate-2-") + QLatin1String(variant));
    }

    FakeTrees trees;
    FakeProvider provider;
    FakeArtifacts artifacts;
    FixedClock clock;
    MemoryBaselineCache cache;
    bool useCache = false;
    Files base;
    Files change;
    Blueprint blueprint;
    std::optional<ReportSpec> report = ReportSpec{QStringLiteral("junit"), QStringLiteral("out/report.xml")};
    QString description;
    CancelToken cancel;
    std::function<void(GateRequest&)> edit;
    QStringList events;
    QByteArray log;
    QStringList progress;
};

Verdict verdictOf(const Result<AttemptResult>& result) {
    return result ? result->verdict : Verdict::Cancelled;
}

} // namespace

class TestGateRunner : public QObject {
    Q_OBJECT

private slots:
    void aVerdictNamesWhatItRestsOn() {
        World world;
        const auto result = world.run(GateKind::TestsPass);
        QVERIFY(result);
        QCOMPARE(result->verdict, Verdict::Passed);
        QVERIFY(result->gate.has_value());
        const GateResult& gate = *result->gate;
        QCOMPARE(gate.gate, u"check"_qs);
        QCOMPARE(gate.commit, world.trees.add(world.change));
        QCOMPARE(gate.tree, world.trees.add(world.change));
        QCOMPARE(gate.baseCommit, world.trees.add(world.base));
        QCOMPARE(gate.command, u"sh .signalbox/check.sh"_qs);
        QCOMPARE(gate.images.value(u"base"_qs), sha256("image"));
        QVERIFY(gate.duration.count() > 0);
        QCOMPARE(gate.artifacts.size(), 2);
        QCOMPARE(gate.artifacts.at(0).name, u"check-change.log"_qs);
        QCOMPARE(gate.artifacts.at(1).digest,
                 sha256(world.artifacts.kept.value(u"check-change-junit.xml"_qs)));
        QCOMPARE(result->commit, gate.commit);
        QCOMPARE(result->tree, gate.tree);
        QVERIFY(result->feedback.isEmpty());
        QCOMPARE(world.log, QByteArray("ran\n"));
        QCOMPARE(world.events, QStringList({u"+sb-t41-gate-2-change 1"_qs, u"-sb-t41-gate-2-change"_qs}));
        QVERIFY(world.provider.live.isEmpty());
    }

    void theCommandRunsWithoutPrivilegeAndWithinItsLimits() {
        World world;
        world.blueprint.machine.layers = QStringList{u"python"_qs};
        world.blueprint.machine.memoryMiB = 2000;
        world.edit = [](GateRequest& request) { request.step.machine.cpus = 3; };
        QVERIFY(world.run(GateKind::TestsPass));
        const MachineSpec spec = world.provider.acquired.first();
        QCOMPARE(spec.layers, QStringList({u"base"_qs, u"python"_qs}));
        QCOMPARE(spec.memoryMiB, 2000);
        QCOMPARE(spec.cpus, 3);
        QCOMPARE(spec.labels.value(u"task"_qs), u"41"_qs);
        QVERIFY(spec.lifetime > Millis(std::chrono::minutes(3)));
        for (const Job& job : world.provider.jobs)
            QCOMPARE(job.user, u"agent"_qs);
        const Job& gate = world.provider.jobs.at(1);
        QCOMPARE(gate.id, u"gate"_qs);
        QCOMPARE(gate.script, u"sh .signalbox/check.sh"_qs);
        QCOMPARE(gate.timeLimit, Millis(std::chrono::minutes(3)));
        QCOMPARE(gate.outputLimit, 12345);
        QCOMPARE(gate.environment.value(u"MODE"_qs), u"strict"_qs);
        QCOMPARE(gate.environment.value(u"CI"_qs), u"1"_qs);
        QCOMPARE(gate.environment.value(u"SIGNALBOX_GATE"_qs), u"check"_qs);
        QCOMPARE(gate.environment.value(u"SIGNALBOX_REPORT"_qs), u"/home/agent/work/out/report.xml"_qs);
        QCOMPARE(gate.environment.value(u"SIGNALBOX_BASE_COMMIT"_qs), world.trees.add(world.base));
    }

    // A machine of the same name is what a dead core left: its state must never be judged.
    void eachMachineIsFresh() {
        World world;
        world.provider.live.insert(u"sb-t41-gate-2-change"_qs);
        QCOMPARE(verdictOf(world.run(GateKind::TestsExist)), Verdict::Passed);
        QCOMPARE(world.provider.acquired.size(), 2);
        QVERIFY(world.provider.acquired.at(0).name != world.provider.acquired.at(1).name);
        QCOMPARE(world.provider.destroyed.first(), u"sb-t41-gate-2-change"_qs);
        QVERIFY(world.provider.live.isEmpty());
    }

    void theAgentsDefinitionNeverRuns() {
        for (int kind = 0; kind < static_cast<int>(EnumWords<GateKind>::words.size()); ++kind) {
            World world;
            world.blueprint.testPaths = QStringList{u"tests/**"_qs, u".signalbox/**"_qs};
            world.change[definition] = u"exit 0"_qs;
            world.change[u".signalbox/extra.sh"_qs] = u"more"_qs;
            world.change[u"tests/old"_qs] = u"one: alpha\n\n"_qs;
            QVERIFY(world.run(static_cast<GateKind>(kind)));
            for (const Files& files : world.provider.ran) {
                QCOMPARE(files.value(definition), u"true rules"_qs);
                QVERIFY(!files.contains(u".signalbox/extra.sh"_qs));
            }
        }
        World world;
        world.change.remove(definition);
        QVERIFY(world.run(GateKind::Compiles));
        QCOMPARE(world.ranOn("change").value(definition), u"true rules"_qs);
    }

    void testsExistCatches_data() {
        QTest::addColumn<QString>("oldTests");
        QTest::addColumn<QString>("code");
        QTest::addColumn<bool>("passes");
        QTest::newRow("honest work") << u"one: alpha\n"_qs << u"alpha beta"_qs << true;
        QTest::newRow("a test added to an old file")
            << u"one: alpha\nthree: beta\n"_qs << u"alpha beta"_qs << true;
        QTest::newRow("deleted") << u""_qs << u"alpha beta"_qs << false;
        QTest::newRow("skipped") << u"one: skip\n"_qs << u"alpha beta"_qs << false;
        QTest::newRow("weakened") << u"one: b\n"_qs << u"beta"_qs << false;
        QTest::newRow("changed, but nothing is hidden") << u"one: a\n"_qs << u"alpha beta"_qs << true;
    }
    void testsExistCatches() {
        QFETCH(QString, oldTests);
        QFETCH(QString, code);
        QFETCH(bool, passes);
        World world;
        world.change[u"tests/old"_qs] = oldTests;
        world.change[u"src/code"_qs] = code;
        const auto result = world.run(GateKind::TestsExist);
        QVERIFY(result);
        QVERIFY2(result->verdict == (passes ? Verdict::Passed : Verdict::Failed),
                 qPrintable(result->summary));
        QCOMPARE(result->feedback.isEmpty(), passes);
        const bool touched = oldTests != world.base.value(u"tests/old"_qs);
        QCOMPARE(world.provider.acquired.size(), touched ? 3 : 2);
        if (touched) {
            QCOMPARE(world.ranOn("oldtests").value(u"tests/old"_qs), u"one: alpha\n"_qs);
            QCOMPARE(world.ranOn("oldtests").value(u"src/code"_qs), code);
            QCOMPARE(world.ranOn("oldtests").value(u"tests/new"_qs), u"two: beta\n"_qs);
        }
    }

    void newTestsBite() {
        World world;
        auto result = world.run(GateKind::NewTestsBite);
        QVERIFY(result);
        QVERIFY2(result->verdict == Verdict::Passed, qPrintable(result->summary));
        QCOMPARE(world.provider.acquired.size(), 3);
        const Files mixed = world.ranOn("newtests");
        QCOMPARE(mixed.value(u"src/code"_qs), u"alpha"_qs);
        QCOMPARE(mixed.value(u"tests/new"_qs), u"two: beta\n"_qs);

        World toothless;
        toothless.change[u"tests/new"_qs] = u"two: alpha\n"_qs;
        result = toothless.run(GateKind::NewTestsBite);
        QCOMPARE(verdictOf(result), Verdict::Failed);
        QVERIFY(result->feedback.contains(u"two"));

        World nothing;
        nothing.change.remove(u"tests/new"_qs);
        result = nothing.run(GateKind::NewTestsBite);
        QCOMPARE(verdictOf(result), Verdict::Failed);
        QVERIFY(result->summary.contains(u"nothing new"));
        QVERIFY(nothing.provider.acquired.isEmpty()); // known without a machine
    }

    void aMissingReportFails_data() {
        QTest::addColumn<GateKind>("kind");
        QTest::newRow("tests pass") << GateKind::TestsPass;
        QTest::newRow("tests exist") << GateKind::TestsExist;
        QTest::newRow("new tests bite") << GateKind::NewTestsBite;
        QTest::newRow("coverage") << GateKind::Coverage;
    }
    void aMissingReportFails() {
        QFETCH(GateKind, kind);
        for (const auto& report : QList<std::optional<QByteArray>>{
                 std::nullopt, "", "<testsuites><testsuite>", "SF:a\nDA:1,1\n"}) {
            World world;
            if (kind == GateKind::Coverage)
                world.report->format = u"lcov"_qs;
            world.provider.behaviour = [&](const Files&, const Job&) {
                return Behaviour{JobResult::End::Exited, 0, "all is well\n", report};
            };
            const auto result = world.run(kind);
            QCOMPARE(verdictOf(result), Verdict::Failed);
            QVERIFY(!result->feedback.isEmpty());
            QCOMPARE(world.provider.acquired.size(), 1); // other runs would tell nothing more
            QVERIFY(world.provider.live.isEmpty());
        }
    }

    void aMissingBaselineFails() {
        for (const GateKind kind : {GateKind::TestsExist, GateKind::NewTestsBite}) {
            World world;
            world.useCache = true;
            world.base[u"src/code"_qs] = u"broken"_qs;
            const auto result = world.run(kind);
            QCOMPARE(verdictOf(result), Verdict::Failed);
            QVERIFY2(result->summary.startsWith(u"no baseline"), qPrintable(result->summary));
            QVERIFY(world.provider.live.isEmpty());
        }
    }

    void reportsOfOtherForms() {
        World tap;
        tap.report = ReportSpec{u"tap"_qs, QString()};
        tap.provider.behaviour = [](const Files&, const Job&) {
            return Behaviour{{}, 0, "1..1\nok 1 - a\n", std::nullopt};
        };
        QCOMPARE(verdictOf(tap.run(GateKind::TestsPass)), Verdict::Passed);
        QCOMPARE(tap.provider.jobs.size(), 2); // there is no file to fetch
        World lcov;
        lcov.report = ReportSpec{u"lcov"_qs, u"lcov.info"_qs};
        lcov.edit = [](GateRequest& request) { request.step.threshold = 50; };
        lcov.provider.behaviour = [](const Files&, const Job&) {
            return Behaviour{{}, 0, {}, "SF:a\nDA:1,1\nDA:2,0\nend_of_record\n"};
        };
        QCOMPARE(verdictOf(lcov.run(GateKind::Coverage)), Verdict::Passed);
        QVERIFY(lcov.artifacts.kept.contains(u"check-change.lcov"_qs));
    }

    void anEndlessReportFails() {
        World world;
        world.provider.flood = QByteArray(100, 'x');
        QCOMPARE(verdictOf(world.run(GateKind::TestsPass)), Verdict::Failed);
        World hangs;
        hangs.provider.reportEnd = JobResult::End::TimedOut; // a pipe in place of the report
        QCOMPARE(verdictOf(hangs.run(GateKind::TestsPass)), Verdict::Failed);
    }

    void limitsAreVerdictsOfTheirOwn() {
        for (const auto& [end, verdict] : {std::pair{JobResult::End::TimedOut, Verdict::TimedOut},
                                           std::pair{JobResult::End::OutputLimit, Verdict::LimitReached}}) {
            for (const GateKind kind : {GateKind::Compiles, GateKind::TestsPass, GateKind::TestsExist,
                                        GateKind::NewTestsBite, GateKind::Coverage}) {
                World world;
                world.provider.behaviour = [stop = end](const Files& files, const Job& job) {
                    Behaviour what = runMadeUpTests(files, job);
                    what.end = stop;
                    return what;
                };
                const auto result = world.run(kind);
                QCOMPARE(verdictOf(result), verdict);
                QVERIFY(!result->feedback.isEmpty());
            }
        }
    }

    void longOutputIsKeptInPart() {
        World world;
        world.report.reset();
        world.provider.behaviour = [](const Files&, const Job&) {
            return Behaviour{
                {}, 1, "begin\n" + QByteArray(9 << 20, '.') + "\na.c:1:1: error: the end\n", std::nullopt};
        };
        const auto result = world.run(GateKind::Compiles);
        QCOMPARE(verdictOf(result), Verdict::Failed);
        QCOMPARE(result->gate->findings.first().message, u"the end"_qs);
        const QByteArray kept = world.artifacts.kept.value(u"check-change.log"_qs);
        QVERIFY(kept.size() < 5 << 20);
        QVERIFY(kept.startsWith("begin\n") && kept.contains("bytes left out") && kept.endsWith("the end\n"));
    }

    void theBaseIsRunOnce() {
        World world;
        world.useCache = true;
        QCOMPARE(verdictOf(world.run(GateKind::TestsExist)), Verdict::Passed);
        QCOMPARE(world.provider.acquired.size(), 2);
        const auto again = world.run(GateKind::TestsExist);
        QCOMPARE(verdictOf(again), Verdict::Passed);
        QCOMPARE(world.provider.acquired.size(), 3);
        QCOMPARE(again->artifacts.size(), 4); // the evidence names the base's run all the same
        world.edit = [](GateRequest& request) { request.step.run = u"another"_qs; };
        QVERIFY(world.run(GateKind::TestsExist));
        QCOMPARE(world.provider.acquired.size(), 5);
        world.provider.imageOf = [](const QString&) { return sha256("other image"); };
        QVERIFY(world.run(GateKind::TestsExist));
        QCOMPARE(world.provider.acquired.size(), 7);
    }

    void theCacheForgets() {
        MemoryBaselineCache cache(10'000);
        CommandRun run;
        run.output = QByteArray(4000, 'x');
        cache.keep(u"a"_qs, run);
        cache.keep(u"a"_qs, run);
        QVERIFY(cache.find(u"a"_qs));
        cache.keep(u"b"_qs, run);
        QVERIFY(!cache.find(u"a"_qs));
        QVERIFY(cache.find(u"b"_qs));
        run.output = QByteArray(40'000, 'x');
        cache.keep(u"c"_qs, run);
        QVERIFY(!cache.find(u"c"_qs));
    }

    void imagesMayNotChangeBetweenRuns() {
        World world;
        world.provider.imageOf = [](const QString& name) { return sha256(name.toUtf8()); };
        const auto result = world.run(GateKind::TestsExist);
        QVERIFY(!result);
        QVERIFY(result.error().isTransient());
    }

    void troubleIsNoVerdict_data() {
        QTest::addColumn<QString>("stage");
        for (const char* stage : {"acquire", "put", "unpack", "gate", "report"})
            QTest::newRow(stage) << QString::fromLatin1(stage);
    }
    void troubleIsNoVerdict() {
        QFETCH(QString, stage);
        for (const ErrorKind kind : {ErrorKind::Unavailable, ErrorKind::Cancelled, ErrorKind::Timeout}) {
            World world;
            world.provider.trouble = [&](const QString& at) -> std::optional<Error> {
                if (at != stage)
                    return std::nullopt;
                return Error{kind, QStringLiteral("lost"), {}};
            };
            const auto result = world.run(GateKind::TestsPass);
            QVERIFY(!result);
            QVERIFY(result.error().kind == kind);
            QVERIFY(world.provider.live.isEmpty());
            QCOMPARE(world.provider.destroyed.size(), 2);
            QCOMPARE(world.events.size(), stage == u"acquire" ? 0 : 2);
        }
    }

    void troubleAroundTheMachine() {
        World world;
        world.provider.unpackCode = 2;
        auto result = world.run(GateKind::Compiles);
        QVERIFY(!result && result.error().isTransient());
        QVERIFY(world.provider.live.isEmpty());
        World noTar;
        noTar.trees.exportError = Error{ErrorKind::Unavailable, QStringLiteral("no room"), {}};
        QVERIFY(!noTar.run(GateKind::Compiles));
        QVERIFY(noTar.provider.acquired.isEmpty());
        World full;
        full.artifacts.full = true; // a verdict without its evidence is none
        QVERIFY(!full.run(GateKind::Compiles));
        QVERIFY(full.provider.live.isEmpty());
    }

    void cancelAtAnyMoment() {
        World before;
        before.cancel.cancel();
        auto result = before.run(GateKind::TestsPass);
        QVERIFY(!result && result.error().kind == ErrorKind::Cancelled);
        QVERIFY(before.provider.acquired.isEmpty());
        World during;
        during.provider.behaviour = [&](const Files& files, const Job& job) {
            during.cancel.cancel();
            return runMadeUpTests(files, job);
        };
        result = during.run(GateKind::TestsExist);
        QVERIFY(!result && result.error().kind == ErrorKind::Cancelled);
        QCOMPARE(during.provider.acquired.size(), 1);
        QVERIFY(during.provider.live.isEmpty());
    }

    void pureGatesNeedNoMachine() {
        World world;
        world.blueprint.allowedPaths = QStringList{u"src/**"_qs};
        auto result = world.run(GateKind::AllowedPaths);
        QCOMPARE(verdictOf(result), Verdict::Failed);
        QVERIFY(result->feedback.contains(u"tests/new"));
        QVERIFY(result->gate->command.isEmpty());
        QCOMPARE(verdictOf(world.run(GateKind::PullRequest)), Verdict::Failed);
        world.description = u"## What\nA thing was changed.\n## Why\nIt was wrong before.\n## How to "
                            u"verify\nRun the test suite.\n"
                            "## Rollback\nRevert this one commit.\n"_qs;
        QCOMPARE(verdictOf(world.run(GateKind::PullRequest)), Verdict::Passed);
        QVERIFY(world.provider.acquired.isEmpty());
    }

    void aBadBlueprintCannotPass() {
        const auto errored = [](std::function<void(GateRequest&)> edit, GateKind kind) {
            World world;
            world.edit = std::move(edit);
            const auto result = world.run(kind);
            return verdictOf(result) == Verdict::Errored && result->gate.has_value() &&
                   world.provider.acquired.isEmpty();
        };
        QVERIFY(errored([](GateRequest& r) { r.step.run = u" "_qs; }, GateKind::Compiles));
        QVERIFY(errored([](GateRequest& r) { r.step.report->path = u"../x"_qs; }, GateKind::TestsPass));
        QVERIFY(
            errored([](GateRequest& r) { r.step.report->path = u"/etc/passwd"_qs; }, GateKind::TestsPass));
        QVERIFY(errored([](GateRequest& r) { r.step.report->path.clear(); }, GateKind::TestsPass));
        QVERIFY(errored([](GateRequest& r) { r.step.kind = StepKind::Run; }, GateKind::TestsPass));
        QVERIFY(errored([](GateRequest& r) { r.blueprint.testPaths = QStringList{u"[x"_qs}; },
                        GateKind::TestsExist));
        QVERIFY(errored([](GateRequest& r) { r.blueprint.testPaths = QStringList{u"[x"_qs}; },
                        GateKind::NewTestsBite));
        World none;
        none.report.reset();
        QCOMPARE(verdictOf(none.run(GateKind::TestsPass)), Verdict::Failed);
        World odd;
        odd.report->format = u"xunit"_qs;
        QCOMPARE(verdictOf(odd.run(GateKind::TestsPass)), Verdict::Failed);
        QCOMPARE(verdictOf(odd.run(GateKind::Coverage)), Verdict::Failed);
    }
};

QTEST_GUILESS_MAIN(TestGateRunner)
#include "tst_gate_runner.moc"
