// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/machine/guest_link.h"

namespace signalbox {

struct GuestIdentity;

/// A guest on a hypervisor, spoken to over its one channel. The session is opened when first needed and again
/// whenever it is lost while the guest lives: jobs go on in the guest meanwhile, and forwards are asked for
/// again.
class LibvirtMachine final : public Machine {
public:
    LibvirtMachine(std::shared_ptr<LibvirtHost> host, MachineRecord record, QByteArray clientKey);
    ~LibvirtMachine() override;

    /// The same machine under the name and with the lifetime that it serves with; the former object is of no
    /// more use.
    LibvirtMachine(const LibvirtMachine& ahead, MachineRecord record);
    /// The key that opens the guest from the next session on; the host's is in the record.
    void changeKeys(const QByteArray& clientKey);
    /// Ends the session and whatever goes over it; the next call opens another.
    void rest();
    /// Whether a caller waits for a job in it.
    [[nodiscard]] bool busy() const { return m_runs > 0; }
    /// Tells the guest who it is.
    Result<void> renew(const GuestIdentity& identity, const CancelToken& cancel);
    [[nodiscard]] const MachineRecord& record() const { return m_record; }
    /// Opens the session, waiting for the guest to boot if it must.
    Result<void> reach(Millis limit, const CancelToken& cancel);
    /// Asks the guest to stop; it may take a while.
    void askToStop();
    /// What the guest says of itself; on the open session only. Errors: as GuestLink::ask(), and Corrupt.
    Result<GuestPulse> pulse(Millis limit, const CancelToken& cancel);
    /// Bytes that went over the channel, and how much of a job's output came, since this object is.
    [[nodiscard]] qint64 channelBytes() const { return m_link->traffic(); }
    [[nodiscard]] qint64 outputBytes() const { return m_outputBytes; }
    /// The machine is being destroyed: ends whatever is under way.
    void abandon();

    [[nodiscard]] QString name() const override { return m_record.spec.name; }
    [[nodiscard]] QMap<QString, Digest> imageDigests() const override { return m_record.digests; }
    Result<JobResult> run(const Job& job, const OutputSink& sink, const CancelToken& cancel) override;
    Result<void> put(const QString& guestPath, const QByteArray& bytes, int mode,
                     const QString& user) override;
    Result<void> putFile(const QString& hostPath, const QString& guestPath, int mode, const QString& user,
                         const CancelToken& cancel) override;
    Result<QByteArray> get(const QString& guestPath, qint64 maxBytes) override;
    Result<void> getFile(const QString& guestPath, const QString& hostPath, qint64 maxBytes,
                         const CancelToken& cancel) override;
    Result<void> forward(quint16 port, ConnectionHandler handler) override;
    Result<std::shared_ptr<MachineTerminal>> terminal(const TerminalRequest& request) override;
    [[nodiscard]] Result<MachineStatus> status() override;
    void warmUp() override;

private:
    struct JobRun;
    Result<JobResult> finishJob(const Job& job, const OutputSink& sink, JobRun& run);
    Result<GuestAnswer> attend(const Job& job, const OutputSink& sink, const CancelToken& cancel,
                               JobRun& run);
    bool killJob(const QString& id);
    Result<void> send(const QString& guestPath, qint64 size, int mode, const QString& user,
                      const CancelToken& cancel,
                      const std::function<Result<std::function<Result<QByteArray>()>>()>& source);
    Result<void> receive(const QString& guestPath, qint64 maxBytes, const CancelToken& cancel,
                         const std::function<void()>& restart,
                         const std::function<Result<void>(QByteArrayView)>& sink);

    const std::shared_ptr<LibvirtHost> m_host;
    const MachineRecord m_record;
    const std::shared_ptr<GuestLink> m_link;
    std::atomic<qint64> m_outputBytes{0};
    std::atomic<int> m_runs{0}; ///< run() under way
};

} // namespace signalbox
