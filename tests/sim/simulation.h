// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/sim/sim_core.h"
#include "tests/sim/sim_disk.h"

namespace signalbox::sim {

/// What one seed came to.
struct Run {
    quint64 seed = 0;
    QStringList problems; ///< empty: every invariant held
    qint64 events = 0;
    qint64 tasks = 0;
    qint64 crashes = 0;
    std::array<qint64, std::size_t(Fault::Count)> faults{};
    std::map<QString, qint64> outcomes; ///< of tasks, by word
    QByteArray digest;                  ///< of the trace: the same seed gives the same
    QList<Record> records;
};

/// Runs one seed: a few hours of virtual time with faults, then calm until everything rests, then everything
/// that waits for people is cancelled.
Run simulate(quint64 seed, bool printTrace = false);

} // namespace signalbox::sim
