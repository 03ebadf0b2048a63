// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/test_report.h"

namespace signalbox {

/// Reads TAP 13 and 14 (and Node's dialect of it): plans, directives, YAML diagnostics, subtests. Other
/// output between the lines is passed over. Not complete: no plan, two plans, a plan that does not fit the
/// tests, a number twice or out of range, a bail out, a subtest without its result, a line or a diagnostic
/// that is cut off, a limit reached. A test marked TODO counts as skipped, whether it went well or not.
TestReport readTap(const QByteArray& bytes, const ReportLimits& limits = {});

} // namespace signalbox
