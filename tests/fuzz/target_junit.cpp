// SPDX-License-Identifier: GPL-3.0-or-later
// A test report that a guest wrote. Holds: limits; what is kept is clean and short; a report that is cut
// never passes for a whole one with other results; reading is repeatable.
#include "core/report/junit_report.h"
#include "tests/fuzz/report_checks.h"

using namespace signalbox;
using namespace signalbox::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const QByteArray bytes(reinterpret_cast<const char*>(data), qsizetype(size));
    const ReportLimits limits = fewLimits();
    const TestReport report = readJunit(bytes, limits);
    checkReport(report, limits);
    checkCuts(bytes, report, [&](const QByteArray& cut) { return readJunit(cut, limits); });
    return 0;
}
