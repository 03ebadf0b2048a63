// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/flow/state.h"
#include "tests/sim/faults.h"
#include "tests/sim/model.h"

#include <algorithm>

namespace signalbox::sim {

/// A machine in the world. It and the job in it outlive the core that made it.
struct SimMachine {
    QString key;
    TaskId task = 0;
    quint64 serial = 0; ///< two machines of one name are not the same machine
    Moment made;
    std::optional<Command> report; ///< what its job came to; empty while it runs
    bool hangs = false;
    std::optional<Moment> asleep; ///< since when
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
    [[nodiscard]] bool allAsleep() const {
        return std::all_of(machines.begin(), machines.end(),
                           [](const auto& entry) { return entry.second.asleep.has_value(); });
    }
    /// An agent has the same machine at every attempt, and when it is asked something.
    static bool isKept(EffectKind kind) {
        return kind == EffectKind::RunAgent || kind == EffectKind::AskAgent;
    }
    static QString agentMachine(TaskId task, const QString& step) {
        return u"vm-t%1/%2/agent"_qs.arg(task).arg(step);
    }
    static QString machineOf(const Task& task, const Effect& effect) {
        if (effect.kind == EffectKind::RunAgent)
            return agentMachine(task.id, effect.step);
        QString agent;
        for (const Step& step : task.blueprint.steps)
            agent = step.kind == StepKind::Agent ? step.id : agent;
        return effect.kind == EffectKind::AskAgent ? agentMachine(task.id, agent) : u"vm-"_qs + effect.key;
    }
    /// It sleeps from now on; of too many the one goes that slept first.
    void putToSleep(const QString& name) {
        SimMachine& machine = machines.at(name);
        machine.asleep = time.now();
        machine.report.reset();
        machine.serial = ++serials; // whatever went on in it has ended
        trace.line(time.now(), u"machine %1 sleeps"_qs.arg(name));
        model.machineSleeps(name);
        auto first = machines.end();
        int count = 0;
        for (auto it = machines.begin(); it != machines.end(); ++it) {
            if (!it->second.asleep)
                continue;
            ++count;
            if (first == machines.end() || *it->second.asleep < *first->second.asleep)
                first = it;
        }
        if (count <= mostAsleep)
            return;
        faults.happened(Fault::MachineSleptOut);
        destroyMachine(QString(first->first));
    }

    /// The wall clock as the core sees it: it may have been set back.
    [[nodiscard]] Moment wallClock() const { return {time.now().ms + clockOffset}; }

    Random random;
    Faults faults;
    Trace trace;
    Timeline time;
    Model model;
    std::map<QString, SimMachine> machines;  ///< by name
    std::map<QString, Blueprint> blueprints; ///< by repository
    static constexpr int mostAsleep = 3;
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
