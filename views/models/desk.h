// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/core_client.h"
#include "views/models/approvals_model.h"
#include "views/models/decisions.h"
#include "views/models/fleet_filter.h"
#include "views/models/gates_model.h"
#include "views/models/machines_model.h"
#include "views/models/repositories_model.h"
#include "views/models/timeline_model.h"

namespace signalbox {

/// What one window works with: the core it looks at, the models over it, and the task that is chosen with its
/// detail, change and history, kept fresh. Panes share it and talk to each other only through it.
class Desk final : public QObject {
    Q_OBJECT
public:
    explicit Desk(std::unique_ptr<CoreClient> client, QObject* parent = nullptr);
    ~Desk() override;
    void open();

    [[nodiscard]] CoreClient& client() const { return *m_client; }
    [[nodiscard]] CoreMirror& mirror() const { return m_client->mirror(); }
    [[nodiscard]] Moment now() const { return m_client->now(); }
    [[nodiscard]] FleetModel& fleet() { return m_fleet; }
    [[nodiscard]] FleetFilter& shownFleet() { return m_shownFleet; }
    [[nodiscard]] ApprovalsModel& approvals() { return m_approvals; }
    [[nodiscard]] MachinesModel& machines() { return m_machines; }
    [[nodiscard]] RepositoriesModel& repositories() { return m_repositories; }
    [[nodiscard]] GatesModel& gates() { return m_gates; }
    [[nodiscard]] TimelineModel& timeline() { return m_timeline; }
    [[nodiscard]] Decisions& decisions() { return m_decisions; }

    /// 0: none. With nothing chosen yet, what needs a person first is chosen after the first load.
    [[nodiscard]] TaskId taskId() const { return m_taskId; }
    void chooseTask(TaskId task);
    /// Chooses this task rather than the first one, as soon as it is known.
    void chooseWhenLoaded(TaskId task) { m_wanted = task; }
    void walk(int step);
    /// The chosen task's detail; nullptr until it has arrived.
    [[nodiscard]] const Task* task() const { return m_task ? &*m_task : nullptr; }
    /// The step that is looked at; empty: none.
    [[nodiscard]] QString stepId() const { return m_step; }
    void chooseStep(const QString& step);

    /// The chosen task's change, base to commit. `patchCommit` says which commit it shows.
    [[nodiscard]] const QByteArray& patch() const { return m_patch; }
    [[nodiscard]] QString patchCommit() const { return m_patchCommit; }
    [[nodiscard]] const std::optional<Error>& patchError() const { return m_patchError; }

    void cancelTask(TaskId task, const QString& reason);
    void retryTask(TaskId task, const QString& step, const QString& feedback);
    void submitTask(const TaskSpec& spec);
    void addRepository(const Repository& repository);
    void removeRepository(const QString& name);
    void destroyMachine(const QString& name);
    /// Asks the core to set up its sample repository and to run the sample task.
    void runSample();

    /// Nothing that was asked of the core is still to come, and the first load is done.
    [[nodiscard]] bool settled() const;
    /// A pane begins and ends to wait for something of its own; settled() counts it.
    void began() { ++m_pending; }
    void ended();
    /// What cannot be read or done, for the window's notice line.
    void complain(const Error& error) { emit failed(error); }
    void propose(const QString& command) { emit commandProposed(command); }

signals:
    void taskChosen(signalbox::TaskId task);
    void taskUpdated();
    void stepChosen(const QString& step);
    void patchUpdated();
    void failed(const signalbox::Error& error);
    void taskSubmitted(signalbox::TaskId task);
    void repositoryAdded(const QString& name);
    /// Something was done; one line for people.
    void done(const QString& text);
    /// The signalboxctl command that does what the reader is about to do.
    void commandProposed(const QString& command);
    void becameSettled();

private:
    void refreshTask();
    void takeDetail(TaskDetail detail);
    void fetchPatch(const QString& commit);
    void takeRecord(const RecordView& record);
    void chooseFirst();
    template <typename T>
    Callback<T> answer(std::function<void(T)> good);

    std::unique_ptr<CoreClient> m_client;
    FleetModel m_fleet;
    FleetFilter m_shownFleet;
    ApprovalsModel m_approvals;
    MachinesModel m_machines;
    RepositoriesModel m_repositories;
    GatesModel m_gates;
    TimelineModel m_timeline;
    Decisions m_decisions;
    TaskId m_taskId = 0;
    TaskId m_wanted = 0;
    std::optional<Task> m_task;
    qint64 m_taskSeq = 0;
    bool m_stale = false;    ///< something happened since the detail was asked for
    bool m_fetching = false; ///< one request for the detail at a time
    QString m_step;
    QByteArray m_patch;
    QString m_patchCommit;
    std::optional<Error> m_patchError;
    int m_pending = 0;
};

} // namespace signalbox
