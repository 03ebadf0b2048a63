// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/event.h"

namespace signalbox {

/// An event as the journal keeps it.
struct StoredEvent {
    QByteArray type;
    TaskId task = 0;
    QByteArray body; ///< canonical JSON, as canonicalJson(bodyOf(event)) makes it
};

/// Invalid when it could not be read back: written, such an event would keep the core from ever starting
/// again. Writes the text directly from the event's members, without a tree of JSON values between; what that
/// way does not know (numbers with a fraction, broken text) goes the long way and is tried by reading it
/// back.
Result<StoredEvent> storedForm(const Event& event);

} // namespace signalbox
