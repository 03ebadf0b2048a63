// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QIODevice>
#include <QString>
#include <QStringList>

namespace signalbox::git {

/// What stands before the pack in a bundle of format 2.
struct BundleHeader {
    QStringList prerequisites; ///< commits that the receiver must have
    QString tip;
    QString refName;
};

/// Reads the header of a bundle from a guest; the device then stands at the pack. Accepts only what
/// `git bundle create FILE BASE..REF` writes: format 2, lines of the exact form, one ref.
Result<BundleHeader> readBundleHeader(QIODevice& file);

} // namespace signalbox::git
