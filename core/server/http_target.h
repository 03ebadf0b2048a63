// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>
#include <QUrlQuery>

namespace signalbox {

/// The target of a request line, taken apart.
struct HttpTarget {
    QString path; ///< as HttpRequest::path promises; "*" for the asterisk form
    QUrlQuery query;
    QByteArray authority; ///< only for the absolute form ("http://host:80/x"): it replaces the Host field
};

/// Decodes and normalises a target. Invalid for broken escapes, bytes that are not UTF-8, control characters,
/// an escaped
/// '/', "." and ".." segments (escaped or not), a fragment, and the authority form: two readers could take
/// any of these for different paths.
/// escapedSlash: that one passes, and stands in the path as a slash.
Result<HttpTarget> parseHttpTarget(const QByteArray& target, bool escapedSlash = false);

/// True for "host", "host:port" and "[v6]:port" with nothing in them that a host cannot hold.
bool isHttpAuthority(const QByteArray& text);
/// The host of an authority in lower case, without port, brackets and a final dot.
QString hostOfAuthority(const QByteArray& authority);

} // namespace signalbox
