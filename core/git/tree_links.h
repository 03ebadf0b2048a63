// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/git/handles.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace signalbox::git {

/// The symbolic links of one tree, followed as the kernel would follow them in a checkout: through each
/// other, so that no link that looks harmless leaves the tree by way of a second one.
class TreeLinks {
public:
    TreeLinks(git_repository* repo, const git_tree* tree) : m_repo(repo), m_tree(tree) {}

    /// Paths of all links.
    Result<QList<QByteArray>> list() const;
    /// Target as stored; nothing when there is no link at path.
    [[nodiscard]] std::optional<QByteArray> target(const QByteArray& path) const;
    /// Why the link at path may not be; empty when it may.
    [[nodiscard]] QString problem(const QByteArray& path) const;

private:
    git_repository* m_repo;
    const git_tree* m_tree;
};

} // namespace signalbox::git
