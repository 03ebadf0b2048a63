// SPDX-License-Identifier: GPL-3.0-or-later
// The provider's part in using machines again: those made ahead, and those that hibernated.
#include "core/machine/domain_xml.h"
#include "core/machine/libvirt_provider.h"
#include "core/machine/machine_sleep.h"
#include "core/machine/machine_takeover.h"

namespace signalbox {

using namespace std::chrono_literals;

// ---- Made ahead
// ------------------------------------------------------------------------------------------------------

Result<TakenMachine> LibvirtProvider::takeOver(const QString& ahead, const MachineSpec& spec,
                                               const ProgressSink& progress, const CancelToken& cancel) {
    if (Result<void> valid = validate(spec); !valid)
        return valid.error();
    const auto say = [&](const QString& line) {
        if (progress)
            progress(line);
    };
    const auto nameMutex = lockFor(spec.name);
    const auto aheadMutex = lockFor(ahead);
    const std::scoped_lock lock(*nameMutex, *aheadMutex);
    Result<MachinePtr> adopted = adoptFor(spec, progress, cancel);
    if (!adopted)
        return adopted.error();
    if (*adopted) {
        say(QStringLiteral("machine %1 is there already").arg(spec.name));
        return TakenMachine{*adopted, false};
    }
    if (const MachinePtr machine = known(ahead)) {
        Result<MachinePtr> taken = takeOverMachine(*m_host, m_config, *machine, spec, cancel);
        if (taken) {
            {
                const std::lock_guard guard(m_mutex);
                m_machines.erase(ahead);
            }
            m_watch.forget(ahead);
            keep(*taken);
            say(QStringLiteral("took a machine that was ready (%1)").arg(ahead));
            return TakenMachine{*taken, true};
        }
        say(QStringLiteral("the machine that was ready is of no use: %1").arg(taken.error().message));
    }
    for (const QString& name : {spec.name, ahead})
        if (Result<void> removed = remove(name); !removed)
            return removed.error();
    Result<std::shared_ptr<Machine>> made = makeNew(spec, progress, cancel);
    return made ? Result<TakenMachine>({*made, true}) : Result<TakenMachine>(made.error());
}

/// Another use of a machine that lives, as its labels tell, has the whole of the spec's lifetime; none when a
/// job of the former runs in it, which only a core that was killed leaves.
Result<LibvirtProvider::MachinePtr> LibvirtProvider::serve(const MachinePtr& machine, const MachineSpec& spec,
                                                           bool slept, const CancelToken& cancel) {
    MachineRecord record = machine->record();
    if (record.spec.labels == spec.labels)
        return machine;
    if (!slept) {
        const Result<GuestPulse> pulse = machine->pulse(10s, cancel);
        if (!pulse && pulse.error().kind == ErrorKind::Cancelled)
            return pulse.error();
        if (!pulse || pulse->runningJobs > 0) {
            const Result<void> removed = remove(spec.name);
            return removed ? Result<MachinePtr>(MachinePtr()) : Result<MachinePtr>(removed.error());
        }
    }
    record.spec.labels = spec.labels;
    record.spec.lifetime = spec.lifetime;
    record.deadline = SystemClock().now() + spec.lifetime;
    if (const Result<void> saved = m_host->folder(spec.name).save(record); !saved)
        return saved.error();
    const auto serving = std::make_shared<LibvirtMachine>(*machine, record);
    keep(serving);
    return serving;
}

// ---- As it is
// --------------------------------------------------------------------------------------------------------

Result<std::shared_ptr<Machine>> LibvirtProvider::find(const QString& name) {
    if (Result<void> valid = validateMachineName(name); !valid)
        return valid.error();
    const auto mutex = lockFor(name);
    const std::unique_lock lock(*mutex, std::try_to_lock);
    if (!lock.owns_lock())
        return Error{ErrorKind::Conflict, QStringLiteral("%1 is just being made, woken or removed").arg(name),
                     QStringLiteral("try again in a moment")};
    if (Result<ConnectPtr> connection = m_host->connect(); !connection)
        return connection.error();
    const Result<DomainPtr> domain = m_host->find(name);
    if (!domain && domain.error().kind == ErrorKind::NotFound && m_host->folder(name).asleepSince())
        return Error{ErrorKind::Conflict, QStringLiteral("%1 hibernates").arg(name),
                     QStringLiteral("signalboxctl machine resume %1").arg(name)};
    if (!domain)
        return domain.error();
    if (const Result<void> running = m_host->checkRunning(name); !running)
        return Error{ErrorKind::Conflict, running.error().message, running.error().hint};
    Result<MachinePtr> machine = adoptLiving(name, {});
    if (!machine)
        return machine.error();
    if (known(name) != *machine)
        keep(*machine);
    return std::shared_ptr<Machine>(*machine);
}

// ---- Sleep
// -----------------------------------------------------------------------------------------------------------

Result<void> LibvirtProvider::hibernate(const QString& name, const CancelToken& cancel) {
    if (Result<void> valid = validateMachineName(name); !valid)
        return valid;
    const auto mutex = lockFor(name);
    const std::unique_lock lock(*mutex);
    if (Result<ConnectPtr> connection = m_host->connect(); !connection)
        return connection.error();
    startThreads();
    const Result<DomainPtr> domain = m_host->find(name);
    if (!domain && domain.error().kind == ErrorKind::NotFound && m_host->folder(name).asleepSince())
        return {};
    if (const Result<void> running = m_host->checkRunning(name); !running)
        return running;
    const MachinePtr former = known(name);
    const Result<MachinePtr> machine = adoptLiving(name, cancel);
    if (!machine)
        return machine.error();
    const Error busy{ErrorKind::Conflict, QStringLiteral("a job runs in %1").arg(name), {}};
    if (former && former->busy())
        return busy;
    const Result<GuestPulse> pulse = (*machine)->pulse(10s, cancel);
    if (!pulse)
        return pulse.error();
    if (pulse->runningJobs > 0)
        return busy;
    (*machine)->rest();
    if (former)
        former->rest();
    if (Result<void> asleep = putMachineToSleep(*m_host, name); !asleep)
        return asleep;
    m_watch.forget(name);
    for (const QString& other :
         sleepersBeyond(*m_host, m_config.hibernationBytes, m_config.hibernatedMost, name)) {
        const auto otherMutex = lockFor(other);
        if (const std::unique_lock guard(*otherMutex, std::try_to_lock); guard.owns_lock())
            (void)remove(other); // what could not go now goes next time
    }
    return {};
}

Result<std::shared_ptr<Machine>> LibvirtProvider::resume(const QString& name, const CancelToken& cancel) {
    if (Result<void> valid = validateMachineName(name); !valid)
        return valid.error();
    const auto mutex = lockFor(name);
    const std::lock_guard lock(*mutex);
    if (Result<ConnectPtr> connection = m_host->connect(); !connection)
        return connection.error();
    startThreads();
    if (!m_host->folder(name).asleepSince())
        return Error{ErrorKind::NotFound, QStringLiteral("no machine %1 hibernates").arg(name), {}};
    Result<MachinePtr> woken = adopt(name, {}, cancel);
    if (!woken)
        return woken.error();
    if (!*woken)
        return Error{ErrorKind::Unavailable,
                     QStringLiteral("%1 could not be resumed and is removed").arg(name),
                     QStringLiteral("its work goes on in a new machine, from the last checkpoint")};
    return std::shared_ptr<Machine>(*woken);
}

} // namespace signalbox
