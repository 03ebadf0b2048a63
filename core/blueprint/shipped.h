// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/domain/blueprint.h"

namespace signalbox {

/// The names of the blueprints that come with the program, sorted.
QStringList shippedBlueprints();
/// The YAML text of one; NotFound says which there are, and which one was probably meant.
Result<QByteArray> shippedBlueprintText(const QString& name);
/// One of them, parsed; its origin is "shipped: NAME".
Result<Blueprint> shippedBlueprint(const QString& name);

} // namespace signalbox
