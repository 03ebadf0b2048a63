// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QJsonValue>
#include <QString>

namespace signalbox {

/// A SHA-256 in lower-case hexadecimal (64 characters): the name of artifacts, images and evidence.
using Digest = QString;

Digest sha256(const QByteArray& bytes);
/// Of a file's contents, read in pieces.
Result<Digest> sha256OfFile(const QString& path);
/// JSON with sorted keys and no white space: equal values give equal bytes, so a digest of it means
/// something.
QByteArray canonicalJson(const QJsonValue& value);

} // namespace signalbox
