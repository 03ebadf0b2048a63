// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/blueprint.h"
#include "core/policy/call_units.h"

namespace signalbox {

struct ToolJudgement {
    ToolAnswer answer = ToolAnswer::Ask;
    RiskTier tier = RiskTier::High;
    QString why; ///< one line, for the agent and for people; empty where it is allowed without a word
};

/// What the rules say about a call. For each thing that it does (call_units.h) the first rule that fits
/// decides, after these the shipped ones; the strictest answer of all is the call's. Changing the rules
/// themselves
/// (.signalbox, the files of agents' hooks) is denied whatever a blueprint says. What a rule cannot be sure
/// of is no reason to allow, and a reason to ask. Pure: the same call and rules always give the same answer.
ToolJudgement judge(const ToolCall& call, const ToolPolicy& policy, const CallPlaces& places = {});
/// The rules that hold for a step of a blueprint.
const ToolPolicy& toolPolicyOf(const Blueprint& blueprint, const QString& step);

} // namespace signalbox
