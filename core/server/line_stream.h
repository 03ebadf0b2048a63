// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/server/http_server.h"

namespace signalbox {

using LineSink = std::function<Result<void>(const QByteArray& line)>;

/// Answers with lines of JSON as `produce` gives them to its sink, as fast as the client takes them: blocks,
/// so not on the I/O thread. An error of the producer cuts the answer, so that nobody takes it for whole.
void sendLines(HttpReply reply, const std::function<Result<void>(const LineSink&)>& produce);

} // namespace signalbox
