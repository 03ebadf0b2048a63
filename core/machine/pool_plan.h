// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/machine/machine.h"

namespace signalbox {

/// What makes two machines interchangeable before they are used: everything of a spec but who it is for.
struct MachineShape {
    QStringList layers{QStringLiteral("base")};
    int cpus = 1;
    int memoryMiB = 1024;
    int diskMiB = 4096;

    static MachineShape of(const MachineSpec& spec) {
        return {spec.layers, spec.cpus, spec.memoryMiB, spec.diskMiB};
    }
    bool operator==(const MachineShape&) const = default;
};

/// How many machines are kept ready.
struct PoolLimits {
    int least = 0;
    int most = 0;
    /// After so long without a wish for a machine only `least` stay; at zero nothing is left of the pool.
    Millis idleAfter{std::chrono::minutes(10)};
};

/// All that the plan rests on.
struct PoolState {
    struct Spare {
        QString name;
        MachineShape shape;
        bool making = false; ///< not there yet; it cannot be taken back before it is
    };
    struct Wish {
        MachineShape shape;
        Moment at; ///< the last time that somebody asked for one
    };
    QList<Spare> spares;
    QList<Wish> wishes; ///< one a shape, in any order
    int freeSlots = 0;  ///< machines that could run besides those that work: a spare takes nobody's place
    MachineShape usual; ///< what to have ready as long as nobody asked for anything
};

/// What to do next; at most one machine is made at a time.
struct PoolPlan {
    std::optional<MachineShape> make;
    QStringList remove;
    std::optional<Moment> again; ///< when time alone changes the plan
};

/// Decides what the pool should hold: the shapes asked for most recently, one of each in turn, never more
/// than the limit or the free slots. Pure.
PoolPlan planPool(const PoolState& state, const PoolLimits& limits, Moment now);

} // namespace signalbox
