// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

namespace signalbox::git {

/// The bundles that a mirror wrote last. Packing a long history takes seconds to minutes, and every machine
/// of a task asks for the same one. A bundle says nothing but what its name says, so that an old one is never
/// wrong.
class BundleCache {
public:
    explicit BundleCache(const QString& mirrorDir) : m_dir(mirrorDir + QStringLiteral("/bundles")) {}

    /// Puts the bundle at hostPath; false when there is none.
    [[nodiscard]] bool fetch(const QString& commit, const QString& refName, const QString& hostPath) const;
    /// Keeps a copy and forgets the oldest ones. It may fail: then the next caller packs again.
    void keep(const QString& commit, const QString& refName, const QString& hostPath) const;

private:
    [[nodiscard]] QString pathOf(const QString& commit, const QString& refName) const;

    QString m_dir;
};

} // namespace signalbox::git
