// SPDX-License-Identifier: GPL-3.0-or-later
// Calls about budgets of model calls.
#include "core/client/api_call.h"
#include "core/client/core_client.h"

#include <QUrl>

namespace signalbox {

void CoreClient::fetchBudgets(QObject* context, Callback<BudgetReport> done) {
    callApi<BudgetReport>(*m_transport, get(QStringLiteral("/v1/budgets")), context,
                          parseAnswer<BudgetReport>, std::move(done));
}

void CoreClient::fetchBudgetHistory(const QString& id, int hours, QObject* context,
                                    Callback<BudgetHistory> done) {
    // Both at once: what is escaped holds percent signs of its own.
    const QString path =
        QStringLiteral("/v1/budgets/history/%1?hours=%2")
            .arg(QString::fromLatin1(QUrl::toPercentEncoding(id, "/")), QString::number(hours));
    callApi<BudgetHistory>(*m_transport, get(path), context, parseAnswer<BudgetHistory>, std::move(done));
}

void CoreClient::raiseBudget(TaskId task, const BudgetRaise& raise, QObject* context,
                             Callback<TaskSummary> done) {
    ApiRequest request = get(QStringLiteral("/v1/tasks/%1/budget").arg(task));
    request.method = "POST";
    request.body = canonicalJson(toJson(raise));
    callApi<TaskSummary>(*m_transport, request, context, parseAnswer<TaskSummary>, std::move(done));
}

} // namespace signalbox
