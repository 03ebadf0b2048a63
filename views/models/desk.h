// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/core_client.h"
#include "core/client/task_history.h"
#include "core/domain/role.h"
#include "views/models/alerts_model.h"
#include "views/models/approvals_model.h"
#include "views/models/audit_model.h"
#include "views/models/blueprint_draft.h"
#include "views/models/budgets_model.h"
#include "views/models/decisions.h"
#include "views/models/earlier_tasks.h"
#include "views/models/fleet_filter.h"
#include "views/models/gate_report.h"
#include "views/models/gates_model.h"
#include "views/models/machines_model.h"
#include "views/models/repositories_model.h"
#include "views/models/timeline_model.h"
#include "views/models/together.h"

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
    /// The moment that is shown: of the past, while one looks at it.
    [[nodiscard]] Moment now() const {
        return m_fleetPast ? m_fleetPast->at : m_past ? m_pastAt : m_client->now();
    }
    [[nodiscard]] FleetModel& fleet() { return m_fleet; }
    [[nodiscard]] FleetFilter& shownFleet() { return m_shownFleet; }
    [[nodiscard]] ApprovalsModel& approvals() { return m_approvals; }
    [[nodiscard]] MachinesModel& machines() { return m_machines; }
    [[nodiscard]] RepositoriesModel& repositories() { return m_repositories; }
    [[nodiscard]] GatesModel& gates() { return m_gates; }
    [[nodiscard]] GateReport& report() { return m_report; }
    [[nodiscard]] TimelineModel& timeline() { return m_timeline; }
    [[nodiscard]] AlertsModel& alerts() { return m_alerts; }
    [[nodiscard]] AuditModel& audit() { return m_audit; }
    [[nodiscard]] BudgetsModel& budgets() { return m_budgets; }
    [[nodiscard]] BlueprintDraft& draft() { return m_draft; }
    [[nodiscard]] EarlierTasks& earlier() { return m_earlier; }
    [[nodiscard]] Decisions& decisions() { return m_decisions; }
    [[nodiscard]] Together& together() { return m_together; }

    /// 0: none. With nothing chosen yet, what needs a person first is chosen after the first load.
    [[nodiscard]] TaskId taskId() const { return m_taskId; }
    void chooseTask(TaskId task);
    /// Chooses this task rather than the first one, as soon as it is known.
    void chooseWhenLoaded(TaskId task) { m_wanted = task; }
    void walk(int step);
    /// The chosen task's detail, in the past as it was then; nullptr until it has arrived.
    [[nodiscard]] const Task* task() const {
        return m_past ? &*m_past : m_task && !m_fleetPast ? &*m_task : nullptr;
    }
    /// What its model calls used so far; nothing in the past, and from a core without a model gateway.
    [[nodiscard]] std::optional<ModelUse> modelUse() const { return past() ? std::nullopt : m_use; }
    /// The chosen task's life so far.
    [[nodiscard]] const TaskHistory& history() const { return m_history; }
    /// Shows the task as it was after the event at this place of its history; -1 or the last: as it is now.
    void travel(int place);
    [[nodiscard]] bool past() const { return m_past.has_value() || m_fleetPast.has_value(); }

    // desk_past.cpp
    /// Shows the whole fleet as it was after this event of the core's journal, the chosen task with it; -1 or
    /// the last: as it is now. The core is asked; one question at a time, and the last wish counts.
    void travelFleet(qint64 seq);
    [[nodiscard]] bool fleetPast() const { return m_fleetPast.has_value(); }
    /// The event after which the fleet is shown; 0: it is shown as it is now.
    [[nodiscard]] qint64 fleetSeq() const { return m_fleetPast ? m_fleetPast->seq : 0; }
    /// The event that one wants to go to; fleetSeq() follows when the core has answered.
    [[nodiscard]] qint64 fleetWanted() const { return m_fleetWanted; }
    [[nodiscard]] int pastPlace() const { return m_pastPlace; }
    /// The step that is looked at; empty: none.
    [[nodiscard]] QString stepId() const { return m_step; }
    void chooseStep(const QString& step);

    /// The chosen task's change, base to commit. `patchCommit` says which commit it shows.
    [[nodiscard]] QByteArray patch() const { return patchIsOther() ? QByteArray() : m_patch; }
    [[nodiscard]] QString patchCommit() const { return patchIsOther() ? QString() : m_patchCommit; }
    [[nodiscard]] std::optional<Error> patchError() const;

    void cancelTask(TaskId task, const QString& reason);
    void retryTask(TaskId task, const QString& step, const QString& feedback);
    void submitTask(const TaskSpec& spec);
    void addRepository(const Repository& repository);
    void removeRepository(const QString& name);
    void destroyMachine(const QString& name);
    void hibernateMachine(const QString& name);
    void resumeMachine(const QString& name);
    void replayDeadLetter(TaskId task, int number);
    void raiseBudget(TaskId task, const BudgetRaise& raise);
    /// Has the terminal pane open one there.
    void wantTerminal(const QString& machine);
    /// Has somebody decide in one's name: this approval, or all (0) for so many hours.
    void delegate(const QString& to, qint64 approval, int hours);
    void revokeDelegation(qint64 delegation);
    /// In whose name the person who looks may decide on it, where it does not ask them themselves; empty: in
    /// nobody's, or in their own.
    [[nodiscard]] QString decidesFor(const Approval& approval) const;
    /// Why an approval does not ask the person who looks, nor anybody in whose name they decide; empty: it
    /// does, or a role is missing already.
    [[nodiscard]] QString notAsked(const Approval& approval) const;
    /// Asks the core to set up its sample repository and to run the sample task.
    void runSample();

    /// Why the person who looks may not do what needs the role; empty: they may, as far as the core said.
    [[nodiscard]] QString mayNot(Role role) const;
    /// Whether the person who looks is one of those.
    [[nodiscard]] bool isAmong(const QStringList& who) const;
    /// Names, and roles as "every admin", for people.
    static QString listedText(const QStringList& who);
    /// The role's name for people.
    static QString roleText(const QString& word);

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
    /// What the person who looks may do is something else.
    void rolesChanged();
    /// The moment that one looks at is another one.
    void pastChanged();
    void stepChosen(const QString& step);
    void patchUpdated();
    void failed(const signalbox::Error& error);
    void taskSubmitted(signalbox::TaskId task);
    void repositoryAdded(const QString& name);
    /// Something was done; one line for people.
    void done(const QString& text);
    /// The fleet is to be filtered by these words; empty: not at all.
    void filterWanted(const QString& text);
    void terminalWanted(const QString& machine);
    /// The signalboxctl command that does what the reader is about to do.
    void commandProposed(const QString& command);
    void becameSettled();

private:
    [[nodiscard]] Roles roles() const;
    void refreshTask();
    void takeDetail(TaskDetail detail);
    void fetchPatch(const QString& commit);
    void takeRecord(const RecordView& record);
    void chooseFirst();
    void takeHistory(const QList<RecordView>& records);
    [[nodiscard]] bool patchIsOther() const {
        return m_past ? m_past->commit != m_patchCommit : m_fleetPast.has_value();
    }
    void fetchFleetPast();
    void showFleetPast(const FleetMoment& moment);
    void leaveFleetPast();
    void followMirror(CoreMirror& shown);
    void showTaskAt(int place);
    void placeTask();
    /// Tells that nothing can be done in the past; false: one is not there.
    bool refusePast();
    template <typename T>
    Callback<T> answer(std::function<void(T)> good);
    /// For calls that answer nothing but that it was done.
    Callback<void> answer(const QString& good);

    std::unique_ptr<CoreClient> m_client;
    FleetModel m_fleet;
    FleetFilter m_shownFleet;
    ApprovalsModel m_approvals;
    MachinesModel m_machines;
    RepositoriesModel m_repositories;
    GatesModel m_gates;
    GateReport m_report;
    TimelineModel m_timeline;
    AlertsModel m_alerts;
    AuditModel m_audit;
    BudgetsModel m_budgets;
    BlueprintDraft m_draft;
    EarlierTasks m_earlier;
    Decisions m_decisions;
    Together m_together;
    TaskId m_taskId = 0;
    TaskId m_wanted = 0;
    std::optional<Task> m_task;
    qint64 m_taskSeq = 0;
    std::optional<ModelUse> m_use;
    TaskHistory m_history;
    std::optional<Task> m_past;
    int m_pastPlace = 0;
    Moment m_pastAt;
    struct FleetPlace {
        qint64 seq = 0;
        Moment at;
    };
    std::optional<FleetPlace> m_fleetPast;
    CoreMirror m_pastMirror; ///< what the models show meanwhile
    qint64 m_fleetWanted = 0;
    bool m_fleetFetching = false;
    bool m_stale = false;    ///< something happened since the detail was asked for
    bool m_fetching = false; ///< one request for the detail at a time
    QString m_step;
    QByteArray m_patch;
    QString m_patchCommit;
    std::optional<Error> m_patchError;
    QStringList m_roles; ///< as the core said last
    int m_pending = 0;
};

} // namespace signalbox
