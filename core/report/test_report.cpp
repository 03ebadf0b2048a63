// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/test_report.h"

#include <algorithm>

namespace signalbox {

QString TestCase::fullName() const {
    return suite.isEmpty() ? name : suite + QStringLiteral(" > ") + name;
}

int TestReport::count(TestCase::Status status) const {
    return static_cast<int>(
        std::count_if(cases.begin(), cases.end(), [&](const TestCase& c) { return c.status == status; }));
}

int TestReport::failed() const {
    return static_cast<int>(
        std::count_if(cases.begin(), cases.end(), [](const TestCase& c) { return c.hasFailed(); }));
}

TestReport brokenReport(const QString& problem) {
    TestReport report;
    report.problem = problem;
    return report;
}

} // namespace signalbox
