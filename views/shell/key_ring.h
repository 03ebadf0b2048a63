// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QObject>

#include <functional>

namespace signalbox {

/// Access tokens in the desktop's own keychain (Secret Service, KWallet), by the address of their core. Never
/// in a file of ours: where no keychain runs nothing is kept, and that is said. Asks may take as long as a
/// person needs to unlock it; they never block. One thread; answers come from the event loop, unless
/// `context` is gone by then.
class KeyRing {
public:
    /// NotFound: nothing is kept under this address. Unavailable: no keychain runs here. Denied: it was not
    /// unlocked.
    static void read(const QString& address, QObject* context, std::function<void(Result<QString>)> done);
    static void write(const QString& address, const QString& token, QObject* context,
                      std::function<void(Result<void>)> done);
    static void forget(const QString& address, QObject* context, std::function<void(Result<void>)> done);
};

} // namespace signalbox
