// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/mirror.h"

#include <algorithm>

namespace signalbox {

CoreMirror::CoreMirror(QObject* parent) : QObject(parent) {}

const TaskSummary* CoreMirror::task(TaskId id) const {
    const auto it = m_tasks.constFind(id);
    return it == m_tasks.constEnd() ? nullptr : &*it;
}

const ApprovalEntry* CoreMirror::approval(qint64 id) const {
    const auto it = std::find_if(m_approvals.begin(), m_approvals.end(),
                                 [&](const ApprovalEntry& entry) { return entry.approval.id == id; });
    return it == m_approvals.end() ? nullptr : &*it;
}

void CoreMirror::setCoreInfo(const CoreInfo& info) {
    if (m_info == info)
        return;
    m_info = info;
    emit coreInfoChanged();
}

void CoreMirror::load(const QList<TaskSummary>& tasks, qint64 seq) {
    m_tasks.clear();
    for (const TaskSummary& task : tasks)
        m_tasks.insert(task.id, task);
    m_lastSeq = seq;
    m_loaded = true;
    emit reset();
}

void CoreMirror::setApprovals(QList<ApprovalEntry> approvals) {
    approvals.removeIf([](const ApprovalEntry& e) { return e.approval.state != ApprovalState::Open; });
    std::sort(approvals.begin(), approvals.end(), [](const ApprovalEntry& a, const ApprovalEntry& b) {
        return std::pair(a.approval.asked.ms, a.approval.id) < std::pair(b.approval.asked.ms, b.approval.id);
    });
    if (m_approvals == approvals)
        return;
    m_approvals = std::move(approvals);
    emit approvalsChanged();
}

void CoreMirror::setRepositories(QList<Repository> repositories) {
    if (m_repositories == repositories)
        return;
    m_repositories = std::move(repositories);
    emit repositoriesChanged();
}

void CoreMirror::setDelegations(QList<Delegation> delegations) {
    if (delegations == m_delegations)
        return;
    m_delegations = std::move(delegations);
    emit delegationsChanged();
}

void CoreMirror::setMachines(QList<MachineInfo> machines) {
    if (m_machines == machines)
        return;
    m_machines = std::move(machines);
    emit machinesChanged();
}

CoreMirror::Applied CoreMirror::apply(const RecordView& record, const std::optional<TaskSummary>& summary) {
    if (record.seq <= m_lastSeq)
        return Applied::Known;
    if (record.seq != m_lastSeq + 1)
        return Applied::Gap;
    m_lastSeq = record.seq;
    if (summary) {
        const auto it = m_tasks.find(summary->id);
        if (it == m_tasks.end()) {
            m_tasks.insert(summary->id, *summary);
            emit taskAdded(summary->id);
        } else if (*it != *summary) {
            *it = *summary;
            emit taskChanged(summary->id);
        }
    }
    emit recordArrived(record);
    return Applied::Yes;
}

} // namespace signalbox
