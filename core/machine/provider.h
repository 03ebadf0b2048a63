// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/machine/machine.h"

namespace signalbox {

/// Where machines keep their things, and what to run them with. The defaults suit a core on its own computer.
struct MachineConfig {
    /// Holds machines/NAME (disk, keys, serial log), libvirt/ (the embedded driver's files) and probe
    /// results.
    QString stateDirectory = defaultStateDirectory();
    /// Holds manifest.json and store/, as made by resources/image/build.
    QString imageDirectory = defaultImageDirectory();
    /// "kvm" or "tcg" to insist on one; empty: the probe decides.
    QString accelerator;
    /// How long a guest may take to boot and answer before acquire() gives up.
    Millis startupLimit{std::chrono::minutes(3)};
    /// How machines are watched, and from when on a frozen one is ended.
    LivenessLimits liveness;

    /// What hibernated machines may take of the disk together, and how many there may be; above it the one
    /// that hibernates for longest goes.
    qint64 hibernationBytes = 20LL * 1024 * 1024 * 1024;
    int hibernatedMost = 100;

    /// $SIGNALBOX_HOME; else /var/lib/signalbox for root and $XDG_DATA_HOME/signalbox for others.
    static QString defaultStateDirectory();
    /// $SIGNALBOX_IMAGES; else images/ in the default state directory.
    static QString defaultImageDirectory();
    /// The embedded libvirt driver in the state directory: no daemon needed.
    [[nodiscard]] QString defaultUri() const;
};

/// A provider for a URI: "process:" is the development provider without a VM, empty is config.defaultUri(),
/// anything else goes to libvirt (qemu:///embed?root=DIR, qemu:///session, qemu:///system,
/// qemu+ssh://HOST/system, ...). Connects to nothing yet; Invalid for a URI that names no hypervisor known
/// here.
Result<std::shared_ptr<MachineProvider>> makeProvider(const QString& uri, const MachineConfig& config);

} // namespace signalbox
