// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_fields.h"

namespace signalbox {

/// One thing in a task's past that another blueprint would have made otherwise, or may have.
struct WhatIfNote {
    bool known = true; ///< false: it may have gone otherwise, and nobody can know
    Moment at;         ///< when it happened then
    QString step;      ///< empty: about the whole task
    int attempt = 0;   ///< 0: about no single attempt
    QString text;
    SB_FIELDS(WhatIfNote, known, at, step, attempt, text)
};

/// A finished or running task's history, looked at with another blueprint.
struct WhatIf {
    qint64 task = 0;
    QString before;          ///< the blueprint that it ran with: name, version
    QString after;           ///< the one that it is looked at with
    QList<WhatIfNote> notes; ///< in the order of time
    bool parted = false;     ///< from `partedAt` on it would have been another story, which nobody can tell
    Moment partedAt;
    int compared = 0; ///< attempts that were looked at before that
    SB_FIELDS(WhatIf, task, before, after, notes, parted, partedAt, compared)
    [[nodiscard]] bool same() const { return notes.isEmpty() && !parted; }
};

} // namespace signalbox
