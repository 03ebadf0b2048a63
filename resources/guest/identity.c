// SPDX-License-Identifier: GPL-3.0-or-later
// Name, keys, clock and entropy come from the host, never from the image: through QEMU's fw_cfg at boot, and
// over the session when a copy of a running machine's memory must become a machine of its own. Readable by
// root alone.
#include "identity.h"

#include "common.h"
#include "hostkey.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#define FW_CFG "/sys/firmware/qemu_fw_cfg/by_name/opt/signalbox/"

enum { EntrySize = 8192 };

// As <linux/random.h> has it; musl ships no kernel headers.
struct poolInfo {
    int entropyBits;
    int byteCount;
    uint8_t bytes[SeedMax];
};
#define ADD_ENTROPY _IOW('R', 0x03, int[2])
#define RESEED _IO('R', 0x07)

int identitySeed(const void* bytes, size_t length) {
    struct poolInfo info;
    if (length > SeedMax)
        length = SeedMax;
    info.entropyBits = (int)length * 8;
    info.byteCount = (int)length;
    memcpy(info.bytes, bytes, length);
    int fd = open("/dev/urandom", O_WRONLY | O_CLOEXEC);
    int status = fd < 0 ? -1 : ioctl(fd, ADD_ENTROPY, &info);
    // A pool that was ready before would use the new bytes only at its next turn, up to a minute from now.
    // One that has just become ready has used them.
    if (status == 0 && ioctl(fd, RESEED, NULL) != 0 && errno != ENODATA)
        status = -1;
    explicit_bzero(&info, sizeof info);
    if (fd >= 0)
        close(fd);
    return status;
}

static int setClock(int64_t unixMs) {
    struct timeval value = {unixMs / 1000, unixMs % 1000 * 1000};
    return settimeofday(&value, NULL);
}

static bool applyName(const char* name) {
    char hosts[HostNameMax + 128];
    int size = snprintf(hosts, sizeof hosts, "127.0.0.1 localhost\n127.0.1.1 %s\n::1 localhost\n", name);
    return sethostname(name, strlen(name)) == 0 && writeFile("/etc/hosts", hosts, (size_t)size, 0644) == 0 &&
           writeFile("/etc/hostname", name, strlen(name), 0644) == 0;
}

static bool applyAuthorizedKey(const char* line, size_t length) {
    char text[EntrySize + 1];
    if (length >= sizeof text) {
        errno = E2BIG;
        return false;
    }
    memcpy(text, line, length);
    text[length] = '\n';
    mkdir("/root/.ssh", 0700);
    return writeFile("/root/.ssh/authorized_keys", text, length + 1, 0600) == 0;
}

// Used from the next session on.
static bool applyHostKey(const char* pem, size_t length) {
    uint8_t key[DropbearKeySize];
    const char* problem = hostkeyConvert(pem, length, key);
    bool done = problem == NULL && writeFile(HOSTKEY_PATH, key, sizeof key, 0600) == 0;
    if (problem != NULL)
        say("host key: %s", problem);
    explicit_bzero(key, sizeof key);
    return done;
}

// A number of this machine's own, for programs that tell machines apart by it.
static bool drawMachineId(void) {
    uint8_t bytes[16];
    char text[34];
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        return false;
    for (size_t index = 0; index < sizeof bytes; index++)
        snprintf(text + 2 * index, 3, "%02x", bytes[index]);
    text[32] = '\n';
    return writeFile("/etc/machine-id", text, 33, 0444) == 0;
}

static bool worked(bool done, const char* what) {
    if (!done)
        say("%s: %s", what, strerror(errno));
    return done;
}

bool identityApply(const struct identity* identity) {
    bool good = true;
    // First the seed: what is drawn below must be this machine's alone.
    if (identity->seed.length > 0) {
        good &= worked(identitySeed(identity->seed.at, identity->seed.length) == 0, "seed");
        good &= worked(drawMachineId(), "machine id");
    }
    if (identity->clockMs >= 0)
        good &= worked(setClock(identity->clockMs) == 0, "clock");
    if (*identity->hostname != '\0')
        good &= worked(applyName(identity->hostname), "hostname");
    if (identity->authorizedKey.length > 0)
        good &= worked(applyAuthorizedKey(identity->authorizedKey.at, identity->authorizedKey.length),
                       "authorized key");
    if (identity->hostKey.length > 0)
        good &= worked(applyHostKey(identity->hostKey.at, identity->hostKey.length), "host key");
    return good;
}

// ---- At boot

static size_t readEntry(const char* name, char* buffer) {
    char path[128];
    snprintf(path, sizeof path, FW_CFG "%s/raw", name);
    ssize_t length = readFile(path, buffer, EntrySize);
    if (length < 0)
        say("fw_cfg entry %s: %s", name, strerror(errno));
    return length > 0 ? (size_t)length : 0;
}

int identityMain(void) {
    static char name[EntrySize + 1], authorized[EntrySize + 1], key[EntrySize + 1], seed[EntrySize + 1];
    struct identity identity = {.clockMs = -1};
    if (readEntry("hostname", name) > 0) {
        name[strcspn(name, "\r\n \t")] = '\0';
        snprintf(identity.hostname, sizeof identity.hostname, "%.64s", name);
    }
    identity.authorizedKey = (struct slice){authorized, readEntry("authorized_key", authorized)};
    identity.hostKey = (struct slice){key, readEntry("hostkey", key)};
    identity.seed = (struct slice){seed, readEntry("seed", seed)};
    identityApply(&identity);
    explicit_bzero(key, sizeof key);
    explicit_bzero(seed, sizeof seed);
    return EXIT_OK;
}

// ---- Later, over the session

static size_t readInput(char* buffer, size_t size) {
    size_t total = 0;
    ssize_t got;
    while (total < size && (got = read(STDIN_FILENO, buffer + total, size - total)) > 0)
        total += (size_t)got;
    return total;
}

int renewMain(void) {
    static char text[IdentityMax];
    struct identity identity;
    const char* problem = identityParse(text, readInput(text, sizeof text), &identity);
    bool good = problem == NULL && identityApply(&identity);
    if (problem != NULL)
        say("the identity's description: %s", problem);
    explicit_bzero(text, sizeof text);
    return problem != NULL ? EXIT_USAGE : good ? EXIT_OK : EXIT_FAILED;
}

int seedMain(void) {
    uint8_t bytes[SeedMax];
    size_t total = readInput((char*)bytes, sizeof bytes);
    if (total < SeedMin) {
        say("seed: at least %d bytes are expected on standard input", SeedMin);
        return EXIT_USAGE;
    }
    return worked(identitySeed(bytes, total) == 0, "seed") ? EXIT_OK : EXIT_FAILED;
}

int clockMain(const char* unixMs) {
    int64_t time = parseNumber(unixMs, INT64_MAX / 2);
    if (time < 0) {
        say("clock: milliseconds since 1970 are expected, not '%s'", unixMs);
        return EXIT_USAGE;
    }
    return worked(setClock(time) == 0, "clock") ? EXIT_OK : EXIT_FAILED;
}
