// SPDX-License-Identifier: GPL-3.0-or-later
// Process 1 of the guest. It must never end and never block on anything but its children: what can fail in an
// interesting way (keys, identity) is done by a child of its own.
#include "cgroup.h"

#include <errno.h>
#include <net/if.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RestartPauseMs = 200 };

static void mountAt(const char* type, const char* target, unsigned long flags, const char* options) {
    mkdir(target, 0755);
    if (mount(type, target, type, flags, options) != 0 && errno != EBUSY)
        say("mounting %s: %s", target, strerror(errno));
}

static void mountAll(void) {
    mountAt("devpts", "/dev/pts", MS_NOSUID | MS_NOEXEC, "gid=5,mode=620,ptmxmode=666");
    mountAt("tmpfs", "/dev/shm", MS_NOSUID | MS_NODEV, "mode=1777,size=25%");
    mountAt("tmpfs", "/tmp", MS_NOSUID | MS_NODEV, "mode=1777,size=40%");
    mkdir("/run/lock", 01777);
    mkdir(JOBS_DIR, 0755);
    static const char* const links[][2] = {
        {"/proc/self/fd", "/dev/fd"},       {"/proc/self/fd/0", "/dev/stdin"},
        {"/proc/self/fd/1", "/dev/stdout"}, {"/proc/self/fd/2", "/dev/stderr"},
        {BIN_PATH, "/usr/bin/sb-guest"},    {RUN_DIR "/bin/signalboxctl", "/usr/bin/signalboxctl"}};
    for (size_t index = 0; index < sizeof links / sizeof *links; index++)
        if (symlink(links[index][0], links[index][1]) != 0 && errno != EEXIST)
            say("linking %s: %s", links[index][1], strerror(errno));
}

static void setKernel(void) {
    static const char* const values[][2] = {
        // Root looks into folders that the agent may write.
        {"fs/protected_symlinks", "1"},
        {"fs/protected_hardlinks", "1"},
        {"fs/protected_fifos", "1"},
        {"fs/protected_regular", "2"},
        {"kernel/dmesg_restrict", "1"},
        // The core's port in the guest: nobody gets it by chance.
        {"net/ipv4/ip_local_reserved_ports", "8470"},
    };
    for (size_t index = 0; index < sizeof values / sizeof *values; index++) {
        char path[96];
        snprintf(path, sizeof path, "/proc/sys/%s", values[index][0]);
        if (writeControl(path, values[index][1]) != 0)
            say("%s: %s", path, strerror(errno));
    }
}

static void raiseLoopback(void) {
    struct ifreq request;
    memset(&request, 0, sizeof request);
    strcpy(request.ifr_name, "lo");
    request.ifr_flags = IFF_UP | IFF_RUNNING | IFF_LOOPBACK;
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &request) != 0)
        say("loopback: %s", strerror(errno));
    if (fd >= 0)
        close(fd);
}

static pid_t startSelf(const char* command) {
    pid_t pid = forkClean();
    if (pid != 0)
        return pid;
    setsid();
    execl(BIN_PATH, "sb-guest", command, (char*)NULL);
    _exit(127);
}

static void pauseMs(long milliseconds) {
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    nanosleep(&time, NULL);
}

int initMain(void) {
    if (getpid() != 1) {
        say("init is for the guest's process 1");
        return EXIT_USAGE;
    }
    umask(022);
    setenv("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", 1);
    setenv("HOME", "/root", 1);
    setenv("LANG", "C.UTF-8", 1);
    mountAll();
    cgroupSetup();
    setKernel();
    raiseLoopback();
    pid_t identity = startSelf("identity");
    if (identity > 0)
        waitChild(identity);
    say("ready");

    pid_t port = 0;
    int64_t started = 0;
    for (;;) {
        if (port <= 0) {
            if (nowMs() - started < RestartPauseMs)
                pauseMs(RestartPauseMs);
            started = nowMs();
            port = startSelf("port");
        }
        // Without a port process there is nothing to wait for: go round, reap, and try again.
        pid_t gone = waitpid(-1, NULL, port > 0 ? 0 : WNOHANG);
        if (port > 0 && (gone == port || (gone < 0 && errno == ECHILD))) {
            say("the port process ended; starting it again");
            port = 0;
        }
    }
}
