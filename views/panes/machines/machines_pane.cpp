// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/machines/machines_pane.h"

#include "views/models/desk.h"
#include "views/panes/pane_bits.h"
#include "views/panes/role_gate.h"
#include "views/parts/empty_state.h"
#include "views/parts/notice_bar.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace signalbox {

MachinesPane::MachinesPane(Desk& desk, QWidget* parent)
    : QWidget(parent), m_desk(desk), m_view(new QTreeView(this)), m_empty(new EmptyState(this)),
      m_stack(new QStackedWidget(this)), m_confirm(new NoticeBar(this)) {
    m_view->setModel(&desk.machines());
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setAccessibleName(tr("Machines"));
    m_view->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(MachinesModel::Name, QHeaderView::Stretch);
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_empty->setWords(tr("No machine exists"),
                      tr("A machine is made for each attempt that needs one, and removed when it ends."));
    m_stack->addWidget(m_view);
    setFocusProxy(m_view);
    m_stack->addWidget(m_empty);
    makeActions();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_confirm);
    layout->addWidget(m_stack, 1);
    m_bar = makeBar();
    layout->addWidget(m_bar);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &MachinesPane::refreshActions);
    connect(&desk.machines(), &QAbstractItemModel::dataChanged, this, &MachinesPane::refreshActions);
    connect(m_confirm, &NoticeBar::acted, this, [this] {
        m_confirm->hide();
        m_desk.destroyMachine(m_doomed);
    });
    connect(m_view, &QTreeView::activated, this, [this](const QModelIndex& index) {
        if (const auto task = index.data(MachinesModel::TaskRole).toLongLong(); task != 0)
            m_desk.chooseTask(task);
    });
    const auto refreshNow = [this] { refresh(); };
    connect(&desk.machines(), &QAbstractItemModel::rowsInserted, this, refreshNow);
    connect(&desk.machines(), &QAbstractItemModel::rowsRemoved, this, refreshNow);
    refresh();
}

void MachinesPane::makeActions() {
    m_terminal = paneAction(this, tr("Open a &terminal in the machine"));
    m_hibernate = paneAction(this, tr("&Hibernate the machine"));
    m_resume = paneAction(this, tr("Resume the &machine"));
    m_destroy = paneAction(this, tr("&Destroy the machine ..."));
    m_view->addActions({m_terminal, m_hibernate, m_resume, m_destroy});
    for (QAction* action : {m_terminal, m_hibernate, m_resume, m_destroy})
        needsRole(action, m_desk, Role::Operator);
    connect(m_terminal, &QAction::triggered, this, [this] { m_desk.wantTerminal(chosen()); });
    connect(m_hibernate, &QAction::triggered, this, [this] { m_desk.hibernateMachine(chosen()); });
    connect(m_resume, &QAction::triggered, this, [this] { m_desk.resumeMachine(chosen()); });
    connect(m_destroy, &QAction::triggered, this, &MachinesPane::askToDestroy);
}

/// What is known of the chosen machine, and what can be done with it.
QWidget* MachinesPane::makeBar() {
    auto* bar = new QWidget(this);
    auto* layout = new QVBoxLayout(bar);
    layout->setContentsMargins(grid, grid / 2, grid, grid / 2);
    layout->setSpacing(grid / 2);
    m_because = quietLabel(bar);
    m_because->setWordWrap(true);
    layout->addWidget(m_because);
    // Two rows: the pane is narrow beside the others.
    for (const auto& actions : {std::pair(m_terminal, m_hibernate), std::pair(m_resume, m_destroy)}) {
        auto* row = new QHBoxLayout;
        row->setSpacing(grid);
        row->addWidget(actionButton(actions.first, bar));
        row->addWidget(actionButton(actions.second, bar));
        row->addStretch(1);
        layout->addLayout(row);
    }
    return bar;
}

void MachinesPane::refreshActions() {
    const QString name = chosen();
    const QModelIndex index = m_view->currentIndex();
    const QString state = index.data(MachinesModel::StateRole).toString();
    setSensible(m_terminal, state == QLatin1String("running") && !m_desk.past() &&
                                index.data(MachinesModel::TaskRole).toLongLong() > 0);
    setSensible(m_hibernate, state == QLatin1String("running"));
    setSensible(m_resume, state == QLatin1String("hibernated"));
    setSensible(m_destroy, !name.isEmpty() && !m_desk.past());
    const auto command = [&](const char* verb) {
        return QStringLiteral("signalboxctl machine %1 %2").arg(QLatin1String(verb), shellWord(name));
    };
    setCommand(m_terminal, command("shell"));
    setCommand(m_hibernate, command("hibernate"));
    setCommand(m_resume, command("resume"));
    setCommand(m_destroy, command("destroy"));
    setPlain(m_because, name.isEmpty() ? tr("Choose a machine to enter, hibernate, resume or destroy it.")
                                       : index.data(MachinesModel::KnownRole).toString());
}

QString MachinesPane::chosen() const {
    return m_view->currentIndex().data(MachinesModel::NameRole).toString();
}

void MachinesPane::askToDestroy() {
    m_doomed = chosen();
    if (m_doomed.isEmpty())
        return;
    // What a machine holds is gone for good: this one thing cannot be taken back, so it is asked, here in
    // place.
    m_confirm->say(
        {Shape::Cross, Tone::Bad, {}},
        tr("%1 and its disk are removed at once; its attempt counts as a technical failure.").arg(m_doomed),
        tr("Destroy it"));
}

void MachinesPane::refresh() {
    m_stack->setCurrentWidget(m_desk.machines().rowCount() > 0 ? static_cast<QWidget*>(m_view) : m_empty);
    m_bar->setVisible(m_desk.machines().rowCount() > 0);
    refreshActions();
}

} // namespace signalbox
