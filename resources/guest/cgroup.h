// SPDX-License-Identifier: GPL-3.0-or-later
// Control groups (version 2). Names are paths below the hierarchy's root, such as "jobs/build-1".
#pragma once

#include "common.h"

#define CGROUP_SESSION "session"         // the SSH server of the current host session and what it runs
#define CGROUP_SUPERVISORS "supervisors" // one process a job
#define CGROUP_JOBS "jobs"               // one group a job below it

// Mounts the hierarchy and makes the three groups, with the limits that keep room for the supervisors.
void cgroupSetup(void);

// Makes the group of one job with its own limit of processes. Returns 0, or -1 with errno.
int cgroupCreate(const char* name);

// Moves the calling process. Returns 0, or -1 with errno.
int cgroupEnter(const char* name);

// Kills every process of the group and of those below it, and waits at most limitMs until they are gone.
// Returns whether the group is empty.
bool cgroupKill(const char* name, int64_t limitMs);

// Removes an empty group.
void cgroupRemove(const char* name);

// Whether the out-of-memory killer has struck in the group.
bool cgroupSawOom(const char* name);
