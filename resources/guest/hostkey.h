// SPDX-License-Identifier: GPL-3.0-or-later
// Host keys come in the format that every SSH library writes; dropbear reads only its own.
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { DropbearKeySize = 4 + 11 + 4 + 64 };

// Rewrites an unencrypted OpenSSH ed25519 private key (the whole PEM file) for dropbear.
// Returns NULL when out holds the key, else why the text is no such key.
const char* hostkeyConvert(const char* pem, size_t length, uint8_t out[DropbearKeySize]);
