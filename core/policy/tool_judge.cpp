// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/tool_judge.h"

#include "core/base/path_pattern.h"
#include "core/policy/word_pattern.h"

#include <algorithm>

namespace signalbox {

namespace {

using What = CallUnit::What;

Fit fitsPath(const QString& glob, const CallUnit& unit, const CallPlaces& places) {
    if (unit.what != What::Write && unit.what != What::Remove && unit.what != What::Read)
        return Fit::No;
    if (unit.path.isEmpty())
        return Fit::Maybe;
    const bool absolute = glob.startsWith(u'/');
    const QString root = absolute ? QString() : places.workspace;
    if (!unit.path.startsWith(root + u'/'))
        return Fit::No;
    const auto pattern = PathPatterns::parse({absolute ? glob.mid(1) : glob});
    if (pattern && pattern->matches(unit.path.mid(root.size() + 1)))
        return Fit::Yes;
    return unit.glob ? Fit::Maybe : Fit::No;
}

Fit fits(const ToolRule& rule, const ToolCall& call, const CallUnit& unit, const CallPlaces& places) {
    if (!rule.tools.isEmpty() && std::none_of(rule.tools.begin(), rule.tools.end(), [&](const QString& tool) {
            return fitsStars(tool, call.tool);
        }))
        return Fit::No;
    if (rule.tier && unit.tier < *rule.tier)
        return Fit::No;
    Fit fit = Fit::Yes;
    if (!rule.command.isEmpty())
        fit = unit.what == What::Program  ? fitsCommand(rule.command, unit.words)
              : unit.what == What::Opaque ? Fit::Maybe
                                          : Fit::No;
    if (!rule.path.isEmpty())
        fit = std::min(fit, unit.what == What::Opaque ? Fit::Maybe : fitsPath(rule.path, unit, places));
    return fit;
}

ToolJudgement shipped(const CallUnit& unit, const CallPlaces& places) {
    if (unit.what == What::Remove && !unit.path.isEmpty() && !isItsOwn(unit.path, places))
        return {ToolAnswer::Deny, unit.tier,
                QStringLiteral("it deletes %1, outside of its workspace").arg(unit.path)};
    return {unit.tier == RiskTier::High ? ToolAnswer::Ask : ToolAnswer::Allow, unit.tier, unit.why};
}

QString whyOf(const ToolRule& rule, const CallUnit& unit) {
    if (!rule.why.isEmpty())
        return rule.why;
    return unit.why.isEmpty() ? QStringLiteral("a rule of the blueprint says so") : unit.why;
}

ToolJudgement judgeUnit(const ToolCall& call, const CallUnit& unit, const ToolPolicy& policy,
                        const CallPlaces& places) {
    if (isGuarded(unit))
        return {ToolAnswer::Deny, RiskTier::High,
                QStringLiteral("it changes %1, which holds the rules that you work under").arg(unit.path)};
    std::optional<ToolJudgement> doubt; // a rule that may fit, and would not allow it
    for (const ToolRule& rule : policy.rules) {
        const Fit fit = fits(rule, call, unit, places);
        if (fit == Fit::Maybe && rule.answer != ToolAnswer::Allow && !doubt)
            doubt = ToolJudgement{ToolAnswer::Ask, unit.tier, whyOf(rule, unit)};
        if (fit != Fit::Yes)
            continue;
        const ToolJudgement sure{rule.answer, unit.tier, whyOf(rule, unit)};
        return doubt && sure.answer < doubt->answer ? *doubt : sure;
    }
    ToolJudgement last = shipped(unit, places);
    if (policy.otherwise)
        last = {*policy.otherwise, unit.tier,
                unit.why.isEmpty() ? QStringLiteral("no rule of the blueprint allows it") : unit.why};
    return doubt && last.answer < doubt->answer ? *doubt : last;
}

} // namespace

ToolJudgement judge(const ToolCall& call, const ToolPolicy& policy, const CallPlaces& places) {
    ToolJudgement strictest{ToolAnswer::Allow, RiskTier::Low, {}};
    for (const CallUnit& unit : unitsOf(call, places)) {
        const ToolJudgement one = judgeUnit(call, unit, policy, places);
        if (one.answer > strictest.answer || (one.answer == strictest.answer && one.tier > strictest.tier))
            strictest.why = one.why;
        strictest.answer = std::max(strictest.answer, one.answer);
        strictest.tier = std::max(strictest.tier, one.tier);
    }
    return strictest;
}

const ToolPolicy& toolPolicyOf(const Blueprint& blueprint, const QString& step) {
    const Step* found = blueprint.find(step);
    return found && found->toolCalls ? *found->toolCalls : blueprint.toolCalls;
}

} // namespace signalbox
