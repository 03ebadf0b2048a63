// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/task/task_pane.h"

#include "views/models/desk.h"
#include "views/panes/pane_bits.h"
#include "views/panes/raise_card.h"
#include "views/panes/role_gate.h"
#include "views/panes/task/step_detail.h"
#include "views/panes/task/task_header.h"
#include "views/parts/empty_state.h"
#include "views/parts/notice_bar.h"
#include "views/parts/step_graph.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace signalbox {

TaskPane::TaskPane(Desk& desk, QWidget* parent)
    : QWidget(parent), m_desk(desk), m_stack(new QStackedWidget(this)), m_empty(new EmptyState(this)),
      m_header(new TaskHeader(this)), m_graph(new StepGraph(this)), m_detail(new StepDetail(this)),
      m_confirm(new NoticeBar(this)) {
    auto* content = new QWidget(this);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(2 * grid, grid * 3 / 2, 2 * grid, grid);
    layout->setSpacing(grid);
    layout->addWidget(m_header);
    layout->addWidget(m_confirm);
    makeResumeForm(layout);
    layout->addWidget(m_graph);
    layout->addWidget(m_detail, 1);
    auto* area = new QScrollArea(this);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setWidget(content);
    content->setBackgroundRole(QPalette::Base);
    content->setAutoFillBackground(true);
    m_detail->setMinimumHeight(12 * grid);
    m_stack->addWidget(area);
    m_stack->addWidget(m_empty);
    m_empty->setBackgroundRole(QPalette::Base);
    m_empty->setAutoFillBackground(true);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_stack);
    setMinimumWidth(40 * grid);
    setFocusProxy(m_graph);

    m_graph->setClock([&desk] { return desk.now(); });
    makeActions();
    connect(m_graph, &StepGraph::stepSelected, &desk, &Desk::chooseStep);
    connect(&desk, &Desk::taskUpdated, this, &TaskPane::refresh);
    connect(&desk, &Desk::stepChosen, this, [this](const QString& step) {
        m_graph->select(step);
        if (m_desk.task())
            m_detail->setStep(*m_desk.task(), step, m_desk.now());
    });
    connect(&desk, &Desk::taskChosen, m_confirm, &QWidget::hide);
    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        if (m_desk.task() && isVisible())
            m_header->setTask(*m_desk.task(), m_desk.now());
    });
    m_tick.start();
    refresh();
}

void TaskPane::makeActions() {
    m_cancel = paneAction(this, tr("&Cancel the task ..."));
    connect(m_cancel, &QAction::triggered, this, [this] {
        m_confirm->say({Shape::Slash, Tone::Warning, {}},
                       tr("The task stops, what it did is undone, and its machine is removed."),
                       tr("Cancel it"));
    });
    connect(m_confirm, &NoticeBar::acted, this, [this] {
        m_confirm->hide();
        m_desk.cancelTask(m_desk.taskId(), tr("cancelled in the console"));
    });
    m_raise = paneAction(this, tr("&Grant the task a larger budget ..."));
    connect(m_raise, &QAction::triggered, this, [this] {
        if (const Task* task = m_desk.task())
            m_raiseCard->openFor(task->id, task->spec.title);
    });
    connect(m_raiseCard, &RaiseCard::raised, this,
            [this](qint64 task, const BudgetRaise& raise) { m_desk.raiseBudget(task, raise); });
    connect(m_raiseCard, &RaiseCard::closed, this, [this] { setFocus(); });
    m_retry = paneAction(this, tr("Send the task &on"));
    for (QAction* action : {m_cancel, m_raise, m_retry})
        needsRole(action, m_desk, Role::Operator);
    followAction(m_raiseButton, m_raise);
    followAction(m_go, m_retry);
    followAction(m_stop, m_cancel);
    connect(m_retry, &QAction::triggered, this, &TaskPane::resume);
}

void TaskPane::makeResumeForm(QVBoxLayout* layout) {
    m_resume = new QWidget(this);
    m_resumeStep = new QComboBox(m_resume);
    m_resumeStep->setAccessibleName(tr("Step to go on at"));
    m_resumeFeedback = new QLineEdit(m_resume);
    m_resumeFeedback->setPlaceholderText(tr("Feedback for the agent (may be empty)"));
    m_resumeFeedback->setAccessibleName(tr("Feedback for the agent"));
    m_raiseCard = new RaiseCard(this);
    m_raiseButton = new QPushButton(tr("Raise its bud&get ..."), m_resume);
    connect(m_raiseButton, &QPushButton::clicked, this, [this] { m_raise->trigger(); });
    m_go = new QPushButton(tr("Send it &on"), m_resume);
    m_stop = new QPushButton(tr("&Cancel the task"), m_resume);
    m_resumeStep->setSizeAdjustPolicy(QComboBox::AdjustToContents); // it is filled anew for each task
    auto* form = new QVBoxLayout(m_resume);
    form->setContentsMargins(0, 0, 0, 0);
    form->setSpacing(grid / 2);
    auto* words = new QHBoxLayout;
    words->setSpacing(grid);
    words->addWidget(m_resumeStep);
    words->addWidget(m_resumeFeedback, 1);
    auto* row = new QHBoxLayout;
    row->setSpacing(grid);
    row->addWidget(m_raiseButton);
    row->addWidget(m_go);
    row->addWidget(m_stop);
    row->addStretch(1);
    form->addLayout(words);
    form->addLayout(row);
    layout->addWidget(m_resume);
    layout->addWidget(m_raiseCard);
    connect(m_go, &QPushButton::clicked, this, &TaskPane::resume);
    connect(m_resumeFeedback, &QLineEdit::returnPressed, this, &TaskPane::resume);
    connect(m_stop, &QPushButton::clicked, this, [this] { m_cancel->trigger(); });
}

void TaskPane::resume() {
    if (!m_retry->isEnabled())
        return;
    m_desk.retryTask(m_desk.taskId(), m_resumeStep->currentData().toString(),
                     m_resumeFeedback->text().trimmed());
    m_resumeFeedback->clear();
}

void TaskPane::refreshActions(const Task& task) {
    const bool parked = task.phase == TaskPhase::Parked && !m_desk.past();
    const bool ends = m_desk.past() || task.phase == TaskPhase::Finished ||
                      task.phase == TaskPhase::TearingDown || task.phase == TaskPhase::Compensating;
    setSensible(m_cancel, !ends);
    setCommand(m_cancel, QStringLiteral("signalboxctl task cancel %1").arg(task.id));
    setSensible(m_retry, parked);
    setCommand(m_retry, QStringLiteral("signalboxctl task retry %1").arg(task.id));
    m_resume->setVisible(parked);
    const Attempt* last = task.lastAttempt(task.current);
    const bool overBudget = parked && last && last->result && last->result->verdict == Verdict::OverBudget;
    setSensible(m_raise, overBudget);
    setCommand(m_raise, QStringLiteral("signalboxctl budget raise %1 --tokens N").arg(task.id));
    m_raiseButton->setVisible(overBudget);
    if (!overBudget || m_raiseCard->task() != task.id)
        m_raiseCard->hide();
    if (!parked || m_resumeFor == task.id)
        return;
    m_resumeFor = task.id;
    m_resumeStep->clear();
    for (const Step& step : task.blueprint.steps) {
        if (step.kind == StepKind::Admission || step.kind == StepKind::Teardown)
            continue;
        m_resumeStep->addItem(tr("at %1").arg(step.title.isEmpty() ? step.id : step.title), step.id);
        if (step.id == task.current)
            m_resumeStep->setCurrentIndex(m_resumeStep->count() - 1);
    }
}

void TaskPane::refresh() {
    const Task* task = m_desk.task();
    m_stack->setCurrentIndex(task ? 0 : 1);
    for (QAction* action : {m_cancel, m_retry, m_raise})
        setSensible(action, false);
    if (!task) {
        m_resumeFor = 0;
        m_graph->clear();
        if (m_desk.taskId() == 0)
            m_empty->setWords(tr("No task chosen"),
                              tr("J and K walk through the fleet; Ctrl+K finds everything."));
        else
            m_empty->setWords(tr("Reading task %1 ...").arg(m_desk.taskId()), {});
        return;
    }
    m_header->setTask(*task, m_desk.now());
    m_graph->setTask(*task);
    m_detail->setStep(*task, m_desk.stepId(), m_desk.now());
    refreshActions(*task);
}

} // namespace signalbox
