// SPDX-License-Identifier: GPL-3.0-or-later
// The provider's part in making machines: booted, or as copies of one that was.
#include "core/machine/accelerator_probe.h"
#include "core/machine/child_reaper.h"
#include "core/machine/domain_xml.h"
#include "core/machine/host_clock.h"
#include "core/machine/libvirt_loop.h"
#include "core/machine/libvirt_provider.h"
#include "core/machine/machine_files.h"
#include "core/machine/machine_sleep.h"

#include <QUrl>

#include <libvirt/libvirt.h>

namespace signalbox {

namespace {

constexpr int copyTries = 2; ///< failures in a row, after which machines are booted one by one

void tellMaking(const ProgressSink& progress, const QString& line) {
    if (progress)
        progress(line);
}

} // namespace

Result<LibvirtProvider::Accelerator> LibvirtProvider::accelerator(const CancelToken& cancel) {
    const std::lock_guard lock(m_probing);
    if (m_accelerator)
        return *m_accelerator;
    if (!m_config.accelerator.isEmpty()) {
        m_accelerator = Accelerator{m_config.accelerator, QStringLiteral("set by the configuration")};
        return *m_accelerator;
    }
    ProbeRequest request;
    request.images = m_config.imageDirectory;
    request.cacheFile = m_config.stateDirectory + u"/accelerator.json"_qs;
    request.cancel = cancel;
    if (const auto user = m_host->user())
        request.runAs = user->name;
    if (m_host->remote()) {
        // Nothing can be booted here for a computer elsewhere; a machine that hangs there shows at acquire().
        m_accelerator = Accelerator{QStringLiteral("kvm"), QStringLiteral("assumed of a remote hypervisor")};
        return *m_accelerator;
    }
    Result<ProbeAnswer> answer = probeAccelerator(request);
    if (!answer)
        return answer.error();
    m_accelerator = Accelerator{answer->accelerator, answer->reason};
    return *m_accelerator;
}

/// Keeps the watch off a machine that cannot be reached yet.
LibvirtProvider::Making::Making(LibvirtProvider& provider, QString name)
    : m_provider(provider), m_name(std::move(name)) {
    const std::lock_guard lock(m_provider.m_mutex);
    m_provider.m_making.insert(m_name);
}

LibvirtProvider::Making::~Making() {
    const std::lock_guard lock(m_provider.m_mutex);
    m_provider.m_making.erase(m_name);
}

/// Needs the name's lock.
Result<std::shared_ptr<Machine>>
LibvirtProvider::makeNew(const MachineSpec& spec, const ProgressSink& progress, const CancelToken& cancel) {
    const Making making(*this, spec.name);
    Result<MachinePtr> made = create(spec, progress, cancel);
    if (!made) {
        Result<void> removed = remove(spec.name);
        (void)removed; // the reason for the failure matters more; the sweep tries again
        return made.error().within(QStringLiteral("machine %1").arg(spec.name));
    }
    return std::shared_ptr<Machine>(*made);
}

Result<LibvirtProvider::MachinePtr>
LibvirtProvider::create(const MachineSpec& spec, const ProgressSink& progress, const CancelToken& cancel) {
    const ImageStore images(m_config.imageDirectory);
    Result<ImageFiles> image = images.resolve(spec.layers);
    if (!image)
        return image.error();
    tellMaking(progress, QStringLiteral("choosing how to run machines here"));
    Result<Accelerator> chosen = accelerator(cancel);
    if (!chosen)
        return chosen.error();
    tellMaking(progress, QStringLiteral("preparing disk and keys"));
    Result<PreparedMachine> prepared =
        prepareMachine(*m_host, m_config, spec, *image, chosen->name, {}, cancel);
    if (!prepared)
        return prepared.error();
    tellMaking(progress, QStringLiteral("starting the machine (%1)").arg(chosen->name));
    if (Result<void> started = startDomain(spec, *image, prepared->record, prepared->authorizedKey); !started)
        return started.error();
    tellMaking(progress, QStringLiteral("waiting for the guest"));
    auto machine = std::make_shared<LibvirtMachine>(m_host, prepared->record, prepared->clientKey);
    if (Result<void> reached = machine->reach(m_config.startupLimit, cancel); !reached)
        return reached.error();
    keep(machine);
    return machine;
}

Result<void> LibvirtProvider::startDomain(const MachineSpec& spec, const ImageFiles& image,
                                          const MachineRecord& record, const QString& authorizedKey) {
    const MachineFolder folder = m_host->folder(spec.name);
    DomainFiles files;
    files.image = image;
    files.scratch = folder.scratch();
    files.serialLog = folder.serialLog();
    files.hostKey = folder.hostKey();
    files.seed = folder.seed();
    files.authorizedKey = authorizedKey;
    // Of a hypervisor elsewhere nobody can tell from here.
    const qint64 counterKhz = QUrl(m_host->uri()).host().isEmpty() ? hostCounterKhz() : 0;
    const QByteArray xml =
        domainXml(spec, files, {}, record.accelerator, m_host->owner(), counterKhz).toUtf8();
    Result<ConnectPtr> connection = m_host->connect();
    if (!connection)
        return connection.error();
    expectChildren();
    const DomainPtr domain(virDomainCreateXML(connection->get(), xml.constData(), 0),
                           [](virDomainPtr pointer) {
                               if (pointer)
                                   virDomainFree(pointer);
                           });
    if (!domain)
        return libvirtError(QStringLiteral("the hypervisor cannot start it"));
    if (m_host->enforcesLimits())
        limitProcess(spec.name, spec);
    return {};
}

/// Bounds QEMU itself, on top of what the guest sees: a guest that breaks into it gains no more of the host.
/// Set on the running machine, because one that cannot be set must be a warning and not a failed start.
void LibvirtProvider::limitProcess(const QString& name, const MachineSpec& spec) {
    Result<DomainPtr> domain = m_host->find(name);
    if (!domain)
        return;
    QStringList refused;
    virTypedParameterPtr parameters = nullptr;
    int count = 0;
    int room = 0;
    // The guest's memory, the translation cache and QEMU's own needs.
    const auto limitKiB = quint64(spec.memoryMiB + 512) * 1024;
    virTypedParamsAddULLong(&parameters, &count, &room, VIR_DOMAIN_MEMORY_HARD_LIMIT, limitKiB);
    if (virDomainSetMemoryParameters(domain->get(), parameters, count, VIR_DOMAIN_AFFECT_LIVE) != 0)
        refused << libvirtError(QStringLiteral("the memory of QEMU is not limited")).message;
    virTypedParamsFree(parameters, count);
    parameters = nullptr;
    count = room = 0;
    virTypedParamsAddULLong(&parameters, &count, &room, VIR_DOMAIN_SCHEDULER_GLOBAL_PERIOD, 100'000);
    virTypedParamsAddLLong(&parameters, &count, &room, VIR_DOMAIN_SCHEDULER_GLOBAL_QUOTA,
                           100'000LL * spec.cpus + 25'000);
    if (m_host->limitsProcessor() &&
        virDomainSetSchedulerParametersFlags(domain->get(), parameters, count, VIR_DOMAIN_AFFECT_LIVE) != 0)
        refused << libvirtError(QStringLiteral("the processor time of QEMU is not limited")).message;
    virTypedParamsFree(parameters, count);
    const std::lock_guard lock(m_mutex);
    for (const QString& warning : refused)
        if (!m_warnings.contains(warning))
            m_warnings << warning;
}

// ---- Copies
// ----------------------------------------------------------------------------------------------------------

Result<std::shared_ptr<Machine>>
LibvirtProvider::makeAhead(const MachineSpec& spec, const ProgressSink& progress, const CancelToken& cancel) {
    if (Result<void> valid = validate(spec); !valid)
        return valid.error();
    if (!m_host->remote()) {
        const auto mutex = lockFor(spec.name);
        const std::lock_guard lock(*mutex);
        const std::lock_guard templates(m_copying);
        if (Result<ConnectPtr> connection = m_host->connect(); !connection)
            return connection.error();
        startThreads();
        if (m_copyFailures < copyTries && !m_host->find(spec.name) && !m_host->folder(spec.name).exists()) {
            const Making making(*this, spec.name);
            Result<MachinePtr> copied = copy(spec, progress, cancel);
            if (copied) {
                m_copyFailures = 0;
                return std::shared_ptr<Machine>(*copied);
            }
            (void)remove(spec.name);
            if (copied.error().kind == ErrorKind::Cancelled)
                return copied.error();
            noteFailedCopy(copied.error());
        }
    }
    return acquire(spec, progress, cancel);
}

void LibvirtProvider::noteFailedCopy(const Error& error) {
    qWarning("signalbox: a machine made ahead is booted, not copied: %s", qPrintable(error.text()));
    if (++m_copyFailures < copyTries)
        return;
    const std::lock_guard lock(m_mutex);
    m_warnings << QStringLiteral("machines made ahead are booted one by one, since copies of a saved one "
                                 "cannot be had: %1")
                      .arg(error.message);
}

/// Needs the name's lock and m_copying.
Result<LibvirtProvider::MachinePtr>
LibvirtProvider::copy(const MachineSpec& spec, const ProgressSink& progress, const CancelToken& cancel) {
    const Result<ImageFiles> image = ImageStore(m_config.imageDirectory).resolve(spec.layers);
    if (!image)
        return image.error();
    const Result<Accelerator> chosen = accelerator(cancel);
    if (!chosen)
        return chosen.error();
    const QString key = MachineTemplates::keyOf(spec, image->digests, chosen->name);
    // The first of a kind is wanted soon, and may be the only one: it is booted. The second pays for the
    // rest.
    if (!m_templates.has(key) && m_madeOnce.insert(key).second)
        return create(spec, progress, cancel);
    if (!m_templates.has(key)) {
        tellMaking(progress, QStringLiteral("making the machine that others are copies of"));
        if (Result<void> made = makeTemplate(spec, key, progress, cancel); !made)
            return made.error();
    }
    const MachineFolder original = m_templates.folder(key);
    const auto made = [&]() -> Result<MachinePtr> {
        tellMaking(progress, QStringLiteral("preparing disk and keys"));
        const Result<PreparedMachine> prepared =
            prepareMachine(*m_host, m_config, spec, *image, chosen->name, original.scratch(), cancel);
        if (!prepared)
            return prepared.error();
        tellMaking(progress, QStringLiteral("starting a copy of a saved machine"));
        if (Result<void> started = startCopy(*m_host, original, *prepared); !started)
            return started.error();
        if (m_host->enforcesLimits())
            limitProcess(spec.name, spec);
        return giveOwnIdentity(m_host, original, *prepared, m_config.startupLimit, progress, cancel);
    }();
    if (made)
        keep(*made);
    else if (made.error().kind != ErrorKind::Cancelled)
        m_templates.discard(key);
    return made;
}

/// Boots a machine and saves it in the moment in which it is ready, under the name of the one that is wanted:
/// what a killed core leaves of it is cleared away as that.
Result<void> LibvirtProvider::makeTemplate(const MachineSpec& spec, const QString& key,
                                           const ProgressSink& progress, const CancelToken& cancel) {
    Result<MachinePtr> first = create(spec, progress, cancel);
    if (!first)
        return first.error();
    (*first)->warmUp();
    (*first)->rest();
    if (Result<void> asleep = putMachineToSleep(*m_host, spec.name, true); !asleep)
        return asleep;
    m_watch.forget(spec.name);
    return m_templates.adopt(m_host->folder(spec.name), key, m_host->user().has_value());
}

} // namespace signalbox
