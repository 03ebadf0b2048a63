// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/machine/libvirt_machine.h"
#include "core/machine/provider.h"

namespace signalbox {

/// Makes a machine that was made ahead, and that nobody has used, the one of a spec: on disk in one step,
/// then in its record, then in the guest (name, time, fresh randomness), over the session that is open. The
/// session stays, so it takes one command in the guest. Conflict when the spec's name is taken; Invalid when
/// the machine is not what the spec wants, or not of the present image: nothing was touched then. After any
/// other error it is of no use.
Result<std::shared_ptr<LibvirtMachine>> takeOverMachine(LibvirtHost& host, const MachineConfig& config,
                                                        const LibvirtMachine& ahead, const MachineSpec& spec,
                                                        const CancelToken& cancel);

} // namespace signalbox
