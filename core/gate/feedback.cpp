// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate/feedback.h"

#include "core/report/text.h"

namespace signalbox {

namespace {

const char* nextFor(GateKind kind) {
    switch (kind) {
    case GateKind::Compiles:
        return "Mend these errors, run the command yourself until it succeeds, and commit.";
    case GateKind::TestsExist:
        return "Bring back every test of the base as it was, skip none of them, and make the change pass "
               "them; add tests "
               "beside them, and commit. If a test of the base is wrong, say so in the description and leave "
               "it: a person "
               "decides.";
    case GateKind::TestsPass:
        return "Mend the code (not the tests), run the command yourself until every test passes, and commit.";
    case GateKind::Lint:
        return "Mend what the linter names, without switching its rules off, run the command again, and "
               "commit.";
    case GateKind::Coverage:
        return "Add tests that run the lines that are not covered yet, and commit.";
    case GateKind::AllowedPaths:
        return "Restore the named paths as they are on the base, keep the change inside of the allowed "
               "paths, and commit.";
    case GateKind::PullRequest:
        return "Write the description with the sections \"What\", \"Why\", \"How to verify\" and "
               "\"Rollback\", each with "
               "at least one full sentence about this change.";
    case GateKind::NewTestsBite:
        return "Add a test (or extend one) that fails without your change and passes with it, and commit.";
    }
    return "";
}

const char* nextForLimit(Verdict verdict) {
    switch (verdict) {
    case Verdict::TimedOut:
        return "Find out what hangs or takes so long (an endless loop, a wait for input or for the network, "
               "which does not "
               "exist here), mend it, and commit.";
    case Verdict::LimitReached:
        return "Find out what writes so much output, silence it, and commit.";
    default:
        return nullptr;
    }
}

QString quoted(const QString& text) {
    QString lines = QStringLiteral("   | ") + text;
    lines.replace(QLatin1Char('\n'), QStringLiteral("\n   | "));
    return lines;
}

QString describe(const Finding& finding, int number) {
    QString place = finding.file;
    if (!place.isEmpty() && finding.line > 0)
        place += QStringLiteral(":%1").arg(finding.line);
    QStringList head;
    if (!place.isEmpty())
        head.append(place);
    if (!finding.test.isEmpty())
        head.append(finding.test);
    if (!finding.message.isEmpty())
        head.append(clipLine(finding.message, 500));
    QString text =
        QStringLiteral("%1. %2%3\n")
            .arg(QString::number(number),
                 finding.severity == QLatin1String("error") ? QString()
                                                            : finding.severity + QStringLiteral(": "),
                 clipLine(head.join(QStringLiteral(": ")), 1200));
    if (!finding.excerpt.trimmed().isEmpty())
        text += quoted(finding.excerpt) + QLatin1Char('\n');
    return text;
}

} // namespace

QString feedbackFor(const GateResult& result, GateKind kind) {
    if (result.verdict == Verdict::Passed)
        return {};
    QString head = QStringLiteral("The gate \"%1\" did not pass: %2.\n")
                       .arg(clipLine(result.gate.isEmpty() ? enumWord(kind) : result.gate, 100),
                            clipLine(result.summary, 600));
    if (!result.commit.isEmpty())
        head += QStringLiteral("Judged: commit %1.\n").arg(clipLine(result.commit, 64));
    if (!result.command.isEmpty())
        head += QStringLiteral("Command (taken from the protected base): %1\n")
                    .arg(clipLine(result.command, 400));
    const char* limit = nextForLimit(result.verdict);
    const QString tail = QStringLiteral("\nWhat to do: %1\nThe gate runs on committed files only, in a fresh "
                                        "machine without a network.\n")
                             .arg(QLatin1String(limit ? limit : nextFor(kind)));
    QString body = result.findings.isEmpty()
                       ? QString()
                       : QStringLiteral("\nFindings (lines after | quote program output):\n");
    const qsizetype room = maxFeedbackBytes - head.toUtf8().size() - tail.toUtf8().size() - 100;
    int number = 0;
    for (const Finding& finding : result.findings) {
        QString next = describe(finding, ++number);
        if (body.toUtf8().size() + next.toUtf8().size() > room) {
            Finding bare = finding;
            bare.excerpt.clear();
            next = describe(bare, number);
            if (body.toUtf8().size() + next.toUtf8().size() > room) {
                body += QStringLiteral("… and %1 more.\n").arg(result.findings.size() - number + 1);
                break;
            }
        }
        body += next;
    }
    return head + body + tail;
}

} // namespace signalbox
