// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"

namespace signalbox {

/// Which attempt something belongs to.
struct AttemptName {
    TaskId task = 0;
    QString step;
    int attempt = 1;
    QString agent; ///< "claude", "command"; empty where it does not matter
};

} // namespace signalbox
