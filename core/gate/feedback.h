// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/blueprint.h"
#include "core/domain/evidence.h"

namespace signalbox {

/// At most this many bytes of feedback (UTF-8).
inline constexpr qsizetype maxFeedbackBytes = 8 * 1024;

/// What the agent is told when a gate did not pass: the verdict, each finding with its place and the lines
/// that matter, and what to do next. Empty for a gate that passed. The findings quote what programs in the
/// guest printed: they are marked as quotes, and can neither end their quotation nor add instructions of
/// ours.
QString feedbackFor(const GateResult& result, GateKind kind);

} // namespace signalbox
