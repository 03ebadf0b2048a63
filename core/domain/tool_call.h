// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"
#include "core/base/json_fields.h"

#include <array>

namespace signalbox {

/// What a tool of an agent does, whatever its agent calls it.
enum class ToolKind {
    Free, ///< touches nothing outside of the agent: plans, lists of things to do
    Read,
    Edit,
    Run,   ///< a shell command
    Fetch, ///< from a network
    Other, ///< nobody said what it does
};
template <>
struct EnumWords<ToolKind> {
    static constexpr std::array<const char*, 6> words{"free", "read", "edit", "run", "fetch", "other"};
};

/// How much harm a call can do. What cannot be understood is high.
enum class RiskTier { Low, Medium, High };
template <>
struct EnumWords<RiskTier> {
    static constexpr std::array<const char*, 3> words{"low", "medium", "high"};
};

/// In the order of strictness.
enum class ToolAnswer { Allow, Ask, Deny };
template <>
struct EnumWords<ToolAnswer> {
    static constexpr std::array<const char*, 3> words{"allow", "ask", "deny"};
};

/// One rule of a blueprint about tool calls. It fits where all that it names fits.
struct ToolRule {
    ToolAnswer answer = ToolAnswer::Ask;
    QStringList tools;            ///< the agents' own names of tools; empty: all
    QString command;              ///< words with `*`, of one simple command; empty: any
    QString path;                 ///< glob of what is changed; empty: any
    std::optional<RiskTier> tier; ///< this much harm or more
    QString why;                  ///< told to the agent and to people
    SB_FIELDS(ToolRule, answer, tools, command, path, tier, why)
};

/// What a blueprint says about the tool calls of its agents.
struct ToolPolicy {
    QList<ToolRule> rules;               ///< the first that fits decides
    std::optional<ToolAnswer> otherwise; ///< where none fits; unset: by the shipped rules
    Millis wait{0};                      ///< for people, then it is denied; zero: the core's own
    SB_FIELDS(ToolPolicy, rules, otherwise, wait)
};

/// One call as it is judged, shown and remembered.
struct ToolCall {
    QString tool; ///< as its agent calls it
    ToolKind kind = ToolKind::Other;
    QString command;   ///< kind run: the whole text
    QStringList paths; ///< kinds read and edit, as the agent gave them
    QString directory; ///< that relative paths begin at
    QString text;      ///< the whole input, for people; JSON
    SB_FIELDS(ToolCall, tool, kind, command, paths, directory, text)

    /// What a person saw, and decides about: everything.
    [[nodiscard]] Digest action() const;
    /// One line: "Bash: curl example.org".
    [[nodiscard]] QString line() const;
    /// Whether an answer to the other that was remembered holds for this one too: the same command in the
    /// same folder, or the same files by the same tool.
    [[nodiscard]] bool isLike(const ToolCall& other) const;
};

enum class ToolQuestionState { Open, Allowed, Denied, Withdrawn, Expired };
template <>
struct EnumWords<ToolQuestionState> {
    static constexpr std::array<const char*, 5> words{"open", "allowed", "denied", "withdrawn", "expired"};
};

/// A tool call that waits, or waited, for a person.
struct ToolQuestion {
    qint64 id = 0; ///< of one row with the approvals'
    QString step;
    int attempt = 1;
    ToolCall call;
    Digest action;
    RiskTier tier = RiskTier::High;
    QString why; ///< why a person is asked
    ToolQuestionState state = ToolQuestionState::Open;
    QString by;              ///< who answered
    QString reason;          ///< what they said, or why it closed otherwise
    bool remembered = false; ///< the answer holds for calls like it, for the rest of the task
    Moment asked;
    Moment expires;
    std::optional<Moment> closed;
    SB_FIELDS(ToolQuestion, id, step, attempt, call, action, tier, why, state, by, reason, remembered, asked,
              expires, closed)
};

} // namespace signalbox
