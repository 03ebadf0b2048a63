// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/budget/budget_book.h"

#include <functional>
#include <memory>

namespace signalbox {

/// How a call ended, as far as its use is concerned. Part of the file's format.
enum class CallEnding {
    Whole,    ///< the answer came to its end and said what it used
    Silent,   ///< it came to its end and did not say: counted at what was reserved
    Cut,      ///< it did not come to its end, on whichever side: counted from what was seen
    Failed,   ///< the upstream refused or was never reached
    LostTrack ///< the gateway died meanwhile: counted at what was reserved
};

/// What a call is, for the record.
struct CallLabel {
    QString protocol;
    QString model;
};

/// A call that was settled, as the record has it.
struct SettledCall {
    Moment began;
    QStringList scopes;
    qint64 tokens = 0;
    Money cost = 0;
};

/// The budget book with a memory: one row of a SQLite file for each call, written before the call goes to the
/// upstream and again when it was settled. A process that dies loses nothing: its open calls are counted at
/// what they had reserved, once. A thread of its own makes the file durable against loss of power, within
/// milliseconds. Thread-safe; a decision takes microseconds.
class BudgetLedger {
public:
    /// Opens or makes the file; empty: memory only. Open calls of a process that died are settled here.
    /// Conflict when another process has it.
    static Result<std::unique_ptr<BudgetLedger>> open(const QString& file, const Clock& clock);
    ~BudgetLedger();
    BudgetLedger(const BudgetLedger&) = delete;
    BudgetLedger& operator=(const BudgetLedger&) = delete;

    /// As BudgetBook::reserve(). Unavailable or LimitReached when the row cannot be written: then the call
    /// must not be made.
    Result<BudgetVerdict> reserve(const QList<BudgetScope>& scopes, const CallNeed& need,
                                  const CallLabel& label);
    [[nodiscard]] BudgetVerdict look(const QList<BudgetScope>& scopes, const CallNeed& need) const;
    void see(quint64 id, const TokenUsage& usage);
    /// Once for each reservation; a second time changes nothing. A row that cannot be written stays open in
    /// the file, where the next start counts it at what was reserved; the figures here are right.
    void settle(quint64 id, const TokenUsage& usage, CallEnding ending);
    [[nodiscard]] BudgetTotals totals(const QString& scope) const;
    /// All scopes that were ever used, in no order.
    [[nodiscard]] QStringList scopes() const;
    /// The calls that began at this moment or later, the latest first. Reads the file beside the calls under
    /// way, which it does not hold up; meant for a worker thread.
    Result<void> readSince(Moment from, const std::function<void(const SettledCall&)>& visit) const;
    /// When the latest call began, as the clock said then; for who must not believe a clock that goes back.
    [[nodiscard]] Moment latest() const;

private:
    class Private;
    explicit BudgetLedger(std::unique_ptr<Private> d);
    std::unique_ptr<Private> m_d;
};

} // namespace signalbox
