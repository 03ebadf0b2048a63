// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/task_log.h"
#include "core/base/cancel.h"
#include "core/git/mirror.h"
#include "core/machine/machine.h"

namespace signalbox {

/// A clone of a repository in a guest, on the branch signalbox/work, with identity configured for commits.
/// The ref refs/signalbox/base in it names the task's base.
class GuestCheckout {
public:
    static QString directory(); ///< in the guest

    /// Has the guest at this commit. use: tells this use of the machine from those before it, of which the
    /// clone stays with all that is in it, uncommitted changes too where the commit is the same. scratch: a
    /// directory of the host for the bundle on its way. Repeating it for the same use is harmless; true when
    /// it was there already, from a core before this one.
    static Result<bool> send(Machine& machine, const Mirror& mirror, const QString& commit,
                             const QString& baseCommit, const QString& use, const QString& scratch,
                             const CancelToken& cancel);

    struct Work {
        bool any = false;         ///< commits beyond `since`
        bool uncommitted = false; ///< files changed but not committed
        QString tip;
        QString tree;
    };
    /// Takes the commits out and checks them; targetRef is where they go. An Error of kind Invalid or
    /// LimitReached is the agent's to mend; others are technical.
    static Result<Work> takeBack(Machine& machine, Mirror& mirror, const QString& since,
                                 const QString& baseCommit, const QString& use, const QString& targetRef,
                                 const QString& scratch, const CancelToken& cancel);
};

} // namespace signalbox
