// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/session_terminal.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace signalbox {

TerminalWork::~TerminalWork() {
    if (m_ours >= 0)
        ::close(m_ours);
}

Result<int> TerminalWork::wait(Millis limit) {
    std::unique_lock lock(m_mutex);
    if (m_changed.wait_for(lock, limit, [this] { return m_outcome.has_value(); }))
        return *m_outcome;
    m_abandoned = true;
    return Error{ErrorKind::Timeout,
                 QStringLiteral("the guest gave no terminal within %1").arg(humanDuration(limit)),
                 {}};
}

void TerminalWork::resize(TerminalSize size) {
    {
        const std::lock_guard lock(m_mutex);
        m_size = size.bounded();
        m_resized = true;
    }
    m_wake();
}

TerminalWork::Step TerminalWork::settle(Result<int> outcome) {
    const bool good = outcome.ok();
    {
        const std::lock_guard lock(m_mutex);
        m_outcome = std::move(outcome);
    }
    m_changed.notify_all();
    return good ? Step::Running : Step::Over;
}

TerminalWork::Step TerminalWork::fail(const QString& why) {
    // As with a command: the session ends before its caller hears of it.
    m_failure = why;
    return Step::Again;
}

TerminalWork::Step TerminalWork::step(ssh_session session) {
    TerminalSize size;
    {
        const std::lock_guard lock(m_mutex);
        size = m_size;
    }
    if (!m_channel)
        m_channel.reset(ssh_channel_new(session));
    if (!m_channel)
        return fail(QStringLiteral("no channel"));
    int rc = SSH_OK;
    if (m_phase == Phase::Opening) {
        rc = ssh_channel_open_session(m_channel.get());
        if (rc == SSH_OK)
            m_phase = Phase::Terminal;
    }
    if (rc == SSH_OK && m_phase == Phase::Terminal) {
        rc = ssh_channel_request_pty_size(m_channel.get(), "xterm-256color", size.columns, size.rows);
        if (rc == SSH_OK)
            m_phase = Phase::Requesting;
    }
    if (rc == SSH_OK && m_phase == Phase::Requesting)
        rc = ssh_channel_request_exec(m_channel.get(), m_command.constData());
    // One that is not open yet counts as closed in libssh.
    if (rc == SSH_AGAIN && (m_phase == Phase::Opening || !ssh_channel_is_closed(m_channel.get())))
        return Step::Again;
    if (rc != SSH_OK)
        return fail(rc == SSH_AGAIN ? QStringLiteral("the guest closed the channel without an answer")
                                    : QString::fromUtf8(ssh_get_error(session)));
    int ends[2];
    {
        const std::lock_guard lock(m_mutex);
        m_abandoned =
            m_abandoned || ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0;
        if (m_abandoned)
            ends[0] = ends[1] = -1;
    }
    if (ends[0] < 0)
        return settle(Error{ErrorKind::Unavailable, QStringLiteral("nobody waits for the terminal"), {}});
    m_ours = ends[0];
    return settle(ends[1]);
}

std::unique_ptr<Bridge> TerminalWork::takeBridge() {
    return std::make_unique<Bridge>(std::move(m_channel), std::exchange(m_ours, -1), Bridge::Kind::Terminal);
}

void TerminalWork::follow(Bridge& bridge) {
    TerminalSize size;
    {
        const std::lock_guard lock(m_mutex);
        if (!std::exchange(m_resized, false))
            return;
        size = m_size;
    }
    bridge.resize(size);
}

void TerminalWork::lose(const QString& why) {
    {
        const std::lock_guard lock(m_mutex);
        if (!m_outcome)
            m_outcome = Error{ErrorKind::Unavailable,
                              QStringLiteral("the session with the guest was lost: %1").arg(why),
                              {}};
    }
    m_changed.notify_all();
}

} // namespace signalbox
