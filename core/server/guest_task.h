// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/flow/state.h"

namespace signalbox {

/// The unfinished task whose running attempt holds this machine; nullptr: none.
const Task* taskOfMachine(const State& state, const QString& machine);

} // namespace signalbox
