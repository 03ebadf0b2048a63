// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/ref_lock.h"

#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace signalbox::git {

Result<RefLock> RefLock::take(const QString& mirrorDir) {
    const QString path = mirrorDir + QStringLiteral("/signalbox-refs.flock");
    const int fd = ::open(QFile::encodeName(path).constData(), O_CREAT | O_RDWR | O_CLOEXEC, 0644);
    if (fd < 0)
        return Error{ErrorKind::Unavailable,
                     QStringLiteral("cannot open %1: %2").arg(path, qt_error_string(errno)),
                     QStringLiteral("the directory must be writable by the core")};
    while (::flock(fd, LOCK_EX) != 0)
        if (errno != EINTR) {
            const int error = errno;
            ::close(fd);
            return Error{ErrorKind::Unavailable,
                         QStringLiteral("cannot lock %1: %2").arg(path, qt_error_string(error)),
                         {}};
        }
    return RefLock(fd);
}

RefLock::~RefLock() {
    if (m_fd >= 0)
        ::close(m_fd);
}

/// True when there was something to remove.
static bool sweepLeftovers(const QString& mirrorDir) {
    bool found = QFile::remove(mirrorDir + QStringLiteral("/packed-refs.lock"));
    QDirIterator walk(mirrorDir + QStringLiteral("/refs"), {QStringLiteral("*.lock")},
                      QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (walk.hasNext())
        found = QFile::remove(walk.next()) || found;
    return found;
}

Result<int> writeRefs(const QString& mirrorDir, const std::function<int()>& write) {
    auto lock = RefLock::take(mirrorDir);
    if (!lock)
        return lock.error();
    int code = write();
    // Not every call of libgit2 keeps the code that says "locked", so any failure is reason to look.
    if (code != 0 && sweepLeftovers(mirrorDir))
        code = write();
    return code;
}

void syncRef(const QString& mirrorDir, const QString& refName) {
    const QString file = mirrorDir + QLatin1Char('/') + refName;
    for (const QString& path : {file, QFileInfo(file).path()}) {
        const int fd = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
        if (fd >= 0) {
            ::fsync(fd);
            ::close(fd);
        }
    }
}

} // namespace signalbox::git
