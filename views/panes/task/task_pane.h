// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

class QAction;
class QComboBox;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace signalbox {

class Desk;
class EmptyState;
class NoticeBar;
class StepDetail;
class RaiseCard;
class StepGraph;
class TaskHeader;
struct Task;

/// The chosen task: what it is, its state machine, and the step that one looks at.
class TaskPane final : public QWidget {
    Q_OBJECT
public:
    explicit TaskPane(Desk& desk, QWidget* parent = nullptr);
    [[nodiscard]] StepGraph& graph() const { return *m_graph; }

private:
    void makeResumeForm(QVBoxLayout* layout);
    void makeActions();
    void refresh();
    void refreshActions(const Task& task);
    void resume();

    Desk& m_desk;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    TaskHeader* m_header;
    StepGraph* m_graph;
    StepDetail* m_detail;
    NoticeBar* m_confirm;
    QWidget* m_resume = nullptr;
    QComboBox* m_resumeStep = nullptr;
    QLineEdit* m_resumeFeedback = nullptr;
    QAction* m_cancel = nullptr;
    RaiseCard* m_raiseCard = nullptr;
    QPushButton* m_raiseButton = nullptr;
    QPushButton* m_go = nullptr;
    QPushButton* m_stop = nullptr;
    QAction* m_raise = nullptr;
    QAction* m_retry = nullptr;
    QTimer m_tick;
    qint64 m_resumeFor = 0; ///< the task whose steps the form lists
};

} // namespace signalbox
