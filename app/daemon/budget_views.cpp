// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/budget_views.h"

#include <QDateTime>
#include <QHash>

#include <algorithm>

namespace signalbox {

namespace {

constexpr Millis lately{60 * 60 * 1000};
constexpr Millis leastLately{60 * 1000}; ///< a rate over less than that says nothing
constexpr int slicesOfAHistory = 60;
constexpr qsizetype mostTasks = 1000; ///< of a report

struct Recent {
    qint64 tokens = 0;
    Money cost = 0;
    Moment since;
};

BudgetLine lineOf(const BudgetLedger& ledger, const QString& id, const QString& level,
                  const SpendingLimit& limit, const QHash<QString, Recent>& recents, Moment now) {
    const BudgetTotals totals = ledger.totals(id);
    BudgetLine line;
    line.id = id;
    line.level = level;
    line.calls = totals.calls;
    line.tokens = totals.usage.total();
    line.cost = toDollars(totals.cost);
    line.heldTokens = totals.reservedTokens;
    line.heldCost = toDollars(totals.reservedCost);
    line.tokenLimit = limit.tokens;
    if (limit.cost)
        line.costLimit = toDollars(*limit.cost);
    if (const auto recent = recents.constFind(id); recent != recents.constEnd()) {
        line.recentTokens = recent->tokens;
        line.recentCost = toDollars(recent->cost);
        line.recent = std::clamp(now - recent->since, leastLately, lately);
    }
    return line;
}

} // namespace

MonthScopes MonthScopes::at(Moment moment) {
    const QDate day = QDateTime::fromMSecsSinceEpoch(moment.ms, Qt::UTC).date();
    const QDate first(day.year(), day.month(), 1);
    return {day.toString(QStringLiteral("yyyy-MM")),
            Moment{QDateTime(first.addMonths(1), QTime(0, 0), Qt::UTC).toMSecsSinceEpoch()}};
}

QString MonthScopes::repository(const QString& name) const {
    return QStringLiteral("repository:%1:").arg(month) + name;
}

QString MonthScopes::agent(const QString& name) const {
    return QStringLiteral("agent:%1:").arg(month) + name;
}

QString MonthScopes::task(TaskId task) {
    return QStringLiteral("task:%1").arg(task);
}

Result<BudgetReport> budgetReport(const BudgetLedger& ledger, Moment now, const BudgetLimits& limits,
                                  const QList<Task>& tasks) {
    QHash<QString, Recent> recents;
    const auto read = ledger.readSince(Moment{now.ms - lately.count()}, [&](const SettledCall& call) {
        for (const QString& scope : call.scopes) {
            Recent& recent = recents[scope];
            recent.tokens = addBounded(recent.tokens, call.tokens);
            recent.cost = addBounded(recent.cost, call.cost);
            recent.since = call.began; // the latest come first
        }
    });
    if (!read)
        return read.error();
    const MonthScopes month = MonthScopes::at(now);
    BudgetReport report;
    report.metered = true;
    report.at = now;
    const auto add = [&](const QString& id, const char* level, const QString& name,
                         const SpendingLimit& limit) -> BudgetLine& {
        BudgetLine line = lineOf(ledger, id, QLatin1String(level), limit, recents, now);
        line.name = name;
        line.ends = month.ends;
        report.budgets.append(line);
        return report.budgets.last();
    };
    add(month.all(), "month", month.month, limits.month);
    QStringList scopes = ledger.scopes();
    scopes.sort();
    for (const auto& [prefix, level, limit] :
         {std::tuple(month.repository({}), "repository", limits.repository),
          std::tuple(month.agent({}), "agent", limits.agent)})
        for (const QString& scope : std::as_const(scopes))
            if (scope.startsWith(prefix))
                add(scope, level, scope.mid(prefix.size()), limit);
    for (auto task = tasks.rbegin(); task != tasks.rend() && report.budgets.size() < mostTasks; ++task) {
        const QString id = MonthScopes::task(task->id);
        if (ledger.totals(id).calls == 0)
            continue;
        BudgetLine& line = add(id, "task", task->spec.title, limits.ofTask(*task));
        line.task = task->id;
        line.ends = {};
    }
    return report;
}

Result<BudgetHistory> budgetHistory(const BudgetLedger& ledger, Moment now, const QString& id, Millis span) {
    if (ledger.totals(id).calls == 0)
        return Error{ErrorKind::NotFound, QStringLiteral("no call was ever counted against \"%1\"").arg(id),
                     QStringLiteral("signalboxctl budget list shows which there are")};
    BudgetHistory history;
    history.id = id;
    history.slice = std::max(Millis(60'000), span / slicesOfAHistory);
    // Slices begin at the same moments whenever one asks, so that a picture does not flicker.
    history.from = Moment{(now.ms - span.count()) / history.slice.count() * history.slice.count()};
    history.to = now;
    QMap<qint64, BudgetSlice> slices;
    const auto read = ledger.readSince(history.from, [&](const SettledCall& call) {
        if (!call.scopes.contains(id))
            return;
        const qint64 place = (call.began.ms - history.from.ms) / history.slice.count();
        BudgetSlice& slice = slices[place];
        slice.at = history.from + history.slice * place;
        ++slice.calls;
        slice.tokens = addBounded(slice.tokens, call.tokens);
        slice.cost += toDollars(call.cost);
    });
    if (!read)
        return read.error();
    history.slices = slices.values();
    return history;
}

} // namespace signalbox
