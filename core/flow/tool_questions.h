// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"

namespace signalbox {

/// How many questions about tool calls one attempt may have open, and may ask at all: a flood must fill
/// neither memory nor journal, and must not hide one question among hundreds.
constexpr int openToolQuestions = 20;
constexpr int toolQuestionsOfAttempt = 200;

/// Drops what closed first; answers that are remembered stay longer.
void forgetToolQuestions(Task& task);
/// The answer that a person gave to a call like this one, to be remembered; nullptr: none did.
const ToolQuestion* rememberedAnswer(const Task& task, const ToolCall& call);

} // namespace signalbox
