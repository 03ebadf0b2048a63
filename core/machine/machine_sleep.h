// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/machine/libvirt_machine.h"

namespace signalbox {

/// Writes a machine's memory into its folder and takes it from the hypervisor, in that order: killed at any
/// moment, it either runs or sleeps. Whoever speaks with it must have stopped. Invalid on a hypervisor
/// elsewhere. On an error the machine still runs, unless the hypervisor lost it. toBeCopied: others are to
/// begin as its copies.
Result<void> putMachineToSleep(LibvirtHost& host, const QString& name, bool toBeCopied = false);

/// Has the hypervisor take a sleeping machine up again, in the very moment of its life in which it was saved.
/// Its clock is wrong then, and it does not know that time went by: see renewAfterSleep().
Result<void> wakeMachine(LibvirtHost& host, const QString& name);

/// After waking: gives the guest the right time, fresh randomness and new keys, over the session that the old
/// ones opened, and keeps the keys on disk. Whatever knew the old ones is locked out from the next session
/// on. The time asleep is added to the machine's time limit, and the saved memory is removed: until then a
/// core that comes to the machine does all this again. Gives the machine to use from now on.
Result<std::shared_ptr<LibvirtMachine>> renewAfterSleep(LibvirtHost& host, LibvirtMachine& machine,
                                                        const CancelToken& cancel);

/// Keeps all that sleeps below a limit on disk and in number: names those to remove, the longest asleep
/// first, sparing one.
QStringList sleepersBeyond(const LibvirtHost& host, qint64 limitBytes, int limitCount, const QString& spared);

} // namespace signalbox
