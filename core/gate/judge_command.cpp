// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate/diagnostics.h"
#include "core/gate/judge_common.h"
#include "core/gate/judges.h"
#include "core/report/text.h"

#include <algorithm>
#include <cmath>

namespace signalbox {

namespace {

// The command is the protected base's: its exit code is what its author means by "good". What it says beside
// that only explains; a line that looks like an error does not fail a command that succeeded.
GateResult judgeByDiagnostics(const CommandRun& run, UntypedLines untyped, const char* good,
                              const char* bad) {
    if (auto stopped = stoppedAtLimit(run))
        return *stopped;
    const Diagnostics said = parseDiagnostics(cleanText(run.output), untyped, maxFindings);
    GateResult result;
    result.numbers.insert(QStringLiteral("errors"), said.errors);
    result.numbers.insert(QStringLiteral("warnings"), said.warnings);
    if (run.job.succeeded()) {
        result.verdict = Verdict::Passed;
        result.summary = QLatin1String(good);
        if (said.warnings > 0)
            result.summary += QStringLiteral(", ") + counted(said.warnings, "warning", "warnings");
        for (Finding finding : said.findings) {
            if (finding.severity == QLatin1String("error"))
                finding.severity = QStringLiteral("note");
            addFinding(result, finding);
        }
        return result;
    }
    result.verdict = Verdict::Failed;
    result.summary = QStringLiteral("%1: %2").arg(QLatin1String(bad), run.job.describe());
    if (said.errors > 0)
        result.summary += QStringLiteral(", ") + counted(said.errors, "error", "errors");
    for (const Finding& finding : said.findings)
        addFinding(result, finding);
    if (said.errors == 0)
        result.findings.prepend(endOfOutput(run, QStringLiteral("the end of the command's output:")));
    return result;
}

// The files in which most is left to do.
void addUncovered(GateResult& result, const LcovReport& report) {
    QList<std::pair<qint64, QString>> missing;
    for (auto file = report.files.cbegin(); file != report.files.cend(); ++file)
        if (file->hit < file->lines)
            missing.append({file->lines - file->hit, file.key()});
    std::sort(missing.begin(), missing.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    for (qsizetype i = 0; i < std::min<qsizetype>(missing.size(), 10); ++i) {
        const LineCoverage coverage = report.files.value(missing.at(i).second);
        Finding finding;
        finding.file = missing.at(i).second;
        finding.severity = QStringLiteral("warning");
        finding.message = QStringLiteral("%1 of %2 lines are not run by any test")
                              .arg(missing.at(i).first)
                              .arg(coverage.lines);
        result.findings.append(finding);
    }
}

// One decimal, rounded down: 79.96 must not read as the 80.0 that was asked for.
QString percentText(double percent) {
    return QString::number(std::floor(percent * 10 + 1e-6) / 10, 'f', 1);
}

} // namespace

GateResult judgeCompiles(const CommandRun& change) {
    return judgeByDiagnostics(change, UntypedLines::Ignore, "it compiles", "it does not compile");
}

GateResult judgeLint(const CommandRun& change) {
    return judgeByDiagnostics(change, UntypedLines::AreErrors, "the linter finds nothing wrong",
                              "the linter objects");
}

GateResult judgeCoverage(const CommandRun& change, const LcovReport& report, double threshold) {
    if (auto stopped = stoppedAtLimit(change))
        return *stopped;
    if (!change.job.succeeded())
        return failedResult(
            QStringLiteral("the command that measures coverage failed: %1").arg(change.job.describe()),
            {endOfOutput(change, QStringLiteral("the end of its output:"))});
    if (!report.complete)
        return failedResult(QStringLiteral("coverage is not known: %1").arg(report.problem),
                            {endOfOutput(change, report.problem)});
    const double percent = report.total.percent();
    GateResult result;
    result.numbers.insert(QStringLiteral("coverage"), percent);
    result.numbers.insert(QStringLiteral("threshold"), threshold);
    result.numbers.insert(QStringLiteral("lines"), static_cast<double>(report.total.lines));
    result.numbers.insert(QStringLiteral("lines_hit"), static_cast<double>(report.total.hit));
    const QString figures = QStringLiteral("%1 % of %2 lines are covered, at least %3 % are asked for")
                                .arg(percentText(percent))
                                .arg(report.total.lines)
                                .arg(threshold);
    result.summary = figures;
    // Not "percent < threshold": a threshold that is not a number must not let anything pass.
    result.verdict = percent + 1e-9 >= threshold ? Verdict::Passed : Verdict::Failed;
    if (result.verdict != Verdict::Passed)
        addUncovered(result, report);
    return result;
}

} // namespace signalbox
