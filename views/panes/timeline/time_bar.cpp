// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/timeline/time_bar.h"

#include "views/models/desk.h"
#include "views/panes/pane_bits.h"

#include <QHBoxLayout>
#include <QScopedValueRollback>
#include <QSlider>
#include <QToolButton>

namespace signalbox {

TimeBar::TimeBar(Desk& desk, QWidget* owner)
    : QWidget(owner), m_desk(desk), m_slider(new QSlider(Qt::Horizontal, this)), m_words(quietLabel(this)),
      m_back(paneAction(owner, tr("One event &back"), QKeySequence(Qt::Key_Comma))),
      m_on(paneAction(owner, tr("One event &on"), QKeySequence(Qt::Key_Period))),
      m_now(paneAction(owner, tr("Back to &now"), QKeySequence(Qt::CTRL | Qt::Key_Period))) {
    m_slider->setAccessibleName(tr("Moment of the task's history"));
    m_slider->setToolTip(tr("Move back to see the task as it was then"));
    m_slider->setPageStep(5);
    m_words->setMinimumWidth(26 * grid);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(grid, grid / 2, grid, grid / 2);
    row->setSpacing(grid / 2);
    row->addWidget(actionButton(m_back, this));
    row->addWidget(m_slider, 2);
    row->addWidget(actionButton(m_on, this));
    row->addWidget(m_words, 1);
    row->addWidget(actionButton(m_now, this));
    connect(m_slider, &QSlider::valueChanged, this, [this](int place) {
        if (!m_refreshing)
            m_desk.travel(place);
    });
    connect(m_back, &QAction::triggered, this, [this] { step(-1); });
    connect(m_on, &QAction::triggered, this, [this] { step(1); });
    connect(m_now, &QAction::triggered, this, [this] { m_desk.travel(-1); });
    connect(&desk, &Desk::pastChanged, this, &TimeBar::refresh);
    connect(&desk, &Desk::taskUpdated, this, &TimeBar::refresh);
    connect(&desk.timeline(), &QAbstractItemModel::rowsInserted, this, &TimeBar::refresh);
    connect(&desk.timeline(), &QAbstractItemModel::modelReset, this, &TimeBar::refresh);
    refresh();
}

void TimeBar::step(int by) {
    const int last = m_desk.history().size() - 1;
    const int place = m_desk.past() ? m_desk.pastPlace() : last;
    m_desk.travel(std::clamp(place + by, 0, last));
}

void TimeBar::refresh() {
    const QScopedValueRollback refreshing(m_refreshing, true);
    const int last = m_desk.history().size() - 1;
    const int place = m_desk.past() ? m_desk.pastPlace() : last;
    m_slider->setRange(0, std::max(0, last));
    m_slider->setValue(place);
    m_slider->setEnabled(last > 0);
    m_back->setEnabled(last > 0 && place > 0);
    m_on->setEnabled(m_desk.past());
    m_now->setEnabled(m_desk.past());
    m_words->setText(last < 0        ? QString()
                     : m_desk.past() ? tr("the past: event %1 of %2").arg(place + 1).arg(last + 1)
                                     : tr("now: event %1").arg(last + 1));
    setTone(m_words, m_desk.past() ? Tone::Warning : Tone::Quiet);
}

} // namespace signalbox
