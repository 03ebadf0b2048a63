// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/domain/tool_call.h"

namespace signalbox {

/// Bytes of a call that is looked at; a longer one is refused.
constexpr qsizetype longestToolInput = 512 * 1024;
/// Characters of a call that is put to a person: more nobody would read, and the journal should not keep.
constexpr qsizetype longestShownCall = 16 * 1024;

/// What an agent's hook tells before a tool is used: {"tool_name", "tool_input", "cwd"}, as Claude Code began
/// it, to a call. `tools` is the section `tools` of the agent's description: it says what each tool does and
/// where in its input the command or the path stands. A tool that it does not name is of the kind that
/// "tool_kind" says in the words of the Agent Client Protocol, where the call has it, and otherwise of kind
/// other. Without a section the names of Claude Code are taken. Pure. Invalid: it is no such JSON;
/// LimitReached: it is too long to be judged.
Result<ToolCall> hookCall(const QByteArray& json, const QJsonObject& tools);

/// What is wrong with a section `tools`; empty: nothing.
QString toolTableProblem(const QJsonObject& tools);

} // namespace signalbox
