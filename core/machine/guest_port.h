// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/base/clock.h"
#include "core/base/result.h"

#include <atomic>
#include <functional>
#include <memory>

struct _virDomain;

namespace signalbox {

/// How to open a guest's port.
struct GuestPortRequest {
    _virDomain* domain = nullptr; ///< running; borrowed for the call
    bool remote = false;  ///< the hypervisor is reached over a network: bound what libvirt's client queues
    Millis limit{60'000}; ///< for the guest to answer
    std::shared_ptr<std::atomic<qint64>> traffic; ///< gets every byte counted, both ways; may be null
    CancelToken cancel;
    /// Asked between attempts: an error ends the waiting (the machine is gone, and why).
    std::function<Result<void>()> stillThere;
};

/// Opens the one channel into a guest and waits until the guest answers on it; boot may still be going on.
/// Gives a connected stream socket that the caller owns; closing it closes the channel. The guest begins a
/// fresh session, whatever ran on the channel before. Whatever bytes an earlier user left in the channel are
/// dropped: both ends agree on a fresh nonce first (HELLO, READY), because the port's own open and close
/// events coalesce. An attempt that stays silent is given up and repeated, because QEMU can leave a port that
/// was closed while the machine was paused deaf until it is opened again. Errors: Timeout, Cancelled,
/// Unavailable, or what stillThere said. Blocks; any thread but libvirt's.
Result<int> openGuestPort(const GuestPortRequest& request);

} // namespace signalbox
