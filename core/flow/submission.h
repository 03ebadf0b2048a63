// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"

namespace signalbox {

/// What people may write at most, in characters.
inline constexpr qsizetype maxTitle = 200;
inline constexpr qsizetype maxTaskText = 256 * 1024;
inline constexpr qsizetype maxCriterion = 4000;
inline constexpr qsizetype maxCriteria = 100;
inline constexpr qsizetype maxAgentCommand = 8 * 1024;
inline constexpr qsizetype maxWords = 32 * 1024; ///< a comment, a question, feedback, a reason
inline constexpr int maxPriority = 1000;         ///< to both sides of 0

/// Whether a task can be asked for like this, before anything is looked at. Invalid names the member, what is
/// wrong with it and what would be right.
Result<void> checkSpec(const TaskSpec& spec);
/// The same for what people say later: no more than maxWords, and nothing that no terminal or page shows.
Result<void> checkWords(const QString& what, const QString& text);

} // namespace signalbox
