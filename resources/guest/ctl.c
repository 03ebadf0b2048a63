// SPDX-License-Identifier: GPL-3.0-or-later
// signalboxctl as it is inside a guest: asks the core, through the machine's own channel, whether the work
// may go on. Who asks is known by the channel; there is no token that could be stolen or borrowed.
#include "common.h"
#include "corecall.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { StepMax = 64 };

static int usage(void) {
    fprintf(stderr,
            "usage: signalboxctl proceed [--to STEP] [--json]\n"
            "Asks the core whether the current commit may go on.\n"
            "Exit codes: 0 yes, 3 no or not yet, 4 core unreachable, 2 usage, 1 other errors.\n"
            "       signalboxctl tool-call [--agent NAME]\n"
            "Asks the core whether the tool call on standard input (JSON, as hooks get it) may be made.\n"
            "Exit codes: 0 yes, 2 no or no answer, with the reason on standard error.\n"
            "       signalboxctl acp --agent NAME --prompt FILE [--mcp URL] [--auth METHOD] [--plain] -- "
            "COMMAND...\n"
            "Runs an agent that speaks the Agent Client Protocol.\n"
            "Exit codes: 0 it ended its turn, 1 anything else, with the reason on standard error.\n");
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

static bool saysYes(const char* answer, const char* body) {
    const char* value = answerHeader(answer, body, "Signalbox-Proceed");
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

static int judge(const char* answer) {
    const char* body = NULL;
    int status = answerStatus(answer, &body);
    if (status == 0) {
        fprintf(stderr, "signalboxctl: the core's answer is not HTTP\n");
        return EXIT_FAILED;
    }
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
    if (argc > 1 && strcmp(argv[1], "tool-call") == 0)
        return toolCallMain(argc - 1, argv + 1);
    if (argc > 1 && strcmp(argv[1], "acp") == 0)
        return acpMain(argc - 1, argv + 1);
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
    if (answer == NULL || askCore(request, strlen(request), answer, AnswerMax) < 0) {
        fprintf(stderr, "signalboxctl: the core cannot be reached: %s\n", strerror(errno));
        free(answer);
        return EXIT_UNREACHABLE;
    }
    int status = judge(answer);
    free(answer);
    return status;
}
