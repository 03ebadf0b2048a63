// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"

namespace signalbox {

/// The sample that comes with the program: a small repository with a real bug, and a task for a scripted
/// agent.
struct Sample {
    Repository repository;
    TaskSpec task;
};

/// Makes the sample's bare remote at directory/NAME.git, unless it is there, and says how to register and
/// submit it. Needs git. Blocks for about a second.
Result<Sample> makeSample(const QString& directory);

} // namespace signalbox
