// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the whole of a gate with nothing made up: a real repository and its mirror, real trees in real
// machines, real reports. Catches what agents do to pass: touching the rules, committing a report, deleting
// tests, work that hangs. The same suite runs with the development provider and, with
// SIGNALBOX_TEST_PROVIDER=vm, with virtual machines.
#include "core/gate/gate_runner.h"
#include "core/gate/mirror_trees.h"
#include "tests/core/git/git_fixture.h"
#include "tests/core/machine/machine_world.h"

#include <QFile>
#include <QTest>

using namespace signalbox;
using namespace signalbox::test;

namespace {

class Artifacts final : public ArtifactSink {
public:
    Result<Artifact> keep(const QString& name, const QString& mediaType, const QByteArray& bytes) override {
        kept.insert(name, bytes);
        return Artifact{name, mediaType, sha256(bytes), bytes.size()};
    }
    QMap<QString, QByteArray> kept;
};

// The project's own test program: each tests/*.sh is a test; what it writes is JUnit XML.
const QByteArray testProgram =
    "printf '<testsuites><testsuite name=\"sh\">' > report.xml\n"
    "failed=0\n"
    "for t in tests/*.sh; do\n"
    "  printf '<testcase name=\"%s\" file=\"%s\">' \"$t\" \"$t\" >> report.xml\n"
    "  sh \"$t\" || { failed=1; printf '<failure message=\"wrong sum\"/>' >> report.xml; }\n"
    "  printf '</testcase>' >> report.xml\n"
    "done\n"
    "printf '</testsuite></testsuites>' >> report.xml\n"
    "exit $failed\n";
const QByteArray liar = "printf '<testsuites><testsuite><testcase "
                        "name=\"tests/zero.sh\"/></testsuite></testsuites>' > report.xml\n";

QByteArray testOf(const char* sum, const char* result) {
    return QByteArray(". ./src/calc.sh\ntest \"$(add ") + sum + ")\" = " + result + "\n";
}

} // namespace

class TestGateMachines : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        m_world = std::make_unique<MachineWorld>(qEnvironmentVariable("SIGNALBOX_TEST_PROVIDER") == u"vm");
        if (const QString missing = m_world->missing(); !missing.isEmpty()) {
            QVERIFY2(!qEnvironmentVariableIsSet("SIGNALBOX_REQUIRE_VM"), qPrintable(missing));
            QSKIP(qPrintable(missing));
        }
        m_provider = m_world->provider();
        QVERIFY(m_provider);
        qputenv("SIGNALBOX_TOKEN", "a-secret-of-the-core");

        m_repository = m_git.path(u"origin"_qs);
        m_git.must(m_git.path(u"."_qs), {u"init"_qs, u"-q"_qs, u"-b"_qs, u"main"_qs, m_repository});
        write(".signalbox/test.sh", testProgram);
        write("src/calc.sh", "add() { echo $(($1 - $2)); }\n");
        write("tests/zero.sh", testOf("2 0", "2"));
        m_base = m_git.commitAll(m_repository, u"base"_qs);
        auto mirror = Mirror::open(m_git.path(u"mirror"_qs));
        QVERIFY(mirror);
        m_mirror.emplace(std::move(*mirror));
    }

    void init() {
        m_git.must(m_repository, {u"checkout"_qs, u"-q"_qs, u"-B"_qs, u"work"_qs, m_base});
        m_artifacts.kept.clear();
        m_log.clear();
        m_command = u"sh .signalbox/test.sh"_qs;
        m_limit = std::chrono::minutes(5);
    }

    // Whatever a test did: no machine is left.
    void cleanup() {
        const auto left = m_provider->list();
        QVERIFY(left);
        QVERIFY(left->isEmpty());
    }

    void goodWorkPasses() {
        write("src/calc.sh", "add() { echo $(($1 + $2)); }\n");
        write("tests/two.sh", testOf("2 3", "5"));
        for (const GateKind kind : {GateKind::TestsPass, GateKind::TestsExist, GateKind::NewTestsBite}) {
            const auto result = judge(kind);
            QVERIFY2(result, qPrintable(result ? QString() : result.error().text()));
            QVERIFY2(result->verdict == Verdict::Passed, qPrintable(result->summary + result->feedback));
            QCOMPARE(result->gate->commit, m_tip);
            QVERIFY(result->gate->images.isEmpty() != m_world->vm());
        }
        QVERIFY(m_artifacts.kept.value(u"tests-newtests-junit.xml"_qs).contains("wrong sum"));
    }

    void falseWorkIsCaught() {
        // The bug is still there; the rules and the old test were made to fit.
        write(".signalbox/test.sh", liar);
        write("tests/zero.sh", "true\n");
        write("tests/two.sh", testOf("2 3", "5"));
        const auto result = judge(GateKind::TestsPass);
        QVERIFY(result);
        QCOMPARE(result->verdict, Verdict::Failed);
        QVERIFY2(result->feedback.contains(u"tests/two.sh") && result->feedback.contains(u"wrong sum"),
                 qPrintable(result->feedback));
    }

    void deletedAndWeakenedTestsAreCaught() {
        write("src/calc.sh", "add() { echo 5; }\n");
        write("tests/zero.sh", "true\n");
        auto result = judge(GateKind::TestsExist);
        QVERIFY(result);
        QVERIFY2(result->verdict == Verdict::Failed && result->summary.contains(u"weakened"),
                 qPrintable(result->summary));
        QFile::remove(m_repository + u"/tests/zero.sh"_qs);
        write("tests/two.sh", testOf("2 3", "5"));
        result = judge(GateKind::TestsExist);
        QVERIFY(result);
        QVERIFY2(result->verdict == Verdict::Failed && result->summary.contains(u"gone"),
                 qPrintable(result->summary));
    }

    void aCommittedReportIsNone() {
        write("report.xml", "<testsuites><testsuite><testcase name='x'/></testsuite></testsuites>");
        m_command = u"true"_qs;
        const auto result = judge(GateKind::TestsPass);
        QVERIFY(result);
        QCOMPARE(result->verdict, Verdict::Failed);
        QVERIFY2(result->summary.contains(u"wrote no report"), qPrintable(result->summary));
    }

    void whatLiesInPlaceOfTheReport() {
        write("src/calc.sh", "x\n");
        QList<const char*> commands{"mkfifo report.xml", "rm -rf ../work"};
        if (!m_world->vm()) // a machine each: the others tell nothing more there
            commands += {"mkdir report.xml", "ln -s /dev/zero report.xml", "ln -s . report.xml",
                         "printf '<testsuites>' > report.xml"};
        for (const char* command : commands) {
            m_command = QLatin1String(command);
            const auto result = judge(GateKind::TestsPass);
            QVERIFY2(result, qPrintable(result ? QString() : result.error().text()));
            QVERIFY2(result->verdict == Verdict::Failed, command);
        }
    }

    void theMachineHoldsNoSecretAndKnowsGit() {
        write("src/calc.sh", "x\n");
        m_command = u"env; id -un; git ls-files; git status --porcelain; exit 7"_qs;
        const auto result = judge(GateKind::Compiles);
        QVERIFY(result);
        QVERIFY(result->gate->summary.contains(u"exit code 7"));
        QVERIFY(!m_log.contains("a-secret-of-the-core"));
        QVERIFY2(m_log.contains("CI=1\n") && m_log.contains("src/calc.sh\n") &&
                     m_log.contains(m_base.toLatin1()),
                 m_log.constData());
        if (m_world->vm())
            QVERIFY(m_log.contains("\nagent\n"));
        QCOMPARE(m_artifacts.kept.value(u"tests-change.log"_qs), m_log);
    }

    void aHangEnds() {
        write("src/calc.sh", "x\n");
        m_command = u"echo begun; sleep 3000"_qs;
        m_limit = std::chrono::seconds(3);
        const auto result = judge(GateKind::TestsPass);
        QVERIFY(result);
        QCOMPARE(result->verdict, Verdict::TimedOut);
        QVERIFY(result->feedback.contains(u"begun"));
    }

    void aFloodEnds() {
        write("src/calc.sh", "x\n");
        m_command = u"yes"_qs;
        const auto result = judge(GateKind::Compiles);
        QVERIFY(result);
        QCOMPARE(result->verdict, Verdict::LimitReached);
    }

    void cancelEnds() {
        write("src/calc.sh", "x\n");
        m_command = u"echo begun; sleep 3000"_qs;
        m_cancelOnOutput = true;
        const auto result = judge(GateKind::TestsPass);
        m_cancelOnOutput = false;
        QVERIFY(!result);
        QVERIFY(result.error().kind == ErrorKind::Cancelled);
    }

private:
    void write(const char* path, const QByteArray& content) {
        GitFixture::write(m_repository + u'/' + QLatin1String(path), content);
    }

    /// Commits what was written and judges it.
    Result<AttemptResult> judge(GateKind kind) {
        if (!m_git.must(m_repository, {u"status"_qs, u"--porcelain"_qs}).isEmpty())
            m_tip = m_git.commitAll(m_repository, u"work"_qs);
        if (auto fetched = m_mirror->fetch(m_repository, std::chrono::minutes(1), {}, {}); !fetched)
            return fetched.error();
        GateRequest request;
        request.task = 7;
        request.machine = u"sb-t7-tests-1"_qs;
        request.step.id = u"tests"_qs;
        request.step.kind = StepKind::Gate;
        request.step.gate = kind;
        request.step.run = m_command;
        request.step.report = ReportSpec{u"junit"_qs, u"report.xml"_qs};
        request.step.timeLimit = m_limit;
        request.step.outputLimit = 1 << 20;
        request.step.machine.memoryMiB = 512;
        request.step.machine.diskMiB = 512;
        request.baseCommit = m_base;
        request.commit = m_tip;
        const auto baseTree = m_mirror->treeOf(m_base);
        const auto tree = m_mirror->treeOf(m_tip);
        if (!baseTree || !tree)
            return Error{ErrorKind::Internal, u"the mirror lacks a commit"_qs, {}};
        request.baseTree = *baseTree;
        request.tree = *tree;
        MirrorTrees trees(*m_mirror);
        CancelToken cancel;
        GateServices services{trees, *m_provider, m_artifacts, m_clock};
        services.output = [&](QByteArrayView bytes) {
            m_log.append(bytes);
            if (m_cancelOnOutput)
                cancel.cancel();
        };
        return GateRunner(services).run(request, cancel);
    }

    std::unique_ptr<MachineWorld> m_world;
    std::shared_ptr<MachineProvider> m_provider;
    GitFixture m_git;
    std::optional<Mirror> m_mirror;
    Artifacts m_artifacts;
    SystemClock m_clock;
    QString m_repository;
    QString m_base;
    QString m_tip;
    QString m_command;
    Millis m_limit{};
    QByteArray m_log;
    bool m_cancelOnOutput = false;
};

QTEST_GUILESS_MAIN(TestGateMachines)
#include "tst_gate_machines.moc"
