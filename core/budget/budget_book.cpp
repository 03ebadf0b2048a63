// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/budget/budget_book.h"

#include <QSet>

#include <algorithm>
#include <limits>

namespace signalbox {

namespace {

constexpr qint64 noLimit = std::numeric_limits<qint64>::max();
constexpr Millis minute{60'000};

/// What a call needs of one kind of limit, in its unit.
struct Wanted {
    qint64 least = 0;
    qint64 comfortable = 0;
    qint64 most = 0;
};

Wanted wantedTokens(const CallNeed& need) {
    const qint64 base = addBounded(need.input, need.spare);
    return {addBounded(need.input, need.leastOutput), addBounded(base, need.comfortableOutput),
            addBounded(base, need.mostOutput)};
}

Wanted wantedCost(const CallNeed& need) {
    const Money input = multiplyBounded(need.input, need.price.dearestInput());
    const Money base = addBounded(input, multiplyBounded(need.spare, need.price.dearestInput()));
    return {addBounded(input, multiplyBounded(need.leastOutput, need.price.output)),
            addBounded(base, multiplyBounded(need.comfortableOutput, need.price.output)),
            addBounded(base, multiplyBounded(need.mostOutput, need.price.output))};
}

} // namespace

BudgetBook::Room BudgetBook::roomOf(qint64 limit, qint64 used, qint64 taken) const {
    const qint64 alone = std::max<qint64>(0, limit - std::min(used, limit));
    return {alone, std::max<qint64>(0, alone - std::min(taken, alone))};
}

/// What the calls under way hold: what they reserved, or more where more was seen.
BudgetTotals BudgetBook::held(const QString& scope) const {
    BudgetTotals sum;
    for (const auto& [id, call] : m_open) {
        if (!call.scopes.contains(scope))
            continue;
        const Money seenCost = call.price.of(call.seen);
        sum.usage += call.seen;
        sum.cost = addBounded(sum.cost, seenCost);
        sum.reservedTokens = addBounded(sum.reservedTokens, std::max(call.tokens, call.seen.total()));
        sum.reservedCost = addBounded(sum.reservedCost, std::max(call.cost, seenCost));
        ++sum.calls;
    }
    return sum;
}

void BudgetBook::judgeRate(const BudgetScope& scope, Moment now, BudgetVerdict& verdict) const {
    const auto found = m_beginnings.constFind(scope.id);
    if (scope.callsPerMinute <= 0 || found == m_beginnings.constEnd())
        return;
    const std::deque<Moment>& began = *found;
    const auto most = std::size_t(scope.callsPerMinute);
    if (began.size() < most)
        return;
    const Moment free = began.at(began.size() - most) + minute;
    if (free <= now || verdict.kind == BudgetVerdict::Kind::Refused)
        return;
    verdict.kind = BudgetVerdict::Kind::Wait;
    verdict.level = scope.level;
    verdict.limit = BudgetVerdict::Limit::Calls;
    verdict.until = std::max(verdict.until, free);
}

void BudgetBook::addBeginning(const QStringList& scopes, Moment at) {
    for (const QString& scope : scopes) {
        std::deque<Moment>& began = m_beginnings[scope];
        while (!began.empty() && began.front() + minute <= at)
            began.pop_front();
        began.push_back(began.empty() ? at : std::max(at, began.back()));
    }
}

BudgetVerdict BudgetBook::look(const QList<BudgetScope>& scopes, const CallNeed& need, Moment now) const {
    using Limit = BudgetVerdict::Limit;
    const Wanted tokens = wantedTokens(need);
    const Wanted cost = wantedCost(need);
    BudgetVerdict verdict;
    verdict.kind = BudgetVerdict::Kind::Granted;
    verdict.tokens = tokens.most;
    verdict.cost = cost.most;
    const auto judge = [&](const BudgetScope& scope, const Wanted& wanted, Room room, Limit limit) {
        const bool refused = room.alone < wanted.least;
        // Others hold what it could have, and what is left would cramp it.
        const bool waits = room.now < room.alone && room.now < std::min(wanted.comfortable, room.alone);
        if (refused || (waits && verdict.kind == BudgetVerdict::Kind::Granted)) {
            verdict.kind = refused ? BudgetVerdict::Kind::Refused : BudgetVerdict::Kind::Wait;
            verdict.level = scope.level;
            verdict.limit = limit;
        }
        qint64& reserved = limit == Limit::Tokens ? verdict.tokens : verdict.cost;
        reserved = std::min(reserved, std::max(room.now, wanted.least));
    };
    for (const BudgetScope& scope : scopes) {
        if (verdict.kind == BudgetVerdict::Kind::Refused)
            return verdict;
        const Settled settled = m_settled.value(scope.id);
        const BudgetTotals others = held(scope.id);
        if (scope.tokens)
            judge(scope, tokens, roomOf(*scope.tokens, settled.usage.total(), others.reservedTokens),
                  Limit::Tokens);
        if (scope.cost && verdict.kind != BudgetVerdict::Kind::Refused)
            judge(scope, cost, roomOf(*scope.cost, settled.cost, others.reservedCost), Limit::Cost);
    }
    for (const BudgetScope& scope : scopes)
        judgeRate(scope, now, verdict);
    verdict.output = std::min(need.mostOutput, verdict.tokens - need.input);
    const Money inputCost = multiplyBounded(need.input, need.price.dearestInput());
    if (need.price.output > 0)
        verdict.output = std::min(verdict.output, (verdict.cost - inputCost) / need.price.output);
    verdict.output = std::max(verdict.output, need.leastOutput);
    return verdict;
}

BudgetVerdict BudgetBook::reserve(const QList<BudgetScope>& scopes, const CallNeed& need, Moment now) {
    BudgetVerdict verdict = look(scopes, need, now);
    if (verdict.kind != BudgetVerdict::Kind::Granted)
        return verdict;
    verdict.id = ++m_lastId;
    QStringList ids;
    QStringList paced;
    for (const BudgetScope& scope : scopes) {
        ids.append(scope.id);
        if (scope.callsPerMinute > 0)
            paced.append(scope.id);
    }
    addBeginning(paced, now);
    m_open.emplace(verdict.id, Open{ids, verdict.tokens, verdict.cost, need.price, {}});
    return verdict;
}

void BudgetBook::see(quint64 id, const TokenUsage& usage) {
    const auto found = m_open.find(id);
    if (found == m_open.end())
        return;
    TokenUsage& seen = found->second.seen;
    seen.input = std::max(seen.input, usage.input);
    seen.cacheRead = std::max(seen.cacheRead, usage.cacheRead);
    seen.cacheWrite = std::max(seen.cacheWrite, usage.cacheWrite);
    seen.longWrite = std::max(seen.longWrite, usage.longWrite);
    seen.output = std::max(seen.output, usage.output);
}

std::optional<Money> BudgetBook::settle(quint64 id, const TokenUsage& usage) {
    const auto found = m_open.find(id);
    if (found == m_open.end())
        return std::nullopt;
    const Money cost = found->second.price.of(usage);
    const QStringList scopes = found->second.scopes;
    m_open.erase(found);
    add(scopes, usage, cost);
    return cost;
}

void BudgetBook::add(const QStringList& scopes, const TokenUsage& usage, Money cost) {
    for (const QString& scope : scopes) {
        Settled& settled = m_settled[scope];
        settled.usage += usage;
        settled.cost = addBounded(settled.cost, cost);
        ++settled.calls;
    }
}

QStringList BudgetBook::scopes() const {
    QSet<QString> all(m_settled.keyBegin(), m_settled.keyEnd());
    for (const auto& [id, call] : m_open)
        for (const QString& scope : call.scopes)
            all.insert(scope);
    return {all.begin(), all.end()};
}

BudgetTotals BudgetBook::totals(const QString& scope) const {
    BudgetTotals totals = held(scope);
    const Settled settled = m_settled.value(scope);
    totals.usage += settled.usage;
    totals.cost = addBounded(totals.cost, settled.cost);
    totals.calls += settled.calls;
    return totals;
}

} // namespace signalbox
