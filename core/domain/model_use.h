// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/fields.h"

#include <QtGlobal>

namespace signalbox {

/// What the model calls of a task used so far, as the gateway counted it. The four kinds of tokens exclude
/// each other; their sum is what the limit is about.
struct ModelUse {
    qint64 input = 0;
    qint64 cacheRead = 0;
    qint64 cacheWrite = 0;
    qint64 output = 0;
    double cost = 0; ///< US dollars
    qint64 calls = 0;
    qint64 tokenLimit = 0; ///< of the task now; 0: none
    double costLimit = 0;  ///< the same in US dollars
    SB_FIELDS(ModelUse, input, cacheRead, cacheWrite, output, cost, calls, tokenLimit, costLimit)
};

} // namespace signalbox
