// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/approval_view.h"
#include "app/ctl/watch.h"

#include "core/base/files.h"

#include <QDateTime>
#include <QFile>
#include <QLocale>
#include <QSet>

#include <algorithm>
#include <cstdio>

namespace signalbox::ctl {

namespace {

constexpr qint64 largestText = 1 << 20;

Result<QString> textFrom(const Arguments& arguments) {
    if (arguments.has(QStringLiteral("text")) && arguments.has(QStringLiteral("text-file")))
        return Error{
            ErrorKind::Invalid, QStringLiteral("--text and --text-file are the same thing: give one"), {}};
    if (!arguments.has(QStringLiteral("text-file")))
        return arguments.value(QStringLiteral("text"));
    const QString path = arguments.value(QStringLiteral("text-file"));
    Result<QByteArray> bytes = QByteArray();
    if (path == QLatin1String("-")) {
        QFile input;
        if (input.open(stdin, QIODevice::ReadOnly))
            bytes = input.read(largestText);
    } else {
        bytes = readFile(path, largestText);
    }
    if (!bytes)
        return bytes.error();
    return QString::fromUtf8(*bytes);
}

int reportTask(Ctl& ctl, const TaskSummary& row, const QString& what) {
    if (ctl.out().json())
        ctl.out().document(toJson(row));
    else
        ctl.out().line(QStringLiteral("task %1 %2: %3").arg(row.id).arg(what, harmless(row.status.text)));
    return Done;
}

int submitted(Ctl& ctl, const Arguments& arguments, const Result<TaskSummary>& task) {
    if (!task)
        return ctl.fail(task.error());
    if (!arguments.has(QStringLiteral("wait")))
        return reportTask(ctl, *task, QStringLiteral("was submitted"));
    return watchTask(ctl, task->id, atApprovalFrom(arguments));
}

int submit(Ctl& ctl, const Arguments& arguments) {
    TaskSpec spec;
    spec.repository = arguments.value(QStringLiteral("repo"), arguments.word(0));
    if (arguments.has(QStringLiteral("repo")) == !arguments.words().isEmpty())
        return ctl.usage({ErrorKind::Invalid,
                          QStringLiteral("name one repository, as operand or with --repo"),
                          QStringLiteral("signalboxctl repo list shows which there are.")});
    spec.title = arguments.value(QStringLiteral("title"));
    const Result<QString> text = textFrom(arguments);
    const Result<qint64> priority = arguments.numberOf(QStringLiteral("priority"), 0);
    if (!text || !priority)
        return ctl.usage(text ? priority.error() : text.error());
    spec.text = *text;
    if (spec.title.trimmed().isEmpty())
        spec.title = spec.text.trimmed().section(QLatin1Char('\n'), 0, 0).left(100);
    if (spec.title.isEmpty())
        return ctl.usage(
            {ErrorKind::Invalid, QStringLiteral("the task says nothing: --title or --text is needed"), {}});
    spec.criteria = arguments.values(QStringLiteral("criterion"));
    spec.agent = arguments.value(QStringLiteral("agent"));
    spec.blueprint = arguments.value(QStringLiteral("blueprint"));
    spec.priority = int(*priority);
    spec.idempotencyKey = arguments.value(QStringLiteral("key"));
    return submitted(ctl, arguments,
                     ctl.query<TaskSummary>([&](auto done) { ctl.client().submitTask(spec, &ctl, done); }));
}

int sample(Ctl& ctl, const Arguments& arguments) {
    return submitted(ctl, arguments,
                     ctl.query<TaskSummary>([&](auto done) { ctl.client().submitSample(&ctl, done); }));
}

/// Adds the finished tasks that the core's first answer does not hold, page by page.
Result<void> addFinished(Ctl& ctl, const QString& repository, const QString& outcome,
                         QList<TaskSummary>& all) {
    QSet<TaskId> known;
    for (const TaskSummary& row : all)
        known.insert(row.id);
    qint64 before = 0;
    do {
        const auto page = ctl.await<FinishedTasks>(
            [&](auto done) { ctl.client().fetchFinished(repository, outcome, before, &ctl, done); });
        if (!page)
            return page.error();
        for (const TaskSummary& row : page->tasks)
            if (!known.contains(row.id))
                all.append(row);
        before = page->next;
    } while (before != 0);
    return {};
}

/// The tasks as they were after an event, or at a moment.
Result<QList<TaskSummary>> tasksAt(Ctl& ctl, const QString& moment) {
    bool isEvent = false;
    const qint64 seq = moment.toLongLong(&isEvent);
    const QDateTime time = QDateTime::fromString(moment, Qt::ISODate);
    if (!isEvent && !time.isValid())
        return Error{ErrorKind::Invalid, QStringLiteral("\"%1\" is no moment").arg(moment),
                     QStringLiteral("give the number of an event, or a time as 2026-11-20T14:30")};
    auto past = ctl.query<FleetMoment>([&](auto done) {
        isEvent ? ctl.client().fetchPast(seq, &ctl, done)
                : ctl.client().fetchPastAt(Moment{time.toMSecsSinceEpoch()}, &ctl, done);
    });
    if (!past)
        return past.error();
    return past->tasks;
}

int list(Ctl& ctl, const Arguments& arguments) {
    const QString at = arguments.value(QStringLiteral("at"));
    auto all = at.isEmpty()
                   ? ctl.query<QList<TaskSummary>>([&](auto done) { ctl.client().listTasks(&ctl, done); })
                   : tasksAt(ctl, at);
    if (!all)
        return ctl.fail(all.error());
    const QString repository = arguments.value(QStringLiteral("repo"));
    const QString outcome = arguments.value(QStringLiteral("outcome"));
    const bool open = arguments.has(QStringLiteral("open"));
    if (arguments.has(QStringLiteral("all")))
        if (const auto added = addFinished(ctl, repository, outcome, *all); !added)
            return ctl.fail(added.error());
    all->removeIf([&](const TaskSummary& row) {
        return (open && row.outcome != Outcome::None) ||
               (!outcome.isEmpty() && enumWord(row.outcome) != outcome) ||
               (!repository.isEmpty() && row.repository != repository);
    });
    if (ctl.out().json()) {
        ctl.out().document({{QStringLiteral("tasks"), json::write(*all)}});
        return Done;
    }
    // What needs a person comes first, then what is open, the newest first within each.
    std::stable_sort(all->begin(), all->end(), [](const TaskSummary& a, const TaskSummary& b) {
        const auto rank = [](const TaskSummary& row) {
            return row.status.needsPerson() ? 0 : row.outcome == Outcome::None ? 1 : 2;
        };
        return std::pair(rank(a), -a.id) < std::pair(rank(b), -b.id);
    });
    Output& out = ctl.out();
    QList<QStringList> rows;
    for (const TaskSummary& row : *all)
        rows.append(
            {QString::number(row.id), out.ink(inkOf(row.status.word), wordText(row.status.word)),
             row.steps > 0 ? QStringLiteral("%1/%2").arg(row.position).arg(row.steps) : QStringLiteral("-"),
             harmless(row.currentTitle), ageText(ctl.client().now(), row.status.since),
             harmless(row.repository), harmless(row.title)});
    out.table({QStringLiteral("ID"), QStringLiteral("STATUS"), QStringLiteral("STEP"), QStringLiteral("AT"),
               QStringLiteral("SINCE"), QStringLiteral("REPOSITORY"), QStringLiteral("TITLE")},
              rows);
    if (rows.isEmpty())
        out.line(QStringLiteral("no task"));
    return Done;
}

QString useText(const ModelUse& use) {
    const QLocale plain = QLocale::c();
    const qint64 tokens = use.input + use.cacheRead + use.cacheWrite + use.output;
    QString text =
        QStringLiteral("%1 tokens in %2 calls (input %3, cache read %4, cache write %5, output %6), %7 USD")
            .arg(plain.toString(tokens), plain.toString(use.calls), plain.toString(use.input),
                 plain.toString(use.cacheRead), plain.toString(use.cacheWrite), plain.toString(use.output),
                 plain.toString(use.cost, 'f', 4));
    if (use.tokenLimit > 0)
        text += QStringLiteral("; limit %1 tokens").arg(plain.toString(use.tokenLimit));
    if (use.costLimit > 0)
        text += QStringLiteral("; limit %1 USD").arg(plain.toString(use.costLimit, 'f', 2));
    return text;
}

int show(Ctl& ctl, const Arguments& arguments) {
    const Result<qint64> id = arguments.number(0, QStringLiteral("the task"));
    if (!id)
        return ctl.usage(id.error());
    const auto detail = ctl.query<TaskDetail>([&](auto done) { ctl.client().fetchTask(*id, &ctl, done); });
    if (!detail)
        return ctl.fail(detail.error());
    Output& out = ctl.out();
    if (out.json()) {
        out.document(toJson(*detail));
        return Done;
    }
    const Task& task = detail->task;
    const TaskStatus& status = detail->summary.status;
    out.line(out.ink(Ink::Strong, QStringLiteral("task %1  %2").arg(task.id).arg(harmless(task.spec.title))));
    out.line(QStringLiteral("  status     %1: %2 (%3), for %4")
                 .arg(out.ink(inkOf(status.word), wordText(status.word)), harmless(status.text),
                      harmless(status.known), ageText(ctl.client().now(), status.since)));
    out.line(QStringLiteral("  repository %1, %2 at %3")
                 .arg(harmless(task.spec.repository), harmless(task.baseBranch), oidText(task.baseCommit)));
    out.line(QStringLiteral("  submitted  by %1, %2 ago; worked %3; sent back %4 of %5 times")
                 .arg(harmless(task.submittedBy), ageText(ctl.client().now(), task.created),
                      humanDuration(task.worked))
                 .arg(task.iterations)
                 .arg(task.blueprint.iterations + task.extraIterations));
    out.line(QStringLiteral("  commit     %1, tree %2").arg(oidText(task.commit), oidText(task.tree)));
    if (detail->use && detail->use->calls > 0)
        out.line(QStringLiteral("  models     ") + useText(*detail->use));
    for (const QString& criterion : task.spec.criteria)
        out.line(QStringLiteral("  criterion  %1").arg(harmless(criterion)));
    for (const QString& line : stepLines(out, task, ctl.client().now()))
        out.line(line);
    if (!task.feedback.isEmpty())
        out.line(QStringLiteral("  feedback from %1:\n    %2")
                     .arg(harmless(task.feedbackFrom),
                          harmless(task.feedback).replace(QLatin1Char('\n'), QStringLiteral("\n    "))));
    if (const Approval* open = task.openApproval())
        out.line(QStringLiteral("  → signalboxctl approval show %1").arg(open->id));
    return Done;
}

int cancel(Ctl& ctl, const Arguments& arguments) {
    const Result<qint64> id = arguments.number(0, QStringLiteral("the task"));
    if (!id)
        return ctl.usage(id.error());
    const auto row = ctl.query<TaskSummary>([&](auto done) {
        ctl.client().cancelTask(*id, arguments.value(QStringLiteral("reason")), &ctl, done);
    });
    return row ? reportTask(ctl, *row, QStringLiteral("is being cancelled")) : ctl.fail(row.error());
}

int retry(Ctl& ctl, const Arguments& arguments) {
    const Result<qint64> id = arguments.number(0, QStringLiteral("the task"));
    if (!id)
        return ctl.usage(id.error());
    const auto row = ctl.query<TaskSummary>([&](auto done) {
        ctl.client().retryTask(*id, arguments.value(QStringLiteral("step")),
                               arguments.value(QStringLiteral("feedback")), &ctl, done);
    });
    return row ? reportTask(ctl, *row, QStringLiteral("goes on")) : ctl.fail(row.error());
}

QList<Option> submitOptions() {
    const auto option = [](const char* name, const char* value, const char* help, bool repeated = false) {
        return Option{QLatin1String(name), QLatin1String(value), QLatin1String(help), repeated};
    };
    return QList<Option>{
               option("repo", "NAME", "the repository, instead of the operand"),
               option("title", "TEXT", "one line; the first line of the text otherwise"),
               option("text", "TEXT", "what is to be done"),
               option("text-file", "FILE", "the same from a file; - is standard input"),
               option("criterion", "TEXT", "an acceptance criterion", true),
               option("agent", "COMMAND",
                      "@NAME (@claude), or a command in place of the one of the blueprint's agent steps"),
               option("blueprint", "NAME", "a shipped blueprint instead of the repository's own"),
               option("priority", "NUMBER", "higher goes first"),
               option("key", "TEXT", "the same key never gives a second task"),
               option("wait", "", "stay and watch, as `watch` does")} +
           watchOptions();
}

} // namespace

QList<Command> taskCommands() {
    const QString id = QStringLiteral("ID");
    return {
        {QStringLiteral("task submit"), QStringLiteral("REPOSITORY"), QStringLiteral("Submit a task"),
         QStringLiteral(
             "Examples:\n"
             "  signalboxctl task submit words --title 'Fix the flaky parser test' --wait --ask\n"
             "  signalboxctl task submit --repo words --text-file task.md --criterion 'A new test bites'\n"
             "  git log -1 --format=%B | signalboxctl task submit words --text-file -"),
         submitOptions(), 0, 1, submit},
        {QStringLiteral("task sample"),
         {},
         QStringLiteral("Run the sample task on a small repository of its own"),
         QStringLiteral("Example: signalboxctl task sample --wait --ask"),
         QList<Option>{
             {QStringLiteral("wait"), {}, QStringLiteral("stay and watch, as `watch` does"), false}} +
             watchOptions(),
         0,
         0,
         sample},
        {QStringLiteral("task list"),
         {},
         QStringLiteral("List tasks, those that need a person first"),
         {},
         {{QStringLiteral("open"), {}, QStringLiteral("only those that are not finished"), false},
          {QStringLiteral("all"), {}, QStringLiteral("also those that finished long ago"), false},
          {QStringLiteral("at"), QStringLiteral("MOMENT"),
           QStringLiteral("as they were after this event, or at a time as 2026-11-20T14:30"), false},
          {QStringLiteral("outcome"), QStringLiteral("WORD"),
           QStringLiteral(
               "only with this outcome: published, refused, rejected, failed, exhausted, cancelled"),
           false},
          {QStringLiteral("repo"), QStringLiteral("NAME"), QStringLiteral("only of this repository"), false}},
         0,
         0,
         list},
        {QStringLiteral("task show"), id, QStringLiteral("Show a task with its steps"), {}, {}, 1, 1, show},
        {QStringLiteral("task cancel"),
         id,
         QStringLiteral("Cancel a task and undo what it did"),
         {},
         {{QStringLiteral("reason"), QStringLiteral("TEXT"), QStringLiteral("why"), false}},
         1,
         1,
         cancel},
        {QStringLiteral("task retry"),
         id,
         QStringLiteral("Send a parked task on"),
         QStringLiteral(
             "Example: signalboxctl task retry 41 --feedback 'The test is right, the code is not.'"),
         {{QStringLiteral("step"), QStringLiteral("ID"), QStringLiteral("where; otherwise where it stopped"),
           false},
          {QStringLiteral("feedback"), QStringLiteral("TEXT"), QStringLiteral("for the agent"), false}},
         1,
         1,
         retry},
    };
}

} // namespace signalbox::ctl
