// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/journal/sqlite_journal.h"
#include "tests/crash/disk.h"

namespace signalbox::crash {

/// What a journal is made to live through: hundreds of units of very different size, alone and in bursts,
/// with checkpoints, sealing and reopening. Seeded: the same number gives the same life.
struct LifePlan {
    quint32 seed = 1;
    int units = 300;
    int reopenEvery = 70; ///< units between two openings
    int sealEvery = 90;   ///< units between two times that all but the last few are sealed
    int largestBody = 120'000;
};

/// What became of a unit.
enum class Fate { Asked, Durable, Refused, Unknown };

struct LivedUnit {
    QList<Event> events;
    Fate fate = Fate::Asked;
    qsizetype answeredAt = -1; ///< how many operations the disk had seen
};

/// Lives the plan in a directory; stops early when the journal cannot be opened again.
QList<LivedUnit> live(const LifePlan& plan, const QString& directory);

/// What a look at a journal after a crash must find.
struct Expectation {
    const QList<LivedUnit>* units = nullptr;
    qsizetype at = 0;         ///< operations that the disk had seen when the machine stopped
    qsizetype seenBefore = 0; ///< units that a former look found: they must still be there
};

struct Look {
    QString problem;      ///< empty: all is well
    qsizetype units = 0;  ///< of the life, found whole
    qsizetype readAt = 0; ///< operations that the disk had seen when they were read
};

/// Opens the journal in the directory as the core does, checks it against what was promised, appends to it,
/// and checks it again.
Look look(const QString& directory, const Expectation& expected);

/// The same after a life with faults and without a crash: exactly the durable units, and of the unknown ones
/// any.
Look lookAfterFaults(const QString& directory, const QList<LivedUnit>& units);

/// Writes a disk's files into an empty directory.
void writeImage(const Disk& disk, const QString& directory);

} // namespace signalbox::crash
