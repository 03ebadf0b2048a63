// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/fleet/fleet_pane.h"

#include "views/models/desk.h"
#include "views/panes/fleet/fleet_delegate.h"
#include "views/panes/pane_bits.h"
#include "views/parts/empty_state.h"

#include <QLineEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

namespace signalbox {

FleetPane::FleetPane(Desk& desk, QWidget* parent)
    : QWidget(parent), m_desk(desk), m_filter(new QLineEdit(this)), m_tree(new QTreeView(this)),
      m_stack(new QStackedWidget(this)), m_empty(new EmptyState(this)), m_earlier(new QPushButton(this)) {
    m_filter->setPlaceholderText(tr("Filter: number, title, repository, state"));
    m_filter->setAccessibleName(tr("Filter the fleet"));
    m_filter->setClearButtonEnabled(true);
    m_tree->setModel(&desk.shownFleet());
    m_tree->setItemDelegate(
        new FleetDelegate([&desk] { return desk.fleetPast() ? desk.now() : desk.client().now(); }, m_tree));
    m_tree->setHeaderHidden(true);
    m_tree->setRootIsDecorated(false);
    m_tree->setIndentation(0);
    m_tree->setItemsExpandable(false);
    m_tree->setExpandsOnDoubleClick(false);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setVerticalScrollMode(
        QAbstractItemView::ScrollPerItem); // by pixels it measures every row that there is
    m_tree->setAccessibleName(tr("Tasks"));
    m_tree->expandAll();
    setFocusProxy(m_tree);
    m_stack->addWidget(m_tree);
    m_stack->addWidget(m_empty);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* top = new QVBoxLayout;
    top->setContentsMargins(grid, grid, grid, grid);
    top->addWidget(m_filter);
    layout->addLayout(top);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_earlier);
    m_earlier->setFlat(true);
    setMinimumWidth(28 * grid);

    connect(m_filter, &QLineEdit::textChanged, this, &FleetPane::filterChanged);
    connect(&desk, &Desk::filterWanted, m_filter, &QLineEdit::setText);
    connect(m_filter, &QLineEdit::returnPressed, m_tree, qOverload<>(&QWidget::setFocus));
    // Groups come and go with their tasks, and are always open. Once for many changes, after the view took
    // them in.
    m_settle.setSingleShot(true);
    connect(&m_settle, &QTimer::timeout, this, &FleetPane::openGroups);
    const auto settle = [this] { m_settle.start(0); };
    auto& shown = desk.shownFleet();
    connect(&shown, &QAbstractItemModel::rowsInserted, this, settle);
    connect(&shown, &QAbstractItemModel::rowsRemoved, this, settle);
    connect(&shown, &QAbstractItemModel::layoutChanged, this, settle);
    connect(&shown, &QAbstractItemModel::modelReset, this, [this] {
        openGroups();
        showChosen();
    });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &FleetPane::chooseCurrent);
    connect(&desk, &Desk::taskChosen, this, &FleetPane::showChosen);
    m_ages.setInterval(10'000);
    connect(&m_ages, &QTimer::timeout, m_tree->viewport(), qOverload<>(&QWidget::update));
    m_ages.start();

    auto* filter = paneAction(this, tr("&Filter the fleet"), QKeySequence(Qt::Key_Slash));
    connect(filter, &QAction::triggered, this, [this] {
        m_filter->setFocus();
        m_filter->selectAll();
    });
    auto* next = paneAction(this, tr("Next task"), QKeySequence(Qt::Key_J));
    connect(next, &QAction::triggered, this, [this] { m_desk.walk(1); });
    auto* previous = paneAction(this, tr("Previous task"), QKeySequence(Qt::Key_K));
    connect(previous, &QAction::triggered, this, [this] { m_desk.walk(-1); });
    setCommand(next, QStringLiteral("signalboxctl task list"));
    auto* earlier =
        paneAction(this, tr("Show &earlier tasks"), {}, QStringLiteral("signalboxctl task list --all"));
    connect(earlier, &QAction::triggered, &desk.earlier(), &EarlierTasks::fetchMore);
    connect(m_earlier, &QPushButton::clicked, earlier, &QAction::trigger);
    m_earlier->setStatusTip(earlier->statusTip());
    connect(&desk.earlier(), &EarlierTasks::changed, this, &FleetPane::showEarlier);
    connect(&desk, &Desk::pastChanged, this, &FleetPane::showEarlier);
    connect(m_tree->verticalScrollBar(), &QScrollBar::valueChanged, this, &FleetPane::followScroll);
    showEarlier();
    showEmptiness();
}

void FleetPane::filterChanged(const QString& text) {
    m_desk.shownFleet().setText(text);
    openGroups();
    showChosen();
}

void FleetPane::openGroups() {
    const QAbstractItemModel& shown = m_desk.shownFleet();
    bool opened = false;
    for (int g = 0; g < shown.rowCount(); ++g) {
        const QModelIndex group = shown.index(g, 0);
        if (!m_tree->isExpanded(group)) {
            m_tree->expand(group);
            opened = true;
        }
    }
    if (opened)
        showChosen();
    showEmptiness();
}

void FleetPane::chooseCurrent() {
    if (m_showing)
        return;
    const auto task = m_tree->currentIndex().data(FleetModel::TaskRole).toLongLong();
    if (task != 0)
        m_desk.chooseTask(task);
}

void FleetPane::showChosen() {
    const QModelIndex index = m_desk.shownFleet().indexOf(m_desk.taskId());
    const QScopedValueRollback showing(m_showing, true);
    if (index.isValid()) {
        m_tree->setCurrentIndex(index);
        // The first task's group belongs to what one wants to see.
        const bool first = index.row() == 0 && index.parent().row() == 0;
        first ? m_tree->scrollToTop() : m_tree->scrollTo(index);
    } else {
        m_tree->selectionModel()->clear();
    }
}

void FleetPane::showEmptiness() {
    const bool any = m_desk.shownFleet().rowCount() > 0;
    bool tasks = false;
    for (int g = 0; g < m_desk.shownFleet().rowCount(); ++g)
        tasks = tasks || m_desk.shownFleet().rowCount(m_desk.shownFleet().index(g, 0)) > 0;
    if (!m_filter->text().isEmpty())
        m_empty->setWords(tr("No task matches"), tr("Clear the filter to see all tasks."));
    else
        m_empty->setWords(tr("No task yet"), tr("Tasks appear here as soon as they are submitted."));
    m_stack->setCurrentWidget(any && tasks ? static_cast<QWidget*>(m_tree) : m_empty);
}

void FleetPane::showEarlier() {
    const EarlierTasks& earlier = m_desk.earlier();
    m_earlier->setVisible(!earlier.complete() && !m_desk.fleetPast());
    m_earlier->setEnabled(!earlier.busy());
    m_earlier->setText(earlier.busy()    ? tr("Reading earlier tasks ...")
                       : earlier.error() ? tr("Earlier tasks could not be read: try again")
                                         : tr("Show earlier tasks"));
    m_earlier->setToolTip(earlier.error()
                              ? earlier.error()->text()
                              : tr("Finished tasks that the core's memory does not hold any more"));
}

/// Whoever has begun to look back gets more by scrolling on.
void FleetPane::followScroll() {
    const QScrollBar* bar = m_tree->verticalScrollBar();
    EarlierTasks& earlier = m_desk.earlier();
    if (earlier.begun() && !m_desk.fleetPast() && !earlier.error() && bar->maximum() > 0 &&
        bar->value() >= bar->maximum())
        earlier.fetchMore();
}

} // namespace signalbox
