// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/mirror.h"

#include "core/git/bundle_cache.h"
#include "core/git/handles.h"

#include <git2.h>

#include <QSaveFile>

namespace signalbox {

using namespace git;

namespace {

struct PackSink {
    QSaveFile& file;
    const CancelToken& cancel;
};

int writePiece(void* bytes, size_t size, void* payload) {
    auto& sink = *static_cast<PackSink*>(payload);
    if (sink.cancel.cancelled())
        return GIT_EUSER;
    return sink.file.write(static_cast<const char*>(bytes), qint64(size)) == qint64(size) ? 0 : -1;
}

int onPackProgress(int, uint32_t, uint32_t, void* payload) {
    return static_cast<PackSink*>(payload)->cancel.cancelled() ? int(GIT_EUSER) : 0;
}

} // namespace

Result<void> Mirror::writeBundle(const QString& commit, const QString& refName, const QString& hostPath,
                                 const CancelToken& cancel) const {
    auto repo = openBare(m_dir);
    if (!repo)
        return repo.error();
    int valid = 0;
    if (git_reference_name_is_valid(&valid, refName.toUtf8().constData()) != 0 || !valid)
        return Error{ErrorKind::Invalid, QStringLiteral("\"%1\" is not a valid ref name").arg(refName), {}};
    auto found = findCommit(repo->get(), commit);
    if (!found)
        return found.error();
    const git_oid tip = *git_commit_id(found->get());

    const BundleCache cache(m_dir);
    if (!cancel.cancelled() && cache.fetch(toHex(tip), refName, hostPath))
        return {};
    QSaveFile file(hostPath);
    if (!file.open(QIODevice::WriteOnly))
        return Error{ErrorKind::Unavailable,
                     QStringLiteral("cannot write %1: %2").arg(hostPath, file.errorString()),
                     {}};
    PackSink sink{file, cancel};
    // HEAD as well, so that a clone checks the branch out without being told its name.
    const QByteArray id = toHex(tip).toLatin1();
    file.write("# v2 git bundle\n" + id + " HEAD\n" + id + ' ' + refName.toUtf8() + "\n\n");

    Handle<git_revwalk> walk;
    Handle<git_packbuilder> pack;
    int code = git_revwalk_new(into(walk), repo->get());
    if (code == 0)
        code = git_revwalk_push(walk.get(), &tip);
    if (code == 0)
        code = git_packbuilder_new(into(pack), repo->get());
    if (code == 0)
        git_packbuilder_set_threads(pack.get(), 0); // as many as there are processors
    if (code == 0)
        code = git_packbuilder_set_callbacks(pack.get(), onPackProgress, &sink);
    if (code == 0)
        code = git_packbuilder_insert_walk(pack.get(), walk.get());
    if (code == 0)
        code = git_packbuilder_foreach(pack.get(), writePiece, &sink);
    if (cancel.cancelled())
        return Error{ErrorKind::Cancelled, QStringLiteral("writing %1 was cancelled").arg(hostPath), {}};
    if (file.error() != QFileDevice::NoError || (code == 0 && !file.commit()))
        return Error{ErrorKind::Unavailable,
                     QStringLiteral("cannot write %1: %2").arg(hostPath, file.errorString()),
                     QStringLiteral("check the room on the disk")};
    if (code != 0)
        return lastError(code, QStringLiteral("cannot bundle the commit %1").arg(toHex(tip)));
    cache.keep(toHex(tip), refName, hostPath);
    return {};
}

} // namespace signalbox
