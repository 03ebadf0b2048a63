// SPDX-License-Identifier: GPL-3.0-or-later
// sb-guest: everything of ours that runs inside a guest, in one static program.
//
//   boot.c        init of the initrd: modules, layers, scratch disk, switch to the real root
//   init.c        process 1 of the guest: mounts, reaping, keeps the port process alive
//   identity.c    what makes this machine this machine: name, keys, entropy, clock, as the host says
//   identityspec.c  the description of an identity as the host sends it (pure)
//   hostkey.c     an OpenSSH private key rewritten for dropbear
//   wire.c        the HELLO/READY resynchronisation on the byte stream of the port (pure)
//   port.c        owns the virtio port, runs one SSH server for each session of the host
//   jobspec.c     the description of a job as the host sends it (pure)
//   pulse.c       `sb-guest pulse`: what the guest says of itself when asked whether it lives
//   job.c         `sb-guest job start|attach|result|kill|list|forget`
//   supervise.c   one supervisor a job: limits, output, result
//   cgroup.c      control groups, the means to kill everything that a job ever started
//   ctl.c         `signalboxctl proceed` as an agent calls it
//   toolcall.c    `signalboxctl tool-call` as the hooks of agents call it
//   acp.c         `signalboxctl acp`: the pump between an agent of the Agent Client Protocol and the core
//   acpturn.c     what the pump brings to the core, and does at its word
//   buffer.c      bytes that grow
//   corecall.c    requests to the core
//
// House rules of this program: process 1 and the port process allocate nothing after their start, every
// descriptor is close-on-exec, and nothing that a job does may end a supervisor.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define RUN_DIR "/run/signalbox"
#define BIN_PATH RUN_DIR "/bin/sb-guest"
#define JOBS_DIR RUN_DIR "/jobs"
#define OUTPUTS_DIR "/var/lib/signalbox-jobs"
#define HOSTKEY_PATH RUN_DIR "/hostkey"
#define AGENT_HOME "/home/agent"
#define AGENT_ID 1000
#define PORT_NAME "org.signalbox.guest"

// Exit codes of the sub-commands, part of the contract with the host.
enum exitCode {
    EXIT_OK = 0,
    EXIT_FAILED = 1,
    EXIT_USAGE = 2,
    EXIT_NOT_ALLOWED = 3,
    EXIT_UNREACHABLE = 4,
    EXIT_UNKNOWN = 5
};

// Writes one line "signalbox: ..." to standard error (the console for process 1 and its helpers).
void say(const char* format, ...) __attribute__((format(printf, 1, 2)));

// Reads at most size - 1 bytes of a file and ends them with NUL. Returns the count, or -1 with errno.
ssize_t readFile(const char* path, char* buffer, size_t size);

// Replaces a file's content. Returns 0, or -1 with errno.
int writeFile(const char* path, const void* data, size_t length, mode_t mode);

// Writes a short text to an existing control file (procfs, sysfs, cgroup). Returns 0, or -1 with errno.
int writeControl(const char* path, const char* text);

// Writes all bytes, going on after short writes and interruptions. Returns 0, or -1 with errno.
int writeAll(int fd, const void* data, size_t length);

// Milliseconds of the monotonic clock, which stands still while the machine is saved or paused.
int64_t nowMs(void);

// Parses a non-negative decimal number that fills the whole text. Returns -1 when it is anything else or
// above limit.
int64_t parseNumber(const char* text, int64_t limit);

// Forks; the child has default signals, none blocked, and is killed by nothing of ours. Returns as fork does.
pid_t forkClean(void);

// Waits for exactly this child, going on after interruptions. Returns its wait status, or -1.
int waitChild(pid_t pid);

// The out-of-memory killer spares (negative) or prefers (positive) this process and its future children.
void setOomScore(int adjustment);

// Waits until the path exists, woken by changes of its folder, or until the time is up. Returns whether it
// exists.
bool awaitPath(const char* folder, const char* path, int64_t limitMs);

// Sub-commands; each returns an exit code. The first two never return unless starting fails.
int bootMain(void);
int initMain(void);
int identityMain(void);
int renewMain(void);
int seedMain(void);
int pulseMain(void);
int clockMain(const char* unixMs);
int portMain(int argc, char** argv);
int jobMain(int argc, char** argv);
int ctlMain(int argc, char** argv);
int toolCallMain(int argc, char** argv);
int acpMain(int argc, char** argv);

// Asks the core about one tool call as a hook tells it, until there is an answer. Returns EXIT_OK for yes;
// anything else is a no, with the reason on standard error.
int toolCallDecide(const char* agent, const char* call, size_t length);
