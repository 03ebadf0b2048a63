// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/api.h"

#include "core/domain/summary.h"
#include "core/engine/fleet_past.h"
#include "core/server/access_guard.h"
#include "core/server/event_stream.h"
#include "core/server/log_stream.h"
#include "core/server/openapi.h"
#include "core/server/proceed_board.h"
#include "core/server/tool_desk.h"

#include <QJsonDocument>

namespace signalbox {

namespace {
constexpr int workerThreads = 16;
constexpr std::chrono::minutes pastRests{10}; ///< after so long nobody looks back any more
constexpr qint64 defaultBody = 1024 * 1024;
constexpr qint64 meaninglessBody = 16 * 1024; ///< of a GET or DELETE: thousands of guests may send one

/// Anybody may ask whether we are here.
bool isPing(const HttpRequest& request) {
    return request.path == QLatin1String("/v1/ping");
}
} // namespace

Result<QJsonObject> bodyObject(const HttpRequest& request) {
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(request.body, &problem);
    if (problem.error != QJsonParseError::NoError)
        return Error{ErrorKind::Invalid,
                     QStringLiteral("the body is no JSON: %1 at byte %2")
                         .arg(problem.errorString())
                         .arg(problem.offset),
                     {}};
    if (!document.isObject())
        return Error{ErrorKind::Invalid, QStringLiteral("the body must be a JSON object"), {}};
    return document.object();
}

Result<qint64> numberIn(const PathValues& values, const QString& name) {
    bool ok = false;
    const qint64 number = values.value(name).toLongLong(&ok);
    if (!ok || number <= 0)
        return Error{ErrorKind::Invalid, QStringLiteral("\"%1\" is no number").arg(values.value(name)), {}};
    return number;
}

Result<qint64> numberIn(const HttpRequest& request, const QString& name, const QString& otherwise) {
    const QString text = request.queryValue(name, otherwise);
    if (text.isEmpty())
        return 0;
    bool ok = false;
    const qint64 number = text.toLongLong(&ok);
    if (!ok || number < 0)
        return Error{ErrorKind::Invalid,
                     QStringLiteral("\"%1\" is no number for \"%2\"").arg(text.left(40), name),
                     QStringLiteral("give a whole number from 0 on, or leave it out")};
    return number;
}

Api::Api(Engine& engine, Journal& journal, ArtifactStore& artifacts, TaskLogs& logs, People& people,
         ApiServices services)
    : m_engine(engine), m_journal(journal), m_artifacts(artifacts), m_logs(logs), m_people(people),
      m_services(std::move(services)), m_workers(workerThreads) {
    m_events = std::make_unique<EventStream>(engine, journal, m_workers);
    m_logStream = std::make_unique<LogStream>(logs, m_workers);
    m_proceed = std::make_unique<ProceedBoard>();
    m_past = std::make_unique<FleetPast>(journal);
    ToolDesk::Settings tools;
    tools.tools = m_services.agentTools;
    tools.judged = m_services.toolJudged;
    tools.reminder = m_services.reminder;
    m_tools = std::make_unique<ToolDesk>(engine, logs, std::move(tools));
    m_terminals = std::make_unique<TerminalDesk>();
    m_guard = std::make_unique<AccessGuard>(m_services.audit);
    auto router = HttpRouter::make(table());
    SB_ASSERT(router.ok(), "the table of routes is sound");
    m_router = std::make_unique<HttpRouter>(std::move(*router));
    m_openApi =
        openApiDocument({QStringLiteral("Signalbox core"),
                         QStringLiteral(SIGNALBOX_VERSION),
                         QStringLiteral("Tasks, gates, approvals and machines of one Signalbox core."),
                         {}},
                        m_router->routes(), apiSchemas());
    engine.addObserver([this](const State& state, const QList<Record>& records) {
        m_proceed->forget(records);
        m_tools->follow(records);
        m_events->publish(state, records);
        for (const Record& record : records)
            if (std::holds_alternative<TaskFinished>(record.event))
                m_logStream->finished(taskOf(record.event));
    });
    logs.setObserver([this](qint64 task, qint64 end) {
        m_logStream->grown(task);
        m_events->hint(QStringLiteral("log"), {{QStringLiteral("task"), task}, {QStringLiteral("end"), end}});
    });
}

Api::~Api() {
    stop();
}

void Api::stop() {
    m_logs.setObserver({});
    m_events->stop();
    m_logStream->stop();
    m_terminals->stop();
    m_workers.waitForDone();
}

void Api::heartbeat() {
    m_events->heartbeat();
    m_logStream->heartbeat();
    m_terminals->heartbeat(SystemClock().now());
    m_past->rest(pastRests);
    m_tools->heartbeat(SystemClock().now());
}

void Api::machinesChanged() {
    m_events->hint(QStringLiteral("machines"), {});
}

QList<HttpRoute> Api::table() {
    QList<HttpRoute> routes = coreRoutes() + repositoryRoutes() + taskRoutes() + taskFileRoutes() +
                              finishedRoutes() + budgetRoutes() + blueprintRoutes() + approvalRoutes() +
                              toolCallRoutes() + deadLetterRoutes() + journalRoutes() + auditRoutes() +
                              pastRoutes() + peopleRoutes() + delegationRoutes() + terminalRoutes() +
                              guestRoutes();
    for (HttpRoute& route : routes)
        if (const auto access = accessOf(route.method, route.pattern); access && roleOf(*access))
            route.role = enumWord(*roleOf(*access));
    return routes;
}

QList<HttpRoute> Api::routes() const {
    return m_router->routes();
}

qint64 Api::bodyLimit(const QByteArray& method, const QString& path) const {
    const bool bodyHasMeaning = method == "POST" || method == "PUT" || method == "PATCH";
    return m_router->bodyLimit(method, path, bodyHasMeaning ? defaultBody : meaninglessBody);
}

void Api::handle(const HttpRequest& request, HttpReply reply) {
    const bool guestPath = request.path.startsWith(QStringLiteral("/v1/guest/"));
    // A guest is known by its channel and may ask only what is meant for guests; a token is worth nothing
    // there, and the guests' paths are worth nothing anywhere else.
    if (request.peer.kind == Peer::Kind::Guest) {
        if (!guestPath && !isPing(request))
            reply.send(problemResponse(Error{
                ErrorKind::Denied, QStringLiteral("a machine may not ask for %1").arg(request.path), {}}));
        else
            m_router->handle(request, reply);
        return;
    }
    if (const auto refused = refuseForeignPage(request, {})) {
        reply.send(*refused);
        return;
    }
    if (guestPath) {
        reply.send(problemResponse(Error{
            ErrorKind::Denied, QStringLiteral("only a machine may ask this, over its own channel"), {}}));
        return;
    }
    const Person person = m_people.holderOf(bearerToken(request));
    HttpRequest known = request;
    known.peer.identity = person.name;
    if (person.name.isEmpty() && !isPing(request)) {
        reply.send(problemResponse(401, Error{ErrorKind::Denied, QStringLiteral("a valid token is needed"),
                                              QStringLiteral("send Authorization: Bearer TOKEN")}));
        return;
    }
    if (const HttpRoute* route = m_router->routeFor(known.method, known.path))
        if (const auto refused = m_guard->refuse(*route, person, SystemClock().now())) {
            reply.send(*refused);
            return;
        }
    m_router->handle(known, reply);
}

void Api::later(std::function<void()> work) {
    m_workers.start(std::move(work));
}

void Api::withTask(const PathValues& values, const HttpReply& reply,
                   std::function<void(const State&, const Task&, HttpReply)> answer) {
    const auto id = numberIn(values, QStringLiteral("id"));
    if (!id) {
        HttpReply(reply).send(problemResponse(id.error()));
        return;
    }
    m_engine.query([this, id = *id, to = HttpReply(reply), answer = std::move(answer)](const State& state) {
        if (const Task* task = state.task(id)) {
            answer(state, *task, to);
            return;
        }
        State then; // the task is not in it, as in the one that we were asked of
        then.seq = state.seq;
        withArchived(id, to,
                     [then, answer](const Task& found, HttpReply there) { answer(then, found, there); });
    });
}

void Api::withArchived(TaskId id, const HttpReply& reply,
                       std::function<void(const Task&, HttpReply)> answer) {
    later([this, id, to = HttpReply(reply), answer = std::move(answer)]() mutable {
        const auto task = m_services.archive ? m_services.archive->task(id) : taskFromJournal(m_journal, id);
        if (task)
            answer(*task, to);
        else
            to.send(problemResponse(task.error()));
    });
}

void Api::sendSummary(const State& state, TaskId id, const HttpReply& reply, int status) {
    const auto send = [status](const Task& task, HttpReply to) {
        to.send(jsonResponse(toJson(summaryOf(task)), status));
    };
    if (const Task* task = state.task(id))
        send(*task, reply);
    else
        withArchived(id, reply, send);
}

void Api::command(Command command, const HttpReply& reply,
                  std::function<void(const State&, const Accepted&, HttpReply)> answer) {
    m_engine.submit(std::move(command), [this, to = HttpReply(reply),
                                         answer = std::move(answer)](Result<Accepted> accepted) mutable {
        if (!accepted) {
            to.send(problemResponse(accepted.error()));
            return;
        }
        m_engine.query(
            [to, answer, accepted = *accepted](const State& state) { answer(state, accepted, to); });
    });
}

} // namespace signalbox
