// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/session_work.h"

#include <cerrno>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace signalbox {

namespace {

using Steady = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr qsizetype bufferLimit = 256 * 1024;
constexpr qsizetype errorsLimit = 64 * 1024;
constexpr qsizetype answerLimit = 1024 * 1024;
constexpr uint32_t pieceSize = 32 * 1024;

} // namespace

// ---- Exchange, the caller's side
// ------------------------------------------------------------------------------------

Result<bool> Exchange::feed(const GuestCommand& command, std::unique_lock<std::mutex>& lock) {
    if (m_inputEnded || m_input.size() >= bufferLimit)
        return false;
    lock.unlock();
    Result<QByteArray> piece = command.input();
    lock.lock();
    if (!piece)
        return piece.error();
    if (piece->isEmpty())
        m_inputEnded = true;
    else
        m_input.append(*piece);
    m_wake();
    return true;
}

Result<void> Exchange::drain(const GuestCommand& command, std::unique_lock<std::mutex>& lock,
                             GuestAnswer& answer) {
    const QByteArray piece = std::exchange(m_output, {});
    lock.unlock();
    m_wake();
    Result<void> taken;
    if (command.output) {
        taken = command.output(piece);
    } else if (answer.output.size() + piece.size() > answerLimit) {
        taken =
            Error{ErrorKind::LimitReached, QStringLiteral("the guest's answer is longer than expected"), {}};
    } else {
        answer.output.append(piece);
    }
    lock.lock();
    return taken;
}

Result<void> Exchange::waitRunning(Millis limit) {
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, limit, [this] { return m_started || m_finished || m_lost; });
    if (m_lost)
        return *m_lost;
    if (m_started)
        return {};
    m_abandoned = true;
    m_wake();
    return Error{ErrorKind::Timeout,
                 QStringLiteral("the guest did not begin within %1").arg(humanDuration(limit)),
                 {}};
}

bool Exchange::waitsForInput() {
    const std::lock_guard lock(m_mutex);
    return m_started && !m_finished && !m_lost;
}

Result<GuestAnswer> Exchange::wait(const GuestCommand& command) {
    const auto until = Steady::now() + command.limit;
    auto nextWatch = Steady::now() + 250ms;
    GuestAnswer answer;
    std::unique_lock lock(m_mutex);
    const auto abandon = [&](Error error) -> Result<GuestAnswer> {
        m_abandoned = true;
        m_wake();
        return error;
    };
    for (;;) {
        if (command.cancel.cancelled())
            return abandon({ErrorKind::Cancelled, QStringLiteral("cancelled"), {}});
        if (!m_output.isEmpty()) {
            if (Result<void> drained = drain(command, lock, answer); !drained)
                return abandon(drained.error());
            continue;
        }
        if (m_finished) {
            answer.code = m_code;
            answer.errors = m_errors;
            return answer;
        }
        if (m_lost)
            return *m_lost;
        Result<bool> fed = feed(command, lock);
        if (!fed)
            return abandon(fed.error());
        if (*fed)
            continue;
        const auto now = Steady::now();
        if (now >= until)
            return abandon(
                {ErrorKind::Timeout,
                 QStringLiteral("the guest did not answer within %1").arg(humanDuration(command.limit)),
                 {}});
        if (command.watch && now >= nextWatch) {
            nextWatch = now + 250ms;
            lock.unlock();
            Result<void> fine = command.watch();
            lock.lock();
            if (!fine)
                return abandon(fine.error());
            continue;
        }
        // Cancelling does not wake this up by itself: tokens outlive calls and keep every callback given to
        // them.
        m_changed.wait_until(lock, std::min(until, now + 50ms));
    }
}

// ---- Exchange, the session's side
// -----------------------------------------------------------------------------------

bool Exchange::step(ssh_session session) {
    if (isAbandoned()) {
        if (m_phase == Phase::Opening)
            return true;
        discard();
    }
    if (!m_channel)
        m_channel.reset(ssh_channel_new(session));
    if (!m_channel)
        return fail(QStringLiteral("no channel"));
    if (m_phase == Phase::Opening) {
        const int rc = ssh_channel_open_session(m_channel.get());
        if (rc == SSH_AGAIN)
            return false;
        if (rc != SSH_OK)
            return fail(QString::fromUtf8(ssh_get_error(session)));
        m_phase = Phase::Requesting;
    }
    if (m_phase == Phase::Requesting) {
        const int rc = ssh_channel_request_exec(m_channel.get(), m_command.constData());
        // A server that closes instead of answering is out of order; only a new session helps.
        if (rc == SSH_AGAIN && ssh_channel_is_closed(m_channel.get()))
            return fail(QStringLiteral("the guest closed the channel without an answer"));
        if (rc == SSH_AGAIN)
            return false;
        if (rc != SSH_OK)
            return fail(QString::fromUtf8(ssh_get_error(session)));
        m_phase = Phase::Running;
        {
            const std::lock_guard lock(m_mutex);
            m_started = true;
        }
        m_changed.notify_all();
    }
    return stepRunning();
}

bool Exchange::isAbandoned() {
    const std::lock_guard lock(m_mutex);
    return m_abandoned;
}

/// Lets a command run out that nobody waits for. Closing its channel while the program still runs makes
/// dropbear close the channel that is opened next as well.
void Exchange::discard() {
    const std::lock_guard lock(m_mutex);
    m_input.clear();
    m_inputEnded = true;
    m_output.clear();
}

bool Exchange::fail(const QString& why) {
    // The session ends before its callers hear of it, so that they find it ended and open another.
    m_failure = why;
    return false;
}

void Exchange::lose(const QString& why) {
    {
        const std::lock_guard lock(m_mutex);
        if (!m_finished && !m_lost)
            m_lost = Error{ErrorKind::Unavailable,
                           QStringLiteral("the session with the guest was lost: %1").arg(why),
                           {}};
    }
    m_changed.notify_all();
}

bool Exchange::stepRunning() {
    sendInput();
    const bool moreErrors = receive(1);
    const bool moreOutput = receive(0);
    if (moreErrors || moreOutput)
        return false;
    const bool closed = ssh_channel_is_closed(m_channel.get()) != 0;
    const bool ended = ssh_channel_is_eof(m_channel.get()) != 0;
    const int code = ssh_channel_get_exit_status(m_channel.get());
    if (!closed && !(ended && code >= 0))
        return false;
    {
        const std::lock_guard lock(m_mutex);
        m_finished = true;
        m_code = code;
    }
    m_changed.notify_all();
    return true;
}

void Exchange::sendInput() {
    if (m_eofSent)
        return;
    for (;;) {
        QByteArray piece;
        {
            const std::lock_guard lock(m_mutex);
            if (m_input.isEmpty()) {
                m_eofSent = m_inputEnded;
                break;
            }
            piece = m_input.left(std::min(ssh_channel_window_size(m_channel.get()), pieceSize));
        }
        if (piece.isEmpty())
            return;
        const int sent = ssh_channel_write(m_channel.get(), piece.constData(), uint32_t(piece.size()));
        if (sent <= 0)
            return;
        const std::lock_guard lock(m_mutex);
        m_input.remove(0, sent);
        if (m_input.size() < bufferLimit / 2)
            m_changed.notify_all();
    }
    if (m_eofSent)
        ssh_channel_send_eof(m_channel.get());
}

/// True while bytes are left that the caller must take first.
bool Exchange::receive(int isStderr) {
    m_piece.resize(pieceSize);
    for (;;) {
        {
            const std::lock_guard lock(m_mutex);
            if (!isStderr && m_output.size() >= bufferLimit)
                return true;
        }
        const int got = ssh_channel_read_nonblocking(m_channel.get(), m_piece.data(), pieceSize, isStderr);
        if (got <= 0)
            return false;
        {
            const std::lock_guard lock(m_mutex);
            QByteArray& kept = isStderr ? m_errors : m_output;
            kept.append(m_piece.constData(), got);
            if (isStderr && kept.size() > errorsLimit)
                kept.remove(0, kept.size() - errorsLimit);
        }
        m_changed.notify_all();
    }
}

// ---- Bridge
// ---------------------------------------------------------------------------------------------------------

Bridge::~Bridge() {
    ::close(m_fd);
}

quint32 Bridge::interest() const {
    const bool takes = !m_socketEnded && m_inward.size() < bufferLimit;
    return (takes ? quint32(EPOLLIN) : 0U) | (m_outward.isEmpty() ? 0U : quint32(EPOLLOUT));
}

bool Bridge::step() {
    if (!toSocket() || !toGuest())
        return true;
    if (ssh_channel_is_closed(m_channel.get()) && m_outward.isEmpty())
        return true;
    return m_guestEnded && (m_socketEnded || m_kind == Kind::Terminal) && m_outward.isEmpty() &&
           m_inward.isEmpty();
}

bool Bridge::toSocket() {
    m_piece.resize(pieceSize);
    for (;;) {
        while (!m_outward.isEmpty()) {
            const ssize_t sent = ::send(m_fd, m_outward.constData(), size_t(m_outward.size()), MSG_NOSIGNAL);
            if (sent < 0 && (errno == EAGAIN || errno == EINTR))
                return true;
            if (sent < 0 && m_kind == Kind::Connection)
                return false; // nobody is there to read
            if (sent < 0)
                hangUp();
            m_outward.remove(0, sent < 0 ? m_outward.size() : sent);
        }
        const int got = ssh_channel_read_nonblocking(m_channel.get(), m_piece.data(), pieceSize, 0);
        if (got <= 0)
            break;
        if (!hungUp())
            m_outward.append(m_piece.constData(), got);
    }
    m_guestEnded = m_guestEnded || ssh_channel_is_eof(m_channel.get());
    if (m_guestEnded && m_outward.isEmpty() && !m_shutDown) {
        ::shutdown(m_fd, SHUT_WR);
        m_shutDown = true;
    }
    return true;
}

bool Bridge::toGuest() {
    m_piece.resize(pieceSize);
    for (;;) {
        while (!m_inward.isEmpty()) {
            const uint32_t window = std::min(ssh_channel_window_size(m_channel.get()), pieceSize);
            if (window == 0)
                return true;
            const int sent = ssh_channel_write(m_channel.get(), m_inward.constData(),
                                               std::min(window, uint32_t(m_inward.size())));
            if (sent < 0)
                return false;
            if (sent == 0)
                return true;
            m_inward.remove(0, sent);
        }
        if (m_socketEnded)
            break;
        const ssize_t got = ::recv(m_fd, m_piece.data(), pieceSize, 0);
        if (got < 0) {
            if (errno != EAGAIN && errno != EINTR)
                return false;
            return true;
        }
        m_socketEnded = got == 0;
        m_inward.append(m_piece.constData(), got);
    }
    if (m_kind == Kind::Terminal) {
        hangUp();
    } else if (!m_eofSent) {
        ssh_channel_send_eof(m_channel.get());
        m_eofSent = true;
    }
    return true;
}

/// Nobody looks at the terminal any more. Its channel is closed by the guest, when the program has ended: see
/// Exchange::discard().
void Bridge::hangUp() {
    if (std::exchange(m_eofSent, true))
        return;
    m_socketEnded = true;
    m_inward.clear();
    ssh_channel_request_send_signal(m_channel.get(), "HUP");
    ssh_channel_send_eof(m_channel.get());
}

void Bridge::resize(TerminalSize size) {
    ssh_channel_change_pty_size(m_channel.get(), size.columns, size.rows);
}

} // namespace signalbox
