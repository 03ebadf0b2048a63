// SPDX-License-Identifier: GPL-3.0-or-later
#include "hostkey.h"

#include <stdbool.h>
#include <string.h>

#define BEGIN "-----BEGIN OPENSSH PRIVATE KEY-----"
#define END "-----END OPENSSH PRIVATE KEY-----"

// The decoded key, read from the front; good turns false at the first field that does not fit.
struct reader {
    const uint8_t* at;
    size_t left;
    bool good;
};

static int sextet(char letter) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char* found = letter == '\0' ? NULL : strchr(alphabet, letter);
    return found == NULL ? -1 : (int)(found - alphabet);
}

static bool decode(const char* text, size_t length, uint8_t* out, size_t size, size_t* used) {
    uint32_t bits = 0;
    int count = 0;
    *used = 0;
    for (size_t index = 0; index < length && text[index] != '='; index++) {
        if (strchr("\r\n\t ", text[index]) != NULL && text[index] != '\0')
            continue;
        int value = sextet(text[index]);
        if (value < 0)
            return false;
        bits = bits << 6 | (uint32_t)value;
        count += 6;
        if (count < 8)
            continue;
        count -= 8;
        if (*used == size)
            return false;
        out[(*used)++] = (uint8_t)(bits >> count);
    }
    return true;
}

static const uint8_t* take(struct reader* reader, size_t length) {
    if (!reader->good || reader->left < length) {
        reader->good = false;
        return NULL;
    }
    const uint8_t* start = reader->at;
    reader->at += length;
    reader->left -= length;
    return start;
}

static uint32_t takeNumber(struct reader* reader) {
    const uint8_t* at = take(reader, 4);
    return at == NULL ? 0 : (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static const uint8_t* takeString(struct reader* reader, size_t* length) {
    *length = takeNumber(reader);
    return take(reader, *length);
}

static bool takeText(struct reader* reader, const char* expected) {
    size_t length;
    const uint8_t* at = takeString(reader, &length);
    return at != NULL && length == strlen(expected) && memcmp(at, expected, length) == 0;
}

static const char* readKey(struct reader* reader, uint8_t out[DropbearKeySize]) {
    static const char magic[] = "openssh-key-v1"; // with its NUL
    const uint8_t* start = take(reader, sizeof magic);
    if (start == NULL || memcmp(start, magic, sizeof magic) != 0)
        return "not an OpenSSH private key";
    if (!takeText(reader, "none") || !takeText(reader, "none"))
        return "the key is encrypted";
    size_t length;
    takeString(reader, &length);
    if (takeNumber(reader) != 1 || takeString(reader, &length) == NULL)
        return "not exactly one key";
    takeNumber(reader); // length of the private part, whose fields follow
    uint32_t check = takeNumber(reader);
    if (takeNumber(reader) != check)
        return "the private part is damaged";
    if (!takeText(reader, "ssh-ed25519"))
        return "the key is not ed25519";
    size_t publicLength;
    takeString(reader, &publicLength);
    const uint8_t* pair = takeString(reader, &length); // seed, then public key: dropbear's order too
    if (!reader->good || publicLength != 32 || length != 64)
        return "the key is cut short";
    static const uint8_t head[] = "\0\0\0\013ssh-ed25519\0\0\0\100";
    memcpy(out, head, sizeof head - 1);
    memcpy(out + sizeof head - 1, pair, 64);
    return NULL;
}

const char* hostkeyConvert(const char* pem, size_t length, uint8_t out[DropbearKeySize]) {
    uint8_t raw[2048];
    size_t used;
    const char* begin = memmem(pem, length, BEGIN, strlen(BEGIN));
    if (begin == NULL)
        return "no OpenSSH private key in it";
    begin += strlen(BEGIN);
    size_t rest = length - (size_t)(begin - pem);
    const char* end = memmem(begin, rest, END, strlen(END));
    if (end == NULL)
        return "the key has no end line";
    if (!decode(begin, (size_t)(end - begin), raw, sizeof raw, &used))
        return "the key is not base64, or too long";
    struct reader reader = {raw, used, true};
    const char* problem = readKey(&reader, out);
    explicit_bzero(raw, sizeof raw);
    return problem;
}
