// SPDX-License-Identifier: GPL-3.0-or-later
#include "acp.h"
#include "common.h"
#include "corecall.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HeadMax = 512, PatienceMs = 180 * 1000, PauseMs = 1000, PromptMax = 2 * 1024 * 1024 };

bool acpEvent(struct acp* acp, char what, const char* text, size_t length) {
    char head[2] = {what, ' '};
    bool good = bufferAdd(&acp->events, head, 2) && bufferAdd(&acp->events, text, length) &&
                bufferAdd(&acp->events, "\n", 1);
    if (!good)
        acpGiveUp(acp, "there is not enough memory");
    return good;
}

void acpGiveUp(struct acp* acp, const char* why) {
    if (!acp->over)
        fprintf(stderr, "signalboxctl: %s\n", why);
    acp->over = true;
    acp->code = EXIT_FAILED;
}

// The whole text of the task as an event.
static void bringPrompt(struct acp* acp) {
    char* text = malloc(PromptMax);
    ssize_t length = text == NULL ? -1 : readFile(acp->prompt, text, PromptMax);
    struct buffer json = {NULL, 0, 0};
    if (length < 0 || length == PromptMax - 1)
        acpGiveUp(acp, "the task's text cannot be read");
    else if (bufferText(&json, "[") && bufferJson(&json, text) && bufferText(&json, "]"))
        acpEvent(acp, 'B', json.at, json.length);
    else
        acpGiveUp(acp, "there is not enough memory");
    bufferFree(&json);
    free(text);
}

// A process asks the core as a hook does, and says by its end what the answer is.
static void startQuestion(struct acp* acp, char* text) {
    char* call = strchr(text, ' ');
    int64_t token = strtoll(text, NULL, 10);
    struct acpQuestion* free = NULL;
    for (int index = 0; index < AcpQuestionsMax && free == NULL; index++)
        if (acp->questions[index].pid == 0)
            free = &acp->questions[index];
    int out[2];
    if (call == NULL || free == NULL || pipe2(out, O_CLOEXEC) != 0) {
        char event[96];
        int length =
            snprintf(event, sizeof event, "%lld deny too many questions wait already", (long long)token);
        acpEvent(acp, 'A', event, (size_t)length);
        return;
    }
    pid_t pid = forkClean();
    if (pid == 0) {
        dup2(out[1], STDERR_FILENO);
        _exit(toolCallDecide(acp->agent, call + 1, strlen(call + 1)));
    }
    close(out[1]);
    *free = (struct acpQuestion){.token = token, .pid = pid, .out = out[0]};
    if (pid < 0) {
        *free = (struct acpQuestion){0};
        close(out[0]);
        acpGiveUp(acp, "no process can be started");
    }
}

static void perform(struct acp* acp, char* line, size_t length) {
    char* text = line + (length < 2 ? length : 2);
    size_t rest = length < 2 ? 0 : length - 2;
    switch (line[0]) {
    case 'S':
        acp->state.length = 0;
        if (!bufferAdd(&acp->state, text, rest))
            acpGiveUp(acp, "there is not enough memory");
        break;
    case 'T':
        text[rest] = '\n'; // in place of the end that the caller wrote there
        (void)writeAll(STDOUT_FILENO, text, rest + 1);
        break;
    case 't':
        (void)writeAll(STDOUT_FILENO, text, rest);
        break;
    case 'W':
        if (acp->write.length + rest > AcpWriteMax)
            acpGiveUp(acp, "the agent does not read what it is told");
        else if (!bufferAdd(&acp->write, text, rest) || !bufferAdd(&acp->write, "\n", 1))
            acpGiveUp(acp, "there is not enough memory");
        break;
    case 'P':
        startQuestion(acp, text);
        break;
    case 'B':
        bringPrompt(acp);
        break;
    case 'E':
        acp->over = true;
        acp->code = (int)strtol(text, &text, 10);
        if (*text == ' ' && text[1] != '\0')
            fprintf(stderr, "%s\n", text + 1);
        break;
    default:
        break; // of a core that is newer
    }
}

// Asks until there is an answer: a core that is started again is back soon, and the same turn gives the same
// answer. False when there is none.
static bool ask(struct acp* acp, const struct buffer* request, char* answer, const char** body) {
    int64_t silentSince = 0;
    for (;;) {
        ssize_t got = askCore(request->at, request->length, answer, AcpAnswerMax);
        int status = got < 0 ? 0 : answerStatus(answer, body);
        if (status == 200)
            return true;
        if (status != 0 && status != 429 && status != 502 && status != 503 && status != 504) {
            acpGiveUp(acp, "the core does not take this session");
            return false;
        }
        if (silentSince == 0)
            silentSince = nowMs();
        if (nowMs() - silentSince > PatienceMs) {
            acpGiveUp(acp, "the core cannot be reached");
            return false;
        }
        poll(NULL, 0, PauseMs);
    }
}

void acpTurn(struct acp* acp) {
    struct buffer request = {NULL, 0, 0};
    char head[HeadMax];
    snprintf(head, sizeof head,
             "POST /v1/guest/acp HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
             "Content-Length: %zu\r\nConnection: close\r\n\r\n",
             CorePort, acp->state.length + 1 + acp->events.length);
    char* answer = malloc(AcpAnswerMax);
    bool good = answer != NULL && bufferText(&request, head) &&
                bufferAdd(&request, acp->state.at, acp->state.length) && bufferAdd(&request, "\n", 1) &&
                bufferAdd(&request, acp->events.at, acp->events.length);
    acp->events.length = 0; // what is performed may add more
    const char* body = NULL;
    if (!good)
        acpGiveUp(acp, "there is not enough memory");
    else if (ask(acp, &request, answer, &body))
        for (char *line = answer + (body - answer), *end; *line != '\0' && (end = strchr(line, '\n')) != NULL;
             line = end + 1) {
            *end = '\0';
            perform(acp, line, (size_t)(end - line));
        }
    bufferFree(&request);
    free(answer);
}
