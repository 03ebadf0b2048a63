// SPDX-License-Identifier: GPL-3.0-or-later
#include "buffer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FirstRoom = 4096 };

bool bufferAdd(struct buffer* buffer, const void* bytes, size_t length) {
    if (buffer->length + length > buffer->room) {
        size_t room = buffer->room < FirstRoom ? FirstRoom : buffer->room;
        while (room < buffer->length + length)
            room *= 2;
        char* at = realloc(buffer->at, room);
        if (at == NULL)
            return false;
        buffer->at = at;
        buffer->room = room;
    }
    if (length > 0)
        memcpy(buffer->at + buffer->length, bytes, length);
    buffer->length += length;
    return true;
}

bool bufferText(struct buffer* buffer, const char* text) {
    return bufferAdd(buffer, text, strlen(text));
}

bool bufferJson(struct buffer* buffer, const char* text) {
    bool good = bufferAdd(buffer, "\"", 1);
    for (; *text != '\0'; text++) {
        char word[8];
        unsigned char byte = (unsigned char)*text;
        if (byte == '"' || byte == '\\')
            snprintf(word, sizeof word, "\\%c", byte);
        else if (byte < 0x20)
            snprintf(word, sizeof word, "\\u%04x", byte);
        else
            snprintf(word, sizeof word, "%c", byte);
        good = good && bufferText(buffer, word);
    }
    return good && bufferAdd(buffer, "\"", 1);
}

void bufferDrop(struct buffer* buffer, size_t length) {
    buffer->length -= length;
    if (buffer->length > 0)
        memmove(buffer->at, buffer->at + length, buffer->length);
}

void bufferFree(struct buffer* buffer) {
    free(buffer->at);
    *buffer = (struct buffer){NULL, 0, 0};
}
