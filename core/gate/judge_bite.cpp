// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate/judge_common.h"
#include "core/gate/judges.h"
#include "core/gate/test_counts.h"
#include "core/report/text.h"

#include <QSet>

#include <algorithm>

namespace signalbox {

namespace {

// True when a test lies in one of these files, as far as the report tells: by its file, or by a class name
// that is the file's path with dots (pytest: tests.test_calc.TestAdd).
bool liesIn(const TestCase& test, const QStringList& files) {
    return std::any_of(files.cbegin(), files.cend(), [&](const QString& file) {
        if (!test.file.isEmpty())
            return test.file == file || test.file.endsWith(QLatin1Char('/') + file);
        QString dotted = file.left(file.lastIndexOf(u'.'));
        dotted.replace(u'/', u'.');
        return !dotted.isEmpty() &&
               (test.suite == dotted || test.suite.startsWith(dotted + QLatin1Char('.')));
    });
}

struct Bite {
    int fresh = 0;          ///< tests that are new in the change
    QStringList failing;    ///< new or changed, fail on the base, pass on the change
    QStringList unloadable; ///< new, and their file does not even load on the base
    QStringList harmless;   ///< new, and pass on the base as well
};

Bite findBite(const TestReport& change, const TestReport& base, const TestReport& onBase,
              const QStringList& files) {
    const TestCounts now(change);
    const TestCounts before(base);
    const TestCounts there(onBase);
    // A file that cannot be loaded is reported as an error under a name that is no test of the change.
    const bool loadErrors =
        std::any_of(onBase.cases.cbegin(), onBase.cases.cend(), [&](const TestCase& test) {
            return test.hasFailed() && now.of(test.fullName()).total == 0;
        });
    Bite bite;
    QSet<QString> done;
    for (const TestCase& test : change.cases) {
        const QString name = test.fullName();
        if (test.status != TestCase::Status::Passed || done.contains(name))
            continue;
        done.insert(name);
        const bool isNew = now.of(name).total > before.of(name).total;
        bite.fresh += isNew ? 1 : 0;
        const TestCounts::Count was = there.of(name);
        // A test of the base that fails there anyway tells nothing, unless its file was changed.
        const bool isChanged = !isNew && (before.of(name).allPassed() || liesIn(test, files));
        if (was.failed > 0 && (isNew || isChanged))
            bite.failing.append(name);
        else if (was.total == 0 && isNew && loadErrors)
            bite.unloadable.append(name);
        else if (isNew)
            bite.harmless.append(name);
    }
    return bite;
}

Finding note(const QString& test, const QString& message) {
    Finding finding;
    finding.severity = QStringLiteral("note");
    finding.test = clipLine(test, 500);
    finding.message = message;
    return finding;
}

GateResult fromBite(const Bite& bite) {
    GateResult result;
    result.numbers.insert(QStringLiteral("new"), bite.fresh);
    result.numbers.insert(QStringLiteral("biting"),
                          static_cast<double>(bite.failing.size() + bite.unloadable.size()));
    if (bite.failing.isEmpty() && bite.unloadable.isEmpty()) {
        result.verdict = Verdict::Failed;
        result.summary =
            bite.fresh == 0
                ? QStringLiteral("no new test, and no changed test fails on the base")
                : QStringLiteral("%1 on the base as well: nothing shows that the change is needed")
                      .arg(counted(bite.fresh, "new test passes", "new tests pass"));
        for (const QString& name : bite.harmless) {
            Finding finding = note(name, QStringLiteral("this new test passes without the change"));
            finding.severity = QStringLiteral("error");
            addFinding(result, finding);
        }
        return result;
    }
    result.verdict = Verdict::Passed;
    const auto biting = bite.failing.size() + bite.unloadable.size();
    result.summary = QStringLiteral("%1 on the base and %2 on the change")
                         .arg(counted(biting, "test fails", "tests fail"),
                              biting == 1 ? QStringLiteral("passes") : QStringLiteral("pass"));
    for (const QString& name : bite.failing)
        addFinding(result, note(name, QStringLiteral("fails on the base, passes on the change")));
    for (const QString& name : bite.unloadable)
        addFinding(result, note(name, QStringLiteral("cannot be loaded on the base, passes on the change")));
    for (const QString& name : bite.harmless)
        addFinding(result, note(name, QStringLiteral("passes on the base as well")));
    return result;
}

} // namespace

GateResult judgeNewTestsBite(const TestRun& change, const TestRun& base, const TestRun& changeTestsOnBase,
                             const QStringList& changedTests) {
    if (changedTests.isEmpty()) {
        Finding finding;
        finding.message = QStringLiteral("no file of tests was added or modified");
        return failedResult(QStringLiteral("nothing new: the change adds or modifies no test"), {finding});
    }
    GateResult onChange = judgeTestsPass(change);
    if (onChange.verdict != Verdict::Passed) {
        onChange.summary =
            QStringLiteral("the tests do not all pass on the change: %1").arg(onChange.summary);
        return onChange;
    }
    const auto usable = [](const TestRun& run) {
        return run.report.complete && run.run.job.end == JobResult::End::Exited;
    };
    if (!usable(base))
        return failedResult(
            QStringLiteral("no baseline: the tests of the base could not be judged: %1")
                .arg(base.report.problem.isEmpty() ? base.run.job.describe() : base.report.problem),
            {endOfOutput(base.run, QStringLiteral("the command's output on the base, without the change:"))});
    if (!usable(changeTestsOnBase)) {
        const QString why = changeTestsOnBase.report.problem.isEmpty() ? changeTestsOnBase.run.job.describe()
                                                                       : changeTestsOnBase.report.problem;
        return failedResult(
            QStringLiteral("no baseline: the change's tests could not be judged on the base: %1").arg(why),
            {endOfOutput(changeTestsOnBase.run,
                         QStringLiteral("the command's output on the base with the change's tests:"))});
    }
    return fromBite(findBite(change.report, base.report, changeTestsOnBase.report, changedTests));
}

} // namespace signalbox
