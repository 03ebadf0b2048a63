// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/scratch_disk.h"

#include "core/base/files.h"
#include "core/machine/host_program.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <cstdio>
#include <sys/stat.h>

namespace signalbox {

namespace {

constexpr int smallestScratchMiB = 64;
constexpr int largestScratchMiB = 1024 * 1024;

} // namespace

Result<QString> scratchTemplate(const QString& folder, int sizeMiB, const CancelToken& cancel) {
    if (sizeMiB < smallestScratchMiB || sizeMiB > largestScratchMiB)
        return Error{ErrorKind::Invalid,
                     QStringLiteral("a machine's disk must have %1 to %2 MiB, not %3")
                         .arg(smallestScratchMiB)
                         .arg(largestScratchMiB)
                         .arg(sizeMiB),
                     {}};
    // The name holds the recipe's version: a changed recipe makes a new file and never touches one in use.
    const QString finished = QStringLiteral("%1/ext4-v1-%2.qcow2").arg(folder).arg(sizeMiB);
    if (QFileInfo(finished).size() > 0)
        return finished;
    if (Result<void> made = makeDirectory(folder); !made)
        return made.error();
    QTemporaryDir work(folder + u"/.making-XXXXXX"_qs);
    if (!work.isValid())
        return Error{ErrorKind::Unavailable,
                     QStringLiteral("cannot write to %1: %2").arg(folder, work.errorString()),
                     {}};
    const QString raw = work.filePath(QStringLiteral("raw"));
    const QString packed = work.filePath(QStringLiteral("packed"));
    QFile sparse(raw);
    if (!sparse.open(QIODevice::WriteOnly) || !sparse.resize(qint64(sizeMiB) * 1024 * 1024))
        return Error{
            ErrorKind::Unavailable, QStringLiteral("cannot make %1: %2").arg(raw, sparse.errorString()), {}};
    sparse.close();
    const Millis limit = std::chrono::minutes(2);
    // The default reserved blocks stay: the guest's supervisor (root) can then still write when the agent
    // filled the disk. packed_meta_blocks and lazy tables keep the template, which every overlay reads, at a
    // few hundred kilobytes.
    Result<QByteArray> formatted = runHostProgram(
        QStringLiteral("mke2fs"),
        {QStringLiteral("-q"), QStringLiteral("-t"), QStringLiteral("ext4"), QStringLiteral("-F"),
         QStringLiteral("-O"), QStringLiteral("^resize_inode"), QStringLiteral("-E"),
         QStringLiteral("lazy_itable_init=1,lazy_journal_init=1,nodiscard"), QStringLiteral("-L"),
         QStringLiteral("scratch"), raw},
        limit, cancel, QStringLiteral("e2fsprogs"));
    if (!formatted)
        return formatted.error().within(QStringLiteral("cannot make a scratch disk"));
    Result<QByteArray> converted =
        runHostProgram(QStringLiteral("qemu-img"),
                       {QStringLiteral("convert"), QStringLiteral("-f"), QStringLiteral("raw"),
                        QStringLiteral("-O"), QStringLiteral("qcow2"), raw, packed},
                       limit, cancel, QStringLiteral("qemu-utils"));
    if (!converted)
        return converted.error().within(QStringLiteral("cannot make a scratch disk"));
    // Read-only from birth, and renamed in one step: others see all of it or nothing; whoever comes last
    // wins, harmlessly (an overlay that has the former open keeps it).
    if (::chmod(QFile::encodeName(packed).constData(), 0444) != 0 ||
        (!QFileInfo::exists(finished) &&
         ::rename(QFile::encodeName(packed).constData(), QFile::encodeName(finished).constData()) != 0))
        return Error{
            ErrorKind::Unavailable, QStringLiteral("cannot put the scratch disk at %1").arg(finished), {}};
    return finished;
}

} // namespace signalbox
