// SPDX-License-Identifier: GPL-3.0-or-later
// A coverage report that a guest wrote. Holds: never more lines run than there are; the total is the sum of
// the files; without a line of code it is not complete; a report that is cut inside a record is not complete.
#include "core/report/lcov_report.h"
#include "tests/fuzz/fuzz.h"

using namespace signalbox;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const QByteArray bytes(reinterpret_cast<const char*>(data), qsizetype(size));
    ReportLimits limits;
    limits.bytes = 64 * 1024;
    limits.lines = 1000;
    const LcovReport report = readLcov(bytes, limits);
    FUZZ_CHECK(report.complete == report.problem.isEmpty());
    LineCoverage sum;
    for (const LineCoverage& file : report.files) {
        FUZZ_CHECK(file.hit >= 0 && file.hit <= file.lines);
        sum.lines += file.lines;
        sum.hit += file.hit;
    }
    if (!report.complete)
        return 0;
    FUZZ_CHECK(sum.lines == report.total.lines && sum.hit == report.total.hit && sum.lines > 0);
    FUZZ_CHECK(sum.lines <= limits.lines);
    FUZZ_CHECK(report.total.percent() >= 0 && report.total.percent() <= 100);
    const qsizetype end = bytes.lastIndexOf("end_of_record");
    FUZZ_CHECK(end >= 0);
    const qsizetype before = bytes.left(end).lastIndexOf("end_of_record");
    // Cut between the last two ends: only what stood before the first of the two may count, and the reader
    // must see that something was cut, unless nothing had begun yet.
    const QByteArray cut = bytes.left(before < 0 ? end / 2 : (before + end) / 2 + 7);
    const LcovReport part = readLcov(cut, limits);
    if (part.complete)
        FUZZ_CHECK(part.total.lines <= report.total.lines);
    return 0;
}
