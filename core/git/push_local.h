// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/git/git_types.h"

struct git_oid;
struct git_repository;

namespace signalbox::git {

/// What a push asks for: refName goes to target if it is at expected (not there when expected is null).
struct RefUpdate {
    QString refName;
    const git_oid* target = nullptr; ///< null: delete the ref
    const git_oid* expected = nullptr;
};

/// A push into a repository on this machine. libgit2's own local transport refuses repositories with a
/// working tree; a branch that is not checked out is safe there. No hooks run.
Result<PushResult> pushLocally(git_repository* mirror, const QString& path, const RefUpdate& update);

/// The failure when the remote's ref is not where it was expected.
Error unexpectedOld(const QString& url, const QString& refName, const QString& found,
                    const git_oid* expected);

} // namespace signalbox::git
