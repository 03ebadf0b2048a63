// SPDX-License-Identifier: GPL-3.0-or-later
// A job's files: JOBS_DIR/ID/{script,result,control,alive} in memory, OUTPUTS_DIR/ID/output on the scratch
// disk.
#pragma once

#include "jobspec.h"

#include "common.h"

enum { JobPathSize = 160, JobRecordSize = 128 };

// How a job stands: "WORD CODE DURATION_MS OUTPUT_BYTES LOST_BYTES".
struct jobState {
    char word[16];
    int64_t code, durationMs, outputBytes, lostBytes;
};

void jobPath(char path[JobPathSize], const char* id, const char* file);
void jobOutputPath(char path[JobPathSize], const char* id, const char* file);

// Writes the state over the record at the start of the file: one write of fixed size into space that already
// exists, so that neither a full disk nor a reader at the same time can spoil it. Returns 0, or -1 with
// errno.
int jobWriteState(int fd, const struct jobState* state);

// Runs the job and everything about it in the calling process, a fresh child of `job start`. Never returns.
// It makes the job known (folder `fresh` gets its name) before it begins, then says so with one byte on
// ready; it holds lock until then.
_Noreturn void superviseJob(const char* id, const char* fresh, const struct jobSpec* spec, int lock,
                            int ready);

// Counts the running jobs and the output of all jobs. False when their folder cannot be read.
bool jobTotals(int64_t* running, int64_t* outputBytes);
