// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/flow/state.h"

namespace signalbox {

// What the state keeps of tasks that are over, so that it does not grow with history. The journal keeps
// everything: a task that left is told from its own events (core/engine/task_archive.h).

/// So many of the tasks that finished last stay whole. One with an open dead letter stays beyond that.
constexpr qsizetype keptFinished = 500;
/// So many more are known by their idempotency key and their approvals: the same submission again still gives
/// the task that it gave.
constexpr qsizetype keptDeparted = 10'000;
/// So many tasks with an open dead letter stay, beyond keptFinished.
constexpr qsizetype keptForLetters = 1'000;

/// Enters a task that has just finished, and lets those go that are too many now. Deterministic.
void retire(State& state, TaskId finished);

} // namespace signalbox
