// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QStackedWidget;
class QToolButton;
class QTreeView;

namespace signalbox {

class Desk;
class EmptyState;
class FactGrid;
struct Alert;

/// What was given up and what is not as it should be, with why, and what can be done about it.
class AlertsPane final : public QWidget {
    Q_OBJECT
public:
    explicit AlertsPane(Desk& desk, QWidget* parent = nullptr);

private:
    void makeActions();
    QWidget* makeDetail();
    void refresh();
    void showDetail();
    void replay();
    void visit();
    [[nodiscard]] const Alert* chosen() const;

    Desk& m_desk;
    QTreeView* m_view;
    EmptyState* m_empty;
    QStackedWidget* m_stack;
    QWidget* m_detail = nullptr;
    FactGrid* m_facts = nullptr;
    QAction* m_replay = nullptr;
    QAction* m_visit = nullptr;
    QAction* m_all = nullptr;
};

} // namespace signalbox
