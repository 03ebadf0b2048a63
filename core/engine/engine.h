// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine_core.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace signalbox {

/// The only mutator, for many threads: takes commands one after the other, decides by the pure functions of
/// core/flow, commits the events to the journal, and only then tells observers, answers and hands out
/// effects. Has a thread of its own on which it never waits for anything but work: while a commit is under
/// way commands queue and are then committed as a group. When a commit fails nothing has happened: the state
/// is rebuilt from the journal and the callers get the error.
class Engine {
public:
    using Reply = EngineCore::Reply;
    using Query = std::function<void(const State&)>;
    using Observer = EngineCore::Observer;

    /// Replays the journal. Corrupt when it cannot be read. Journal and clock must outlive the engine.
    static Result<std::unique_ptr<Engine>> open(Journal& journal, const Clock& clock,
                                                Snapshots* snapshots = nullptr);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// Before start(): who is told of effects and of committed records (on the engine's thread; must not
    /// block).
    void setEffectSink(EffectSink* sink);
    void addObserver(Observer observer);
    /// Begins to take commands and hands out every effect that the journal says is owed.
    void start();
    /// Finishes what is being committed, refuses the rest with Unavailable, ends the thread. Repeatable.
    void stop();

    /// From any thread. The reply comes on the engine's thread once the outcome is durable.
    void submit(Command command, Reply reply = {});
    /// From any thread. Runs on the engine's thread on a committed state; must be short and must not block.
    /// False, and never run, when the engine is stopping.
    bool query(Query query);
    /// Blocks the caller until the reply is there; never call it on the engine's thread.
    Result<Accepted> submitAndWait(Command command);
    bool queryAndWait(const Query& query);

private:
    struct Waiting {
        Command command;
        Reply reply;
    };

    Engine(std::unique_ptr<EngineCore> core, const Clock& clock);
    void run();
    void runTurn(std::vector<Waiting> commands, const std::vector<Query>& queries);
    /// Waits until a turn can do something; needs the lock. False when the engine stops.
    bool waitForWork(std::unique_lock<std::mutex>& lock);

    const Clock& m_clock;
    std::unique_ptr<EngineCore> m_core; // engine's thread only, once started

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::vector<Waiting> m_commands;
    std::vector<Query> m_queries;
    std::optional<Result<qint64>> m_durable; // set by the journal's writer thread
    bool m_committing = false;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace signalbox
