// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the description of an identity. Pure.
#include "common.h"
#include "identity.h"

#include <string.h>

struct cursor {
    const char* at;
    size_t left;
};

static bool takeLine(struct cursor* cursor, char line[128]) {
    const char* end = memchr(cursor->at, '\n', cursor->left);
    if (end == NULL || end - cursor->at >= 128 || memchr(cursor->at, '\0', (size_t)(end - cursor->at)))
        return false;
    size_t length = (size_t)(end - cursor->at);
    memcpy(line, cursor->at, length);
    line[length] = '\0';
    cursor->at += length + 1;
    cursor->left -= length + 1;
    return true;
}

static bool takeBytes(struct cursor* cursor, const char* count, size_t limit, struct slice* slice) {
    int64_t length = parseNumber(count, (int64_t)limit);
    if (length <= 0 || cursor->left <= (size_t)length || cursor->at[length] != '\n')
        return false;
    slice->at = cursor->at;
    slice->length = (size_t)length;
    cursor->at += length + 1;
    cursor->left -= (size_t)length + 1;
    return true;
}

static bool takeName(const char* name, struct identity* identity) {
    size_t length = strlen(name);
    if (length < 1 || length > HostNameMax ||
        strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") != length)
        return false;
    memcpy(identity->hostname, name, length + 1);
    return true;
}

static bool takeField(struct cursor* cursor, const char* key, const char* value, struct identity* identity) {
    if (strcmp(key, "hostname") == 0)
        return takeName(value, identity);
    if (strcmp(key, "clock-ms") == 0)
        return (identity->clockMs = parseNumber(value, INT64_MAX / 2)) >= 0;
    if (strcmp(key, "seed") == 0)
        return takeBytes(cursor, value, SeedMax, &identity->seed) && identity->seed.length >= SeedMin;
    if (strcmp(key, "authorized-key") == 0)
        return takeBytes(cursor, value, IdentityMax, &identity->authorizedKey);
    if (strcmp(key, "host-key") == 0)
        return takeBytes(cursor, value, IdentityMax, &identity->hostKey);
    return false;
}

const char* identityParse(const char* text, size_t length, struct identity* identity) {
    struct cursor cursor = {text, length};
    char line[128];
    memset(identity, 0, sizeof *identity);
    identity->clockMs = -1;
    if (!takeLine(&cursor, line) || strcmp(line, "signalbox-identity 1") != 0)
        return "'signalbox-identity 1' is expected first";
    for (;;) {
        if (!takeLine(&cursor, line))
            return "it is cut short, or a line is too long";
        if (strcmp(line, "end") == 0)
            return cursor.left == 0 ? NULL : "something follows its end";
        char* value = strchr(line, ' ');
        if (value == NULL)
            return "a field has no value";
        *value++ = '\0';
        if (!takeField(&cursor, line, value, identity))
            return "a field is not understood";
    }
}
