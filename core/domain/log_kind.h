// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_fields.h"

#include <array>

namespace signalbox {

/// Where a line of a task's log comes from.
enum class LogKind { Output, Core, Tool, Model };
template <>
struct EnumWords<LogKind> {
    static constexpr std::array<const char*, 4> words{"output", "core", "tool", "model"};
};

} // namespace signalbox
