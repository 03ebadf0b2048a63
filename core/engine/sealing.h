// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"
#include "core/journal/journal.h"

#include <set>

namespace signalbox {

/// The last event that may be sealed (Journal::seal): it and all before it happened before this moment, and
/// none of them is needed to tell one of these tasks: each is told from its last continuation on, or from its
/// beginning. 0: none may. Reads the journal; blocks.
Result<qint64> sealableUpTo(Journal& journal, Moment before, const std::set<TaskId>& needed);

} // namespace signalbox
