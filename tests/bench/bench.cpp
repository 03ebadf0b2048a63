// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench.h"

#include <algorithm>
#include <cmath>

namespace signalbox::bench {

Goal Goal::atLeast(double value) {
    Goal goal;
    goal.m_bounds = {{true, false, value}};
    return goal;
}

Goal Goal::atMost(double value) {
    Goal goal;
    goal.m_bounds = {{false, false, value}};
    return goal;
}

Goal Goal::atLeastOfFloor(double share) {
    Goal goal;
    goal.m_bounds = {{true, true, share}};
    return goal;
}

Goal Goal::atMostOfFloor(double times) {
    Goal goal;
    goal.m_bounds = {{false, true, times}};
    return goal;
}

Goal Goal::either(const Goal& a, const Goal& b) {
    Goal goal;
    goal.m_bounds = a.m_bounds + b.m_bounds;
    return goal;
}

QString Goal::text() const {
    QStringList parts;
    for (const Bound& bound : m_bounds)
        parts.append(QStringLiteral("%1 %2%3").arg(bound.least ? QStringLiteral(">=") : QStringLiteral("<="),
                                                   QString::number(bound.value, 'g', 6),
                                                   bound.ofFloor ? QStringLiteral(" x floor") : QString()));
    return parts.join(QStringLiteral(" or "));
}

std::optional<bool> Goal::met(double measured, std::optional<double> floor) const {
    std::optional<bool> met;
    for (const Bound& bound : m_bounds) {
        if (bound.ofFloor && !floor)
            continue;
        const double limit = bound.ofFloor ? bound.value * *floor : bound.value;
        met = met.value_or(false) || (bound.least ? measured >= limit : measured <= limit);
    }
    return met;
}

void Samples::add(const Samples& other) {
    m_values.insert(m_values.end(), other.m_values.begin(), other.m_values.end());
}

double Samples::percentile(double share) const {
    if (m_values.empty())
        return 0;
    std::vector<double> sorted = m_values;
    const auto rank = static_cast<std::size_t>(std::ceil(share * double(sorted.size())));
    const auto at = sorted.begin() + std::ptrdiff_t(std::clamp<std::size_t>(rank, 1, sorted.size()) - 1);
    std::nth_element(sorted.begin(), at, sorted.end());
    return *at;
}

void Bench::row(Row row) {
    m_lines.append({std::move(row), {}});
}

void Bench::skip(const QString& figure, const QString& why) {
    Row row;
    row.figure = figure;
    m_lines.append({std::move(row), why});
}

void Bench::fail(const Error& error) {
    m_failures.append(error.text());
}

} // namespace signalbox::bench
