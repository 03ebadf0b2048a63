// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/process_sandbox.h"

#include "core/base/files.h"
#include "core/machine/host_program.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace signalbox {

namespace {

/// This computer's folders that programs need; the others do not exist for a machine.
const QStringList& hostFolders() {
    static const QStringList folders{u"bin"_qs, u"etc"_qs,  u"lib"_qs, u"lib32"_qs, u"lib64"_qs,
                                     u"opt"_qs, u"sbin"_qs, u"usr"_qs, u"libx32"_qs};
    return folders;
}

const QStringList& kernelFolders() {
    static const QStringList folders{u"dev"_qs, u"proc"_qs, u"sys"_qs};
    return folders;
}

} // namespace

QString ProcessSandbox::findBubblewrap() {
    const QString path = QStandardPaths::findExecutable(u"bwrap"_qs);
    if (path.isEmpty())
        return {};
    const QStringList trial{u"--unshare-user"_qs, u"--unshare-pid"_qs, u"--ro-bind"_qs, u"/"_qs, u"/"_qs,
                            u"--proc"_qs,         u"/proc"_qs,         u"true"_qs};
    return runHostProgram(path, trial, Millis(5000), {}, u"bubblewrap"_qs) ? path : QString();
}

Result<void> ProcessSandbox::prepare() const {
    for (const QString& top : {u"home"_qs, u"home/agent"_qs, u"tmp"_qs, u"run"_qs, u"root"_qs})
        if (Result<void> made = makeDirectory(ownFolder(top), 0700); !made)
            return made;
    return {};
}

Result<QString> ProcessSandbox::place(const QString& guestPath) const {
    const QString clean = QDir::cleanPath(guestPath);
    const QString top = clean.section(u'/', 1, 1);
    if (!clean.startsWith(u'/') || top.isEmpty())
        return Error{ErrorKind::Invalid, QStringLiteral("\"%1\" is no absolute path").arg(guestPath), {}};
    if (hostFolders().contains(top) || kernelFolders().contains(top))
        return m_bwrap.isEmpty()
                   ? Result<QString>(Error{
                         ErrorKind::Denied, QStringLiteral("%1 belongs to this computer").arg(guestPath), {}})
                   : Result<QString>(clean); // read-only there: the attempt itself is refused
    if (!QFileInfo::exists(ownFolder(top)))
        if (Result<void> made = makeDirectory(ownFolder(top), 0700); !made)
            return made.error();
    return m_bwrap.isEmpty() ? m_folder + u"/tops"_qs + clean : clean;
}

QStringList ProcessSandbox::wrap(const QString& name, const QString& directory,
                                 const QStringList& command) const {
    if (m_bwrap.isEmpty())
        return command;
    // The number 1000 inside is this user outside. Nothing more can be had of this computer by it than by
    // running the program directly, and a good deal less be damaged by mistake.
    QStringList line{m_bwrap,
                     u"--die-with-parent"_qs,
                     u"--unshare-user"_qs,
                     u"--uid"_qs,
                     u"1000"_qs,
                     u"--gid"_qs,
                     u"1000"_qs,
                     u"--unshare-pid"_qs,
                     u"--unshare-ipc"_qs,
                     u"--unshare-uts"_qs,
                     u"--hostname"_qs,
                     name,
                     u"--tmpfs"_qs,
                     u"/"_qs};
    for (const QString& top : hostFolders()) {
        const QFileInfo info(u'/' + top);
        if (info.isSymLink())
            line << u"--symlink"_qs << QDir(u"/"_qs).relativeFilePath(info.symLinkTarget()) << u'/' + top;
        else if (info.isDir())
            line << u"--ro-bind"_qs << u'/' + top << u'/' + top;
    }
    line << u"--proc"_qs << u"/proc"_qs << u"--dev"_qs << u"/dev"_qs;
    if (QFileInfo(u"/etc/shadow"_qs).isReadable())
        line << u"--ro-bind"_qs << u"/dev/null"_qs << u"/etc/shadow"_qs;
    for (const QString& top : QDir(m_folder + u"/tops"_qs).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        line << u"--bind"_qs << ownFolder(top) << u'/' + top;
    line << u"--chdir"_qs << directory << u"--"_qs;
    return line + command;
}

} // namespace signalbox
