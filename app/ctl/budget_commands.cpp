// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/ctl.h"

#include <QLocale>

#include <algorithm>

namespace signalbox::ctl {

namespace {

QString tokensText(qint64 tokens) {
    return QLocale::c().toString(tokens);
}

QString dollarsText(double dollars) {
    return QLocale::c().toString(dollars, 'f', 2);
}

/// "1,200 of 2,000" or "1,200".
QString ofLimit(const QString& used, const QString& limit) {
    return limit.isEmpty() ? used : QStringLiteral("%1 of %2").arg(used, limit);
}

QString forecastText(const Output& out, const BudgetLine& line, Moment now) {
    const BudgetForecast forecast = forecastOf(line, now);
    switch (forecast.kind) {
    case BudgetForecast::Kind::Unlimited:
        return QStringLiteral("no limit");
    case BudgetForecast::Kind::Reached:
        return out.ink(Ink::Bad, QStringLiteral("used up"));
    case BudgetForecast::Kind::Idle:
        return QStringLiteral("nothing used lately");
    case BudgetForecast::Kind::Holds:
        return out.ink(Ink::Good, QStringLiteral("holds"));
    case BudgetForecast::Kind::Passes:
        break;
    }
    return out.ink(Ink::Warn, QStringLiteral("used up in %1").arg(humanDuration(forecast.at - now)));
}

int list(Ctl& ctl, const Arguments& arguments) {
    auto report = ctl.query<BudgetReport>([&](auto done) { ctl.client().fetchBudgets(&ctl, done); });
    if (!report)
        return ctl.fail(report.error());
    const QString level = arguments.value(QStringLiteral("level"));
    if (!level.isEmpty())
        report->budgets.removeIf([&](const BudgetLine& line) { return line.level != level; });
    Output& out = ctl.out();
    if (out.json()) {
        out.document(toJson(*report));
        return Done;
    }
    if (!report->metered) {
        out.line(QStringLiteral("This core counts no model calls: it has no model gateway."));
        out.line(QStringLiteral("Start it with a provider's key, ANTHROPIC_API_KEY for example, or with an "
                                "upstream, signalboxd --openai-upstream URL."));
        return Done;
    }
    QList<QStringList> rows;
    for (const BudgetLine& line : std::as_const(report->budgets))
        rows.append(
            {line.level,
             harmless(line.task > 0 ? QStringLiteral("#%1 %2").arg(line.task).arg(line.name) : line.name),
             ofLimit(tokensText(line.tokens), line.tokenLimit ? tokensText(*line.tokenLimit) : QString()),
             line.heldTokens > 0 ? tokensText(line.heldTokens) : QStringLiteral("-"),
             ofLimit(dollarsText(line.cost), line.costLimit ? dollarsText(*line.costLimit) : QString()),
             forecastText(out, line, report->at)});
    out.table({QStringLiteral("BUDGET"), QStringLiteral("OF"), QStringLiteral("TOKENS"),
               QStringLiteral("HELD"), QStringLiteral("USD"), QStringLiteral("AT THIS RATE")},
              rows);
    if (rows.isEmpty())
        out.line(QStringLiteral("no budget"));
    return Done;
}

int history(Ctl& ctl, const Arguments& arguments) {
    const auto hours = arguments.numberOf(QStringLiteral("hours"), 24);
    if (!hours)
        return ctl.usage(hours.error());
    const auto found = ctl.query<BudgetHistory>(
        [&](auto done) { ctl.client().fetchBudgetHistory(arguments.word(0), int(*hours), &ctl, done); });
    if (!found)
        return ctl.fail(found.error());
    Output& out = ctl.out();
    if (out.json()) {
        out.document(toJson(*found));
        return Done;
    }
    constexpr int width = 40;
    qint64 most = 1;
    for (const BudgetSlice& slice : found->slices)
        most = std::max(most, slice.tokens);
    for (const BudgetSlice& slice : found->slices)
        out.line(QStringLiteral("%1  %2  %3 tokens, %4 USD")
                     .arg(timeText(slice.at))
                     .arg(QString(std::max<qsizetype>(1, slice.tokens * width / most), u'#'), -width)
                     .arg(tokensText(slice.tokens), dollarsText(slice.cost)));
    if (found->slices.isEmpty())
        out.line(QStringLiteral("no call in that time"));
    return Done;
}

int raise(Ctl& ctl, const Arguments& arguments) {
    const auto task = arguments.number(0, QStringLiteral("the task"));
    const auto tokens = arguments.numberOf(QStringLiteral("tokens"), 0);
    if (!task || !tokens)
        return ctl.usage(task ? tokens.error() : task.error());
    bool good = true;
    const double cost = arguments.value(QStringLiteral("cost"), QStringLiteral("0")).toDouble(&good);
    if (!good || !(cost >= 0) || *tokens < 0 || (*tokens == 0 && cost == 0))
        return ctl.usage(
            {ErrorKind::Invalid, QStringLiteral("--tokens N or --cost USD says by how much"), {}});
    const auto row = ctl.query<TaskSummary>([&](auto done) {
        ctl.client().raiseBudget(*task, {*tokens, cost, arguments.value(QStringLiteral("reason"))}, &ctl,
                                 done);
    });
    if (!row)
        return ctl.fail(row.error());
    if (ctl.out().json())
        ctl.out().document(toJson(*row));
    else
        ctl.out().line(QStringLiteral("the budget of task %1 was raised: %2")
                           .arg(row->id)
                           .arg(harmless(row->status.text)));
    return Done;
}

} // namespace

QList<Command> budgetCommands() {
    return {
        {QStringLiteral("budget list"),
         {},
         QStringLiteral("Show use, reserve, limit and forecast of every budget of model calls"),
         QStringLiteral(
             "Held is what calls under way have reserved. The forecast takes the rate of the last "
             "hour. Budgets of repositories, agents and of all together begin anew each month (UTC)."),
         {{QStringLiteral("level"), QStringLiteral("WORD"),
           QStringLiteral("only these: month, repository, agent, task"), false}},
         0,
         0,
         list},
        {QStringLiteral("budget history"),
         QStringLiteral("BUDGET"),
         QStringLiteral("Show a budget's use over time"),
         QStringLiteral("Example: signalboxctl budget history task:41 --hours 6\n"
                        "         signalboxctl --json budget list shows the budgets' ids"),
         {{QStringLiteral("hours"), QStringLiteral("NUMBER"), QStringLiteral("so many back; 24 otherwise"),
           false}},
         1,
         1,
         history},
        {QStringLiteral("budget raise"),
         QStringLiteral("TASK"),
         QStringLiteral("Grant a task more; one that its budget stopped goes on"),
         QStringLiteral(
             "Example: signalboxctl budget raise 41 --tokens 500000 --reason 'a large file to read'"),
         {{QStringLiteral("tokens"), QStringLiteral("NUMBER"), QStringLiteral("so many more"), false},
          {QStringLiteral("cost"), QStringLiteral("USD"), QStringLiteral("so much more"), false},
          {QStringLiteral("reason"), QStringLiteral("TEXT"), QStringLiteral("why; kept in the journal"),
           false}},
         1,
         1,
         raise},
    };
}

} // namespace signalbox::ctl
