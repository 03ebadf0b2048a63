// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/desk.h"

#include <QTimer>

#include <utility>

namespace signalbox {

namespace {
constexpr qint64 patchLimit = 16LL << 20;
}

Desk::Desk(std::unique_ptr<CoreClient> client, QObject* parent)
    : QObject(parent), m_client(std::move(client)), m_shownFleet(m_fleet),
      m_report(
          *m_client, [this] { began(); }, [this] { ended(); }),
      m_earlier(
          *m_client, m_fleet, [this] { began(); }, [this] { ended(); }),
      m_decisions(*m_client),
      m_together(
          *m_client, m_approvals, m_decisions, [this] { began(); }, [this] { ended(); }) {
    followMirror(mirror());
    m_alerts.follow(
        *m_client, [this] { began(); }, [this] { ended(); });
    m_budgets.follow(
        *m_client, [this] { began(); }, [this] { ended(); });
    m_audit.follow(
        *m_client, [this] { began(); }, [this] { ended(); });
    m_draft.follow(
        *m_client, [this] { began(); }, [this] { ended(); });
    connect(&mirror(), &CoreMirror::recordArrived, this, &Desk::takeRecord);
    connect(&mirror(), &CoreMirror::coreInfoChanged, this, [this] {
        if (std::exchange(m_roles, mirror().coreInfo().roles) != m_roles)
            emit rolesChanged();
    });
    connect(&mirror(), &CoreMirror::reset, this, [this] {
        m_taskId ? refreshTask() : chooseFirst();
        QTimer::singleShot(0, this, &Desk::ended);
        began();
    });
    connect(&mirror(), &CoreMirror::taskAdded, this, [this](TaskId task) {
        if (m_taskId == 0)
            chooseTask(task);
    });
}

Desk::~Desk() {
    m_decisions.flush();
}

void Desk::open() {
    m_client->open();
}

QString Desk::roleText(const QString& word) {
    const auto role = enumFromWord<Role>(word);
    if (!role)
        return word;
    switch (*role) {
    case Role::Viewer:
        return tr("viewer");
    case Role::Operator:
        return tr("operator");
    case Role::Approver:
        return tr("approver");
    case Role::Admin:
        return tr("admin");
    }
    return word;
}

Roles Desk::roles() const {
    Roles roles;
    for (const QString& word : m_roles)
        if (const auto known = enumFromWord<Role>(word))
            roles.append(*known);
    return roles;
}

QString Desk::decidesFor(const Approval& approval) const {
    const QString user = mirror().coreInfo().user;
    if (m_roles.isEmpty() || approval.asks(user, roles()))
        return {};
    for (const Delegation& d : mirror().delegations())
        if (d.to == user && d.holds(now()) && (d.approval == 0 || d.approval == approval.id) &&
            approval.asks(d.from, {Role::Approver}))
            return d.from;
    return {};
}

QString Desk::notAsked(const Approval& approval) const {
    if (m_roles.isEmpty() || approval.asks(mirror().coreInfo().user, roles()) ||
        !decidesFor(approval).isEmpty())
        return {};
    QStringList asked = approval.approvers;
    if (approval.escalated)
        asked += approval.escalateTo;
    return tr("Others are asked: %1.").arg(listedText(asked));
}

bool Desk::isAmong(const QStringList& who) const {
    return isListed(who, mirror().coreInfo().user, roles());
}

QString Desk::listedText(const QStringList& who) {
    QStringList words;
    for (const QString& entry : who) {
        const auto role = listedRole(entry);
        words.append(role ? tr("every %1").arg(roleText(enumWord(*role))) : entry);
    }
    return words.join(tr(", "));
}

QString Desk::mayNot(Role role) const {
    QStringList words;
    for (const QString& word : m_roles)
        words.append(roleText(word));
    // A core that does not say lets everybody do everything, or refuses by itself.
    if (m_roles.isEmpty() || mayAct(roles(), role))
        return {};
    return tr("This needs the role %1; here you are: %2.")
        .arg(roleText(enumWord(role)), words.join(QStringLiteral(", ")));
}

bool Desk::settled() const {
    return mirror().loaded() && m_pending == 0;
}

void Desk::ended() {
    --m_pending;
    if (settled())
        emit becameSettled();
}

template <typename T>
Callback<T> Desk::answer(std::function<void(T)> good) {
    began();
    return [this, good = std::move(good)](Result<T> result) {
        if (result)
            good(std::move(*result));
        else
            emit failed(result.error());
        ended();
    };
}

void Desk::chooseFirst() {
    const TaskId first = mirror().task(m_wanted) ? m_wanted : m_shownFleet.neighbour(0, 0);
    if (first != 0)
        chooseTask(first);
}

void Desk::walk(int step) {
    const TaskId next = m_shownFleet.neighbour(m_taskId, step);
    if (next != 0)
        chooseTask(next);
}

void Desk::chooseTask(TaskId task) {
    if (task == m_taskId)
        return;
    m_taskId = task;
    m_fleet.keepInSight(task);
    m_task.reset();
    m_use.reset();
    m_taskSeq = 0;
    m_history.clear();
    const bool back = m_past.has_value() && !m_fleetPast;
    m_past.reset();
    if (back)
        emit pastChanged();
    m_step.clear();
    m_patch.clear();
    m_patchCommit.clear();
    m_patchError.reset();
    m_gates.clear();
    m_report.clear();
    m_timeline.load(task, {});
    emit taskChosen(task);
    emit taskUpdated();
    emit patchUpdated();
    if (task == 0)
        return;
    m_fetching = false; // an answer about the task before is not waited for
    refreshTask();
    began();
    m_client->fetchRecords(task, this, [this, task](const Result<QList<RecordView>>& records) {
        if (records && task == m_taskId)
            takeHistory(*records);
        ended();
    });
}

void Desk::chooseStep(const QString& step) {
    m_step = step;
    emit stepChosen(step);
}

void Desk::takeRecord(const RecordView& record) {
    if (record.task != m_taskId || m_taskId == 0)
        return;
    m_timeline.append(record);
    if (m_history.isEmpty() || record.seq > m_history.seqOf(m_history.size() - 1))
        m_history.append(record);
    if (record.seq > m_taskSeq)
        refreshTask();
}

/// What came live while it was read stands at its end already.
void Desk::takeHistory(const QList<RecordView>& records) {
    m_timeline.load(m_taskId, records);
    m_history.clear();
    for (int row = 0; row < m_timeline.rowCount(); ++row)
        m_history.append(m_timeline.record(row));
    if (m_fleetPast)
        placeTask();
    emit pastChanged();
}

std::optional<Error> Desk::patchError() const {
    if (patchIsOther() && m_past && !m_past->commit.isEmpty())
        return Error{ErrorKind::NotFound,
                     tr("the core keeps the latest change only, and this was another one"),
                     tr("Go back to now to see the change.")};
    return past() && (!m_past || m_past->commit.isEmpty()) ? std::nullopt : m_patchError;
}

void Desk::refreshTask() {
    if (m_fetching) {
        m_stale = true;
        return;
    }
    m_fetching = true;
    m_stale = false;
    began();
    const TaskId wanted = m_taskId;
    m_client->fetchTask(wanted, this, [this, wanted](Result<TaskDetail> detail) {
        if (wanted == m_taskId) {
            m_fetching = false;
            if (detail)
                takeDetail(std::move(*detail));
            else
                emit failed(detail.error());
            if (m_stale)
                refreshTask();
        }
        ended();
    });
}

void Desk::takeDetail(TaskDetail detail) {
    m_taskSeq = detail.seq;
    m_use = detail.use;
    m_task = std::move(detail.task);
    if (!past())
        m_gates.setTask(*m_task);
    const QString commit = m_task->commit;
    if (commit != m_patchCommit || m_patchError)
        fetchPatch(commit);
    emit taskUpdated();
}

void Desk::fetchPatch(const QString& commit) {
    m_patchCommit.clear();
    m_patch.clear();
    m_patchError.reset();
    emit patchUpdated();
    if (commit.isEmpty())
        return;
    began();
    const TaskId wanted = m_taskId;
    m_client->fetchPatch(wanted, patchLimit, this, [this, wanted, commit](const Result<QByteArray>& patch) {
        if (wanted == m_taskId && m_task && m_task->commit == commit) {
            if (patch) {
                m_patch = *patch;
                m_patchCommit = commit;
            } else {
                m_patchError = patch.error();
            }
            emit patchUpdated();
        }
        ended();
    });
}

void Desk::cancelTask(TaskId task, const QString& reason) {
    if (refusePast())
        return;
    m_client->cancelTask(task, reason, this, answer<TaskSummary>([this](const TaskSummary& summary) {
                             emit done(tr("Task %1 is being cancelled").arg(summary.id));
                         }));
}

void Desk::retryTask(TaskId task, const QString& step, const QString& feedback) {
    if (refusePast())
        return;
    m_client->retryTask(task, step, feedback, this, answer<TaskSummary>([this](const TaskSummary& summary) {
                            emit done(tr("Task %1 goes on").arg(summary.id));
                        }));
}

void Desk::submitTask(const TaskSpec& spec) {
    m_client->submitTask(spec, this, answer<TaskSummary>([this](const TaskSummary& summary) {
                             emit done(tr("Task %1 was submitted").arg(summary.id));
                             emit taskSubmitted(summary.id);
                             chooseTask(summary.id);
                         }));
}

void Desk::addRepository(const Repository& repository) {
    m_client->addRepository(repository, this, answer<Repository>([this](const Repository& added) {
                                emit done(tr("The repository %1 was added").arg(added.name));
                                emit repositoryAdded(added.name);
                            }));
}

Callback<void> Desk::answer(const QString& good) {
    began();
    return [this, good](const Result<void>& result) {
        result ? emit done(good) : emit failed(result.error());
        ended();
    };
}

void Desk::removeRepository(const QString& name) {
    if (refusePast())
        return;
    m_client->removeRepository(name, this, answer(tr("The repository %1 was removed").arg(name)));
}

void Desk::destroyMachine(const QString& name) {
    if (refusePast())
        return;
    m_client->destroyMachine(name, this, answer(tr("The machine %1 was destroyed").arg(name)));
}

void Desk::hibernateMachine(const QString& name) {
    if (refusePast())
        return;
    m_client->hibernateMachine(name, this,
                               answer(tr("The machine %1 hibernates; it costs disk only").arg(name)));
}

void Desk::resumeMachine(const QString& name) {
    if (refusePast())
        return;
    m_client->resumeMachine(name, this, answer(tr("The machine %1 runs again").arg(name)));
}

void Desk::wantTerminal(const QString& machine) {
    if (!refusePast())
        emit terminalWanted(machine);
}

void Desk::replayDeadLetter(TaskId task, int number) {
    if (refusePast())
        return;
    m_client->replayDeadLetter(task, number, this,
                               answer<TaskSummary>([this, number](const TaskSummary& row) {
                                   emit done(tr("Dead letter %1.%2 is tried again").arg(row.id).arg(number));
                               }));
}

void Desk::raiseBudget(TaskId task, const BudgetRaise& raise) {
    m_client->raiseBudget(task, raise, this, answer<TaskSummary>([this](const TaskSummary& row) {
                              emit done(tr("The budget of task %1 was raised").arg(row.id));
                          }));
}

void Desk::delegate(const QString& to, qint64 approval, int hours) {
    if (refusePast())
        return;
    const std::optional<Moment> until =
        hours > 0 ? std::optional(m_client->now() + Millis(hours * 3'600'000LL)) : std::nullopt;
    m_client->delegate(to, approval, until, this, answer<Delegation>([this](const Delegation& made) {
                           emit done(tr("%1 decides in your name").arg(made.to));
                       }));
}

void Desk::revokeDelegation(qint64 delegation) {
    m_client->revokeDelegation(delegation, this, answer(tr("You decide for yourself again")));
}

void Desk::runSample() {
    m_client->submitSample(this, answer<TaskSummary>([this](const TaskSummary& task) {
                               emit done(tr("The sample task runs as task %1").arg(task.id));
                               chooseTask(task.id);
                           }));
}

} // namespace signalbox
