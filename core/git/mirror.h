// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/git/git_types.h"

namespace signalbox {

/// A bare repository that the core keeps of one registered repository. Branches of the origin live in
/// refs/remotes/origin/, its tags in refs/tags/; the core's own refs are all below refs/signalbox/, which a
/// fetch never touches. Copies refer to the same mirror. Thread-safe: each operation opens its own handle.
/// Every call blocks; none asks the user for anything.
class Mirror {
public:
    /// Opens the mirror in dir and creates it if there is none.
    static Result<Mirror> open(const QString& dir);

    [[nodiscard]] const QString& directory() const { return m_dir; }

    /// Takes over all branches and tags of url and forgets those that are gone there. url: a path, file://,
    /// http(s)://, ssh:// or user@host:path. NotFound: no repository there. Denied: it wants a login that we
    /// do not have. Unavailable: no answer. Timeout, Cancelled. The mirror is as before when it fails before
    /// the end.
    Result<void> fetch(const QString& url, Millis timeLimit, const TransferCallback& progress,
                       const CancelToken& cancel);
    /// The branch that the origin calls its default at the last fetch, without refs/heads/.
    [[nodiscard]] Result<QString> defaultBranch() const;

    /// A commit by its full id, by full ref name, or by the name of an origin's branch or tag.
    [[nodiscard]] Result<CommitInfo> commit(const QString& oidOrRef) const;
    [[nodiscard]] Result<QString> treeOf(const QString& commit) const;
    /// True when ancestor is commit itself or one of its ancestors.
    [[nodiscard]] Result<bool> isAncestor(const QString& ancestor, const QString& commit) const;

    /// Points a ref below refs/signalbox/ to a commit; other names are Denied.
    Result<void> setRef(const QString& name, const QString& commit);
    /// Success when there is no such ref.
    Result<void> deleteRef(const QString& name);
    /// Full names of the refs that begin with prefix, sorted.
    [[nodiscard]] Result<QStringList> listRefs(const QString& prefix) const;

    /// Writes a bundle (format 2) with the whole history of commit, from which `git clone -b BRANCH` works
    /// where refName is refs/heads/BRANCH.
    Result<void> writeBundle(const QString& commit, const QString& refName, const QString& hostPath,
                             const CancelToken& cancel) const;
    /// Writes a tree (or a commit's tree) as a tar file: the stored bytes without any filter, fixed owner,
    /// order and time, so that equal trees give equal files.
    Result<void> exportTar(const QString& tree, const QString& hostPath, const CancelToken& cancel) const;

    /// Takes in what came out of a guest, which is not trusted. Nothing becomes visible before all of it was
    /// checked: one tip that descends from expectedBase; every new commit, path, mode and link acceptable;
    /// every limit kept. On success the objects are in the mirror and targetRef (below refs/signalbox/)
    /// points to the tip. Repeating it is harmless. Errors are written for the agent that made the commit:
    /// they name commit and path.
    Result<ImportedCommit> importBundle(const QString& hostPath, const QString& expectedBase,
                                        const QString& targetRef, const ImportLimits& limits,
                                        const CancelToken& cancel);

    /// What differs between two commits (or trees), renames found.
    [[nodiscard]] Result<ChangeSet> changes(const QString& base, const QString& tip) const;
    [[nodiscard]] Result<Patch> patch(const QString& base, const QString& tip, qint64 maxBytes) const;
    /// LimitReached above maxBytes; NotFound when it is not a file there.
    [[nodiscard]] Result<QByteArray> fileAt(const QString& commit, const QString& path,
                                            qint64 maxBytes) const;
    /// Every file and link of the commit, sorted by path bytes.
    [[nodiscard]] Result<QStringList> listFiles(const QString& commit) const;

    /// True when tip contains commit, or commits since base that make the same changes: squashed into one, or
    /// rebased one by one.
    [[nodiscard]] Result<bool> containsChange(const QString& tip, const QString& base,
                                              const QString& commit) const;

    /// Writes a tree that equals base, but whose paths for which takeFromOverlay holds come from overlay;
    /// such a path that overlay lacks is absent. Where a file of one side and a directory of the other claim
    /// a name, what comes from overlay wins. Arguments are trees or commits; the result is a tree's id.
    Result<QString> composeTree(const QString& base, const QString& overlay,
                                const std::function<bool(const QString& path)>& takeFromOverlay);

    /// Sets a branch of a remote to commit. Without expectedOld the branch must not exist there, with it it
    /// must be at that commit; otherwise Conflict. A branch that is at commit already is success.
    Result<PushResult> push(const QString& url, const QString& commit, const QString& branch,
                            const std::optional<QString>& expectedOld, Millis timeLimit,
                            const CancelToken& cancel);
    /// Undoes a push: removes the branch if it is still at expectedOid; success when it is gone, else
    /// Conflict.
    Result<void> deleteRemoteBranch(const QString& url, const QString& branch, const QString& expectedOid,
                                    Millis timeLimit, const CancelToken& cancel);

    /// Adds a note to a commit in the remote's notes ref (refs/notes/...), on top of what is there; replaces
    /// our earlier note on that commit. Tries again when somebody else writes at the same time.
    Result<void> publishNote(const QString& url, const QString& notesRef, const QString& commit,
                             const QString& text, Millis timeLimit, const CancelToken& cancel);
    /// The note as of our last publishNote; NotFound without one.
    [[nodiscard]] Result<QString> note(const QString& notesRef, const QString& commit) const;

private:
    struct Shared;
    Mirror(QString dir, std::shared_ptr<Shared> shared);

    QString m_dir;
    std::shared_ptr<Shared> m_shared;
};

} // namespace signalbox
