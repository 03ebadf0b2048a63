// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/push_local.h"

#include "core/git/handles.h"
#include "core/git/ref_lock.h"

#include <git2.h>

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

#include <sys/stat.h>
#include <unistd.h>

namespace signalbox::git {

Error unexpectedOld(const QString& url, const QString& refName, const QString& found,
                    const git_oid* expected) {
    const QString is =
        found.isEmpty() ? QStringLiteral("does not exist") : QStringLiteral("is at %1").arg(found.left(12));
    const QString should =
        expected ? QStringLiteral("at %1").arg(toHex(*expected).left(12)) : QStringLiteral("new");
    return {ErrorKind::Conflict,
            QStringLiteral("%1 in %2 %3, but was expected to be %4").arg(refName, shownUrl(url), is, should),
            QStringLiteral("somebody else wrote it; look at it, then remove or rename it and try again")};
}

namespace {

/// What root writes into a user's repository must belong to that user, or their own git could not work there.
class OwnerKeeper {
public:
    explicit OwnerKeeper(git_repository* repo) : m_gitDir(QFile::decodeName(git_repository_commondir(repo))) {
        struct stat info {};
        m_active = ::geteuid() == 0 && ::stat(QFile::encodeName(m_gitDir).constData(), &info) == 0 &&
                   info.st_uid != 0;
        m_uid = info.st_uid;
        m_gid = info.st_gid;
    }
    /// A ref, its log and the directories that hold them.
    void keepRef(const QString& refName) const {
        if (!m_active)
            return;
        for (QString path = refName; path.contains(QLatin1Char('/'));
             path = path.section(QLatin1Char('/'), 0, -2)) {
            give(m_gitDir + path);
            give(m_gitDir + QStringLiteral("logs/") + path);
        }
        give(m_gitDir + QStringLiteral("packed-refs"));
    }
    void keepPacks() const {
        if (!m_active)
            return;
        QDirIterator files(m_gitDir + QStringLiteral("objects/pack"), QDir::Files);
        while (files.hasNext())
            give(files.next());
    }

private:
    void give(const QString& path) const {
        struct stat info {};
        const QByteArray name = QFile::encodeName(path);
        // Only what we made ourselves a moment ago; everything else keeps its owner.
        if (::lstat(name.constData(), &info) == 0 && info.st_uid == 0 && !S_ISLNK(info.st_mode))
            (void)!::lchown(name.constData(), m_uid, m_gid);
    }

    QString m_gitDir;
    bool m_active = false;
    uid_t m_uid = 0;
    gid_t m_gid = 0;
};

/// Writes into remote the objects that commit needs and that none of its refs has.
int copyObjects(git_repository* mirror, git_repository* remote, const git_oid& commit) {
    Handle<git_revwalk> walk;
    Handle<git_packbuilder> pack;
    int code = git_revwalk_new(into(walk), mirror);
    if (code == 0)
        code = git_revwalk_push(walk.get(), &commit);
    Handle<git_reference_iterator> refs;
    if (code == 0)
        code = git_reference_iterator_new(into(refs), remote);
    const char* name = nullptr;
    while (code == 0 && git_reference_next_name(&name, refs.get()) == 0) {
        git_oid tip;
        // Unknown ones (commits that the mirror does not have) cannot be hidden, and need not be.
        if (git_reference_name_to_id(&tip, remote, name) == 0)
            (void)git_revwalk_hide(walk.get(), &tip);
    }
    if (code == 0)
        code = git_packbuilder_new(into(pack), mirror);
    if (code == 0)
        code = git_packbuilder_insert_walk(pack.get(), walk.get());
    if (code == 0 && git_packbuilder_object_count(pack.get()) > 0) {
        const QString dir =
            QFile::decodeName(git_repository_commondir(remote)) + QStringLiteral("objects/pack");
        QDir().mkpath(dir);
        code = git_packbuilder_write(pack.get(), QFile::encodeName(dir).constData(), 0, nullptr, nullptr);
    }
    return code;
}

bool isCheckedOut(git_reference* ref) {
    return git_reference_is_branch(ref) && git_branch_is_checked_out(ref) == 1;
}

} // namespace

Result<PushResult> pushLocally(git_repository* mirror, const QString& path, const RefUpdate& update) {
    Handle<git_repository> remote;
    if (const int code = git_repository_open_ext(into(remote), QFile::encodeName(path).constData(),
                                                 GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr))
        return lastError(code, path);
    const QByteArray refName = update.refName.toUtf8();
    PushResult result;
    result.remoteRef = update.refName;
    Handle<git_reference> current;
    git_oid old;
    const bool exists = git_reference_lookup(into(current), remote.get(), refName.constData()) == 0 &&
                        git_reference_name_to_id(&old, remote.get(), refName.constData()) == 0;
    if (exists)
        result.oldOid = toHex(old);
    if (exists ? update.target && git_oid_equal(&old, update.target) : !update.target) {
        result.alreadyThere = true;
        return result;
    }
    if (exists != (update.expected != nullptr) || (exists && !git_oid_equal(&old, update.expected)))
        return unexpectedOld(path, update.refName, result.oldOid, update.expected);
    if (exists && isCheckedOut(current.get()))
        return Error{ErrorKind::Conflict, QStringLiteral("%1 is checked out in %2").arg(update.refName, path),
                     QStringLiteral("check out another branch there")};
    int code = 0;
    if (!update.target) {
        code = git_reference_delete(current.get());
    } else {
        const OwnerKeeper owner(remote.get());
        code = copyObjects(mirror, remote.get(), *update.target);
        owner.keepPacks();
        Handle<git_reference> made;
        if (code == 0)
            code = git_reference_create_matching(into(made), remote.get(), refName.constData(), update.target,
                                                 exists, update.expected, "push by signalbox");
        owner.keepRef(update.refName);
    }
    if (code != 0) {
        Error error = lastError(code, QStringLiteral("cannot write %1 in %2").arg(update.refName, path));
        error.hint =
            code == GIT_ELOCKED
                ? QStringLiteral("if no git works there now, remove that lock file: a killed one left it")
                : QStringLiteral("the repository must be writable by the core");
        return error;
    }
    return result;
}

} // namespace signalbox::git
