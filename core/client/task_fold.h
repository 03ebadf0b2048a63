// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/event.h"

namespace signalbox {

/// Brings a task forward by one of its events, as far as it can be seen from outside: what the task still
/// owes the world (effects, compensations) and how repetition is known are told coarsely. For the past of a
/// task and for scripted cores. Events come from outside: unlike the core's own `apply` nothing is asserted,
/// and an event that does not fit changes as much as it can. Pure. A test holds it against the core's.
void foldEvent(Task& task, const Event& event, Moment at);

} // namespace signalbox
