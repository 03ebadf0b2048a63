// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/evidence.h"
#include "core/gate/command_run.h"
#include "core/git/git_types.h"
#include "core/report/lcov_report.h"

namespace signalbox {

// The judges: pure functions from what was seen to a verdict. They fill in verdict, summary, findings and
// numbers; the runner adds what it judged and where. None of them passes on something that is missing.

/// Passes when the command ended with exit code 0; otherwise the compiler's errors are the findings.
GateResult judgeCompiles(const CommandRun& change);
/// The same for a linter, whose lines need not say "error".
GateResult judgeLint(const CommandRun& change);
/// Passes when the report is complete, lists at least one test that ran, none that failed, and the exit code
/// is 0.
GateResult judgeTestsPass(const TestRun& change);
/// Passes when the change has tests, every test of the base is still there, none is newly skipped and, where
/// files of tests were changed, the base's version of them passes on the change as it does on the base
/// (baseTests: that run; without one no such file was changed).
GateResult judgeTestsExist(const TestRun& change, const TestRun& base,
                           const std::optional<TestRun>& baseTests);
/// Passes when a new or changed test fails on the base, and all pass on the change. changedTests: the files
/// of tests that the change adds or modifies; none: fails, and the runs are not looked at.
GateResult judgeNewTestsBite(const TestRun& change, const TestRun& base, const TestRun& changeTestsOnBase,
                             const QStringList& changedTests);
/// Passes at or above the threshold (percent of lines), exit code 0.
GateResult judgeCoverage(const CommandRun& change, const LcovReport& report, double threshold);

/// Which paths a change may touch; `.signalbox/**` never.
struct PathRules {
    QStringList allowed;     ///< globs; empty: all that is not protected
    QStringList protectedOf; ///< globs that win over allowed
};
GateResult judgeAllowedPaths(const ChangeSet& changes, const PathRules& rules);

/// Passes when the description has a section each on what, why, how to verify and rollback, with something in
/// it.
GateResult judgePullRequest(const QString& description);

} // namespace signalbox
