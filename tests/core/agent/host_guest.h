// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/machine/machine.h"

#include <QSet>
#include <QTemporaryDir>

#include <map>
#include <optional>

namespace signalbox::test {

/// A guest that is a folder: jobs are run by the shell of this computer, with that folder in place of
/// /home/agent. What a test wants to go wrong goes wrong.
class HostGuest final : public Machine {
public:
    HostGuest(QString name, QString home, const std::function<std::optional<Error>(const QString&)>& trouble)
        : m_name(std::move(name)), m_home(std::move(home)), m_trouble(trouble) {}

    [[nodiscard]] QString name() const override { return m_name; }
    [[nodiscard]] QMap<QString, Digest> imageDigests() const override { return {{u"base"_qs, u"1234"_qs}}; }
    Result<JobResult> run(const Job& job, const OutputSink& sink, const CancelToken& cancel) override;
    Result<void> put(const QString& guestPath, const QByteArray& bytes, int mode,
                     const QString& user) override;
    Result<void> putFile(const QString& hostPath, const QString& guestPath, int mode, const QString& user,
                         const CancelToken& cancel) override;
    Result<QByteArray> get(const QString& guestPath, qint64 maxBytes) override;
    Result<void> getFile(const QString& guestPath, const QString& hostPath, qint64 maxBytes,
                         const CancelToken& cancel) override;
    Result<void> forward(quint16 port, ConnectionHandler handler) override;
    [[nodiscard]] Result<MachineStatus> status() override { return MachineStatus{}; }

    QStringList begun;  ///< ids of the jobs that were really started
    QList<Job> asked;   ///< every job that was asked for
    quint16 opened = 0; ///< the port that was forwarded

private:
    struct Past {
        QByteArray output;
        JobResult result;
    };
    [[nodiscard]] QString inHost(QString text) const { return text.replace(u"/home/agent"_qs, m_home); }
    [[nodiscard]] std::optional<Error> troubleAt(const QString& stage) const;

    QString m_name;
    QString m_home;
    const std::function<std::optional<Error>(const QString&)>& m_trouble;
    std::map<QString, Past> m_past;
};

/// Machines of that kind, which live until they are destroyed.
class HostProvider final : public MachineProvider {
public:
    [[nodiscard]] Result<ProviderInfo> info() override { return ProviderInfo{}; }
    Result<std::shared_ptr<Machine>> acquire(const MachineSpec& spec, const ProgressSink& progress,
                                             const CancelToken& cancel) override;
    Result<void> hibernate(const QString& name, const CancelToken& cancel) override;
    Result<void> destroy(const QString& name, Millis grace) override;
    [[nodiscard]] Result<QList<MachineStatus>> list() override { return QList<MachineStatus>{}; }

    /// What goes wrong at a stage: "acquire", "destroy", "put", "get", "forward", or a job's id. Empty:
    /// nothing.
    std::function<std::optional<Error>(const QString& stage)> trouble;
    std::map<QString, std::shared_ptr<HostGuest>> live;
    QList<MachineSpec> specs;
    QStringList destroyed;
    QStringList slept;
    bool canSleep = false;

private:
    QTemporaryDir m_directory;
    int m_made = 0;
};

} // namespace signalbox::test
