// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/base/clock.h"
#include "core/base/result.h"

namespace signalbox {

/// What to try, and with what.
struct ProbeRequest {
    QString images;    ///< the image store: its kernel and initrd are booted
    QString cacheFile; ///< remembers the answer until the host boots anew or QEMU, kernel or image change
    QString runAs;     ///< the user QEMU will run as; empty: the own one
    QString device = QStringLiteral("/dev/kvm");
    QString emulator = QStringLiteral("qemu-system-x86_64");
    Millis limit{8'000};
    CancelToken cancel;
};

struct ProbeAnswer {
    QString accelerator; ///< "kvm" or "tcg"
    QString reason;      ///< how that is known, for people
};

/// Finds out whether hardware virtualization works by booting a tiny machine with it: a device that opens
/// proves nothing, some hang ordinary kernels. What fails or does not boot in time means software emulation.
/// The probe's QEMU is dead when this returns, and dies by itself should this process be killed. Errors:
/// NotFound without QEMU or image, Cancelled.
Result<ProbeAnswer> probeAccelerator(const ProbeRequest& request);

} // namespace signalbox
