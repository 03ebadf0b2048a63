// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/wire.h"

namespace signalbox {

/// One line for people on what an event tells: "tests, attempt 1: failed: 1 of 211 tests failed". An event of
/// an unknown type gives its type.
QString recordText(const RecordView& record);

} // namespace signalbox
