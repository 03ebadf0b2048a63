// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate/judge_common.h"
#include "core/gate/judges.h"
#include "core/gate/test_counts.h"
#include "core/report/text.h"

namespace signalbox {

namespace {

void addTestNumbers(GateResult& result, const TestReport& report) {
    result.numbers.insert(QStringLiteral("tests"), static_cast<double>(report.cases.size()));
    result.numbers.insert(QStringLiteral("failed"), report.failed());
    result.numbers.insert(QStringLiteral("skipped"), report.count(TestCase::Status::Skipped));
}

/// The verdict on a run of the change whose report says nothing that can be judged.
std::optional<GateResult> unusable(const TestRun& change) {
    if (auto stopped = stoppedAtLimit(change.run))
        return stopped;
    if (change.report.complete)
        return std::nullopt;
    return failedResult(
        QStringLiteral("there is no usable test report: %1").arg(change.report.problem),
        {endOfOutput(change.run, QStringLiteral("%1; the command ended with %2. The end of its output:")
                                     .arg(change.report.problem, change.run.job.describe()))});
}

GateResult noBaseline(const TestRun& base) {
    const QString why =
        base.run.job.end == JobResult::End::TimedOut || base.run.job.end == JobResult::End::OutputLimit
            ? base.run.job.describe()
            : base.report.problem;
    return failedResult(
        QStringLiteral("no baseline: the tests of the base could not be judged: %1").arg(why),
        {endOfOutput(base.run, QStringLiteral("the command's output on the base, without the change:"))});
}

bool isBaseline(const TestRun& base) {
    return base.report.complete && base.run.job.end == JobResult::End::Exited;
}

Finding testFinding(const QString& test, const QString& message) {
    Finding finding;
    finding.test = clipLine(test, 500);
    finding.message = message;
    return finding;
}

/// Compares the base's tests with the change's; adds a finding for each that is gone or newly skipped.
void compareWithBase(const TestRun& change, const TestRun& base, GateResult& result) {
    const TestCounts now(change.report);
    int deleted = 0;
    int skipped = 0;
    const TestCounts before(base.report);
    for (const QString& name : before.names()) {
        const TestCounts::Count was = before.of(name);
        const TestCounts::Count is = now.of(name);
        if (is.total < was.total) {
            deleted += was.total - is.total;
            addFinding(
                result,
                testFinding(name, is.total == 0
                                      ? QStringLiteral("this test of the base is gone (deleted or renamed)")
                                      : QStringLiteral("the base has this test %1 times, the change %2 times")
                                            .arg(was.total)
                                            .arg(is.total)));
        } else if (is.skipped > was.skipped) {
            skipped += is.skipped - was.skipped;
            addFinding(
                result,
                testFinding(name, QStringLiteral("this test runs on the base and is skipped by the change")));
        }
    }
    result.numbers.insert(QStringLiteral("base_tests"), static_cast<double>(base.report.cases.size()));
    result.numbers.insert(QStringLiteral("deleted"), deleted);
    result.numbers.insert(QStringLiteral("newly_skipped"), skipped);
    result.numbers.insert(QStringLiteral("new"), now.beyond(before));
}

/// What passes on the base must pass on the change with the tests as the base has them.
void compareOldTests(const TestRun& old, const TestRun& base, GateResult& result) {
    if (!isBaseline(old)) {
        addFinding(result,
                   endOfOutput(
                       old.run,
                       QStringLiteral("with the base's version of the changed test files the run "
                                      "gives no usable report (%1); the end of its output:")
                           .arg(old.report.problem.isEmpty() ? old.run.job.describe() : old.report.problem)));
        result.numbers.insert(QStringLiteral("weakened"), 1);
        return;
    }
    const TestCounts before(base.report);
    const TestCounts now(old.report);
    int weakened = 0;
    for (const TestCase& test : old.report.cases) {
        if (test.hasFailed() && before.of(test.fullName()).allPassed()) {
            ++weakened;
            Finding finding = failedTest(test);
            finding.message =
                QStringLiteral(
                    "the base's version of this test passes on the base and fails on the change: %1")
                    .arg(finding.message);
            addFinding(result, finding);
        }
    }
    for (const QString& name : before.names()) {
        const TestCounts::Count was = before.of(name);
        const TestCounts::Count is = now.of(name);
        if (was.allPassed() && is.failed == 0 && is.passed < was.passed) {
            ++weakened;
            addFinding(result,
                       testFinding(
                           name, QStringLiteral("the base's version of this test passes on the base and does "
                                                "not run on the change")));
        }
    }
    result.numbers.insert(QStringLiteral("weakened"), weakened);
}

} // namespace

GateResult judgeTestsPass(const TestRun& change) {
    if (auto result = unusable(change))
        return *result;
    const TestReport& report = change.report;
    const int passed = report.count(TestCase::Status::Passed);
    GateResult result;
    addTestNumbers(result, report);
    result.verdict = Verdict::Failed;
    if (report.failed() > 0) {
        result.summary = QStringLiteral("%1 of %2 failed")
                             .arg(report.failed())
                             .arg(counted(report.cases.size(), "test", "tests"));
        for (const TestCase& test : report.cases)
            if (test.hasFailed())
                addFinding(result, failedTest(test));
    } else if (!change.run.job.succeeded()) {
        result.summary =
            QStringLiteral("no test failed, but the command did: %1").arg(change.run.job.describe());
        addFinding(result, endOfOutput(change.run, QStringLiteral("the end of its output:")));
    } else if (passed == 0) {
        result.summary =
            report.cases.isEmpty() ? QStringLiteral("no test ran") : QStringLiteral("every test was skipped");
        addFinding(result,
                   endOfOutput(change.run, result.summary + QStringLiteral("; the end of the output:")));
    } else {
        result.verdict = Verdict::Passed;
        result.summary = counted(passed, "test passed", "tests passed");
        if (passed < report.cases.size())
            result.summary += QStringLiteral(", %1 skipped").arg(report.cases.size() - passed);
    }
    return result;
}

GateResult judgeTestsExist(const TestRun& change, const TestRun& base,
                           const std::optional<TestRun>& baseTests) {
    if (auto result = unusable(change))
        return *result;
    if (!isBaseline(base))
        return noBaseline(base);
    GateResult result;
    addTestNumbers(result, change.report);
    const auto running = change.report.cases.size() - change.report.count(TestCase::Status::Skipped);
    if (running == 0)
        addFinding(result,
                   testFinding({}, change.report.cases.isEmpty() ? QStringLiteral("the change has no test")
                                                                 : QStringLiteral("every test is skipped")));
    compareWithBase(change, base, result);
    if (baseTests)
        compareOldTests(*baseTests, base, result);
    const auto number = [&](const char* name) { return qRound64(result.numbers.value(QLatin1String(name))); };
    if (result.findings.isEmpty()) {
        result.verdict = Verdict::Passed;
        result.summary = QStringLiteral("%1 (%2 new), none deleted, newly skipped or weakened")
                             .arg(counted(change.report.cases.size(), "test", "tests"))
                             .arg(number("new"));
        return result;
    }
    result.verdict = Verdict::Failed;
    QStringList wrong;
    if (running == 0)
        wrong.append(result.findings.first().message);
    if (number("deleted") > 0)
        wrong.append(counted(number("deleted"), "test of the base is gone", "tests of the base are gone"));
    if (number("newly_skipped") > 0)
        wrong.append(counted(number("newly_skipped"), "test is newly skipped", "tests are newly skipped"));
    if (number("weakened") > 0)
        wrong.append(isBaseline(*baseTests)
                         ? counted(number("weakened"), "test was weakened", "tests were weakened")
                         : QStringLiteral("the base's version of the changed tests does not run"));
    result.summary = wrong.join(QStringLiteral(", "));
    return result;
}

} // namespace signalbox
