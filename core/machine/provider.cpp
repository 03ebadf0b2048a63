// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/provider.h"

#include "core/machine/libvirt_provider.h"
#include "core/machine/process_provider.h"

#include <QDir>
#include <QStandardPaths>
#include <QUrl>

#include <unistd.h>

namespace signalbox {

QString MachineConfig::defaultStateDirectory() {
    if (const QString home = qEnvironmentVariable("SIGNALBOX_HOME"); !home.isEmpty())
        return QDir::cleanPath(QDir::current().absoluteFilePath(home));
    if (::geteuid() == 0)
        return QStringLiteral("/var/lib/signalbox");
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
           QStringLiteral("/signalbox");
}

QString MachineConfig::defaultImageDirectory() {
    if (const QString images = qEnvironmentVariable("SIGNALBOX_IMAGES"); !images.isEmpty())
        return QDir::cleanPath(QDir::current().absoluteFilePath(images));
    return defaultStateDirectory() + QStringLiteral("/images");
}

QString MachineConfig::defaultUri() const {
    return QStringLiteral("qemu:///embed?root=%1/libvirt").arg(stateDirectory);
}

Result<std::shared_ptr<MachineProvider>> makeProvider(const QString& uri, const MachineConfig& config) {
    const QString chosen = uri.isEmpty() ? config.defaultUri() : uri;
    if (chosen == u"process:")
        return std::shared_ptr<MachineProvider>(std::make_shared<ProcessProvider>(config));
    const QUrl url(chosen);
    if (!url.isValid() || !(url.scheme() == u"qemu" || url.scheme().startsWith(u"qemu+")))
        return Error{
            ErrorKind::Invalid, QStringLiteral("\"%1\" is no hypervisor known here").arg(chosen),
            QStringLiteral(
                "use qemu:///embed?root=DIR, qemu:///session, qemu:///system, qemu+ssh://HOST/system, "
                "or process: for development")};
    return std::shared_ptr<MachineProvider>(std::make_shared<LibvirtProvider>(chosen, config));
}

} // namespace signalbox
