// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/daemon/model_options.h"
#include "core/budget/budget_ledger.h"
#include "core/domain/budget_report.h"
#include "core/domain/task.h"

namespace signalbox {

/// The budgets of one calendar month, by the names that the ledger knows them by.
struct MonthScopes {
    QString month; ///< "2026-11"
    Moment ends;

    static MonthScopes at(Moment moment);
    [[nodiscard]] QString all() const { return QStringLiteral("month:") + month; }
    [[nodiscard]] QString repository(const QString& name) const;
    [[nodiscard]] QString agent(const QString& name) const;
    static QString task(TaskId task);
};

struct BudgetLimits {
    SpendingLimit repository;
    SpendingLimit agent;
    SpendingLimit month;
    std::function<SpendingLimit(const Task&)> ofTask;
};

/// All budgets of this month, and those of the tasks that used models. Reads the ledger's file; for a worker
/// thread.
Result<BudgetReport> budgetReport(const BudgetLedger& ledger, Moment now, const BudgetLimits& limits,
                                  const QList<Task>& tasks);

/// A budget's use in the last `span`. NotFound for one that was never used.
Result<BudgetHistory> budgetHistory(const BudgetLedger& ledger, Moment now, const QString& id, Millis span);

} // namespace signalbox
