// SPDX-License-Identifier: GPL-3.0-or-later
// What makes this machine this machine: name, keys and entropy come from the host through QEMU's fw_cfg,
// never from the image. Readable by root alone.
#include "common.h"

#include "hostkey.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#define FW_CFG "/sys/firmware/qemu_fw_cfg/by_name/opt/signalbox/"

enum { EntrySize = 8192, SeedMax = 512 };

// As <linux/random.h> has it; musl ships no kernel headers.
struct poolInfo {
    int entropyBits;
    int byteCount;
    uint8_t bytes[SeedMax];
};
#define ADD_ENTROPY _IOW('R', 0x03, int[2])

static ssize_t readEntry(const char* name, char* buffer) {
    char path[128];
    snprintf(path, sizeof path, FW_CFG "%s/raw", name);
    ssize_t length = readFile(path, buffer, EntrySize);
    if (length < 0)
        say("fw_cfg entry %s: %s", name, strerror(errno));
    return length;
}

static int creditSeed(const void* bytes, size_t length) {
    struct poolInfo info;
    if (length > SeedMax)
        length = SeedMax;
    info.entropyBits = (int)length * 8;
    info.byteCount = (int)length;
    memcpy(info.bytes, bytes, length);
    int fd = open("/dev/urandom", O_WRONLY | O_CLOEXEC);
    int status = fd < 0 ? -1 : ioctl(fd, ADD_ENTROPY, &info);
    explicit_bzero(&info, sizeof info);
    if (fd >= 0)
        close(fd);
    return status;
}

static void takeName(char* entry) {
    ssize_t length = readEntry("hostname", entry);
    if (length <= 0)
        return;
    entry[strcspn(entry, "\r\n \t")] = '\0';
    if (sethostname(entry, strlen(entry)) != 0)
        say("hostname: %s", strerror(errno));
    char hosts[EntrySize + 128];
    int size = snprintf(hosts, sizeof hosts, "127.0.0.1 localhost\n127.0.1.1 %s\n::1 localhost\n", entry);
    (void)writeFile("/etc/hosts", hosts, (size_t)size, 0644);
    (void)writeFile("/etc/hostname", entry, strlen(entry), 0644);
}

static void takeKeys(char* entry) {
    ssize_t length = readEntry("authorized_key", entry);
    if (length > 0) {
        entry[length] = '\n';
        mkdir("/root/.ssh", 0700);
        if (writeFile("/root/.ssh/authorized_keys", entry, (size_t)length + 1, 0600) != 0)
            say("authorized key: %s", strerror(errno));
    }
    uint8_t key[DropbearKeySize];
    length = readEntry("hostkey", entry);
    if (length <= 0)
        return;
    const char* problem = hostkeyConvert(entry, (size_t)length, key);
    if (problem != NULL)
        say("host key: %s", problem);
    else if (writeFile(HOSTKEY_PATH, key, sizeof key, 0600) != 0)
        say("host key: %s", strerror(errno));
    explicit_bzero(key, sizeof key);
    explicit_bzero(entry, EntrySize);
}

int identityMain(void) {
    static char entry[EntrySize + 1];
    ssize_t length = readEntry("seed", entry);
    if (length > 0 && creditSeed(entry, (size_t)length) != 0)
        say("seed: %s", strerror(errno));
    explicit_bzero(entry, sizeof entry);
    takeName(entry);
    takeKeys(entry);
    return EXIT_OK;
}

// After a restore the host hands in new random bytes, or two clones of one memory would draw the same
// numbers.
int seedMain(void) {
    uint8_t bytes[SeedMax];
    size_t total = 0;
    ssize_t got;
    while (total < sizeof bytes && (got = read(STDIN_FILENO, bytes + total, sizeof bytes - total)) > 0)
        total += (size_t)got;
    if (total < 16) {
        say("seed: at least 16 bytes are expected on standard input");
        return EXIT_USAGE;
    }
    if (creditSeed(bytes, total) != 0) {
        say("seed: %s", strerror(errno));
        return EXIT_FAILED;
    }
    return EXIT_OK;
}

int clockMain(const char* unixMs) {
    int64_t time = parseNumber(unixMs, INT64_MAX / 2);
    if (time < 0) {
        say("clock: milliseconds since 1970 are expected, not '%s'", unixMs);
        return EXIT_USAGE;
    }
    struct timeval value = {time / 1000, time % 1000 * 1000};
    if (settimeofday(&value, NULL) != 0) {
        say("clock: %s", strerror(errno));
        return EXIT_FAILED;
    }
    return EXIT_OK;
}
