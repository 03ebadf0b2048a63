// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QLabel;
class QStackedWidget;
class QTreeView;

namespace signalbox {

class Desk;
class EmptyState;
class NoticeBar;

/// The machines that exist, what they use and whom they serve.
class MachinesPane final : public QWidget {
    Q_OBJECT
public:
    explicit MachinesPane(Desk& desk, QWidget* parent = nullptr);

private:
    void makeActions();
    QWidget* makeBar();
    void refresh();
    void refreshActions();
    void askToDestroy();
    [[nodiscard]] QString chosen() const;
    Desk& m_desk;
    QTreeView* m_view;
    EmptyState* m_empty;
    QStackedWidget* m_stack;
    NoticeBar* m_confirm;
    QWidget* m_bar = nullptr;
    QLabel* m_because = nullptr;
    QAction* m_terminal = nullptr;
    QAction* m_hibernate = nullptr;
    QAction* m_resume = nullptr;
    QAction* m_destroy = nullptr;
    QString m_doomed;
};

} // namespace signalbox
