// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace signalbox::git {

/// Why a name may not stand in a tree from a guest; empty when it may. One component, without slashes.
/// Refuses what leaves the tree, what any file system takes for .git, and what shows as something else than
/// it is.
QString nameProblem(const QByteArray& name);

/// True for every spelling that some file system reads as `wanted` (".git", ".gitmodules"): other case,
/// HFS+'s ignored characters, NTFS's short names, streams, trailing dots and spaces.
bool readsAs(const QByteArray& name, const QByteArray& wanted);

/// The bytes of a path made safe to show: quoted, and all that is invisible or misleading written as \u{...}.
QString shown(const QByteArray& path);

} // namespace signalbox::git
