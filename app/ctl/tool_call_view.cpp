// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/tool_call_view.h"

namespace signalbox::ctl {

Result<QList<ToolCallGroup>> fetchToolCalls(Ctl& ctl) {
    auto groups = ctl.query<QList<ToolCallGroup>>([&](auto done) { ctl.client().listToolCalls(&ctl, done); });
    if (!groups && groups.error().kind == ErrorKind::NotFound)
        return QList<ToolCallGroup>();
    return groups;
}

void printToolCalls(Ctl& ctl, const QList<ToolCallGroup>& groups) {
    QList<QStringList> rows;
    for (const ToolCallGroup& group : groups) {
        if (group.questions.isEmpty())
            continue;
        const ToolQuestion& first = group.questions.first();
        QStringList ids;
        for (const ToolQuestion& question : group.questions.mid(0, 4))
            ids.append(QString::number(question.id));
        if (group.questions.size() > 4)
            ids.append(QStringLiteral("…"));
        rows.append({ids.join(QLatin1Char(' ')), QString::number(group.task.id), QString::number(group.count),
                     enumWord(first.tier), ageText(ctl.client().now(), first.asked),
                     harmless(group.task.repository), harmless(first.call.line())});
    }
    if (rows.isEmpty())
        return;
    ctl.out().line();
    ctl.out().line(QStringLiteral("tool calls that wait for an answer:"));
    ctl.out().table({QStringLiteral("ID"), QStringLiteral("TASK"), QStringLiteral("COUNT"),
                     QStringLiteral("RISK"), QStringLiteral("AGE"), QStringLiteral("REPOSITORY"),
                     QStringLiteral("FIRST")},
                    rows);
    for (const ToolCallGroup& group : groups)
        if (group.refused > 0)
            ctl.out().line(QStringLiteral("task %1: %2 more were denied at once, for too many were open")
                               .arg(group.task.id)
                               .arg(group.refused));
}

void showToolCall(Ctl& ctl, const ToolCallEntry& entry) {
    Output& out = ctl.out();
    const ToolQuestion& question = entry.question;
    out.line(out.ink(Ink::Strong, QStringLiteral("tool call %1: may task %2 “%3” in %4 use %5?")
                                      .arg(question.id)
                                      .arg(entry.task.id)
                                      .arg(harmless(entry.task.title), harmless(entry.task.repository),
                                           harmless(question.call.tool))));
    out.line(QStringLiteral("  state     %1%2, asked %3 ago by %4, attempt %5")
                 .arg(enumWord(question.state),
                      question.reason.isEmpty() ? QString()
                                                : QStringLiteral(" (") + harmless(question.reason) + u')',
                      ageText(ctl.client().now(), question.asked), question.step)
                 .arg(question.attempt));
    out.line(QStringLiteral("  risk      %1: %2").arg(enumWord(question.tier), harmless(question.why)));
    out.line(QStringLiteral("  in        %1").arg(harmless(question.call.directory)));
    for (const QString& path : question.call.paths)
        out.line(QStringLiteral("  file      %1").arg(harmless(path)));
    const QString action = question.call.command.isEmpty() ? question.call.text : question.call.command;
    for (const QString& line : harmless(action).split(QLatin1Char('\n')))
        out.line(QStringLiteral("  | ") + line);
    out.line(QStringLiteral("  action    %1").arg(question.action));
}

int answerToolCall(Ctl& ctl, const CoreClient::ToolVerdict& verdict) {
    const auto answered =
        ctl.query<ToolCallEntry>([&](auto done) { ctl.client().answerToolCall(verdict, &ctl, done); });
    if (!answered)
        return ctl.fail(answered.error());
    if (ctl.out().json())
        ctl.out().document(toJson(*answered));
    else
        ctl.out().line(QStringLiteral("tool call %1 is %2%3")
                           .arg(verdict.question)
                           .arg(enumWord(answered->question.state),
                                verdict.remember ? QStringLiteral(", and so are calls like it in this task")
                                                 : QString()));
    return Done;
}

int askAboutToolCall(Ctl& ctl, const ToolCallEntry& entry) {
    showToolCall(ctl, entry);
    const QString answer = ctl.out().ask(ctl.out().ink(
        Ink::Accent,
        QStringLiteral(
            "Allow exactly this? [y]es, [n]o, [a]lways in this task, ne[v]er in this task, [N]ot now: ")));
    const bool yes =
        answer == QLatin1String("y") || answer == QLatin1String("yes") || answer == QLatin1String("a");
    const bool no =
        answer == QLatin1String("n") || answer == QLatin1String("no") || answer == QLatin1String("v");
    if (!yes && !no) {
        ctl.out().line(QStringLiteral("Not decided."));
        return NotAllowed;
    }
    const bool remember = answer == QLatin1String("a") || answer == QLatin1String("v");
    const QString comment = no ? ctl.out().ask(QStringLiteral("What is the agent told? ")) : QString();
    return answerToolCall(ctl, {entry.question.id, yes, comment, entry.question.action, remember});
}

} // namespace signalbox::ctl
