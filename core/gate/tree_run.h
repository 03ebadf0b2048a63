// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gate/gate_services.h"

namespace signalbox {

/// One command on one tree, to be done in a machine that nothing else used or will use.
struct TreeOrder {
    QString machine; ///< its name; whatever bears it is removed first
    QString variant; ///< "change", "base", ...: for people
    QString tree;
    MachineSpec spec; ///< without name
    const Step& step; ///< from the protected base
    QString baseCommit;
};

struct TreeResult {
    CommandRun run;
    QMap<QString, Digest> images;
};

/// Gets a fresh machine, brings the tree in, runs the step's command as the unprivileged user, fetches the
/// report, and removes the machine, however it ends. No credential enters it. An error is technical trouble
/// (or Cancelled): nothing is known about the tree then.
Result<TreeResult> runOnTree(const TreeOrder& order, const GateServices& services, const CancelToken& cancel);

} // namespace signalbox
