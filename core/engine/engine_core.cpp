// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/engine_core.h"

#include "core/engine/snapshots.h"
#include "core/flow/task_flow.h"

#include <algorithm>

namespace signalbox {

namespace {
constexpr qint64 eventsBetweenBases = 2000;
} // namespace

Result<std::unique_ptr<EngineCore>> EngineCore::open(Journal& journal, Snapshots* snapshots) {
    std::unique_ptr<EngineCore> core(new EngineCore(journal, snapshots));
    if (snapshots) {
        SnapshotFound found = snapshots->newest();
        for (const QString& warning : found.warnings)
            qWarning("signalbox: %s", qPrintable(warning));
        core->m_base = std::move(found.state);
    }
    if (const auto replayed = core->replay(); !replayed)
        return replayed.error();
    return core;
}

// From the last state that is kept, so that a failed commit does not cost the whole history again.
Result<void> EngineCore::replay() {
    m_state = m_base;
    m_deadlines.clear();
    m_deadlineOf.clear();
    const auto read =
        m_journal.read(m_state.seq, 0, [this](const Record& record) { apply(m_state, record); });
    if (!read)
        return read.error();
    for (const TaskId id : m_state.unfinished)
        watchDeadline(id);
    m_base = m_state;
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
    for (auto* queue : {&m_alone, &m_waiting})
        for (Waiting& waiting : std::exchange(*queue, {}))
            if (waiting.reply)
                waiting.reply(error);
}

// ---- A turn ----

std::deque<EngineCore::Waiting> EngineCore::takeWaiting(Moment now) {
    std::deque<Waiting> taken;
    if (!m_alone.empty()) {
        taken.push_back(std::move(m_alone.front()));
        m_alone.pop_front();
        return taken;
    }
    if (const auto deadline = nextDeadline(); deadline && *deadline <= now)
        submit(Tick{});
    taken.swap(m_waiting);
    return taken;
}

bool EngineCore::turn(Moment now, Journal::Done durable) {
    SB_ASSERT(!committing(), "one batch is on its way at a time");
    auto batch = std::make_unique<Batch>();
    auto waiting = takeWaiting(now);
    batch->answers.reserve(waiting.size());
    for (Waiting& next : waiting)
        decideInto(*batch, std::move(next), now);
    if (batch->records.isEmpty()) {
        for (Answer& answer : batch->answers)
            answer.give(std::move(answer.result));
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
    const bool onTop = !batch.records.isEmpty();
    auto events = decide(m_state, waiting.command, now);
    if (!events) {
        batch.answers.push_back({std::move(waiting), events.error(), onTop});
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
    batch.answers.push_back({std::move(waiting), accepted, true});
}

void EngineCore::committed(const Result<qint64>& firstSeq, Moment now) {
    SB_ASSERT(committing(), "a commit ends once");
    const std::unique_ptr<Batch> batch = std::exchange(m_batch, nullptr);
    if (!firstSeq) {
        failed(*batch, firstSeq.error(), now);
        return;
    }
    SB_ASSERT(*firstSeq == batch->records.constFirst().seq, "journal and engine number events alike");
    // Observers first: who has an answer sees what it did, wherever it looks.
    for (const Observer& observer : m_observers)
        observer(m_state, batch->records);
    for (Answer& answer : batch->answers)
        answer.give(std::move(answer.result));
    handOut(*batch);
    if (m_state.seq - m_base.seq >= eventsBetweenBases)
        m_base = m_state;
    if (m_snapshots)
        m_snapshots->committed(m_state);
}

void EngineCore::keepState() {
    SB_ASSERT(!committing(), "a snapshot is of a state that is wholly in the journal");
    if (!m_snapshots)
        return;
    if (const auto kept = m_snapshots->take(m_state); !kept)
        qWarning("signalbox: %s", qPrintable(kept.error().text()));
}

void EngineCore::failed(Batch& batch, const Error& error, Moment now) {
    // Nothing of the batch is in the journal: what was decided on top of it has not happened.
    const auto replayed = replay();
    SB_ASSERT(replayed.ok(), "a journal that was readable at the start stays readable");
    m_noTickBefore = now + std::chrono::seconds(1);
    // A refusal too has not happened, if it was decided on top of what was lost.
    const auto lost = std::count_if(batch.answers.begin(), batch.answers.end(),
                                    [](const Answer& a) { return a.restsOnBatch; });
    // One event that can never be written must not take with it what others had to say: each is tried alone.
    const bool again = error.kind == ErrorKind::Invalid && lost > 1;
    const Error why = error.within(QStringLiteral("the journal cannot be written"));
    for (Answer& answer : batch.answers) {
        if (!answer.restsOnBatch)
            answer.give(std::move(answer.result));
        else if (again)
            m_alone.push_back(std::move(answer.asked));
        else
            answer.give(why);
    }
}

void EngineCore::handOut(const Batch& batch) {
    for (const auto& [id, before] : batch.effectsBefore) {
        watchDeadline(id);
        if (!m_sink)
            continue;
        const Task* task = m_state.task(id); // it may have finished and left in this very batch
        for (const Effect& old : before)
            if (!task || !task->effect(old.key))
                m_sink->dropped(old.key);
        if (!task)
            continue;
        for (const Effect& effect : task->effects)
            if (!before.contains(effect))
                m_sink->owed(*task, effect);
    }
}

// ---- What time alone brings about ----

void EngineCore::watchDeadline(TaskId id) {
    const Task* task = m_state.task(id);
    const auto deadline = task ? deadlineOf(*task) : std::nullopt;
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
