// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/mirror.h"

#include "core/git/handles.h"

#include <git2.h>

#include <map>

namespace signalbox {

using namespace git;

namespace {

struct Entry {
    git_oid oid{};
    git_filemode_t mode = GIT_FILEMODE_UNREADABLE;

    [[nodiscard]] bool isTree() const { return mode == GIT_FILEMODE_TREE; }
    [[nodiscard]] bool isFile() const { return mode != GIT_FILEMODE_UNREADABLE && !isTree(); }
    bool operator==(const Entry& other) const {
        return mode == other.mode && git_oid_equal(&oid, &other.oid);
    }
};

/// One name in a directory, as each side has it.
struct Sides {
    Entry base;
    Entry overlay;
};

class Composer {
public:
    Composer(git_repository* repo, const std::function<bool(const QString&)>& takeFromOverlay)
        : m_repo(repo), m_takeFromOverlay(takeFromOverlay) {}

    /// Either tree may be null. The result's mode is unreadable when nothing is left of the directory.
    Result<Entry> compose(const git_tree* base, const git_tree* overlay, const QByteArray& prefix) {
        std::map<QByteArray, Sides> names;
        collect(base, &Sides::base, names);
        collect(overlay, &Sides::overlay, names);
        Handle<git_treebuilder> builder;
        if (const int code = git_treebuilder_new(into(builder), m_repo, nullptr))
            return lastError(code, QStringLiteral("cannot compose a tree"));
        for (const auto& [name, sides] : names) {
            auto entry = choose(sides, prefix + name);
            if (!entry)
                return entry.error();
            if (entry->mode == GIT_FILEMODE_UNREADABLE)
                continue;
            if (const int code = git_treebuilder_insert(nullptr, builder.get(), name.constData(), &entry->oid,
                                                        entry->mode))
                return lastError(
                    code, QStringLiteral("cannot put %1 into a tree").arg(QString::fromUtf8(prefix + name)));
        }
        Entry written;
        if (git_treebuilder_entrycount(builder.get()) == 0 && !prefix.isEmpty())
            return written;
        written.mode = GIT_FILEMODE_TREE;
        if (const int code = git_treebuilder_write(&written.oid, builder.get()))
            return lastError(code, QStringLiteral("cannot write a composed tree"));
        return written;
    }

private:
    static void collect(const git_tree* tree, Entry Sides::*side, std::map<QByteArray, Sides>& names) {
        for (size_t i = 0; tree && i < git_tree_entrycount(tree); ++i) {
            const git_tree_entry* entry = git_tree_entry_byindex(tree, i);
            names[git_tree_entry_name(entry)].*
                side = {*git_tree_entry_id(entry), git_tree_entry_filemode(entry)};
        }
    }

    Result<Entry> choose(const Sides& sides, const QByteArray& path) {
        if (sides.base == sides.overlay)
            return sides.base;
        const bool takes = m_takeFromOverlay(QString::fromUtf8(path));
        if (takes && sides.overlay.isFile())
            return sides.overlay;
        Entry below;
        if (sides.base.isTree() || sides.overlay.isTree()) {
            auto composed = composeBelow(sides, path + '/');
            if (!composed)
                return composed.error();
            below = *composed;
        }
        // What came from the overlay's directory wins over a file of the base.
        if (below.mode == GIT_FILEMODE_UNREADABLE && !takes && sides.base.isFile())
            return sides.base;
        return below;
    }

    Result<Entry> composeBelow(const Sides& sides, const QByteArray& prefix) {
        Handle<git_tree> base;
        Handle<git_tree> overlay;
        int code = sides.base.isTree() ? git_tree_lookup(into(base), m_repo, &sides.base.oid) : 0;
        if (code == 0 && sides.overlay.isTree())
            code = git_tree_lookup(into(overlay), m_repo, &sides.overlay.oid);
        if (code != 0)
            return lastError(code,
                             QStringLiteral("cannot read the directory %1").arg(QString::fromUtf8(prefix)));
        return compose(base.get(), overlay.get(), prefix);
    }

    git_repository* m_repo;
    const std::function<bool(const QString&)>& m_takeFromOverlay;
};

} // namespace

Result<QString> Mirror::composeTree(const QString& base, const QString& overlay,
                                    const std::function<bool(const QString& path)>& takeFromOverlay) {
    auto repo = openBare(m_dir);
    if (!repo)
        return repo.error();
    auto baseTree = findTree(repo->get(), base);
    if (!baseTree)
        return baseTree.error();
    auto overlayTree = findTree(repo->get(), overlay);
    if (!overlayTree)
        return overlayTree.error();
    auto composed = Composer(repo->get(), takeFromOverlay).compose(baseTree->get(), overlayTree->get(), {});
    if (!composed)
        return composed.error();
    return toHex(composed->oid);
}

} // namespace signalbox
