// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/test_report.h"

namespace signalbox {

/// Reads JUnit XML, in the dialects of pytest, CTest, GoogleTest, Qt Test, Surefire, Node and Jest. Anything
/// that is not a whole, consistent report gives one that is not complete: malformed or cut XML, a document
/// type definition (entities), another root element, a suite that declares more tests or failures than it
/// lists, a limit reached.
TestReport readJunit(const QByteArray& bytes, const ReportLimits& limits = {});

} // namespace signalbox
