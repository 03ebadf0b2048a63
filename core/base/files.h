// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

namespace signalbox {

/// Reads a whole file; LimitReached above maxBytes.
Result<QByteArray> readFile(const QString& path, qint64 maxBytes);
/// Replaces a file in one step, so that a reader or a crash sees the old or the new, never half. mode is
/// octal (0600 for secrets) and holds from the first byte on.
Result<void> writeFileAtomically(const QString& path, const QByteArray& bytes, int mode = 0644);
Result<void> makeDirectory(const QString& path, int mode = 0755);
/// Removes a file or a whole tree (links are removed, not followed); success if nothing is there.
Result<void> removeTree(const QString& path);
/// Bytes free for us on the file system that holds path.
Result<qint64> freeBytes(const QString& path);

} // namespace signalbox
