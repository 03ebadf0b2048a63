// SPDX-License-Identifier: GPL-3.0-or-later
#include "cgroup.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROOT "/sys/fs/cgroup"

enum { PathSize = 256, ReservedMiB = 72, ProcessLimit = 2048 };

static void groupPath(char path[PathSize], const char* name, const char* file) {
    snprintf(path, PathSize, ROOT "/%s/%s", name, file);
}

static int set(const char* name, const char* file, const char* value) {
    char path[PathSize];
    groupPath(path, name, file);
    return writeControl(path, value);
}

static int64_t memoryMiB(void) {
    char text[512];
    if (readFile("/proc/meminfo", text, sizeof text) < 0)
        return 0;
    const char* at = strstr(text, "MemTotal:");
    return at == NULL ? 0 : strtoll(at + 9, NULL, 10) / 1024;
}

// Gives a group at most so many eighths of the tasks that this machine can have: the rest is for the host's
// sessions.
static void limitProcesses(const char* name, int eighths) {
    char text[32];
    int64_t limit =
        readFile("/proc/sys/kernel/threads-max", text, sizeof text) > 0 ? strtoll(text, NULL, 10) : 0;
    limit = limit * eighths / 8;
    if (limit <= 0 || limit > ProcessLimit)
        limit = ProcessLimit;
    snprintf(text, sizeof text, "%lld", (long long)limit);
    if (set(name, "pids.max", text) != 0)
        say("limiting the processes of %s: %s", name, strerror(errno));
}

void cgroupSetup(void) {
    if (mount("cgroup2", ROOT, "cgroup2", MS_NOSUID | MS_NODEV | MS_NOEXEC, "") != 0)
        say("control groups: %s", strerror(errno));
    static const char* const controllers[] = {"+cpu", "+memory", "+pids"};
    static const char* const groups[] = {CGROUP_SESSION, CGROUP_SUPERVISORS, CGROUP_JOBS};
    for (size_t index = 0; index < sizeof controllers / sizeof *controllers; index++)
        set(".", "cgroup.subtree_control", controllers[index]);
    for (size_t index = 0; index < sizeof groups / sizeof *groups; index++) {
        char path[PathSize];
        groupPath(path, groups[index], "");
        mkdir(path, 0755);
    }
    for (size_t index = 0; index < sizeof controllers / sizeof *controllers; index++)
        set(CGROUP_JOBS, "cgroup.subtree_control", controllers[index]);
    // However many processes the jobs start, the host gets an answer.
    set(CGROUP_SUPERVISORS, "cpu.weight", "2000");
    set(CGROUP_SESSION, "cpu.weight", "500");
    int64_t total = memoryMiB();
    if (total > 2 * ReservedMiB) {
        char limit[32];
        snprintf(limit, sizeof limit, "%lldM", (long long)(total - ReservedMiB));
        set(CGROUP_JOBS, "memory.max", limit);
    }
    limitProcesses(CGROUP_JOBS, 4);
}

int cgroupCreate(const char* name) {
    char path[PathSize];
    groupPath(path, name, "");
    if (mkdir(path, 0755) != 0 && errno != EEXIST)
        return -1;
    limitProcesses(name, 3);
    return 0;
}

int cgroupEnter(const char* name) {
    return set(name, "cgroup.procs", "0");
}

static bool eventCount(const char* name, const char* file, const char* key, int64_t* value) {
    char path[PathSize], text[512];
    groupPath(path, name, file);
    if (readFile(path, text, sizeof text) < 0)
        return false;
    char* rest = text;
    for (char* line; (line = strsep(&rest, "\n")) != NULL;) {
        size_t length = strlen(key);
        if (strncmp(line, key, length) == 0 && line[length] == ' ') {
            *value = strtoll(line + length + 1, NULL, 10);
            return true;
        }
    }
    return false;
}

bool cgroupKill(const char* name, int64_t limitMs) {
    char path[PathSize];
    groupPath(path, name, "cgroup.events");
    int events = open(path, O_RDONLY | O_CLOEXEC);
    if (events < 0)
        return errno == ENOENT;
    int64_t deadline = nowMs() + limitMs;
    int64_t populated = 1;
    while (set(name, "cgroup.kill", "1"),
           eventCount(name, "cgroup.events", "populated", &populated) && populated != 0) {
        int64_t left = deadline - nowMs();
        if (left <= 0)
            break;
        struct pollfd wait = {events, POLLPRI, 0};
        poll(&wait, 1, left < 200 ? (int)left : 200);
        char ignored[64]; // the notice is cleared by reading
        if (lseek(events, 0, SEEK_SET) == 0 && read(events, ignored, sizeof ignored) < 0)
            break;
    }
    close(events);
    return populated == 0;
}

void cgroupRemove(const char* name) {
    char path[PathSize];
    snprintf(path, sizeof path, ROOT "/%s", name);
    rmdir(path);
}

bool cgroupSawOom(const char* name) {
    int64_t kills = 0;
    return eventCount(name, "memory.events", "oom_kill", &kills) && kills > 0;
}
