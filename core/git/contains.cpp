// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/mirror.h"

#include "core/git/handles.h"

#include <git2.h>

#include <QSet>

namespace signalbox {

using namespace git;

namespace {

/// How far back since the base a merge is looked for.
constexpr int mostCommits = 2000;

/// A name for the changes between two trees, wherever they are applied; empty when there are none. Null base:
/// all of tip.
Result<QString> patchName(git_repository* repo, git_tree* base, git_tree* tip) {
    Handle<git_diff> diff;
    git_oid oid;
    int code = git_diff_tree_to_tree(into(diff), repo, base, tip, nullptr);
    if (code == 0 && git_diff_num_deltas(diff.get()) == 0)
        return QString();
    if (code == 0)
        code = git_diff_patchid(&oid, diff.get(), nullptr);
    if (code != 0)
        return lastError(code, QStringLiteral("cannot compare two trees"));
    return toHex(oid);
}

Result<QString> patchNameOfCommit(git_repository* repo, const git_oid& oid) {
    Handle<git_commit> commit;
    Handle<git_commit> parent;
    Handle<git_tree> before;
    Handle<git_tree> after;
    int code = git_commit_lookup(into(commit), repo, &oid);
    if (code == 0 && git_commit_parentcount(commit.get()) > 1)
        return QString(); // a merge has no changes of its own
    if (code == 0)
        code = git_commit_tree(into(after), commit.get());
    if (code == 0 && git_commit_parentcount(commit.get()) == 1) {
        code = git_commit_parent(into(parent), commit.get(), 0);
        if (code == 0)
            code = git_commit_tree(into(before), parent.get());
    }
    if (code != 0)
        return lastError(code, QStringLiteral("cannot read the commit %1").arg(toHex(oid)));
    return patchName(repo, before.get(), after.get());
}

/// The changes of every commit of tip that hidden does not have.
Result<QSet<QString>> patchNames(git_repository* repo, const git_oid& tip, const git_oid& hidden) {
    Handle<git_revwalk> walk;
    int code = git_revwalk_new(into(walk), repo);
    if (code == 0)
        code = git_revwalk_push(walk.get(), &tip);
    if (code == 0)
        code = git_revwalk_hide(walk.get(), &hidden);
    QSet<QString> names;
    git_oid oid;
    for (int i = 0; code == 0 && i < mostCommits; ++i) {
        code = git_revwalk_next(&oid, walk.get());
        if (code != 0)
            break;
        auto name = patchNameOfCommit(repo, oid);
        if (!name)
            return name.error();
        if (!name->isEmpty())
            names.insert(*name);
    }
    if (code != 0 && code != GIT_ITEROVER)
        return lastError(code, QStringLiteral("cannot read the history of %1").arg(toHex(tip)));
    return names;
}

} // namespace

Result<bool> Mirror::containsChange(const QString& tip, const QString& base, const QString& commit) const {
    const auto contained = isAncestor(commit, tip);
    if (!contained || *contained)
        return contained;
    auto repo = openBare(m_dir);
    if (!repo)
        return repo.error();
    git_oid tipOid;
    git_oid baseOid;
    git_oid commitOid;
    for (const auto& [text, oid] :
         {std::pair(tip, &tipOid), std::pair(base, &baseOid), std::pair(commit, &commitOid)})
        if (auto parsed = parseOid(text, *oid); !parsed)
            return parsed.error();
    auto baseTree = findTree(repo->get(), base);
    if (!baseTree)
        return baseTree.error();
    auto tree = findTree(repo->get(), commit);
    if (!tree)
        return tree.error();
    const auto there = patchNames(repo->get(), tipOid, baseOid);
    if (!there)
        return there.error();
    const auto whole = patchName(repo->get(), baseTree->get(), tree->get());
    if (!whole)
        return whole.error();
    if (whole->isEmpty() || there->contains(*whole))
        return !whole->isEmpty();
    const auto single = patchNames(repo->get(), commitOid, baseOid);
    if (!single)
        return single.error();
    return !single->isEmpty() && there->contains(*single);
}

} // namespace signalbox
