// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/throttle.h"

#include <QWidget>

class QAction;
class QLabel;
class QSlider;

namespace signalbox {

class Desk;

/// The slider over the chosen task's history, or over the core's whole journal: moved back, all panes of the
/// task, or all panes, show that moment.
class TimeBar final : public QWidget {
    Q_OBJECT
public:
    /// `owner` is the pane whose actions these are.
    TimeBar(Desk& desk, QWidget* owner);
    [[nodiscard]] QSlider& slider() const { return *m_slider; }

private:
    void refresh();
    void step(int by);
    void setWhole(bool whole);
    /// The last event, and the one that is shown, in what the slider goes over; from 0.
    [[nodiscard]] int last() const;
    [[nodiscard]] int place() const;
    void go(int place);

    Desk& m_desk;
    QSlider* m_slider;
    QLabel* m_words;
    QAction* m_back;
    QAction* m_on;
    QAction* m_now;
    QAction* m_whole;          ///< checked: the slider goes over the whole fleet's past
    Throttle m_grow;           ///< the journal grows all the time
    bool m_refreshing = false; ///< the slider is moved by us, not by the reader
};

} // namespace signalbox
