// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/evidence.h"
#include "core/gate/command_run.h"

namespace signalbox {

// What the judges share.

inline constexpr int maxFindings = 30;           // the rest is counted, not listed
inline constexpr qsizetype maxExcerpt = 1'000;   // characters
inline constexpr qsizetype maxOutputEnd = 2'500; // characters of the output's end

GateResult failedResult(const QString& summary, const QList<Finding>& findings = {});
/// The verdict on a command that was stopped at a limit; nothing where it ended by itself.
std::optional<GateResult> stoppedAtLimit(const CommandRun& run);
/// The end of the output as a finding, for where nothing more exact is known.
Finding endOfOutput(const CommandRun& run, const QString& message);
/// What is wrong with a failed test.
Finding failedTest(const TestCase& test);
/// "1 test", "3 tests"
QString counted(qint64 count, const char* one, const char* many);
/// Adds a finding as long as there is room for it.
void addFinding(GateResult& result, const Finding& finding);

} // namespace signalbox
