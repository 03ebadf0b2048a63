// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/daemon/attempt_watch.h"
#include "app/daemon/model_options.h"
#include "core/base/clock.h"
#include "core/domain/budget_report.h"
#include "core/domain/model_use.h"
#include "core/domain/task.h"

#include <functional>
#include <memory>

namespace signalbox {

class AuditLog;

/// The attempt that a pass to models is for.
struct AttemptSide {
    QString step = {};
    int attempt = 1;
    std::shared_ptr<AttemptWatch> watch = nullptr; ///< nullptr: nobody watches
};

/// The model gateway inside a core: agents reach it over their machine's own channel alone, so the machine is
/// who they are, and each call counts against the budgets of its task, its repository's month, its agent's
/// month and the month.
/// Thread-safe.
class TaskModels {
public:
    struct Options {
        ModelOptions models;
        SpendingLimit task;       ///< where the blueprint gives no limit of its own
        SpendingLimit repository; ///< of one repository, a calendar month (UTC)
        SpendingLimit agent;      ///< of one agent, by its name, the same
        SpendingLimit month;      ///< of all together, the same
        /// A model call of an attempt is over; on the gateway's thread: must not block.
        std::function<void(const AttemptName&, const ModelCallRecord&)> called = {};
        qint64 keptRequest = 0; ///< bytes of a request that `called` is told
    };
    /// One attempt's permission to use models. Ends with revoke(), and with the machine.
    class Pass;

    /// file: the ledger. The clock outlives it, and so does the audit log (nullptr: none is kept), which is
    /// told of every pass: when it was issued, used, refused and revoked.
    static Result<std::unique_ptr<TaskModels>> start(const Options& options, const QString& file,
                                                     const Clock& clock, AuditLog* audit = nullptr);
    ~TaskModels();
    TaskModels(const TaskModels&) = delete;
    TaskModels& operator=(const TaskModels&) = delete;

    /// A pass for an attempt on this task by this agent ("claude"), with the task's limits as they are now.
    /// stopped: told once why, when the first of its calls is refused for good; on the gateway's I/O thread,
    /// must not block for long. side: which attempt it is; its watch hears of each call, and what it stops is
    /// refused.
    std::shared_ptr<Pass> issue(const Task& task, const QString& agent = QStringLiteral("command"),
                                std::function<void(const QString& why)> stopped = {},
                                const AttemptSide& side = {});
    /// Whether there is room in the months' budgets that a task of this repository and agent counts against:
    /// LimitReached says which has none. Reserves nothing.
    Result<void> checkRoom(const QString& repository, const QString& agent) const;
    /// A person raised the task's budget: its passes that are out grant more from now on.
    void limitsChanged(const Task& task);
    /// A connection that a program in that machine opened. Owns the descriptor; closes it when the pass was
    /// revoked.
    void open(const std::shared_ptr<Pass>& pass, const QString& machine, int descriptor);
    /// From now on the machine gets nothing, over open connections neither. Why a call was refused for good
    /// while the pass was good; nothing when none was.
    std::optional<QString> revoke(const std::shared_ptr<Pass>& pass, const QString& machine);
    /// Why a call of the agent in that machine was refused for good, so long ago or more, while its pass is
    /// good.
    [[nodiscard]] std::optional<QString> refusalOf(const QString& machine, Millis since) const;
    [[nodiscard]] ModelUse useOf(const Task& task) const;
    /// Of all tasks in this calendar month (UTC).
    [[nodiscard]] BudgetTotals monthTotals() const;
    /// All budgets of this month, and of those of these tasks that used models. May take long.
    [[nodiscard]] Result<BudgetReport> report(const QList<Task>& tasks) const;
    /// The use of one of them over the last `span`. May take long.
    [[nodiscard]] Result<BudgetHistory> history(const QString& id, Millis span) const;
    /// Ends every call, settling it. Idempotent.
    void stop();

private:
    class Private;
    explicit TaskModels(std::unique_ptr<Private> d);
    std::unique_ptr<Private> m_d;
};

} // namespace signalbox
