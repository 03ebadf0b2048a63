// SPDX-License-Identifier: GPL-3.0-or-later
// The API with 1,000 connections that are kept open and ask again as soon as they are answered: a bare ping
// is the floor for "may I proceed?", on the same server in the same run. Agents come in through adopted
// sockets, as machines do; consoles over TCP. One HTTP thread and one thread of clients share the machine's
// processors, so each figure is mostly the queue that 1,000 others make.
#include "core/journal/sqlite_journal.h"
#include "core/server/api.h"
#include "tests/bench/bench.h"
#include "tests/load/load.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>

namespace signalbox::bench {

namespace {

using namespace std::chrono_literals;

Blueprint agentAndGate() {
    Blueprint blueprint;
    blueprint.name = QStringLiteral("agent and gate");
    blueprint.digest = sha256("agent and gate");
    const std::pair<const char*, StepKind> steps[] = {
        {"admission", StepKind::Admission}, {"implement", StepKind::Agent},
        {"compiles", StepKind::Gate},       {"tests", StepKind::Gate},
        {"approve", StepKind::Approval},    {"teardown", StepKind::Teardown}};
    for (const auto& [id, kind] : steps) {
        Step step;
        step.id = QLatin1String(id);
        step.kind = kind;
        blueprint.steps.append(step);
    }
    return blueprint;
}

QString machineOf(int task) {
    return QStringLiteral("sb-bench-%1").arg(task);
}

/// Engine, journal, API and server, with as many running attempts as wanted.
class Core {
public:
    Result<void> start(const QString& home, int tasks) {
        auto opened = openSqliteJournal(home + QStringLiteral("/journal.db"));
        if (!opened)
            return opened.error();
        m_journal = std::move(*opened);
        auto store = ArtifactStore::open(home + QStringLiteral("/artifacts"));
        auto people = People::open(home + QStringLiteral("/people.json"));
        auto engine = Engine::open(*m_journal, m_clock);
        if (!store || !people || !engine)
            return Error{ErrorKind::Unavailable, QStringLiteral("the core of the bench does not start"), {}};
        m_artifacts = std::move(*store);
        m_people = std::move(*people);
        m_people->admit(QStringLiteral("ann"), "token-ann");
        m_engine = std::move(*engine);
        m_logs = std::make_unique<TaskLogs>(home + QStringLiteral("/logs"), m_clock);
        m_api = std::make_unique<Api>(*m_engine, *m_journal, *m_artifacts, *m_logs, *m_people, ApiServices());
        auto server = HttpServer::start({}, [this](const HttpRequest& request, HttpReply reply) {
            m_api->handle(request, std::move(reply));
        });
        if (!server)
            return server.error();
        m_server = std::move(*server);
        m_engine->start();
        return fill(tasks);
    }
    ~Core() {
        if (m_engine)
            m_engine->stop();
        if (m_api)
            m_api->stop();
        if (m_server)
            m_server->stop();
    }
    [[nodiscard]] quint16 port() const { return m_server->port(); }
    [[nodiscard]] Engine& engine() { return *m_engine; }

    /// The guest's end of a connection from this task's machine.
    int guestSocket(int task) {
        int ends[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
            return -1;
        ::fcntl(ends[1], F_SETFL, O_NONBLOCK);
        m_server->adopt(ends[0], Peer{Peer::Kind::Guest, machineOf(task), {}});
        return ends[1];
    }

private:
    Result<void> fill(int tasks) {
        Repository repository;
        repository.name = QStringLiteral("bench");
        repository.url = QStringLiteral("/srv/bench.git");
        if (const auto added = m_engine->submitAndWait(AddRepository{repository}); !added)
            return added.error();
        const Blueprint blueprint = agentAndGate();
        for (int task = 1; task <= tasks; ++task) {
            TaskSpec spec;
            spec.repository = repository.name;
            spec.title = QStringLiteral("asks all the time");
            m_engine->submit(SubmitTask{spec, QStringLiteral("bench")});
            m_engine->submit(ReportAdmitted{task, QStringLiteral("t%1/admission/1").arg(task),
                                            QStringLiteral("main"), QStringLiteral("c0"),
                                            QStringLiteral("t0"), blueprint});
            const auto leased = m_engine->submitAndWait(
                ReportLease{task, QStringLiteral("t%1/implement/1").arg(task), machineOf(task), {}});
            if (!leased)
                return leased.error();
        }
        return {};
    }

    SystemClock m_clock;
    std::unique_ptr<Journal> m_journal;
    std::unique_ptr<ArtifactStore> m_artifacts;
    std::unique_ptr<TaskLogs> m_logs;
    std::unique_ptr<People> m_people;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<Api> m_api;
    std::unique_ptr<HttpServer> m_server;
};

struct Figures {
    double p50 = 0;
    double p99 = 0;
    double perSecond = 0;
    bool allAnswered = true; ///< and each with 200
};

using Connect = std::function<int(int)>; ///< a client's socket, by its number

Figures measure(const Connect& connect, int connections, const std::string& request,
                std::chrono::milliseconds time) {
    std::vector<std::unique_ptr<load::Asker>> askers;
    std::vector<load::Client*> clients;
    for (int i = 1; i <= connections; ++i) {
        askers.push_back(std::make_unique<load::Asker>(connect(i), request));
        clients.push_back(askers.back().get());
    }
    // A first round, so that connections and caches are warm.
    const auto warm = [&] {
        return std::all_of(askers.begin(), askers.end(), [](const auto& a) { return !a->latencies.empty(); });
    };
    Figures figures;
    figures.allAnswered = load::drive(clients, warm, 30s);
    for (const auto& asker : askers)
        asker->latencies.clear();
    const auto since = std::chrono::steady_clock::now();
    load::drive(
        clients, [] { return false; }, time);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - since).count();
    std::vector<float> all;
    for (const auto& asker : askers) {
        all.insert(all.end(), asker->latencies.begin(), asker->latencies.end());
        figures.allAnswered =
            figures.allAnswered && asker->statuses.size() == 1 && asker->statuses.contains(200);
    }
    figures.perSecond = double(all.size()) / seconds;
    figures.p50 = double(load::percentile(all, 0.5));
    figures.p99 = double(load::percentile(all, 0.99));
    return figures;
}

/// The middle one of several measurements, by its 99th percentile: a machine that others use jumps.
Figures middle(std::vector<Figures> all) {
    std::sort(all.begin(), all.end(), [](const Figures& a, const Figures& b) { return a.p99 < b.p99; });
    return all[all.size() / 2];
}

} // namespace

void bench_api(Bench& bench) {
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    const int connections = bench.rounds(1000, 50);
    const std::chrono::milliseconds time(bench.rounds(2000, 100));
    Core core;
    if (const auto started = core.start(bench.home(), connections); !started)
        return bench.fail(started.error());
    const Connect byTcp = [&](int) { return load::connectTo(core.port()); };
    const Connect asGuest = [&](int number) { return core.guestSocket(number); };
    std::vector<Figures> tcpPing, guestPing, proceed;
    // By turns, so that what else the machine does meets all.
    for (int round = 0; round < bench.rounds(5, 1); ++round) {
        tcpPing.push_back(measure(byTcp, connections, load::getRequest("/v1/ping"), time));
        guestPing.push_back(measure(asGuest, connections, load::getRequest("/v1/ping"), time));
        proceed.push_back(
            measure(asGuest, connections, load::getRequest("/v1/guest/proceed?commit=c1"), time));
    }
    const Figures ping = middle(tcpPing);
    const Figures pingInside = middle(guestPing);
    const Figures asked = middle(proceed);
    if (!ping.allAnswered || !pingInside.allAnswered || !asked.allAnswered)
        return bench.fail({ErrorKind::Internal, QStringLiteral("a request was not answered with 200"), {}});
    const QString many = QStringLiteral(", %1 connections").arg(connections);
    const QString ms = QStringLiteral("ms");
    bench.row({QStringLiteral("\"may I proceed?\", p99") + many, ms, asked.p99, pingInside.p99,
               QStringLiteral("ping by the same way"), Goal::atMostOfFloor(2)});
    bench.row({QStringLiteral("\"may I proceed?\", p50") + many, ms, asked.p50, pingInside.p50,
               QStringLiteral("ping by the same way"), Goal()});
    bench.row({QStringLiteral("\"may I proceed?\" against TCP, p99") + many, ms, asked.p99, ping.p99,
               QStringLiteral("ping over TCP"), Goal::atMostOfFloor(2)});
    bench.row({QStringLiteral("\"may I proceed?\" answers") + many, QStringLiteral("1/s"), asked.perSecond,
               pingInside.perSecond, QStringLiteral("pings by the same way"), Goal()});
}

} // namespace signalbox::bench
