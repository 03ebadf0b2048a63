// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/server/http_message.h"

namespace signalbox {

/// How the receiver finds the end of a body.
enum class HttpFraming { Length, Chunked, UntilClose };

/// Status line and fields, up to and with the empty line. length counts for HttpFraming::Length only.
QByteArray encodeHead(const HttpResponse& response, HttpFraming framing, qint64 length, bool keepAlive);
/// One chunk of a chunked body; nothing for no data (an empty chunk would end the body).
QByteArray encodeChunk(const QByteArray& data);
/// True when an answer with this status has no body by definition (1xx, 204, 304).
bool statusForbidsBody(int status);
/// True when the application asks to close the connection after this answer.
bool asksToClose(const HttpResponse& response);

} // namespace signalbox
