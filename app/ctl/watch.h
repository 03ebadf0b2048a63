// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/ctl.h"

namespace signalbox::ctl {

/// What to do when the task waits for a decision.
enum class AtApproval {
    Leave, ///< end with NotAllowed: not yet
    Ask,   ///< show it and ask at the terminal
    Approve,
};

/// Follows one task until it is finished (Done when published, else Failed) or needs a person (NotAllowed).
/// On a terminal a compact list of its steps is drawn again and again, else one line is printed for each
/// change.
int watchTask(Ctl& ctl, TaskId task, AtApproval atApproval);

/// The options for it, and what they mean.
QList<Option> watchOptions();
AtApproval atApprovalFrom(const Arguments& arguments);

/// A task's steps with their state, one line each.
QStringList stepLines(const Output& out, const Task& task, Moment now);

} // namespace signalbox::ctl
