// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/bench.h"

#include <QApplication>

namespace signalbox::bench {

/// An application that knows how long each turn of its event loop took: what was handled between two looks at
/// what the person does. A turn's processor time is that of this thread alone, so that a busy machine does
/// not count; the wall clock is kept beside it.
class TurnMeter final : public QApplication {
    Q_OBJECT
public:
    TurnMeter(int& argc, char** argv);

    bool notify(QObject* receiver, QEvent* event) override;

    struct Turns {
        Samples processor; ///< milliseconds
        Samples wall;
        double total = 0; ///< milliseconds of processor time
        double longest = 0;
        QString longestIs; ///< what was handled longest in it
        int over = 0;      ///< turns of more than a frame, 16 ms
    };
    /// Forgets what was; counts from now on.
    void restart();
    [[nodiscard]] const Turns& turns() const { return m_turns; }

private:
    void endTurn();

    Turns m_turns;
    int m_depth = 0;
    double m_processor = 0; ///< of the turn that goes on
    double m_wall = 0;
    double m_longestEvent = 0;
    QString m_longestEventIs;
};

/// Milliseconds of processor time that this thread used so far.
double threadTime();
/// Milliseconds of a clock that all processes of this machine share.
double machineTime();

} // namespace signalbox::bench
