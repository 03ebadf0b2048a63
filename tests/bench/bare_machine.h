// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

namespace signalbox::bench {

/// Boots the image's kernel with an initrd that holds busybox and nothing else, in plain QEMU under
/// emulation, and gives the milliseconds until it has run a command. The least that a machine can take here.
/// NotFound where busybox, QEMU or the image are missing. directory: for its initrd.
Result<double> bootBareMachine(const QString& images, const QString& directory, int memoryMiB);

} // namespace signalbox::bench
