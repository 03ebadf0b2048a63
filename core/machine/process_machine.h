// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/machine/machine_folder.h"
#include "core/machine/process_job.h"
#include "core/machine/process_sandbox.h"
#include "core/machine/process_terminal.h"

#include <map>
#include <vector>

namespace signalbox {

/// A development machine: a folder and the jobs that run in it. See process_provider.h for what it is not.
class ProcessMachine final : public Machine {
public:
    ProcessMachine(const MachineFolder& folder, MachineRecord record, const QString& bubblewrap);
    ~ProcessMachine() override;

    /// Ends everything in it; later calls get Unavailable with the reason.
    void end(const QString& reason);

    [[nodiscard]] QString name() const override { return m_record.spec.name; }
    [[nodiscard]] QMap<QString, Digest> imageDigests() const override { return {}; }
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

private:
    class Listener;
    Result<std::shared_ptr<ProcessJob>> jobFor(const Job& job);
    [[nodiscard]] QMap<QString, QString> environmentFor(const Job& job) const;
    Result<QByteArray> runShell(const QByteArray& script, const QString& input, const QString& output,
                                const CancelToken& cancel, int& code);
    Result<void> checkAlive() const;

    const MachineFolder m_folder;
    const MachineRecord m_record;
    const ProcessSandbox m_sandbox;
    const bool m_wrapped;
    mutable std::mutex m_mutex; ///< guards what follows
    QString m_ended;
    std::map<QString, std::shared_ptr<ProcessJob>> m_jobs;
    std::vector<std::unique_ptr<Listener>> m_listeners;
    std::vector<std::weak_ptr<ProcessTerminal>> m_terminals;
};

} // namespace signalbox
