// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/model.h"

#include <algorithm>

namespace signalbox::sim {

void Model::toldOwed(const QString& key) {
    demand(isOwed(key), u"%1 is handed out, but the journal does not owe it"_qs.arg(key));
}

void Model::toldDropped(const QString& key) {
    demand(!isOwed(key), u"%1 is dropped, but the journal owes it"_qs.arg(key));
}

/// The core learns a few milliseconds after the journal that something is not owed any more.
void Model::demandIsOwed(const QString& key, Moment world) {
    const auto dropped = m_droppedAt.find(key);
    const bool justDropped = dropped != m_droppedAt.end() && world - dropped->second <= Millis(10);
    demand(isOwed(key) || justDropped, u"a machine begins to work for %1, which is not owed"_qs.arg(key));
}

void Model::machineMade(const QString& name, TaskId id, const QString& key, Moment world) {
    demandIsOwed(key, world);
    demand(m_machines.emplace(name, Machine{id, key}).second, u"machine %1 exists twice"_qs.arg(name));
}

void Model::machineServes(const QString& name, TaskId id, const QString& key, Moment world) {
    demandIsOwed(key, world);
    const auto machine = m_machines.find(name);
    if (machine == m_machines.end())
        return wrong(u"machine %1 works, but does not exist"_qs.arg(name));
    demand(machine->second.task == id, u"machine %1 goes from one task to another"_qs.arg(name));
    // Of several questions that a killed core was at, one may be answered after the other.
    const auto former = m_owed.find(machine->second.key);
    demand(machine->second.asleep || machine->second.key == key || former == m_owed.end() ||
               former->second.kind == EffectKind::AskAgent,
           u"machine %1 works for two"_qs.arg(name));
    machine->second = {id, key};
}

void Model::machineSleeps(const QString& name) {
    Machine& machine = m_machines.at(name);
    demand(!machine.asleep, u"machine %1 falls asleep twice"_qs.arg(name));
    machine.asleep = true;
    int asleep = 0;
    for (const auto& [other, one] : m_machines)
        asleep += one.asleep ? 1 : 0;
    demand(asleep <= 4, u"%1 machines sleep"_qs.arg(asleep)); // the one beyond the limit goes at once
}

void Model::lookAtMachines() {
    for (auto& [name, machine] : m_machines) {
        // The next attempt of its step may still wait for its turn.
        const QString step = machine.key.left(machine.key.lastIndexOf(u'/') + 1);
        const auto next = m_owed.lower_bound(step);
        const bool wanted = machine.asleep ? !task(machine.task).finished && !task(machine.task).tearing
                                           : next != m_owed.end() && next->first.startsWith(step);
        machine.idleMinutes = wanted ? 0 : machine.idleMinutes + 1;
        demand(machine.idleMinutes < 4, u"machine %1 serves nothing"_qs.arg(name));
    }
}

void Model::published(TaskId id, const QString& commit, const QString& tree) {
    const Known& t = task(id);
    demand(commit == t.commit && tree == t.tree, u"something else is published than what stands"_qs);
    demand(covered(t), u"published without an approval that covers it"_qs);
    m_published[id] = commit;
}

void Model::acknowledged(qint64 seq) {
    demand(seq <= m_seq, u"event %1 is acknowledged before it is durable"_qs.arg(seq));
    m_acknowledged = std::max(m_acknowledged, seq);
}

void Model::running(int machines, int limit, int ofRepository, int repositoryLimit) {
    demand(machines <= limit, u"%1 machines with a limit of %2"_qs.arg(machines).arg(limit));
    demand(repositoryLimit == 0 || ofRepository <= repositoryLimit,
           u"%1 machines of a repository with a limit of %2"_qs.arg(ofRepository).arg(repositoryLimit));
}

void Model::atRest() {
    for (const auto& [id, t] : m_tasks) {
        const bool asks = std::any_of(t.asks.begin(), t.asks.end(), [](const Ask& a) { return a.open; });
        demand(t.finished || t.parked || asks, u"task %1 does not come to rest"_qs.arg(id));
        demand(!t.parked || !t.parkedFor.isEmpty(), u"task %1 waits for no reason"_qs.arg(id));
    }
    for (const auto& [key, owed] : m_owed)
        wrong(u"%1 is owed for ever"_qs.arg(key));
    for (const auto& [name, machine] : m_machines)
        demand(machine.asleep && !task(machine.task).finished, u"machine %1 is left"_qs.arg(name));
    demand(m_acknowledged <= m_seq, u"acknowledged events were lost"_qs);
}

void Model::atEnd() {
    atRest();
    for (const auto& [id, t] : m_tasks) {
        demand(t.finished, u"task %1 has not finished"_qs.arg(id));
        const bool isOut = m_published.contains(id);
        const bool gaveUp = std::any_of(t.letters.begin(), t.letters.end(), [](const Letter& letter) {
            return letter.kind == EffectKind::Withdraw;
        });
        const bool hasPublish = std::any_of(t.steps.begin(), t.steps.end(),
                                            [](const Step& s) { return s.kind == StepKind::Publish; });
        if (t.ending == Outcome::Published)
            demand(isOut || !hasPublish, u"task %1 says published, but nothing is"_qs.arg(id));
        else
            demand(!isOut || gaveUp, u"task %1 failed, but its publication stays"_qs.arg(id));
    }
}

} // namespace signalbox::sim
