// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/engine.h"

#include <future>

namespace signalbox {

Engine::Engine(std::unique_ptr<EngineCore> core, const Clock& clock)
    : m_clock(clock), m_core(std::move(core)) {}

Engine::~Engine() {
    stop();
}

Result<std::unique_ptr<Engine>> Engine::open(Journal& journal, const Clock& clock, Snapshots* snapshots) {
    auto core = EngineCore::open(journal, snapshots);
    if (!core)
        return core.error();
    return std::unique_ptr<Engine>(new Engine(std::move(*core), clock));
}

void Engine::setEffectSink(EffectSink* sink) {
    m_core->setEffectSink(sink);
}

void Engine::addObserver(Observer observer) {
    m_core->addObserver(std::move(observer));
}

void Engine::start() {
    SB_ASSERT(!m_thread.joinable(), "an engine starts once");
    m_core->begin();
    m_thread = std::thread([this] { run(); });
}

void Engine::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable()) {
        m_thread.join();
        m_core->keepState();
    }
    m_core->refuseWaiting(Error{ErrorKind::Unavailable, QStringLiteral("the core is stopping"), {}});
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
        query(m_core->state());
}

void Engine::submit(Command command, Reply reply) {
    {
        const std::lock_guard lock(m_mutex);
        if (!m_stopping) {
            // While a commit is on its way, and when others wait already, the engine will look by itself:
            // each needless wake-up would cost the writer its turn.
            const bool sleeps = !m_committing && m_commands.empty();
            m_commands.push_back({std::move(command), std::move(reply)});
            if (sleeps)
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

// ---- The loop: one turn takes what has come since the last, commits it as a group, then publishes it ----

bool Engine::waitForWork(std::unique_lock<std::mutex>& lock) {
    const auto ready = [this] {
        return m_durable || (!m_committing && (m_stopping || !m_commands.empty() || !m_queries.empty() ||
                                               m_core->hasWaiting()));
    };
    if (const auto deadline = m_core->nextDeadline(); deadline && !m_committing)
        m_wake.wait_for(lock, std::max(Millis(0), *deadline - m_clock.now()), ready);
    else
        m_wake.wait(lock, ready);
    return m_durable || !m_stopping;
}

void Engine::run() {
    std::unique_lock lock(m_mutex);
    while (waitForWork(lock)) {
        if (m_durable) {
            const Result<qint64> firstSeq = *std::exchange(m_durable, std::nullopt);
            lock.unlock();
            m_core->committed(firstSeq, m_clock.now());
            lock.lock();
            m_committing = false;
            continue;
        }
        const auto queries = std::exchange(m_queries, {});
        auto commands = std::exchange(m_commands, {});
        m_committing = true; // until it is known that there is nothing to commit
        lock.unlock();
        runTurn(std::move(commands), queries);
        lock.lock();
        m_committing = m_core->committing();
    }
}

void Engine::runTurn(std::vector<Waiting> commands, const std::vector<Query>& queries) {
    for (const Query& query : queries)
        query(m_core->state());
    for (Waiting& waiting : commands)
        m_core->submit(std::move(waiting.command), std::move(waiting.reply));
    m_core->turn(m_clock.now(), [this](const Result<qint64>& firstSeq) {
        // Under the lock: once it is free, the engine may end, and its condition with it.
        const std::lock_guard lock(m_mutex);
        m_durable = firstSeq;
        m_wake.notify_one();
    });
}

} // namespace signalbox
