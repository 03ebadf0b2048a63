// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/blueprint.h"

namespace signalbox {

/// The most that one machine may have; 0: no limit is known.
struct MachineCapacity {
    int cpus = 0;
    int memoryMiB = 0;
    int diskMiB = 0;
};

/// The lower of each pair; what one does not know is what the other says.
MachineCapacity tighter(const MachineCapacity& a, const MachineCapacity& b);
/// What this host could give to a single machine at most: its memory. Machines share processors and their
/// disks are as large as what was written, so neither bounds what may be asked.
MachineCapacity hostCapacity();

/// Whether every machine that the blueprint asks for can be had at all. Invalid names the step, what it asks
/// for and what there is: waiting would not help.
Result<void> checkCapacity(const Blueprint& blueprint, const MachineCapacity& capacity);

/// Whether repositories at this URL may be worked on. Patterns are compared with the whole URL, `*` stands
/// for any text; no patterns: all may. Denied says which may.
Result<void> checkRepositoryUrl(const QString& url, const QStringList& patterns);

} // namespace signalbox
