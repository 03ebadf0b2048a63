// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/budget_report.h"

#include <algorithm>
#include <cmath>

namespace signalbox {

namespace {

constexpr double farMs = 31.0 * 24 * 3600 * 1000; ///< a forecast beyond that is none

/// One of the two limits.
struct BudgetSide {
    double used = 0;
    double limit = 0;
    double rate = 0; ///< in a millisecond
    [[nodiscard]] double part() const { return limit > 0 ? used / limit : 1; }
    [[nodiscard]] double left() const { return std::max(0.0, limit - used); }
};

} // namespace

BudgetForecast forecastOf(const BudgetLine& line, Moment now) {
    const double span = double(line.recent.count());
    const auto rate = [&](double recent) { return span > 0 ? recent / span : 0; };
    BudgetForecast forecast;
    double soonest = INFINITY;
    bool any = false;
    bool moves = false;
    const auto look = [&](const BudgetSide& side, bool byCost) {
        const bool reached = side.left() <= 0;
        if (!any || side.part() > forecast.part) {
            forecast.part = side.part();
            if (!moves)
                forecast.byCost = byCost;
        }
        any = true;
        moves = moves || side.rate > 0 || reached;
        const double until = reached ? 0 : side.rate > 0 ? side.left() / side.rate : INFINITY;
        if (until < soonest) {
            soonest = until;
            forecast.byCost = byCost;
        }
    };
    if (line.tokenLimit)
        look({double(line.tokens), double(*line.tokenLimit), rate(double(line.recentTokens))}, false);
    if (line.costLimit)
        look({line.cost, *line.costLimit, rate(line.recentCost)}, true);
    using Kind = BudgetForecast::Kind;
    if (!any)
        return forecast;
    const double horizon = line.ends.ms > 0 ? double((line.ends - now).count()) : farMs;
    if (soonest <= 0)
        forecast.kind = Kind::Reached;
    else if (!moves)
        forecast.kind = Kind::Idle;
    else if (soonest > horizon)
        forecast.kind = Kind::Holds;
    else
        forecast.kind = Kind::Passes;
    if (forecast.kind == Kind::Passes)
        forecast.at = now + Millis(qint64(soonest));
    return forecast;
}

} // namespace signalbox
