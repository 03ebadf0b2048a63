// SPDX-License-Identifier: GPL-3.0-or-later
// Resynchronisation of the byte stream on the virtio port. The events "host closed" and "host opened" of the
// port coalesce when the host reconnects at once, so each host session announces itself in the stream:
//
//     "\nSIGNALBOX-HELLO <16 hex digits>\n"     host to guest, repeated until answered
//     "\nSIGNALBOX-READY <the same digits>\n"   guest to host, once
//
// after which the bytes of the session follow. When a session is over on the guest's side, the host reads
//
//     "\nSIGNALBOX-LOST\n"
//
// which no SSH client takes for a packet: its session ends at once instead of waiting for ever. A host that
// waits for READY reads over it. This file knows the stream from the host alone and does no I/O.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define WIRE_HELLO_HEAD "\nSIGNALBOX-HELLO "
#define WIRE_LOST "\nSIGNALBOX-LOST\n"
#define WIRE_READY_HEAD "\nSIGNALBOX-READY "

enum { WireNonce = 16, WireCapacity = 65536 };

enum wireState {
    WIRE_IDLE,  // nothing to do before more bytes come
    WIRE_HELD,  // as idle, but some bytes are held back: they may be the start of a HELLO. See wireRelease.
    WIRE_DATA,  // bytes for the session: wireData, then wireDrop
    WIRE_HELLO, // a new session begins, named by nonce; everything before it was dropped
};

struct wire {
    char bytes[WireCapacity];
    size_t used;               // bytes in it
    size_t cleared;            // of these, free to be forwarded
    bool open;                 // a session is running
    char nonce[WireNonce + 1]; // of the running or last session
};

// Forgets everything; the host has gone.
void wireReset(struct wire* wire);

// Where the next bytes from the host belong, and how many fit. At least one fits unless data waits to be
// dropped.
char* wireSpace(struct wire* wire, size_t* room);

// Says that count bytes were put there, and what to do now. Call with 0 to ask again after any other call.
enum wireState wireAdvance(struct wire* wire, size_t count);

// The bytes to forward in state WIRE_DATA, and the word that count of them were.
const char* wireData(const struct wire* wire, size_t* length);
void wireDrop(struct wire* wire, size_t count);

// The session's server has ended: what comes before the next HELLO is dropped.
void wireClose(struct wire* wire);

// Gives up waiting: what was held back is data after all.
void wireRelease(struct wire* wire);
