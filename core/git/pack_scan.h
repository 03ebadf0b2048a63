// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/git/git_types.h"

#include <QIODevice>

#include <functional>
#include <optional>

namespace signalbox::git {

struct PackSummary {
    qint64 objects = 0;
    qint64 inflatedBytes = 0; ///< everything unpacked, deltas resolved
};

/// Size of an object that the mirror has already, by its 20 raw bytes; empty when it has none.
using KnownObject = std::function<std::optional<qint64>(const QByteArray& id)>;

/// Reads a pack from a guest once, from its "PACK" to the end of the file, without building any object: a
/// bomb of deflate or of deltas is seen before anything tries to hold it. Only a whole (undeltified) file may
/// pass the limit for one file here, because the caller can then still say which path it has.
Result<PackSummary> scanPack(QIODevice& file, const ImportLimits& limits, const KnownObject& known,
                             const CancelToken& cancel);

} // namespace signalbox::git
