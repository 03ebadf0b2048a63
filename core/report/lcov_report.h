// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/test_report.h"

#include <QMap>

namespace signalbox {

/// Lines of code and how many of them were run.
struct LineCoverage {
    qint64 lines = 0;
    qint64 hit = 0;
    /// 0 where there are no lines: nothing is covered then.
    [[nodiscard]] double percent() const;
};

/// A tracefile of lcov, gcovr, coverage.py, Istanbul and the like.
struct LcovReport {
    QMap<QString, LineCoverage> files; ///< by name in the checkout
    LineCoverage total;
    bool complete = false;
    QString problem; ///< why it is not complete
};

/// Counts DA lines; a line that stands in several records of one file counts once, as run if any of them ran
/// it. Not complete: empty, cut off (no end_of_record), a line that is not what it must be, fewer lines than
/// LF declares, no line of code at all, a limit reached.
LcovReport readLcov(const QByteArray& bytes, const ReportLimits& limits = {});

} // namespace signalbox
