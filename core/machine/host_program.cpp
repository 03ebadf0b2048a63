// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/host_program.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>

namespace signalbox {

Result<QByteArray> runHostProgram(const QString& program, const QStringList& arguments, Millis limit,
                                  const CancelToken& cancel, const QString& package) {
    // mke2fs and friends live in sbin, which an ordinary user's PATH lacks.
    QString path = QStandardPaths::findExecutable(program);
    if (path.isEmpty())
        path =
            QStandardPaths::findExecutable(program, {QStringLiteral("/usr/sbin"), QStringLiteral("/sbin")});
    if (path.isEmpty())
        return Error{ErrorKind::NotFound, QStringLiteral("the program %1 is not installed").arg(program),
                     QStringLiteral("apt install %1").arg(package)};
    if (cancel.cancelled())
        return Error{ErrorKind::Cancelled, QStringLiteral("%1 was cancelled").arg(program), {}};
    QProcess process;
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(path, arguments);
    if (!process.waitForStarted())
        return Error{ErrorKind::Unavailable,
                     QStringLiteral("cannot start %1: %2").arg(path, process.errorString()),
                     {}};
    QElapsedTimer timer;
    timer.start();
    // Short slices: a cancel is noticed soon without a second thread.
    while (!process.waitForFinished(50)) {
        if (process.state() == QProcess::NotRunning)
            break;
        if (cancel.cancelled() || timer.elapsed() > limit.count()) {
            process.kill();
            process.waitForFinished(5000);
            if (cancel.cancelled())
                return Error{ErrorKind::Cancelled, QStringLiteral("%1 was cancelled").arg(program), {}};
            return Error{ErrorKind::Timeout,
                         QStringLiteral("%1 did not end within %2").arg(program, humanDuration(limit)),
                         {}};
        }
    }
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
        const QString said = QString::fromLocal8Bit(process.readAllStandardError().right(2000)).trimmed();
        return Error{ErrorKind::Unavailable,
                     QStringLiteral("%1 failed (%2): %3")
                         .arg(program,
                              process.exitStatus() == QProcess::NormalExit
                                  ? QStringLiteral("exit code %1").arg(process.exitCode())
                                  : QStringLiteral("killed"),
                              said),
                     {}};
    }
    return process.readAllStandardOutput();
}

} // namespace signalbox
