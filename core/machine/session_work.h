// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/machine/guest_session.h"

#include <QByteArray>

#include <condition_variable>
#include <functional>
#include <libssh/libssh.h>
#include <mutex>
#include <optional>

namespace signalbox {

/// A channel that is given back to libssh when dropped. Session thread only.
struct ChannelCloser {
    void operator()(ssh_channel channel) const { ssh_channel_free(channel); }
};
using ChannelPtr = std::unique_ptr<ssh_channel_struct, ChannelCloser>;

/// One command under way: the meeting place of the caller's thread, which blocks in wait(), and the session's
/// thread, which calls step() whenever something may have changed.
class Exchange {
public:
    Exchange(QByteArray command, bool hasInput, std::function<void()> wake)
        : m_command(std::move(command)), m_inputEnded(!hasInput), m_wake(std::move(wake)) {}

    // Caller's side
    Result<GuestAnswer> wait(const GuestCommand& command);
    /// Blocks until the command has been started; it may wait for its input then. Errors: as wait().
    Result<void> waitRunning(Millis limit);
    /// It was started and has not ended, as far as is known.
    [[nodiscard]] bool waitsForInput();
    [[nodiscard]] const QByteArray& command() const { return m_command; }
    /// Makes wait() look again; any thread.
    void nudge() { m_changed.notify_all(); }

    // Session's side
    /// Moves things along; true when there is nothing more to do and the exchange can be dropped.
    bool step(ssh_session session);
    /// Not empty when the server does not do what it must: the session is of no more use.
    [[nodiscard]] QString failure() const { return m_failure; }
    /// The session is gone.
    void lose(const QString& why);
    /// Must come last: the caller may keep the exchange longer, but libssh is only ever used on the session's
    /// thread.
    void dropChannel() { m_channel.reset(); }

private:
    enum class Phase { Opening, Requesting, Running };

    bool isAbandoned();
    void discard();
    bool fail(const QString& why);
    bool stepRunning();
    void sendInput();
    bool receive(int isStderr);
    Result<bool> feed(const GuestCommand& command, std::unique_lock<std::mutex>& lock);
    Result<void> drain(const GuestCommand& command, std::unique_lock<std::mutex>& lock, GuestAnswer& answer);

    const QByteArray m_command;
    Phase m_phase = Phase::Opening; ///< session thread only
    ChannelPtr m_channel;           ///< session thread only
    bool m_eofSent = false;         ///< session thread only
    QString m_failure;              ///< session thread only
    QByteArray m_piece;             ///< session thread only

    std::mutex m_mutex; ///< guards what follows
    std::condition_variable m_changed;
    QByteArray m_input;
    bool m_inputEnded;
    QByteArray m_output;
    QByteArray m_errors;
    int m_code = -1;
    bool m_started = false;
    bool m_finished = false;
    bool m_abandoned = false;
    std::optional<Error> m_lost;
    std::function<void()> m_wake;
};

/// One connection that a program in the guest made to a forwarded port, carried to a socket. Session thread
/// only.
class Bridge {
public:
    enum class Kind {
        Connection,
        Terminal, ///< when the socket's other end goes, the program is hung up and may say what it likes
    };
    /// Takes over fd, which must not block.
    Bridge(ChannelPtr channel, int fd, Kind kind = Kind::Connection)
        : m_channel(std::move(channel)), m_fd(fd), m_kind(kind) {}
    ~Bridge();
    Bridge(const Bridge&) = delete;
    Bridge& operator=(const Bridge&) = delete;

    [[nodiscard]] int fd() const { return m_fd; }
    /// Moves bytes both ways as far as possible; true when the connection is over.
    bool step();
    /// Of a terminal.
    void resize(TerminalSize size);
    /// What to wait for on the socket: EPOLLIN, EPOLLOUT.
    [[nodiscard]] quint32 interest() const;

private:
    bool toSocket();
    bool toGuest();
    void hangUp();
    [[nodiscard]] bool hungUp() const { return m_kind == Kind::Terminal && m_eofSent; }

    ChannelPtr m_channel;
    int m_fd;
    Kind m_kind;
    QByteArray m_piece;
    QByteArray m_outward; ///< from the guest, for the socket
    QByteArray m_inward;  ///< from the socket, for the guest
    bool m_guestEnded = false;
    bool m_socketEnded = false;
    bool m_eofSent = false;
    bool m_shutDown = false;
};

} // namespace signalbox
