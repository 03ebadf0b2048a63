// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes that grow up to a limit of their owner's.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct buffer {
    char* at;
    size_t length, room;
};

// False when there is no memory; the content stays as it was.
bool bufferAdd(struct buffer* buffer, const void* bytes, size_t length);
bool bufferText(struct buffer* buffer, const char* text);
// Adds a text as JSON, with its quotation marks. The text must be UTF-8.
bool bufferJson(struct buffer* buffer, const char* text);
// Takes the first bytes away.
void bufferDrop(struct buffer* buffer, size_t length);
void bufferFree(struct buffer* buffer);
