// SPDX-License-Identifier: GPL-3.0-or-later
// The description of a job as the host sends it: lines, with counted bytes where a text may hold anything.
//
//     signalbox-job 1
//     user agent                   (agent or root; default agent)
//     dir /home/agent/work         (default: the user's home)
//     time-limit-ms 60000          (0 or absent: none)
//     output-limit-bytes 1048576   (0 or absent: none)
//     env 11                       (any number; then exactly so many bytes NAME=VALUE, then a newline)
//     FOO=one two
//     script 16                    (the end; then exactly so many bytes)
//     echo hi; exit 3
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { JobSpecMax = 2 * 1024 * 1024, JobEnvMax = 1024, JobEnvBytes = 128 * 1024 - 1, JobDirMax = 4096 };

struct slice {
    const char* at;
    size_t length;
};

struct jobSpec {
    bool asRoot;
    char dir[JobDirMax]; // empty: the user's home
    int64_t timeLimitMs, outputLimit;
    struct slice env[JobEnvMax];
    size_t envCount;
    struct slice script;
};

enum jobSpecState { JOBSPEC_GOOD, JOBSPEC_MORE, JOBSPEC_BAD };

// Reads a description; the slices point into text. JOBSPEC_MORE: the text ends too early. JOBSPEC_BAD:
// problem says why.
enum jobSpecState jobSpecParse(const char* text, size_t length, struct jobSpec* spec, char* problem,
                               size_t problemSize);

// Whether the text may name a job: 1 to 64 of [A-Za-z0-9._-], beginning with a letter or digit.
bool jobIdValid(const char* id);
