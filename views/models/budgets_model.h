// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/core_client.h"

#include <QAbstractTableModel>
#include <QTimer>

namespace signalbox {

/// The budgets of model calls as they stand, those of months first. The core tells of no change in them, so
/// it is asked every few seconds, but only while somebody looks.
class BudgetsModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, Use, Forecast, Tokens, Cost, columns };
    enum Role { IdRole = Qt::UserRole + 1, TaskRole };
    explicit BudgetsModel(QObject* parent = nullptr);
    /// `began` and `ended` frame each request.
    void follow(CoreClient& client, std::function<void()> began, std::function<void()> ended);
    /// Whether somebody looks.
    void watch(bool on);
    /// The use of which budget is asked for too, and how far back; an empty id: of none.
    void showHistory(const QString& id, int hours);

    [[nodiscard]] const BudgetReport& report() const { return m_report; }
    /// Nothing was heard of the budgets yet.
    [[nodiscard]] bool unknown() const { return !m_known; }
    /// nullptr: there is none (any more).
    [[nodiscard]] const BudgetLine* line(const QString& id) const;
    /// Empty until it arrived.
    [[nodiscard]] const BudgetHistory& history() const { return m_history; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// "month 2026-11", "#41 Fix the parser".
    static QString nameOf(const BudgetLine& line);
    /// "used up in 2 h", "holds".
    static QString forecastText(const BudgetLine& line, Moment now);
    /// "340 k", "1.2 M".
    static QString shortNumber(double number);

signals:
    void updated();
    void historyUpdated();

private:
    friend struct BudgetsChanges;
    void fetch();
    void fetchHistory();

    CoreClient* m_client = nullptr;
    std::function<void()> m_began;
    std::function<void()> m_ended;
    QTimer m_timer;
    bool m_watched = false;
    bool m_fetching = false;
    bool m_known = false;
    BudgetReport m_report;
    QList<BudgetLine> m_lines;
    BudgetHistory m_history;
    QString m_historyId;
    int m_hours = 24;
    bool m_fetchingHistory = false;
};

} // namespace signalbox
