// SPDX-License-Identifier: GPL-3.0-or-later
// What this guest says of itself when the host asks whether it lives. The host compares it with the
// hypervisor's counters and believes neither alone.
#include "job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Processor time that was not idle, of all processors together, since boot.
static int64_t busyMs(void) {
    char text[4096];
    if (readFile("/proc/stat", text, sizeof text) < 0)
        return -1;
    long long user, nice, system, idle, wait, irq, softirq, steal;
    if (sscanf(text, "cpu %lld %lld %lld %lld %lld %lld %lld %lld", &user, &nice, &system, &idle, &wait, &irq,
               &softirq, &steal) != 8)
        return -1;
    return (user + nice + system + irq + softirq) * 1000 / sysconf(_SC_CLK_TCK);
}

// One line: UPTIME_MS BUSY_MS RUNNING_JOBS OUTPUT_BYTES. OUTPUT_BYTES: of all jobs, running and ended.
int pulseMain(void) {
    int64_t running = 0, output = 0;
    int64_t busy = busyMs();
    if (busy < 0 || !jobTotals(&running, &output)) {
        say("pulse: the kernel tells nothing");
        return EXIT_FAILED;
    }
    printf("%lld %lld %lld %lld\n", (long long)nowMs(), (long long)busy, (long long)running,
           (long long)output);
    return EXIT_OK;
}
