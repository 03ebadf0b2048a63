// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/machine/guest_session.h"
#include "core/machine/libvirt_host.h"

#include <atomic>
#include <vector>

namespace signalbox {

/// The way into one guest, kept open: a session is opened when first needed and again whenever it is lost
/// while the guest lives. Jobs go on in the guest meanwhile, and forwards are asked for again. Thread-safe.
class GuestLink {
public:
    GuestLink(std::shared_ptr<LibvirtHost> host, QString name, QByteArray clientKey,
              QByteArray hostPublicKey);

    /// Opens the session, waiting for the guest to boot if it must.
    Result<void> reach(Millis limit, const CancelToken& cancel);
    /// Runs a command, again on a new session when the old one is lost; so it must do no harm when repeated.
    /// prepare is asked afresh each time. Errors: as GuestSession::exec(), and Unavailable with the reason
    /// when the machine is lost.
    Result<GuestAnswer> command(const std::function<Result<GuestCommand>()>& prepare);
    /// The machine is called otherwise from now on.
    void rename(const QString& name);
    /// New keys, for the next session; the open one goes on.
    void changeKeys(const QByteArray& clientKey, const QByteArray& hostPublicKey);
    /// Ends the session and the forwards; the next command opens another session.
    void rest();
    /// Runs a short command on the open session, and neither opens one nor tries again: for questions that
    /// are no reason to do so. Errors: Unavailable when none is open, Timeout, Cancelled.
    Result<GuestAnswer> ask(const GuestCommand& request);
    /// Starts a command on the open session that waits there for the input that command() will give it; none
    /// is started when no session is open.
    void prepare(const QByteArray& command, Millis limit);
    /// Bytes that went over the channel so far, both ways.
    [[nodiscard]] qint64 traffic() const { return *m_traffic; }
    /// A program with a terminal, on the open session or a new one; it ends with that session.
    Result<std::shared_ptr<MachineTerminal>> terminal(const QByteArray& command,
                                                      const TerminalRequest& request);
    /// Again for the same port: the new handler replaces the former.
    Result<void> forward(quint16 port, ConnectionHandler handler);
    /// Ends whatever is under way, for good: the machine is being destroyed.
    void cut();

private:
    using SessionPtr = std::shared_ptr<GuestSession>;
    struct Forward {
        quint16 port = 0;
        ConnectionHandler handler;
    };

    Result<SessionPtr> session(Millis limit, const CancelToken& cancel);
    Result<SessionPtr> openSession(Millis limit, const CancelToken& cancel);
    Result<SessionPtr> openOnce(Millis limit, Millis patience, const CancelToken& cancel);
    Result<void> restoreForwards(GuestSession& session);
    Result<void> checkHealth();
    [[nodiscard]] QString name() const;

    const std::shared_ptr<LibvirtHost> m_host;
    const std::shared_ptr<std::atomic<qint64>> m_traffic = std::make_shared<std::atomic<qint64>>(0);
    const CancelToken m_gone;   ///< cancelled by cut()
    std::mutex m_opening;       ///< one thread opens a session, the others wait for it
    mutable std::mutex m_mutex; ///< guards what follows
    QString m_name;
    QByteArray m_clientKey;
    QByteArray m_hostPublicKey;
    SessionPtr m_session;
    std::vector<Forward> m_forwards;
    std::optional<Moment> m_pausedSince;
};

} // namespace signalbox
