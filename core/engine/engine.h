// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/flow/state.h"
#include "core/journal/journal.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace signalbox {

/// What a command came to.
struct Accepted {
    qint64 seq = 0;  ///< of the last event that is durable now
    TaskId task = 0; ///< the task that it was about or made; 0: none
    int events = 0;  ///< how many events followed; 0: it had been done before
};

/// Is told what the world owes a task. Called on the engine's thread, after the commit; must not block.
class EffectSink {
public:
    virtual ~EffectSink() = default;
    /// The effect is owed, or due again at another time. The task is a copy of the committed state.
    virtual void owed(const Task& task, const Effect& effect) = 0;
    /// It is not owed any more: done, or the task went another way. Work on it stops.
    virtual void dropped(const QString& key) = 0;
};

/// The only mutator: takes commands one after the other, decides by the pure functions of core/flow, commits
/// the events to the journal, and only then answers, tells observers and hands out effects. Has a thread of
/// its own on which it never waits for anything but work: while a commit is under way commands queue and are
/// then committed as a group. When a commit fails nothing has happened: the state is rebuilt from the journal
/// and the callers get the error.
class Engine {
public:
    using Reply = std::function<void(Result<Accepted>)>;
    using Query = std::function<void(const State&)>;
    using Observer = std::function<void(const State&, const QList<Record>&)>;

    /// Replays the journal. Corrupt when it cannot be read. Journal and clock must outlive the engine.
    static Result<std::unique_ptr<Engine>> open(Journal& journal, const Clock& clock);
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
    struct Batch {
        QList<Record> records;
        QList<std::pair<Reply, Result<Accepted>>> replies;
        std::map<TaskId, QList<Effect>> effectsBefore;
    };

    Engine(Journal& journal, const Clock& clock);
    Result<void> replay();
    void run();
    void runBatch(std::vector<Waiting> commands);
    void decideInto(Batch& batch, Waiting waiting, Moment now);
    void commit(std::shared_ptr<Batch> batch, Moment now);
    void committed(Batch& batch, const Result<qint64>& firstSeq);
    void handOut(const Batch& batch);
    void watchDeadline(TaskId task);
    [[nodiscard]] std::optional<Moment> earliestDeadline() const;

    Journal& m_journal;
    const Clock& m_clock;
    EffectSink* m_sink = nullptr;
    std::vector<Observer> m_observers;
    State m_state; // engine's thread only, once started
    std::multimap<Moment, TaskId> m_deadlines;
    std::map<TaskId, Moment> m_deadlineOf;
    Moment m_noTickBefore; // after a failed commit: the deadline is still past, and asking at once would spin

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::vector<Waiting> m_commands;
    std::vector<Query> m_queries;
    std::function<void()> m_afterCommit; // set by the journal's writer thread
    bool m_committing = false;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace signalbox
