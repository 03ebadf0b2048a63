// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/description.h"

#include "core/forge/markdown.h"

#include <QRegularExpression>

#include <array>

namespace signalbox {

namespace {

struct Heading {
    const char* words; ///< how it may begin, lower case
    QString AgentSections::*section;
};
const std::array<Heading, 4>& headings() {
    static const std::array<Heading, 4> list{{
        {"what|summary|changes", &AgentSections::what},
        {"why|motivation|reason|background", &AgentSections::why},
        {"how to verify|how to test|verify|verification|testing|test plan", &AgentSections::howToVerify},
        {"rollback|roll back|roll-back|how to roll back|how to revert|revert", &AgentSections::rollback},
    }};
    return list;
}

/// The section that a line opens, with what follows the heading on the same line in rest; null for any other
/// line.
QString AgentSections::*sectionOpenedBy(const QString& line, QString& rest) {
    static const QRegularExpression marked(QStringLiteral("^ {0,3}#{1,6}\\s+(.+?)\\s*#*\\s*$"));
    static const QRegularExpression strong(
        QStringLiteral("^ {0,3}(?:\\*\\*|__)([^*_]{1,80}?):?(?:\\*\\*|__):?\\s*(.*)$"));
    static const QRegularExpression plain(QStringLiteral("^ {0,3}([A-Za-z][A-Za-z -]{1,40}):\\s*(.*)$"));
    for (const auto* form : {&marked, &strong, &plain}) {
        const auto match = form->match(line);
        if (!match.hasMatch())
            continue;
        for (const Heading& heading : headings()) {
            const QRegularExpression begins(
                QStringLiteral("^\\W*(?:%1)\\b").arg(QLatin1String(heading.words)),
                QRegularExpression::CaseInsensitiveOption);
            if (!begins.match(match.captured(1)).hasMatch())
                continue;
            rest = match.captured(2);
            return heading.section;
        }
    }
    return nullptr;
}

QString agentPart(const QString& title, const QString& words) {
    QString out = QStringLiteral("## %1\n\n").arg(title);
    if (words.trimmed().isEmpty())
        return out + QStringLiteral("The agent did not say.\n\n");
    return out + QStringLiteral("In the agent's own words:\n\n") + markdownQuote(words) + QLatin1Char('\n');
}

QString shortDigest(const QString& digest) {
    return digest.isEmpty() ? QStringLiteral("none") : QStringLiteral("`%1`").arg(digest.left(12));
}

QString evidenceTable(const QList<GateResult>& evidence) {
    if (evidence.isEmpty())
        return QStringLiteral("No gate was run.\n");
    QString out = QStringLiteral("| Gate | Verdict | Summary | Time | Machine | Artifacts |\n"
                                 "| --- | --- | --- | --- | --- | --- |\n");
    for (const GateResult& gate : evidence) {
        QStringList images;
        for (auto it = gate.images.begin(); it != gate.images.end(); ++it)
            images << QStringLiteral("%1 %2").arg(markdownLine(it.key(), 60), shortDigest(it.value()));
        QStringList artifacts;
        for (const Artifact& artifact : gate.artifacts)
            artifacts << QStringLiteral("%1 %2").arg(markdownLine(artifact.name, 60),
                                                     shortDigest(artifact.digest));
        out += QStringLiteral("| %1 | %2 | %3 | %4 | %5 | %6 |\n")
                   .arg(markdownLine(gate.gate, 60), enumWord(gate.verdict), markdownLine(gate.summary),
                        humanDuration(gate.duration), images.join(QStringLiteral(", ")),
                        artifacts.join(QStringLiteral(", ")));
    }
    return out;
}

QString verifyFacts(const PullRequest& request, const QString& branch) {
    QString out = QStringLiteral("To look at it:\n\n```\ngit fetch origin %1\ngit diff %2 %3\n```\n\n")
                      .arg(branch, request.baseCommit, request.commit);
    QStringList commands;
    for (const GateResult& gate : request.evidence)
        if (!gate.command.isEmpty())
            commands
                << QStringLiteral("- %1: %2\n").arg(markdownLine(gate.gate, 60), markdownLine(gate.command));
    if (!commands.isEmpty())
        out += QStringLiteral("The gates ran:\n\n") + commands.join(QString()) + QLatin1Char('\n');
    return out;
}

QString bindings(const PullRequest& request, const Digest& bundleDigest) {
    QString out = QStringLiteral("| What | Value |\n| --- | --- |\n");
    const auto row = [&out](const QString& name, const QString& value) {
        if (!value.isEmpty())
            out += QStringLiteral("| %1 | %2 |\n").arg(name, value);
    };
    const auto code = [](const QString& value) {
        return value.isEmpty() ? QString() : QStringLiteral("`%1`").arg(value);
    };
    row(QStringLiteral("Commit"), code(request.commit));
    row(QStringLiteral("Tree"), code(request.approvedTree));
    row(QStringLiteral("Base"),
        QStringLiteral("%1 `%2`").arg(markdownLine(request.baseBranch, 100), request.baseCommit));
    row(QStringLiteral("Blueprint"),
        QStringLiteral("%1 %2").arg(markdownLine(request.blueprint, 100), code(request.blueprintDigest)));
    row(QStringLiteral("Evidence approved"), code(request.evidenceDigest));
    row(QStringLiteral("evidence.json"), code(bundleDigest));
    row(QStringLiteral("Cost"),
        request.cost.isEmpty() ? QStringLiteral("not measured") : markdownLine(request.cost, 100));
    return out;
}

} // namespace

AgentSections readSections(const QString& markdown) {
    AgentSections sections;
    QString AgentSections::*current = &AgentSections::what;
    bool fenced = false;
    for (const QString& line : markdown.split(QLatin1Char('\n'))) {
        const QString trimmed = line.trimmed();
        if (trimmed.startsWith(QLatin1String("```")) || trimmed.startsWith(QLatin1String("~~~")))
            fenced = !fenced;
        QString rest;
        if (QString AgentSections::*opened = fenced ? nullptr : sectionOpenedBy(line, rest)) {
            current = opened;
            if (!rest.isEmpty())
                sections.*current += rest + QLatin1Char('\n');
        } else {
            sections.*current += line + QLatin1Char('\n');
        }
    }
    for (const Heading& heading : headings())
        sections.*heading.section = (sections.*heading.section).trimmed();
    return sections;
}

QString composeDescription(const PullRequest& request, const Digest& bundleDigest) {
    const AgentSections words = readSections(request.agentWords);
    QString out =
        QStringLiteral("# %1\n\nTask %2 of Signalbox.").arg(markdownLine(request.title)).arg(request.taskId);
    out += QStringLiteral(
        " Quoted text comes from the agent or from the task and was not checked; what is not quoted was "
        "measured by the core.\n\n");
    out += agentPart(QStringLiteral("What"), words.what);
    out += agentPart(QStringLiteral("Why"), words.why);
    if (!request.taskText.trimmed().isEmpty())
        out += QStringLiteral("The task was:\n\n") + markdownQuote(request.taskText) + QLatin1Char('\n');
    out += agentPart(QStringLiteral("How to verify"), words.howToVerify);
    out += verifyFacts(request, branchName(request.taskId, request.title));
    out += agentPart(QStringLiteral("Rollback"), words.rollback);
    out += QStringLiteral("The commits can be undone with `git revert %1..%2`.\n\n")
               .arg(request.baseCommit, request.commit);
    out += QStringLiteral("## Evidence\n\n") + evidenceTable(request.evidence) + QLatin1Char('\n');
    if (!request.approvals.isEmpty()) {
        out += QStringLiteral("## Approved\n\n");
        for (const ApprovedBy& approval : request.approvals) {
            out += QStringLiteral("- %1, %2").arg(markdownLine(approval.by, 100), approval.at.iso());
            out += approval.comment.trimmed().isEmpty()
                       ? QStringLiteral("\n")
                       : QStringLiteral(": %1\n").arg(markdownLine(approval.comment));
        }
        out += QLatin1Char('\n');
    }
    return out + QStringLiteral("## Bound to\n\n") + bindings(request, bundleDigest);
}

} // namespace signalbox
