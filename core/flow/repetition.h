// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"

namespace signalbox {

// A task that comes back again and again with the same work, or with the same failure, gains nothing by going
// round once more. Work is compared by its tree, a failure by what its gate found.

/// What was there when this step did not pass. The step's last attempt must have its result.
Round roundOf(const Task& task, const Step& from);

/// Remembers a round; the oldest go when there are many.
void remember(Task& task, const Round& round);

/// What repeats, one sentence for people, when the task must not be sent back once more; nothing as long as
/// it gets somewhere. With n = the blueprint's `repetition`:
///   - the same step sees the same tree for the n-th time (one after the other, or in a longer circle);
///   - the work goes to and fro between two trees, n times in a row;
///   - a gate finds exactly the same n times in a row, whatever the agent changes.
std::optional<QString> whatRepeats(const Task& task, const Round& now);

} // namespace signalbox
