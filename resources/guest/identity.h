// SPDX-License-Identifier: GPL-3.0-or-later
// What makes this machine this machine, whether it is told at boot (fw_cfg) or when a copy of a memory begins
// a life of its own (`sb-guest renew`). The description that renew reads is lines, with counted bytes:
//
//     signalbox-identity 1
//     hostname sb-t41-implement-1
//     clock-ms 1800000000000
//     seed 64                  (then exactly so many bytes, then a newline; the same for the keys)
//     authorized-key 80
//     host-key 399
//     end
//
// Every field may be missing: what is not named stays as it is.
#pragma once

#include "jobspec.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { IdentityMax = 16384, SeedMax = 512, SeedMin = 16, HostNameMax = 64 };

struct identity {
    char hostname[HostNameMax + 1]; // empty: stays
    int64_t clockMs;                // -1: stays
    struct slice seed, authorizedKey, hostKey;
};

// Reads a description; the slices point into text. Returns NULL, or why it is none. A text that ends before
// its end line is none.
const char* identityParse(const char* text, size_t length, struct identity* identity);

// Adds bytes to the kernel's random pool and has every later number drawn from them too, at once. 0 or -1.
int identitySeed(const void* bytes, size_t length);
// Makes the rest true. Says on standard error what failed; returns whether all of it worked.
bool identityApply(const struct identity* identity);
