// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/blueprint/blueprint_reader.h"

namespace signalbox {

/// Adds what the text leaves out: admission and teardown, titles, limits, routes. Only steps of a known kind
/// are touched.
void fillDefaults(ReadBlueprint& read);
/// Checks how the parts fit together: each step's keys against its kind, the order of steps, the routes.
void checkBlueprint(const ReadBlueprint& read, Problems& problems);

} // namespace signalbox
