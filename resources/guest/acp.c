// SPDX-License-Identifier: GPL-3.0-or-later
// `signalboxctl acp [options] -- COMMAND...` runs an agent that speaks the Agent Client Protocol on the task
// of this machine. It ends with 0 when the agent ended its turn by itself, and with 1, and the reason on
// standard error, otherwise. Nothing of the agent outlives it but what left its process group, and that ends
// with the job.
#include "acp.h"
#include "common.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    BeatMs = 2000,
    StopMs = 5000,
    FarewellMs = 1500,
    TermMs = 1500,
    StepMs = 20,
    ChunkMax = 65536,
    NameMax = 40
};

static bool isOption(const char* word, const char* next, const char* name, const char** value) {
    if (strcmp(word, name) != 0 || next == NULL)
        return false;
    *value = next;
    return true;
}

// Where the command begins, or 0.
static int readOptions(struct acp* acp, int argc, char** argv) {
    int index = 1;
    for (; index < argc && strcmp(argv[index], "--") != 0; index++) {
        const char* word = argv[index];
        const char* next = index + 1 < argc ? argv[index + 1] : NULL;
        if (strcmp(word, "--plain") == 0)
            acp->plain = true;
        else if (isOption(word, next, "--agent", &acp->agent) || isOption(word, next, "--mcp", &acp->mcp) ||
                 isOption(word, next, "--auth", &acp->auth) || isOption(word, next, "--prompt", &acp->prompt))
            index++;
        else
            return 0;
    }
    size_t name = strlen(acp->agent);
    bool good = acp->prompt[0] != '\0' && name > 0 && name <= NameMax &&
                strspn(acp->agent, "abcdefghijklmnopqrstuvwxyz0123456789-") == name;
    return good && index + 1 < argc ? index + 1 : 0;
}

static bool startAgent(struct acp* acp, char** command) {
    int in[2], out[2];
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0)
        return false;
    acp->pid = forkClean();
    if (acp->pid == 0) {
        setpgid(0, 0);
        dup2(in[0], STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        execvp(command[0], command);
        fprintf(stderr, "signalboxctl: %s: %s\n", command[0], strerror(errno));
        _exit(127);
    }
    if (acp->pid > 0)
        setpgid(acp->pid, acp->pid);
    close(in[0]);
    close(out[1]);
    acp->in = in[1];
    acp->out = out[0];
    fcntl(acp->in, F_SETFL, O_NONBLOCK);
    fcntl(acp->out, F_SETFL, O_NONBLOCK);
    return acp->pid > 0;
}

static void begin(struct acp* acp) {
    char folder[PATH_MAX];
    if (getcwd(folder, sizeof folder) == NULL) {
        acpGiveUp(acp, "the working folder is gone");
        return;
    }
    struct buffer json = {NULL, 0, 0};
    const char* members[][2] = {
        {"{\"directory\":", folder}, {",\"mcp\":", acp->mcp}, {",\"auth\":", acp->auth}};
    bool good = true;
    for (size_t index = 0; index < sizeof members / sizeof *members; index++)
        good = good && bufferText(&json, members[index][0]) && bufferJson(&json, members[index][1]);
    if (good && bufferText(&json, acp->plain ? ",\"plain\":true}" : ",\"plain\":false}"))
        acpEvent(acp, 'I', json.at, json.length);
    else
        acpGiveUp(acp, "there is not enough memory");
    bufferFree(&json);
}

static void endLine(struct acp* acp) {
    if (acp->lost == 0) {
        acpEvent(acp, 'L', acp->line.at, acp->line.length);
    } else {
        char text[32 + AcpHeadMax];
        int length = snprintf(text, 32, "%zu ", acp->line.length + acp->lost);
        memcpy(text + length, acp->line.at, AcpHeadMax);
        acpEvent(acp, 'O', text, (size_t)length + AcpHeadMax);
    }
    acp->line.length = 0;
    acp->lost = 0;
}

static void takeBytes(struct acp* acp, const char* bytes, size_t length) {
    while (length > 0 && !acp->over) {
        const char* end = memchr(bytes, '\n', length);
        size_t part = end == NULL ? length : (size_t)(end - bytes);
        size_t room = AcpLineMax - acp->line.length;
        size_t kept = acp->lost > 0 ? 0 : part < room ? part : room;
        if (!bufferAdd(&acp->line, bytes, kept))
            acpGiveUp(acp, "there is not enough memory");
        acp->lost += part - kept;
        if (end == NULL)
            return;
        endLine(acp);
        bytes += part + 1;
        length -= part + 1;
    }
}

// How the agent's process ended, once it has; a pipe that is closed mostly is the last that it does.
static void tellEnd(struct acp* acp) {
    char how[64] = "it closed its output";
    int status = 0;
    for (int64_t until = nowMs() + FarewellMs; nowMs() < until; poll(NULL, 0, StepMs)) {
        if (waitpid(acp->pid, &status, WNOHANG) != acp->pid)
            continue;
        if (WIFEXITED(status))
            snprintf(how, sizeof how, "exit code %d", WEXITSTATUS(status));
        else
            snprintf(how, sizeof how, "signal %d", WTERMSIG(status));
        acp->pid = -acp->pid; // reaped; its group is still known by that number
        break;
    }
    acpEvent(acp, 'X', how, strlen(how));
}

static void readAgent(struct acp* acp) {
    static char chunk[ChunkMax];
    while (acp->out >= 0 && acp->events.length < AcpEventsMax) {
        ssize_t got = read(acp->out, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 && errno == EAGAIN)
            return;
        if (got > 0) {
            acp->heard = nowMs();
            takeBytes(acp, chunk, (size_t)got);
            continue;
        }
        if (acp->line.length > 0)
            endLine(acp);
        close(acp->out);
        acp->out = -1;
        tellEnd(acp);
    }
}

static void writeAgent(struct acp* acp) {
    while (acp->in >= 0 && acp->write.length > 0) {
        ssize_t put = write(acp->in, acp->write.at, acp->write.length);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0 && errno == EAGAIN)
            return;
        if (put < 0) { // it does not listen any more; its output tells the rest
            close(acp->in);
            acp->in = -1;
            acp->write.length = 0;
            return;
        }
        bufferDrop(&acp->write, (size_t)put);
    }
}

static void readAnswer(struct acp* acp, struct acpQuestion* question) {
    char chunk[1024];
    ssize_t got = read(question->out, chunk, sizeof chunk);
    if (got < 0 && errno == EINTR)
        return;
    if (got > 0) {
        if (question->why.length < AcpHeadMax)
            (void)bufferAdd(&question->why, chunk, (size_t)got);
        return;
    }
    close(question->out);
    int status = waitChild(question->pid);
    bool allowed = WIFEXITED(status) && WEXITSTATUS(status) == EXIT_OK;
    struct buffer event = {NULL, 0, 0};
    char word[40];
    snprintf(word, sizeof word, "%lld %s", (long long)question->token, allowed ? "allow" : "deny ");
    for (size_t index = 0; index < question->why.length; index++)
        if ((unsigned char)question->why.at[index] < 0x20)
            question->why.at[index] = ' ';
    if (bufferText(&event, word) && (allowed || bufferAdd(&event, question->why.at, question->why.length)))
        acpEvent(acp, 'A', event.at, event.length);
    bufferFree(&event);
    bufferFree(&question->why);
    *question = (struct acpQuestion){0};
}

// Until there is something to tell the core, or a beat has passed.
static void await(struct acp* acp) {
    struct pollfd polls[3 + AcpQuestionsMax];
    struct acpQuestion* asked[AcpQuestionsMax];
    nfds_t count = 0;
    polls[count++] = (struct pollfd){acp->signals, POLLIN, 0};
    polls[count++] = (struct pollfd){acp->out, POLLIN, 0}; // passed over while it is -1
    polls[count++] = (struct pollfd){acp->write.length > 0 ? acp->in : -1, POLLOUT, 0};
    for (int index = 0; index < AcpQuestionsMax; index++)
        if (acp->questions[index].pid > 0) {
            asked[count - 3] = &acp->questions[index];
            polls[count++] = (struct pollfd){acp->questions[index].out, POLLIN, 0};
        }
    int ready = poll(polls, count, BeatMs);
    if (ready == 0) {
        char seconds[24];
        int length = snprintf(seconds, sizeof seconds, "%lld", (long long)((nowMs() - acp->heard) / 1000));
        acpEvent(acp, 'T', seconds, (size_t)length);
    }
    if (ready <= 0)
        return;
    if (polls[0].revents != 0) {
        struct signalfd_siginfo info;
        (void)!read(acp->signals, &info, sizeof info);
        static const char why[] = "the agent was told to stop";
        acpEvent(acp, 'C', why, sizeof why - 1);
        acp->stopBy = nowMs() + StopMs;
    }
    if (polls[1].revents != 0)
        readAgent(acp);
    for (nfds_t index = 3; index < count; index++)
        if (polls[index].revents != 0)
            readAnswer(acp, asked[index - 3]);
}

static bool agentGone(struct acp* acp, int limitMs) {
    for (int64_t until = nowMs() + limitMs; acp->pid > 0; poll(NULL, 0, StepMs)) {
        if (waitpid(acp->pid, NULL, WNOHANG) == acp->pid)
            acp->pid = -acp->pid;
        else if (nowMs() >= until)
            return false;
    }
    return true;
}

static void stopAll(struct acp* acp) {
    for (int index = 0; index < AcpQuestionsMax; index++)
        if (acp->questions[index].pid > 0) {
            kill(acp->questions[index].pid, SIGKILL);
            waitChild(acp->questions[index].pid);
        }
    writeAgent(acp); // it may be told to stop
    if (acp->in >= 0)
        close(acp->in);
    if (acp->pid == 0)
        return;
    pid_t group = acp->pid > 0 ? acp->pid : -acp->pid;
    if (!agentGone(acp, FarewellMs)) {
        kill(-group, SIGTERM);
        (void)agentGone(acp, TermMs);
    }
    kill(-group, SIGKILL);
    if (acp->pid > 0)
        waitChild(acp->pid);
}

int acpMain(int argc, char** argv) {
    static struct acp acp = {.agent = "", .mcp = "", .auth = "", .prompt = "", .in = -1, .out = -1};
    int command = readOptions(&acp, argc, argv);
    if (command == 0) {
        fprintf(stderr,
                "usage: signalboxctl acp --agent NAME --prompt FILE [--mcp URL] [--auth METHOD] [--plain] "
                "-- COMMAND...\n");
        return EXIT_USAGE;
    }
    sigset_t stops;
    sigemptyset(&stops);
    sigaddset(&stops, SIGTERM);
    sigaddset(&stops, SIGINT);
    sigprocmask(SIG_BLOCK, &stops, NULL);
    signal(SIGPIPE, SIG_IGN);
    acp.signals = signalfd(-1, &stops, SFD_CLOEXEC | SFD_NONBLOCK);
    acp.heard = nowMs();
    if (acp.signals < 0 || !startAgent(&acp, argv + command))
        acpGiveUp(&acp, "the agent cannot be started");
    else
        begin(&acp);
    while (!acp.over) {
        if (acp.events.length > 0)
            acpTurn(&acp);
        writeAgent(&acp);
        if (!acp.over && acp.events.length == 0)
            await(&acp);
        if (acp.stopBy > 0 && nowMs() > acp.stopBy)
            acpGiveUp(&acp, "the agent did not stop when it was told to");
    }
    stopAll(&acp);
    return acp.code;
}
