// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/effect_queue.h"

#include <algorithm>

namespace signalbox {

EffectQueue::EffectQueue(const QueueOptions& options)
    : m_machines(options.machineSlots, options.machinesPerRepository, options.ageing),
      m_others(options.otherSlots, 0, options.ageing) {}

FairLine::Place EffectQueue::placeOf(const OwedEffect& owed) {
    return {owed.task.spec.repository, owed.task.spec.priority, owed.task.id, owed.effect.key,
            owed.effect.due};
}

void EffectQueue::putInPlace(Waiting& waiting, Moment now) {
    const Effect& effect = waiting.owed.effect;
    if (m_running.contains(effect.key)) {
        waiting.place = Place::AfterItself;
    } else if (effect.due > now) {
        waiting.place = Place::NotDue;
        m_agenda.emplace(effect.due, effect.key);
    } else {
        waiting.place = Place::InLine;
        lineOf(waiting.owed.needsMachine).add(placeOf(waiting.owed), now);
    }
}

void EffectQueue::takeFromPlace(const Waiting& waiting, Moment now) {
    if (waiting.place == Place::NotDue)
        m_agenda.erase({waiting.owed.effect.due, waiting.owed.effect.key});
    else if (waiting.place == Place::InLine)
        lineOf(waiting.owed.needsMachine).remove(placeOf(waiting.owed), now);
}

void EffectQueue::owed(OwedEffect owed, Moment now) {
    bringInDue(now); // those came first
    const QString key = owed.effect.key;
    const auto [at, isNew] = m_waiting.try_emplace(key);
    if (!isNew)
        takeFromPlace(at->second, now);
    at->second.owed = std::move(owed);
    putInPlace(at->second, now);
}

bool EffectQueue::dropped(const QString& key, Moment now) {
    if (const auto at = m_waiting.find(key); at != m_waiting.end()) {
        takeFromPlace(at->second, now);
        m_waiting.erase(at);
    }
    return m_running.contains(key);
}

void EffectQueue::bringInDue(Moment now) {
    while (!m_agenda.empty() && m_agenda.begin()->first <= now) {
        Waiting& waiting = m_waiting.at(m_agenda.begin()->second);
        m_agenda.erase(m_agenda.begin());
        putInPlace(waiting, now);
    }
}

bool EffectQueue::couldTake(Moment now) {
    bringInDue(now);
    return !m_draining && (m_machines.couldTake() || m_others.couldTake());
}

std::optional<OwedEffect> EffectQueue::take(Moment now) {
    if (!couldTake(now))
        return std::nullopt;
    auto place = m_machines.take(now);
    if (!place)
        place = m_others.take(now);
    const auto at = m_waiting.find(place->key);
    SB_ASSERT(at != m_waiting.end(), "what stands in line waits");
    OwedEffect owed = std::move(at->second.owed);
    m_waiting.erase(at);
    m_running.emplace(owed.effect.key, Running{owed.task.id, place->repository, owed.effect.kind,
                                               place->priority, owed.needsMachine, now});
    return owed;
}

void EffectQueue::ended(const QString& key, Moment now) {
    bringInDue(now);
    const auto at = m_running.find(key);
    SB_ASSERT(at != m_running.end(), "what ends runs");
    lineOf(at->second.needsMachine).release(at->second.repository, now);
    m_running.erase(at);
    if (const auto again = m_waiting.find(key); again != m_waiting.end())
        putInPlace(again->second, now);
}

void EffectQueue::clearWaiting() {
    for (const auto& [key, waiting] : m_waiting)
        takeFromPlace(waiting, {});
    m_waiting.clear();
}

std::optional<Moment> EffectQueue::nextDue() const {
    return m_agenda.empty() ? std::nullopt : std::optional(m_agenda.begin()->first);
}

// ---- For people ----

QString EffectQueue::reasonOf(const Waiting& waiting, Moment now) const {
    const Effect& effect = waiting.owed.effect;
    if (waiting.place == Place::AfterItself)
        return QStringLiteral("waits until its earlier try has ended");
    if (effect.due > now) {
        const QString left = humanDuration(effect.due - now);
        return effect.tries > 0 ? QStringLiteral("waits out a technical failure: try %1 in %2")
                                      .arg(effect.tries + 1)
                                      .arg(left)
                                : QStringLiteral("due in %1").arg(left);
    }
    if (m_draining)
        return QStringLiteral("the core is draining: it begins nothing new");
    const FairLine& line = waiting.owed.needsMachine ? m_machines : m_others;
    const QString what = waiting.owed.needsMachine ? QStringLiteral("a machine") : QStringLiteral("a worker");
    if (line.running() >= line.slotCount())
        return QStringLiteral("waits for %1: %2 of %3 busy")
            .arg(what)
            .arg(line.running())
            .arg(line.slotCount());
    const QString& repository = waiting.owed.task.spec.repository;
    if (const int running = line.runningOf(repository);
        line.perRepository() > 0 && running >= line.perRepository())
        return QStringLiteral("waits for %1: repository limit %2 of %3")
            .arg(what)
            .arg(running)
            .arg(line.perRepository());
    return QStringLiteral("about to begin");
}

QueueEntry EffectQueue::entryOf(const Waiting& waiting, Moment now) const {
    const OwedEffect& owed = waiting.owed;
    return {owed.effect.key,
            owed.task.id,
            owed.task.spec.repository,
            owed.effect.kind,
            owed.task.spec.priority,
            owed.needsMachine,
            false,
            owed.effect.due,
            reasonOf(waiting, now)};
}

QueueEntry EffectQueue::entryOf(const QString& key, const Running& running) {
    return {key,          running.task,     running.repository,
            running.kind, running.priority, running.needsMachine,
            true,         running.since,    {}};
}

QList<QueueEntry> EffectQueue::entries(Moment now, int limit) const {
    QList<QueueEntry> list;
    for (const auto& [key, running] : m_running)
        list.append(entryOf(key, running));
    std::stable_sort(list.begin(), list.end(),
                     [](const QueueEntry& a, const QueueEntry& b) { return a.task < b.task; });
    if (limit > 0 && list.size() > limit)
        list.resize(limit);
    // Only what is shown is described: a reason is a text, and there may be ten thousand.
    std::vector<const Waiting*> waiting;
    waiting.reserve(m_waiting.size());
    for (const auto& [key, entry] : m_waiting)
        waiting.push_back(&entry);
    std::stable_sort(waiting.begin(), waiting.end(),
                     [](const Waiting* a, const Waiting* b) { return a->owed.task.id < b->owed.task.id; });
    for (const Waiting* entry : waiting) {
        if (limit > 0 && list.size() >= limit)
            break;
        list.append(entryOf(*entry, now));
    }
    return list;
}

QList<QueueEntry> EffectQueue::entriesOf(TaskId task, Moment now) const {
    const QString prefix = QStringLiteral("t%1/").arg(task);
    QList<QueueEntry> list;
    for (auto it = m_running.lower_bound(prefix); it != m_running.end() && it->first.startsWith(prefix); ++it)
        list.append(entryOf(it->first, it->second));
    for (auto it = m_waiting.lower_bound(prefix); it != m_waiting.end() && it->first.startsWith(prefix); ++it)
        list.append(entryOf(it->second, now));
    return list;
}

} // namespace signalbox
