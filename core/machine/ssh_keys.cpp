// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/ssh_keys.h"

#include <libssh/libssh.h>

#include <memory>

namespace signalbox {

Result<SshKeyPair> makeSshKeyPair() {
    const Error failed{ErrorKind::Internal, QStringLiteral("libssh cannot make an Ed25519 key"), {}};
    ssh_key raw = nullptr;
    if (ssh_pki_generate(SSH_KEYTYPE_ED25519, 0, &raw) != SSH_OK)
        return failed;
    const std::unique_ptr<ssh_key_struct, void (*)(ssh_key)> key(raw, ssh_key_free);
    const auto taken = [](char* text) {
        const QByteArray bytes(text);
        ssh_string_free_char(text);
        return bytes;
    };
    SshKeyPair pair;
    char* text = nullptr;
    if (ssh_pki_export_privkey_base64(key.get(), nullptr, nullptr, nullptr, &text) != SSH_OK)
        return failed;
    pair.privateKey = taken(text);
    if (ssh_pki_export_pubkey_base64(key.get(), &text) != SSH_OK)
        return failed;
    pair.publicKey = "ssh-ed25519 " + taken(text);
    return pair;
}

} // namespace signalbox
