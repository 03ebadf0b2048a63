// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/flow/state.h"
#include "tests/sim/faults.h"
#include "tests/sim/model.h"

namespace signalbox::sim {

/// A machine in the world. It and the job in it outlive the core that made it.
struct SimMachine {
    QString key;
    TaskId task = 0;
    quint64 serial = 0; ///< two machines of one name are not the same machine
    Moment made;
    std::optional<Command> report; ///< what its job came to; empty while it runs
    bool hangs = false;
};

/// All that a crash of the core leaves as it is, and what watches it.
struct World {
    World(quint64 seed, bool print) : random(seed), faults(random), trace(print) {}

    void destroyMachine(const QString& name) {
        if (machines.erase(name) > 0) {
            trace.line(time.now(), u"machine %1 is gone"_qs.arg(name));
            model.machineGone(name);
        }
    }
    void destroyMachinesOf(TaskId task) {
        for (auto it = machines.begin(); it != machines.end();) {
            const QString name = it->first;
            const bool its = it->second.task == task;
            ++it;
            if (its)
                destroyMachine(name);
        }
    }
    static QString machineOf(const QString& key) { return u"vm-"_qs + key; }

    /// The wall clock as the core sees it: it may have been set back.
    [[nodiscard]] Moment wallClock() const { return {time.now().ms + clockOffset}; }

    Random random;
    Faults faults;
    Trace trace;
    Timeline time;
    Model model;
    std::map<QString, SimMachine> machines;  ///< by name
    std::map<QString, Blueprint> blueprints; ///< by repository
    quint64 serials = 0;
    qint64 clockOffset = 0;
    int commits = 0; ///< that agents made
};

/// Repositories with blueprints of every shape: routes back, limits, several approvals, steps in unusual
/// orders.
std::map<QString, Blueprint> drawBlueprints(Random& random, int count);

/// What the work of an effect comes to, when it is done properly.
Command drawReport(World& world, const Task& task, const Effect& effect);

} // namespace signalbox::sim
