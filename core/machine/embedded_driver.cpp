// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/embedded_driver.h"

#include "core/base/digest.h"
#include "core/base/files.h"
#include "core/machine/abandoned_probes.h"
#include "core/machine/host_program.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace signalbox {

namespace {

/// A Unix socket's path holds 107 characters. Below its root the driver makes
/// lib/qemu/channel/target/domain-NUMBER-TWENTY_OF_THE_MACHINE/org.signalbox.guest: 74 and the number's
/// digits.
constexpr qsizetype longestRoot = 107 - 74 - 6;

/// The same at each start: machines that a core before this one left have it in the paths of their sockets.
QString shortNameOf(const QString& directory) {
    return QStringLiteral("/tmp/.sb-") + sha256(directory.toUtf8()).left(10);
}

/// A name by which libvirt can reach its root: a short link, where the path is too long for sockets.
Result<QString> reachableName(const QString& root) {
    if (QFile::encodeName(root).size() <= longestRoot)
        return root;
    const QString link = shortNameOf(root);
    const QByteArray name = QFile::encodeName(link);
    if (::symlink(QFile::encodeName(root).constData(), name.constData()) == 0)
        return link;
    struct stat info {};
    const bool ours = ::lstat(name.constData(), &info) == 0 && S_ISLNK(info.st_mode) &&
                      info.st_uid == ::geteuid() && QFile::symLinkTarget(link) == root;
    if (ours)
        return link;
    return Error{
        ErrorKind::Denied,
        QStringLiteral("the path %1 is too long for the sockets that are made below it, and %2, "
                       "which was to stand for it, is not ours")
            .arg(root, link),
        QStringLiteral("remove %1, or set SIGNALBOX_HOME to a directory with a shorter path").arg(link)};
}

bool mayUse(const struct stat& device, const HypervisorUser& user) {
    std::vector<gid_t> groups(64);
    int count = int(groups.size());
    ::getgrouplist(user.name.toUtf8().constData(), user.gid, groups.data(), &count);
    groups.resize(size_t(std::max(count, 0)));
    const bool inGroup = std::find(groups.begin(), groups.end(), device.st_gid) != groups.end();
    return (device.st_mode & 0006) == 0006 || (inGroup && (device.st_mode & 0060) == 0060) ||
           (device.st_uid == user.uid && (device.st_mode & 0600) == 0600);
}

/// libvirt decides again and again, seconds each time, what QEMU can do, when QEMU's user may not open
/// /dev/kvm although the core may. Debian's udev rule gives the device to the group kvm; where no udev ran,
/// or where the device is that of a host whose groups have other numbers (in a container), QEMU's user alone
/// is let in, and nothing is taken from anybody. Without that machines still run, only slower to start.
void shareKvmDevice(const HypervisorUser& user) {
    const QString device = QStringLiteral("/dev/kvm");
    struct stat info {};
    if (::stat(QFile::encodeName(device).constData(), &info) != 0 || mayUse(info, user))
        return;
    const auto shared = runHostProgram(
        QStringLiteral("setfacl"), {QStringLiteral("-m"), QStringLiteral("u:%1:rw").arg(user.name), device},
        std::chrono::seconds(10), {}, QStringLiteral("acl"));
    if (!shared)
        qWarning("signalbox: %s may not use %s, so machines start slower: %s", qPrintable(user.name),
                 qPrintable(device), qPrintable(shared.error().text()));
}

/// Files stay owned as we made them (the image store must never belong to QEMU's user); AppArmor's and
/// SELinux's profiles know only the daemon's own directories. Without systemd, libvirt puts all machines
/// together into one control group that weighs as much as a single process of the host: on a busy host they
/// would starve. There the processor controller stays unused; a machine still has no more processors than its
/// description says.
QString privilegedSettings(const HypervisorUser& user, bool limitProcessor) {
    return QStringLiteral("user = \"%1\"\ngroup = \"+%2\"\n"
                          "dynamic_ownership = 0\nremember_owner = 0\nsecurity_driver = \"none\"\n"
                          "cgroup_controllers = [ %3\"memory\", \"devices\", \"cpuacct\" ]\n")
        .arg(user.name)
        .arg(user.gid)
        .arg(limitProcessor ? QStringLiteral("\"cpu\", ") : QString());
}

} // namespace

std::optional<HypervisorUser> accountOfQemu() {
    for (const char* name : {"libvirt-qemu", "qemu"})
        if (const passwd* entry = ::getpwnam(name))
            return HypervisorUser{entry->pw_uid, entry->pw_gid, QString::fromLatin1(name)};
    return std::nullopt;
}

Result<QString> prepareEmbeddedDriver(const QString& root, const std::optional<HypervisorUser>& user,
                                      bool limitProcessor) {
    if (root.isEmpty())
        return Error{ErrorKind::Invalid, QStringLiteral("the URI of the embedded hypervisor names no root"),
                     QStringLiteral("qemu:///embed?root=DIR")};
    const bool privileged = ::geteuid() == 0;
    if (privileged && !user)
        return Error{ErrorKind::NotFound, QStringLiteral("there is no user libvirt-qemu for QEMU to run as"),
                     QStringLiteral("apt install libvirt-daemon-system (its service may stay off)")};
    for (const QString& folder : {root + u"/etc"_qs, root})
        if (Result<void> made = makeDirectory(folder, 0755); !made)
            return made.error();
    // The console goes straight to its file: for anything else libvirt would start a daemon.
    QString text = QStringLiteral("# Written by Signalbox at each start.\nstdio_handler = \"file\"\n");
    if (privileged) {
        for (QString path = root; path != u"/"; path = QFileInfo(path).path())
            if (!(QFileInfo(path).permissions() & QFile::ExeOther))
                return Error{
                    ErrorKind::Denied, QStringLiteral("the user %1 cannot reach %2").arg(user->name, root),
                    QStringLiteral("chmod o+x %1, or set SIGNALBOX_HOME to another place").arg(path)};
        shareKvmDevice(*user);
        text += privilegedSettings(*user, limitProcessor);
    }
    if (Result<void> written = writeFileAtomically(root + u"/etc/qemu.conf"_qs, text.toUtf8(), 0644);
        !written)
        return written.error();
    Result<QString> name = reachableName(root);
    if (name)
        endAbandonedProbes(root, *name);
    return name;
}

} // namespace signalbox
