// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"
#include "core/git/mirror.h"

namespace signalbox {

/// What admission found out; from here on the task keeps it.
struct Admission {
    QString baseBranch;
    QString baseCommit;
    QString baseTree;
    Blueprint blueprint;
};

/// Checks a task before anything is spent: the repository answers, the base branch is there, the blueprint is
/// sound and taken from the protected base (or from the core), the image layers it needs are built. Blocks
/// while it fetches. An Error says why the task is refused; a transient one may be tried again. The blueprint
/// is, first that applies: the shipped one that the task names; `.signalbox/blueprint.yaml` of the base; the
/// repository's own text kept by the core; the shipped one that the repository names.
Result<Admission> admit(const Task& task, Mirror mirror,
                        const std::function<Result<void>(const QStringList& layers)>& checkLayers,
                        const CancelToken& cancel);

} // namespace signalbox
