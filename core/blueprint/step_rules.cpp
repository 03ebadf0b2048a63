// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blueprint/step_rules.h"

namespace signalbox {

namespace {

constexpr qint64 MiB = 1024 * 1024;

QStringList words(const char* list) {
    return QString::fromLatin1(list).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

} // namespace

const KindRule& ruleOf(StepKind kind) {
    using namespace std::chrono_literals;
    static const char* const work = "title run environment machine on_fail tries time output";
    static const QList<KindRule> rules{
        {StepKind::Admission, words("title"), {}, 2min, 0},
        {StepKind::Workspace, words(work) + words("egress"), {}, 10min, 4 * MiB},
        {StepKind::Agent, words(work) + words("tool_calls egress"), {}, 30min, 16 * MiB},
        {StepKind::Run, words(work) + words("egress"), words("run"), 10min, 4 * MiB},
        {StepKind::Gate, words(work) + words("gate report threshold"), words("gate"), 5min, 4 * MiB},
        {StepKind::Approval,
         words("title approvals approvers expires escalate_after escalate_to on_fail"),
         {},
         Millis(0),
         0},
        {StepKind::Publish, words("title on_fail tries time"), {}, 5min, 0},
        {StepKind::Teardown, words("title"), {}, 2min, 0},
    };
    return rules.at(static_cast<qsizetype>(kind));
}

const GateRule& ruleOf(GateKind gate) {
    static const QList<GateRule> rules{
        {GateKind::Compiles, true, {}, false},
        {GateKind::TestsExist, true, words("junit tap"), false},
        {GateKind::TestsPass, true, words("junit tap"), false},
        {GateKind::Lint, true, {}, false},
        {GateKind::Coverage, true, words("lcov"), true},
        {GateKind::AllowedPaths, false, {}, false},
        {GateKind::PullRequest, false, {}, false},
        {GateKind::NewTestsBite, true, words("junit tap"), false},
    };
    return rules.at(static_cast<qsizetype>(gate));
}

} // namespace signalbox
