// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/mirror_private.h"

#include "core/base/files.h"
#include "core/git/handles.h"
#include "core/git/ref_lock.h"

#include <git2.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace signalbox {

using namespace git;

Mirror::Mirror(QString dir, std::shared_ptr<Shared> shared)
    : m_dir(std::move(dir)), m_shared(std::move(shared)) {}

Result<Mirror> Mirror::open(const QString& dir) {
    startLibrary();
    const QString path = QDir(dir).absolutePath();
    if (auto made = makeDirectory(path); !made)
        return made.error();
    // Also repairs a mirror whose creation was interrupted: initialising twice is harmless.
    Handle<git_repository> repo;
    if (!QFileInfo::exists(path + QStringLiteral("/HEAD")) || !openBare(path)) {
        const int code = git_repository_init(into(repo), QFile::encodeName(path).constData(), 1);
        if (code != 0)
            return lastError(code, QStringLiteral("cannot create the Git mirror %1").arg(path));
    }
    return Mirror(path, std::make_shared<Shared>());
}

Result<CommitInfo> Mirror::commit(const QString& oidOrRef) const {
    auto repo = openBare(m_dir);
    if (!repo)
        return repo.error();
    auto found = findCommit(repo->get(), oidOrRef);
    if (!found)
        return found.error();
    git_commit* commit = found->get();
    CommitInfo info;
    info.oid = toHex(*git_commit_id(commit));
    info.tree = toHex(*git_commit_tree_id(commit));
    for (unsigned i = 0; i < git_commit_parentcount(commit); ++i)
        info.parents << toHex(*git_commit_parent_id(commit, i));
    if (const git_signature* author = git_commit_author(commit)) {
        info.authorName = QString::fromUtf8(author->name);
        info.authorEmail = QString::fromUtf8(author->email);
    }
    info.message = QString::fromUtf8(git_commit_message(commit));
    info.time = Moment{git_commit_time(commit) * 1000};
    return info;
}

Result<QString> Mirror::treeOf(const QString& oidOrRef) const {
    auto info = commit(oidOrRef);
    if (!info)
        return info.error();
    return info->tree;
}

Result<bool> Mirror::isAncestor(const QString& ancestor, const QString& commit) const {
    auto repo = openBare(m_dir);
    if (!repo)
        return repo.error();
    git_oid older;
    git_oid newer;
    if (auto parsed = parseOid(ancestor, older); !parsed)
        return parsed.error();
    if (auto parsed = parseOid(commit, newer); !parsed)
        return parsed.error();
    if (git_oid_equal(&older, &newer))
        return true;
    const int answer = git_graph_descendant_of(repo->get(), &newer, &older);
    if (answer < 0)
        return lastError(answer,
                         QStringLiteral("cannot compare the commits %1 and %2").arg(ancestor, commit));
    return answer == 1;
}

Result<QString> Mirror::defaultBranch() const {
    auto repo = openBare(m_dir);
    if (!repo)
        return repo.error();
    Handle<git_reference> head;
    const int code = git_reference_lookup(into(head), repo->get(), "refs/remotes/origin/HEAD");
    if (code != 0 || git_reference_type(head.get()) != GIT_REFERENCE_SYMBOLIC)
        return Error{ErrorKind::NotFound, QStringLiteral("the repository has no default branch"),
                     QStringLiteral("it may be empty: push a first commit to it, or name the branch")};
    return QString::fromUtf8(git_reference_symbolic_target(head.get()))
        .mid(int(qstrlen("refs/remotes/origin/")));
}

Result<void> requireOwnRef(const QString& name) {
    int valid = 0;
    if (name.startsWith(ownRefs) && git_reference_name_is_valid(&valid, name.toUtf8().constData()) == 0 &&
        valid)
        return {};
    return Error{
        ErrorKind::Denied, QStringLiteral("\"%1\" is not a ref name below %2").arg(name, ownRefs), {}};
}

Result<void> Mirror::setRef(const QString& name, const QString& commit) {
    auto repo = openBare(m_dir);
    if (!repo)
        return repo.error();
    if (auto own = requireOwnRef(name); !own)
        return own.error();
    auto found = findCommit(repo->get(), commit);
    if (!found)
        return found.error();
    const auto code = writeRefs(m_dir, [&] {
        Handle<git_reference> ref;
        return git_reference_create(into(ref), repo->get(), name.toUtf8().constData(),
                                    git_commit_id(found->get()), 1, nullptr);
    });
    if (!code)
        return code.error();
    if (*code != 0)
        return lastError(*code, QStringLiteral("cannot set %1").arg(name));
    syncRef(m_dir, name);
    return {};
}

Result<void> Mirror::deleteRef(const QString& name) {
    auto repo = openBare(m_dir);
    if (!repo)
        return repo.error();
    if (auto own = requireOwnRef(name); !own)
        return own.error();
    const auto code =
        writeRefs(m_dir, [&] { return git_reference_remove(repo->get(), name.toUtf8().constData()); });
    if (!code)
        return code.error();
    if (*code != 0 && *code != GIT_ENOTFOUND)
        return lastError(*code, QStringLiteral("cannot delete %1").arg(name));
    return {};
}

Result<QStringList> Mirror::listRefs(const QString& prefix) const {
    auto repo = openBare(m_dir);
    if (!repo)
        return repo.error();
    Handle<git_reference_iterator> walk;
    if (const int code = git_reference_iterator_new(into(walk), repo->get()))
        return lastError(code, QStringLiteral("cannot list the refs of %1").arg(m_dir));
    QStringList names;
    const char* name = nullptr;
    while (git_reference_next_name(&name, walk.get()) == 0)
        if (const QString text = QString::fromUtf8(name); text.startsWith(prefix))
            names << text;
    names.sort();
    return names;
}

} // namespace signalbox
