// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/libvirt_provider.h"

#include "core/base/files.h"
#include "core/machine/child_reaper.h"
#include "core/machine/domain_xml.h"
#include "core/machine/libvirt_loop.h"
#include "core/machine/machine_look.h"
#include "core/machine/machine_sleep.h"

#include <libvirt/libvirt.h>

namespace signalbox {

namespace {

using namespace std::chrono_literals;

void tell(const ProgressSink& progress, const QString& line) {
    if (progress)
        progress(line);
}

} // namespace

LibvirtProvider::LibvirtProvider(const QString& uri, const MachineConfig& config)
    : m_config(config), m_host(std::make_shared<LibvirtHost>(uri, config)),
      m_templates(config.stateDirectory),
      m_keeper(m_host, {[this](const QString& name) { return destroyDomain(name); }, [this] { sweep(); }}),
      m_watch(config.liveness,
              {[this] { return watchable(); },
               [this](const QString& name, bool ask) { return look(name, ask); },
               [this](const QString& name, const LivenessVerdict& verdict) { endFrozen(name, verdict); }}) {}

LibvirtProvider::~LibvirtProvider() {
    // First of all: their threads call back.
    m_watch.stop();
    m_keeper.stop();
}

std::shared_ptr<std::mutex> LibvirtProvider::lockFor(const QString& name) {
    const std::lock_guard lock(m_mutex);
    auto& entry = m_locks[name];
    if (!entry)
        entry = std::make_shared<std::mutex>();
    return entry;
}

LibvirtProvider::MachinePtr LibvirtProvider::known(const QString& name) {
    const std::lock_guard lock(m_mutex);
    const auto at = m_machines.find(name);
    return at == m_machines.end() ? nullptr : at->second.lock();
}

void LibvirtProvider::keep(const MachinePtr& machine) {
    m_watch.forget(machine->name());
    const std::lock_guard lock(m_mutex);
    m_machines[machine->name()] = machine;
}

void LibvirtProvider::startThreads() {
    m_keeper.start();
    m_watch.start();
}

Result<ProviderInfo> LibvirtProvider::info() {
    Result<ConnectPtr> connection = m_host->connect();
    if (!connection)
        return connection.error();
    startThreads();
    Result<Accelerator> chosen = accelerator({});
    if (!chosen)
        return chosen.error();
    ProviderInfo info;
    info.uri = m_host->uri();
    info.accelerator = chosen->name;
    info.acceleratorReason = chosen->reason;
    unsigned long version = 0;
    if (virConnectGetVersion(connection->get(), &version) == 0)
        info.version = QStringLiteral("QEMU %1.%2.%3")
                           .arg(version / 1'000'000)
                           .arg(version / 1000 % 1000)
                           .arg(version % 1000);
    if (info.accelerator == u"tcg")
        info.warnings << QStringLiteral("machines run in software emulation, about ten times slower: %1")
                             .arg(chosen->reason);
    if (!m_host->enforcesLimits())
        info.warnings << QStringLiteral(
            "the memory and processor time of QEMU itself are not limited, only what the "
            "guest sees (run the core as root, or use qemu:///system)");
    else if (!m_host->limitsProcessor())
        info.warnings << QStringLiteral(
            "the processor time of QEMU itself is not limited, only the number of processors "
            "of the guest (this host does not run systemd)");
    const std::lock_guard lock(m_mutex);
    info.warnings += m_warnings;
    return info;
}

// ---- Making machines
// ------------------------------------------------------------------------------------------------

Result<std::shared_ptr<Machine>>
LibvirtProvider::acquire(const MachineSpec& spec, const ProgressSink& progress, const CancelToken& cancel) {
    if (Result<void> valid = validate(spec); !valid)
        return valid.error();
    const auto mutex = lockFor(spec.name);
    const std::lock_guard lock(*mutex);
    if (cancel.cancelled())
        return Error{ErrorKind::Cancelled, QStringLiteral("the machine was not wanted any more"), {}};
    tell(progress, QStringLiteral("connecting to %1").arg(m_host->uri()));
    if (Result<ConnectPtr> connection = m_host->connect(); !connection)
        return connection.error();
    startThreads();
    Result<MachinePtr> adopted = adoptFor(spec, progress, cancel);
    if (!adopted)
        return adopted.error();
    if (*adopted) {
        tell(progress, QStringLiteral("machine %1 is there already").arg(spec.name));
        return std::shared_ptr<Machine>(*adopted);
    }
    return makeNew(spec, progress, cancel);
}

/// The machine of the spec's name, to be used as the spec says; null when there is none of use.
Result<LibvirtProvider::MachinePtr>
LibvirtProvider::adoptFor(const MachineSpec& spec, const ProgressSink& progress, const CancelToken& cancel) {
    const bool slept = m_host->folder(spec.name).asleepSince().has_value();
    const Result<MachinePtr> adopted = adopt(spec.name, progress, cancel);
    return adopted && *adopted ? serve(*adopted, spec, slept, cancel) : adopted;
}

/// The machine of that name, woken if it sleeps; null when there is none, after clearing away what is left of
/// a dead one.
Result<LibvirtProvider::MachinePtr> LibvirtProvider::adopt(const QString& name, const ProgressSink& progress,
                                                           const CancelToken& cancel) {
    const MachineFolder folder = m_host->folder(name);
    Result<DomainPtr> domain = m_host->find(name);
    if (!domain && domain.error().kind != ErrorKind::NotFound)
        return domain.error();
    if (!domain && folder.asleepSince()) {
        tell(progress, QStringLiteral("waking the machine"));
        if (const Result<void> woken = wakeMachine(*m_host, name); !woken)
            qWarning("signalbox: %s", qPrintable(woken.error().text()));
        else if (const Result<MachineRecord> record = folder.load(); record && m_host->enforcesLimits())
            limitProcess(name, record->spec);
        domain = m_host->find(name);
    }
    if (domain && virDomainIsActive(domain->get()) == 1 && m_host->checkRunning(name)) {
        tell(progress, QStringLiteral("waiting for the guest"));
        Result<MachinePtr> living = adoptLiving(name, cancel);
        if (living && folder.asleepSince()) { // also when a core before this one woke it and got no further
            tell(progress, QStringLiteral("handing in new keys, clock and randomness"));
            living = renewAfterSleep(*m_host, **living, cancel);
        }
        if (living) {
            if (known(name) != *living)
                keep(*living);
            return living;
        }
        if (living.error().kind == ErrorKind::Cancelled)
            return living.error();
    }
    if (domain || folder.exists())
        if (Result<void> removed = remove(name); !removed)
            return removed.error();
    return MachinePtr();
}

Result<LibvirtProvider::MachinePtr> LibvirtProvider::adoptLiving(const QString& name,
                                                                 const CancelToken& cancel) {
    if (MachinePtr machine = known(name)) {
        const Result<void> reached = machine->reach(m_config.startupLimit, cancel);
        if (reached)
            return machine;
        if (reached.error().kind == ErrorKind::Cancelled)
            return reached.error();
    }
    const MachineFolder folder = m_host->folder(name);
    Result<MachineRecord> record = folder.load();
    Result<QByteArray> clientKey = readFile(folder.clientKey(), 64 * 1024);
    if (!record || !clientKey)
        return record ? clientKey.error() : record.error();
    auto machine = std::make_shared<LibvirtMachine>(m_host, *record, *clientKey);
    const Result<void> reached = machine->reach(m_config.startupLimit, cancel);
    return reached ? Result<MachinePtr>(machine) : Result<MachinePtr>(reached.error());
}

// ---- Watching machines
// ----------------------------------------------------------------------------------------------

/// All machines but those that are being made: until one can be reached nothing is to be expected of it.
QStringList LibvirtProvider::watchable() {
    const Result<QStringList> all = m_host->names();
    QStringList names = all ? *all : QStringList();
    const std::lock_guard lock(m_mutex);
    names.removeIf([this](const QString& name) { return m_making.contains(name); });
    return names;
}

std::optional<LivenessSample> LibvirtProvider::look(const QString& name, bool ask) {
    return lookAtMachine(*m_host, name, known(name).get(), ask ? m_config.liveness.pulseLimit : Millis(0),
                         m_watch.stopping());
}

/// The folder stays, as after a time limit: whoever waits for a job in it learns why, and tries again.
void LibvirtProvider::endFrozen(const QString& name, const LivenessVerdict& verdict) {
    m_host->folder(name).noteEnd(QStringLiteral("it was frozen: %1").arg(verdict.because));
    if (const Result<void> ended = destroyDomain(name); !ended)
        qWarning("signalbox: ending the frozen machine %s: %s", qPrintable(name),
                 qPrintable(ended.error().text()));
}

// ---- Removing machines
// ----------------------------------------------------------------------------------------------

Result<void> LibvirtProvider::destroyDomain(const QString& name) {
    Result<DomainPtr> domain = m_host->find(name);
    if (!domain)
        return domain.error().kind == ErrorKind::NotFound ? Result<void>() : Result<void>(domain.error());
    // A machine that libvirt is still taking over must be through with that: this call waits for it, though
    // not for ever, or a hypervisor's process that hangs could not be ended.
    (void)m_host->counters(*domain, name, 10s);
    expectChildren();
    if (virDomainDestroy(domain->get()) == 0)
        return {};
    const Error error = libvirtError(QStringLiteral("cannot destroy %1").arg(name));
    // It may have ended by itself in between.
    Result<DomainPtr> again = m_host->find(name);
    return !again && again.error().kind == ErrorKind::NotFound ? Result<void>() : Result<void>(error);
}

Result<void> LibvirtProvider::remove(const QString& name) {
    if (const MachinePtr machine = known(name))
        machine->abandon();
    if (Result<void> destroyed = destroyDomain(name); !destroyed)
        return destroyed;
    {
        const std::lock_guard lock(m_mutex);
        m_machines.erase(name);
    }
    m_watch.forget(name);
    return m_host->folder(name).remove();
}

Result<void> LibvirtProvider::destroy(const QString& name, Millis grace) {
    if (Result<void> valid = validateMachineName(name); !valid)
        return valid;
    const auto mutex = lockFor(name);
    const std::lock_guard lock(*mutex);
    if (Result<ConnectPtr> connection = m_host->connect(); !connection)
        return connection.error();
    startThreads();
    if (grace.count() > 0 && m_host->checkRunning(name)) {
        if (const MachinePtr machine = known(name))
            machine->askToStop();
        const auto until = std::chrono::steady_clock::now() + grace;
        const CancelToken never;
        while (m_host->checkRunning(name) && std::chrono::steady_clock::now() < until)
            never.waitFor(50ms);
    }
    return remove(name);
}

Result<QList<MachineStatus>> LibvirtProvider::list() {
    Result<QStringList> names = m_host->names();
    if (!names)
        return names.error();
    startThreads();
    QList<MachineStatus> all;
    for (const QString& name : *names) {
        Result<MachineStatus> status = m_host->inspect(name);
        if (!status)
            continue; // gone since it was listed
        const std::lock_guard lock(m_mutex);
        if (m_making.contains(name)) {
            status->state = MachineStatus::State::Starting;
            status->reason.clear();
        }
        status->liveness = m_watch.verdict(name);
        all.append(*status);
    }
    return all;
}

/// Removes what nobody will ask for again: machines that ended long ago, and machines without a folder.
void LibvirtProvider::sweep() {
    constexpr auto keepFor = 1h;
    const Moment now = SystemClock().now();
    Result<QStringList> names = m_host->names();
    if (!names)
        return;
    for (const QString& name : *names) {
        const auto mutex = lockFor(name);
        const std::unique_lock lock(*mutex, std::try_to_lock);
        if (!lock.owns_lock())
            continue; // somebody is making or removing it
        const MachineFolder folder = m_host->folder(name);
        const auto ended = folder.endedAt();
        Result<DomainPtr> domain = m_host->find(name);
        if (!domain && domain.error().kind != ErrorKind::NotFound)
            continue;
        if (!domain && folder.asleepSince())
            continue;
        if (!domain && !ended)
            folder.noteEnd(m_host->whyGone(name)); // the time to keep it begins now
        if ((domain && !folder.exists()) || (ended && now - *ended > Millis(keepFor))) {
            Result<void> removed = remove(name);
            (void)removed; // tried again in a minute
        }
    }
}

} // namespace signalbox
