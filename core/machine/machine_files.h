// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/machine/image_store.h"
#include "core/machine/libvirt_host.h"

namespace signalbox {

/// From the kernel's generator.
QByteArray randomBytes(int count);

/// A machine's folder made ready for its first start.
struct PreparedMachine {
    MachineRecord record;
    QByteArray clientKey;  ///< private: opens the guest
    QString authorizedKey; ///< the public half, for the guest
};

/// Makes the folder, the scratch disk, the keys and the record of a machine, and gives QEMU's user what it
/// must read or write. base: a disk that never changes and that the scratch disk goes on from; empty: an
/// empty one. Errors: LimitReached on a nearly full disk, Denied, Cancelled, or what a program of the host
/// said.
Result<PreparedMachine> prepareMachine(const LibvirtHost& host, const MachineConfig& config,
                                       const MachineSpec& spec, const ImageFiles& image,
                                       const QString& accelerator, const QString& base,
                                       const CancelToken& cancel);

} // namespace signalbox
