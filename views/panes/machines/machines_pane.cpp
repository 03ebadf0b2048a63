// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/machines/machines_pane.h"

#include "views/models/desk.h"
#include "views/panes/pane_bits.h"
#include "views/parts/empty_state.h"
#include "views/parts/notice_bar.h"

#include <QHeaderView>
#include <QStackedWidget>
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
    m_stack->addWidget(m_empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_confirm);
    layout->addWidget(m_stack, 1);

    auto* destroy = paneAction(this, tr("&Destroy the machine ..."));
    m_view->addAction(destroy);
    destroy->setEnabled(false);
    connect(destroy, &QAction::triggered, this, &MachinesPane::askToDestroy);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this, destroy] {
        destroy->setEnabled(!chosen().isEmpty());
        setCommand(destroy, QStringLiteral("signalboxctl machine destroy %1").arg(shellWord(chosen())));
    });
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
}

} // namespace signalbox
