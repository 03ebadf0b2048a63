// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/timeline/timeline_pane.h"

#include "views/models/desk.h"
#include "views/panes/pane_bits.h"
#include "views/panes/timeline/time_bar.h"

#include <QHeaderView>
#include <QScrollBar>
#include <QTreeView>
#include <QVBoxLayout>

namespace signalbox {

TimelinePane::TimelinePane(Desk& desk, QWidget* parent) : QWidget(parent) {
    auto* view = new QTreeView(this);
    view->setModel(&desk.timeline());
    view->setRootIsDecorated(false);
    setFocusProxy(view);
    view->setUniformRowHeights(true);
    view->setAllColumnsShowFocus(true);
    view->setFrameShape(QFrame::NoFrame);
    view->setAlternatingRowColors(true);
    view->setAccessibleName(tr("Timeline"));
    view->header()->setStretchLastSection(false);
    view->header()->setSectionResizeMode(TimelineModel::At, QHeaderView::ResizeToContents);
    view->header()->setSectionResizeMode(TimelineModel::What, QHeaderView::Stretch);
    view->header()->setSectionResizeMode(TimelineModel::Seq, QHeaderView::ResizeToContents);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new TimeBar(desk, this));
    layout->addWidget(view, 1);
    view->setToolTip(tr("Enter or a double click shows the task as it was after that event"));
    connect(view, &QTreeView::activated, &desk,
            [&desk](const QModelIndex& index) { desk.travel(index.row()); });
    connect(&desk, &Desk::pastChanged, view, [view, &desk] {
        if (desk.past())
            view->setCurrentIndex(desk.timeline().index(desk.pastPlace(), 0));
    });
    // Newest last, as in the log: stay at the end unless the reader has gone up.
    connect(&desk.timeline(), &QAbstractItemModel::modelReset, view, &QTreeView::scrollToBottom);
    connect(&desk.timeline(), &QAbstractItemModel::rowsAboutToBeInserted, view, [view] {
        const QScrollBar* bar = view->verticalScrollBar();
        view->setProperty("atEnd", bar->value() >= bar->maximum());
    });
    connect(&desk.timeline(), &QAbstractItemModel::rowsInserted, view, [view] {
        if (view->property("atEnd").toBool())
            view->scrollToBottom();
    });
}

} // namespace signalbox
