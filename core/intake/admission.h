// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/blueprint_source.h"
#include "core/domain/task.h"
#include "core/git/mirror.h"
#include "core/intake/limits.h"

namespace signalbox {

/// What admission found out; from here on the task keeps it.
struct Admission {
    QString baseBranch;
    QString baseCommit;
    QString baseTree;
    Blueprint blueprint;
};

/// What the core is willing and able to take in.
struct AdmissionRules {
    /// Whether these image layers are built; unset: no machine of the core has an image.
    std::function<Result<void>(const QStringList& layers)> checkLayers;
    MachineCapacity capacity;   ///< of one machine
    QStringList repositoryUrls; ///< patterns, see checkRepositoryUrl
};

/// The text of the blueprint that holds for a task of this repository now, as admit() finds it. Blocks while
/// it fetches.
Result<BlueprintSource> blueprintSourceOf(const Repository& repository, Mirror mirror,
                                          const CancelToken& cancel);
Result<BlueprintSource> shippedBlueprintSource(const QString& name);

/// Checks a task before anything is spent: the repository answers, the base branch is there, the blueprint is
/// sound and taken from the protected base (or from the core), the machines it asks for can be had, the image
/// layers it needs are built. What costs least is looked at first. Blocks while it fetches. An Error says why
/// the task is refused; a transient one may be tried again. The blueprint is, first that applies: the shipped
/// one that the task names; `.signalbox/blueprint.yaml` of the base; the repository's own text kept by the
/// core; the shipped one that the repository names.
Result<Admission> admit(const Task& task, Mirror mirror, const AdmissionRules& rules,
                        const CancelToken& cancel);

} // namespace signalbox
