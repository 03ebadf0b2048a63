// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/event.h"

#include <deque>
#include <map>
#include <set>

namespace signalbox::sim {

/// What must be true, told from the durable events and from what happens in the world, by rules of its own:
/// it calls nothing of core/flow. It keeps the first things that are wrong; `problems` empty means that all
/// was right.
class Model {
public:
    QStringList problems;

    // ---- From the journal ----
    /// `world`: when it became durable, which the core learns a little later.
    void record(const Record& record, Moment world);

    // ---- From the world ----
    /// The engine told that this is owed, or is not.
    void toldOwed(const QString& key);
    void toldDropped(const QString& key);
    void machineMade(const QString& name, TaskId task, const QString& key, Moment world);
    void machineGone(const QString& name) { m_machines.erase(name); }
    /// It works for another effect than before, of the same task.
    void machineServes(const QString& name, TaskId task, const QString& key, Moment world);
    /// It costs disk only, and works for nothing.
    void machineSleeps(const QString& name);
    /// Once a minute, as long as one core lives: no machine serves nothing for long, unless it sleeps and its
    /// task goes on.
    void lookAtMachines();
    void published(TaskId task, const QString& commit, const QString& tree);
    void withdrawn(TaskId task) { m_published.erase(task); }
    /// A caller was told that this event is durable.
    void acknowledged(qint64 seq);
    /// A report that must not have counted was taken.
    void tookLate(const QString& key) {
        wrong(u"a report for %1 counted although it was not owed"_qs.arg(key));
    }
    /// So many run that need a machine, of all and of one repository; 0: no limit of its own.
    void running(int machines, int limit, int ofRepository, int repositoryLimit);

    // ---- Asked ----
    [[nodiscard]] bool isOwed(const QString& key) const { return m_owed.contains(key); }
    [[nodiscard]] qint64 seq() const { return m_seq; }
    [[nodiscard]] qint64 tasks() const { return qint64(m_tasks.size()); }
    /// After everything came to rest: each task finished, in approval or parked with a reason, nothing owed
    /// but questions, no machine left.
    void atRest();
    /// After everything was cancelled or ended: nothing is left in the world but what was published.
    void atEnd();

private:
    struct Letter {
        QString key;
        EffectKind kind = EffectKind::DropWork;
        bool replaying = false;
    };
    struct Ask {
        qint64 id = 0;
        QString commit, tree;
        Digest evidence, blueprint;
        int needed = 1;
        std::set<QString> voters, approvers;
        bool open = true, approved = false, escalated = false;
        std::optional<Moment> escalates = {}; ///< not before
        QStringList escalateTo = {}, mayDecide = {};
        int questions = 0;
    };
    struct Known {
        QString repository;
        QList<Step> steps;
        Digest blueprint;
        int iterations = 0, routes = 0, extra = 0;
        bool parked = false, finished = false, tearing = false;
        QString parkedFor;
        Outcome ending = Outcome::None;
        int at = -1;                    ///< position of the step that began last
        std::optional<int> open;        ///< number of the attempt that runs
        std::optional<Verdict> verdict; ///< of the attempt that ended last
        QString mayBegin;               ///< the only step that may begin now
        std::map<QString, int> attempts;
        std::map<QString, std::optional<GateResult>> gates; ///< by step: of its last attempt
        QString commit, tree;
        std::deque<Ask> asks;
        QList<std::pair<EffectKind, QString>> undo; ///< in the order in which it was done
        bool undoing = false;
        std::set<QString> leases;
        QList<Letter> letters;
    };
    struct Owed {
        EffectKind kind = EffectKind::Admit;
        int tries = 0;
        int limit = 0; ///< tries; 0: none
        qint64 approval = 0;
    };

    void wrong(const QString& what);
    void demandIsOwed(const QString& key, Moment world);
    void demand(bool holds, const QString& what) {
        if (!holds)
            wrong(what);
    }
    Known& task(TaskId id);
    void owe(const QString& key, EffectKind kind, int limit, qint64 approval = 0);
    void drop(const QString& key, const QString& why);
    void dropAllOf(TaskId task);
    [[nodiscard]] static Digest evidenceOf(const Known& task);
    [[nodiscard]] static bool covered(const Known& task);
    Ask* ask(Known& task, qint64 id);
    static const Step* stepOf(const Known& task, const QString& id);
    static QString undoKey(TaskId task, EffectKind kind, int position);

    void on(const RepositoryAdded&) {}
    void on(const RepositoryRemoved&) {}
    void on(const TaskSubmitted&);
    void on(const TaskAdmitted&);
    void on(const AttemptStarted&);
    void on(const EffectDelayed&);
    void on(const MachineLeased&);
    void on(const MachineReleased&);
    void on(const AttemptFinished&);
    void on(const RoutedBack&);
    void on(const ApprovalRequested&);
    void on(const ApprovalVoted&);
    void on(const ApprovalEscalated&);
    void on(const DelegationMade&);
    void on(const DelegationRevoked&);
    void on(const QuestionAsked&);
    void on(const QuestionAnswered&);
    void on(const ApprovalClosed&);
    void on(const ToolCallAsked&) {}
    void on(const ToolCallClosed&) {}
    void on(const TaskParked&);
    void on(const TaskResumed&);
    void on(const BudgetRaised&);
    void on(const EndingBegun&);
    void on(const CompensationStarted&);
    void on(const CompensationFinished&);
    void on(const TearDownStarted&);
    void on(const DeadLetterReplayed&);
    void on(const TaskContinued&);
    void on(const TaskFinished&);

    struct Machine {
        TaskId task = 0;
        QString key;
        int idleMinutes = 0;
        bool asleep = false;
    };

    qint64 m_seq = 0;
    qint64 m_acknowledged = 0;
    Moment m_world;
    Moment m_at; ///< of the record, by the core's own clock
    std::map<qint64, Delegation> m_delegations;
    std::map<TaskId, Known> m_tasks;
    std::map<QString, Owed> m_owed;
    std::set<QString> m_results; ///< effects that ended, by key
    std::set<qint64> m_askIds;
    std::map<QString, Moment> m_droppedAt;
    std::map<QString, Machine> m_machines;
    std::map<TaskId, QString> m_published;
};

} // namespace signalbox::sim
