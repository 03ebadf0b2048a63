// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QTimer>

#include <functional>
#include <utility>

namespace signalbox {

/// Does something at once when it was quiet, and only so often when it is asked for all the time: what a
/// thousand events a second lead to on a screen. One thread, with an event loop.
class Throttle final : public QObject {
public:
    Throttle(Millis interval, std::function<void()> what, QObject* parent = nullptr)
        : QObject(parent), m_act(std::move(what)) {
        m_timer.setSingleShot(true);
        m_timer.setInterval(int(interval.count()));
        QObject::connect(&m_timer, &QTimer::timeout, this, &Throttle::flush);
    }

    void ask() {
        m_asked = true;
        if (!m_timer.isActive())
            act();
    }
    /// Something was asked for and is still to be done.
    [[nodiscard]] bool waiting() const { return m_asked; }
    /// What was asked for need not be done any more.
    void forget() { m_asked = false; }
    /// Does what waits without waiting any longer.
    void flush() {
        if (m_asked)
            act();
    }

private:
    void act() {
        m_asked = false;
        m_timer.start(); // before: what it leads to may ask again
        m_act();
    }

    std::function<void()> m_act;
    QTimer m_timer;
    bool m_asked = false;
};

} // namespace signalbox
