// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/proceed_board.h"

#include "core/base/digest.h"
#include "core/flow/proceed.h"
#include "core/server/guest_task.h"

namespace signalbox {

namespace {

constexpr qsizetype keptAnswers = 8;
constexpr int mostNews = 20; ///< an agent that asks about ever other commits must not fill its log

HttpResponse responseFor(const ProceedAnswer& answer, bool plain) {
    HttpResponse response;
    response.headers = {{"Signalbox-Proceed", answer.proceed ? "yes" : "no"}};
    response.contentType = plain ? "text/plain; charset=utf-8" : "application/json";
    response.body = plain ? answer.text.toUtf8() + '\n' : canonicalJson(toJson(answer));
    return response;
}

} // namespace

std::optional<ProceedReply> ProceedBoard::ask(const ProceedQuestion& question) {
    std::shared_ptr<Entry> entry;
    {
        const std::lock_guard lock(m_mutex);
        entry = m_entries.value(question.machine);
    }
    if (!entry)
        return std::nullopt;
    return answer(*entry, question);
}

ProceedReply ProceedBoard::answer(Entry& entry, const ProceedQuestion& question) {
    const std::lock_guard lock(entry.mutex);
    for (const Told& told : std::as_const(entry.told))
        if (told.question == question)
            return {told.response, false, entry.task.id, {}, 0, {}};
    ProceedReply reply;
    reply.task = entry.task.id;
    const auto answer = mayProceed(entry.task, question.commit, question.to);
    if (answer) {
        reply.response = responseFor(*answer, question.plain);
        reply.isNews = entry.news++ < mostNews;
        reply.step = entry.task.current;
        reply.attempt = entry.task.lastAttempt(entry.task.current)->number;
        reply.text = answer->text;
    } else {
        reply.response = problemResponse(answer.error());
    }
    if (entry.told.size() >= keptAnswers)
        entry.told.removeFirst();
    entry.told.append({question, reply.response});
    return reply;
}

bool ProceedBoard::put(const State& state, const QString& machine) {
    const Task* task = taskOfMachine(state, machine);
    if (!task)
        return false;
    auto entry = std::make_shared<Entry>(*task);
    const std::lock_guard lock(m_mutex);
    if (const auto known = m_machines.constFind(task->id); known != m_machines.constEnd())
        m_entries.remove(*known);
    m_machines.insert(task->id, machine);
    m_entries.insert(machine, std::move(entry));
    return true;
}

void ProceedBoard::forget(const QList<Record>& records) {
    const std::lock_guard lock(m_mutex);
    if (m_machines.isEmpty())
        return;
    for (const Record& record : records)
        if (const auto known = m_machines.constFind(taskOf(record.event)); known != m_machines.constEnd()) {
            m_entries.remove(*known);
            m_machines.erase(known);
        }
}

} // namespace signalbox
