// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/condense.h"

#include <algorithm>

namespace signalbox {

namespace {

constexpr qsizetype keptAttempts = longTask / 2; ///< all steps together
constexpr qsizetype keptSilentApprovals = 20;
constexpr qsizetype keptClosedLetters = 20;

/// Removes from the beginning what may go, until `kept` of that kind are left.
template <typename T, typename MayGo>
void thin(QList<T>& list, qsizetype kept, const MayGo& mayGo) {
    qsizetype over = std::count_if(list.begin(), list.end(), mayGo) - kept;
    list.removeIf([&](const T& item) { return mayGo(item) && over-- > 0; });
}

} // namespace

bool isLong(const Task& task) {
    qsizetype attempts = 0;
    for (const StepState& step : task.steps)
        attempts += step.attempts.size();
    return attempts > longTask;
}

Task condensed(Task task) {
    const qsizetype each = std::max<qsizetype>(1, keptAttempts / std::max<qsizetype>(1, task.steps.size()));
    for (StepState& step : task.steps) {
        const qsizetype over = std::max<qsizetype>(0, step.attempts.size() - each);
        step.attempts.remove(0, over);
        step.condensed += int(over);
    }
    thin(task.approvals, keptSilentApprovals, [](const Approval& approval) {
        return approval.state != ApprovalState::Open && approval.votes.isEmpty() &&
               approval.questions.isEmpty();
    });
    thin(task.deadLetters, keptClosedLetters,
         [](const DeadLetter& letter) { return letter.state == DeadLetterState::Closed; });
    return task;
}

} // namespace signalbox
