// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire.h"

#include <string.h>

enum { Head = sizeof WIRE_HELLO_HEAD - 1, Whole = Head + WireNonce + 1 };

static void cut(struct wire* wire, size_t at, size_t count) {
    memmove(wire->bytes + at, wire->bytes + at + count, wire->used - at - count);
    wire->used -= count;
}

static bool isNonce(const char* text) {
    for (int index = 0; index < WireNonce; index++)
        if (strchr("0123456789abcdef", text[index]) == NULL || text[index] == '\0')
            return false;
    return text[WireNonce] == '\n';
}

// How many bytes at the end may be the start of a HELLO.
static size_t tailLength(const struct wire* wire) {
    size_t longest = wire->used < Head - 1 ? wire->used : Head - 1;
    for (size_t length = longest; length > 0; length--)
        if (memcmp(wire->bytes + wire->used - length, WIRE_HELLO_HEAD, length) == 0)
            return length;
    return 0;
}

void wireReset(struct wire* wire) {
    wire->used = 0;
    wire->cleared = 0;
    wire->open = false;
    wire->nonce[0] = '\0';
}

char* wireSpace(struct wire* wire, size_t* room) {
    *room = WireCapacity - wire->used;
    return wire->bytes + wire->used;
}

static enum wireState settle(struct wire* wire, size_t held) {
    if (!wire->open) {
        cut(wire, 0, wire->used - held); // nobody is there to read it
        return WIRE_IDLE;
    }
    wire->cleared = wire->used - held;
    if (wire->cleared > 0)
        return WIRE_DATA;
    return held > 0 ? WIRE_HELD : WIRE_IDLE;
}

enum wireState wireAdvance(struct wire* wire, size_t count) {
    wire->used += count;
    size_t from = 0;
    for (;;) {
        const char* found = memmem(wire->bytes + from, wire->used - from, WIRE_HELLO_HEAD, Head);
        if (found == NULL)
            break;
        size_t at = (size_t)(found - wire->bytes);
        if (wire->used - at < Whole)
            return settle(wire, wire->used - at);
        if (!isNonce(found + Head)) {
            from = at + 1;
            continue;
        }
        if (memcmp(wire->nonce, found + Head, WireNonce) == 0) {
            cut(wire, at, Whole); // a repeat that crossed our answer, or outlived its session
            from = at;
            continue;
        }
        memcpy(wire->nonce, found + Head, WireNonce);
        wire->nonce[WireNonce] = '\0';
        cut(wire, 0, at + Whole);
        wire->cleared = 0;
        wire->open = true;
        return WIRE_HELLO;
    }
    return settle(wire, tailLength(wire));
}

const char* wireData(const struct wire* wire, size_t* length) {
    *length = wire->cleared;
    return wire->bytes;
}

void wireDrop(struct wire* wire, size_t count) {
    cut(wire, 0, count);
    wire->cleared -= count;
}

void wireClose(struct wire* wire) {
    wire->open = false;
    wire->cleared = 0;
}

void wireRelease(struct wire* wire) {
    wire->cleared = wire->used;
}
