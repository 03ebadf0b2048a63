// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/machine/provider.h"

namespace signalbox {

/// For development only: "machines" that are folders, and jobs that are programs of this computer. NOT
/// ISOLATED: jobs see this computer's programs, files (read-only, under bubblewrap) and network. Never use it
/// for work that is not your own.
///
/// Differences from a virtual machine, for those who write jobs:
/// - /home/agent is the machine's own folder when bubblewrap is installed; without it $HOME names the folder.
/// - A forward listens on a free port of this computer's loopback; jobs find it in SIGNALBOX_PORT_<port asked
/// for> and, for
///   the first one, SIGNALBOX_PORT. The port asked for itself is used when it is free, but two machines
///   cannot both have it.
/// - root and agent are the same user. Jobs end with the core.
class ProcessProvider final : public MachineProvider {
public:
    explicit ProcessProvider(const MachineConfig& config);
    ~ProcessProvider() override;

    [[nodiscard]] Result<ProviderInfo> info() override;
    Result<std::shared_ptr<Machine>> acquire(const MachineSpec& spec, const ProgressSink& progress,
                                             const CancelToken& cancel) override;
    Result<std::shared_ptr<Machine>> find(const QString& name) override;
    Result<void> destroy(const QString& name, Millis grace) override;
    [[nodiscard]] Result<QList<MachineStatus>> list() override;

private:
    struct Private;
    const std::unique_ptr<Private> m_private;
};

} // namespace signalbox
