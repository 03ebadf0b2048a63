// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/budget/prices.h"
#include "core/budget/token_usage.h"

#include <QHash>
#include <QList>
#include <QString>

#include <deque>
#include <map>
#include <optional>

namespace signalbox {

/// One budget that a call counts against: a task's, an agent's, a repository's, a month's.
struct BudgetScope {
    QString id;                   ///< unique, for example "task:41"
    QString level;                ///< the word for people, for example "task"; no digits in it
    std::optional<qint64> tokens; ///< at most; nothing: no limit
    std::optional<Money> cost;    ///< the same in money
    int callsPerMinute = 0;       ///< that begin within any minute; more wait; 0: no limit
};

/// What a call may come to, estimated before it is made.
struct CallNeed {
    qint64 input = 0;             ///< tokens of input
    qint64 spare = 0;             ///< more than that, while little is known of such calls
    qint64 leastOutput = 1;       ///< without room for so much it is not begun
    qint64 comfortableOutput = 1; ///< for so much it waits when other calls hold the room
    qint64 mostOutput = 1;        ///< what it may write at most
    ModelPrice price;
};

/// What a scope has used.
struct BudgetTotals {
    TokenUsage usage; ///< settled, and what was seen so far of calls under way
    Money cost = 0;
    qint64 calls = 0;          ///< settled and under way
    qint64 reservedTokens = 0; ///< held by calls under way
    Money reservedCost = 0;
};

/// The answer to a call that asks for room.
struct BudgetVerdict {
    enum class Kind {
        Granted,
        Wait,    ///< there is room, but calls under way hold it: ask again when one of them was settled
        Refused, ///< there is none
    };
    enum class Limit { Tokens, Cost, Calls };
    Kind kind = Kind::Refused;
    quint64 id = 0;    ///< of the reservation; Granted
    qint64 tokens = 0; ///< reserved
    Money cost = 0;    ///< reserved
    qint64 output = 0; ///< that it may write; below CallNeed::mostOutput: tell the model
    QString level;     ///< of the scope that stands against it; Wait and Refused
    Limit limit = Limit::Tokens;
    Moment until; ///< Wait for Limit::Calls: not before
};

/// Reservations and what they became: calls that run at the same time can never together pass a limit that
/// each would keep, since room is taken before a call and given back after it. Pure: no clock, no I/O. Not
/// thread-safe.
class BudgetBook {
public:
    /// What reserve() would say now; takes nothing.
    [[nodiscard]] BudgetVerdict look(const QList<BudgetScope>& scopes, const CallNeed& need,
                                     Moment now = {}) const;
    /// Takes room in all scopes, or in none.
    BudgetVerdict reserve(const QList<BudgetScope>& scopes, const CallNeed& need, Moment now = {});
    /// What was seen of a call's use so far. It never shrinks.
    void see(quint64 id, const TokenUsage& usage);
    /// The end of a call: its room is given back, its use stays. Nothing for an id that is not open: settled
    /// once is settled.
    std::optional<Money> settle(quint64 id, const TokenUsage& usage);
    /// Use from before: told by a file, without a reservation.
    void add(const QStringList& scopes, const TokenUsage& usage, Money cost);
    /// A call from before that began lately: it counts against calls a minute.
    void addBeginning(const QStringList& scopes, Moment at);

    [[nodiscard]] BudgetTotals totals(const QString& scope) const;
    /// All that were ever used, in no order.
    [[nodiscard]] QStringList scopes() const;
    [[nodiscard]] qsizetype openCalls() const { return qsizetype(m_open.size()); }
    /// The numbers of reservations go on behind this one.
    void setLastId(quint64 id) { m_lastId = id; }

private:
    struct Open {
        QStringList scopes;
        qint64 tokens = 0;
        Money cost = 0;
        ModelPrice price;
        TokenUsage seen;
    };
    struct Settled {
        TokenUsage usage;
        Money cost = 0;
        qint64 calls = 0;
    };
    /// How much is left of a limit: for a call alone, and beside those under way.
    struct Room {
        qint64 alone = 0;
        qint64 now = 0;
    };
    [[nodiscard]] Room roomOf(qint64 limit, qint64 used, qint64 taken) const;
    [[nodiscard]] BudgetTotals held(const QString& scope) const;

    void judgeRate(const BudgetScope& scope, Moment now, BudgetVerdict& verdict) const;

    QHash<QString, Settled> m_settled;
    QHash<QString, std::deque<Moment>> m_beginnings; ///< of the last minute, of scopes that limit them
    std::map<quint64, Open> m_open;
    quint64 m_lastId = 0;
};

} // namespace signalbox
