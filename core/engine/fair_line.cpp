// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/fair_line.h"

#include <algorithm>

namespace signalbox {

FairLine::FairLine(int places, int perRepository, Millis ageing)
    : m_slots(places), m_perRepository(perRepository), m_ageing(ageing) {}

bool FairLine::Candidate::operator<(const Candidate& other) const {
    if (level != other.level)
        return level > other.level;
    if (running != other.running)
        return running < other.running;
    if (served != other.served)
        return served < other.served;
    return repository < other.repository;
}

FairLine::Repositories::iterator FairLine::find(const QString& repository) {
    const auto [at, isNew] = m_repositories.try_emplace(repository);
    // One that comes anew stands behind those that wait already, or coming and going would pay.
    if (isNew)
        at->second.served = ++m_stamp;
    return at;
}

void FairLine::add(const Place& place, Moment now) {
    rise(now);
    const auto at = find(place.repository);
    at->second.queues[place.priority].waiting.insert_or_assign(Key{place.task, place.key}, place.since);
    refresh(at, now);
}

void FairLine::remove(const Place& place, Moment now) {
    rise(now);
    const auto at = m_repositories.find(place.repository);
    SB_ASSERT(at != m_repositories.end(), "what is removed waits");
    const auto queue = at->second.queues.find(place.priority);
    SB_ASSERT(queue != at->second.queues.end(), "what is removed waits");
    queue->second.waiting.erase({place.task, place.key});
    if (queue->second.waiting.empty())
        at->second.queues.erase(queue);
    refresh(at, now);
}

std::optional<FairLine::Place> FairLine::take(Moment now) {
    rise(now);
    if (!couldTake())
        return std::nullopt;
    const Candidate next = *m_candidates.begin();
    const auto at = m_repositories.find(next.repository);
    const auto queue = at->second.queues.find(next.priority);
    const auto first = queue->second.waiting.begin();
    Place place{next.repository, next.priority, first->first.task, first->first.key, first->second};
    queue->second.waiting.erase(first);
    queue->second.served = now;
    if (queue->second.waiting.empty())
        at->second.queues.erase(queue);
    ++m_running;
    ++at->second.running;
    at->second.served = ++m_stamp;
    refresh(at, now);
    return place;
}

void FairLine::release(const QString& repository, Moment now) {
    rise(now);
    const auto at = m_repositories.find(repository);
    SB_ASSERT(at != m_repositories.end() && at->second.running > 0, "what is released runs");
    --m_running;
    --at->second.running;
    refresh(at, now);
}

int FairLine::runningOf(const QString& repository) const {
    const auto at = m_repositories.find(repository);
    return at == m_repositories.end() ? 0 : at->second.running;
}

// Brings the repository's one candidate, and the time at which that must be looked at again, up to date.
void FairLine::refresh(Repositories::iterator at, Moment now) {
    Repository& repository = at->second;
    if (repository.candidate)
        m_candidates.erase(*repository.candidate);
    if (repository.rises)
        m_rises.erase({*repository.rises, at->first});
    repository.candidate.reset();
    repository.rises.reset();
    if (repository.queues.empty() && repository.running == 0) {
        m_repositories.erase(at);
        return;
    }
    for (const auto& [priority, queue] : repository.queues) {
        qint64 level = priority;
        if (m_ageing.count() > 0) {
            const Moment since = std::max(queue.waiting.begin()->second, queue.served);
            const qint64 risen = std::max<qint64>(0, (now - since).count() / m_ageing.count());
            level += risen;
            const Moment rises = since + m_ageing * (risen + 1);
            repository.rises = std::min(repository.rises.value_or(rises), rises);
        }
        if (!repository.candidate || level > repository.candidate->level)
            repository.candidate = {level, repository.running, repository.served, at->first, priority};
    }
    if (m_perRepository > 0 && repository.running >= m_perRepository)
        repository.candidate.reset();
    if (repository.candidate)
        m_candidates.insert(*repository.candidate);
    if (repository.rises)
        m_rises.emplace(*repository.rises, at->first);
}

void FairLine::rise(Moment now) {
    while (!m_rises.empty() && m_rises.begin()->first <= now)
        refresh(m_repositories.find(m_rises.begin()->second), now);
}

} // namespace signalbox
