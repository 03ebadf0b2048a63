// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audit/journal_audit.h"
#include "core/blueprint/blueprint_parser.h"
#include "core/journal/sqlite_journal.h"
#include "core/server/api.h"
#include "tests/core/flow/flow_fixture.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <sys/socket.h>
#include <unistd.h>

namespace signalbox::test {

/// A core without organs: engine, journal, API and a socket.
struct Core {
    QTemporaryDir directory;
    SystemClock clock;
    std::unique_ptr<Journal> journal;
    std::unique_ptr<AuditLog> audit;
    std::unique_ptr<TaskArchive> archive;
    std::unique_ptr<ArtifactStore> artifacts;
    std::unique_ptr<TaskLogs> logs;
    std::unique_ptr<People> people;
    std::unique_ptr<Engine> engine;
    std::unique_ptr<Api> api;
    std::unique_ptr<HttpServer> server;
    std::mutex reminderMutex;
    std::optional<QString> reminder; ///< what the agent is to be told

    /// metered: as a core with a model gateway, in which each task used ten tokens.
    /// more: what else the organs do.
    explicit Core(bool metered = false, const std::function<void(ApiServices&)>& more = {}) {
        journal = std::move(*openSqliteJournal(directory.filePath(QStringLiteral("journal.sqlite"))));
        artifacts = std::move(*ArtifactStore::open(directory.filePath(QStringLiteral("artifacts"))));
        logs = std::make_unique<TaskLogs>(directory.filePath(QStringLiteral("logs")), clock);
        people = std::move(*People::open(directory.filePath(QStringLiteral("people.json"))));
        people->admit(QStringLiteral("ann"), "token-ann");
        people->admit(QStringLiteral("bob"), "token-bob");
        engine = std::move(*Engine::open(*journal, clock));
        audit = std::move(*AuditLog::open(directory.filePath(QStringLiteral("audit.sqlite")), clock));
        audit->follow(auditOfJournal(*journal));
        engine->addObserver([this](const State&, const QList<Record>&) { audit->journalGrew(); });
        archive = std::make_unique<TaskArchive>(*journal, directory.filePath(QStringLiteral("tasks.sqlite")));
        engine->addObserver(
            [this](const State& state, const QList<Record>& records) { archive->observe(state, records); });
        ApiServices services;
        services.coreInfo = [] {
            return QJsonObject{{QStringLiteral("version"), QStringLiteral(SIGNALBOX_VERSION)}};
        };
        services.machines = []() -> Result<QJsonArray> { return QJsonArray(); };
        services.patch = [](const Task&, qint64) -> Result<QByteArray> { return QByteArray("diff"); };
        services.blueprints = [] { return QJsonArray(); };
        services.archive = archive.get();
        services.audit = audit.get();
        services.checkBlueprint = [](const QByteArray& yaml) {
            return parseBlueprint(yaml, QStringLiteral("blueprint"), QStringLiteral("given"));
        };
        services.examineBlueprint = [](const QByteArray& yaml) { return examineBlueprint(yaml); };
        services.blueprintSource = [](const Repository& repository,
                                      const QString& shipped) -> Result<BlueprintSource> {
            return BlueprintSource{QStringLiteral("of %1").arg(repository.name),
                                   QStringLiteral("shipped"),
                                   QStringLiteral("shipped: %1").arg(shipped),
                                   {}};
        };
        if (metered) {
            services.budgets = [](const QList<Task>& tasks) -> Result<BudgetReport> {
                BudgetReport report;
                report.metered = true;
                for (const Task& task : tasks) {
                    BudgetLine line;
                    line.id = QStringLiteral("task:%1").arg(task.id);
                    line.level = QStringLiteral("task");
                    line.task = task.id;
                    line.tokens = 10;
                    line.tokenLimit = 100 + task.extraTokens;
                    report.budgets.append(line);
                }
                return report;
            };
            services.budgetHistory = [](const QString& id, Millis span) -> Result<BudgetHistory> {
                BudgetHistory history;
                history.id = id;
                history.to = Moment{span.count()};
                return history;
            };
        }
        services.reminder = [this](TaskId, const QString&, int) {
            const std::lock_guard lock(reminderMutex);
            return std::exchange(reminder, std::nullopt);
        };
        if (more)
            more(services);
        api = std::make_unique<Api>(*engine, *journal, *artifacts, *logs, *people, services);
        HttpOptions options;
        options.bodyLimit = [this](const QByteArray& method, const QString& path) {
            return api->bodyLimit(method, path);
        };
        server = std::move(*HttpServer::start(options, [this](const HttpRequest& request, HttpReply reply) {
            api->handle(request, std::move(reply));
        }));
        engine->start();
    }
    ~Core() {
        engine->stop();
        api->stop();
        server->stop();
    }
    QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(server->port())); }
    void give(const Command& command) {
        const auto done = engine->submitAndWait(command);
        QVERIFY2(done.ok(), done.ok() ? "" : qPrintable(done.error().message));
    }
    /// Brings a new task to its approval and returns it as it stands.
    Task taskAtApproval() {
        Repository repository;
        repository.name = QStringLiteral("x");
        repository.url = QStringLiteral("/srv/x");
        give(AddRepository{repository});
        TaskSpec spec;
        spec.repository = QStringLiteral("x");
        spec.title = QStringLiteral("mend it");
        give(SubmitTask{spec, QStringLiteral("ann")});
        give(ReportAdmitted{1, QStringLiteral("t1/admission/1"), QStringLiteral("main"), QStringLiteral("b"),
                            QStringLiteral("t"), smallBlueprint()});
        const auto end = [&](const char* key, const QString& commit, bool gate) {
            AttemptResult result;
            result.verdict = Verdict::Passed;
            result.commit = commit;
            result.tree = QStringLiteral("tree-") + commit;
            if (gate) {
                result.gate = GateResult{};
                result.gate->commit = commit;
                result.gate->verdict = Verdict::Passed;
            }
            give(ReportAttempt{1, QLatin1String(key), result});
        };
        end("t1/workspace/1", QStringLiteral("b"), false);
        give(ReportLease{1, QStringLiteral("t1/implement/1"), QStringLiteral("sb-m1"), {}});
        end("t1/implement/1", QStringLiteral("c1"), false);
        end("t1/compiles/1", QStringLiteral("c1"), true);
        end("t1/tests/1", QStringLiteral("c1"), true);
        return task();
    }
    Task task() {
        Task copy;
        engine->queryAndWait([&](const State& state) { copy = *state.task(1); });
        return copy;
    }
};

/// Status and body of a request with a token.
inline std::pair<int, QByteArray> ask(const QUrl& url, const QByteArray& token, const QByteArray& body = {}) {
    QNetworkAccessManager network;
    QNetworkRequest request(url);
    if (!token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + token);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    QNetworkReply* reply = body.isNull() ? network.get(request) : network.post(request, body);
    QSignalSpy finished(reply, &QNetworkReply::finished);
    if (!reply->isFinished())
        finished.wait(20'000);
    const std::pair result(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
                           reply->readAll());
    reply->deleteLater();
    return result;
}

/// What a program in a guest gets for its request.
inline QByteArray askAsGuest(Core& core, const QString& machine, const QByteArray& target) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
        return {};
    core.server->adopt(ends[0], Peer{Peer::Kind::Guest, machine, {}});
    const QByteArray request =
        "GET " + target + " HTTP/1.1\r\nHost: x\r\nAccept: text/plain\r\nConnection: close\r\n\r\n";
    if (::write(ends[1], request.data(), std::size_t(request.size())) != request.size())
        return {};
    QByteArray answer;
    char buffer[4096];
    for (ssize_t n = 0; (n = ::read(ends[1], buffer, sizeof buffer)) > 0;)
        answer.append(buffer, n);
    ::close(ends[1]);
    return answer;
}

} // namespace signalbox::test
