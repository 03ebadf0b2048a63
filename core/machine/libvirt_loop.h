// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <functional>

namespace signalbox {

/// Prepares libvirt for this process, once: registers our event loop (a thread of its own, apart from GLib's,
/// which Qt may run on the main thread) and silences its printing of errors. Must come before any connection.
/// Thread-safe.
Result<void> startLibvirt();

/// Runs work on the event thread, soon. The order of calls is kept.
void onLibvirtThread(std::function<void()> work);

/// libvirt's last error on this thread as ours, "what: libvirt's words".
Error libvirtError(const QString& what);

} // namespace signalbox
