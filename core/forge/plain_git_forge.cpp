// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/plain_git_forge.h"

#include "core/base/files.h"
#include "core/forge/description.h"

#include <QJsonDocument>

namespace signalbox {

namespace {
const QString notesRef = QStringLiteral("refs/notes/signalbox");
const QString originRefs = QStringLiteral("refs/remotes/origin/");
} // namespace

PlainGitForge::PlainGitForge(QString url, ForgeSettings settings, Mirror mirror)
    : m_url(std::move(url)), m_settings(std::move(settings)), m_mirror(std::move(mirror)) {}

Result<void> PlainGitForge::requireApprovedTree(const PullRequest& request) const {
    const auto tree = m_mirror.treeOf(request.commit);
    if (!tree)
        return tree.error().within(QStringLiteral("cannot publish"));
    if (request.approvedTree.isEmpty() || *tree != request.approvedTree)
        return Error{
            ErrorKind::Conflict,
            QStringLiteral("the commit %1 has the tree %2, but %3 was approved")
                .arg(request.commit.left(12), tree->left(12),
                     request.approvedTree.isEmpty() ? QStringLiteral("none") : request.approvedTree.left(12)),
            QStringLiteral("ask for a new approval of what is there now")};
    const auto descends = m_mirror.isAncestor(request.baseCommit, request.commit);
    if (!descends)
        return descends.error().within(QStringLiteral("cannot publish"));
    if (!*descends)
        return Error{ErrorKind::Conflict,
                     QStringLiteral("the commit %1 does not build upon the base %2")
                         .arg(request.commit.left(12), request.baseCommit.left(12)),
                     {}};
    return {};
}

Result<Publication> PlainGitForge::publish(const PullRequest& request, const CancelToken& cancel) {
    if (auto approved = requireApprovedTree(request); !approved)
        return approved.error();
    const QString directory = QStringLiteral("%1/task-%2").arg(m_settings.directory).arg(request.taskId);
    if (auto made = makeDirectory(directory); !made)
        return made.error();
    const QByteArray evidence = QJsonDocument(request.bundle).toJson(QJsonDocument::Indented);
    const QString text = composeDescription(request, sha256(evidence));
    const QString file = directory + QStringLiteral("/pull-request.md");
    // The files come first: whoever sees the branch finds them.
    if (auto written = writeFileAtomically(directory + QStringLiteral("/evidence.json"), evidence); !written)
        return written.error();
    if (auto written = writeFileAtomically(file, text.toUtf8()); !written)
        return written.error();
    const QString branch = branchName(request.taskId, request.title);
    auto pushed = m_mirror.push(m_url, request.commit, branch, std::nullopt, m_settings.timeLimit, cancel);
    if (!pushed)
        return pushed.error().within(QStringLiteral("cannot publish"));
    auto noted = m_mirror.publishNote(m_url, notesRef, request.commit, text, m_settings.timeLimit, cancel);
    if (!noted)
        return noted.error().within(
            QStringLiteral("the branch %1 is published, but not its note").arg(branch));
    return Publication{shownUrl(m_url), branch, request.commit, file};
}

Result<void> PlainGitForge::withdraw(const Publication& publication, const CancelToken& cancel) {
    auto gone = m_mirror.deleteRemoteBranch(m_url, publication.branch, publication.commit,
                                            m_settings.timeLimit, cancel);
    if (gone || gone.error().kind != ErrorKind::Conflict)
        return gone;
    // Another commit has that name. Where it does not build upon ours, nothing of ours is there to take back.
    if (auto fetched = m_mirror.fetch(m_url, m_settings.timeLimit, {}, cancel); !fetched)
        return fetched.error();
    const auto there = m_mirror.commit(originRefs + publication.branch);
    if (!there)
        return there.error().kind == ErrorKind::NotFound ? Result<void>() : Result<void>(there.error());
    const auto goesOn = m_mirror.isAncestor(publication.commit, there->oid);
    if (!goesOn)
        return goesOn.error();
    return *goesOn ? gone : Result<void>();
}

Result<PullRequestState> PlainGitForge::state(const Publication& publication, const QString& baseBranch,
                                              const QString& baseCommit, const CancelToken& cancel) {
    if (auto fetched = m_mirror.fetch(m_url, m_settings.timeLimit, {}, cancel); !fetched)
        return fetched.error();
    const auto base = m_mirror.commit(originRefs + baseBranch);
    if (base) {
        const auto merged = m_mirror.containsChange(base->oid, baseCommit, publication.commit);
        if (!merged)
            return merged.error();
        if (*merged)
            return PullRequestState::Merged;
    }
    const auto branches = m_mirror.listRefs(originRefs + publication.branch);
    if (!branches)
        return branches.error();
    return branches->contains(originRefs + publication.branch) ? PullRequestState::Open
                                                               : PullRequestState::Rejected;
}

} // namespace signalbox
