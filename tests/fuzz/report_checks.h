// SPDX-License-Identifier: GPL-3.0-or-later
// What holds for every reader of test reports.
#pragma once

#include "core/report/test_report.h"
#include "tests/fuzz/fuzz.h"

#include <QHash>

namespace signalbox::fuzz {

constexpr int fewCases = 500;

/// Small limits, so that a fuzzer reaches them.
inline ReportLimits fewLimits() {
    ReportLimits limits;
    limits.bytes = 64 * 1024;
    limits.cases = fewCases;
    limits.depth = 8;
    limits.message = 50;
    limits.detail = 200;
    return limits;
}

inline void checkReport(const TestReport& report, const ReportLimits& limits) {
    FUZZ_CHECK(report.complete == report.problem.isEmpty());
    FUZZ_CHECK(report.cases.size() <= limits.cases);
    FUZZ_CHECK(report.problem.size() < 1000);
    for (const TestCase& test : report.cases) {
        FUZZ_CHECK(test.message.size() <= limits.message && !test.message.contains(u'\n'));
        FUZZ_CHECK(test.detail.size() <= limits.detail + (report.complete ? 0 : 1));
        FUZZ_CHECK(test.duration.count() >= 0 && test.line >= 0);
        FUZZ_CHECK(!test.name.contains(u'\n') && !test.suite.contains(u'\n'));
        for (const QChar c : test.name + test.suite + test.file)
            FUZZ_CHECK(c.unicode() >= 0x20);
    }
}

/// A report that was cut says nothing else than the whole one: it is broken, or it lost nothing but an ending
/// without a meaning.
template <typename Read>
void checkCuts(const QByteArray& bytes, const TestReport& whole, Read read) {
    if (!whole.complete || bytes.isEmpty())
        return;
    for (int part = 1; part < 16; ++part) {
        const QByteArray cut = bytes.left(bytes.size() * part / 16 - (part % 2));
        const TestReport report = read(cut);
        if (!report.complete)
            continue;
        FUZZ_CHECK(report.cases.size() == whole.cases.size());
        FUZZ_CHECK(report.failed() == whole.failed());
        FUZZ_CHECK(report.count(TestCase::Status::Passed) == whole.count(TestCase::Status::Passed));
    }
}

} // namespace signalbox::fuzz
