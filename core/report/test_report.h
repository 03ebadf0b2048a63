// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace signalbox {

/// One test as a report tells it.
struct TestCase {
    enum class Status { Passed, Failed, Errored, Skipped };
    QString name;
    QString suite; ///< class or enclosing suites, joined by " > "; may be empty
    QString file;  ///< in the checkout; empty where the report does not say
    int line = 0;  ///< 0: unknown
    Status status = Status::Passed;
    QString message; ///< why it failed or was skipped: a line
    QString detail;  ///< the lines of the failure (assertion, trace)
    Millis duration{0};

    /// What identifies the test from one run to the next: "suite > name".
    [[nodiscard]] QString fullName() const;
    [[nodiscard]] bool hasFailed() const { return status == Status::Failed || status == Status::Errored; }
};

/// What a test program reported. A report is worth something only when it is complete: read to its end, whole
/// in itself and free of contradictions.
struct TestReport {
    QList<TestCase> cases;
    bool complete = false;
    QString problem; ///< why it is not complete: one sentence, for the agent

    [[nodiscard]] int count(TestCase::Status status) const;
    [[nodiscard]] int failed() const; ///< failed and errored
};

/// What a reader takes in at most; above it a report is not complete.
struct ReportLimits {
    qint64 bytes = 32LL << 20;
    int cases = 200'000;
    int depth = 64;           ///< of elements or of subtests
    qsizetype message = 500;  ///< characters kept
    qsizetype detail = 4'000; ///< characters kept of a failure
    qint64 lines = 5'000'000; ///< LCOV: lines in all files
};

/// A report that cannot be used.
TestReport brokenReport(const QString& problem);

} // namespace signalbox
