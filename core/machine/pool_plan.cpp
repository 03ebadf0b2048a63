// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/pool_plan.h"

#include <algorithm>

namespace signalbox {

namespace {

/// The shapes worth having, the best first.
QList<MachineShape> wantedShapes(const PoolState& state, const PoolLimits& limits, Moment now) {
    QList<PoolState::Wish> wishes = state.wishes;
    std::stable_sort(wishes.begin(), wishes.end(), [](const auto& a, const auto& b) { return a.at > b.at; });
    const bool idle = wishes.isEmpty() || now - wishes.first().at >= limits.idleAfter;
    const int room = std::max(0, std::min(idle ? limits.least : limits.most, state.freeSlots));
    QList<MachineShape> choice;
    for (const PoolState::Wish& wish : wishes)
        if (choice.isEmpty() || now - wish.at < limits.idleAfter)
            choice.append(wish.shape);
    if (choice.isEmpty())
        choice.append(state.usual);
    QList<MachineShape> wanted;
    for (int i = 0; i < room; ++i)
        wanted.append(choice.at(i % choice.size()));
    return wanted;
}

} // namespace

PoolPlan planPool(const PoolState& state, const PoolLimits& limits, Moment now) {
    QList<MachineShape> missing = wantedShapes(state, limits, now);
    PoolPlan plan;
    bool making = false;
    // What is there already is wanted first, or a spare would be thrown away for one like it.
    for (const PoolState::Spare& spare : state.spares) {
        making = making || spare.making;
        const bool fits = missing.removeOne(spare.shape);
        if (!fits && !spare.making)
            plan.remove.append(spare.name);
    }
    // Room first: two for one would be one too many.
    if (!missing.isEmpty() && !making && plan.remove.isEmpty())
        plan.make = missing.first();
    for (const PoolState::Wish& wish : state.wishes) {
        const Moment over = wish.at + limits.idleAfter;
        if (over > now && (!plan.again || over < *plan.again))
            plan.again = over;
    }
    return plan;
}

} // namespace signalbox
