// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/process_terminal.h"

#include <QFile>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <future>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace signalbox {

namespace {

/// Pointers as exec wants them.
class Words {
public:
    explicit Words(const QStringList& words) {
        for (const QString& word : words)
            m_bytes.push_back(QFile::encodeName(word));
        for (QByteArray& word : m_bytes)
            m_pointers.push_back(word.data());
        m_pointers.push_back(nullptr);
    }
    Words(Words&&) = default; // the bytes stay where they are
    Words(const Words&) = delete;
    Words& operator=(const Words&) = delete;
    ~Words() = default;
    [[nodiscard]] char* const* data() const { return m_pointers.data(); }

private:
    std::vector<QByteArray> m_bytes;
    std::vector<char*> m_pointers;
};

/// A new session of its own whose first terminal is this one. The number of the process, or minus the error.
int spawnOn(const char* terminal, const Words& command, const Words& environment, const QByteArray& place) {
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    // The leader of a session gets the first terminal that it opens.
    posix_spawn_file_actions_addopen(&files, 0, terminal, O_RDWR, 0);
    posix_spawn_file_actions_adddup2(&files, 0, 1);
    posix_spawn_file_actions_adddup2(&files, 0, 2);
    if (!place.isEmpty())
        posix_spawn_file_actions_addchdir_np(&files, place.constData());
    pid_t pid = -1;
    const int failed =
        ::posix_spawn(&pid, command.data()[0], &files, &attributes, command.data(), environment.data());
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    return failed != 0 ? -failed : pid;
}

} // namespace

ProcessTerminal::~ProcessTerminal() {
    hangUp();
    ::close(m_fd);
    if (m_thread.joinable())
        m_thread.join();
    if (m_pid > 0)
        ::waitpid(m_pid, nullptr, 0);
}

void ProcessTerminal::hangUp() {
    if (m_pid <= 0)
        return;
    ::kill(m_pid, SIGHUP);
    if (const int front = ::tcgetpgrp(m_fd); front > 0)
        ::kill(-front, SIGHUP);
    ::kill(-m_pid, SIGKILL);
}

void ProcessTerminal::resize(TerminalSize size) {
    const TerminalSize now = size.bounded();
    const winsize window{static_cast<unsigned short>(now.rows), static_cast<unsigned short>(now.columns), 0,
                         0};
    ::ioctl(m_fd, TIOCSWINSZ, &window);
}

Result<std::shared_ptr<ProcessTerminal>> ProcessTerminal::start(const QStringList& command,
                                                                const QString& directory,
                                                                const QStringList& environment,
                                                                TerminalSize size) {
    const auto failed = [](const char* what, int why) {
        return Error{ErrorKind::Unavailable,
                     QStringLiteral("no terminal: %1: %2")
                         .arg(QLatin1String(what), QString::fromLocal8Bit(std::strerror(why))),
                     {}};
    };
    const int fd = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return failed("the system gives none", errno);
    const std::shared_ptr<ProcessTerminal> terminal(new ProcessTerminal(fd));
    std::array<char, 64> name{};
    if (::grantpt(fd) != 0 || ::unlockpt(fd) != 0 || ::ptsname_r(fd, name.data(), name.size()) != 0)
        return failed("it cannot be opened", errno);
    terminal->resize(size);
    // A thread that lives as long as the program: what bubblewrap runs dies with the thread that started it.
    const auto started = std::make_shared<std::promise<int>>();
    terminal->m_thread = std::thread([started, name, words = Words(command), variables = Words(environment),
                                      place = QFile::encodeName(directory)] {
        const int pid = spawnOn(name.data(), words, variables, place);
        started->set_value(pid);
        siginfo_t ended{};
        while (pid > 0 && ::waitid(P_PID, id_t(pid), &ended, WEXITED | WNOWAIT) < 0 && errno == EINTR) {
        }
    });
    const int pid = started->get_future().get();
    if (pid < 0)
        return failed("the shell cannot be started", -pid);
    terminal->m_pid = pid;
    return terminal;
}

} // namespace signalbox
