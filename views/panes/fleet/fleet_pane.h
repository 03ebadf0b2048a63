// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTreeView;

namespace signalbox {

class Desk;
class EmptyState;

/// All tasks; what needs a person stands on top.
class FleetPane final : public QWidget {
    Q_OBJECT
public:
    explicit FleetPane(Desk& desk, QWidget* parent = nullptr);

private:
    void openGroups();
    void showChosen();
    void showEmptiness();
    void chooseCurrent();
    void filterChanged(const QString& text);
    void showEarlier();
    void followScroll();

    Desk& m_desk;
    QLineEdit* m_filter;
    QTreeView* m_tree;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    QPushButton* m_earlier;
    QTimer m_ages;
    QTimer m_settle;
    bool m_showing = false; ///< the selection is moved by us, not by the reader
};

} // namespace signalbox
