// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/ctl.h"

namespace signalbox::ctl {

/// Tool calls that wait for a person, a task each; none from a core that does not know of them.
Result<QList<ToolCallGroup>> fetchToolCalls(Ctl& ctl);
/// One line for each task, however much it asks.
void printToolCalls(Ctl& ctl, const QList<ToolCallGroup>& groups);
/// The exact action.
void showToolCall(Ctl& ctl, const ToolCallEntry& entry);
int answerToolCall(Ctl& ctl, const CoreClient::ToolVerdict& verdict);
/// Shows it and asks: yes, no, always, never, or leave.
int askAboutToolCall(Ctl& ctl, const ToolCallEntry& entry);

} // namespace signalbox::ctl
