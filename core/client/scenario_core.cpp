// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/scenario_core.h"

#include "core/client/task_fold.h"

#include <QJsonDocument>

#include <algorithm>

namespace signalbox {

namespace {

QByteArray compact(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

ScenarioCore::ScenarioCore(bool frozen) : m_frozen(frozen) {
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ScenarioCore::runDue);
}

Moment ScenarioCore::epoch() {
    return {1'772'444'460'000}; // 2026-03-02 09:41 UTC
}

Moment ScenarioCore::now() const {
    if (m_acting)
        return *m_acting;
    const Moment begin = epoch() + m_skipped;
    return m_frozen || !m_clock.isValid() ? begin : begin + Millis(m_clock.elapsed());
}

void ScenarioCore::schedule(Moment at, TaskId task, std::function<void()> act) {
    // QMultiMap puts the newest of equal keys first; the order of the script must hold.
    qint64 key = at.ms;
    while (m_due.contains(key))
        ++key;
    m_due.insert(key, {task, std::move(act)});
    if (m_clock.isValid() && !m_acting)
        runDue();
}

void ScenarioCore::unschedule(TaskId task) {
    for (auto it = m_due.begin(); it != m_due.end();)
        it = it->task == task ? m_due.erase(it) : std::next(it);
}

void ScenarioCore::start() {
    m_clock.start();
    runDue();
}

void ScenarioCore::runDue() {
    while (!m_due.isEmpty() && m_due.firstKey() <= now().ms) {
        const qint64 at = m_due.firstKey();
        const Due due = m_due.take(at);
        m_acting = Moment{at};
        due.act();
        m_acting.reset();
    }
    if (!m_due.isEmpty() && !m_frozen)
        m_timer.start(int(std::clamp<qint64>(m_due.firstKey() - now().ms, 0, 60'000)));
}

void ScenarioCore::post(const Event& event) {
    apply(event);
    RecordView record{m_records.size() + 1, now(), typeOf(event), taskOf(event), bodyOf(event)};
    m_records.append(record);
    m_info.seq = record.seq;
    emit recordAdded();
    if (record.type.startsWith(QLatin1String("machine_")))
        emit machinesChanged();
}

void ScenarioCore::say(TaskId id, LogKind kind, const QString& text) {
    const Task* about = task(id);
    const Attempt* attempt = about ? about->lastAttempt(about->current) : nullptr;
    LogLine line{now(), about ? about->current : QString(), attempt ? attempt->number : 1, kind, text, 0};
    QByteArray& log = m_logs[id];
    log += toNdjson(line);
    emit logGrew(id, log.size());
}

Task* ScenarioCore::task(TaskId id) {
    const auto it = m_tasks.find(id);
    return it == m_tasks.end() ? nullptr : &*it;
}

const Task* ScenarioCore::task(TaskId id) const {
    const auto it = m_tasks.constFind(id);
    return it == m_tasks.constEnd() ? nullptr : &*it;
}

Approval* ScenarioCore::approval(qint64 id, Task** owner) {
    for (Task& candidate : m_tasks)
        if (Approval* found = candidate.approval(id)) {
            if (owner)
                *owner = &candidate;
            return found;
        }
    return nullptr;
}

Digest ScenarioCore::keep(const QByteArray& bytes) {
    const Digest digest = sha256(bytes);
    m_artifacts.insert(digest, bytes);
    return digest;
}

void ScenarioCore::setRoles(const Roles& roles) {
    m_info.roles = roleWords(roles);
    emit peopleChanged();
}

bool ScenarioCore::isFinished(TaskId id) const {
    const Task* about = task(id);
    return !about || about->phase == TaskPhase::Finished;
}

void ScenarioCore::apply(const Event& event) {
    if (const auto* added = std::get_if<RepositoryAdded>(&event)) {
        m_repositories.append(added->repository);
    } else if (const auto* removed = std::get_if<RepositoryRemoved>(&event)) {
        m_repositories.removeIf([&](const Repository& r) { return r.name == removed->name; });
    } else if (const auto* made = std::get_if<DelegationMade>(&event)) {
        m_delegations.append(made->delegation);
    } else if (const auto* revoked = std::get_if<DelegationRevoked>(&event)) {
        m_delegations.removeIf([&](const Delegation& d) { return d.id == revoked->delegation; });
    } else if (std::holds_alternative<TaskSubmitted>(event)) {
        Task fresh;
        foldEvent(fresh, event, now());
        m_tasks.insert(fresh.id, fresh);
    } else {
        Task* subject = task(taskOf(event));
        SB_ASSERT(subject, "a scenario tells only of tasks that it submitted");
        foldEvent(*subject, event, now());
    }
}

QList<MachineInfo> ScenarioCore::machines() const {
    QList<MachineInfo> list;
    for (const Task& t : m_tasks) {
        const Attempt* attempt = t.lastAttempt(t.current);
        if (!attempt || attempt->ended || attempt->machine.isEmpty() || t.phase != TaskPhase::Working ||
            m_destroyed.contains(attempt->machine))
            continue;
        const qint64 age = std::max<qint64>((now() - attempt->started).count(), 0);
        MachineInfo machine;
        machine.name = attempt->machine;
        machine.state =
            m_hibernated.contains(machine.name) ? QStringLiteral("hibernated") : QStringLiteral("running");
        const auto known = m_liveness.value(
            t.id, {QStringLiteral("working"), QStringLiteral("its processor was busy just now")});
        machine.liveness = known.first;
        machine.because = known.second;
        machine.since = attempt->started;
        machine.cpuTimeMs = age * (30 + t.id % 5 * 10) / 100;
        machine.memoryBytes = (380 + t.id * 37 % 900) << 20;
        machine.diskBytes = (120 + t.id * 53 % 700) << 20;
        machine.startedAt = attempt->started;
        machine.labels = {{QStringLiteral("task"), QString::number(t.id)},
                          {QStringLiteral("step"), t.current},
                          {QStringLiteral("attempt"), QString::number(attempt->number)}};
        list.append(machine);
    }
    return list;
}

QByteArray ScenarioCore::eventsAfter(qint64& seq) const {
    QByteArray text;
    for (qsizetype i = std::max<qint64>(seq, 0); i < m_records.size(); ++i) {
        const RecordView& record = m_records.at(i);
        const Task* about = task(record.task);
        const QJsonObject data{
            {QStringLiteral("record"), toJson(record)},
            {QStringLiteral("summary"), about ? QJsonValue(toJson(summaryOf(*about))) : QJsonValue()}};
        text += "event: record\nid: " + QByteArray::number(record.seq) + "\ndata: " + compact(data) + "\n\n";
        seq = record.seq;
    }
    return text;
}

QByteArray ScenarioCore::journal() const {
    QByteArray lines;
    QByteArray chain;
    for (const RecordView& record : m_records) {
        QJsonObject object = toJson(record);
        chain = sha256(chain + canonicalJson(object)).toLatin1();
        object.insert(QStringLiteral("chain"), QString::fromLatin1(chain));
        lines += compact(object) + '\n';
    }
    return lines;
}

} // namespace signalbox
