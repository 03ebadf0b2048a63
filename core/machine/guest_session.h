// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/machine/machine.h"

#include <QByteArray>

#include <functional>
#include <memory>
#include <mutex>

namespace signalbox {

class Exchange;

/// Proves who is at both ends of a session.
struct GuestLogin {
    QByteArray clientKey;     ///< private, OpenSSH format
    QByteArray hostPublicKey; ///< "ssh-ed25519 AAAA...": the only host key accepted
    Millis limit{30'000};     ///< for the handshake
    CancelToken cancel;
};

/// One short or long command in the guest.
struct GuestCommand {
    QByteArray command; ///< for root's shell
    /// Gives the next piece of standard input, empty at the end; none: no input. Called on the thread that
    /// called exec().
    std::function<Result<QByteArray>()> input;
    /// Takes standard output as it comes, on the thread that called exec(); an error ends the command.
    std::function<Result<void>(QByteArrayView)> output;
    /// Called a few times a second while waiting; an error ends the command.
    std::function<Result<void>()> watch;
    Millis limit{60'000};
    CancelToken cancel;
};

/// How a command ended.
struct GuestAnswer {
    int code = -1;     ///< exit code; -1 when a signal ended it
    QByteArray errors; ///< the end of standard error, at most 64 KiB
    QByteArray output; ///< standard output when the command had no output function, at most 1 MiB
};

/// One SSH session with a guest over a connected socket. It has a thread of its own that carries any number
/// of commands and forwarded connections at once; a slow reader of one holds up none of the others.
/// Thread-safe.
class GuestSession {
public:
    /// Shakes hands; blocks. Takes over fd. Errors: Denied when the guest is not the expected one, Timeout,
    /// Cancelled, Unavailable.
    static Result<std::shared_ptr<GuestSession>> open(int fd, const GuestLogin& login);
    ~GuestSession();
    GuestSession(const GuestSession&) = delete;
    GuestSession& operator=(const GuestSession&) = delete;

    /// Blocks until the command has ended. Errors: Unavailable when the session is lost, Timeout, Cancelled,
    /// LimitReached, or what input, output or watch returned.
    Result<GuestAnswer> exec(const GuestCommand& command);
    /// Starts a command that waits for its input, so that the next exec() of the same has only to give it.
    /// There is one such command at most; it ends with the session. Blocks until it runs.
    Result<void> prepare(const QByteArray& command, Millis limit);
    /// Starts a command that has a terminal. Blocks until it runs. It ends with the session.
    Result<std::shared_ptr<MachineTerminal>> terminal(const QByteArray& command,
                                                      const TerminalRequest& request);
    /// Has the guest listen on 127.0.0.1:port; the handler is called on the session's thread and must not
    /// block.
    Result<void> forward(quint16 port, ConnectionHandler handler);
    [[nodiscard]] bool alive() const;
    /// Ends the session; whatever runs on it gets Unavailable. Idempotent.
    void close();

private:
    class Loop;
    explicit GuestSession(std::shared_ptr<Loop> loop);
    std::shared_ptr<Exchange> takePrepared(const QByteArray& command);
    std::shared_ptr<Loop> m_loop;
    std::mutex m_mutex; ///< guards what follows
    std::shared_ptr<Exchange> m_prepared;
};

} // namespace signalbox
