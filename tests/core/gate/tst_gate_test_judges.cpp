// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the verdicts on tests: an agent that deletes, skips, weakens or fakes tests is caught, work whose
// tests would pass without it is caught, and a missing report or baseline never passes.
#include "core/gate/judges.h"
#include "core/gate/test_paths.h"
#include "tests/core/gate/gate_helpers.h"

#include <QTest>

using namespace signalbox;

namespace {

GateResult exist(const QStringList& change, const QStringList& base) {
    return judgeTestsExist(tests(change), tests(base), std::nullopt);
}

QStringList named(const GateResult& result) {
    QStringList names;
    for (const Finding& finding : result.findings)
        names.append(finding.test);
    return names;
}

double number(const GateResult& result, const char* name) {
    return result.numbers.value(QLatin1String(name), -1);
}

const QStringList file{QStringLiteral("tests/test_a.py")};

} // namespace

class TestGateTestJudges : public QObject {
    Q_OBJECT

private slots:
    void testsPass() {
        const GateResult good = judgeTestsPass(tests({u"+a"_qs, u"+b"_qs, u"~c"_qs}));
        QCOMPARE(good.verdict, Verdict::Passed);
        QCOMPARE(good.summary, u"2 tests passed, 1 skipped"_qs);
        const GateResult bad = judgeTestsPass(tests({u"+a"_qs, u"-b"_qs, u"!c"_qs}));
        QCOMPARE(bad.verdict, Verdict::Failed);
        QCOMPARE(bad.summary, u"2 of 3 tests failed"_qs);
        QCOMPARE(named(bad), QStringList({u"b"_qs, u"c"_qs}));
    }

    void testsPassNever_data() {
        QTest::addColumn<TestRun>("run");
        QTest::addColumn<Verdict>("verdict");
        QTest::newRow("no report") << noReport() << Verdict::Failed;
        QTest::newRow("no test") << tests({}) << Verdict::Failed;
        QTest::newRow("all skipped") << tests({u"~a"_qs}) << Verdict::Failed;
        QTest::newRow("a good report, but the command failed") << tests({u"+a"_qs}, 1) << Verdict::Failed;
        QTest::newRow("a bad report, but exit code 0") << tests({u"+a"_qs, u"-b"_qs}, 0) << Verdict::Failed;
        TestRun broken = tests({u"+a"_qs});
        broken.report.complete = false;
        QTest::newRow("cut report") << broken << Verdict::Failed;
        TestRun run = tests({u"+a"_qs});
        run.run.job.end = JobResult::End::TimedOut;
        QTest::newRow("time limit") << run << Verdict::TimedOut;
        run.run.job.end = JobResult::End::OutputLimit;
        QTest::newRow("flood") << run << Verdict::LimitReached;
        run.run.job.end = JobResult::End::Signalled;
        QTest::newRow("crash") << run << Verdict::Failed;
    }
    void testsPassNever() {
        QFETCH(TestRun, run);
        const GateResult result = judgeTestsPass(run);
        QTEST(result.verdict, "verdict");
        QVERIFY(!result.summary.isEmpty() && !result.findings.isEmpty());
    }

    void placesComeFromTheTrace() {
        TestRun run = tests({u"-b"_qs});
        run.report.cases[0].detail =
            u"Traceback\n  File \"/usr/lib/python3/unittest.py\", line 3\ntests/test_a.py:12: AssertionError"_qs;
        const Finding finding = judgeTestsPass(run).findings.first();
        QCOMPARE(finding.file, u"tests/test_a.py"_qs);
        QCOMPARE(finding.line, 12);
    }

    void testsExist_data() {
        QTest::addColumn<QStringList>("change");
        QTest::addColumn<QStringList>("base");
        QTest::addColumn<QStringList>("found");
        const QStringList none;
        QTest::newRow("the same") << QStringList{u"+a"_qs} << QStringList{u"+a"_qs} << none;
        QTest::newRow("more") << QStringList{u"+a"_qs, u"+b"_qs} << QStringList{u"+a"_qs} << none;
        QTest::newRow("the first ones") << QStringList{u"+a"_qs} << none << none;
        QTest::newRow("failing ones exist, too") << QStringList{u"-a"_qs} << QStringList{u"+a"_qs} << none;
        QTest::newRow("none") << none << none << QStringList{QString()};
        QTest::newRow("only skipped ones") << QStringList{u"~a"_qs} << none << QStringList{QString()};
        QTest::newRow("deleted") << QStringList{u"+b"_qs} << QStringList{u"+a"_qs, u"+b"_qs}
                                 << QStringList{u"a"_qs};
        QTest::newRow("deleted, though it failed")
            << QStringList{u"+b"_qs} << QStringList{u"-a"_qs, u"+b"_qs} << QStringList{u"a"_qs};
        QTest::newRow("renamed") << QStringList{u"+a2"_qs} << QStringList{u"+a"_qs} << QStringList{u"a"_qs};
        QTest::newRow("one of two of a name")
            << QStringList{u"+a"_qs, u"+c"_qs} << QStringList{u"+a"_qs, u"+a"_qs} << QStringList{u"a"_qs};
        QTest::newRow("newly skipped")
            << QStringList{u"~a"_qs, u"+b"_qs} << QStringList{u"+a"_qs, u"+b"_qs} << QStringList{u"a"_qs};
        QTest::newRow("skipped before")
            << QStringList{u"~a"_qs, u"+b"_qs} << QStringList{u"~a"_qs, u"+b"_qs} << none;
        QTest::newRow("no longer skipped") << QStringList{u"+a"_qs} << QStringList{u"~a"_qs} << none;
        QTest::newRow("one of two newly skipped")
            << QStringList{u"+a"_qs, u"~a"_qs} << QStringList{u"+a"_qs, u"+a"_qs} << QStringList{u"a"_qs};
    }
    void testsExist() {
        QFETCH(QStringList, change);
        QFETCH(QStringList, base);
        QFETCH(QStringList, found);
        const GateResult result = exist(change, base);
        QCOMPARE(result.verdict, found.isEmpty() ? Verdict::Passed : Verdict::Failed);
        QCOMPARE(named(result), found);
    }

    void testsExistNeedsBothReports() {
        const TestRun good = tests({u"+a"_qs});
        QCOMPARE(judgeTestsExist(noReport(), good, std::nullopt).verdict, Verdict::Failed);
        const GateResult result = judgeTestsExist(good, noReport(), std::nullopt);
        QCOMPARE(result.verdict, Verdict::Failed);
        QVERIFY2(result.summary.startsWith(u"no baseline"), qPrintable(result.summary));
        TestRun hung = good;
        hung.run.job.end = JobResult::End::TimedOut;
        QVERIFY(judgeTestsExist(good, hung, std::nullopt).summary.startsWith(u"no baseline"));
        QCOMPARE(judgeTestsExist(hung, good, std::nullopt).verdict, Verdict::TimedOut);
    }

    void weakenedTests_data() {
        QTest::addColumn<QStringList>("base");
        QTest::addColumn<TestRun>("old");
        QTest::addColumn<int>("weakened");
        const QStringList base{u"+a"_qs, u"+b"_qs};
        QTest::newRow("the old tests pass") << base << tests(base) << 0;
        QTest::newRow("one fails now") << base << tests({u"+a"_qs, u"-b"_qs}) << 1;
        QTest::newRow("one errs now") << base << tests({u"!a"_qs, u"-b"_qs}) << 2;
        QTest::newRow("one is skipped now") << base << tests({u"+a"_qs, u"~b"_qs}) << 1;
        QTest::newRow("one does not run") << base << tests({u"+a"_qs}) << 1;
        QTest::newRow("it failed on the base already")
            << QStringList{u"+a"_qs, u"-b"_qs} << tests({u"+a"_qs, u"-b"_qs}) << 0;
        QTest::newRow("new ones may fail with old files")
            << base << tests({u"+a"_qs, u"+b"_qs, u"-new"_qs}) << 0;
        QTest::newRow("they do not run at all") << base << noReport() << 1;
    }
    void weakenedTests() {
        QFETCH(QStringList, base);
        QFETCH(TestRun, old);
        QFETCH(int, weakened);
        // The change itself always looks good: that is the point.
        const GateResult result = judgeTestsExist(tests({u"+a"_qs, u"+b"_qs}), tests(base), old);
        QCOMPARE(result.verdict, weakened == 0 ? Verdict::Passed : Verdict::Failed);
        QCOMPARE(number(result, "weakened"), static_cast<double>(weakened));
        QCOMPARE(result.findings.size(), weakened);
    }

    void newTestsBite_data() {
        QTest::addColumn<QStringList>("change");
        QTest::addColumn<QStringList>("base");
        QTest::addColumn<QStringList>("onBase");
        QTest::addColumn<bool>("bites");
        const QStringList old{u"+a"_qs};
        QTest::newRow("a new test fails on the base")
            << QStringList{u"+a"_qs, u"+n"_qs} << old << QStringList{u"+a"_qs, u"-n"_qs} << true;
        QTest::newRow("a new test passes there, too")
            << QStringList{u"+a"_qs, u"+n"_qs} << old << QStringList{u"+a"_qs, u"+n"_qs} << false;
        QTest::newRow("one of two bites")
            << QStringList{u"+n"_qs, u"+m"_qs} << QStringList() << QStringList{u"-n"_qs, u"+m"_qs} << true;
        QTest::newRow("a changed test fails there") << old << old << QStringList{u"-a"_qs} << true;
        QTest::newRow("only what failed before fails")
            << QStringList{u"+a"_qs, u"+n"_qs} << QStringList{u"-a"_qs} << QStringList{u"-a"_qs, u"+n"_qs}
            << false;
        QTest::newRow("the new test is skipped by the change")
            << QStringList{u"+a"_qs, u"~n"_qs} << old << QStringList{u"+a"_qs, u"-n"_qs} << false;
        QTest::newRow("the new test vanishes there without an error")
            << QStringList{u"+a"_qs, u"+n"_qs} << old << old << false;
        QTest::newRow("its file cannot be loaded there")
            << QStringList{u"+a"_qs, u"+n"_qs} << old << QStringList{u"+a"_qs, u"!tests.test_n"_qs} << true;
        QTest::newRow("comments only") << old << old << old << false;
        QTest::newRow("the change's tests fail on the change")
            << QStringList{u"+a"_qs, u"-n"_qs} << old << QStringList{u"+a"_qs, u"-n"_qs} << false;
    }
    void newTestsBite() {
        QFETCH(QStringList, change);
        QFETCH(QStringList, base);
        QFETCH(QStringList, onBase);
        QFETCH(bool, bites);
        const GateResult result = judgeNewTestsBite(tests(change), tests(base), tests(onBase), file);
        QCOMPARE(result.verdict, bites ? Verdict::Passed : Verdict::Failed);
        QVERIFY(!result.summary.isEmpty());
    }

    void aTestThatFailedOnTheBaseCountsWhenItsFileChanged() {
        TestRun change = tests({u"+test_a"_qs});
        change.report.cases[0].suite = u"tests.test_a.TestA"_qs;
        TestRun base = tests({u"-test_a"_qs});
        base.report.cases[0].suite = u"tests.test_a.TestA"_qs;
        QCOMPARE(judgeNewTestsBite(change, base, base, file).verdict, Verdict::Passed);
        QCOMPARE(judgeNewTestsBite(change, base, base, {u"tests/test_other.py"_qs}).verdict, Verdict::Failed);
        change.report.cases[0].file = u"tests/test_other.py"_qs;
        QCOMPARE(judgeNewTestsBite(change, base, base, file).verdict, Verdict::Failed);
    }

    void biteNeedsAllReports() {
        const TestRun good = tests({u"+n"_qs});
        const TestRun bite = tests({u"-n"_qs});
        const TestRun base = tests({});
        QCOMPARE(judgeNewTestsBite(good, base, bite, file).verdict, Verdict::Passed);
        const GateResult nothing = judgeNewTestsBite(good, base, bite, {});
        QCOMPARE(nothing.verdict, Verdict::Failed);
        QVERIFY(nothing.summary.startsWith(u"nothing new"));
        QCOMPARE(judgeNewTestsBite(noReport(), base, bite, file).verdict, Verdict::Failed);
        QVERIFY(judgeNewTestsBite(good, noReport(), bite, file).summary.startsWith(u"no baseline"));
        QVERIFY(judgeNewTestsBite(good, base, noReport(), file).summary.startsWith(u"no baseline"));
        QCOMPARE(judgeNewTestsBite(good, base, noReport(), file).verdict, Verdict::Failed);
    }

    void testPaths() {
        Blueprint blueprint;
        auto usual = TestPaths::of(blueprint);
        QVERIFY(usual);
        for (const char* path : {"tests/a.py", "src/tests/a.py", "pkg/test_x.py", "a_test.go",
                                 "lib/a.test.js", "t/a.t", "tst_x.cpp"})
            QVERIFY2(usual->contains(QLatin1String(path)), path);
        for (const char* path :
             {"src/a.py", "contest/a.py", ".signalbox/tests/a.py", "latest.txt", "protest.c"})
            QVERIFY2(!usual->contains(QLatin1String(path)), path);
        blueprint.testPaths = {u"check/**"_qs, u".signalbox/**"_qs};
        auto own = TestPaths::of(blueprint);
        QVERIFY(own && own->contains(u"check/a"_qs) && !own->contains(u"tests/a.py"_qs) &&
                !own->contains(u".signalbox/x"_qs));
        blueprint.testPaths = {u"[x"_qs};
        QVERIFY(!TestPaths::of(blueprint));
    }

    void whichTestFilesChanged() {
        ChangeSet changes;
        const auto add = [&](FileStatus status, const QString& path, const QString& oldPath = {}) {
            FileChange change;
            change.status = status;
            change.path = path;
            change.oldPath = oldPath.isEmpty() ? path : oldPath;
            changes.files.append(change);
        };
        add(FileStatus::Added, u"tests/new.py"_qs);
        add(FileStatus::Added, u"conftest.py"_qs);
        add(FileStatus::Modified, u"tests/old.py"_qs);
        add(FileStatus::Deleted, u"tests/gone.py"_qs);
        add(FileStatus::Renamed, u"tests/after.py"_qs, u"tests/before.py"_qs);
        add(FileStatus::Renamed, u"src/after.py"_qs, u"tests/hidden.py"_qs);
        add(FileStatus::Modified, u"src/a.py"_qs);
        const auto paths = TestPaths::of({});
        QVERIFY(paths);
        QCOMPARE(paths->addedOrModified(changes), QStringList({u"tests/new.py"_qs, u"conftest.py"_qs,
                                                               u"tests/old.py"_qs, u"tests/after.py"_qs}));
        QCOMPARE(paths->notAsOnBase(changes),
                 QStringList({u"conftest.py"_qs, u"tests/old.py"_qs, u"tests/gone.py"_qs,
                              u"tests/before.py"_qs, u"tests/hidden.py"_qs}));
    }
};

QTEST_GUILESS_MAIN(TestGateTestJudges)
#include "tst_gate_test_judges.moc"
