// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the pure parts of sb-guest, which read what comes from outside: the resynchronisation of the
// port's stream (no byte of a session lost, none of a former one kept, however the bytes are cut), the
// conversion of host keys, and the descriptions of jobs and identities (truncation is never taken for an
// end). Random input runs through all of them, under sanitizers.
#include "resources/guest/common.h"
#include "resources/guest/hostkey.h"
#include "resources/guest/identity.h"
#include "resources/guest/jobspec.h"
#include "resources/guest/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures;

#define CHECK(condition)                                                                                     \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                  \
            failures++;                                                                                      \
        }                                                                                                    \
    } while (0)

#define HELLO_A "\nSIGNALBOX-HELLO 0123456789abcdef\n"
#define HELLO_B "\nSIGNALBOX-HELLO fedcba9876543210\n"

// A session as the port process sees it: what was forwarded since the last HELLO.
struct seen {
    char data[65536];
    size_t length;
    int hellos;
};

static struct wire wire;

static void drain(struct seen* seen, enum wireState state) {
    while (state == WIRE_DATA || state == WIRE_HELLO) {
        if (state == WIRE_HELLO) {
            seen->hellos++;
            seen->length = 0;
        } else {
            size_t length;
            const char* data = wireData(&wire, &length);
            size_t part = length > 3 ? length / 2 : length; // a server that takes only part of it
            memcpy(seen->data + seen->length, data, part);
            seen->length += part;
            wireDrop(&wire, part);
        }
        state = wireAdvance(&wire, 0);
    }
}

static void feed(struct seen* seen, const char* bytes, size_t length, size_t piece) {
    while (length > 0) {
        size_t room;
        char* space = wireSpace(&wire, &room);
        size_t count = piece < length ? piece : length;
        CHECK(room >= count);
        memcpy(space, bytes, count);
        drain(seen, wireAdvance(&wire, count));
        bytes += count;
        length -= count;
    }
}

static void flush(struct seen* seen) {
    wireRelease(&wire);
    size_t length;
    const char* data = wireData(&wire, &length);
    memcpy(seen->data + seen->length, data, length);
    seen->length += length;
    wireDrop(&wire, length);
}

static bool sawExactly(const struct seen* seen, const char* text) {
    return seen->length == strlen(text) && memcmp(seen->data, text, seen->length) == 0;
}

static void testWireCutAnywhere(void) {
    static const char stream[] =
        "stale" HELLO_A "old session" HELLO_B HELLO_B "SSH-2.0-x\r\n\nSIGNALBOX-HELLO zz\nend" HELLO_B "!";
    for (size_t piece = 1; piece <= sizeof stream - 1; piece++) {
        struct seen seen = {.length = 0};
        wireReset(&wire);
        feed(&seen, stream, sizeof stream - 1, piece);
        flush(&seen);
        CHECK(seen.hellos == 2);
        CHECK(strcmp(wire.nonce, "fedcba9876543210") == 0);
        CHECK(sawExactly(&seen, "SSH-2.0-x\r\n\nSIGNALBOX-HELLO zz\nend!"));
    }
}

static void testWireNobodyThere(void) {
    struct seen seen = {.length = 0};
    wireReset(&wire);
    for (int round = 0; round < 1000; round++) // more than the buffer holds
        feed(&seen, "noise without any session, dropped as it comes\n", 47, 47);
    CHECK(seen.hellos == 0 && seen.length == 0 && wire.used < sizeof HELLO_A);
    feed(&seen, HELLO_A "data", sizeof HELLO_A + 3, 7);
    CHECK(seen.hellos == 1 && sawExactly(&seen, "data"));
    wireClose(&wire);
    feed(&seen, "late" HELLO_A "late", sizeof HELLO_A + 7, 5); // a repeat of what is over begins nothing
    CHECK(seen.hellos == 1 && sawExactly(&seen, "data"));
    wireReset(&wire); // the host went away and came back: even an old name is new
    feed(&seen, HELLO_A "x", sizeof HELLO_A, 64);
    CHECK(seen.hellos == 2 && sawExactly(&seen, "x"));
}

static void testWireHoldsBriefly(void) {
    struct seen seen = {.length = 0};
    wireReset(&wire);
    feed(&seen, HELLO_A, sizeof HELLO_A - 1, 64);
    feed(&seen, "abc\nSIGNAL", 10, 64);
    CHECK(sawExactly(&seen, "abc"));
    CHECK(wireAdvance(&wire, 0) == WIRE_HELD);
    flush(&seen);
    CHECK(sawExactly(&seen, "abc\nSIGNAL"));
    feed(&seen, "+\n", 2, 2);
    CHECK(sawExactly(&seen, "abc\nSIGNAL+"));
    feed(&seen, "-", 1, 1);
    CHECK(sawExactly(&seen, "abc\nSIGNAL+\n-"));
}

static void testWireRandom(void) {
    static const char alphabet[] = "\nSIGNALBOX-HELLO 0123456789abcdef";
    struct seen* seen = calloc(1, sizeof *seen);
    wireReset(&wire);
    for (int round = 0; round < 200000; round++) {
        char noise[48];
        size_t length = (size_t)(rand() % (int)sizeof noise);
        for (size_t index = 0; index < length; index++)
            noise[index] = rand() % 3 == 0 ? (char)rand() : alphabet[rand() % (int)(sizeof alphabet - 1)];
        if (rand() % 8 == 0)
            memcpy(noise, HELLO_A, length = sizeof HELLO_A - 1);
        if (rand() % 50 == 0)
            wireClose(&wire);
        seen->length = 0;
        feed(seen, noise, length, 1 + (size_t)(rand() % 20));
        CHECK(wire.used <= WireCapacity && wire.cleared <= wire.used);
    }
    CHECK(seen->hellos > 0);
    free(seen);
}

// Made by ssh-keygen for this test alone.
static const char key[] = "-----BEGIN OPENSSH PRIVATE KEY-----\n"
                          "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZWQyNTUx\n"
                          "OQAAACADoQe/884Qvh1w3RjnS8CZZ+TWMJulDV8d3IZkElUxuAAAAIgAAQIDAAECAwAAAAtzc2gt\n"
                          "ZWQyNTUxOQAAACADoQe/884Qvh1w3RjnS8CZZ+TWMJulDV8d3IZkElUxuAAAAEAAAQIDBAUGBwgJ\n"
                          "CgsMDQ4PEBESExQVFhcYGRobHB0eHwOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4AAAA\n"
                          "BHRlc3QB\n"
                          "-----END OPENSSH PRIVATE KEY-----\n";

static void testHostkey(void) {
    uint8_t out[DropbearKeySize];
    CHECK(hostkeyConvert(key, sizeof key - 1, out) == NULL);
    CHECK(memcmp(out, "\0\0\0\013ssh-ed25519\0\0\0\100", 19) == 0);
    for (int index = 0; index < 32; index++)
        CHECK(out[19 + index] == index); // the seed, then the public key
    CHECK(out[19 + 32] == 0x03 && out[DropbearKeySize - 1] == 0xb8);
    for (size_t length = 0; length < sizeof key - 20; length++) {
        char* cut = malloc(length + 1); // of exactly this size, for the sanitizer
        memcpy(cut, key, length);
        CHECK(hostkeyConvert(cut, length, out) != NULL);
        free(cut);
    }
    for (int round = 0; round < 20000; round++) {
        char damaged[sizeof key];
        memcpy(damaged, key, sizeof key);
        for (int times = 0; times < 3; times++)
            damaged[36 + rand() % (int)(sizeof key - 75)] = (char)rand();
        hostkeyConvert(damaged, sizeof key - 1, out);
    }
    static const char other[] = "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n";
    CHECK(hostkeyConvert(other, sizeof other - 1, out) != NULL);
}

static const char good[] =
    "signalbox-job 1\nuser root\ndir /tmp/a b\ntime-limit-ms 60000\noutput-limit-bytes 1048576\n"
    "env 11\nFOO=one\ntwo\nenv 4\n_X9=\nscript 15\necho hi; exit 3";
static struct jobSpec spec;
static char problem[192];

static void testSpec(void) {
    CHECK(jobSpecParse(good, sizeof good - 1, &spec, problem, sizeof problem) == JOBSPEC_GOOD);
    CHECK(spec.asRoot && strcmp(spec.dir, "/tmp/a b") == 0 && spec.timeLimitMs == 60000 &&
          spec.outputLimit == 1048576);
    CHECK(spec.envCount == 2 && spec.env[0].length == 11 && memcmp(spec.env[0].at, "FOO=one\ntwo", 11) == 0);
    CHECK(spec.env[1].length == 4 && spec.script.length == 15 &&
          memcmp(spec.script.at, "echo hi; exit 3", 15) == 0);
    for (size_t length = 0; length < sizeof good - 1; length++) {
        char* cut = malloc(length + 1);
        memcpy(cut, good, length);
        CHECK(jobSpecParse(cut, length, &spec, problem, sizeof problem) == JOBSPEC_MORE);
        free(cut);
    }
    CHECK(jobSpecParse("signalbox-job 1\nscript 0\n", 25, &spec, problem, sizeof problem) == JOBSPEC_GOOD);
    CHECK(!spec.asRoot && spec.dir[0] == '\0' && spec.timeLimitMs == 0 && spec.script.length == 0);
}

static void testSpecRefuses(void) {
    static const char* const bad[] = {
        "signalbox-job 2\n",
        "GET / HTTP/1.1\n",
        "signalbox-job 1\nuser nobody\n",
        "signalbox-job 1\ndir relative\n",
        "signalbox-job 1\ntime-limit-ms -5\n",
        "signalbox-job 1\ntime-limit-ms 99999999999999999999\n",
        "signalbox-job 1\ntime-limit-ms \n",
        "signalbox-job 1\ncolour red\n",
        "signalbox-job 1\nscript\n",
        "signalbox-job 1\nscript 99999999\n",
        "signalbox-job 1\nscript 5x\n",
        "signalbox-job 1\nenv 5\n=abcd\n",
        "signalbox-job 1\nenv 5\nA-B=c\n",
        "signalbox-job 1\nenv 5\n1AB=c\n",
        "signalbox-job 1\nenv 3\nABC\n",
        "signalbox-job 1\nenv 3\nA=12345\n",
        "signalbox-job 1\nenv 999999\n",
    };
    for (size_t index = 0; index < sizeof bad / sizeof *bad; index++) {
        problem[0] = '\0';
        CHECK(jobSpecParse(bad[index], strlen(bad[index]), &spec, problem, sizeof problem) == JOBSPEC_BAD);
        CHECK(problem[0] != '\0');
    }
    char* endless = malloc(100000);
    memset(endless, 'x', 100000);
    CHECK(jobSpecParse(endless, 100000, &spec, problem, sizeof problem) == JOBSPEC_BAD);
    free(endless);
    for (int round = 0; round < 50000; round++) {
        char damaged[sizeof good];
        memcpy(damaged, good, sizeof good);
        for (int times = 0; times < 3; times++)
            damaged[rand() % (int)(sizeof good - 1)] = (char)rand();
        jobSpecParse(damaged, sizeof good - 1, &spec, problem, sizeof problem);
    }
}

static void testSmallThings(void) {
    CHECK(jobIdValid("a") && jobIdValid("task-1.attempt_2") && jobIdValid("0"));
    CHECK(!jobIdValid("") && !jobIdValid(".lock") && !jobIdValid("-x") && !jobIdValid("a/b") &&
          !jobIdValid("a b"));
    CHECK(jobIdValid("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
    CHECK(!jobIdValid("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
    CHECK(parseNumber("0", 9) == 0 && parseNumber("9", 9) == 9 && parseNumber("10", 9) == -1);
    CHECK(parseNumber("", 9) == -1 && parseNumber("1 ", 99) == -1 && parseNumber("+1", 99) == -1);
    CHECK(parseNumber("9223372036854775807", INT64_MAX) == INT64_MAX);
    CHECK(parseNumber("9223372036854775808", INT64_MAX) == -1);
}

// ---- Identities

#define WHOLE_IDENTITY                                                                                       \
    "signalbox-identity 1\nhostname sb-t1-work-1\nclock-ms 1800000000000\nseed 16\n0123456789\nbcdef\n"      \
    "authorized-key 5\nssh-k\nhost-key 3\npem\nend\n"

static void testIdentities(void) {
    static const char whole[] = WHOLE_IDENTITY;
    struct identity identity;
    CHECK(identityParse(whole, sizeof whole - 1, &identity) == NULL);
    CHECK(strcmp(identity.hostname, "sb-t1-work-1") == 0);
    CHECK(identity.clockMs == 1800000000000);
    CHECK(identity.seed.length == 16 && memcmp(identity.seed.at, "0123456789\nbcdef", 16) == 0);
    CHECK(identity.authorizedKey.length == 5 && memcmp(identity.authorizedKey.at, "ssh-k", 5) == 0);
    CHECK(identity.hostKey.length == 3 && memcmp(identity.hostKey.at, "pem", 3) == 0);
    // However it is cut, half an identity is none.
    for (size_t length = 0; length < sizeof whole - 1; length++) {
        char* cut = malloc(length + 1); // its own memory, so that reading beyond it is seen
        memcpy(cut, whole, length);
        CHECK(identityParse(cut, length, &identity) != NULL);
        free(cut);
    }
    static const char least[] = "signalbox-identity 1\nend\n";
    CHECK(identityParse(least, sizeof least - 1, &identity) == NULL);
    CHECK(identity.clockMs == -1 && identity.seed.length == 0 && identity.hostname[0] == '\0');
    static const char* const bad[] = {
        "signalbox-identity 2\nend\n",
        "signalbox-identity 1\nhostname \nend\n",
        "signalbox-identity 1\nhostname a b\nend\n",
        "signalbox-identity 1\nhostname a;reboot\nend\n",
        "signalbox-identity 1\nclock-ms -1\nend\n",
        "signalbox-identity 1\nclock-ms now\nend\n",
        "signalbox-identity 1\nseed 4\nabcd\nend\n",
        "signalbox-identity 1\nseed 99999999999999999999\nabcd\nend\n",
        "signalbox-identity 1\nhost-key 0\n\nend\n",
        "signalbox-identity 1\nhost-key 3\npemend\n",
        "signalbox-identity 1\nshell 3\npem\nend\n",
        "signalbox-identity 1\nseed\nend\n",
        "signalbox-identity 1\nend\nmore",
    };
    for (size_t index = 0; index < sizeof bad / sizeof *bad; index++)
        CHECK(identityParse(bad[index], strlen(bad[index]), &identity) != NULL);
    for (int round = 0; round < 20000; round++) {
        char text[sizeof whole];
        memcpy(text, whole, sizeof whole);
        for (int change = rand() % 4; change >= 0; change--)
            text[(size_t)rand() % (sizeof whole - 1)] = (char)rand();
        size_t length = (size_t)rand() % sizeof whole;
        (void)identityParse(text, length, &identity);
    }
}

int main(void) {
    srand(20260101);
    testWireCutAnywhere();
    testWireNobodyThere();
    testWireHoldsBriefly();
    testWireRandom();
    testHostkey();
    testSpec();
    testSpecRefuses();
    testIdentities();
    testSmallThings();
    if (failures > 0)
        fprintf(stderr, "%d checks failed\n", failures);
    return failures == 0 ? 0 : 1;
}
