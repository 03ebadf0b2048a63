// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/flow/state.h"

#include <functional>

namespace signalbox {

/// The state machine of one task: interprets the task's own blueprint. Works on a copy; what it decides comes
/// out as events, each applied to the copy before the next is decided, so that a chain of events is
/// consistent.
class TaskFlow {
public:
    TaskFlow(Task task, Moment now, qint64 nextApproval);

    [[nodiscard]] const Task& task() const { return m_task; }
    QList<Event> takeEvents() { return std::move(m_events); }

    Result<void> admitted(const ReportAdmitted& report);
    Result<void> refused(const ReportRefused& report);
    Result<void> leased(const ReportLease& report);
    Result<void> released(const ReportRelease& report);
    Result<void> attemptEnded(const ReportAttempt& report);
    Result<void> trouble(const ReportTrouble& report);
    Result<void> answered(const ReportAnswer& report);
    Result<void> undone(const ReportUndone& report);
    Result<void> voted(const CastVote& vote);
    Result<void> asked(const AskQuestion& question);
    Result<void> toolCallAsked(const AskToolCall& ask);
    Result<void> toolCallAnswered(const AnswerToolCall& answer);
    Result<void> cancelled(const CancelTask& command);
    Result<void> retried(const RetryTask& command);
    Result<void> budgetRaised(const RaiseBudget& command);
    Result<void> replayed(const ReplayDeadLetter& command);
    void timePassed();

private:
    void happen(Event event);
    void begin(const Step& step);
    void advance();
    void requestApproval(const Step& step);
    void failedStep(const Step& step, const QString& reason, const QString& feedback,
                    const QString& feedbackFrom);
    void routeBack(const Step& from, const Step& to, const QString& reason, const QString& feedback,
                   const QString& feedbackFrom);
    void park(const QString& reason, const QString& key = {}, int tries = 0);
    /// Nothing more is gained by going round: as the blueprint's on_exhausted says.
    void exhausted(const QString& why);
    void stoppedByBudget(const QString& why);
    void end(Outcome outcome, const QString& reason, const QString& by = {});
    void continueEnding();
    void compensated(const Effect& effect, bool done, const QString& message);
    void closeApproval(ApprovalState state, const QString& reason);
    /// Nobody waits for their answers any more.
    void withdrawToolQuestions(const QString& reason);
    void expireToolQuestions();
    void closeToolQuestions(ToolQuestionState state, const QString& reason,
                            const std::function<bool(const ToolQuestion&)>& which);
    Result<const Effect*> owed(const QString& key) const;
    [[nodiscard]] const Step* agentBefore(const Step& step) const;
    [[nodiscard]] bool publicationIsApproved() const;

    Task m_task;
    Moment m_now;
    qint64 m_nextApproval;
    QList<Event> m_events;
};

/// When the task's running deadline (wall time, approval expiry) is over; nothing when none runs.
std::optional<Moment> deadlineOf(const Task& task);

} // namespace signalbox
