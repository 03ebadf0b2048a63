// SPDX-License-Identifier: GPL-3.0-or-later
#include "common.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

void say(const char* format, ...) {
    char line[512];
    int used = snprintf(line, sizeof line, "signalbox: ");
    va_list arguments;
    va_start(arguments, format);
    int more = vsnprintf(line + used, sizeof line - (size_t)used - 1, format, arguments);
    va_end(arguments);
    if (more < 0)
        return;
    size_t length = (size_t)used + (size_t)more;
    if (length > sizeof line - 2)
        length = sizeof line - 2;
    line[length++] = '\n';
    (void)writeAll(STDERR_FILENO, line, length);
}

ssize_t readFile(const char* path, char* buffer, size_t size) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    size_t total = 0;
    while (total < size - 1) {
        ssize_t got = read(fd, buffer + total, size - 1 - total);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            int error = errno;
            close(fd);
            errno = error;
            return -1;
        }
        if (got == 0)
            break;
        total += (size_t)got;
    }
    close(fd);
    buffer[total] = '\0';
    return (ssize_t)total;
}

static int writeTo(int fd, const void* data, size_t length) {
    if (fd < 0)
        return -1;
    int status = writeAll(fd, data, length);
    int error = errno;
    if (close(fd) != 0 && status == 0)
        return -1;
    errno = error;
    return status;
}

int writeFile(const char* path, const void* data, size_t length, mode_t mode) {
    return writeTo(open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode), data, length);
}

int writeControl(const char* path, const char* text) {
    return writeTo(open(path, O_WRONLY | O_CLOEXEC), text, strlen(text));
}

int writeAll(int fd, const void* data, size_t length) {
    const char* at = data;
    while (length > 0) {
        ssize_t put = write(fd, at, length);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return -1;
        at += put;
        length -= (size_t)put;
    }
    return 0;
}

int64_t nowMs(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t parseNumber(const char* text, int64_t limit) {
    int64_t value = 0;
    if (*text == '\0')
        return -1;
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9')
            return -1;
        int digit = *text - '0';
        if (value > (limit - digit) / 10)
            return -1;
        value = value * 10 + digit;
    }
    return value;
}

pid_t forkClean(void) {
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    for (int number = 1; number < 32; number++)
        if (number != SIGKILL && number != SIGSTOP)
            signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    return 0;
}

int waitChild(pid_t pid) {
    int status;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return status;
}

void setOomScore(int adjustment) {
    char text[16];
    snprintf(text, sizeof text, "%d", adjustment);
    (void)writeControl("/proc/self/oom_score_adj", text);
}

bool awaitPath(const char* folder, const char* path, int64_t limitMs) {
    // The watch stands before the first look, so that nothing which appears in between is missed.
    int watcher = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (watcher >= 0)
        inotify_add_watch(watcher, folder, IN_CREATE | IN_MOVED_TO);
    int64_t deadline = nowMs() + limitMs;
    struct stat status;
    bool found;
    while (!(found = stat(path, &status) == 0)) {
        int64_t left = deadline - nowMs();
        if (left <= 0)
            break;
        struct pollfd wait = {watcher, POLLIN, 0};
        poll(&wait, 1, left < 500 ? (int)left : 500);
        char events[1024];
        while (watcher >= 0 && read(watcher, events, sizeof events) > 0) {
        }
    }
    if (watcher >= 0)
        close(watcher);
    return found;
}
