// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gate/tree_source.h"
#include "core/git/mirror.h"

namespace signalbox {

/// The trees of a mirror.
class MirrorTrees final : public TreeSource {
public:
    explicit MirrorTrees(Mirror mirror) : m_mirror(std::move(mirror)) {}

    Result<ChangeSet> changes(const QString& base, const QString& tip) override {
        return m_mirror.changes(base, tip);
    }
    Result<QString> composeTree(const QString& base, const QString& overlay,
                                const std::function<bool(const QString& path)>& takeFromOverlay) override {
        return m_mirror.composeTree(base, overlay, takeFromOverlay);
    }
    Result<void> exportTar(const QString& tree, const QString& hostPath, const CancelToken& cancel) override {
        return m_mirror.exportTar(tree, hostPath, cancel);
    }

private:
    Mirror m_mirror;
};

} // namespace signalbox
