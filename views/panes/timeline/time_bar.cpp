// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/timeline/time_bar.h"

#include "views/models/desk.h"
#include "views/panes/pane_bits.h"

#include <QHBoxLayout>
#include <QScopedValueRollback>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>

#include <climits>

namespace signalbox {

TimeBar::TimeBar(Desk& desk, QWidget* owner)
    : QWidget(owner), m_desk(desk), m_slider(new QSlider(Qt::Horizontal, this)), m_words(quietLabel(this)),
      m_back(paneAction(owner, tr("One event &back"), QKeySequence(Qt::Key_Comma))),
      m_on(paneAction(owner, tr("One event &on"), QKeySequence(Qt::Key_Period))),
      m_now(paneAction(owner, tr("Back to &now"), QKeySequence(Qt::CTRL | Qt::Key_Period))),
      m_whole(paneAction(owner, tr("The &whole fleet"), QKeySequence(Qt::Key_W),
                         QStringLiteral("signalboxctl task list --at MOMENT"))),
      m_grow(Millis(250), [this] { refresh(); }) {
    m_whole->setCheckable(true);
    m_whole->setToolTip(tr("Move through the past of the whole fleet, not of this task alone"));
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    m_back->setIconText(mirrored ? QStringLiteral("\u25b8") : QStringLiteral("\u25c2"));
    m_on->setIconText(mirrored ? QStringLiteral("\u25c2") : QStringLiteral("\u25b8"));
    m_slider->setMinimumWidth(12 * grid);
    m_words->setMinimumWidth(22 * grid);
    m_words->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(grid, grid / 2, grid, grid / 2);
    row->setSpacing(grid / 2);
    row->addWidget(actionButton(m_back, this));
    row->addWidget(m_slider, 2);
    row->addWidget(actionButton(m_on, this));
    row->addWidget(m_words, 1);
    row->addWidget(actionButton(m_whole, this));
    row->addWidget(actionButton(m_now, this));
    connect(m_slider, &QSlider::valueChanged, this, [this](int place) {
        if (!m_refreshing)
            go(place);
    });
    connect(m_back, &QAction::triggered, this, [this] { step(-1); });
    connect(m_on, &QAction::triggered, this, [this] { step(1); });
    connect(m_now, &QAction::triggered, this, [this] { go(-1); });
    connect(m_whole, &QAction::toggled, this, &TimeBar::setWhole);
    connect(&desk, &Desk::pastChanged, this, &TimeBar::refresh);
    connect(&desk, &Desk::taskUpdated, this, &TimeBar::refresh);
    connect(&desk.timeline(), &QAbstractItemModel::rowsInserted, this, &TimeBar::refresh);
    connect(&desk.timeline(), &QAbstractItemModel::modelReset, this, &TimeBar::refresh);
    connect(&desk.mirror(), &CoreMirror::recordArrived, this, [this] {
        if (m_whole->isChecked())
            m_grow.ask();
    });
    setWhole(false);
}

void TimeBar::setWhole(bool whole) {
    m_slider->setAccessibleName(whole ? tr("Moment of the fleet's history")
                                      : tr("Moment of the task's history"));
    m_slider->setToolTip(whole ? tr("Move back to see the whole fleet as it was then")
                               : tr("Move back to see the task as it was then"));
    if (m_desk.past()) // the past of the one is not that of the other
        m_desk.fleetPast() ? m_desk.travelFleet(-1) : m_desk.travel(-1);
    refresh();
}

int TimeBar::last() const {
    return m_whole->isChecked() ? int(std::min<qint64>(m_desk.mirror().lastSeq(), INT_MAX)) - 1
                                : m_desk.history().size() - 1;
}

int TimeBar::place() const {
    if (m_whole->isChecked())
        return m_desk.fleetWanted() > 0 ? int(m_desk.fleetWanted()) - 1 : last();
    return m_desk.past() ? m_desk.pastPlace() : last();
}

void TimeBar::go(int place) {
    if (!m_whole->isChecked())
        m_desk.travel(place);
    else
        m_desk.travelFleet(place < 0 ? -1 : place + 1);
}

void TimeBar::step(int by) {
    go(std::clamp(place() + by, 0, last()));
}

void TimeBar::refresh() {
    const QScopedValueRollback refreshing(m_refreshing, true);
    if (m_desk.fleetPast() && !m_whole->isChecked()) { // one went there by another way
        const QSignalBlocker silent(m_whole);
        m_whole->setChecked(true);
    }
    const bool whole = m_whole->isChecked();
    const int end = last();
    const int at = place();
    const bool past = at < end;
    m_slider->setRange(0, std::max(0, end));
    m_slider->setPageStep(std::max(5, end / 50));
    m_slider->setValue(at);
    m_slider->setEnabled(end > 0);
    m_back->setEnabled(end > 0 && at > 0);
    m_on->setEnabled(past);
    m_now->setEnabled(past || m_desk.past());
    const bool reading = whole && m_desk.fleetWanted() != m_desk.fleetSeq();
    m_words->setText(end < 0   ? QString()
                     : reading ? tr("reading event %1 of %2 ...").arg(at + 1).arg(end + 1)
                     : past    ? tr("the past: event %1 of %2").arg(at + 1).arg(end + 1)
                               : tr("now: event %1").arg(end + 1));
    setTone(m_words, past ? Tone::Warning : Tone::Quiet);
}

} // namespace signalbox
