// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/console/turn_meter.h"
#include "views/shell/console.h"

#include <QElapsedTimer>
#include <QTimer>

#include <functional>

namespace signalbox::bench {

/// What a row says, handed over to the program that shows the table.
struct Figure {
    QString figure;
    QString unit;
    double measured = 0;
    std::optional<double> atMost;
    std::optional<double> atLeast;
};

/// A person at the console on a busy core: looks at ten thousand tasks while thousands of events come each
/// second, reads a log as it comes, searches it, and reads a large change. Says how long the console's turns
/// were all the while, and what memory it took.
class WorkingDay final : public QObject {
    Q_OBJECT
public:
    struct Plan {
        int rate = 5000; ///< events a second
        int seconds = 20;
        int logLines = 1'000'000;
        int diffLines = 50'000;
        int minutes = 0; ///< that the load is kept up at the end; 0: memory is told from `seconds`
    };
    WorkingDay(TurnMeter& meter, const QUrl& core, const Plan& plan);
    /// Runs through it; false: something did not come to its end in time.
    bool run();

private:
    bool load();
    bool storm();
    bool readLog();
    bool readChange();
    void memory();
    void stay(double before);
    void setRate(int rate);
    /// Goes on until this holds; false: not within the time.
    bool until(const std::function<bool()>& done, int seconds);
    void spend(int milliseconds);
    void turnsRow(const QString& what);
    static void tell(const Figure& figure);

    TurnMeter& m_meter;
    QUrl m_core;
    Plan m_plan;
    Console m_console;
};

/// Memory of this process that is its own, in bytes; 0 where the system does not say.
qint64 ownMemory();

} // namespace signalbox::bench
