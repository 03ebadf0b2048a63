// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>

#include <optional>

namespace signalbox {

/// Bytes of one turn that the guest may bring.
constexpr qint64 longestAcpTurn = 4 * 1024 * 1024;

/// One turn of the guest's pump (resources/guest/acp.c), which starts the agent and knows nothing of the
/// protocol. Lines of the body: first the state as it was given back the last time (empty: none), then
/// events:
///
///     I JSON          the beginning: {"directory", "mcp", "auth", "plain"}
///     B JSON          ["the task's text"], after it was asked for
///     L LINE          a line that the agent wrote
///     O LENGTH HEAD   the same, too long to be kept
///     A TOKEN allow   what became of a question; or: A TOKEN deny REASON
///     X HOW           the agent's output has ended
///     C WHY           the guest was told to stop
///     T SECONDS       nothing came for so long
///
/// Lines of the answer: `S STATE`, `T LINE` (print it), `t TEXT` (print it without a line end), `W LINE` (for
/// the agent), `P TOKEN JSON` (ask the core as a hook does), `B` (bring the task's text), `E CODE WHY` (end
/// the agent). stop: why the core ends the session. Pure: a turn that is brought again gives the same answer.
/// Invalid: it is no such turn.
Result<QByteArray> acpTurn(const QByteArray& body, const std::optional<QString>& stop = std::nullopt);

} // namespace signalbox
