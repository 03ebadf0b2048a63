// SPDX-License-Identifier: GPL-3.0-or-later
// The scripted core's REST paths about what is over, what was given up, and machines.
#include "core/client/scenario_answers.h"
#include "core/client/scenario_core.h"
#include "core/client/scenario_story.h"
#include "core/client/task_fold.h"

#include <QUrlQuery>

#include <algorithm>

namespace signalbox {

using namespace scenario;

namespace {
constexpr int finishedOnAPage = 8;
}

/// The last first, in pages; a page's `next` is the number of its last task.
ApiReply ScenarioCore::finished(const QUrlQuery& query) const {
    const QString repository = query.queryItemValue(QStringLiteral("repository"));
    const QString outcome = query.queryItemValue(QStringLiteral("outcome"));
    const qint64 before = query.queryItemValue(QStringLiteral("before")).toLongLong();
    FinishedTasks page;
    page.seq = m_records.size();
    for (auto it = m_tasks.end(); it != m_tasks.begin();) {
        const Task& each = *--it;
        if (each.phase != TaskPhase::Finished || (before > 0 && each.id >= before) ||
            (!repository.isEmpty() && each.spec.repository != repository) ||
            (!outcome.isEmpty() && enumWord(each.outcome) != outcome))
            continue;
        if (page.tasks.size() == finishedOnAPage) {
            page.next = page.tasks.last().id;
            break;
        }
        page.tasks.append(summaryOf(each));
    }
    return answer(toJson(page));
}

/// Told anew from the first event on: scripts are short.
ApiReply ScenarioCore::past(qint64 seq) const {
    if (seq < 1 || seq > m_records.size())
        return notFound(QStringLiteral("event %1").arg(seq));
    FleetMoment moment;
    moment.seq = seq;
    moment.at = m_records.at(seq - 1).at;
    moment.last = m_records.size();
    QMap<TaskId, Task> tasks;
    for (const RecordView& record : m_records.first(seq)) {
        const Result<Event> event = eventFrom(record.type, record.body);
        if (record.task != 0 && event)
            foldEvent(tasks[record.task], *event, record.at);
        else if (const auto* added = event ? std::get_if<RepositoryAdded>(&*event) : nullptr)
            moment.repositories.append(added->repository);
    }
    for (const Task& each : tasks) {
        const TaskSummary row = summaryOf(each);
        moment.tasks.append(row);
        if (const Approval* open = each.openApproval())
            moment.approvals.append({row, *open});
        for (const DeadLetter& letter : each.deadLetters)
            if (letter.state != DeadLetterState::Closed)
                moment.deadLetters.append({row, letter});
        const Attempt* attempt = each.lastAttempt(each.current);
        if (!attempt || attempt->ended || attempt->machine.isEmpty())
            continue;
        MachineInfo machine;
        machine.name = attempt->machine;
        machine.state = QStringLiteral("leased");
        machine.startedAt = attempt->started;
        machine.labels = {{QStringLiteral("task"), QString::number(each.id)},
                          {QStringLiteral("step"), each.current},
                          {QStringLiteral("attempt"), QString::number(attempt->number)}};
        moment.machines.append(machine);
    }
    return answer(toJson(moment));
}

ApiReply ScenarioCore::handleDeadLetter(const QByteArray& method, const QStringList& path, bool all) {
    if (path.size() == 1) {
        QList<DeadLetterEntry> letters;
        for (const Task& each : m_tasks)
            for (const DeadLetter& letter : each.deadLetters)
                if (all || letter.state != DeadLetterState::Closed)
                    letters.append({summaryOf(each), letter});
        return answer(listOf("deadLetters", letters));
    }
    const Task* about = task(path.value(1).toLongLong());
    const DeadLetter* letter = about ? about->deadLetter(path.value(2).toInt()) : nullptr;
    if (!letter)
        return notFound(QStringLiteral("dead letter %1").arg(path.mid(1, 2).join(QLatin1Char('.'))));
    if (path.size() == 3)
        return answer(toJson(DeadLetterEntry{summaryOf(*about), *letter}));
    if (method != "POST" || path.at(3) != QLatin1String("replay"))
        return notFound(QStringLiteral("such path"));
    if (letter->state != DeadLetterState::Open)
        return conflict(QStringLiteral("dead letter %1 of task %2 is %3, not open")
                            .arg(letter->number)
                            .arg(about->id)
                            .arg(enumWord(letter->state)));
    const TaskId id = about->id;
    const DeadLetter copy = *letter;
    Story(*this, id).replay(copy, m_info.user);
    return taskReply(id);
}

ApiReply ScenarioCore::handleMachine(const QByteArray& method, const QStringList& path) {
    if (path.size() == 1)
        return answer(listOf("machines", machines()));
    const QString name = path.at(1);
    const QList<MachineInfo> all = machines();
    if (std::none_of(all.begin(), all.end(), [&](const MachineInfo& m) { return m.name == name; }))
        return notFound(QStringLiteral("machine “%1”").arg(name));
    const QString verb = path.value(2);
    if (method == "DELETE")
        m_destroyed.append(name);
    else if (method == "POST" && verb == QLatin1String("hibernate"))
        m_hibernated.append(name);
    else if (method == "POST" && verb == QLatin1String("resume"))
        m_hibernated.removeAll(name);
    else
        return notFound(QStringLiteral("such path"));
    emit machinesChanged();
    return {204, {}};
}

} // namespace signalbox
