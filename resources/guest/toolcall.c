// SPDX-License-Identifier: GPL-3.0-or-later
// `signalboxctl tool-call`, which the hooks of agents call before a tool is used. Whatever goes wrong is a
// no: it ends with 0 only where the core said yes, and otherwise with 2, which every agent takes for "do
// not".
#include "common.h"
#include "corecall.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum {
    CallMax = 500 * 1024,
    HeadMax = 1024,
    NameMax = 40,
    PatienceMs = 180 * 1000,
    PauseMs = 1000,
    Deny = 2
};

static int deny(const char* why) {
    fprintf(stderr, "Signalbox does not allow this: %s\n", why);
    return Deny;
}

// Reads standard input to its end. Returns the length, or -1.
static ssize_t readCall(char* call) {
    size_t total = 0;
    while (total < CallMax) {
        ssize_t got = read(STDIN_FILENO, call + total, CallMax - total);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            return (ssize_t)total;
        total += (size_t)got;
    }
    return -1;
}

// One turn: the status of the core's answer, 0 when there was none.
static int turn(const char* agent, const char* question, const char* call, size_t length, char* answer,
                const char** body) {
    char* request = malloc(HeadMax + length);
    if (request == NULL)
        return 0;
    int head = snprintf(request, HeadMax,
                        "POST /v1/guest/tool-call?agent=%s&question=%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
                        "Content-Type: application/json\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n",
                        agent, question, CorePort, length);
    memcpy(request + head, call, length);
    ssize_t got = askCore(request, (size_t)head + length, answer, AnswerMax);
    free(request);
    return got < 0 ? 0 : answerStatus(answer, body);
}

static bool decisionIs(const char* answer, const char* body, const char* word) {
    const char* value = answerHeader(answer, body, "Signalbox-Decision");
    return value != NULL && strncasecmp(value, word, strlen(word)) == 0 && value[strlen(word)] == '\r';
}

static int decide(const char* agent, const char* call, size_t length, char* answer) {
    char question[24] = "0";
    int64_t silentSince = 0;
    for (;;) {
        const char* body = NULL;
        int status = turn(agent, question, call, length, answer, &body);
        if (status == 202 && decisionIs(answer, body, "ask")) {
            const char* number = answerHeader(answer, body, "Signalbox-Question");
            size_t digits = number == NULL ? 0 : strspn(number, "0123456789");
            if (digits > 0 && digits < sizeof question)
                snprintf(question, sizeof question, "%.*s", (int)digits, number);
            silentSince = 0;
            continue;
        }
        if (status == 200 && decisionIs(answer, body, "allow"))
            return EXIT_OK;
        if (status == 200) {
            fputs(*body == '\0' ? "Signalbox does not allow this\n" : body, stderr);
            return Deny;
        }
        if (status != 0 && status != 429 && status != 502 && status != 503 && status != 504)
            return deny("no attempt runs in this machine, or its core does not know this question");
        // A core that is started again is back soon, and knows what it was asked.
        if (silentSince == 0)
            silentSince = nowMs();
        if (nowMs() - silentSince > PatienceMs)
            return deny("the core cannot be reached");
        poll(NULL, 0, PauseMs);
    }
}

int toolCallDecide(const char* agent, const char* call, size_t length) {
    if (length > CallMax)
        return deny("the call is too long to be judged");
    char* answer = malloc(AnswerMax);
    int result = answer == NULL ? deny("there is not enough memory") : decide(agent, call, length, answer);
    free(answer);
    return result;
}

int toolCallMain(int argc, char** argv) {
    const char* agent = "";
    if (argc == 3 && strcmp(argv[1], "--agent") == 0)
        agent = argv[2];
    else if (argc != 1)
        return deny("the hook is called in a wrong way");
    size_t name = strlen(agent);
    if (name > NameMax || strspn(agent, "abcdefghijklmnopqrstuvwxyz0123456789-") != name)
        return deny("the hook names no agent");
    char* call = malloc(CallMax);
    ssize_t length = call == NULL ? -1 : readCall(call);
    int result =
        length < 0 ? deny("the call is too long to be judged") : toolCallDecide(agent, call, (size_t)length);
    free(call);
    return result;
}
