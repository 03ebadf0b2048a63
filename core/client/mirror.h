// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/wire.h"

#include <QObject>

namespace signalbox {

/// The client's copy of the core's state, kept true by the event stream. Belongs to a CoreClient; read it on
/// that one's thread. It keeps the last known state while the connection is lost. References and pointers
/// from it hold until the next return to the event loop.
class CoreMirror : public QObject {
    Q_OBJECT
public:
    explicit CoreMirror(QObject* parent = nullptr);

    [[nodiscard]] const CoreInfo& coreInfo() const { return m_info; }
    /// All tasks by id.
    [[nodiscard]] const QMap<TaskId, TaskSummary>& tasks() const { return m_tasks; }
    /// nullptr: not known.
    [[nodiscard]] const TaskSummary* task(TaskId id) const;
    /// The open ones, oldest first.
    [[nodiscard]] const QList<ApprovalEntry>& approvals() const { return m_approvals; }
    /// An open one; nullptr: not (or no longer) open.
    [[nodiscard]] const ApprovalEntry* approval(qint64 id) const;
    [[nodiscard]] const QList<Repository>& repositories() const { return m_repositories; }
    [[nodiscard]] const QList<MachineInfo>& machines() const { return m_machines; }
    /// Who decides in whose name, as the core said last.
    [[nodiscard]] const QList<Delegation>& delegations() const { return m_delegations; }
    /// Number of the last event that is in here; 0 before the first load.
    [[nodiscard]] qint64 lastSeq() const { return m_lastSeq; }
    [[nodiscard]] bool loaded() const { return m_loaded; }

    // What CoreClient feeds in; not for views.
    void setCoreInfo(const CoreInfo& info);
    /// Replaces all tasks: emits reset() and nothing finer.
    void load(const QList<TaskSummary>& tasks, qint64 seq);
    void setApprovals(QList<ApprovalEntry> approvals);
    void setRepositories(QList<Repository> repositories);
    void setMachines(QList<MachineInfo> machines);
    void setDelegations(QList<Delegation> delegations);
    enum class Applied { Yes, Known, Gap }; ///< Known: seen before. Gap: events are missing in between.
    Applied apply(const RecordView& record, const std::optional<TaskSummary>& summary);
    void noteLogGrew(TaskId task, qint64 end) { emit logGrew(task, end); }

signals:
    void reset(); ///< everything may be different
    void taskAdded(signalbox::TaskId id);
    void taskChanged(signalbox::TaskId id);
    void approvalsChanged();
    void repositoriesChanged();
    void machinesChanged();
    void delegationsChanged();
    void coreInfoChanged();
    /// Every event after the first load, in order, once; the mirror already holds it.
    void recordArrived(const signalbox::RecordView& record);
    /// A task's log grew up to byte `end`.
    void logGrew(signalbox::TaskId task, qint64 end);

private:
    CoreInfo m_info;
    QMap<TaskId, TaskSummary> m_tasks;
    QList<ApprovalEntry> m_approvals;
    QList<Repository> m_repositories;
    QList<MachineInfo> m_machines;
    QList<Delegation> m_delegations;
    qint64 m_lastSeq = 0;
    bool m_loaded = false;
};

} // namespace signalbox
