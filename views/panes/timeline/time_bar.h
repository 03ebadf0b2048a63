// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QLabel;
class QSlider;

namespace signalbox {

class Desk;

/// The slider over the chosen task's history: moved back, all panes of the task show that moment.
class TimeBar final : public QWidget {
    Q_OBJECT
public:
    /// `owner` is the pane whose actions these are.
    TimeBar(Desk& desk, QWidget* owner);
    [[nodiscard]] QSlider& slider() const { return *m_slider; }

private:
    void refresh();
    void step(int by);

    Desk& m_desk;
    QSlider* m_slider;
    QLabel* m_words;
    QAction* m_back;
    QAction* m_on;
    QAction* m_now;
    bool m_refreshing = false; ///< the slider is moved by us, not by the reader
};

} // namespace signalbox
