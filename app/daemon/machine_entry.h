// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/machine/machine.h"

namespace signalbox {

/// Whether a person may have a terminal in a machine: only in that of an attempt's agent, while it runs. One
/// that was made ahead must stay as it was made, and what a gate says is worth nothing once a person was at
/// its machine. Denied or Conflict, with what to do instead. Pure.
Result<void> mayEnter(const MachineStatus& machine);

} // namespace signalbox
