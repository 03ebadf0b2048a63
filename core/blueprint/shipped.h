// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/domain/task.h"

namespace signalbox {

/// The names of the blueprints that come with the program, sorted.
QStringList shippedBlueprints();
/// The YAML text of one; NotFound says which there are, and which one was probably meant.
Result<QByteArray> shippedBlueprintText(const QString& name);
/// One of them, parsed; its origin is "shipped: NAME".
Result<Blueprint> shippedBlueprint(const QString& name);

/// Writes the files of the sample repository into an empty directory, which is made where it is missing;
/// making a Git repository of them is left to the caller. Conflict when the directory holds something.
Result<void> writeSampleFiles(const QString& directory);
/// The task that goes with it, for a repository registered as "sample".
Result<TaskSpec> sampleTask();

} // namespace signalbox
