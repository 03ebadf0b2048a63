// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/blueprint/yaml_tree.h"
#include "core/domain/blueprint.h"

namespace signalbox {

/// A step with the places of its keys, for the checks that come after reading.
struct ReadStep {
    Step step;
    bool kindKnown = false;
    bool gateKnown = false;
    Place at;
    QMap<QString, Place> keys;

    [[nodiscard]] bool has(const char* key) const { return keys.contains(QLatin1String(key)); }
    /// Of the key, or of the step where it has none of that name.
    [[nodiscard]] Place placeOf(const QString& key) const { return keys.value(key, at); }
};

/// A blueprint as it was written, each value good by itself, nothing filled in.
struct ReadBlueprint {
    Blueprint blueprint; ///< without its steps
    QList<ReadStep> steps;
    Place stepsAt;
    bool iterationsGiven = false;
    QMap<QString, Place> keys;
};

ReadBlueprint readBlueprint(const YamlValue& root, Problems& problems);

} // namespace signalbox
