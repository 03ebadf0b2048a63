// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/flow/state.h"

#include <functional>

namespace signalbox {

// Which machines have a reason to be. The steward (app/daemon) and the simulator act by the same plan.

/// How machines are called; the same before and after a crash.
struct MachineNames {
    /// The machine that an effect has; empty when it needs none. A gate has one a tree: this name, "-" and
    /// more.
    std::function<QString(const Task&, const Effect&)> ofEffect;
    /// The machine in which a step's agent works, at each attempt.
    std::function<QString(TaskId, const QString& step)> ofAgent;
};

/// What the unfinished tasks want of machines.
struct MachineWants {
    QStringList served;          ///< an effect is owed that has this name
    QStringList kept;            ///< an agent's, between its attempts: may hibernate
    QList<ReportRelease> leases; ///< of which the journal has not heard that they ended

    /// What it stands for may need it, itself or with a suffix.
    [[nodiscard]] bool serves(const QString& machine) const;
};

MachineWants machineWants(const State& state, const MachineNames& names);

/// One machine of ours that there is.
struct MachineSeen {
    QString name;
    bool hibernates = false;
    bool runs = false;
};

/// What is to be done so that every machine has a reason, and every lease a machine.
struct MachinePlan {
    QStringList remove;           ///< serves nothing
    QStringList rest;             ///< runs, but is only kept: to hibernate, and to be removed if it cannot
    QList<ReportRelease> release; ///< the machine is gone, and the journal does not know it
};

/// The machines must have been listed before the needs were asked: one that appears later serves an effect
/// that the state may not show yet.
MachinePlan planMachines(const MachineWants& needs, const QList<MachineSeen>& machines);

} // namespace signalbox
