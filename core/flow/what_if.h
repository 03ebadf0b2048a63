// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/event.h"
#include "core/domain/what_if.h"

namespace signalbox {

/// What is known of a task beside its events.
struct WhatIfFacts {
    std::optional<qint64> tokens; ///< that its model calls used
    std::optional<double> cost;   ///< the same in US dollars
    QStringList changedPaths;     ///< of `commit`
    QString commit;
};

/// Walks through a task's history with another blueprint in hand and notes what would have gone otherwise:
/// steps that are new, gone or in another order, thresholds, path rules, limits, ways back and approvals. A
/// gate or an agent whose command is another one is taken as it was, and the note says that nobody can know.
/// Where the story would have taken another turn the walk ends: what an agent would have done then is not in
/// the journal. Invalid for a history without an admission. Pure.
Result<WhatIf> whatIf(const QList<Record>& history, const Blueprint& changed, const WhatIfFacts& facts);

} // namespace signalbox
