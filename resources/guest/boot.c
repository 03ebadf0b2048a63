// SPDX-License-Identifier: GPL-3.0-or-later
// First stage: /init of the initrd. Loads modules in the order the image build has written down, stacks the
// read-only layers under the machine's scratch disk, puts this program where the real root can run it, and
// becomes process 1 there.
#include "common.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MaxLayers = 16, DiskWaitMs = 20000 };

// A guest that cannot start must not look like one that was switched off: panic, so that the host's panic
// device speaks.
static _Noreturn void fatal(const char* what) {
    say("fatal: %s: %s", what, strerror(errno));
    sync();
    (void)writeControl("/proc/sysrq-trigger", "c");
    _exit(1);
}

static void openConsole(void) {
    int fd = open("/dev/console", O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return;
    for (int target = 0; target < 3; target++)
        dup2(fd, target);
    if (fd > 2)
        close(fd);
}

static void loadModule(const char* path) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || (syscall(SYS_finit_module, fd, "", 0) != 0 && errno != EEXIST))
        say("module %s: %s", path, strerror(errno)); // what needs it fails later, and says so
    if (fd >= 0)
        close(fd);
    unlink(path); // the initrd is memory
}

static void loadModules(void) {
    static char list[16384];
    if (readFile("/modules.list", list, sizeof list) < 0)
        fatal("reading modules.list");
    char* rest = list;
    for (char* line; (line = strsep(&rest, "\n")) != NULL;)
        if (*line != '\0')
            loadModule(line);
}

// The number of layers, from sb.layers=N on the kernel's command line.
static int layerCount(void) {
    char line[4096];
    if (readFile("/proc/cmdline", line, sizeof line) < 0)
        fatal("reading the kernel's command line");
    char* rest = line;
    for (char* word; (word = strsep(&rest, " \n")) != NULL;) {
        if (strncmp(word, "sb.layers=", 10) != 0)
            continue;
        int64_t count = parseNumber(word + 10, MaxLayers);
        if (count >= 1)
            return (int)count;
    }
    errno = EINVAL;
    fatal("sb.layers= missing or out of range on the kernel's command line");
}

static void mountDisk(int index, const char* type, unsigned long flags, const char* target) {
    char device[] = "/dev/vda", what[96];
    device[7] = (char)('a' + index);
    snprintf(what, sizeof what, "disk %s (%s)", device, type);
    if (!awaitPath("/dev", device, DiskWaitMs)) {
        errno = ENODEV;
        fatal(what);
    }
    mkdir(target, 0755);
    if (mount(device, target, type, flags, "") != 0)
        fatal(what);
}

static void stackLayers(int layers) {
    char options[MaxLayers * 24 + 64] = "lowerdir=";
    for (int index = 0; index < layers; index++) {
        char target[24];
        snprintf(target, sizeof target, "/layer%d", index);
        mountDisk(index, "squashfs", MS_RDONLY | MS_NODEV, target);
    }
    for (int index = layers - 1; index >= 0; index--) {
        size_t used = strlen(options);
        snprintf(options + used, sizeof options - used, "/layer%d%s", index, index > 0 ? ":" : "");
    }
    mountDisk(layers, "ext4", MS_NOATIME | MS_NODEV, "/scratch");
    mkdir("/scratch/upper", 0755);
    mkdir("/scratch/work", 0755);
    mkdir("/newroot", 0755);
    strncat(options, ",upperdir=/scratch/upper,workdir=/scratch/work", sizeof options - strlen(options) - 1);
    if (mount("overlay", "/newroot", "overlay", MS_NOATIME, options) != 0)
        fatal("stacking the layers");
}

// The agent's home and the jobs' outputs lie on the scratch disk itself: no copy-up, and change notices are
// reliable.
static void bindScratch(const char* name, const char* target, uid_t owner, mode_t mode) {
    char source[64], place[96];
    snprintf(source, sizeof source, "/scratch/%s", name);
    snprintf(place, sizeof place, "/newroot%s", target);
    mkdir(source, mode);
    if (chmod(source, mode) != 0 || chown(source, owner, owner) != 0)
        fatal(source);
    mkdir(place, 0755);
    if (mount(source, place, "", MS_BIND, "") != 0)
        fatal(place);
}

static void installProgram(void) {
    if (mount("tmpfs", "/newroot/run", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755,size=25%") != 0)
        fatal("mounting /run");
    mkdir("/newroot" RUN_DIR, 0755);
    mkdir("/newroot" RUN_DIR "/bin", 0755);
    int from = open("/init", O_RDONLY | O_CLOEXEC);
    int to = open("/newroot" BIN_PATH, O_WRONLY | O_CREAT | O_CLOEXEC, 0755);
    static char chunk[65536];
    ssize_t got = -1;
    while (from >= 0 && to >= 0 && (got = read(from, chunk, sizeof chunk)) > 0)
        if (writeAll(to, chunk, (size_t)got) != 0)
            fatal("copying sb-guest");
    if (got != 0)
        fatal("copying sb-guest");
    close(from);
    close(to);
    if (symlink("sb-guest", "/newroot" RUN_DIR "/bin/signalboxctl") != 0)
        fatal("linking signalboxctl");
    unlink("/init");
}

static void switchRoot(void) {
    static const char* const moved[] = {"/dev", "/proc", "/sys"};
    for (size_t index = 0; index < sizeof moved / sizeof *moved; index++) {
        char target[32];
        snprintf(target, sizeof target, "/newroot%s", moved[index]);
        mkdir(target, 0755);
        if (mount(moved[index], target, "", MS_MOVE, "") != 0)
            fatal(target);
    }
    if (chdir("/newroot") != 0 || mount(".", "/", "", MS_MOVE, "") != 0 || chroot(".") != 0 ||
        chdir("/") != 0)
        fatal("switching to the real root");
}

int bootMain(void) {
    umask(022);
    mkdir("/proc", 0755);
    mkdir("/sys", 0755);
    mkdir("/dev", 0755);
    mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, "");
    mount("devtmpfs", "/dev", "devtmpfs", MS_NOSUID, "mode=755");
    mount("sysfs", "/sys", "sysfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "");
    openConsole();
    loadModules();
    stackLayers(layerCount());
    bindScratch("home", AGENT_HOME, AGENT_ID, 0755);
    bindScratch("jobs", OUTPUTS_DIR, 0, 0700);
    installProgram();
    switchRoot();
    execl(BIN_PATH, "sb-guest", "init", (char*)NULL);
    fatal("starting " BIN_PATH);
}
