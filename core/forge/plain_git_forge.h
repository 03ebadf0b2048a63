// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forge/forge.h"

namespace signalbox {

/// A remote that knows Git and nothing else: the pull request is a branch, a description beside its evidence
/// in a directory, and the same description as a Git note on the commit, in refs/notes/signalbox of the
/// remote.
class PlainGitForge final : public Forge {
public:
    PlainGitForge(QString url, ForgeSettings settings, Mirror mirror);

    Result<Publication> publish(const PullRequest& request, const CancelToken& cancel) override;
    Result<void> withdraw(const Publication& publication, const CancelToken& cancel) override;
    /// Merged when the base branch contains the commit, or commits with the same changes (squashed or
    /// rebased); Rejected when the branch is gone without that.
    Result<PullRequestState> state(const Publication& publication, const QString& baseBranch,
                                   const QString& baseCommit, const CancelToken& cancel) override;

private:
    Result<void> requireApprovedTree(const PullRequest& request) const;

    QString m_url;
    ForgeSettings m_settings;
    Mirror m_mirror;
};

} // namespace signalbox
