// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate/test_counts.h"

#include <algorithm>

namespace signalbox {

TestCounts::TestCounts(const TestReport& report) {
    for (const TestCase& test : report.cases) {
        Count& count = m_counts[test.fullName()];
        ++count.total;
        count.passed += test.status == TestCase::Status::Passed ? 1 : 0;
        count.failed += test.hasFailed() ? 1 : 0;
        count.skipped += test.status == TestCase::Status::Skipped ? 1 : 0;
    }
}

QStringList TestCounts::names() const {
    QStringList names = m_counts.keys();
    names.sort();
    return names;
}

int TestCounts::beyond(const TestCounts& other) const {
    int more = 0;
    for (auto it = m_counts.cbegin(); it != m_counts.cend(); ++it)
        more += std::max(0, it->total - other.of(it.key()).total);
    return more;
}

} // namespace signalbox
