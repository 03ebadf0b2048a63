// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "test_server.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTimer>

namespace signalbox::bench {

struct BusyPlan {
    int tasks = 10'000;
    int logLines = 1'000'000;
    int diffLines = 50'000;
};

/// A core behind a real port that is as busy as it is told: `GET /bench/rate/5000` has so many events happen
/// each second, over tasks that start, come to a decision, are parked and end. Task 1 has the long log, task
/// 2 the large change.
class BusyCore final : public QObject {
    Q_OBJECT
public:
    explicit BusyCore(const BusyPlan& plan);
    [[nodiscard]] QString url() const { return m_server.url(); }

private:
    void addTask(TaskId id);
    void end(TaskId id);
    void happen();
    void step();
    void writeLog(int lines);
    [[nodiscard]] static QByteArray patchOf(int lines);

    test::TestServer m_server;
    ScenarioCore& m_core;
    BusyPlan m_plan;
    Blueprint m_blueprint;
    QTimer m_timer;
    QElapsedTimer m_clock;
    int m_rate = 0;
    qint64 m_due = 0;
    QRandomGenerator m_random{1};
};

} // namespace signalbox::bench
