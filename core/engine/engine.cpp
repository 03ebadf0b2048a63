// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/engine.h"

#include "core/flow/task_flow.h"

#include <future>

namespace signalbox {

Engine::Engine(Journal& journal, const Clock& clock) : m_journal(journal), m_clock(clock) {}

Engine::~Engine() {
    stop();
}

Result<std::unique_ptr<Engine>> Engine::open(Journal& journal, const Clock& clock) {
    std::unique_ptr<Engine> engine(new Engine(journal, clock));
    if (const auto replayed = engine->replay(); !replayed)
        return replayed.error();
    return engine;
}

Result<void> Engine::replay() {
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

void Engine::setEffectSink(EffectSink* sink) {
    m_sink = sink;
}

void Engine::addObserver(Observer observer) {
    m_observers.push_back(std::move(observer));
}

void Engine::start() {
    SB_ASSERT(!m_thread.joinable(), "an engine starts once");
    if (m_sink)
        for (const TaskId id : m_state.unfinished) {
            const Task& task = *m_state.task(id);
            for (const Effect& effect : task.effects)
                m_sink->owed(task, effect);
        }
    m_thread = std::thread([this] { run(); });
}

void Engine::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
    std::vector<Waiting> refused;
    std::vector<Query> queries;
    {
        const std::lock_guard lock(m_mutex);
        refused.swap(m_commands);
        queries.swap(m_queries);
    }
    for (Waiting& waiting : refused)
        if (waiting.reply)
            waiting.reply(Error{ErrorKind::Unavailable, QStringLiteral("the core is stopping"), {}});
    for (Query& query : queries)
        query(m_state);
}

void Engine::submit(Command command, Reply reply) {
    {
        const std::lock_guard lock(m_mutex);
        if (!m_stopping) {
            m_commands.push_back({std::move(command), std::move(reply)});
            m_wake.notify_one();
            return;
        }
    }
    if (reply)
        reply(Error{ErrorKind::Unavailable, QStringLiteral("the core is stopping"), {}});
}

bool Engine::query(Query query) {
    const std::lock_guard lock(m_mutex);
    if (m_stopping)
        return false;
    m_queries.push_back(std::move(query));
    m_wake.notify_one();
    return true;
}

Result<Accepted> Engine::submitAndWait(Command command) {
    auto promise = std::make_shared<std::promise<Result<Accepted>>>();
    auto future = promise->get_future();
    submit(std::move(command), [promise](Result<Accepted> result) { promise->set_value(std::move(result)); });
    return future.get();
}

bool Engine::queryAndWait(const Query& query) {
    std::promise<void> done;
    const bool taken = this->query([&](const State& state) {
        query(state);
        done.set_value();
    });
    if (taken)
        done.get_future().wait();
    return taken;
}

// ---- The loop: one turn takes what has come since the last, commits it as a group, then publishes it
// --------------

void Engine::run() {
    std::unique_lock lock(m_mutex);
    for (;;) {
        const auto ready = [this] {
            return m_afterCommit ||
                   (!m_committing && (m_stopping || !m_commands.empty() || !m_queries.empty()));
        };
        if (const auto deadline = earliestDeadline(); deadline && !m_committing) {
            const Millis left = std::max(Millis(0), *deadline - m_clock.now());
            if (!m_wake.wait_for(lock, left, ready))
                m_commands.push_back({Tick{}, {}});
        } else {
            m_wake.wait(lock, ready);
        }
        if (m_afterCommit) {
            const auto publish = std::exchange(m_afterCommit, nullptr);
            lock.unlock();
            publish();
            lock.lock();
            m_committing = false;
            continue;
        }
        if (m_stopping)
            return;
        auto queries = std::exchange(m_queries, {});
        auto commands = std::exchange(m_commands, {});
        lock.unlock();
        for (const Query& query : queries)
            query(m_state);
        if (!commands.empty())
            runBatch(std::move(commands));
        lock.lock();
    }
}

void Engine::runBatch(std::vector<Waiting> commands) {
    const Moment now = m_clock.now();
    auto batch = std::make_shared<Batch>();
    for (Waiting& waiting : commands)
        decideInto(*batch, std::move(waiting), now);
    if (batch->records.isEmpty()) {
        committed(*batch, Result<qint64>(0));
        return;
    }
    commit(std::move(batch), now);
}

void Engine::decideInto(Batch& batch, Waiting waiting, Moment now) {
    const auto events = decide(m_state, waiting.command, now);
    if (!events) {
        batch.replies.append({std::move(waiting.reply), events.error()});
        return;
    }
    Accepted accepted;
    accepted.events = int(events->size());
    for (const Event& event : *events) {
        const TaskId id = taskOf(event);
        if (id != 0) {
            accepted.task = id;
            const Task* task = m_state.task(id);
            batch.effectsBefore.try_emplace(id, task ? task->effects : QList<Effect>());
        }
        const Record record{m_state.seq + 1, now, event};
        apply(m_state, record);
        batch.records.append(record);
    }
    if (const auto* submit = std::get_if<SubmitTask>(&waiting.command); submit && events->isEmpty())
        accepted.task = m_state.submissions.value(submit->spec.idempotencyKey);
    accepted.seq = m_state.seq;
    batch.replies.append({std::move(waiting.reply), accepted});
}

void Engine::commit(std::shared_ptr<Batch> batch, Moment now) {
    QList<Event> events;
    events.reserve(batch->records.size());
    for (const Record& record : batch->records)
        events.append(record.event);
    {
        const std::lock_guard lock(m_mutex);
        m_committing = true;
    }
    m_journal.append(std::move(events), now, [this, batch](const Result<qint64>& firstSeq) {
        {
            const std::lock_guard lock(m_mutex);
            m_afterCommit = [this, batch, firstSeq] { committed(*batch, firstSeq); };
        }
        m_wake.notify_one();
    });
}

void Engine::committed(Batch& batch, const Result<qint64>& firstSeq) {
    if (!firstSeq) {
        // Nothing of the batch is in the journal: what was decided on top of it has not happened.
        const auto replayed = replay();
        SB_ASSERT(replayed.ok(), "a journal that was readable at the start stays readable");
        m_noTickBefore = m_clock.now() + std::chrono::seconds(1);
        for (auto& [reply, result] : batch.replies)
            if (reply)
                reply(result ? Result<Accepted>(
                                   firstSeq.error().within(QStringLiteral("the journal cannot be written")))
                             : result);
        return;
    }
    SB_ASSERT(batch.records.isEmpty() || *firstSeq == batch.records.first().seq,
              "journal and engine number events alike");
    for (auto& [reply, result] : batch.replies)
        if (reply)
            reply(result);
    if (batch.records.isEmpty())
        return;
    for (const Observer& observer : m_observers)
        observer(m_state, batch.records);
    handOut(batch);
}

void Engine::handOut(const Batch& batch) {
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

void Engine::watchDeadline(TaskId id) {
    if (const auto known = m_deadlineOf.find(id); known != m_deadlineOf.end()) {
        const auto [begin, end] = m_deadlines.equal_range(known->second);
        for (auto it = begin; it != end; ++it)
            if (it->second == id) {
                m_deadlines.erase(it);
                break;
            }
        m_deadlineOf.erase(known);
    }
    if (const auto deadline = deadlineOf(*m_state.task(id))) {
        m_deadlines.emplace(*deadline, id);
        m_deadlineOf.emplace(id, *deadline);
    }
}

std::optional<Moment> Engine::earliestDeadline() const {
    if (m_deadlines.empty())
        return std::nullopt;
    return std::max(m_deadlines.begin()->first, m_noTickBefore);
}

} // namespace signalbox
