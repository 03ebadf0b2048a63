// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QStackedWidget;
class QTreeView;

namespace signalbox {

class BudgetChart;
class Desk;
class EmptyState;
class RaiseCard;
struct BudgetLine;

/// The budgets of model calls: use, reserve, limit and forecast of each, its use over time, and a task's is
/// raised here.
class BudgetsPane final : public QWidget {
    Q_OBJECT
public:
    explicit BudgetsPane(Desk& desk, QWidget* parent = nullptr);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void makeActions();
    QWidget* makeDetail();
    void refresh();
    void showDetail();
    void chooseTask(qint64 task);
    [[nodiscard]] const BudgetLine* chosen() const;
    /// Of the chosen budget, or of the task that is looked at; 0: of none.
    [[nodiscard]] qint64 taskToRaise() const;

    Desk& m_desk;
    QTreeView* m_view;
    EmptyState* m_empty;
    QStackedWidget* m_stack;
    QLabel* m_title = nullptr;
    QLabel* m_words = nullptr;
    BudgetChart* m_chart = nullptr;
    QComboBox* m_span = nullptr;
    RaiseCard* m_card;
    QAction* m_raise = nullptr;
    QAction* m_visit = nullptr;
    QAction* m_money = nullptr;
    bool m_spanChosen = false; ///< by the reader
    bool m_otherUnit = false;  ///< than the one that the budget is limited in
};

} // namespace signalbox
