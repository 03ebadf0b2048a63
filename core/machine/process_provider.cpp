// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/process_provider.h"

#include "core/base/files.h"
#include "core/machine/domain_xml.h"
#include "core/machine/process_machine.h"

#include <QDir>

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace signalbox {

using namespace std::chrono_literals;

struct ProcessProvider::Private {
    QString machines;
    QString bubblewrap;
    std::mutex mutex; ///< guards what follows; machines are made and removed under it
    std::condition_variable changed;
    bool stopped = false;
    std::map<QString, std::shared_ptr<ProcessMachine>> running;
    std::thread keeper;

    /// Ends machines whose time is over; their folders stay until destroy(), and say why.
    void keepTime() {
        std::unique_lock lock(mutex);
        while (!changed.wait_for(lock, 500ms, [this] { return stopped; }))
            for (const auto& [name, machine] : running) {
                const MachineFolder folder(machines, name);
                Result<MachineRecord> record = folder.load();
                if (!record || record->deadline > SystemClock().now() || !folder.end().isEmpty())
                    continue;
                const QString why = QStringLiteral("it reached its time limit of %1")
                                        .arg(humanDuration(record->spec.lifetime));
                folder.noteEnd(why);
                machine->end(why);
            }
    }
};

ProcessProvider::ProcessProvider(const MachineConfig& config) : m_private(std::make_unique<Private>()) {
    // Apart from virtual machines' folders: neither provider may take the other's for its own.
    m_private->machines = config.stateDirectory + u"/process-machines"_qs;
    MachineFolder::finishRemovals(m_private->machines);
    m_private->bubblewrap = ProcessSandbox::findBubblewrap();
    m_private->keeper = std::thread([this] { m_private->keepTime(); });
}

ProcessProvider::~ProcessProvider() {
    {
        const std::lock_guard lock(m_private->mutex);
        m_private->stopped = true;
    }
    m_private->changed.notify_all();
    m_private->keeper.join();
}

Result<ProviderInfo> ProcessProvider::info() {
    ProviderInfo info;
    info.uri = u"process:"_qs;
    info.isolated = false;
    info.accelerator = u"none"_qs;
    info.acceleratorReason = u"there is no virtual machine"_qs;
    info.version = m_private->bubblewrap.isEmpty() ? u"plain processes"_qs : u"processes under bubblewrap"_qs;
    info.warnings
        << u"NOT ISOLATED: jobs run as programs of this computer and reach its network; for development only"_qs
        << u"processor, memory and disk limits are not enforced"_qs
        << u"any program on this computer can connect to a forwarded port"_qs;
    if (m_private->bubblewrap.isEmpty())
        info.warnings
            << u"bubblewrap is missing or not allowed here: jobs see and may change all files of this user"_qs;
    return info;
}

Result<std::shared_ptr<Machine>>
ProcessProvider::acquire(const MachineSpec& spec, const ProgressSink& progress, const CancelToken& cancel) {
    if (Result<void> valid = validate(spec); !valid)
        return valid.error();
    if (cancel.cancelled())
        return Error{ErrorKind::Cancelled, u"the machine was not wanted any more"_qs, {}};
    const std::lock_guard lock(m_private->mutex);
    const MachineFolder folder(m_private->machines, spec.name);
    if (const auto at = m_private->running.find(spec.name); at != m_private->running.end()) {
        if (folder.end().isEmpty())
            return std::shared_ptr<Machine>(at->second);
        m_private->running.erase(at);
    }
    Result<MachineRecord> record = folder.load();
    if (!record || !folder.end().isEmpty()) {
        if (Result<void> removed = folder.remove(); !removed)
            return removed.error();
        if (Result<void> made = makeDirectory(folder.path(), 0700); !made)
            return made.error();
        MachineRecord fresh;
        fresh.spec = spec;
        fresh.createdAt = SystemClock().now();
        fresh.deadline = fresh.createdAt + spec.lifetime;
        fresh.accelerator = u"none"_qs;
        if (Result<void> prepared = ProcessSandbox(folder.path(), m_private->bubblewrap).prepare(); !prepared)
            return prepared.error();
        if (Result<void> saved = folder.save(fresh); !saved)
            return saved.error();
        record = fresh;
    }
    if (progress)
        progress(u"NOT ISOLATED: a development machine without a VM"_qs);
    auto machine = std::make_shared<ProcessMachine>(folder, *record, m_private->bubblewrap);
    m_private->running[spec.name] = machine;
    return std::shared_ptr<Machine>(machine);
}

Result<std::shared_ptr<Machine>> ProcessProvider::find(const QString& name) {
    const std::lock_guard lock(m_private->mutex);
    const auto at = m_private->running.find(name);
    if (at == m_private->running.end())
        return Error{ErrorKind::NotFound, QStringLiteral("no machine %1 runs").arg(name), {}};
    if (const QString ended = MachineFolder(m_private->machines, name).end(); !ended.isEmpty())
        return Error{ErrorKind::Conflict, QStringLiteral("%1 has ended: %2").arg(name, ended), {}};
    return std::shared_ptr<Machine>(at->second);
}

Result<void> ProcessProvider::destroy(const QString& name, Millis) {
    MachineSpec named;
    named.name = name;
    if (Result<void> valid = validate(named); !valid)
        return valid;
    const std::lock_guard lock(m_private->mutex);
    if (const auto at = m_private->running.find(name); at != m_private->running.end()) {
        at->second->end(u"it was destroyed"_qs);
        m_private->running.erase(at);
    }
    return MachineFolder(m_private->machines, name).remove();
}

Result<QList<MachineStatus>> ProcessProvider::list() {
    const std::lock_guard lock(m_private->mutex);
    QList<MachineStatus> all;
    for (const QString& name : QDir(m_private->machines).entryList({u"sb-*"_qs}, QDir::Dirs, QDir::Name)) {
        if (const auto at = m_private->running.find(name); at != m_private->running.end()) {
            if (Result<MachineStatus> status = at->second->status(); status)
                all.append(*status);
            continue;
        }
        const MachineFolder folder(m_private->machines, name);
        MachineStatus status;
        status.name = name;
        status.state = MachineStatus::State::Stopped;
        status.reason = folder.end().isEmpty() ? u"left by an earlier core"_qs : folder.end();
        if (Result<MachineRecord> record = folder.load(); record) {
            status.labels = record->spec.labels;
            status.startedAt = record->createdAt;
        }
        all.append(status);
    }
    return all;
}

} // namespace signalbox
