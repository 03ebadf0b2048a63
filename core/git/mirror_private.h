// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/mirror.h"

#include <mutex>

namespace signalbox {

struct Mirror::Shared {
    std::mutex fetching; ///< one transfer into the mirror at a time
};

/// The only refs that the core writes by name.
inline constexpr QLatin1String ownRefs("refs/signalbox/");
/// Denied for any other name, and for one that git would not take.
Result<void> requireOwnRef(const QString& name);

} // namespace signalbox
