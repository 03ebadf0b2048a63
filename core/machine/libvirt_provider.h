// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/machine/image_store.h"
#include "core/machine/libvirt_machine.h"
#include "core/machine/machine_keeper.h"
#include "core/machine/machine_template.h"
#include "core/machine/machine_watch.h"

#include <map>
#include <set>

namespace signalbox {

/// Makes virtual machines through libvirt. Machines outlive the provider and the process: a provider made
/// later on the same state directory takes them over. While a provider lives it keeps every machine's time
/// limit and sweeps what dead machines left behind.
class LibvirtProvider final : public MachineProvider {
public:
    LibvirtProvider(const QString& uri, const MachineConfig& config);
    ~LibvirtProvider() override;

    [[nodiscard]] Result<ProviderInfo> info() override;
    Result<std::shared_ptr<Machine>> acquire(const MachineSpec& spec, const ProgressSink& progress,
                                             const CancelToken& cancel) override;
    /// A copy of a machine that was saved when it was ready, where that works, from the second one of a shape
    /// on; else as acquire().
    Result<std::shared_ptr<Machine>> makeAhead(const MachineSpec& spec, const ProgressSink& progress,
                                               const CancelToken& cancel) override;
    Result<TakenMachine> takeOver(const QString& ahead, const MachineSpec& spec, const ProgressSink& progress,
                                  const CancelToken& cancel) override;
    Result<void> hibernate(const QString& name, const CancelToken& cancel) override;
    Result<std::shared_ptr<Machine>> resume(const QString& name, const CancelToken& cancel) override;
    Result<std::shared_ptr<Machine>> find(const QString& name) override;
    Result<void> destroy(const QString& name, Millis grace) override;
    [[nodiscard]] Result<QList<MachineStatus>> list() override;

private:
    struct Accelerator {
        QString name;
        QString reason;
    };
    using MachinePtr = std::shared_ptr<LibvirtMachine>;
    /// As long as a machine is being made.
    class Making {
    public:
        Making(LibvirtProvider& provider, QString name);
        ~Making();
        Making(const Making&) = delete;
        Making& operator=(const Making&) = delete;

    private:
        LibvirtProvider& m_provider;
        const QString m_name;
    };

    /// Held while one machine is made or removed, so that two callers with one name do not meet.
    std::shared_ptr<std::mutex> lockFor(const QString& name);
    Result<Accelerator> accelerator(const CancelToken& cancel);
    Result<std::shared_ptr<Machine>> makeNew(const MachineSpec& spec, const ProgressSink& progress,
                                             const CancelToken& cancel);
    Result<MachinePtr> adopt(const QString& name, const ProgressSink& progress, const CancelToken& cancel);
    Result<MachinePtr> adoptFor(const MachineSpec& spec, const ProgressSink& progress,
                                const CancelToken& cancel);
    Result<MachinePtr> serve(const MachinePtr& machine, const MachineSpec& spec, bool slept,
                             const CancelToken& cancel);
    Result<MachinePtr> adoptLiving(const QString& name, const CancelToken& cancel);
    Result<MachinePtr> create(const MachineSpec& spec, const ProgressSink& progress,
                              const CancelToken& cancel);
    Result<void> startDomain(const MachineSpec& spec, const ImageFiles& image, const MachineRecord& record,
                             const QString& authorizedKey);
    void limitProcess(const QString& name, const MachineSpec& spec);
    Result<MachinePtr> copy(const MachineSpec& spec, const ProgressSink& progress, const CancelToken& cancel);
    Result<void> makeTemplate(const MachineSpec& spec, const QString& key, const ProgressSink& progress,
                              const CancelToken& cancel);
    void noteFailedCopy(const Error& error);
    Result<void> destroyDomain(const QString& name);
    Result<void> remove(const QString& name);
    void keep(const MachinePtr& machine);
    void startThreads();
    QStringList watchable();
    std::optional<LivenessSample> look(const QString& name, bool ask);
    void endFrozen(const QString& name, const LivenessVerdict& verdict);
    MachinePtr known(const QString& name);
    void sweep();

    const MachineConfig m_config;
    const std::shared_ptr<LibvirtHost> m_host;
    std::mutex m_probing;
    std::optional<Accelerator> m_accelerator; ///< guarded by m_probing

    std::mutex m_copying; ///< one copy at a time; guards the next three; taken after a name's lock
    MachineTemplates m_templates;
    std::set<QString> m_madeOnce; ///< keys of templates that are worth their while
    int m_copyFailures = 0;       ///< in a row

    std::mutex m_mutex; ///< guards what follows
    std::map<QString, std::shared_ptr<std::mutex>> m_locks;
    std::map<QString, std::weak_ptr<LibvirtMachine>> m_machines;
    std::set<QString> m_making; ///< under way
    QStringList m_warnings;
    MachineKeeper m_keeper;
    MachineWatch m_watch;
};

} // namespace signalbox
