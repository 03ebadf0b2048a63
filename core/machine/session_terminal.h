// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/machine/session_work.h"

namespace signalbox {

/// A terminal on its way: the meeting place of the caller's thread, which blocks in wait() and resizes later,
/// and the session's thread.
class TerminalWork {
public:
    TerminalWork(QByteArray command, TerminalSize size, std::function<void()> wake)
        : m_command(std::move(command)), m_wake(std::move(wake)), m_size(size.bounded()) {}
    ~TerminalWork();
    TerminalWork(const TerminalWork&) = delete;
    TerminalWork& operator=(const TerminalWork&) = delete;

    // Caller's side
    /// Blocks until the program runs; the caller's end of the socket, which the caller owns then.
    Result<int> wait(Millis limit);
    void resize(TerminalSize size);

    // Session's side
    enum class Step { Again, Running, Over };
    Step step(ssh_session session);
    /// After Running, once.
    std::unique_ptr<Bridge> takeBridge();
    /// Hands a new size on.
    void follow(Bridge& bridge);
    [[nodiscard]] QString failure() const { return m_failure; }
    void lose(const QString& why);
    /// As Exchange::dropChannel().
    void dropChannel() { m_channel.reset(); }

private:
    enum class Phase { Opening, Terminal, Requesting };
    Step settle(Result<int> outcome);
    Step fail(const QString& why);

    const QByteArray m_command;
    const std::function<void()> m_wake;
    Phase m_phase = Phase::Opening; ///< session thread only
    ChannelPtr m_channel;           ///< session thread only
    int m_ours = -1;                ///< session thread only
    QString m_failure;              ///< session thread only

    std::mutex m_mutex; ///< guards what follows
    std::condition_variable m_changed;
    TerminalSize m_size;
    bool m_resized = false;
    bool m_abandoned = false;
    std::optional<Result<int>> m_outcome;
};

} // namespace signalbox
