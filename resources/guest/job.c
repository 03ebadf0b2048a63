// SPDX-License-Identifier: GPL-3.0-or-later
// The host's commands on jobs. Each is a process of the SSH session and may be killed with it at any moment;
// the job and its supervisor are not.
#include "job.h"

#include "cgroup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LookAgainMs = 500 };

void jobPath(char path[JobPathSize], const char* id, const char* file) {
    snprintf(path, JobPathSize, JOBS_DIR "/%s/%s", id, file);
}

void jobOutputPath(char path[JobPathSize], const char* id, const char* file) {
    snprintf(path, JobPathSize, OUTPUTS_DIR "/%s/%s", id, file);
}

int jobWriteState(int fd, const struct jobState* state) {
    char record[JobRecordSize];
    memset(record, ' ', sizeof record);
    int length =
        snprintf(record, sizeof record, "%s %lld %lld %lld %lld", state->word, (long long)state->code,
                 (long long)state->durationMs, (long long)state->outputBytes, (long long)state->lostBytes);
    record[length] = ' ';
    record[sizeof record - 1] = '\n';
    return pwrite(fd, record, sizeof record, 0) == (ssize_t)sizeof record ? 0 : -1;
}

static bool readRecord(const char* id, struct jobState* state) {
    char path[JobPathSize], record[JobRecordSize + 1];
    jobPath(path, id, "result");
    long long numbers[4];
    if (readFile(path, record, sizeof record) != JobRecordSize ||
        sscanf(record, "%15s %lld %lld %lld %lld", state->word, numbers, numbers + 1, numbers + 2,
               numbers + 3) != 5)
        return false;
    state->code = numbers[0];
    state->durationMs = numbers[1];
    state->outputBytes = numbers[2];
    state->lostBytes = numbers[3];
    return true;
}

static bool supervisorLives(const char* id) {
    char path[JobPathSize];
    jobPath(path, id, "alive");
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool lives = fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    if (fd >= 0)
        close(fd);
    return lives;
}

static bool isRunning(const struct jobState* state) {
    return strcmp(state->word, "running") == 0;
}

// Reads how a job stands. While it runs, the record holds the time of its start.
static bool readState(const char* id, struct jobState* state) {
    if (!readRecord(id, state))
        return false;
    if (!isRunning(state))
        return true;
    if (!supervisorLives(id)) {
        if (!readRecord(id, state) || !isRunning(state)) // it has ended in between
            return state->word[0] != '\0';
        strcpy(state->word, "lost");
    }
    char path[JobPathSize];
    struct stat output;
    jobOutputPath(path, id, "output");
    state->durationMs = nowMs() - state->durationMs;
    state->outputBytes = stat(path, &output) == 0 ? output.st_size : 0;
    return true;
}

static int unknownJob(const char* id) {
    say("job %s is not known here", id);
    return EXIT_UNKNOWN;
}

static void printState(const struct jobState* state) {
    printf("%s %lld %lld %lld %lld\n", state->word, (long long)state->code, (long long)state->durationMs,
           (long long)state->outputBytes, (long long)state->lostBytes);
}

static void removeFiles(const char* folder, const char* id) {
    static const char* const files[] = {"script", "result", "control", "alive"};
    char path[JobPathSize];
    for (size_t index = 0; index < sizeof files / sizeof *files; index++) {
        jobPath(path, folder, files[index]);
        unlink(path);
    }
    jobPath(path, folder, ".");
    path[strlen(path) - 2] = '\0';
    rmdir(path);
    jobOutputPath(path, id, "output");
    unlink(path);
    jobOutputPath(path, id, ".");
    path[strlen(path) - 2] = '\0';
    rmdir(path);
}

// Lays out the files of a new job under a folder name that no ID can have. Returns 0, or -1 with errno.
static int prepareFiles(const char* fresh, const char* id, const struct jobSpec* spec) {
    removeFiles(fresh, id); // left by a start that was killed
    char path[JobPathSize];
    jobPath(path, fresh, "");
    if (mkdir(path, 0755) != 0)
        return -1;
    jobPath(path, fresh, "script");
    if (writeFile(path, spec->script.at, spec->script.length, 0755) != 0)
        return -1;
    jobPath(path, fresh, "alive");
    if (writeFile(path, "", 0, 0600) != 0)
        return -1;
    jobPath(path, fresh, "control");
    if (mkfifo(path, 0600) != 0)
        return -1;
    jobOutputPath(path, id, "");
    if (mkdir(path, 0700) != 0 && errno != EEXIST)
        return -1;
    jobOutputPath(path, id, "output");
    if (writeFile(path, "", 0, 0600) != 0)
        return -1;
    jobPath(path, fresh, "result");
    struct jobState state = {.word = "running", .durationMs = nowMs()};
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    int status = fd < 0 ? -1 : jobWriteState(fd, &state);
    if (fd >= 0)
        close(fd);
    return status;
}

static int launch(const char* id, const struct jobSpec* spec, int lock) {
    char fresh[80];
    snprintf(fresh, sizeof fresh, ".new-%s", id);
    int ready[2];
    if (prepareFiles(fresh, id, spec) != 0 || pipe2(ready, O_CLOEXEC) != 0) {
        say("preparing job %s: %s", id, strerror(errno));
        removeFiles(fresh, id);
        return EXIT_FAILED;
    }
    pid_t pid = forkClean();
    if (pid == 0)
        superviseJob(id, fresh, spec, lock, ready[1]);
    close(ready[1]);
    char word;
    bool started = pid > 0 && read(ready[0], &word, 1) == 1;
    if (!started) {
        say("starting the supervisor of job %s failed", id);
        removeFiles(fresh, id);
        return EXIT_FAILED;
    }
    puts("started");
    return EXIT_OK;
}

static int readSpec(struct jobSpec* spec) {
    char* text = malloc(JobSpecMax);
    if (text == NULL) {
        say("out of memory");
        return EXIT_FAILED;
    }
    size_t length = 0;
    char problem[192];
    for (;;) {
        ssize_t got = length < JobSpecMax ? read(STDIN_FILENO, text + length, JobSpecMax - length) : 0;
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            say("the job's description %s", length < JobSpecMax ? "is cut short" : "is too long");
            return EXIT_USAGE;
        }
        length += (size_t)got;
        enum jobSpecState state = jobSpecParse(text, length, spec, problem, sizeof problem);
        if (state == JOBSPEC_GOOD)
            return EXIT_OK; // the slices point into text, which stays
        if (state == JOBSPEC_BAD) {
            say("the job's description: %s", problem);
            return EXIT_USAGE;
        }
    }
}

static int startJob(const char* id) {
    static struct jobSpec spec;
    int status = readSpec(&spec);
    if (status != EXIT_OK)
        return status;
    int lock = open(JOBS_DIR "/.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0 || flock(lock, LOCK_EX) != 0) {
        say("locking " JOBS_DIR ": %s", strerror(errno));
        return EXIT_FAILED;
    }
    struct jobState state;
    if (readRecord(id, &state)) {
        puts("known");
        return EXIT_OK;
    }
    return launch(id, &spec, lock);
}

// Copies the output from an offset to standard output up to its present end. Returns whether the reader is
// still there.
static bool copyOutput(int output, int64_t* offset) {
    static char chunk[65536];
    ssize_t got;
    while ((got = pread(output, chunk, sizeof chunk, *offset)) > 0) {
        if (writeAll(STDOUT_FILENO, chunk, (size_t)got) != 0)
            return false;
        *offset += got;
    }
    return true;
}

static int attachJob(const char* id, const char* from) {
    int64_t offset = parseNumber(from, INT64_MAX / 2);
    if (offset < 0) {
        say("an offset in bytes is expected, not '%s'", from);
        return EXIT_USAGE;
    }
    char outputPath[JobPathSize], resultPath[JobPathSize];
    jobOutputPath(outputPath, id, "output");
    jobPath(resultPath, id, "result");
    struct jobState state;
    int output = open(outputPath, O_RDONLY | O_CLOEXEC);
    if (!readState(id, &state) || output < 0)
        return unknownJob(id);
    int watcher = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    inotify_add_watch(watcher, outputPath, IN_MODIFY);
    inotify_add_watch(watcher, resultPath, IN_MODIFY);
    for (;;) {
        // The state is read before the output: when it says ended, the output is complete.
        bool ended = !readState(id, &state) || !isRunning(&state);
        if (!copyOutput(output, &offset))
            return EXIT_FAILED;
        if (ended)
            return EXIT_OK;
        struct pollfd wait[2] = {{watcher, POLLIN, 0}, {STDOUT_FILENO, 0, 0}};
        poll(wait, 2, LookAgainMs);
        if ((wait[1].revents & (POLLERR | POLLHUP)) != 0)
            return EXIT_FAILED;
        char events[4096];
        while (read(watcher, events, sizeof events) > 0) {
        }
    }
}

static int resultJob(const char* id) {
    struct jobState state;
    if (!readState(id, &state))
        return unknownJob(id);
    printState(&state);
    return EXIT_OK;
}

static int killJob(const char* id) {
    struct jobState state;
    if (!readState(id, &state))
        return unknownJob(id);
    char path[JobPathSize];
    jobPath(path, id, "control");
    int control = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    bool asked = control >= 0 && write(control, "k", 1) == 1;
    if (!asked && readState(id, &state) && isRunning(&state)) {
        say("asking the supervisor of job %s: %s", id, strerror(errno));
        return EXIT_FAILED;
    }
    jobPath(path, id, "result");
    int watcher = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    inotify_add_watch(watcher, path, IN_MODIFY);
    while (readState(id, &state) && isRunning(&state)) {
        struct pollfd wait = {watcher, POLLIN, 0};
        poll(&wait, 1, LookAgainMs);
        char events[1024];
        while (read(watcher, events, sizeof events) > 0) {
        }
    }
    if (strcmp(state.word, "lost") == 0) { // nobody else is left to do it
        char group[96];
        snprintf(group, sizeof group, CGROUP_JOBS "/%s", id);
        cgroupKill(group, 5000);
        cgroupRemove(group);
    }
    return EXIT_OK;
}

static int forgetJob(const char* id) {
    struct jobState state;
    if (!readState(id, &state))
        return unknownJob(id);
    if (isRunning(&state)) {
        say("job %s is still running", id);
        return EXIT_FAILED;
    }
    removeFiles(id, id);
    return EXIT_OK;
}

bool jobTotals(int64_t* running, int64_t* outputBytes) {
    DIR* folder = opendir(JOBS_DIR);
    if (folder == NULL)
        return false;
    struct dirent* entry;
    struct jobState state;
    while ((entry = readdir(folder)) != NULL) {
        if (!jobIdValid(entry->d_name) || !readState(entry->d_name, &state))
            continue;
        *running += isRunning(&state);
        *outputBytes += state.outputBytes;
    }
    closedir(folder);
    return true;
}

static int listJobs(void) {
    DIR* folder = opendir(JOBS_DIR);
    if (folder == NULL) {
        say(JOBS_DIR ": %s", strerror(errno));
        return EXIT_FAILED;
    }
    struct dirent* entry;
    struct jobState state;
    while ((entry = readdir(folder)) != NULL) {
        if (!jobIdValid(entry->d_name) || !readState(entry->d_name, &state))
            continue;
        printf("%s ", entry->d_name);
        printState(&state);
    }
    closedir(folder);
    return EXIT_OK;
}

int jobMain(int argc, char** argv) {
    const char* command = argc > 1 ? argv[1] : "";
    if (strcmp(command, "list") == 0 && argc == 2)
        return listJobs();
    const char* id = argc > 2 ? argv[2] : "";
    if (!jobIdValid(id)) {
        say("job: an ID of 1 to 64 letters, digits, '.', '_' or '-' is expected, not '%.80s'", id);
        return EXIT_USAGE;
    }
    if (strcmp(command, "start") == 0 && argc == 3)
        return startJob(id);
    if (strcmp(command, "attach") == 0 && argc <= 4)
        return attachJob(id, argc == 4 ? argv[3] : "0");
    if (strcmp(command, "result") == 0 && argc == 3)
        return resultJob(id);
    if (strcmp(command, "kill") == 0 && argc == 3)
        return killJob(id);
    if (strcmp(command, "forget") == 0 && argc == 3)
        return forgetJob(id);
    say("job: start, attach, result, kill, list or forget is expected, not '%.40s'", command);
    return EXIT_USAGE;
}
