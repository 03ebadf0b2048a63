// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/domain/blueprint.h"
#include "core/domain/evidence.h"
#include "core/gate/baseline_cache.h"
#include "core/gate/tree_source.h"
#include "core/machine/machine.h"

namespace signalbox {

/// Keeps what a gate produced. Thread-safe.
class ArtifactSink {
public:
    virtual ~ArtifactSink() = default;
    /// The same bytes twice give the same digest and are kept once.
    virtual Result<Artifact> keep(const QString& name, const QString& mediaType, const QByteArray& bytes) = 0;
};

/// What the world gives to a gate runner. References must outlive it; functions may be empty.
struct GateServices {
    TreeSource& trees;
    MachineProvider& machines;
    ArtifactSink& artifacts;
    const Clock& clock;
    BaselineCache* baselines = nullptr; ///< remembers runs of the base; none: each is run
    QString scratch{};                  ///< directory on the host for tar files; empty: the system's
    MachineNeeds defaults{};            ///< where step and blueprint say nothing

    /// Right after a machine was got, before anything runs in it; the images it was made from.
    std::function<void(const QString& machine, const QMap<QString, Digest>& images)> leased{};
    /// After it was removed.
    std::function<void(const QString& machine)> released{};
    OutputSink output{};     ///< the command's output as it comes; on a thread of the machine's
    ProgressSink progress{}; ///< lines on what is being done
};

} // namespace signalbox
