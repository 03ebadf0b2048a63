// SPDX-License-Identifier: GPL-3.0-or-later
// The scripted core's REST paths about budgets. What is used follows from how long agents worked, so that
// figures and stories fit together.
#include "core/client/scenario_answers.h"
#include "core/client/scenario_core.h"
#include "core/client/scenario_story.h"
#include "core/domain/budget_report.h"

#include <QDateTime>
#include <QUrlQuery>

#include <algorithm>

namespace signalbox {

using namespace scenario;

namespace {

constexpr qint64 hourMs = 3'600'000;
constexpr qint64 betweenCalls = 20'000;
constexpr double dollarsPerToken = 4.1e-6;
constexpr int slicesOfAHistory = 60;

struct ScriptedCall {
    Moment at;
    QStringList scopes;
    qint64 tokens = 0;
};

QString monthScope(const char* level, const QString& name) {
    return QStringLiteral("%1:2026-03:%2").arg(QLatin1String(level), name);
}

/// What the task's agent asked of its model, one call every so often.
void callsOf(const Task& task, Moment now, QList<ScriptedCall>& calls) {
    const StepState* implement = task.step(QStringLiteral("implement"));
    if (!implement)
        return;
    const QString agent = task.id % 3 == 0 ? QStringLiteral("codex") : QStringLiteral("claude");
    for (const Attempt& attempt : implement->attempts) {
        const Moment end = attempt.ended.value_or(now);
        int number = 0;
        for (Moment at = attempt.started; at < end; at = at + Millis(betweenCalls), ++number)
            calls.append(
                {at,
                 {QStringLiteral("task:%1").arg(task.id), monthScope("repository", task.spec.repository),
                  monthScope("agent", agent), QStringLiteral("month:2026-03")},
                 9'000 + (task.id * 7 + number * 13) % 11 * 2'500});
    }
}

/// The working day before the scenario's own.
void callsOfYesterday(QList<ScriptedCall>& calls) {
    const Moment begin{ScenarioCore::epoch().ms - 25 * hourMs};
    constexpr std::array repositories{"words", "feeds", "calendar"};
    for (int i = 0; i < 240; ++i)
        calls.append({begin + Millis(i * 130'000),
                      {monthScope("repository", QLatin1String(repositories[std::size_t(i / 5 % 3)])),
                       monthScope("agent", i % 4 == 0 ? QStringLiteral("codex") : QStringLiteral("claude")),
                       QStringLiteral("month:2026-03")},
                      14'000 + i * 37 % 19 * 1'500});
}

} // namespace

ApiReply ScenarioCore::handleBudget(const QStringList& path, const QUrlQuery& query) const {
    if (!m_metered && path.size() == 1)
        return answer(toJson(BudgetReport{}));
    QList<ScriptedCall> calls;
    callsOfYesterday(calls);
    for (const Task& task : m_tasks)
        callsOf(task, now(), calls);
    if (path.size() == 1) {
        BudgetReport report;
        report.metered = true;
        report.at = now();
        const auto add = [&](const QString& id, const char* level, const QString& name) -> BudgetLine& {
            BudgetLine line;
            line.id = id;
            line.level = QLatin1String(level);
            line.name = name;
            for (const ScriptedCall& call : std::as_const(calls)) {
                if (!call.scopes.contains(id))
                    continue;
                ++line.calls;
                line.tokens += call.tokens;
                if ((now() - call.at).count() > hourMs)
                    continue;
                line.recentTokens += call.tokens;
                line.recent =
                    std::clamp(std::max(line.recent, now() - call.at), Millis(60'000), Millis(hourMs));
            }
            line.cost = double(line.tokens) * dollarsPerToken;
            line.recentCost = double(line.recentTokens) * dollarsPerToken;
            line.ends = Moment{QDateTime(QDate(2026, 4, 1), QTime(0, 0), Qt::UTC).toMSecsSinceEpoch()};
            report.budgets.append(line);
            return report.budgets.last();
        };
        BudgetLine& month = add(QStringLiteral("month:2026-03"), "month", QStringLiteral("2026-03"));
        month.costLimit = 50;
        month.heldTokens = 61'000;
        month.heldCost = double(month.heldTokens) * dollarsPerToken;
        for (const Repository& repository : m_repositories)
            add(monthScope("repository", repository.name), "repository", repository.name).tokenLimit =
                4'000'000;
        for (const char* agent : {"claude", "codex"})
            add(monthScope("agent", QLatin1String(agent)), "agent", QLatin1String(agent));
        for (auto it = m_tasks.end(); it != m_tasks.begin();) {
            const Task& task = *--it;
            BudgetLine& line = add(QStringLiteral("task:%1").arg(task.id), "task", task.spec.title);
            line.task = task.id;
            line.ends = {};
            line.tokenLimit = scenarioTaskTokens + task.extraTokens;
            if (task.phase == TaskPhase::Parked && task.extraTokens == 0)
                line.tokenLimit = std::max<qint64>(1, std::min<qint64>(line.tokens, *line.tokenLimit));
            if (line.calls == 0)
                report.budgets.removeLast();
        }
        return answer(toJson(report));
    }
    const QString id = QUrl::fromPercentEncoding(path.mid(2).join(u'/').toLatin1());
    const int hours = std::max(1, query.queryItemValue(QStringLiteral("hours")).toInt());
    BudgetHistory history;
    history.id = id;
    history.slice = Millis(std::max<qint64>(60'000, hours * hourMs / slicesOfAHistory));
    history.to = now();
    history.from = Moment{(now().ms - hours * hourMs) / history.slice.count() * history.slice.count()};
    QMap<qint64, BudgetSlice> slices;
    for (const ScriptedCall& call : std::as_const(calls)) {
        if (!call.scopes.contains(id) || call.at < history.from)
            continue;
        const qint64 place = (call.at - history.from) / history.slice;
        BudgetSlice& slice = slices[place];
        slice.at = history.from + history.slice * place;
        ++slice.calls;
        slice.tokens += call.tokens;
        slice.cost += double(call.tokens) * dollarsPerToken;
    }
    history.slices = slices.values();
    return answer(toJson(history));
}

ApiReply ScenarioCore::raiseBudget(Task& task, const QJsonObject& body) {
    const qint64 tokens = body.value(QLatin1String("tokens")).toInteger();
    const double cost = body.value(QLatin1String("cost")).toDouble();
    if (tokens < 0 || cost < 0 || (tokens == 0 && cost == 0))
        return problem(400, {ErrorKind::Invalid,
                             QStringLiteral("a budget is raised by tokens, by US dollars or by both"),
                             {}});
    if (task.phase == TaskPhase::Finished)
        return conflict(QStringLiteral("task %1 is over; a budget is of no use to it").arg(task.id));
    const TaskId id = task.id;
    const Attempt* last = task.lastAttempt(task.current);
    const bool stopped = task.phase == TaskPhase::Parked && last && last->result &&
                         last->result->verdict == Verdict::OverBudget;
    post(BudgetRaised{id, m_info.user, tokens, cost, text(body, "reason")});
    if (stopped)
        Story(*this, id).resume(m_info.user, {}, {});
    return taskReply(id);
}

} // namespace signalbox
