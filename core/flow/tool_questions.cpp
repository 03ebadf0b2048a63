// SPDX-License-Identifier: GPL-3.0-or-later
// The part of a task's state machine in which people decide about tool calls.
#include "core/flow/tool_questions.h"

#include "core/flow/task_flow.h"

#include <algorithm>

namespace signalbox {

namespace {
constexpr qsizetype keptClosed = 50;
constexpr qsizetype keptRemembered = 200;

template <typename MayGo>
void keepLast(QList<ToolQuestion>& questions, qsizetype kept, const MayGo& mayGo) {
    qsizetype over = std::count_if(questions.begin(), questions.end(), mayGo) - kept;
    questions.removeIf([&](const ToolQuestion& q) { return mayGo(q) && over-- > 0; });
}
} // namespace

void forgetToolQuestions(Task& task) {
    const auto closed = [](bool remembered) {
        return [remembered](const ToolQuestion& q) {
            return q.state != ToolQuestionState::Open && q.remembered == remembered;
        };
    };
    keepLast(task.toolQuestions, keptClosed, closed(false));
    keepLast(task.toolQuestions, keptRemembered, closed(true));
}

const ToolQuestion* rememberedAnswer(const Task& task, const ToolCall& call) {
    // The last word counts.
    const auto found =
        std::find_if(task.toolQuestions.rbegin(), task.toolQuestions.rend(),
                     [&](const ToolQuestion& q) { return q.remembered && q.call.isLike(call); });
    return found == task.toolQuestions.rend() ? nullptr : &*found;
}

Result<void> TaskFlow::toolCallAsked(const AskToolCall& ask) {
    const Attempt* attempt = m_task.lastAttempt(ask.step);
    if (m_task.phase != TaskPhase::Working || m_task.current != ask.step || !attempt || attempt->ended ||
        attempt->number != ask.attempt)
        return Error{ErrorKind::Conflict,
                     QStringLiteral("attempt %1 of step \"%2\" does not run").arg(ask.attempt).arg(ask.step),
                     {}};
    const Digest action = ask.call.action();
    const auto open = [](const ToolQuestion& q) { return q.state == ToolQuestionState::Open; };
    if (std::any_of(m_task.toolQuestions.begin(), m_task.toolQuestions.end(),
                    [&](const ToolQuestion& q) { return open(q) && q.action == action; }))
        return {};
    if (std::count_if(m_task.toolQuestions.begin(), m_task.toolQuestions.end(), open) >= openToolQuestions)
        return Error{ErrorKind::LimitReached,
                     QStringLiteral("%1 of your calls wait for a person already").arg(openToolQuestions),
                     QStringLiteral("do something that needs nobody, or end your work")};
    if (attempt->toolQuestions >= toolQuestionsOfAttempt)
        return Error{ErrorKind::LimitReached,
                     QStringLiteral("this attempt asked about %1 calls, and may ask no more")
                         .arg(toolQuestionsOfAttempt),
                     QStringLiteral("do something that needs nobody, or end your work")};
    ToolQuestion question;
    question.id = m_nextApproval++;
    question.step = ask.step;
    question.attempt = ask.attempt;
    question.call = ask.call;
    question.action = action;
    question.tier = ask.tier;
    question.why = ask.why;
    question.asked = m_now;
    question.expires = m_now + ask.wait;
    happen(ToolCallAsked{m_task.id, question});
    return {};
}

Result<void> TaskFlow::toolCallAnswered(const AnswerToolCall& answer) {
    const ToolQuestion* question = m_task.toolQuestion(answer.question);
    if (!question || question->state != ToolQuestionState::Open)
        return Error{ErrorKind::Conflict,
                     QStringLiteral("the tool call %1 is %2, not open")
                         .arg(answer.question)
                         .arg(question ? enumWord(question->state) : QStringLiteral("forgotten")),
                     {}};
    if (answer.action != question->action)
        return Error{ErrorKind::Conflict,
                     QStringLiteral("what you looked at is not what is asked: tool call %1 is the action %2")
                         .arg(answer.question)
                         .arg(question->action.left(10)),
                     QStringLiteral("look at it again, then decide")};
    happen(ToolCallClosed{m_task.id, question->id,
                          answer.allow ? ToolQuestionState::Allowed : ToolQuestionState::Denied, answer.by,
                          answer.comment, answer.remember});
    return {};
}

void TaskFlow::withdrawToolQuestions(const QString& reason) {
    closeToolQuestions(ToolQuestionState::Withdrawn, reason, [](const ToolQuestion&) { return true; });
}

void TaskFlow::expireToolQuestions() {
    closeToolQuestions(ToolQuestionState::Expired, QStringLiteral("nobody answered in time"),
                       [this](const ToolQuestion& q) { return q.expires <= m_now; });
}

void TaskFlow::closeToolQuestions(ToolQuestionState state, const QString& reason,
                                  const std::function<bool(const ToolQuestion&)>& which) {
    QList<qint64> ids;
    for (const ToolQuestion& question : m_task.toolQuestions)
        if (question.state == ToolQuestionState::Open && which(question))
            ids.append(question.id);
    for (const qint64 id : ids)
        happen(ToolCallClosed{m_task.id, id, state, {}, reason, false});
}

} // namespace signalbox
