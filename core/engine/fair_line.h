// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"

#include <map>
#include <set>

namespace signalbox {

/// Who waits for one kind of slot, and who is next. Pure: time is an argument, and the same calls give the
/// same order. Each operation costs the logarithm of what waits.
///
/// Who is next, of the repositories that may have one more:
/// 1. the highest level: the task's priority, plus one for each `ageing` that its queue (the same repository,
/// the
///    same priority) has waited since it was last served. So nothing starves: whatever waits in a queue that
///    is not served rises without bound until it is.
/// 2. at the same level the repository with the fewest running; among those the one that was served longest
/// ago, so
///    that one with hundreds waiting takes turns with one that has two.
/// 3. within a queue the oldest task, so that what was begun is finished before more is begun.
class FairLine {
public:
    /// `perRepository` 0: no limit of its own; `ageing` 0: nothing rises.
    FairLine(int places, int perRepository, Millis ageing);

    struct Place {
        QString repository;
        int priority = 0;
        TaskId task = 0;
        QString key;
        Moment since; ///< when it could first have gone
    };
    void add(const Place& place, Moment now);
    /// It waits no more, without having been served.
    void remove(const Place& place, Moment now);
    /// The one that goes now; it holds a slot until released. Nothing when none may go.
    std::optional<Place> take(Moment now);
    void release(const QString& repository, Moment now);
    [[nodiscard]] bool couldTake() const { return m_running < m_slots && !m_candidates.empty(); }

    [[nodiscard]] int slotCount() const { return m_slots; }
    [[nodiscard]] int running() const { return m_running; }
    [[nodiscard]] int perRepository() const { return m_perRepository; }
    [[nodiscard]] int runningOf(const QString& repository) const;

private:
    struct Key {
        TaskId task;
        QString key;
        bool operator<(const Key& other) const {
            return task != other.task ? task < other.task : key < other.key;
        }
    };
    struct Queue {
        std::map<Key, Moment> waiting; ///< with since when
        Moment served;
    };
    struct Candidate {
        qint64 level = 0;
        int running = 0;
        quint64 served = 0;
        QString repository;
        int priority = 0; ///< of the queue that goes
        bool operator<(const Candidate& other) const;
    };
    struct Repository {
        std::map<int, Queue, std::greater<>> queues; ///< by priority
        int running = 0;
        quint64 served = 0; ///< a stamp: smaller was longer ago
        std::optional<Candidate> candidate;
        std::optional<Moment> rises; ///< when a queue of it gains a level
    };
    using Repositories = std::map<QString, Repository>;

    Repositories::iterator find(const QString& repository);
    void refresh(Repositories::iterator at, Moment now);
    void rise(Moment now);

    const int m_slots;
    const int m_perRepository;
    const Millis m_ageing;
    int m_running = 0;
    quint64 m_stamp = 0;
    Repositories m_repositories; ///< those with something waiting or running
    std::set<Candidate> m_candidates;
    std::set<std::pair<Moment, QString>> m_rises;
};

} // namespace signalbox
