// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/transport.h"
#include "core/client/wire.h"
#include "core/domain/event.h"
#include "core/domain/role.h"

#include <QElapsedTimer>
#include <QMultiMap>
#include <QSet>
#include <QTimer>

#include <functional>

namespace signalbox {

/// A scripted core in process: holds tasks, events and logs, lets its script happen in time, answers the REST
/// paths, and accepts decisions. Deterministic: its clock begins at a fixed moment, and frozen it never
/// moves. State changes by events only, as in the real one, so what it tells is consistent.
class ScenarioCore : public QObject {
    Q_OBJECT
public:
    explicit ScenarioCore(bool frozen);

    /// The moment at which every scenario begins.
    static Moment epoch();
    [[nodiscard]] Moment now() const;
    /// Lets the clock jump: for a scenario in which time has passed since the connection was lost.
    void skip(Millis time) { m_skipped += time; }

    // For stories.
    void post(const Event& event);
    void say(TaskId task, LogKind kind, const QString& text);
    void schedule(Moment at, TaskId task, std::function<void()> act);
    /// Forgets what is still to come for a task: something else happened to it.
    void unschedule(TaskId task);
    /// Lets everything happen that is due; call it once after the scenario is built.
    void start();
    [[nodiscard]] Task* task(TaskId id);
    [[nodiscard]] const Task* task(TaskId id) const;
    [[nodiscard]] Approval* approval(qint64 id, Task** owner = nullptr);
    /// Keeps bytes as the real core does; what names them.
    Digest keep(const QByteArray& bytes);
    void setPatch(TaskId task, const QByteArray& diff) { m_patches.insert(task, diff); }
    [[nodiscard]] CoreInfo& info() { return m_info; }
    [[nodiscard]] qint64 nextApproval() { return ++m_lastApproval; }
    [[nodiscard]] TaskId nextTask() const { return m_tasks.isEmpty() ? 1 : m_tasks.lastKey() + 1; }
    void setNextApproval(qint64 id) { m_lastApproval = id - 1; }
    /// A task that is over has left what the core holds, and is found in its list of finished ones only.
    void archive(TaskId task) { m_archived.insert(task); }
    /// What a machine is doing, where it is not at work as it should be.
    void setLiveness(TaskId task, const QString& word, const QString& because) {
        m_liveness.insert(task, {word, because});
    }
    /// Who looks is somebody with these roles from now on.
    void setRoles(const Roles& roles);
    /// Model calls are counted, as by a core with a gateway.
    void setMetered() { m_metered = true; }
    [[nodiscard]] const QList<Repository>& repositories() const { return m_repositories; }

    // For the transport.
    [[nodiscard]] ApiReply handle(const ApiRequest& request);
    /// The event stream's text for everything after seq; moves seq on.
    [[nodiscard]] QByteArray eventsAfter(qint64& seq) const;
    [[nodiscard]] QByteArray log(TaskId task) const { return m_logs.value(task); }
    [[nodiscard]] bool isFinished(TaskId task) const;
    [[nodiscard]] QByteArray journal() const;
    /// What a terminal in that machine says at first, as a stream; empty: there is no such machine.
    [[nodiscard]] QByteArray openTerminal(const QString& machine) const;
    /// Its audit log as lines of JSON.
    [[nodiscard]] QByteArray audit() const;

signals:
    void recordAdded();
    void logGrew(signalbox::TaskId task, qint64 end);
    void machinesChanged();
    /// Of the terminal in that machine, as a piece of its stream.
    void terminalSaid(const QString& machine, const QByteArray& text);
    void peopleChanged();

private:
    void runDue();
    void apply(const Event& event);
    [[nodiscard]] QList<MachineInfo> machines() const;
    [[nodiscard]] ApiReply past(qint64 seq) const;

    // scenario_routes.cpp
    ApiReply handleTask(const QByteArray& method, const QStringList& path, const QUrl& url,
                        const QJsonObject& body);
    [[nodiscard]] ApiReply finished(const QUrlQuery& query) const;
    ApiReply handleDeadLetter(const QByteArray& method, const QStringList& path, bool all);
    ApiReply handleMachine(const QByteArray& method, const QStringList& path);
    ApiReply handleTerminal(const QStringList& path, const QByteArray& typed);
    ApiReply handlePeople(const QStringList& path, const QJsonObject& body);
    ApiReply handleDelegation(const QByteArray& method, const QStringList& path, const QJsonObject& body);
    ApiReply handleApproval(const QByteArray& method, const QStringList& path, const QJsonObject& body);
    ApiReply handleRepository(const QByteArray& method, const QStringList& path, const QJsonObject& body);
    [[nodiscard]] ApiReply handleBudget(const QStringList& path, const QUrlQuery& query) const;
    [[nodiscard]] ApiReply handleBlueprint(const QStringList& path, const QUrlQuery& query,
                                           const QByteArray& body) const;
    [[nodiscard]] ApiReply whatIf(const Task& task) const;
    [[nodiscard]] ApiReply auditPage(const QUrlQuery& query) const;
    ApiReply raiseBudget(Task& task, const QJsonObject& body);
    ApiReply submit(const QJsonObject& body);
    ApiReply submitSample();
    ApiReply vote(Task& task, Approval& approval, const QJsonObject& body);
    ApiReply taskReply(TaskId task, int status = 200) const;

    struct Due {
        TaskId task = 0;
        std::function<void()> act;
    };
    bool m_frozen;
    bool m_metered = false;
    QElapsedTimer m_clock;
    Millis m_skipped{0};
    std::optional<Moment> m_acting; ///< while something due happens: its own moment
    QTimer m_timer;
    QMultiMap<qint64, Due> m_due; ///< by moment
    CoreInfo m_info;
    QMap<TaskId, Task> m_tasks;
    QList<RecordView> m_records;
    QMap<TaskId, QByteArray> m_logs; ///< NDJSON
    QMap<TaskId, QByteArray> m_patches;
    QHash<Digest, QByteArray> m_artifacts;
    QList<Repository> m_repositories;
    QStringList m_destroyed;
    QStringList m_hibernated;
    QSet<TaskId> m_archived;
    QByteArray m_typed;                                   ///< the line that is being typed in a terminal
    QMap<TaskId, std::pair<QString, QString>> m_liveness; ///< word, how it is known
    qint64 m_lastApproval = 0;
    QList<Delegation> m_delegations;
};

} // namespace signalbox
