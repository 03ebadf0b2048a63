// SPDX-License-Identifier: GPL-3.0-or-later
// The supervisor of one job. It outlives the SSH session that asked for the job, enforces the limits, keeps
// the output, kills everything the job ever started, and leaves a result whatever the job does.
#include "job.h"

#include "cgroup.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { GroupKillMs = 30000, DrainMs = 5000, LongestPollMs = 3600000 };

// All of a running job that the supervisor knows.
struct job {
    const struct jobSpec* spec;
    const char* id;
    char group[96];
    int result, output, control, children; // descriptors; children: a signalfd for SIGCHLD
    int pipe;                              // the job's standard output and error, or -1 after its end
    pid_t pid;                             // the job's first process, or 0 after its end
    int status;                            // its wait status
    int64_t started;
    struct jobState state;
};

static void childEnvironment(const struct job* job, const char* home) {
    const struct jobSpec* spec = job->spec;
    const char* user = spec->asRoot ? "root" : "agent";
    clearenv();
    setenv("PATH",
           spec->asRoot ? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
                        : "/usr/local/bin:/usr/bin:/bin",
           1);
    setenv("HOME", home, 1);
    setenv("USER", user, 1);
    setenv("LOGNAME", user, 1);
    setenv("SHELL", "/bin/sh", 1);
    setenv("LANG", "C.UTF-8", 1);
    setenv("SIGNALBOX_JOB", job->id, 1);
    for (size_t index = 0; index < spec->envCount; index++) {
        char* text = strndup(spec->env[index].at, spec->env[index].length);
        if (text != NULL)
            putenv(text);
    }
}

static _Noreturn void childFail(int failure, const char* what) {
    int error = errno;
    say("%s: %s", what, strerror(error));
    (void)write(failure, &error, sizeof error);
    _exit(127);
}

static _Noreturn void runChild(const struct job* job, int output, int failure) {
    const struct jobSpec* spec = job->spec;
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    dup2(null, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    setsid();
    if (cgroupEnter(job->group) != 0)
        childFail(failure, "entering the job's control group");
    setOomScore(0);
    struct rlimit noCore = {0, 0};
    setrlimit(RLIMIT_CORE, &noCore);
    umask(022);
    const char* home = spec->asRoot ? "/root" : AGENT_HOME;
    if (!spec->asRoot) {
        gid_t group = AGENT_ID;
        if (setgroups(1, &group) != 0 || setgid(group) != 0 || setuid(AGENT_ID) != 0 ||
            prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
            childFail(failure, "becoming the agent's user");
    }
    const char* dir = spec->dir[0] != '\0' ? spec->dir : home;
    if (chdir(dir) != 0)
        childFail(failure, dir);
    childEnvironment(job, home);
    char script[JobPathSize];
    jobPath(script, job->id, "script");
    if (spec->script.length >= 2 && memcmp(spec->script.at, "#!", 2) == 0)
        execl(script, script, (char*)NULL);
    else
        execl("/bin/sh", "sh", script, (char*)NULL);
    childFail(failure, "starting the script");
}

// Starts the job's first process. Returns 0, or the error that kept it from running.
static int startChild(struct job* job) {
    int output[2], failure[2];
    if (cgroupCreate(job->group) != 0 || pipe2(output, O_CLOEXEC) != 0)
        return errno;
    if (pipe2(failure, O_CLOEXEC) != 0)
        return errno;
    pid_t pid = forkClean();
    if (pid == 0)
        runChild(job, output[1], failure[1]);
    int error = pid < 0 ? errno : 0;
    close(output[1]);
    close(failure[1]);
    if (pid > 0 && read(failure[0], &error, sizeof error) != (ssize_t)sizeof error)
        error = 0; // the pipe was closed by a successful exec
    close(failure[0]);
    fcntl(output[0], F_SETFL, O_NONBLOCK);
    job->pipe = output[0];
    job->pid = pid > 0 ? pid : 0;
    return error;
}

static bool isDecided(const struct job* job) {
    return strcmp(job->state.word, "running") != 0;
}

// The first reason to end is the result; what the killing causes is not.
static void decide(struct job* job, const char* word, int64_t code) {
    if (isDecided(job))
        return;
    snprintf(job->state.word, sizeof job->state.word, "%s", word);
    job->state.code = code;
}

static void store(struct job* job, const char* bytes, size_t length) {
    struct jobState* state = &job->state;
    int64_t limit = job->spec->outputLimit;
    bool over = limit > 0 && state->outputBytes + state->lostBytes + (int64_t)length > limit;
    if (over)
        length = (size_t)(limit - state->outputBytes - state->lostBytes);
    // Once something was lost all later output is: a log with a hole in the middle would mislead.
    size_t kept = 0;
    while (state->lostBytes == 0 && kept < length) {
        ssize_t put = write(job->output, bytes + kept, length - kept);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            break;
        kept += (size_t)put;
    }
    state->outputBytes += (int64_t)kept;
    state->lostBytes += (int64_t)(length - kept);
    if (over)
        decide(job, "outputlimit", 0);
}

// Reads what the job has written. Closes the pipe at its end.
static void readOutput(struct job* job) {
    static char chunk[65536];
    ssize_t got = read(job->pipe, chunk, sizeof chunk);
    if (got > 0) {
        if (!isDecided(job) || strcmp(job->state.word, "outputlimit") != 0)
            store(job, chunk, (size_t)got);
    } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
        close(job->pipe);
        job->pipe = -1;
    }
}

static void reap(struct job* job) {
    struct signalfd_siginfo info;
    while (read(job->children, &info, sizeof info) > 0) {
    }
    if (job->pid <= 0 || waitpid(job->pid, &job->status, WNOHANG) != job->pid)
        return;
    job->pid = 0;
    if (WIFEXITED(job->status))
        decide(job, "exited", WEXITSTATUS(job->status));
    else if (WTERMSIG(job->status) == SIGKILL && cgroupSawOom(job->group))
        decide(job, "oom", 0);
    else
        decide(job, "signalled", WTERMSIG(job->status));
}

// Until there is a reason to end: the first process has gone, a limit is passed, or the host asks.
static void watch(struct job* job) {
    int64_t limit = job->spec->timeLimitMs;
    while (!isDecided(job)) {
        int64_t left = limit > 0 ? job->started + limit - nowMs() : LongestPollMs;
        if (left <= 0) {
            decide(job, "timeout", 0);
            break;
        }
        struct pollfd polls[3] = {
            {job->children, POLLIN, 0}, {job->control, POLLIN, 0}, {job->pipe, POLLIN, 0}};
        if (poll(polls, 3, left < LongestPollMs ? (int)left : LongestPollMs) < 0)
            continue;
        if (polls[1].revents != 0)
            decide(job, "killed", 0);
        if (polls[2].revents != 0)
            readOutput(job);
        if (polls[0].revents != 0)
            reap(job);
    }
}

static void finish(struct job* job) {
    int64_t ended = nowMs();
    if (!cgroupKill(job->group, GroupKillMs))
        say("job %s: some processes do not end", job->id);
    int64_t deadline = nowMs() + DrainMs;
    while (job->pipe >= 0 &&
           nowMs() < deadline) { // nobody writes any more; what is in the pipe is still output
        struct pollfd poll1 = {job->pipe, POLLIN, 0};
        if (poll(&poll1, 1, (int)(deadline - nowMs())) > 0)
            readOutput(job);
    }
    if (job->pid > 0)
        waitpid(job->pid, NULL, WNOHANG);
    cgroupRemove(job->group);
    job->state.durationMs = ended - job->started;
    if (jobWriteState(job->result, &job->state) != 0)
        say("job %s: result %s is not stored: %s", job->id, job->state.word, strerror(errno));
}

static int openIn(const char* folder, const char* file, int flags) {
    char path[JobPathSize];
    jobPath(path, folder, file);
    return open(path, flags | O_CLOEXEC);
}

static bool takeFiles(struct job* job, const char* fresh) {
    char path[JobPathSize], known[JobPathSize];
    int alive = openIn(fresh, "alive", O_RDONLY);
    if (alive < 0 || flock(alive, LOCK_EX) != 0)
        return false;
    job->result = openIn(fresh, "result", O_WRONLY);
    job->control = openIn(fresh, "control", O_RDWR | O_NONBLOCK);
    jobOutputPath(path, job->id, "output");
    job->output = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
    if (job->result < 0 || job->control < 0 || job->output < 0)
        return false;
    snprintf(path, sizeof path, JOBS_DIR "/%s", fresh);
    snprintf(known, sizeof known, JOBS_DIR "/%s", job->id);
    return rename(path, known) == 0;
}

static void detach(void) {
    setsid();
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    int console = open("/dev/console", O_WRONLY | O_NOCTTY | O_CLOEXEC);
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    dup2(console >= 0 ? console : null, STDERR_FILENO);
    if (chdir("/") != 0)
        say("leaving the working folder: %s", strerror(errno));
    static const int ignored[] = {SIGHUP, SIGINT, SIGTERM, SIGPIPE};
    for (size_t index = 0; index < sizeof ignored / sizeof *ignored; index++)
        signal(ignored[index], SIG_IGN);
    setOomScore(-1000);
}

_Noreturn void superviseJob(const char* id, const char* fresh, const struct jobSpec* spec, int lock,
                            int ready) {
    static struct job job;
    job = (struct job){.spec = spec, .id = id, .pipe = -1, .state = {.word = "running"}};
    snprintf(job.group, sizeof job.group, CGROUP_JOBS "/%s", id);
    // First of all out of the session's group, which is killed with the session.
    if (cgroupEnter(CGROUP_SUPERVISORS) != 0) {
        say("leaving the session's control group: %s", strerror(errno));
        _exit(EXIT_FAILED);
    }
    detach();
    sigset_t children;
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    sigprocmask(SIG_BLOCK, &children, NULL);
    job.children = signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
    if (job.children < 0 || !takeFiles(&job, fresh)) {
        say("job %s: %s", id, strerror(errno));
        _exit(EXIT_FAILED);
    }
    job.started = nowMs();
    (void)write(ready, "+", 1);
    close(ready);
    close(lock);
    int error = startChild(&job);
    if (error != 0)
        decide(&job, "failed", error);
    else
        watch(&job);
    finish(&job);
    _exit(EXIT_OK);
}
