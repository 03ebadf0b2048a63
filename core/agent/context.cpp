// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agent/context.h"

namespace signalbox {

namespace {

QString gateSentence(const Step& step) {
    const QString name = step.title.isEmpty() ? step.id : step.title;
    if (step.run.isEmpty())
        return QStringLiteral("- %1 (%2)\n").arg(name, enumWord(step.gate));
    return QStringLiteral("- %1 (%2): `%3`\n").arg(name, enumWord(step.gate), step.run.simplified());
}

QString patternList(const QString& words, const QStringList& patterns) {
    if (patterns.isEmpty())
        return {};
    return QStringLiteral("%1: `%2`\n\n").arg(words, patterns.join(QStringLiteral("`, `")));
}

} // namespace

QString taskDocument(const Task& task, const QList<RecentCommit>& recent) {
    QString text = QStringLiteral("# %1\n\n").arg(task.spec.title);
    if (!task.spec.text.trimmed().isEmpty())
        text += task.spec.text.trimmed() + QStringLiteral("\n\n");
    if (!task.spec.criteria.isEmpty()) {
        text += QStringLiteral("## Acceptance criteria\n\n");
        for (const QString& criterion : task.spec.criteria)
            text += QStringLiteral("- %1\n").arg(criterion);
        text += QLatin1Char('\n');
    }
    text += QStringLiteral(
        "## How the work is handed over and judged\n\n"
        "Commit your work on the branch you are on; only commits are taken. Write the description of the "
        "pull request to `$SIGNALBOX_OUT/pull-request.md` with the headings What, Why, How to verify and "
        "Rollback. Afterwards these gates are run by somebody else, on your exact commit, in a fresh "
        "machine; `signalboxctl proceed` tells what is still missing.\n\n");
    for (const Step& step : task.blueprint.steps)
        if (step.kind == StepKind::Gate)
            text += gateSentence(step);
    text += QLatin1Char('\n');
    text += patternList(QStringLiteral("You may change only"), task.blueprint.allowedPaths);
    text += patternList(QStringLiteral("Never change"),
                        QStringList{QStringLiteral(".signalbox/**")} + task.blueprint.protectedPaths);
    if (!recent.isEmpty()) {
        text += QStringLiteral("## Recent changes\n\n");
        for (const RecentCommit& commit : recent)
            text += QStringLiteral("- %1 %2 (%3)\n").arg(commit.oid.left(10), commit.subject, commit.author);
    }
    return text;
}

QString feedbackDocument(const Task& task) {
    if (task.feedback.isEmpty())
        return {};
    return QStringLiteral("# Feedback on the attempt before, from %1\n\n%2\n")
        .arg(task.feedbackFrom, task.feedback);
}

QString endOfOutput(const QByteArray& output) {
    constexpr qsizetype mostBytes = 4096;
    constexpr qsizetype mostLines = 20;
    constexpr qsizetype longestLine = 300;
    QStringList lines;
    for (const QString& line : QString::fromUtf8(output.right(mostBytes)).split(QLatin1Char('\n'))) {
        QString clean;
        for (const QChar c : line.left(longestLine))
            if (c.isPrint() || c == QLatin1Char('\t'))
                clean += c;
        if (!clean.trimmed().isEmpty())
            lines.append(QStringLiteral("    ") + clean);
    }
    if (lines.isEmpty())
        return {};
    return QStringLiteral("\n\nThe end of the output:\n\n") +
           lines.mid(std::max<qsizetype>(0, lines.size() - mostLines)).join(QLatin1Char('\n'));
}

} // namespace signalbox
