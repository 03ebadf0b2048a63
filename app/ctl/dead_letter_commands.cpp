// SPDX-License-Identifier: GPL-3.0-or-later
// What was given up, and having it done once more.
#include "app/ctl/ctl.h"

namespace signalbox::ctl {

namespace {

/// "41.2": letter 2 of task 41, as the list names it.
Result<std::pair<TaskId, int>> letterIn(const Arguments& arguments) {
    const QStringList parts = arguments.word(0).split(QLatin1Char('.'));
    bool isTask = false, isNumber = parts.size() == 1;
    const TaskId task = parts.value(0).toLongLong(&isTask);
    const int number = parts.size() == 1 ? 1 : parts.value(1).toInt(&isNumber);
    if (parts.size() > 2 || !isTask || !isNumber || task <= 0 || number <= 0)
        return Error{ErrorKind::Invalid, QStringLiteral("\"%1\" names no dead letter").arg(arguments.word(0)),
                     QStringLiteral("signalboxctl deadletter list shows which there are, as TASK.NUMBER.")};
    return std::pair(task, number);
}

QString nameOf(const DeadLetterEntry& entry) {
    return QStringLiteral("%1.%2").arg(entry.task.id).arg(entry.letter.number);
}

int list(Ctl& ctl, const Arguments& arguments) {
    const bool all = arguments.has(QStringLiteral("all"));
    const auto entries =
        ctl.query<QList<DeadLetterEntry>>([&](auto done) { ctl.client().fetchDeadLetters(all, &ctl, done); });
    if (!entries)
        return ctl.fail(entries.error());
    if (ctl.out().json()) {
        ctl.out().document({{QStringLiteral("deadLetters"), json::write(*entries)}});
        return Done;
    }
    QList<QStringList> rows;
    for (const DeadLetterEntry& entry : *entries)
        rows.append({nameOf(entry), enumWord(entry.letter.state), harmless(entry.letter.key),
                     QString::number(entry.letter.tries), ageText(ctl.client().now(), entry.letter.since),
                     harmless(entry.task.repository), harmless(entry.letter.reason)});
    ctl.out().table({QStringLiteral("ID"), QStringLiteral("STATE"), QStringLiteral("EFFECT"),
                     QStringLiteral("TRIES"), QStringLiteral("SINCE"), QStringLiteral("REPOSITORY"),
                     QStringLiteral("REASON")},
                    rows);
    if (rows.isEmpty())
        ctl.out().line(QStringLiteral("nothing was given up"));
    return Done;
}

int show(Ctl& ctl, const Arguments& arguments) {
    const auto which = letterIn(arguments);
    if (!which)
        return ctl.usage(which.error());
    const auto entry = ctl.query<DeadLetterEntry>(
        [&](auto done) { ctl.client().fetchDeadLetter(which->first, which->second, &ctl, done); });
    if (!entry)
        return ctl.fail(entry.error());
    Output& out = ctl.out();
    if (out.json()) {
        out.document(toJson(*entry));
        return Done;
    }
    const DeadLetter& letter = entry->letter;
    out.line(out.ink(Ink::Strong, QStringLiteral("dead letter %1  %2").arg(nameOf(*entry), letter.key)));
    out.line(QStringLiteral("  state   %1, %2 ago, after %3 tries and %4 replays")
                 .arg(enumWord(letter.state), ageText(ctl.client().now(), letter.since))
                 .arg(letter.tries)
                 .arg(letter.replays));
    out.line(QStringLiteral("  work    %1 for step %2").arg(enumWord(letter.kind), harmless(letter.step)));
    out.line(QStringLiteral("  reason  %1").arg(harmless(letter.reason)));
    out.line(QStringLiteral("  task    %1, %2: %3")
                 .arg(entry->task.id)
                 .arg(wordText(entry->task.status.word), harmless(entry->task.title)));
    if (letter.state == DeadLetterState::Open)
        out.line(QStringLiteral("  → signalboxctl deadletter replay %1").arg(nameOf(*entry)));
    return Done;
}

int replay(Ctl& ctl, const Arguments& arguments) {
    const auto which = letterIn(arguments);
    if (!which)
        return ctl.usage(which.error());
    const auto row = ctl.query<TaskSummary>(
        [&](auto done) { ctl.client().replayDeadLetter(which->first, which->second, &ctl, done); });
    if (!row)
        return ctl.fail(row.error());
    if (ctl.out().json())
        ctl.out().document(toJson(*row));
    else
        ctl.out().line(QStringLiteral("dead letter %1.%2 is tried again; task %1: %3")
                           .arg(which->first)
                           .arg(which->second)
                           .arg(harmless(row->status.text)));
    return Done;
}

} // namespace

QList<Command> deadLetterCommands() {
    const QString id = QStringLiteral("TASK.NUMBER");
    return {
        {QStringLiteral("deadletter list"),
         {},
         QStringLiteral("List what was given up"),
         QStringLiteral(
             "A step that failed for technical reasons too often parks its task; something that could "
             "not be undone does not keep its task from ending. Both stay here until they are "
             "replayed."),
         {{QStringLiteral("all"), {}, QStringLiteral("also what is closed"), false}},
         0,
         0,
         list},
        {QStringLiteral("deadletter show"),
         id,
         QStringLiteral("Show one: why, since when, how often"),
         {},
         {},
         1,
         1,
         show},
        {QStringLiteral("deadletter replay"),
         id,
         QStringLiteral("Have it done once more, now that its reason is mended"),
         QStringLiteral("Example: signalboxctl deadletter replay 41.1"),
         {},
         1,
         1,
         replay},
    };
}

} // namespace signalbox::ctl
