// SPDX-License-Identifier: GPL-3.0-or-later
#include "corecall.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static uint16_t corePort(void) {
#ifdef SIGNALBOX_PORT_FROM_ENVIRONMENT
    // For tests without a machine. In a machine an agent must not be able to name another core.
    const char* port = getenv("SIGNALBOX_PORT_8470");
    if (port != NULL)
        return (uint16_t)strtoul(port, NULL, 10);
#endif
    return CorePort;
}

static int connectCore(void) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    struct timeval limit = {AnswerSeconds, 0};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(corePort())};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, (struct sockaddr*)&address, sizeof address) == 0)
        return fd;
    close(fd);
    return -1;
}

const char* answerHeader(const char* answer, const char* body, const char* name) {
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
    const char* value = body == NULL ? NULL : answerHeader(answer, body, "Content-Length");
    return value != NULL && (size_t)(body + 4 - answer) + strtoull(value, NULL, 10) <= length;
}

ssize_t askCore(const char* request, size_t length, char* answer, size_t room) {
    int fd = connectCore();
    if (fd < 0)
        return -1;
    answer[0] = '\0';
    ssize_t total = 0;
    for (size_t sent = 0; sent < length && total == 0;) {
        ssize_t some = send(fd, request + sent, length - sent, MSG_NOSIGNAL);
        if (some < 0 && errno != EINTR)
            total = -1;
        sent += some > 0 ? (size_t)some : 0;
    }
    while (total >= 0 && (size_t)total < room - 1) {
        ssize_t got = recv(fd, answer + total, room - 1 - (size_t)total, 0);
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

int answerStatus(const char* answer, const char** body) {
    int status = 0;
    *body = strstr(answer, "\r\n\r\n");
    if (*body == NULL || sscanf(answer, "HTTP/%*d.%*d %d", &status) != 1)
        return 0;
    *body += 4;
    return status;
}
