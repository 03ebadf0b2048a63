// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/flow/state.h"
#include "core/journal/journal.h"

#include <deque>
#include <functional>
#include <memory>

namespace signalbox {

class Snapshots;

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

/// What the engine does, without its thread: it has no lock, no clock and no waiting, so that a simulation
/// drives it through every order of things. Commands queue; a turn decides all that wait as one batch and
/// gives it to the journal; once that is durable observers are told, the callers answered and effects handed
/// out. While a batch is on its way the state is ahead of the journal and no other turn begins. A batch that
/// fails has not happened. One thread at a time; the engine (engine.h) gives it one.
class EngineCore {
public:
    using Reply = std::function<void(Result<Accepted>)>;
    using Observer = std::function<void(const State&, const QList<Record>&)>;

    /// Replays the journal, what came after the newest snapshot where there is one. Corrupt when it cannot be
    /// read. Journal and snapshots (nullptr: none) must outlive it.
    static Result<std::unique_ptr<EngineCore>> open(Journal& journal, Snapshots* snapshots = nullptr);
    EngineCore(const EngineCore&) = delete;
    EngineCore& operator=(const EngineCore&) = delete;

    /// Before begin(): who is told of effects and of committed records.
    void setEffectSink(EffectSink* sink) { m_sink = sink; }
    void addObserver(Observer observer) { m_observers.push_back(std::move(observer)); }
    /// Hands out every effect that the journal says is owed.
    void begin();

    /// Queues a command for the next turn. The reply comes once the outcome is durable, or is an error.
    void submit(Command command, Reply reply = {});
    /// Decides what waits, and what time alone brings about, as one batch. True when the batch went to the
    /// journal: then `durable` is called as Journal::append says, on whatever thread that is, and committed()
    /// is owed. False when nothing is to be written; what was refused, or had been done before, is answered
    /// by then. Not while committing().
    bool turn(Moment now, Journal::Done durable);
    /// Ends the turn that is on its way.
    void committed(const Result<qint64>& firstSeq, Moment now);
    /// Has a snapshot of the state written now, for an orderly end. Not while committing().
    void keepState();
    /// Answers everything that waits and was not decided with this error.
    void refuseWaiting(const Error& error);

    [[nodiscard]] bool committing() const { return m_batch != nullptr; }
    [[nodiscard]] bool hasWaiting() const { return !m_waiting.empty() || !m_alone.empty(); }
    /// When a turn has something to do although nothing was submitted.
    [[nodiscard]] std::optional<Moment> nextDeadline() const;
    /// As committed; ahead of the journal while committing().
    [[nodiscard]] const State& state() const { return m_state; }

private:
    struct Waiting {
        Command command;
        Reply reply;
    };
    struct Answer {
        Waiting asked;
        Result<Accepted> result;
        bool restsOnBatch = false; ///< what it says holds only if the batch becomes durable
        void give(Result<Accepted> what) const {
            if (asked.reply)
                asked.reply(std::move(what));
        }
    };
    struct Batch {
        QList<Record> records;
        std::vector<Answer> answers;
        std::map<TaskId, QList<Effect>> effectsBefore;
    };

    EngineCore(Journal& journal, Snapshots* snapshots) : m_journal(journal), m_snapshots(snapshots) {}
    Result<void> replay();
    std::deque<Waiting> takeWaiting(Moment now);
    void decideInto(Batch& batch, Waiting waiting, Moment now);
    void failed(Batch& batch, const Error& error, Moment now);
    void handOut(const Batch& batch);
    void watchDeadline(TaskId task);

    Journal& m_journal;
    Snapshots* m_snapshots;
    EffectSink* m_sink = nullptr;
    std::vector<Observer> m_observers;
    State m_state;
    State m_base; ///< a state not long ago that is wholly in the journal
    std::set<std::pair<Moment, TaskId>> m_deadlines;
    std::map<TaskId, Moment> m_deadlineOf;
    Moment m_noTickBefore; // after a failed commit: the deadline is still past, and asking at once would spin
    std::deque<Waiting> m_waiting;
    std::deque<Waiting> m_alone;    ///< of a batch that failed for one of them: each gets a turn of its own
    std::unique_ptr<Batch> m_batch; // set while committing
};

} // namespace signalbox
