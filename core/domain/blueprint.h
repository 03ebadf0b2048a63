// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"
#include "core/base/json_fields.h"
#include "core/domain/tool_call.h"

#include <array>

namespace signalbox {

enum class StepKind { Admission, Workspace, Agent, Run, Gate, Approval, Publish, Teardown };
template <>
struct EnumWords<StepKind> {
    static constexpr std::array<const char*, 8> words{"admission", "workspace", "agent",   "run",
                                                      "gate",      "approval",  "publish", "teardown"};
};

/// The gates that ship (requirement CO3).
enum class GateKind {
    Compiles,
    TestsExist,
    TestsPass,
    Lint,
    Coverage,
    AllowedPaths,
    PullRequest,
    NewTestsBite
};
template <>
struct EnumWords<GateKind> {
    static constexpr std::array<const char*, 8> words{"compiles",     "tests_exist",   "tests_pass",
                                                      "lint",         "coverage",      "allowed_paths",
                                                      "pull_request", "new_tests_bite"};
};

/// The machine that a step gets. Zero or empty means: as the blueprint says, and there: as the core is
/// configured.
struct MachineNeeds {
    QStringList layers; ///< image layers on top of the base: "cpp", "python", "node"
    int cpus = 0;
    int memoryMiB = 0;
    int diskMiB = 0;
    SB_FIELDS(MachineNeeds, layers, cpus, memoryMiB, diskMiB)
};

/// How a gate's command reports: the file that the command writes, and its format.
struct ReportSpec {
    QString format; ///< "junit", "tap", "lcov"
    QString path;   ///< in the checkout; empty for TAP: the command's output is the report
    SB_FIELDS(ReportSpec, format, path)
};

/// One micro-step of a blueprint. Which members mean something depends on the kind; the parser checks that.
struct Step {
    QString id;
    StepKind kind = StepKind::Run;
    QString title;                      ///< for people; the id where none is given
    GateKind gate = GateKind::Compiles; ///< kind gate
    QString run; ///< kinds workspace, agent, run, gate: the command (sh -c) in the checkout
    QMap<QString, QString> environment; ///< for run
    std::optional<ReportSpec> report;   ///< gates that read a report
    double threshold = 0;               ///< coverage: least line coverage of the change's tree, in percent
    QString onFail;                     ///< a step's id (route back with feedback), "person" or "fail"
    int tries = 3;          ///< how often a technical failure (lost machine) is tried again by itself
    Millis timeLimit{0};    ///< of one attempt; agent: wall time
    qint64 outputLimit = 0; ///< bytes of output of one attempt
    int approvals = 1;      ///< kind approval: how many distinct people
    Millis expires{0};      ///< kind approval: after this the request lapses; zero: never
    QStringList approvers;  ///< kind approval: only these decide, names or "role:ROLE"; empty: every approver
    Millis escalates{0};    ///< kind approval: after this it is put to `escalateTo`, too; zero: never
    QStringList escalateTo; ///< as approvers
    MachineNeeds machine;
    std::optional<ToolPolicy> toolCalls; ///< kind agent: instead of the blueprint's
    std::optional<QStringList> egress;   ///< of what the core lets through, these alone; unset: all of it
    SB_FIELDS(Step, id, kind, title, gate, run, environment, report, threshold, onFail, tries, timeLimit,
              outputLimit, approvals, expires, approvers, escalates, escalateTo, machine, toolCalls, egress)
};

/// The versioned definition of a task's state machine. A task keeps the one that it began with; `digest` is
/// its version.
struct Blueprint {
    int format = 1;
    QString name;
    QString version; ///< as its author calls it, for people
    QString description;
    QString origin; ///< where it came from: ".signalbox/blueprint.yaml at 9f3c…", "shipped: fix"
    Digest digest;  ///< of the source text
    MachineNeeds machine;
    int iterations = 5; ///< how often a task may be routed back before it is exhausted
    int repetition =
        3; ///< how often the same work or the same failure may come back; 0: as often as it likes
    Millis wallTime{0}; ///< of the whole task without the time in which it waits for people; zero: no limit
    qint64 tokens = 0;  ///< of all model calls of the task, every kind together; 0: no limit
    double cost = 0;    ///< of all model calls of the task, in US dollars; 0: no limit
    int callsPerMinute = 0; ///< model calls of the task; more wait; 0: as many as it likes
    int compactAt = 0;      ///< percent of the task's budget at which its agent is told; 0: never
    int loops = 0; ///< answers of the model in a row that it had all given before; 0: as many as it likes
    Millis toolTime{0};                             ///< of one tool call; zero: no limit of its own
    QString onExhausted = QStringLiteral("person"); ///< "person" or "fail"
    QStringList allowedPaths;   ///< globs that a change may touch; empty: everything that is not protected
    QStringList protectedPaths; ///< globs that a change must never touch; `.signalbox/**` always is
    QStringList testPaths;      ///< globs that are tests
    QStringList guidance;       ///< files of the repository that the agent is told to read
    ToolPolicy toolCalls;       ///< what agents' tools may do
    QList<Step> steps;
    SB_FIELDS(Blueprint, format, name, version, description, origin, digest, machine, iterations, repetition,
              wallTime, tokens, cost, callsPerMinute, compactAt, loops, toolTime, onExhausted, allowedPaths,
              protectedPaths, testPaths, guidance, toolCalls, steps)

    /// The step's position, or -1.
    [[nodiscard]] qsizetype indexOf(const QString& stepId) const;
    [[nodiscard]] const Step* find(const QString& stepId) const;
};

} // namespace signalbox
