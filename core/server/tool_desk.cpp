// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/tool_desk.h"

#include "core/flow/tool_questions.h"
#include "core/policy/hook_call.h"
#include "core/server/guest_task.h"

namespace signalbox {

namespace {

constexpr qsizetype mostWaiting = 40; ///< connections of one machine
constexpr int mostNotes = 300;        ///< lines of one task's log: an agent must not fill it by asking

HttpResponse decision(ToolAnswer answer, const QString& reason, qint64 question = 0) {
    HttpResponse response =
        jsonResponse({{QStringLiteral("decision"), enumWord(answer)}, {QStringLiteral("reason"), reason}});
    response.headers = {{"Signalbox-Decision", enumWord(answer).toLatin1()}};
    if (answer == ToolAnswer::Ask) {
        response.status = 202;
        response.headers.append({"Signalbox-Question", QByteArray::number(question)});
    } else if (answer == ToolAnswer::Deny) {
        // For a hook that hands it on as it is.
        response.contentType = QByteArrayLiteral("text/plain; charset=utf-8");
        response.body = QStringLiteral("Signalbox does not allow this: %1\n").arg(reason).toUtf8();
    }
    return response;
}

QString byWhom(const QString& by, const QString& said) {
    return said.isEmpty() ? by : QStringLiteral("%1: %2").arg(by, said);
}

/// What the hook of an agent is told.
HttpResponse outcome(ToolQuestionState state, const QString& by, const QString& said, qint64 question) {
    switch (state) {
    case ToolQuestionState::Allowed:
        return decision(ToolAnswer::Allow, QStringLiteral("allowed by %1").arg(byWhom(by, said)));
    case ToolQuestionState::Denied:
        return decision(ToolAnswer::Deny, QStringLiteral("denied by %1").arg(byWhom(by, said)));
    case ToolQuestionState::Open:
        return decision(ToolAnswer::Ask, QStringLiteral("a person has not answered yet"), question);
    case ToolQuestionState::Withdrawn:
    case ToolQuestionState::Expired:
        break;
    }
    return decision(ToolAnswer::Deny, said);
}

std::optional<ToolQuestion> lastOf(const Task& task, const QString& step, int attempt, const Digest& action) {
    std::optional<ToolQuestion> last;
    for (const ToolQuestion& question : task.toolQuestions)
        if (question.action == action && question.attempt == attempt && question.step == step)
            last = question;
    return last;
}

} // namespace

/// How a call stands when it is asked about.
struct ToolDesk::Standing {
    Asked asked;
    ToolPolicy policy;
    std::optional<ToolQuestion> remembered;
    std::optional<ToolQuestion> known;  ///< the question that the hook came back for
    std::optional<ToolQuestion> before; ///< the same was asked in this attempt
};

ToolDesk::ToolDesk(Engine& engine, TaskLogs& logs, Settings settings)
    : m_engine(engine), m_logs(logs), m_settings(std::move(settings)) {}

Result<ToolDesk::Standing> ToolDesk::standing(const QString& machine, const ToolCall& call, qint64 known) {
    std::optional<Standing> found;
    const bool told = m_engine.queryAndWait([&](const State& state) {
        const Task* task = taskOfMachine(state, machine);
        if (!task)
            return;
        found.emplace();
        found->asked = {task->id, task->current, task->lastAttempt(task->current)->number, call};
        found->policy = toolPolicyOf(task->blueprint, task->current);
        if (const ToolQuestion* answer = rememberedAnswer(*task, call))
            found->remembered = *answer;
        found->before = lastOf(*task, task->current, found->asked.attempt, call.action());
        if (const ToolQuestion* question = known > 0 ? task->toolQuestion(known) : nullptr;
            question && question->attempt == found->asked.attempt && question->step == task->current &&
            question->action == call.action())
            found->known = *question;
    });
    if (!told)
        return Error{ErrorKind::Unavailable, QStringLiteral("the core is stopping"), {}};
    if (!found)
        return Error{ErrorKind::Denied, QStringLiteral("no attempt runs in this machine"), {}};
    return *found;
}

void ToolDesk::answer(const HttpRequest& request, HttpReply reply) {
    const QString agent = request.queryValue(QStringLiteral("agent"));
    const auto call = hookCall(request.body, m_settings.tools && !agent.isEmpty() ? m_settings.tools(agent)
                                                                                  : QJsonObject());
    if (!call) {
        reply.send(decision(ToolAnswer::Deny, call.error().text()));
        return;
    }
    const qint64 known = request.queryValue(QStringLiteral("question")).toLongLong();
    const auto stands = standing(request.peer.identity, *call, known);
    if (!stands) {
        reply.send(problemResponse(stands.error()));
        return;
    }
    if (stands->known) {
        if (stands->known->state == ToolQuestionState::Open)
            hold(known, request.peer.identity, outcome, reply);
        else
            reply.send(outcome(stands->known->state, stands->known->by, stands->known->reason, known));
        return;
    }
    {
        const std::lock_guard lock(m_mutex);
        ++m_counts[stands->asked.task].heard;
    }
    const ToolJudgement judged = judge(*call, stands->policy);
    if (judged.answer == ToolAnswer::Deny)
        note(stands->asked, QStringLiteral("denied: %1 (%2)").arg(call->line(), judged.why));
    if (judged.answer != ToolAnswer::Deny && m_settings.reminder)
        if (const auto text =
                m_settings.reminder(stands->asked.task, stands->asked.step, stands->asked.attempt)) {
            // A call that is not made is what every agent with hooks understands, and it is told why.
            note(stands->asked, QStringLiteral("the agent is told: %1").arg(*text));
            reply.send(decision(ToolAnswer::Deny, QStringLiteral("not yet, once: ") + *text));
            return;
        }
    if (judged.answer != ToolAnswer::Ask) {
        tellJudged(stands->asked, judged.answer);
        reply.send(decision(judged.answer, judged.why));
        return;
    }
    if (const auto& before = stands->remembered) {
        note(stands->asked,
             QStringLiteral("%1 as before by %2: %3").arg(enumWord(before->state), before->by, call->line()));
        tellJudged(stands->asked,
                   before->state == ToolQuestionState::Allowed ? ToolAnswer::Allow : ToolAnswer::Deny);
        reply.send(outcome(before->state, before->by, before->reason, before->id));
        return;
    }
    if (call->text.size() > longestShownCall) {
        note(stands->asked, QStringLiteral("denied: %1 (too long to be put to a person)").arg(call->line()));
        reply.send(
            decision(ToolAnswer::Deny,
                     QStringLiteral("a person would have to decide (%1), and the call is too long for that; "
                                    "do it in smaller steps")
                         .arg(judged.why)));
        return;
    }
    const Millis wait = stands->policy.wait.count() > 0 ? stands->policy.wait : m_settings.wait;
    put({stands->asked, judged.tier, judged.why, wait, request.peer.identity, outcome}, reply);
}

void ToolDesk::tellJudged(const Asked& asked, ToolAnswer answer) const {
    if (m_settings.judged)
        m_settings.judged(asked.task, asked.step, asked.attempt, asked.call, answer);
}

void ToolDesk::put(const Put& put, HttpReply reply) {
    const Asked& asked = put.asked;
    const auto accepted = m_engine.submitAndWait(
        AskToolCall{asked.task, asked.step, asked.attempt, asked.call, put.tier, put.why, put.wait});
    if (!accepted) {
        const bool flood = accepted.error().kind == ErrorKind::LimitReached;
        if (flood) {
            const std::lock_guard lock(m_mutex);
            ++m_counts[asked.task].refused;
        }
        note(asked, QStringLiteral("denied: %1 (%2)").arg(asked.call.line(), accepted.error().message));
        reply.send(put.form(ToolQuestionState::Withdrawn, {},
                            flood ? accepted.error().text() : accepted.error().message, 0));
        return;
    }
    if (accepted->events > 0)
        note(asked, QStringLiteral("a person is asked: %1 (%2)").arg(asked.call.line(), put.why));
    std::optional<ToolQuestion> question;
    m_engine.queryAndWait([&](const State& state) {
        if (const Task* task = state.task(asked.task))
            question = lastOf(*task, asked.step, asked.attempt, asked.call.action());
    });
    if (!question)
        reply.send(put.form(ToolQuestionState::Withdrawn, {}, QStringLiteral("nobody is asked any more"), 0));
    else if (question->state == ToolQuestionState::Open)
        hold(question->id, put.machine, put.form, reply);
    else
        reply.send(put.form(question->state, question->by, question->reason, question->id));
}

void ToolDesk::askHuman(const QString& machine, const QString& question, HttpReply reply, const Form& form) {
    ToolCall call;
    call.tool = QStringLiteral("ask_human");
    call.kind = ToolKind::Free;
    call.text = question;
    const OutcomeForm told = [form](ToolQuestionState state, const QString& by, const QString& said, qint64) {
        switch (state) {
        case ToolQuestionState::Allowed:
            return form(said.isEmpty() ? QStringLiteral("%1 says yes").arg(by)
                                       : QStringLiteral("%1 answers: %2").arg(by, said),
                        false);
        case ToolQuestionState::Denied:
            return form(said.isEmpty() ? QStringLiteral("%1 says no").arg(by)
                                       : QStringLiteral("%1 says no: %2").arg(by, said),
                        false);
        case ToolQuestionState::Open:
            return form(QStringLiteral("no answer yet: ask the same again, or go on without"), false);
        case ToolQuestionState::Withdrawn:
        case ToolQuestionState::Expired:
            break;
        }
        return form(said, true);
    };
    const auto stands = standing(machine, call, 0);
    if (!stands) {
        reply.send(form(stands.error().message, true));
        return;
    }
    if (const auto& before = stands->before; before && before->state != ToolQuestionState::Open) {
        reply.send(told(before->state, before->by, before->reason, before->id));
        return;
    }
    const Millis wait = stands->policy.wait.count() > 0 ? stands->policy.wait : m_settings.wait;
    put({stands->asked, RiskTier::Low, QStringLiteral("the agent asks"), wait, machine, told}, reply);
}

bool ToolDesk::report(const Task& task, const QString& text) {
    const Asked asked{task.id, task.current, task.lastAttempt(task.current)->number, {}};
    return note(asked, QStringLiteral("the agent reports: ") + text.simplified(), {});
}

QString ToolDesk::reminderFor(const Task& task) {
    const Attempt* attempt = task.lastAttempt(task.current);
    if (!m_settings.reminder || !attempt)
        return {};
    const auto text = m_settings.reminder(task.id, task.current, attempt->number);
    if (text)
        note({task.id, task.current, attempt->number, {}}, QStringLiteral("the agent is told: %1").arg(*text),
             {});
    return text.value_or(QString());
}

void ToolDesk::hold(qint64 question, const QString& machine, const OutcomeForm& form,
                    const HttpReply& reply) {
    HttpReply now = reply;
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.removeIf([](const Waiting& waiting) { return !waiting.reply.open(); });
        const auto mine = std::count_if(m_waiting.begin(), m_waiting.end(),
                                        [&](const Waiting& waiting) { return waiting.machine == machine; });
        if (mine < mostWaiting) {
            m_waiting.append({question, machine, m_clock.now() + m_settings.turn, reply, form});
            now = {};
        }
    }
    if (now.open())
        now.send(problemResponse(Error{ErrorKind::LimitReached,
                                       QStringLiteral("too many calls of this machine wait"),
                                       QStringLiteral("ask again")}));
    // It may have been answered before it was held: then it comes back for the answer at once.
    m_engine.query([this, question](const State& state) {
        if (!state.toolQuestions.contains(question))
            endTurns([&](const Waiting& waiting) { return waiting.question == question; });
    });
}

void ToolDesk::follow(const QList<Record>& records) {
    QList<std::pair<HttpReply, HttpResponse>> answers;
    {
        const std::lock_guard lock(m_mutex);
        for (const Record& record : records) {
            if (std::holds_alternative<TaskFinished>(record.event)) {
                m_counts.remove(taskOf(record.event));
                m_notes.remove(taskOf(record.event));
            }
            const auto* closed = std::get_if<ToolCallClosed>(&record.event);
            if (!closed)
                continue;
            m_waiting.removeIf([&](const Waiting& waiting) {
                if (waiting.question != closed->question)
                    return false;
                answers.append({waiting.reply,
                                waiting.form(closed->state, closed->by, closed->reason, closed->question)});
                return true;
            });
        }
    }
    for (auto& [reply, response] : answers)
        reply.send(std::move(response));
}

void ToolDesk::heartbeat(Moment now) {
    endTurns([&](const Waiting& waiting) { return waiting.until <= now; });
}

void ToolDesk::endTurns(const std::function<bool(const Waiting&)>& which) {
    QList<Waiting> over;
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.removeIf([&](const Waiting& waiting) {
            if (which(waiting))
                over.append(waiting);
            return which(waiting);
        });
    }
    for (Waiting& waiting : over)
        waiting.reply.send(waiting.form(ToolQuestionState::Open, {}, {}, waiting.question));
}

ToolDesk::Counts ToolDesk::countsOf(TaskId task) const {
    const std::lock_guard lock(m_mutex);
    return m_counts.value(task);
}

bool ToolDesk::note(const Asked& asked, const QString& text, const QString& before) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_notes[asked.task]++ >= mostNotes)
            return false;
    }
    m_logs.append(asked.task, asked.step, asked.attempt, LogKind::Core, before + text);
    return true;
}

} // namespace signalbox
