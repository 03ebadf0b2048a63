// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QStackedWidget;
class QTreeView;

namespace signalbox {

class Desk;
class EmptyState;
class FactGrid;
class StatusMark;

/// The audit log: who did what and when, as far back as it is kept; filtered by task, person and kind; its
/// chain is checked as it is read, and all of it can be taken along for a stranger to verify.
class AuditPane final : public QWidget {
    Q_OBJECT
public:
    explicit AuditPane(Desk& desk, QWidget* parent = nullptr);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void makeActions();
    QWidget* makeHead();
    QWidget* makeDetail();
    void applyFilter();
    void refresh();
    void showDetail();
    void takeAlong();

    Desk& m_desk;
    QTreeView* m_view;
    EmptyState* m_empty;
    QStackedWidget* m_stack;
    QComboBox* m_kind = nullptr;
    QLineEdit* m_who = nullptr;
    StatusMark* m_chain = nullptr;
    QLabel* m_words = nullptr;
    FactGrid* m_facts = nullptr;
    QAction* m_onlyTask = nullptr;
    QAction* m_visit = nullptr;
    QAction* m_export = nullptr;
};

} // namespace signalbox
