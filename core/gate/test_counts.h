// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/test_report.h"

#include <QHash>
#include <QStringList>

namespace signalbox {

/// A report's tests by full name. Several may share a name (parameters that are not named, one program run
/// twice): they are counted, so that one of them cannot vanish behind the others.
class TestCounts {
public:
    struct Count {
        int total = 0;
        int passed = 0;
        int failed = 0;
        int skipped = 0;
        [[nodiscard]] bool allPassed() const { return total > 0 && passed == total; }
    };

    explicit TestCounts(const TestReport& report);
    /// All zero for a name that the report does not have.
    [[nodiscard]] Count of(const QString& name) const { return m_counts.value(name); }
    /// Sorted.
    [[nodiscard]] QStringList names() const;
    /// How many tests there are here that other does not have.
    [[nodiscard]] int beyond(const TestCounts& other) const;

private:
    QHash<QString, Count> m_counts;
};

} // namespace signalbox
