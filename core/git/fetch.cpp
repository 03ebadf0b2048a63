// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/mirror_private.h"

#include "core/git/handles.h"
#include "core/git/network.h"
#include "core/git/ref_lock.h"

#include <git2.h>

#include <QDir>
#include <QFile>

namespace signalbox {

using namespace git;

namespace {

struct FetchTransfer : Transfer {
    using Transfer::Transfer;
    TransferCallback progress;
};

int onProgress(const git_indexer_progress* stats, void* payload) {
    const auto& transfer = *static_cast<FetchTransfer*>(static_cast<Transfer*>(payload));
    if (transfer.mustStop())
        return GIT_EUSER;
    if (transfer.progress)
        transfer.progress({stats->received_objects, stats->total_objects, qint64(stats->received_bytes)});
    return 0;
}

/// Remembers the remote's default branch as refs/remotes/origin/HEAD, as a clone does.
int rememberDefaultBranch(git_repository* repo, git_remote* remote) {
    git_buf name = GIT_BUF_INIT;
    QString branch;
    if (git_remote_default_branch(&name, remote) == 0)
        branch = QString::fromUtf8(name.ptr).mid(int(qstrlen("refs/heads/")));
    git_buf_dispose(&name);
    if (branch.isEmpty()) {
        const int code = git_reference_remove(repo, "refs/remotes/origin/HEAD");
        return code == GIT_ENOTFOUND ? 0 : code;
    }
    Handle<git_reference> head;
    const QByteArray target = QByteArrayLiteral("refs/remotes/origin/") + branch.toUtf8();
    return git_reference_symbolic_create(into(head), repo, "refs/remotes/origin/HEAD", target.constData(), 1,
                                         nullptr);
}

/// A killed fetch leaves its unfinished pack; only fetches write there, and there is one at a time.
void sweepUnfinishedPacks(const QString& dir) {
    const QDir packs(dir + QStringLiteral("/objects/pack"));
    for (const QString& name : packs.entryList({QStringLiteral("pack_*")}, QDir::Files | QDir::Hidden))
        QFile::remove(packs.filePath(name));
}

} // namespace

Result<void> Mirror::fetch(const QString& url, Millis timeLimit, const TransferCallback& progress,
                           const CancelToken& cancel) {
    auto where = parseRemoteUrl(url);
    if (!where)
        return where.error();
    const std::lock_guard lock(m_shared->fetching);
    sweepUnfinishedPacks(m_dir);
    auto repo = openBare(m_dir);
    if (!repo)
        return repo.error();
    auto opened = openRemote(repo->get(), where->text);
    if (!opened)
        return opened.error();
    const Handle<git_remote> remote = std::move(*opened);

    FetchTransfer transfer(url, timeLimit, cancel);
    transfer.progress = progress;
    git_fetch_options options = GIT_FETCH_OPTIONS_INIT;
    transfer.fill(options.callbacks);
    options.callbacks.transfer_progress = onProgress;
    options.callbacks.sideband_progress = [](const char*, int, void* payload) {
        return static_cast<Transfer*>(payload)->mustStop() ? int(GIT_EUSER) : 0;
    };
    options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE; // the refspec below takes all of them
    options.update_fetchhead = 0;
    options.proxy_opts.type = GIT_PROXY_AUTO;

    char branches[] = "+refs/heads/*:refs/remotes/origin/*";
    char tags[] = "+refs/tags/*:refs/tags/*";
    char* specs[] = {branches, tags};
    const git_strarray refspecs{specs, std::size(specs)};
    if (transfer.mustStop())
        return transfer.failed(GIT_EUSER);
    if (const int code = git_remote_connect(remote.get(), GIT_DIRECTION_FETCH, &options.callbacks,
                                            &options.proxy_opts, nullptr))
        return transfer.failed(code);
    if (const int code = git_remote_download(remote.get(), &refspecs, &options))
        return transfer.failed(code);
    const auto code = writeRefs(m_dir, [&] {
        int step = git_remote_prune(remote.get(), &options.callbacks);
        if (step == 0)
            step = git_remote_update_tips(remote.get(), &options.callbacks, 0, GIT_REMOTE_DOWNLOAD_TAGS_NONE,
                                          nullptr);
        return step == 0 ? rememberDefaultBranch(repo->get(), remote.get()) : step;
    });
    if (!code)
        return code.error();
    if (*code != 0)
        return lastError(*code,
                         QStringLiteral("cannot update the branches taken from %1").arg(shownUrl(url)));
    git_remote_disconnect(remote.get());
    return {};
}

} // namespace signalbox
