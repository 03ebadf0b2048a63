// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/machine_template.h"

#include "core/base/files.h"
#include "core/machine/child_reaper.h"
#include "core/machine/guest_commands.h"
#include "core/machine/libvirt_loop.h"
#include "core/machine/machine_files.h"
#include "core/machine/pool_plan.h"
#include "core/machine/save_image.h"

#include <QDir>
#include <QFile>
#include <QUuid>

#include <algorithm>
#include <libvirt/libvirt.h>
#include <sys/stat.h>

namespace signalbox {

namespace {

constexpr qsizetype mostTemplates = 4;
constexpr qint64 longestKey = 64 * 1024;

} // namespace

MachineTemplates::MachineTemplates(const QString& stateDirectory)
    : m_directory(stateDirectory + u"/templates"_qs) {}

QString MachineTemplates::keyOf(const MachineSpec& spec, const QMap<QString, Digest>& digests,
                                const QString& accelerator) {
    // The guest has measured how fast this host's counter runs, and libvirt's file is of its present version.
    const Result<QByteArray> run = readFile(QStringLiteral("/proc/sys/kernel/random/boot_id"), 100);
    QStringList parts{QStringLiteral("v1"),
                      run ? QString::fromLatin1(*run).trimmed() : QString(),
                      accelerator,
                      QString::number(spec.cpus),
                      QString::number(spec.memoryMiB),
                      QString::number(spec.diskMiB)};
    for (const QString& layer : spec.layers)
        parts.append(layer);
    for (auto it = digests.cbegin(); it != digests.cend(); ++it)
        parts.append(it.key() + u'=' + it.value());
    return QStringLiteral("sb-template-") + sha256(parts.join(u'|').toUtf8()).left(16);
}

Result<void> MachineTemplates::adopt(const MachineFolder& sleeping, const QString& key, bool readByOthers) {
    if (Result<void> made = makeDirectory(m_directory, readByOthers ? 0711 : 0700); !made)
        return made;
    discard(key);
    // Below the disks of copies it must never change.
    ::chmod(QFile::encodeName(sleeping.scratch()).constData(), 0444);
    if (!QFile::rename(sleeping.path(), folder(key).path()))
        return Error{ErrorKind::Unavailable,
                     QStringLiteral("cannot keep %1 in %2").arg(sleeping.path(), m_directory),
                     {}};
    QFileInfoList all = QDir(m_directory).entryInfoList({QStringLiteral("sb-template-*")}, QDir::Dirs);
    std::sort(all.begin(), all.end(),
              [](const QFileInfo& a, const QFileInfo& b) { return a.lastModified() > b.lastModified(); });
    for (const QFileInfo& old : all.mid(mostTemplates)) // its copies have links of their own to its disk
        discard(old.fileName());
    return {};
}

void MachineTemplates::discard(const QString& key) {
    if (const Result<void> gone = folder(key).remove(); !gone)
        qWarning("signalbox: %s", qPrintable(gone.error().text()));
}

Result<void> startCopy(LibvirtHost& host, const MachineFolder& original, const PreparedMachine& prepared) {
    const Result<ConnectPtr> connection = host.connect();
    if (!connection)
        return connection.error();
    const Result<QByteArray> description = descriptionInSave(original.memory());
    if (!description)
        return description.error();
    const Result<QByteArray> copy =
        describedAs(*description,
                    {prepared.record.spec.name.toUtf8(),
                     QUuid::createUuid().toByteArray(QUuid::WithoutBraces), prepared.authorizedKey.toUtf8()});
    if (!copy)
        return copy.error();
    // libvirt believes the file alone. It stays as this copy's until the next is made.
    if (const Result<void> put = putDescriptionIntoSave(original.memory(), *copy); !put)
        return put;
    expectChildren();
    if (virDomainRestoreFlags(connection->get(), QFile::encodeName(original.memory()).constData(), nullptr,
                              VIR_DOMAIN_SAVE_RUNNING) != 0)
        return libvirtError(QStringLiteral("no copy of a saved machine can be started"));
    return {};
}

Result<std::shared_ptr<LibvirtMachine>> giveOwnIdentity(const std::shared_ptr<LibvirtHost>& host,
                                                        const MachineFolder& original,
                                                        const PreparedMachine& prepared, Millis limit,
                                                        const ProgressSink& progress,
                                                        const CancelToken& cancel) {
    const auto tell = [&](const QString& line) {
        if (progress)
            progress(line);
    };
    const Result<MachineRecord> first = original.loadAny();
    const Result<QByteArray> firstKey = readFile(original.clientKey(), longestKey);
    const Result<QByteArray> hostKey =
        readFile(host->folder(prepared.record.spec.name).hostKey(), longestKey);
    if (!first || !firstKey || !hostKey)
        return !first ? first.error() : !firstKey ? firstKey.error() : hostKey.error();
    MachineRecord record = prepared.record;
    record.hostPublicKey = first->hostPublicKey;
    LibvirtMachine copy(host, record, *firstKey);
    tell(QStringLiteral("waiting for the guest"));
    if (const Result<void> reached = copy.reach(limit, cancel); !reached)
        return reached.error();
    GuestIdentity identity;
    identity.hostname = prepared.record.spec.name;
    identity.clock = SystemClock().now();
    identity.seed = randomBytes(64);
    identity.hostKey = *hostKey;
    identity.authorizedKey = prepared.authorizedKey.toUtf8();
    tell(QStringLiteral("handing in new keys, clock and randomness"));
    if (const Result<void> renewed = copy.renew(identity, cancel); !renewed)
        return renewed.error();
    // Its end of this session was drawn from the memory that all copies share.
    copy.rest();
    tell(QStringLiteral("opening a session of its own"));
    const auto machine = std::make_shared<LibvirtMachine>(copy, prepared.record);
    machine->changeKeys(prepared.clientKey);
    if (const Result<void> reached = machine->reach(limit, cancel); !reached)
        return reached.error();
    return machine;
}

} // namespace signalbox
