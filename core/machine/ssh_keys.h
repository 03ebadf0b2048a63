// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>

namespace signalbox {

/// A fresh Ed25519 key pair for one machine, as text.
struct SshKeyPair {
    QByteArray privateKey; ///< OpenSSH format, unencrypted: keep it in a 0600 file
    QByteArray publicKey;  ///< "ssh-ed25519 AAAA..."
};

Result<SshKeyPair> makeSshKeyPair();

} // namespace signalbox
