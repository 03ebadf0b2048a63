// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/flow/state.h"

namespace signalbox {

/// The whole state as bytes, compact and quick to read. Equal states give equal bytes. Pure; for any thread.
QByteArray packState(const State& state);

/// The state that packState() was given. Corrupt when the bytes are not such a state. They are trusted
/// otherwise: who keeps them checks a digest first.
Result<State> unpackState(const QByteArray& bytes);

/// Differs between builds that would read each other's bytes wrongly, or that would make another state out of
/// the same events.
Digest stateSchema();

} // namespace signalbox
