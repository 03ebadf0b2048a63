// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/single_writer_lock.h"

#include "core/base/cancel.h"

#include <QFile>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace signalbox {

namespace {

constexpr auto waitForTheDead = std::chrono::seconds(5);
constexpr auto pause = std::chrono::milliseconds(20);

/// The process that wrote its number into the lock file; 0 when there is none.
pid_t holderOf(int descriptor) {
    char text[32] = {};
    const ssize_t length = ::pread(descriptor, text, sizeof(text) - 1, 0);
    return length > 0 ? pid_t(QByteArray(text, length).trimmed().toInt()) : 0;
}

bool isDead(pid_t process) {
    return process > 0 && ::kill(process, 0) != 0 && errno == ESRCH;
}

/// Tries to lock. A core that was killed just when it started a program leaves its lock, for a moment, with a
/// process that is about to become that program: that is waited out.
bool lockOrWait(int descriptor) {
    const auto until = std::chrono::steady_clock::now() + waitForTheDead;
    for (;;) {
        if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0)
            return true;
        const int why = errno;
        if (why != EWOULDBLOCK || !isDead(holderOf(descriptor)) || std::chrono::steady_clock::now() > until) {
            errno = why;
            return false;
        }
        CancelToken().waitFor(pause);
    }
}

} // namespace

Result<std::unique_ptr<SingleWriterLock>> SingleWriterLock::take(const QString& path) {
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return Error{ErrorKind::Unavailable,
                     QStringLiteral("cannot make the lock file %1: %2")
                         .arg(path, QString::fromLocal8Bit(strerror(errno))),
                     QStringLiteral("check that the directory exists and that this user may write to it")};
    if (!lockOrWait(descriptor)) {
        const int why = errno;
        const pid_t process = holderOf(descriptor);
        const QString holder =
            process > 0 ? QStringLiteral("process %1").arg(process) : QStringLiteral("another process");
        ::close(descriptor);
        if (why != EWOULDBLOCK)
            return Error{
                ErrorKind::Unavailable,
                QStringLiteral("cannot lock %1: %2").arg(path, QString::fromLocal8Bit(strerror(why))),
                QStringLiteral("keep the journal on a file system that supports locks")};
        return Error{
            ErrorKind::Conflict, QStringLiteral("the journal is in use by %1").arg(holder),
            QStringLiteral("only one core writes a journal: connect to the running core, or stop it")};
    }
    // The number only makes the message of the next one better; that it could not be written is no failure.
    const QByteArray pid = QByteArray::number(static_cast<qint64>(::getpid())) + '\n';
    if (::ftruncate(descriptor, 0) == 0 && ::pwrite(descriptor, pid.constData(), pid.size(), 0) < 0)
        errno = 0;
    return std::unique_ptr<SingleWriterLock>(new SingleWriterLock(descriptor));
}

// The file stays: removing it would let two processes hold locks on two files of the same name.
SingleWriterLock::~SingleWriterLock() {
    ::close(m_descriptor);
}

} // namespace signalbox
