// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/engine_core.h"

#include "core/flow/task_flow.h"

namespace signalbox {

Result<std::unique_ptr<EngineCore>> EngineCore::open(Journal& journal) {
    std::unique_ptr<EngineCore> core(new EngineCore(journal));
    if (const auto replayed = core->replay(); !replayed)
        return replayed.error();
    return core;
}

Result<void> EngineCore::replay() {
    m_state = State();
    m_deadlines.clear();
    m_deadlineOf.clear();
    if (const auto read = m_journal.read(0, 0, [this](const Record& record) { apply(m_state, record); });
        !read)
        return read.error();
    for (const TaskId id : m_state.unfinished)
        watchDeadline(id);
    return {};
}

void EngineCore::begin() {
    if (!m_sink)
        return;
    for (const TaskId id : m_state.unfinished) {
        const Task& task = *m_state.task(id);
        for (const Effect& effect : task.effects)
            m_sink->owed(task, effect);
    }
}

void EngineCore::submit(Command command, Reply reply) {
    m_waiting.push_back({std::move(command), std::move(reply)});
}

void EngineCore::refuseWaiting(const Error& error) {
    for (Waiting& waiting : std::exchange(m_waiting, {}))
        if (waiting.reply)
            waiting.reply(error);
}

// ---- A turn ----

bool EngineCore::turn(Moment now, Journal::Done durable) {
    SB_ASSERT(!committing(), "one batch is on its way at a time");
    if (const auto deadline = nextDeadline(); deadline && *deadline <= now)
        submit(Tick{});
    auto batch = std::make_unique<Batch>();
    auto waiting = std::exchange(m_waiting, {});
    batch->answers.reserve(waiting.size());
    for (Waiting& next : waiting)
        decideInto(*batch, std::move(next), now);
    if (batch->records.isEmpty()) {
        for (Answer& answer : batch->answers)
            if (answer.reply)
                answer.reply(std::move(answer.result));
        return false;
    }
    QList<Event> events;
    events.reserve(batch->records.size());
    for (const Record& record : batch->records)
        events.append(record.event);
    m_batch = std::move(batch);
    m_journal.append(std::move(events), now, std::move(durable));
    return true;
}

void EngineCore::decideInto(Batch& batch, Waiting waiting, Moment now) {
    auto events = decide(m_state, waiting.command, now);
    if (!events) {
        batch.answers.push_back({std::move(waiting.reply), events.error()});
        return;
    }
    Accepted accepted;
    accepted.events = int(events->size());
    for (Event& event : *events) {
        const TaskId id = taskOf(event);
        if (id != 0) {
            accepted.task = id;
            if (!batch.effectsBefore.contains(id)) {
                const Task* task = m_state.task(id);
                batch.effectsBefore.emplace(id, task ? task->effects : QList<Effect>());
            }
        }
        batch.records.append({m_state.seq + 1, now, std::move(event)});
        apply(m_state, batch.records.constLast());
    }
    if (const auto* submit = std::get_if<SubmitTask>(&waiting.command); submit && events->isEmpty())
        accepted.task = m_state.submissions.value(submit->spec.idempotencyKey);
    accepted.seq = m_state.seq;
    batch.answers.push_back({std::move(waiting.reply), accepted});
}

void EngineCore::committed(const Result<qint64>& firstSeq, Moment now) {
    SB_ASSERT(committing(), "a commit ends once");
    const std::unique_ptr<Batch> batch = std::exchange(m_batch, nullptr);
    if (!firstSeq) {
        // Nothing of the batch is in the journal: what was decided on top of it has not happened.
        const auto replayed = replay();
        SB_ASSERT(replayed.ok(), "a journal that was readable at the start stays readable");
        m_noTickBefore = now + std::chrono::seconds(1);
        const Error why = firstSeq.error().within(QStringLiteral("the journal cannot be written"));
        for (Answer& answer : batch->answers)
            if (answer.reply)
                answer.reply(answer.result ? Result<Accepted>(why) : std::move(answer.result));
        return;
    }
    SB_ASSERT(*firstSeq == batch->records.constFirst().seq, "journal and engine number events alike");
    for (Answer& answer : batch->answers)
        if (answer.reply)
            answer.reply(std::move(answer.result));
    for (const Observer& observer : m_observers)
        observer(m_state, batch->records);
    handOut(*batch);
}

void EngineCore::handOut(const Batch& batch) {
    for (const auto& [id, before] : batch.effectsBefore) {
        watchDeadline(id);
        if (!m_sink)
            continue;
        const Task& task = *m_state.task(id);
        for (const Effect& old : before)
            if (!task.effect(old.key))
                m_sink->dropped(old.key);
        for (const Effect& effect : task.effects)
            if (!before.contains(effect))
                m_sink->owed(task, effect);
    }
}

// ---- What time alone brings about ----

void EngineCore::watchDeadline(TaskId id) {
    const auto deadline = deadlineOf(*m_state.task(id));
    const auto known = m_deadlineOf.find(id);
    if (known != m_deadlineOf.end()) {
        if (deadline && known->second == *deadline)
            return;
        m_deadlines.erase({known->second, id});
        m_deadlineOf.erase(known);
    }
    if (deadline) {
        m_deadlines.emplace(*deadline, id);
        m_deadlineOf.emplace(id, *deadline);
    }
}

std::optional<Moment> EngineCore::nextDeadline() const {
    if (m_deadlines.empty())
        return std::nullopt;
    return std::max(m_deadlines.begin()->first, m_noTickBefore);
}

} // namespace signalbox
