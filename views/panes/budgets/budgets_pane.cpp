// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/budgets/budgets_pane.h"

#include "views/models/desk.h"
#include "views/panes/budgets/budget_delegate.h"
#include "views/panes/pane_bits.h"
#include "views/panes/raise_card.h"
#include "views/panes/role_gate.h"
#include "views/parts/budget_chart.h"
#include "views/parts/empty_state.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace signalbox {

BudgetsPane::BudgetsPane(Desk& desk, QWidget* parent)
    : QWidget(parent), m_desk(desk), m_view(new QTreeView(this)), m_empty(new EmptyState(this)),
      m_stack(new QStackedWidget(this)), m_card(new RaiseCard(this)) {
    m_view->setModel(&desk.budgets());
    m_view->setItemDelegate(new BudgetDelegate(desk.budgets(), m_view));
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setAccessibleName(tr("Budgets"));
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_view->header()->setSectionResizeMode(BudgetsModel::Name, QHeaderView::Stretch);
    m_view->header()->setMinimumSectionSize(8 * grid);
    setFocusProxy(m_view);
    makeActions();
    auto* split = new QSplitter(this);
    split->setChildrenCollapsible(false);
    split->addWidget(m_view);
    split->addWidget(makeDetail());
    m_view->setMinimumWidth(40 * grid);
    split->setSizes({3300, 1700});
    m_stack->addWidget(split);
    m_stack->addWidget(m_empty);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(grid, grid / 2, grid, grid / 2);
    row->setSpacing(grid);
    for (QAction* action : {m_raise, m_visit})
        row->addWidget(actionButton(action, this));
    row->addStretch(1);
    row->addWidget(actionButton(m_money, this));
    row->addWidget(m_span);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(
        presentLine(desk, tr("How budgets stood is not kept; the chart shows how they were used."), this));
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_card);
    layout->addLayout(row);

    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &BudgetsPane::showDetail);
    connect(m_view, &QTreeView::activated, m_visit, &QAction::trigger);
    connect(&desk.budgets(), &BudgetsModel::updated, this, &BudgetsPane::refresh);
    connect(&desk.budgets(), &BudgetsModel::historyUpdated, this, &BudgetsPane::showDetail);
    connect(&desk.mirror(), &CoreMirror::reset, this, &BudgetsPane::refresh);
    connect(&desk, &Desk::taskChosen, this, &BudgetsPane::chooseTask);
    connect(m_card, &RaiseCard::raised, this,
            [this](qint64 task, const BudgetRaise& raise) { m_desk.raiseBudget(task, raise); });
    connect(m_card, &RaiseCard::closed, this, [this] { m_view->setFocus(); });
    connect(m_card, &RaiseCard::commandChanged, this,
            [this](const QString& command) { m_desk.propose(command); });
    refresh();
}

void BudgetsPane::makeActions() {
    m_raise = paneAction(this, tr("Raise the task's &budget ..."));
    m_visit = paneAction(this, tr("Go to the budget's &task"));
    m_money = paneAction(this, tr("Chart in &dollars"));
    m_view->addActions({m_raise, m_visit});
    needsRole(m_raise, m_desk, Role::Operator);
    connect(m_raise, &QAction::triggered, this, [this] {
        if (const TaskSummary* task = m_desk.mirror().task(taskToRaise()))
            m_card->openFor(task->id, task->title);
    });
    connect(m_visit, &QAction::triggered, this, [this] {
        if (const BudgetLine* line = chosen(); line && line->task > 0)
            m_desk.chooseTask(line->task);
    });
    connect(m_money, &QAction::triggered, this, [this] {
        m_otherUnit = !m_otherUnit;
        showDetail();
    });
    m_span = new QComboBox(this);
    m_span->setAccessibleName(tr("How far back the chart goes"));
    for (const auto& [hours, words] :
         {std::pair(1, tr("the last hour")), std::pair(6, tr("6 hours")), std::pair(24, tr("24 hours")),
          std::pair(168, tr("7 days")), std::pair(744, tr("31 days"))})
        m_span->addItem(words, hours);
    m_span->setCurrentIndex(2);
    connect(m_span, &QComboBox::activated, this, [this] {
        m_spanChosen = true;
        showDetail();
    });
}

QWidget* BudgetsPane::makeDetail() {
    auto* detail = new QWidget(this);
    detail->setBackgroundRole(QPalette::Base);
    detail->setAutoFillBackground(true);
    m_title = plainLabel(detail);
    m_title->setFont(boldFont(m_title->font()));
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_words = quietLabel(detail);
    m_words->setWordWrap(true);
    m_chart = new BudgetChart(detail);
    auto* layout = new QVBoxLayout(detail);
    layout->setContentsMargins(grid, grid / 2, 0, 0);
    layout->setSpacing(grid / 4);
    layout->addWidget(m_title);
    layout->addWidget(m_words);
    layout->addWidget(m_chart, 1);
    return detail;
}

void BudgetsPane::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_desk.budgets().watch(true);
}

void BudgetsPane::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_desk.budgets().watch(false);
}

const BudgetLine* BudgetsPane::chosen() const {
    return m_desk.budgets().line(m_view->currentIndex().data(BudgetsModel::IdRole).toString());
}

qint64 BudgetsPane::taskToRaise() const {
    const BudgetLine* line = chosen();
    const qint64 task = line && line->task > 0 ? line->task : m_desk.taskId();
    const TaskSummary* row = m_desk.mirror().task(task);
    return row && row->outcome == Outcome::None ? task : 0;
}

void BudgetsPane::chooseTask(qint64 task) {
    for (int row = 0; row < m_desk.budgets().rowCount(); ++row)
        if (m_desk.budgets().index(row, 0).data(BudgetsModel::TaskRole).toLongLong() == task)
            m_view->setCurrentIndex(m_desk.budgets().index(row, 0));
    showDetail();
}

void BudgetsPane::refresh() {
    const BudgetsModel& budgets = m_desk.budgets();
    if (!m_desk.mirror().loaded())
        m_empty->setWords(tr("Connecting to the core ..."), {});
    else if (budgets.unknown())
        m_empty->setWords(tr("Reading the budgets ..."), {});
    else if (!budgets.report().metered)
        m_empty->setWords(
            tr("Model calls are not counted here"),
            tr("This core has no model gateway. Start it with a provider's key in its environment "
               "(ANTHROPIC_API_KEY, OPENAI_API_KEY or GEMINI_API_KEY), or with an upstream of your own:\n"
               "signalboxd --openai-upstream http://127.0.0.1:11434\n"
               "Limits: --task-tokens, --repository-cost, --agent-tokens, --month-cost and so on."));
    else
        m_empty->setWords(tr("No model was called yet"),
                          tr("Budgets stand here with the first call of an agent."));
    const bool any = budgets.report().metered && budgets.rowCount() > 0;
    m_stack->setCurrentIndex(any ? 0 : 1);
    m_span->setVisible(any);
    if (any && !m_view->currentIndex().isValid()) {
        m_view->setCurrentIndex(m_desk.budgets().index(0, 0));
        chooseTask(m_desk.taskId());
    }
    showDetail();
}

void BudgetsPane::showDetail() {
    const BudgetLine* line = chosen();
    if (line && !m_spanChosen) { // a task is a matter of hours, a month's budget is not
        const QSignalBlocker quiet(m_span);
        m_span->setCurrentIndex(line->task > 0 ? 1 : 2);
    }
    m_desk.budgets().showHistory(line ? line->id : QString(), m_span->currentData().toInt());
    const qint64 task = taskToRaise();
    setSensible(m_raise, task > 0 && m_desk.budgets().report().metered);
    setCommand(m_raise, QStringLiteral("signalboxctl budget raise %1 --tokens N").arg(task));
    m_visit->setEnabled(line && line->task > 0);
    setCommand(m_visit, line && line->task > 0 ? QStringLiteral("signalboxctl task show %1").arg(line->task)
                                               : QStringLiteral("signalboxctl budget list"));
    m_money->setEnabled(line);
    if (!line) {
        setPlain(m_title, {});
        setPlain(m_words, {});
        m_chart->clear();
        return;
    }
    const BudgetForecast forecast = forecastOf(*line, m_desk.budgets().report().at);
    setPlain(m_title, BudgetsModel::nameOf(*line));
    const int column = forecast.byCost ? BudgetsModel::Cost : BudgetsModel::Tokens;
    QString words = tr("%1: %2").arg(m_view->currentIndex().siblingAtColumn(column).data().toString(),
                                     BudgetsModel::forecastText(*line, m_desk.budgets().report().at));
    if (forecast.kind == BudgetForecast::Kind::Reached)
        words +=
            line->task > 0
                ? tr(". The task waits: raise its budget, and it goes on.")
                : tr(". Calls are refused until the month ends, or until the core is started with more.");
    setPlain(m_words, words);
    setTone(m_words, forecast.kind == BudgetForecast::Kind::Reached ? Tone::Bad : Tone::Quiet);
    const bool money = (line->costLimit && !line->tokenLimit) != m_otherUnit;
    m_money->setText(money ? tr("Chart in &tokens") : tr("Chart in &dollars"));
    m_chart->show(*line, m_desk.budgets().history(), money);
}

} // namespace signalbox
