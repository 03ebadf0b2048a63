// SPDX-License-Identifier: GPL-3.0-or-later
#include "common.h"

#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/reboot.h>
#include <unistd.h>

static int usage(void) {
    fprintf(stderr, "usage: sb-guest job start|attach|result|kill|list|forget ...\n"
                    "       sb-guest clock UNIX_MILLISECONDS | seed | renew | pulse | poweroff\n"
                    "       sb-guest init | identity | port [DEVICE]     (run by process 1)\n"
                    "       signalboxctl proceed [--to STEP] [--json]\n"
                    "       signalboxctl tool-call [--agent NAME]\n");
    return EXIT_USAGE;
}

static int powerOff(void) {
    sync();
    reboot(RB_POWER_OFF);
    say("poweroff: only root may");
    return EXIT_FAILED;
}

int main(int argc, char** argv) {
    char empty[] = "";
    const char* name = basename(argc > 0 ? argv[0] : empty);
    if (strcmp(name, "init") == 0 && getpid() == 1)
        return bootMain();
    if (strcmp(name, "signalboxctl") == 0)
        return ctlMain(argc, argv);
    if (argc < 2)
        return usage();
    const char* command = argv[1];
    if (strcmp(command, "init") == 0)
        return initMain();
    if (strcmp(command, "identity") == 0)
        return identityMain();
    if (strcmp(command, "port") == 0)
        return portMain(argc - 1, argv + 1);
    if (strcmp(command, "job") == 0)
        return jobMain(argc - 1, argv + 1);
    if (strcmp(command, "seed") == 0)
        return seedMain();
    if (strcmp(command, "renew") == 0)
        return renewMain();
    if (strcmp(command, "pulse") == 0)
        return pulseMain();
    if (strcmp(command, "clock") == 0 && argc == 3)
        return clockMain(argv[2]);
    if (strcmp(command, "poweroff") == 0)
        return powerOff();
    return usage();
}
