// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "tests/bench/bench.h"

namespace signalbox::bench {

/// What SQLite alone does on this disk.
struct Floor {
    double rowsPerSecond = 0;
    Samples commitMs; ///< of one transaction
};

/// Rows of `rowBytes` appended to a fresh file in write-ahead mode with a full sync a commit, `rowsPerCommit`
/// in one transaction: with 1, one row a transaction; with 100, group commit for a hundred callers who cost
/// nothing.
Result<Floor> sqliteFloor(const QString& directory, int commits, int rowsPerCommit, int rowBytes);

} // namespace signalbox::bench
