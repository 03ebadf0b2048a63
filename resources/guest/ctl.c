// SPDX-License-Identifier: GPL-3.0-or-later
// signalboxctl as it is inside a guest: asks the core, through the machine's own channel, whether the work
// may go on. Who asks is known by the channel; there is no token that could be stolen or borrowed.
#include "common.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { CorePort = 8470, AnswerSeconds = 30, AnswerMax = 256 * 1024, StepMax = 64 };

static int usage(void) {
    fprintf(stderr, "usage: signalboxctl proceed [--to STEP] [--json]\n"
                    "Asks the core whether the current commit may go on.\n"
                    "Exit codes: 0 yes, 3 no or not yet, 4 core unreachable, 2 usage, 1 other errors.\n");
    return EXIT_USAGE;
}

// The commit checked out in the current folder, or an empty text outside of a repository.
static void currentCommit(char commit[65]) {
    commit[0] = '\0';
    int out[2];
    if (pipe2(out, O_CLOEXEC) != 0)
        return;
    pid_t pid = forkClean();
    if (pid == 0) {
        int null = open("/dev/null", O_RDWR | O_CLOEXEC);
        dup2(out[1], STDOUT_FILENO);
        dup2(null, STDERR_FILENO);
        execlp("git", "git", "rev-parse", "--verify", "-q", "HEAD", (char*)NULL);
        _exit(127);
    }
    close(out[1]);
    ssize_t length = pid < 0 ? 0 : read(out[0], commit, 64);
    commit[length > 0 ? length : 0] = '\0';
    close(out[0]);
    if (pid > 0)
        waitChild(pid);
    commit[strspn(commit, "0123456789abcdef")] = '\0';
}

static int connectCore(void) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    struct timeval limit = {AnswerSeconds, 0};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(CorePort)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, (struct sockaddr*)&address, sizeof address) == 0)
        return fd;
    close(fd);
    return -1;
}

// The value of a header, or NULL. Headers end where body begins.
static const char* header(const char* answer, const char* body, const char* name) {
    size_t length = strlen(name);
    for (const char* line = strstr(answer, "\r\n"); line != NULL && line + 2 < body;
         line = strstr(line + 2, "\r\n"))
        if (strncasecmp(line + 2, name, length) == 0 && line[2 + length] == ':')
            return line + 3 + length + strspn(line + 3 + length, " \t");
    return NULL;
}

// Whether the answer has come in full, by its own word on its length; without one it ends with the
// connection.
static bool isWhole(const char* answer, size_t length) {
    const char* body = strstr(answer, "\r\n\r\n");
    const char* value = body == NULL ? NULL : header(answer, body, "Content-Length");
    return value != NULL && (size_t)(body + 4 - answer) + strtoull(value, NULL, 10) <= length;
}

// Sends the request and reads the whole answer. Returns its length, or -1.
static ssize_t ask(const char* request, char* answer) {
    int fd = connectCore();
    if (fd < 0)
        return -1;
    answer[0] = '\0';
    ssize_t total = send(fd, request, strlen(request), MSG_NOSIGNAL) == (ssize_t)strlen(request) ? 0 : -1;
    while (total >= 0 && total < AnswerMax - 1) {
        ssize_t got = recv(fd, answer + total, (size_t)(AnswerMax - 1 - total), 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            total = -1;
        if (got <= 0)
            break;
        total += got;
        answer[total] = '\0';
        if (isWhole(answer, (size_t)total))
            break;
    }
    close(fd);
    return total;
}

static bool saysYes(const char* answer, const char* body) {
    const char* value = header(answer, body, "Signalbox-Proceed");
    if (value != NULL)
        return strncasecmp(value, "yes", 3) == 0;
    value = strstr(body, "\"proceed\"");
    if (value != NULL) {
        value += 9;
        value += strspn(value, " \t\r\n:");
        return strncmp(value, "true", 4) == 0;
    }
    return strncasecmp(body + strspn(body, " \t\r\n"), "yes", 3) == 0;
}

static int judge(char* answer) {
    char* body = strstr(answer, "\r\n\r\n");
    int status = 0;
    if (body == NULL || sscanf(answer, "HTTP/%*d.%*d %d", &status) != 1) {
        fprintf(stderr, "signalboxctl: the core's answer is not HTTP\n");
        return EXIT_FAILED;
    }
    body += 4;
    fputs(body, stdout);
    if (*body != '\0' && body[strlen(body) - 1] != '\n')
        putchar('\n');
    if (status == 200)
        return saysYes(answer, body) ? EXIT_OK : EXIT_NOT_ALLOWED;
    fprintf(stderr, "signalboxctl: the core answered with status %d\n", status);
    if (status == 502 || status == 503 || status == 504)
        return EXIT_UNREACHABLE;
    return status == 401 || status == 403 || status == 409 ? EXIT_NOT_ALLOWED : EXIT_FAILED;
}

static bool isStep(const char* text) {
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    size_t length = strlen(text);
    return length > 0 && length <= StepMax && strspn(text, allowed) == length;
}

int ctlMain(int argc, char** argv) {
    if (argc < 2 || strcmp(argv[1], "proceed") != 0)
        return usage();
    const char* step = NULL;
    bool json = false;
    for (int index = 2; index < argc; index++) {
        if (strcmp(argv[index], "--json") == 0)
            json = true;
        else if (strcmp(argv[index], "--to") == 0 && index + 1 < argc && isStep(argv[index + 1]))
            step = argv[++index];
        else
            return usage();
    }
    char commit[65], request[512];
    currentCommit(commit);
    snprintf(request, sizeof request,
             "GET /v1/guest/proceed?commit=%s%s%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: "
             "%s\r\nConnection: close\r\n\r\n",
             commit, step == NULL ? "" : "&to=", step == NULL ? "" : step, CorePort,
             json ? "application/json" : "text/plain");
    char* answer = malloc(AnswerMax);
    if (answer == NULL || ask(request, answer) < 0) {
        fprintf(stderr, "signalboxctl: the core cannot be reached: %s\n", strerror(errno));
        free(answer);
        return EXIT_UNREACHABLE;
    }
    int status = judge(answer);
    free(answer);
    return status;
}
