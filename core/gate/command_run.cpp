// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate/command_run.h"

#include "core/report/junit_report.h"
#include "core/report/tap_report.h"

namespace signalbox {

namespace {

TestReport readTestReport(const CommandRun& run, const std::optional<ReportSpec>& spec) {
    if (!spec)
        return brokenReport(QStringLiteral("the blueprint names no report for this gate"));
    if (!run.report)
        return brokenReport(run.reportProblem.isEmpty() ? QStringLiteral("the command wrote no report")
                                                        : run.reportProblem);
    if (spec->format == QLatin1String("junit"))
        return readJunit(*run.report);
    if (spec->format == QLatin1String("tap"))
        return readTap(*run.report);
    return brokenReport(QStringLiteral("the blueprint asks for a test report in the format \"%1\"; "
                                       "junit and tap are read")
                            .arg(spec->format));
}

} // namespace

TestRun withReport(CommandRun run, const std::optional<ReportSpec>& spec) {
    TestRun result;
    result.report = readTestReport(run, spec);
    result.run = std::move(run);
    return result;
}

} // namespace signalbox
