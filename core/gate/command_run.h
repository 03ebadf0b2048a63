// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/blueprint.h"
#include "core/machine/machine.h"
#include "core/report/test_report.h"

#include <optional>

namespace signalbox {

/// A gate's command as it ran on one tree, in a machine of its own.
struct CommandRun {
    JobResult job;
    QByteArray output;                ///< its beginning and its end where it was long
    qint64 outputLost = 0;            ///< bytes left out in the middle
    std::optional<QByteArray> report; ///< the file that it was to write
    QString reportProblem;            ///< why there is no report
};

/// A run of tests with what it reported.
struct TestRun {
    CommandRun run;
    TestReport report;
};

/// The run with its report, read in the format that the blueprint names; without a format, without a file or
/// with output that is not whole (TAP) the report is not complete.
TestRun withReport(CommandRun run, const std::optional<ReportSpec>& spec);

} // namespace signalbox
