// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bare_machine.h"

#include "core/base/files.h"
#include "core/machine/image_store.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>

namespace signalbox::bench {

namespace {

constexpr qint64 largestProgram = 16LL * 1024 * 1024;
const QByteArray mark = "signalbox-bare-machine-runs";

/// One file of a cpio archive in the kernel's "newc" form.
QByteArray entry(int inode, const QByteArray& name, int mode, const QByteArray& data, int major = 0,
                 int minor = 0) {
    QByteArray head = "070701";
    for (const qint64 field :
         {qint64(inode), qint64(mode), qint64(0), qint64(0), qint64(1), qint64(0), qint64(data.size()),
          qint64(0), qint64(0), qint64(major), qint64(minor), qint64(name.size() + 1), qint64(0)})
        head += QByteArray::number(field, 16).toUpper().rightJustified(8, '0');
    head += name + '\0';
    head.append(QByteArray((4 - head.size() % 4) % 4, '\0'));
    return head + data + QByteArray((4 - data.size() % 4) % 4, '\0');
}

QByteArray initrdWith(const QByteArray& busybox) {
    const QByteArray script = "#!/bin/busybox sh\n/bin/busybox echo " + mark + "\n/bin/busybox poweroff -f\n";
    return entry(1, "dev", 0040755, {}) + entry(2, "dev/console", 0020600, {}, 5, 1) +
           entry(3, "bin", 0040755, {}) + entry(4, "bin/busybox", 0100755, busybox) +
           entry(5, "init", 0100755, script) + entry(6, "TRAILER!!!", 0, {});
}

} // namespace

Result<double> bootBareMachine(const QString& images, const QString& directory, int memoryMiB) {
    const auto image = ImageStore(images).resolve({QStringLiteral("base")});
    if (!image)
        return image.error();
    const auto busybox = readFile(QStringLiteral("/bin/busybox"), largestProgram);
    if (!busybox)
        return Error{ErrorKind::NotFound, QStringLiteral("there is no static busybox"),
                     QStringLiteral("apt install busybox-static")};
    const QString initrd = directory + QStringLiteral("/bare.initrd");
    if (const auto written = writeFileAtomically(initrd, initrdWith(*busybox)); !written)
        return written.error();
    QProcess qemu;
    qemu.setProcessChannelMode(QProcess::MergedChannels);
    QElapsedTimer timer;
    timer.start();
    qemu.start(
        QStringLiteral("qemu-system-x86_64"),
        {QStringLiteral("-machine"),
         QStringLiteral("pc"),
         QStringLiteral("-accel"),
         QStringLiteral("tcg,tb-size=128"),
         QStringLiteral("-cpu"),
         QStringLiteral("max"),
         QStringLiteral("-m"),
         QString::number(memoryMiB),
         QStringLiteral("-nodefaults"),
         QStringLiteral("-no-user-config"),
         QStringLiteral("-display"),
         QStringLiteral("none"),
         QStringLiteral("-serial"),
         QStringLiteral("stdio"),
         QStringLiteral("-no-reboot"),
         QStringLiteral("-kernel"),
         image->kernel,
         QStringLiteral("-initrd"),
         initrd,
         QStringLiteral("-append"),
         QStringLiteral("console=ttyS0 quiet panic=-1 mitigations=off no_timer_check cryptomgr.notests "
                        "random.trust_cpu=on rcupdate.rcu_expedited=1 8250.nr_uarts=1")});
    if (!qemu.waitForStarted())
        return Error{
            ErrorKind::NotFound, QStringLiteral("QEMU does not start: %1").arg(qemu.errorString()), {}};
    QByteArray said;
    while (!said.contains(mark) && timer.elapsed() < 60'000 && qemu.waitForReadyRead(60'000))
        said += qemu.readAll();
    const double ms = double(timer.nsecsElapsed()) / 1e6;
    qemu.kill();
    qemu.waitForFinished();
    if (!said.contains(mark))
        return Error{
            ErrorKind::Unavailable,
            QStringLiteral("the bare machine did not run: %1").arg(QString::fromUtf8(said.right(300))),
            {}};
    return ms;
}

} // namespace signalbox::bench
