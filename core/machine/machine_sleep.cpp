// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/machine_sleep.h"

#include "core/base/files.h"
#include "core/machine/child_reaper.h"
#include "core/machine/guest_commands.h"
#include "core/machine/libvirt_loop.h"
#include "core/machine/machine_files.h"
#include "core/machine/save_image.h"
#include "core/machine/ssh_keys.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>
#include <libvirt/libvirt.h>
#include <unistd.h>

namespace signalbox {

namespace {

/// On a full disk others could not go on, who have done nothing for it.
Result<void> roomForMemory(const MachineFolder& folder) {
    constexpr qint64 mebibyte = 1024 * 1024;
    constexpr qint64 reserve = 512 * mebibyte;
    const Result<MachineRecord> record = folder.loadAny();
    const Result<qint64> free = freeBytes(folder.path());
    if (!record || !free || *free >= record->spec.memoryMiB * mebibyte + reserve)
        return {};
    return Error{ErrorKind::LimitReached,
                 QStringLiteral("only %1 MiB are free for a memory of %2")
                     .arg(*free / mebibyte)
                     .arg(record->spec.memoryMiB),
                 QStringLiteral("free space on the disk that holds %1").arg(folder.path())};
}

/// The description to wake it by. Without the limit on QEMU's memory, which is set again on the running
/// machine: with it libvirt wants to raise a limit of the process before, and may not everywhere.
QByteArray descriptionOf(virDomainPtr domain) {
    static const QRegularExpression limit(QStringLiteral("<memtune>.*?</memtune>"),
                                          QRegularExpression::DotMatchesEverythingOption);
    const std::unique_ptr<char, decltype(&::free)> xml(
        virDomainGetXMLDesc(domain, VIR_DOMAIN_XML_SECURE | VIR_DOMAIN_XML_MIGRATABLE), ::free);
    return xml ? QString::fromUtf8(xml.get()).remove(limit).toUtf8() : QByteArray();
}

} // namespace

Result<void> putMachineToSleep(LibvirtHost& host, const QString& name, bool toBeCopied) {
    if (host.remote())
        return Error{ErrorKind::Invalid,
                     QStringLiteral("machines on a hypervisor elsewhere cannot be put to sleep"),
                     {}};
    const Result<DomainPtr> domain = host.find(name);
    if (!domain)
        return domain.error();
    const MachineFolder folder = host.folder(name);
    if (const Result<void> room = roomForMemory(folder); !room)
        return room;
    const QString half = folder.memory() + u".half"_qs;
    QFile::remove(half);
    expectChildren();
    QByteArray description = descriptionOf(domain->get());
    if (toBeCopied)
        description = withRoom(description);
    const bool saved = virDomainSaveFlags(domain->get(), QFile::encodeName(half).constData(),
                                          description.isEmpty() ? nullptr : description.constData(), 0) == 0;
    Error failure = saved ? Error() : libvirtError(QStringLiteral("%1 cannot be saved").arg(name));
    // From here on it sleeps: a core that is killed before this has a machine that ended, and makes another.
    if (saved && !QFile::rename(half, folder.memory()))
        failure = {ErrorKind::Unavailable, QStringLiteral("cannot keep %1").arg(folder.memory()), {}};
    if (saved && failure.message.isEmpty())
        return {};
    QFile::remove(half);
    return failure;
}

Result<void> wakeMachine(LibvirtHost& host, const QString& name) {
    const Result<ConnectPtr> connection = host.connect();
    if (!connection)
        return connection.error();
    const MachineFolder folder = host.folder(name);
    expectChildren();
    if (virDomainRestoreFlags(connection->get(), QFile::encodeName(folder.memory()).constData(), nullptr,
                              VIR_DOMAIN_SAVE_RUNNING) != 0)
        return libvirtError(QStringLiteral("%1 cannot be woken").arg(name));
    return {};
}

Result<std::shared_ptr<LibvirtMachine>> renewAfterSleep(LibvirtHost& host, LibvirtMachine& machine,
                                                        const CancelToken& cancel) {
    const MachineFolder folder = host.folder(machine.name());
    const auto slept = folder.asleepSince();
    MachineRecord record = machine.record();
    const Result<SshKeyPair> hostKey = makeSshKeyPair();
    const Result<SshKeyPair> clientKey = makeSshKeyPair();
    if (!hostKey || !clientKey)
        return hostKey ? clientKey.error() : hostKey.error();
    GuestIdentity identity;
    identity.clock = SystemClock().now();
    identity.seed = randomBytes(64);
    identity.hostKey = hostKey->privateKey;
    identity.authorizedKey = clientKey->publicKey;
    if (const Result<void> renewed = machine.renew(identity, cancel); !renewed)
        return renewed.error();
    const std::pair<QString, QByteArray> files[] = {{folder.hostKey(), hostKey->privateKey},
                                                    {folder.clientKey(), clientKey->privateKey}};
    for (const auto& [path, bytes] : files)
        if (const Result<void> written = writeFileAtomically(path, bytes, 0600); !written)
            return written.error();
    if (const auto user = host.user())
        (void)::chown(QFile::encodeName(folder.hostKey()).constData(), user->uid, user->gid);
    record.hostPublicKey = hostKey->publicKey;
    if (slept)
        record.deadline = record.deadline + (SystemClock().now() - *slept);
    if (const Result<void> saved = folder.save(record); !saved)
        return saved.error();
    const auto renewed = std::make_shared<LibvirtMachine>(machine, record);
    renewed->changeKeys(clientKey->privateKey);
    QFile::remove(folder.memory());
    return renewed;
}

QStringList sleepersBeyond(const LibvirtHost& host, qint64 limitBytes, int limitCount,
                           const QString& spared) {
    struct Sleeper {
        QString name;
        Moment since;
        qint64 bytes = 0;
    };
    QList<Sleeper> sleepers;
    qint64 total = 0;
    const QDir machines(host.machinesDirectory());
    for (const QString& name : machines.entryList({QStringLiteral("sb-*")}, QDir::Dirs | QDir::NoSymLinks)) {
        const MachineFolder folder = host.folder(name);
        const auto since = folder.asleepSince();
        if (!since)
            continue;
        total += folder.bytesOnDisk();
        // Under its lease's name, if it has one.
        const Result<MachineRecord> record = folder.loadAny();
        sleepers.append({record ? record->spec.name : name, *since, folder.bytesOnDisk()});
    }
    std::sort(sleepers.begin(), sleepers.end(),
              [](const Sleeper& a, const Sleeper& b) { return a.since < b.since; });
    QStringList names;
    for (const Sleeper& sleeper : sleepers) {
        if (total <= limitBytes && sleepers.size() - names.size() <= limitCount)
            break;
        if (sleeper.name == spared)
            continue;
        names.append(sleeper.name);
        total -= sleeper.bytes;
    }
    return names;
}

} // namespace signalbox
