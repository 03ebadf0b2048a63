// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStorageInfo>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sys/stat.h>

namespace signalbox {

Result<QByteArray> readFile(const QString& path, qint64 maxBytes) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{
            ErrorKind::NotFound, QStringLiteral("cannot read %1: %2").arg(path, file.errorString()), {}};
    // In pieces, the first as large as the file says it is: QFile::read() takes memory for all that it may
    // read, and a limit may be gigabytes. A file of the kernel says that it is empty.
    constexpr qint64 piece = 64 * 1024;
    QByteArray bytes = file.read(std::min(maxBytes, std::max(file.size(), piece)) + 1);
    while (bytes.size() <= maxBytes) {
        const QByteArray more = file.read(std::min(maxBytes + 1 - bytes.size(), piece));
        if (more.isEmpty())
            break;
        bytes += more;
    }
    if (bytes.size() > maxBytes)
        return Error{ErrorKind::LimitReached,
                     QStringLiteral("%1 is larger than %2 bytes").arg(path).arg(maxBytes),
                     {}};
    return bytes;
}

Result<void> writeFileAtomically(const QString& path, const QByteArray& bytes, int mode) {
    QSaveFile file(path);
    const auto failed = [&] {
        return Error{
            ErrorKind::Unavailable, QStringLiteral("cannot write %1: %2").arg(path, file.errorString()), {}};
    };
    if (!file.open(QIODevice::WriteOnly))
        return failed();
    if (::fchmod(file.handle(), static_cast<mode_t>(mode)) != 0)
        return Error{ErrorKind::Unavailable,
                     QStringLiteral("cannot set the mode of %1: %2")
                         .arg(path, QString::fromLocal8Bit(strerror(errno))),
                     {}};
    if (file.write(bytes) != bytes.size() || !file.commit())
        return failed();
    return {};
}

Result<void> makeDirectory(const QString& path, int mode) {
    if (!QDir().mkpath(path) || ::chmod(QFile::encodeName(path).constData(), static_cast<mode_t>(mode)) != 0)
        return Error{ErrorKind::Unavailable,
                     QStringLiteral("cannot make the directory %1: %2")
                         .arg(path, QString::fromLocal8Bit(strerror(errno))),
                     {}};
    return {};
}

Result<void> removeTree(const QString& path) {
    const QFileInfo info(path);
    bool gone = true;
    if (info.isSymLink() || info.isFile())
        gone = QFile::remove(path);
    else if (info.exists())
        gone = QDir(path).removeRecursively();
    if (!gone)
        return Error{ErrorKind::Unavailable, QStringLiteral("cannot remove %1").arg(path), {}};
    return {};
}

Result<qint64> freeBytes(const QString& path) {
    const QStorageInfo storage(path);
    if (!storage.isValid())
        return Error{ErrorKind::NotFound, QStringLiteral("no file system holds %1").arg(path), {}};
    return storage.bytesAvailable();
}

} // namespace signalbox
