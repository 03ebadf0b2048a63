// SPDX-License-Identifier: GPL-3.0-or-later
// Private to this room: the section tool_calls of a blueprint or of an agent step.
#pragma once

#include "core/blueprint/yaml_tree.h"
#include "core/domain/tool_call.h"

#include <QMap>

namespace signalbox {

void readToolPolicy(const YamlValue& value, ToolPolicy& target, Problems& problems);
/// Its keys ("") and those of what is in it (".rules").
QMap<QString, QStringList> toolPolicyKeys();

} // namespace signalbox
