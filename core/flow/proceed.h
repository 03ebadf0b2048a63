// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"

namespace signalbox {

/// The answer to "may I proceed?".
struct ProceedAnswer {
    bool proceed = false;
    QStringList missing; ///< one line for each thing that is not there yet
    QString text;        ///< the whole answer, for an agent to read
    SB_FIELDS(ProceedAnswer, proceed, missing, text)
};

/// May the task's agent go on to step `to` with its work at `commit`? Yes only if each gate and approval
/// between the current step and `to` has passed on exactly that commit. Empty `to`: the next approval or
/// publication. Empty commit: the commit that the core has. NotFound for a step that the blueprint does not
/// have. Pure.
Result<ProceedAnswer> mayProceed(const Task& task, const QString& commit, const QString& to);

} // namespace signalbox
