// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/flow/state.h"

namespace signalbox {

/// Whether the voter may decide at all, and in whose name they say they do. Pure, as all of decide().
Result<void> mayVote(const State& state, const CastVote& vote, Moment now);
Result<QList<Event>> delegated(const State& state, const Delegate& command, Moment now);
Result<QList<Event>> delegationRevoked(const State& state, const RevokeDelegation& command);

} // namespace signalbox
