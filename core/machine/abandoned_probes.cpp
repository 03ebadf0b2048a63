// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/abandoned_probes.h"

#include "core/base/files.h"

#include <QDir>

#include <csignal>
#include <unistd.h>

namespace signalbox {

int endAbandonedProbes(const QString& root, const QString& name) {
    const auto driver = readFile(root + u"/run/qemu/driver.pid"_qs, 64);
    if (!driver)
        return 0; // nobody was here before
    const auto owner = pid_t(driver->trimmed().toInt());
    if (owner > 0 && owner != ::getpid() && ::kill(owner, 0) == 0)
        return 0;
    const QByteArray mark = (name + u"/lib/qemu/qmp-"_qs).toUtf8();
    int ended = 0;
    for (const QString& entry : QDir(u"/proc"_qs).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        bool isProcess = false;
        const auto process = pid_t(entry.toInt(&isProcess));
        if (!isProcess)
            continue;
        const auto command = readFile(QStringLiteral("/proc/%1/cmdline").arg(entry), 64 * 1024);
        if (command && command->contains(mark) && ::kill(process, SIGKILL) == 0)
            ++ended;
    }
    const QDir folder(root + u"/lib/qemu"_qs);
    for (const QString& probe : folder.entryList({QStringLiteral("qmp-*")}, QDir::Dirs))
        if (const auto gone = removeTree(folder.filePath(probe)); !gone)
            break; // libvirt takes a new name each time: it is only untidy
    return ended;
}

} // namespace signalbox
