// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/bench.h"

namespace signalbox::bench {

struct Registered {
    QString name;
    void (*run)(Bench&);
};

/// Every bench there is, by name.
QList<Registered> allBenches();

} // namespace signalbox::bench
