// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact_store.h"
#include "core/artifact/task_log.h"
#include "core/domain/blueprint_source.h"
#include "core/domain/budget_report.h"
#include "core/engine/engine.h"
#include "core/engine/task_archive.h"
#include "core/server/http_guard.h"
#include "core/server/http_router.h"
#include "core/server/people.h"
#include "core/server/terminal_desk.h"
#include "core/server/workers.h"

namespace signalbox {

class AccessGuard;
class AuditLog;
class EventStream;
class FleetPast;
class LogStream;
class ProceedBoard;
class ToolDesk;

/// A terminal and whose machine it is in.
struct TerminalInMachine {
    OpenTerminal terminal;
    TaskId task = 0;
    QString step;
    int attempt = 0;
};

/// What the API asks of the organs, wired by the daemon. Each is called on a worker thread and may block.
struct ApiServices {
    std::function<QJsonObject()> coreInfo; ///< members of GET /v1/core beyond seq and user
    std::function<Result<QJsonObject>(const Task&)> changes;
    std::function<Result<QByteArray>(const Task&, qint64 maxBytes)> patch;
    std::function<Result<QJsonArray>()> machines;
    std::function<Result<void>(const QString& name)> destroyMachine;
    std::function<Result<void>(const QString& name)> hibernateMachine;
    std::function<Result<void>(const QString& name)> resumeMachine;
    /// A shell in a machine that serves an attempt, for a person; user: agent or root.
    std::function<Result<TerminalInMachine>(const QString& name, const QString& user, int columns, int rows)>
        openTerminal;
    std::function<QJsonArray()> blueprints;
    std::function<Result<Blueprint>(const QByteArray& yaml)> checkBlueprint;
    std::function<BlueprintExamination(const QByteArray& yaml)> examineBlueprint;
    /// The text that holds for a repository; with a name: of that shipped one.
    std::function<Result<BlueprintSource>(const Repository&, const QString& shipped)> blueprintSource;
    /// Whether the core works on repositories at this URL; unset: on all.
    std::function<Result<void>(const QString& url)> checkRepositoryUrl;
    QueueRoom room = {};                                             ///< how many tasks are taken in
    std::function<Result<std::pair<Repository, TaskSpec>>()> sample; ///< makes the sample repository
    std::function<void()> shutdown;
    /// What retention would remove: with the core's days (0) or with others.
    std::function<Result<QJsonObject>(int days)> retention;
    /// Seals what is older than so many days (core/engine/sealing.h); how many events, and all volumes.
    std::function<Result<QJsonObject>(int days)> sealJournal;
    /// What a task's model calls used; unset: there is no model gateway.
    std::function<QJsonObject(const Task&)> modelUse;
    /// All budgets; unset: nothing is counted.
    std::function<Result<BudgetReport>(const QList<Task>&)> budgets;
    std::function<Result<BudgetHistory>(const QString& id, Millis span)> budgetHistory;
    /// Why models refuse the agent of this machine for good; nothing while they do not. Unset: never.
    std::function<std::optional<QString>(const QString& machine)> stoppedByBudget;
    /// The section `tools` of an agent's description: what its tools do.
    std::function<QJsonObject(const QString& agent)> agentTools;
    /// A rule answered a tool call of an attempt; must not block. Unset: nobody asks.
    std::function<void(TaskId, const QString& step, int attempt, const ToolCall&, ToolAnswer)> toolJudged;
    /// What an agent is to be told now, once; must not block. Unset: nothing ever.
    std::function<std::optional<QString>(TaskId, const QString& step, int attempt)> reminder;
    TaskArchive* archive = nullptr;      ///< lists finished tasks; nullptr: nobody does
    AuditLog* audit = nullptr;           ///< nullptr: none is kept
    std::function<QByteArray()> metrics; ///< in the words of Prometheus; unset: they are not served
};

/// The core's API over HTTP (GET /v1/openapi.json describes it). Every handler either answers at once from
/// the engine's thread or hands over to a worker; none blocks the I/O thread. Thread-safe.
class Api {
public:
    Api(Engine& engine, Journal& journal, ArtifactStore& artifacts, TaskLogs& logs, People& people,
        ApiServices services);
    ~Api();

    /// For HttpServer::start.
    void handle(const HttpRequest& request, HttpReply reply);
    [[nodiscard]] qint64 bodyLimit(const QByteArray& method, const QString& path) const;
    /// Called now and then, so that silent streams stay open and dead ones are found.
    void heartbeat();
    /// A hint for consoles that the list of machines may have changed.
    void machinesChanged();
    /// Looks whether the list of people is another one, and tells who must know. Called now and then.
    void peopleMayHaveChanged();
    /// Every route, for tests.
    [[nodiscard]] QList<HttpRoute> routes() const;
    /// Ends all streams; waits for workers.
    void stop();

private:
    friend struct ApiRoutes;
    [[nodiscard]] QList<HttpRoute> table();
    QList<HttpRoute> coreRoutes();
    QList<HttpRoute> repositoryRoutes();
    QList<HttpRoute> taskRoutes();
    QList<HttpRoute> taskFileRoutes();
    QList<HttpRoute> finishedRoutes();
    QList<HttpRoute> budgetRoutes();
    QList<HttpRoute> blueprintRoutes();
    QList<HttpRoute> approvalRoutes();
    QList<HttpRoute> deadLetterRoutes();
    QList<HttpRoute> journalRoutes();
    HttpRoute sealRoute();
    QList<HttpRoute> auditRoutes();
    QList<HttpRoute> pastRoutes();
    QList<HttpRoute> peopleRoutes();
    QList<HttpRoute> delegationRoutes();
    QList<HttpRoute> toolCallRoutes();
    QList<HttpRoute> terminalRoutes();
    QList<HttpRoute> guestRoutes();

    /// Whether who asked still has the role; for streams that last.
    [[nodiscard]] std::function<bool()> welcome(const HttpRequest& request, Role role = Role::Viewer) const;
    /// Runs on a worker thread.
    void later(std::function<void()> work);
    /// Answers with the task, from a committed state.
    void withTask(const PathValues& values, const HttpReply& reply,
                  std::function<void(const State&, const Task&, HttpReply)> answer);
    /// A task that has left the state, told from its own events on a worker thread; else NotFound is sent.
    void withArchived(TaskId id, const HttpReply& reply, std::function<void(const Task&, HttpReply)> answer);
    /// The task's row, whether it is in the state still or not.
    void sendSummary(const State& state, TaskId id, const HttpReply& reply, int status);
    /// Submits, then answers from the state after it.
    void command(Command command, const HttpReply& reply,
                 std::function<void(const State&, const Accepted&, HttpReply)> answer);
    void sendApproval(const State& state, qint64 id, HttpReply reply, int status);
    void addRepository(const Repository& repository, HttpReply reply);
    void submitSample(const QString& by, HttpReply reply);
    /// On a worker thread.
    void answerWhatIf(const Task& task, const QByteArray& yaml, HttpReply reply);
    HttpRoute mcpRoute();
    HttpRoute acpRoute();
    /// On a worker thread.
    void openTerminal(const HttpRequest& request, const QString& machine, const QJsonObject& wish,
                      HttpReply reply);
    /// Blocks: on a worker.
    void answerMcp(const HttpRequest& request, HttpReply reply);
    void answerToolCall(const HttpRequest& request, qint64 id, HttpReply reply);
    void answerProceed(const HttpRequest& request, const HttpReply& reply);

    Engine& m_engine;
    Journal& m_journal;
    ArtifactStore& m_artifacts;
    TaskLogs& m_logs;
    People& m_people;
    ApiServices m_services;
    std::unique_ptr<EventStream> m_events;
    std::unique_ptr<LogStream> m_logStream;
    std::unique_ptr<ProceedBoard> m_proceed;
    std::unique_ptr<FleetPast> m_past;
    std::unique_ptr<ToolDesk> m_tools;
    std::unique_ptr<TerminalDesk> m_terminals;
    std::unique_ptr<AccessGuard> m_guard;
    Workers m_workers;
    std::unique_ptr<HttpRouter> m_router;
    QJsonObject m_openApi;
};

/// A request's JSON object; Invalid says what is wrong with it.
Result<QJsonObject> bodyObject(const HttpRequest& request);
/// The number in a path; Invalid when it is none.
Result<qint64> numberIn(const PathValues& values, const QString& name);
/// A number from 0 on in the query; `otherwise`, or 0, where it is left out. Invalid when it is none.
Result<qint64> numberIn(const HttpRequest& request, const QString& name, const QString& otherwise = {});
/// Schemas of the OpenAPI description.
QJsonObject apiSchemas();

} // namespace signalbox
