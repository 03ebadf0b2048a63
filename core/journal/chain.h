// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"

#include <QJsonObject>

namespace signalbox {

/// The chain before the first record: 64 zeros.
Digest chainStart();

/// A record's own contribution to the chain: {"at","body","seq","task","type"}.
QJsonObject chainLink(qint64 seq, qint64 atMs, const QString& type, qint64 task, const QJsonObject& body);

/// The chain after a record: SHA-256 over the previous chain's 64 characters followed by the canonical JSON
/// of the link. A stranger can do this sum over an export with any tool.
Digest chainAfter(const Digest& previous, const QJsonObject& link);

} // namespace signalbox
