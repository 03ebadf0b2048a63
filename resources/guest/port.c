// SPDX-License-Identifier: GPL-3.0-or-later
// Owns the virtio port for the life of the guest and runs a fresh SSH server for each session of the host.
// While the host is away one is started that waits for it: in a guest that is woken or copied it would have
// to be translated by the emulator first, with the host waiting. Whatever the former session has started by
// plain exec is killed when the next begins or the host goes: only jobs outlive sessions.
#include "cgroup.h"
#include "wire.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define SSH_SERVER "/usr/sbin/dropbear"

// HoldMs: bytes that may begin a HELLO wait so long for the rest. One packet of ciphertext in 256 ends in a
// newline and is delayed by it, so it must be short.
enum { PortWaitMs = 20000, KillWaitMs = 2000, HoldMs = 10, ClosedCheckMs = 100 };

static struct {
    int fd;     // the port
    int server; // our end of the SSH server's socket, or -1
    pid_t serverPid;
    bool fresh;       // nobody has spoken with the server
    struct wire wire; // from the host
    char out[WireCapacity];
    size_t outAt, outEnd; // to the host: out[outAt..outEnd)
    bool lost;            // the host is still to be told that its session is over
} port = {.fd = -1, .server = -1};

// Finds the device node of our port through sysfs; no udev runs here.
static bool findPort(char* path, size_t size) {
    DIR* folder = opendir("/sys/class/virtio-ports");
    struct dirent* entry;
    bool found = false;
    while (folder != NULL && !found && (entry = readdir(folder)) != NULL) {
        char name[64], source[320];
        snprintf(source, sizeof source, "/sys/class/virtio-ports/%s/name", entry->d_name);
        if (entry->d_name[0] == '.' || readFile(source, name, sizeof name) < 0)
            continue;
        name[strcspn(name, "\n")] = '\0';
        found = strcmp(name, PORT_NAME) == 0 && snprintf(path, size, "/dev/%s", entry->d_name) < (int)size;
    }
    if (folder != NULL)
        closedir(folder);
    return found && awaitPath("/dev", path, PortWaitMs);
}

static void stopServer(void) {
    if (port.server >= 0)
        close(port.server);
    port.server = -1;
    if (port.serverPid > 0)
        kill(port.serverPid, SIGKILL);
    if (!cgroupKill(CGROUP_SESSION, KillWaitMs))
        say("processes of the former session are still there");
    if (port.serverPid > 0)
        waitChild(port.serverPid);
    port.serverPid = 0;
    port.fresh = false;
}

static _Noreturn void runServer(int socket) {
    (void)cgroupEnter(CGROUP_SESSION);
    setOomScore(-500);
    setsid();
    dup2(socket, STDIN_FILENO);
    dup2(socket, STDOUT_FILENO);
    execl(SSH_SERVER, "dropbear", "-i", "-s", "-m", "-W", "1048576", "-r", HOSTKEY_PATH, (char*)NULL);
    say("starting %s: %s", SSH_SERVER, strerror(errno));
    _exit(127);
}

static void startServer(void) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
        say("socket pair: %s", strerror(errno));
        return;
    }
    pid_t pid = forkClean();
    if (pid == 0)
        runServer(pair[1]);
    close(pair[1]);
    if (pid < 0) {
        say("fork: %s", strerror(errno));
        close(pair[0]);
        return;
    }
    fcntl(pair[0], F_SETFL, O_NONBLOCK);
    port.server = pair[0];
    port.serverPid = pid;
    port.fresh = true;
}

// Whether one waits that has not given up waiting; it does after some minutes.
static bool serverWaits(void) {
    struct pollfd state = {port.server, 0, 0};
    return port.fresh && port.server >= 0 && poll(&state, 1, 0) == 0;
}

static void endSession(void) {
    stopServer();
    wireClose(&port.wire);
    port.lost = true;
}

static void beginSession(void) {
    if (!serverWaits()) {
        stopServer();
        startServer();
    }
    port.fresh = false;
    port.outAt = 0;
    port.outEnd = (size_t)snprintf(port.out, sizeof port.out, WIRE_READY_HEAD "%s\n", port.wire.nonce);
    port.lost = false;
    if (port.server < 0)
        endSession();
}

// The host has closed its end. A closed port is "readable" all the time: sleep until the driver signals a
// change, and look again now and then because opening and closing may coalesce into no signal at all.
static void awaitHost(void) {
    stopServer();
    startServer();
    wireReset(&port.wire);
    port.outAt = port.outEnd = 0;
    port.lost = false;
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGIO);
    int flags = fcntl(port.fd, F_GETFL);
    fcntl(port.fd, F_SETFL, flags | O_ASYNC);
    struct timespec pause = {0, ClosedCheckMs * 1000000L}, none = {0, 0};
    struct pollfd state = {port.fd, POLLIN, 0};
    while (poll(&state, 1, 0) > 0 && (state.revents & POLLHUP) != 0)
        sigtimedwait(&signals, NULL, &pause);
    fcntl(port.fd, F_SETFL, flags);
    while (sigtimedwait(&signals, NULL, &none) > 0) {
    }
}

static void readHost(void) {
    size_t room;
    char* space = wireSpace(&port.wire, &room);
    ssize_t got = read(port.fd, space, room);
    if (got > 0 && wireAdvance(&port.wire, (size_t)got) == WIRE_HELLO) {
        beginSession();
        wireAdvance(&port.wire, 0);
    }
}

static void writeServer(void) {
    size_t length;
    const char* data = wireData(&port.wire, &length);
    ssize_t put = send(port.server, data, length, MSG_NOSIGNAL);
    if (put > 0)
        wireDrop(&port.wire, (size_t)put);
    else if (put < 0 && errno != EAGAIN && errno != EINTR)
        endSession();
    if (port.wire.cleared == 0 && wireAdvance(&port.wire, 0) == WIRE_HELLO) {
        beginSession();
        wireAdvance(&port.wire, 0);
    }
}

static void readServer(void) {
    ssize_t got = read(port.server, port.out, sizeof port.out);
    if (got > 0) {
        port.outAt = 0;
        port.outEnd = (size_t)got;
    } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
        endSession();
    }
}

static void writeHost(void) {
    ssize_t put = write(port.fd, port.out + port.outAt, port.outEnd - port.outAt);
    if (put > 0)
        port.outAt += (size_t)put;
}

static void turn(void) {
    size_t waiting;
    wireData(&port.wire, &waiting);
    if (port.lost && port.outAt == port.outEnd) {
        port.outAt = 0;
        port.outEnd = sizeof WIRE_LOST - 1;
        memcpy(port.out, WIRE_LOST, port.outEnd);
        port.lost = false;
    }
    bool pending = port.outAt < port.outEnd;
    bool held = port.wire.open && waiting == 0 && port.wire.used > 0;
    // A server that has gone reports so for ever; it is not asked before there is something to do about it.
    // Nor is one that waits for a host: what it says first is the next session's.
    bool listens = !port.fresh && (waiting > 0 || !pending);
    struct pollfd polls[2] = {
        {port.fd, (short)((waiting == 0 ? POLLIN : 0) | (pending ? POLLOUT : 0)), 0},
        {listens ? port.server : -1, (short)((waiting > 0 ? POLLOUT : 0) | (pending ? 0 : POLLIN)), 0}};
    int count = poll(polls, 2, held ? HoldMs : -1);
    if (count < 0)
        return;
    if (count == 0) {
        wireRelease(&port.wire);
        return;
    }
    if ((polls[0].revents & POLLHUP) != 0) {
        awaitHost();
        return;
    }
    if ((polls[0].revents & POLLOUT) != 0)
        writeHost();
    // Each of the following may end the session or begin another, of which poll has said nothing.
    pid_t session = port.serverPid;
    if ((polls[0].revents & POLLIN) != 0)
        readHost();
    if (port.serverPid == session && waiting > 0 && (polls[1].revents & (POLLOUT | POLLERR | POLLHUP)) != 0)
        writeServer();
    if (port.server >= 0 && port.serverPid == session && !pending &&
        (polls[1].revents & (POLLIN | POLLHUP)) != 0)
        readServer();
}

int portMain(int argc, char** argv) {
    char path[64];
    if (argc > 1)
        snprintf(path, sizeof path, "%s", argv[1]);
    else if (!findPort(path, sizeof path)) {
        say("no virtio port %s", PORT_NAME);
        return EXIT_FAILED;
    }
    setOomScore(-1000);
    signal(SIGPIPE, SIG_IGN);
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGIO);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    port.fd = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK);
    if (port.fd < 0) {
        say("opening %s: %s", path, strerror(errno));
        return EXIT_FAILED;
    }
    fcntl(port.fd, F_SETOWN, getpid());
    // A former port process may have died under a running session.
    cgroupKill(CGROUP_SESSION, KillWaitMs);
    port.lost = true;
    for (;;)
        turn();
}
