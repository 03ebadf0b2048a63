// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/tree_links.h"

#include "core/git/tree_names.h"

#include <git2.h>

namespace signalbox::git {

namespace {
constexpr qint64 longestTarget = 4095;
constexpr int mostHops = 40; ///< as the kernel: beyond that it gives up
} // namespace

Result<QList<QByteArray>> TreeLinks::list() const {
    QList<QByteArray> paths;
    const auto visit = [](const char* root, const git_tree_entry* entry, void* payload) {
        if (git_tree_entry_filemode(entry) == GIT_FILEMODE_LINK)
            static_cast<QList<QByteArray>*>(payload)->append(QByteArray(root) + git_tree_entry_name(entry));
        return 0;
    };
    if (const int code = git_tree_walk(m_tree, GIT_TREEWALK_PRE, visit, &paths))
        return lastError(code, QStringLiteral("cannot read a tree"));
    return paths;
}

std::optional<QByteArray> TreeLinks::target(const QByteArray& path) const {
    git_tree_entry* raw = nullptr;
    const int code = git_tree_entry_bypath(&raw, m_tree, path.constData());
    const std::unique_ptr<git_tree_entry, decltype(&git_tree_entry_free)> entry(raw, git_tree_entry_free);
    if (code != 0 || git_tree_entry_filemode(entry.get()) != GIT_FILEMODE_LINK)
        return std::nullopt;
    Handle<git_blob> blob;
    if (git_blob_lookup(into(blob), m_repo, git_tree_entry_id(entry.get())) != 0)
        return std::nullopt;
    return QByteArray(static_cast<const char*>(git_blob_rawcontent(blob.get())),
                      qsizetype(qMin<git_object_size_t>(git_blob_rawsize(blob.get()), longestTarget + 1)));
}

QString TreeLinks::problem(const QByteArray& path) const {
    const QByteArray own = target(path).value_or(QByteArray());
    const QString where = QStringLiteral("it is a symbolic link to %1").arg(shown(own.left(200)));
    if (own.isEmpty() || own.size() > longestTarget || own.contains('\0'))
        return QStringLiteral("it is a symbolic link without a sensible target");
    QList<QByteArray> at = path.split('/');
    at.removeLast();
    QList<QByteArray> ahead = own.split('/');
    if (own.startsWith('/'))
        return where + QStringLiteral(", an absolute path");
    for (int hops = 0; !ahead.isEmpty();) {
        const QByteArray part = ahead.takeFirst();
        if (part.isEmpty() || part == ".")
            continue;
        if (part == "..") {
            if (at.isEmpty())
                return where + QStringLiteral(", which is outside of the repository");
            at.removeLast();
            continue;
        }
        if (readsAs(part, ".git"))
            return where + QStringLiteral(", which reaches into .git");
        at.append(part);
        const auto next = target(at.join('/'));
        if (!next)
            continue;
        if (next->startsWith('/'))
            return where +
                   QStringLiteral(", and so by way of %1 to an absolute path").arg(shown(at.join('/')));
        if (++hops > mostHops)
            return {}; // a loop: following it fails, and so harms nobody
        at.removeLast();
        ahead = next->split('/') + ahead;
    }
    return {};
}

} // namespace signalbox::git
