// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate/judge_common.h"

#include "core/report/text.h"

#include <QRegularExpression>

namespace signalbox {

namespace {

// Where a failure lies, when only its text says so: the last "file:line" of the checkout in it.
void placeFromDetail(const QString& detail, Finding& finding) {
    static const QRegularExpression place(
        QStringLiteral("(?:File \"([^\"\\n]{1,300})\", line "
                       "(\\d{1,8})|(?:^|[\\s(])([^\\s:()\"]{1,300}\\.\\w{1,5}):(\\d{1,8})\\b)"),
        QRegularExpression::MultilineOption);
    auto it = place.globalMatch(detail);
    while (it.hasNext()) {
        const auto m = it.next();
        const bool python = m.capturedStart(1) >= 0;
        const QString file = inCheckout(m.captured(python ? 1 : 3));
        if (file.startsWith(u'/') || file.startsWith(QLatin1String("node:")) ||
            (!finding.file.isEmpty() && finding.file != file))
            continue;
        finding.file = file;
        finding.line = m.captured(python ? 2 : 4).toInt();
    }
}

} // namespace

GateResult failedResult(const QString& summary, const QList<Finding>& findings) {
    GateResult result;
    result.verdict = Verdict::Failed;
    result.summary = summary;
    for (const Finding& finding : findings)
        addFinding(result, finding);
    return result;
}

std::optional<GateResult> stoppedAtLimit(const CommandRun& run) {
    if (run.job.end != JobResult::End::TimedOut && run.job.end != JobResult::End::OutputLimit)
        return std::nullopt;
    const bool time = run.job.end == JobResult::End::TimedOut;
    GateResult result;
    result.verdict = time ? Verdict::TimedOut : Verdict::LimitReached;
    result.summary = QStringLiteral("the command was %1").arg(run.job.describe());
    addFinding(result,
               endOfOutput(run, time ? QStringLiteral("the command did not end in time; its last output:")
                                     : QStringLiteral("the command wrote too much; its last output:")));
    return result;
}

Finding endOfOutput(const CommandRun& run, const QString& message) {
    Finding finding;
    finding.message = message;
    finding.excerpt = lastLines(cleanText(run.output.right(64 * 1024)), 30, maxOutputEnd);
    if (finding.excerpt.isEmpty())
        finding.excerpt = QStringLiteral("(the command wrote no output)");
    return finding;
}

Finding failedTest(const TestCase& test) {
    Finding finding;
    finding.test = clipLine(test.fullName(), 500);
    finding.file = test.file;
    finding.line = test.line;
    finding.message = test.message.isEmpty() ? QStringLiteral("failed") : test.message;
    // The end of a trace says more than its beginning.
    finding.excerpt = lastLines(test.detail, 25, maxExcerpt);
    placeFromDetail(test.detail, finding);
    return finding;
}

QString counted(qint64 count, const char* one, const char* many) {
    return QStringLiteral("%1 %2").arg(count).arg(QLatin1String(count == 1 ? one : many));
}

void addFinding(GateResult& result, const Finding& finding) {
    if (result.findings.size() < maxFindings) {
        result.findings.append(finding);
    } else if (result.findings.size() == maxFindings) {
        Finding more;
        more.severity = QStringLiteral("note");
        more.message = QStringLiteral("there are more findings of this kind; they are not listed");
        result.findings.append(more);
    }
}

} // namespace signalbox
