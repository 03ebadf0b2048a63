// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/machine_files.h"

#include "core/base/files.h"
#include "core/machine/host_program.h"
#include "core/machine/scratch_disk.h"
#include "core/machine/ssh_keys.h"

#include <QFile>
#include <QRandomGenerator>

#include <unistd.h>

namespace signalbox {

namespace {

using namespace std::chrono_literals;

constexpr qint64 hostReserve = 512LL * 1024 * 1024; ///< do not start a machine on a nearly full disk

/// The machine's own name for a disk that others go on from too: it stays as long as anybody needs it.
Result<QString> linkTo(const QString& disk, const MachineFolder& folder) {
    if (::link(QFile::encodeName(disk).constData(), QFile::encodeName(folder.base()).constData()) == 0)
        return folder.base();
    return Error{ErrorKind::Unavailable, QStringLiteral("cannot link %1 to %2").arg(folder.base(), disk), {}};
}

Result<void> makeScratchDisk(const MachineConfig& config, const MachineSpec& spec,
                             const MachineFolder& folder, const QString& original,
                             const CancelToken& cancel) {
    // Not beside the image, which may belong to somebody else.
    const Result<QString> base =
        original.isEmpty() ? scratchTemplate(config.stateDirectory + u"/disks"_qs, spec.diskMiB, cancel)
                           : linkTo(original, folder);
    if (!base)
        return base.error();
    Result<QByteArray> overlay = runHostProgram(
        QStringLiteral("qemu-img"),
        {QStringLiteral("create"), QStringLiteral("-q"), QStringLiteral("-f"), QStringLiteral("qcow2"),
         QStringLiteral("-F"), QStringLiteral("qcow2"), QStringLiteral("-b"), *base, folder.scratch()},
        1min, cancel, QStringLiteral("qemu-utils"));
    return overlay ? Result<void>() : Result<void>(overlay.error());
}

} // namespace

QByteArray randomBytes(int count) {
    QByteArray bytes(count, Qt::Uninitialized);
    QRandomGenerator::system()->generate(reinterpret_cast<quint32*>(bytes.data()),
                                         reinterpret_cast<quint32*>(bytes.data() + bytes.size()));
    return bytes;
}

Result<PreparedMachine> prepareMachine(const LibvirtHost& host, const MachineConfig& config,
                                       const MachineSpec& spec, const ImageFiles& image,
                                       const QString& accelerator, const QString& base,
                                       const CancelToken& cancel) {
    const MachineFolder folder = host.folder(spec.name);
    if (Result<void> made = makeDirectory(folder.path(), host.user() ? 0711 : 0700); !made)
        return made.error();
    if (Result<qint64> free = freeBytes(folder.path()); free && *free < hostReserve)
        return Error{ErrorKind::LimitReached,
                     QStringLiteral("only %1 MiB are free for machines").arg(*free / 1024 / 1024),
                     QStringLiteral("free space on the disk that holds %1").arg(config.stateDirectory)};
    if (Result<void> disk = makeScratchDisk(config, spec, folder, base, cancel); !disk)
        return disk.error();
    Result<SshKeyPair> hostKey = makeSshKeyPair();
    Result<SshKeyPair> clientKey = makeSshKeyPair();
    if (!hostKey || !clientKey)
        return hostKey ? clientKey.error() : hostKey.error();
    const std::pair<QString, QByteArray> files[] = {{folder.hostKey(), hostKey->privateKey},
                                                    {folder.seed(), randomBytes(64)},
                                                    {folder.serialLog(), {}},
                                                    {folder.clientKey(), clientKey->privateKey}};
    for (const auto& [path, bytes] : files)
        if (Result<void> written = writeFileAtomically(path, bytes, 0600); !written)
            return written.error();
    if (const auto user = host.user())
        for (const QString& path : {folder.scratch(), folder.hostKey(), folder.seed(), folder.serialLog()})
            if (::chown(QFile::encodeName(path).constData(), user->uid, user->gid) != 0)
                return Error{
                    ErrorKind::Denied, QStringLiteral("cannot give %1 to %2").arg(path, user->name), {}};
    PreparedMachine prepared;
    prepared.record.spec = spec;
    prepared.record.createdAt = SystemClock().now();
    prepared.record.deadline = prepared.record.createdAt + spec.lifetime;
    prepared.record.digests = image.digests;
    prepared.record.hostPublicKey = hostKey->publicKey;
    prepared.record.accelerator = accelerator;
    prepared.clientKey = clientKey->privateKey;
    prepared.authorizedKey = QString::fromLatin1(clientKey->publicKey);
    if (Result<void> saved = folder.save(prepared.record); !saved)
        return saved.error();
    return prepared;
}

} // namespace signalbox
