// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"

namespace signalbox {

// Continue-as-new: a task that goes on for months must not grow without bound, neither in memory nor in what
// has to be read to tell it. When it is long it is told anew, by one event that carries it condensed.

/// A task carries so many attempts at most, all steps together.
constexpr int longTask = 200;

/// Whether the task should be told anew before it goes on.
bool isLong(const Task& task);

/// The same task without what nothing rests on any more: of each step the last attempts, so that no evidence
/// for the present commit goes; every approval that somebody voted on or asked about, and the last of the
/// others; every dead letter that is not closed. It goes on exactly as the original would.
Task condensed(Task task);

} // namespace signalbox
