// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"
#include "core/base/json_fields.h"

#include <array>

namespace signalbox {

/// How an attempt or a gate ended.
enum class Verdict {
    Passed,
    Failed,       ///< the work is not good: goes back with feedback
    Errored,      ///< it could not be judged: a technical failure; never counts as passed
    TimedOut,     ///< its time limit was reached
    LimitReached, ///< an output, size or budget limit was reached
    Cancelled,
    OverBudget, ///< a model call was refused: a budget is used up; only a person can send it on
    Looped,     ///< its model said the same again and again; only a person can send it on
};
template <>
struct EnumWords<Verdict> {
    static constexpr std::array<const char*, 8> words{
        "passed", "failed", "errored", "timed_out", "limit_reached", "cancelled", "over_budget", "looped"};
};

/// Content-addressed bytes that the core keeps.
struct Artifact {
    QString name; ///< "agent.log", "junit.xml", "patch"
    QString type; ///< media type
    Digest digest;
    qint64 bytes = 0;
    SB_FIELDS(Artifact, name, type, digest, bytes)
};

/// One thing that a gate found, as exact as it is known.
struct Finding {
    QString severity = QStringLiteral("error"); ///< "error", "warning", "note"
    QString file;
    int line = 0; ///< 0: unknown
    QString test; ///< the test's full name, where the finding is about a test
    QString message;
    QString excerpt; ///< the lines of output that matter
    SB_FIELDS(Finding, severity, file, line, test, message, excerpt)
};

/// A gate's verdict with what it rests on.
struct GateResult {
    QString gate;
    Verdict verdict = Verdict::Errored;
    QString summary; ///< one line: "214 tests passed (3 new)"
    QList<Finding> findings;
    QMap<QString, double> numbers; ///< "tests": 214, "coverage": 81.2
    QString commit;
    QString tree;
    QString baseCommit;
    QString command;
    QMap<QString, Digest> images; ///< what the machine was made from
    QList<Artifact> artifacts;
    Millis duration{0};
    SB_FIELDS(GateResult, gate, verdict, summary, findings, numbers, commit, tree, baseCommit, command,
              images, artifacts, duration)
};

/// A pull request as it was made.
struct Publication {
    QString url; ///< of the remote or of the pull request
    QString branch;
    QString commit;
    QString description; ///< path or reference of the description
    SB_FIELDS(Publication, url, branch, commit, description)
};

/// What an organ reports about one attempt of a step.
struct AttemptResult {
    Verdict verdict = Verdict::Errored;
    QString summary;  ///< one line for people
    QString feedback; ///< for the agent, when the attempt failed
    QString commit;   ///< agent steps: what came out; gates: what was judged
    QString tree;
    QList<Artifact> artifacts;
    std::optional<GateResult> gate;
    std::optional<Publication> publication;
    SB_FIELDS(AttemptResult, verdict, summary, feedback, commit, tree, artifacts, gate, publication)
};

} // namespace signalbox
