// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/machine/libvirt_machine.h"

namespace signalbox {

/// One look at a machine: what the hypervisor and the channel counted, and, with a limit above zero and a
/// machine that is spoken with, what its guest says of itself. None when the hypervisor does not run it and
/// did not pause it. Blocks, but not for ever, whatever hangs.
std::optional<LivenessSample> lookAtMachine(LibvirtHost& host, const QString& name, LibvirtMachine* machine,
                                            Millis pulseLimit, const CancelToken& cancel);

} // namespace signalbox
