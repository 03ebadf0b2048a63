// SPDX-License-Identifier: GPL-3.0-or-later
// A terminal in a machine, from a terminal.
#include "app/ctl/ctl.h"

#include "core/base/terminal_filter.h"
#include "core/client/machine_shell.h"

#include <QSocketNotifier>

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <optional>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

namespace signalbox::ctl {

namespace {

constexpr char endOfInput = '\x04';

/// Standard input as it is typed, as long as this lives.
class RawInput {
public:
    RawInput() {
        if (::isatty(STDIN_FILENO) == 0 || ::tcgetattr(STDIN_FILENO, &m_before) != 0)
            return;
        termios raw = m_before;
        ::cfmakeraw(&raw);
        m_raw = ::tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0;
    }
    ~RawInput() {
        if (m_raw)
            ::tcsetattr(STDIN_FILENO, TCSANOW, &m_before);
    }
    RawInput(const RawInput&) = delete;
    RawInput& operator=(const RawInput&) = delete;

private:
    termios m_before{};
    bool m_raw = false;
};

/// A descriptor that can be read whenever our terminal has another size.
int watchSize() {
    sigset_t signal;
    sigemptyset(&signal);
    sigaddset(&signal, SIGWINCH);
    ::pthread_sigmask(SIG_BLOCK, &signal, nullptr);
    return ::signalfd(-1, &signal, SFD_CLOEXEC | SFD_NONBLOCK);
}

std::pair<int, int> ourSize() {
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0)
        return {size.ws_col, size.ws_row};
    return {80, 24};
}

void readKeys(MachineShell& shell, QSocketNotifier& input) {
    std::array<char, 4096> piece; // filled by read()
    const ssize_t got = ::read(STDIN_FILENO, piece.data(), piece.size());
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0)
        input.setEnabled(false);
    shell.type(got > 0 ? QByteArray(piece.data(), got) : QByteArray(1, endOfInput));
}

int machineShell(Ctl& ctl, const Arguments& arguments) {
    if (const Result<CoreInfo> core = ctl.connect(); !core)
        return ctl.fail(core.error());
    const auto [columns, rows] = ourSize();
    MachineShell shell(ctl.client(),
                       {arguments.word(0), arguments.has(QStringLiteral("root")), columns, rows});
    TerminalFilter filter(TerminalFilter::Reports::Dropped);
    QEventLoop loop;
    std::optional<RawInput> raw;
    std::optional<Error> trouble;
    QString end;
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    input.setEnabled(false);
    const int sizes = watchSize();
    QSocketNotifier resized(sizes, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &shell, [&] { readKeys(shell, input); });
    QObject::connect(&resized, &QSocketNotifier::activated, &shell, [&] {
        signalfd_siginfo signal{};
        while (::read(sizes, &signal, sizeof signal) > 0) {
        }
        const auto [wide, high] = ourSize();
        shell.resize(wide, high);
    });
    QObject::connect(&shell, &MachineShell::opened, &shell, [&] {
        ctl.out().note(
            QStringLiteral("A shell in %1. That you were here, and when, is in the audit log and in "
                           "the task's log. \"exit\" leaves.")
                .arg(harmless(shell.machine())));
        raw.emplace();
        input.setEnabled(true);
    });
    QObject::connect(&shell, &MachineShell::printed, &shell,
                     [&](const QByteArray& bytes) { ctl.out().raw(filter.filter(bytes)); });
    QObject::connect(&shell, &MachineShell::ended, &shell, [&](const QString& why) {
        end = why;
        loop.quit();
    });
    QObject::connect(&shell, &MachineShell::failed, &shell, [&](const Error& error) {
        trouble = error;
        loop.quit();
    });
    shell.start();
    loop.exec();
    if (raw && ::isatty(STDOUT_FILENO) != 0)
        ctl.out().raw(TerminalFilter::reset() + "\r\n");
    raw.reset();
    ::close(sizes);
    if (trouble)
        return ctl.fail(*trouble);
    ctl.out().note(harmless(end));
    return Done;
}

} // namespace

QList<Command> shellCommands() {
    return {
        {QStringLiteral("machine shell"),
         QStringLiteral("MACHINE"),
         QStringLiteral("A terminal in the machine of a running attempt; that you were there is recorded"),
         QStringLiteral("Example: signalboxctl machine shell sb-t41-implement-1\n"
                        "What would make your terminal do more than show text is left out of what the "
                        "machine prints."),
         {{QStringLiteral("root"), {}, QStringLiteral("as root instead of as the agent's user"), false}},
         1,
         1,
         machineShell}};
}

} // namespace signalbox::ctl
