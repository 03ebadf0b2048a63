// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/base/result.h"

#include <QString>

namespace signalbox {

/// An ext4 file system of that size as a sparse qcow2 file in a folder, for overlays to start from. Made once
/// per size and then kept; safe when several threads or processes ask at once. Needs mke2fs and qemu-img.
/// Blocks.
Result<QString> scratchTemplate(const QString& folder, int sizeMiB, const CancelToken& cancel);

} // namespace signalbox
