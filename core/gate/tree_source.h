// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/git/git_types.h"

namespace signalbox {

/// Where the gates get their trees from: the mirror of the repository, or a test. Thread-safe; every call
/// blocks. The arguments are commits or trees; see core/git/mirror.h for the meaning of each call.
class TreeSource {
public:
    virtual ~TreeSource() = default;
    [[nodiscard]] virtual Result<ChangeSet> changes(const QString& base, const QString& tip) = 0;
    [[nodiscard]] virtual Result<QString>
    composeTree(const QString& base, const QString& overlay,
                const std::function<bool(const QString& path)>& takeFromOverlay) = 0;
    [[nodiscard]] virtual Result<void> exportTar(const QString& tree, const QString& hostPath,
                                                 const CancelToken& cancel) = 0;
};

} // namespace signalbox
