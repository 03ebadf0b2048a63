// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <optional>

namespace signalbox {

/// "90s", "20m", "4h", "2d", "1h30m"; from one second to 30 days.
std::optional<Millis> durationFrom(const QString& text);
/// "512KB", "16MB", "2GB" (also K, KiB, and so on: they all count in 1024s); from 1 KB to 16 TB.
std::optional<qint64> bytesFrom(const QString& text);
/// What is wrong with a path inside a repository: relative, `/` between names, no `.` or `..`; empty when
/// good.
QString pathProblem(const QString& path);

} // namespace signalbox
