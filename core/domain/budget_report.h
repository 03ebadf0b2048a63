// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_fields.h"

namespace signalbox {

/// A budget as it stands: what of it is used and held, what it allows, and how fast it goes.
struct BudgetLine {
    QString id;      ///< "task:41", "month:2026-11"
    QString level;   ///< "month", "repository", "agent", "task"
    QString name;    ///< the month, the repository's, agent's or task's name
    qint64 task = 0; ///< of a task's budget
    qint64 calls = 0;
    qint64 tokens = 0;     ///< used, calls under way included as far as they were seen
    double cost = 0;       ///< the same in US dollars
    qint64 heldTokens = 0; ///< reserved by calls under way
    double heldCost = 0;
    std::optional<qint64> tokenLimit; ///< nothing: none
    std::optional<double> costLimit;
    qint64 recentTokens = 0; ///< used lately, ...
    double recentCost = 0;
    Millis recent{0}; ///< ... in this time up to now; zero: nothing was
    Moment ends;      ///< when it begins anew; 0: never
    SB_FIELDS(BudgetLine, id, level, name, task, calls, tokens, cost, heldTokens, heldCost, tokenLimit,
              costLimit, recentTokens, recentCost, recent, ends)
};

struct BudgetReport {
    bool metered = false; ///< false: the core has no model gateway, and nothing is counted
    Moment at;
    QList<BudgetLine> budgets; ///< those of months first, tasks last
    SB_FIELDS(BudgetReport, metered, at, budgets)
};

/// What began in a piece of time.
struct BudgetSlice {
    Moment at; ///< its beginning
    qint64 calls = 0;
    qint64 tokens = 0;
    double cost = 0;
    SB_FIELDS(BudgetSlice, at, calls, tokens, cost)
};

/// A budget's use over time.
struct BudgetHistory {
    QString id;
    Moment from;
    Moment to;
    Millis slice{0};
    QList<BudgetSlice> slices; ///< oldest first; those without a call are left out
    SB_FIELDS(BudgetHistory, id, from, to, slice, slices)
};

/// What a person grants a task beyond its budget.
struct BudgetRaise {
    qint64 tokens = 0; ///< more than now; 0: as it is
    double cost = 0;   ///< the same in US dollars
    QString reason;
    SB_FIELDS(BudgetRaise, tokens, cost, reason)
};

/// What becomes of a budget at the rate at which it was used lately.
struct BudgetForecast {
    enum class Kind {
        Unlimited, ///< nothing to reach
        Reached,   ///< a limit is used up
        Idle,      ///< nothing was used lately
        Holds,     ///< no limit is reached before it begins anew, or within a month
        Passes,    ///< a limit is reached at `at`
    };
    Kind kind = Kind::Unlimited;
    Moment at;
    bool byCost = false; ///< the limit in money is the nearer one
    double part = 0;     ///< used of the nearest limit, 0 to 1 and beyond; 0 without one
};
/// Pure.
BudgetForecast forecastOf(const BudgetLine& line, Moment now);

} // namespace signalbox
