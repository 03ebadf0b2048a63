// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/daemon_parts.h"
#include "app/daemon/people_command.h"

#include "core/audit/journal_audit.h"
#include "core/base/files.h"
#include "core/journal/sqlite_journal.h"
#include "core/machine/provider.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QUrl>

namespace signalbox {

namespace {

constexpr int heartbeatMs = 15'000;
constexpr int peopleMs = 1'000; ///< so long a change of somebody's roles may take to reach those who look on

/// A short name for this installation, so that its machines are told from those of others on the same
/// hypervisor.
Result<QString> installationName(const QString& home) {
    const QString path = home + QStringLiteral("/installation");
    if (const auto known = readFile(path, 64); known && !known->trimmed().isEmpty())
        return QString::fromLatin1(known->trimmed());
    const QString name = QUuid::createUuid().toString(QUuid::Id128).left(8);
    if (const auto written = writeFileAtomically(path, name.toLatin1() + '\n', 0600); !written)
        return written.error();
    return name;
}

/// Nothing is known of a host that is reached over a network.
MachineCapacity hostsCapacity(const QString& hypervisor) {
    const QUrl uri(hypervisor);
    return uri.host().isEmpty() ? hostCapacity() : MachineCapacity();
}

} // namespace

// ---- Up
// -----------------------------------------------------------------------------------------------------------

Result<std::unique_ptr<Daemon>> Daemon::start(const DaemonOptions& options) {
    auto parts = std::make_unique<Parts>();
    parts->options = options;
    parts->started = parts->clock.now();
    std::unique_ptr<Daemon> daemon(new Daemon(std::move(parts)));
    Parts& p = *daemon->m_parts;
    p.stopAsked = [target = daemon.get()] {
        QMetaObject::invokeMethod(target, &Daemon::stopAsked, Qt::QueuedConnection);
    };
    p.organGaveUp = [target = daemon.get()](const QString& organ, const Error& error) {
        qCritical("signalboxd: %s fails again and again: %s", qPrintable(organ), qPrintable(error.text()));
        QMetaObject::invokeMethod(target, &Daemon::failed, Qt::QueuedConnection);
    };
    for (const auto stage : {&Parts::openFiles, &Parts::wire, &Parts::serve})
        if (const auto done = (p.*stage)(); !done)
            return done.error();
    return daemon;
}

Daemon::Daemon(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}

Daemon::~Daemon() {
    m_parts->takeDown();
}

Result<void> Daemon::Parts::openFiles() {
    const QString& home = options.home;
    // 0711: the hypervisor's own user must reach its disks below; every directory of ours in it is closed by
    // itself.
    if (const auto made = makeDirectory(home, 0711); !made)
        return made.error();
    for (const char* name : {"run", "scratch", "logs", "artifacts", "mirrors"})
        if (const auto made = makeDirectory(home + QLatin1Char('/') + QLatin1String(name), 0700); !made)
            return made.error();
    auto opened = openSqliteJournal(home + QStringLiteral("/journal.sqlite"));
    if (!opened)
        return opened.error();
    journal = std::move(*opened);
    auto log = AuditLog::open(home + QStringLiteral("/audit.sqlite"), clock);
    if (!log)
        return log.error();
    audit = std::move(*log);
    AuditEntry start;
    start.action = QStringLiteral("started");
    start.who = QStringLiteral("core");
    start.text = QStringLiteral("version " SIGNALBOX_VERSION
                                "; what a core before it issued is worth nothing any more");
    audit->add(start);
    // What a core that was killed left behind; nobody else uses it, since we hold the journal.
    const QDir leftovers(home + QStringLiteral("/scratch"));
    for (const QFileInfo& entry :
         leftovers.entryInfoList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden))
        if (const auto gone = removeTree(entry.absoluteFilePath()); !gone)
            qWarning("signalboxd: %s", qPrintable(gone.error().text()));
    auto store = ArtifactStore::open(home + QStringLiteral("/artifacts"));
    if (!store)
        return store.error();
    artifacts = std::move(*store);
    auto known = People::open(home + QStringLiteral("/people.json"));
    if (!known)
        return known.error();
    people = std::move(*known);
    logs = std::make_unique<TaskLogs>(home + QStringLiteral("/logs"), clock);
    images = std::make_unique<ImageStore>(options.images);
    mirrors = std::make_unique<Mirrors>(home + QStringLiteral("/mirrors"));
    return {};
}

Result<void> Daemon::Parts::wire() {
    MachineConfig config;
    config.stateDirectory = options.home;
    config.imageDirectory = options.images;
    config.accelerator = options.accelerator;
    // An operator may have one hibernate all the same.
    config.hibernatedMost = std::max(1, options.hibernated);
    auto made = makeProvider(options.hypervisor, config);
    if (!made)
        return made.error();
    provider = *made;
    const auto installation = installationName(options.home);
    if (!installation)
        return installation.error();
    snapshots = std::make_unique<Snapshots>(
        *journal, SnapshotSettings{.directory = options.home + QStringLiteral("/snapshots")});
    auto opened = Engine::open(*journal, clock, snapshots.get());
    if (!opened)
        return opened.error().within(QStringLiteral("reading the journal"));
    engine = std::move(*opened);
    archive = std::make_unique<TaskArchive>(*journal, options.home + QStringLiteral("/tasks.sqlite"));
    engine->addObserver(
        [this](const State& state, const QList<Record>& records) { archive->observe(state, records); });
    engine->addObserver([this](const State&, const QList<Record>&) { audit->journalGrew(); });
    if (options.metrics) {
        metrics = std::make_unique<Metrics>();
        engine->addObserver(
            [this](const State& state, const QList<Record>& records) { metrics->observe(state, records); });
    }
    if (const auto telling = wireTelemetry(*installation); !telling)
        return telling.error().within(QStringLiteral("--telemetry"));
    dispatcher = std::make_unique<Dispatcher>(
        *engine, clock,
        DispatcherOptions{.machineSlots = options.machineSlots,
                          .machinesPerRepository = options.machinesPerRepository});
    // Machines of the development provider are processes: nothing is gained by having them ahead.
    const bool real = options.hypervisor != QLatin1String("process:");
    const AgentDefaults usual;
    pool = std::make_shared<MachinePool>(
        provider, real ? PoolLimits{.least = options.poolLeast, .most = options.poolMost} : PoolLimits{},
        MachineShape{
            {QStringLiteral("base")}, usual.machine.cpus, usual.machine.memoryMiB, usual.machine.diskMiB},
        [this] { return options.machineSlots - dispatcher->machinesBusy(); });
    provider = pool;
    steward = std::make_unique<Steward>(*engine, *provider, *installation);
    retention = std::make_unique<Retention>(*journal, clock,
                                            RetentionSettings{options.home + QStringLiteral("/logs"),
                                                              options.home + QStringLiteral("/artifacts"),
                                                              options.retentionDays},
                                            [this] { return tasksWithOpenLetters(); });
    organs = std::make_unique<Supervisor>(clock, SupervisionOptions{}, organGaveUp);
    organs->add(QStringLiteral("steward"),
                [this](const CancelToken& cancel) { return steward->run(cancel); });
    organs->add(QStringLiteral("pool"), [this](const CancelToken& cancel) { return pool->run(cancel); });
    organs->add(QStringLiteral("watch"), [this](const CancelToken& cancel) { return watches.run(cancel); });
    engine->addObserver(
        [this](const State& state, const QList<Record>& records) { watchAnswers(state, records); });
    organs->add(QStringLiteral("retention"),
                [this](const CancelToken& cancel) { return retention->run(cancel); });
    if (options.models.models.any()) {
        TaskModels::Options settings = options.models;
        if (spans) {
            settings.called = [this](const AttemptName& name, const ModelCallRecord& call) {
                spans->modelCalled(name, call);
            };
            settings.keptRequest = options.telemetry.texts ? TaskSpans::longestText : 0;
        }
        auto ways =
            TaskModels::start(settings, options.home + QStringLiteral("/models.sqlite"), clock, audit.get());
        if (!ways)
            return ways.error().within(QStringLiteral("the model gateway"));
        models = std::move(*ways);
        engine->addObserver([this](const State& state, const QList<Record>& records) {
            for (const Record& record : records)
                if (const auto* raised = std::get_if<BudgetRaised>(&record.event))
                    if (const Task* task = state.task(raised->task))
                        models->limitsChanged(*task);
        });
        for (const QString& remark : options.models.models.remarks)
            qWarning("signalboxd: %s", qPrintable(remark));
    }
    if (!options.egress.rules.isEmpty()) {
        auto proxy = TaskEgress::start(options.egress, options.home + QStringLiteral("/packages"), *audit);
        if (!proxy)
            return proxy.error().within(QStringLiteral("the way to the world outside"));
        egress = std::move(*proxy);
    }
    ForgeSettings forge;
    forge.directory = options.home + QStringLiteral("/pull-requests");
    handlers = std::make_unique<EffectHandlers>(EffectHandlers::Parts{
        *provider, *images, *artifacts, *logs, *mirrors, *steward, clock,
        options.home + QStringLiteral("/scratch"), forge, options.hypervisor != QLatin1String("process:"),
        [this](const QString& machine, TaskId task, int fd) {
            server->adopt(fd, Peer{Peer::Kind::Guest, machine, QStringLiteral("task %1").arg(task)});
        },
        [this] { api->machinesChanged(); },
        tighter(options.largestMachine, hostsCapacity(options.hypervisor)), options.repositoryUrls,
        options.hibernated > 0, models.get(), egress.get(), &watches,
        [this](TaskId task, const QString& step, int attempt) { return askedIn(task, step, attempt); }});
    handlers->registerWith(*dispatcher);
    if (options.hibernated > 0)
        steward->keepAgents([this](const QString& machine) { return handlers->restAgent(machine); });
    engine->setEffectSink(dispatcher.get());
    return {};
}

/// How long people were asked about tool calls of an attempt, as the journal tells it.
Millis Daemon::Parts::askedIn(TaskId id, const QString& step, int attempt) {
    Millis asked{0};
    engine->queryAndWait([&](const State& state) {
        const Task* task = state.task(id);
        const Attempt* found = task ? task->lastAttempt(step) : nullptr;
        if (!found || found->number != attempt)
            return;
        asked = found->asked;
        if (task->askingSince)
            asked += clock.now() - *task->askingSince;
    });
    return asked;
}

/// A tool call that a person let through begins now.
void Daemon::Parts::watchAnswers(const State& state, const QList<Record>& records) {
    for (const Record& record : records) {
        const auto* closed = std::get_if<ToolCallClosed>(&record.event);
        const Task* task =
            closed && closed->state == ToolQuestionState::Allowed ? state.task(closed->task) : nullptr;
        if (!task)
            continue;
        for (const ToolQuestion& question : task->toolQuestions)
            if (question.id == closed->question && question.call.tool != QLatin1String("ask_human"))
                if (const auto watch = watches.find(task->id, question.step, question.attempt))
                    watch->toolAllowed(question.call.line(), record.at);
    }
}

Result<void> Daemon::Parts::wireTelemetry(const QString& installation) {
    const TelemetryOptions& asked = options.telemetry;
    if (asked.url.isEmpty())
        return {};
    OtlpOptions otlp;
    otlp.url = asked.url;
    otlp.fields = asked.fields;
    otlp.authorities = asked.authorities;
    otlp.resource = {{QStringLiteral("service.name"), QStringLiteral("signalbox")},
                     {QStringLiteral("service.version"), QStringLiteral(SIGNALBOX_VERSION)},
                     {QStringLiteral("service.instance.id"), installation}};
    auto exporter = OtlpExporter::start(otlp, clock);
    if (!exporter)
        return exporter.error();
    telemetry = std::move(*exporter);
    spans = std::make_unique<TaskSpans>(*telemetry, installation, asked.texts);
    engine->addObserver(
        [this](const State& state, const QList<Record>& records) { spans->observe(state, records); });
    return {};
}

Result<void> Daemon::Parts::serve() {
    api = std::make_unique<Api>(*engine, *journal, *artifacts, *logs, *people, services());
    HttpOptions http;
    http.address = options.listen;
    http.port = options.port;
    http.tlsCertificate = options.tlsCertificate;
    http.tlsKey = options.tlsKey;
    http.bodyLimit = [this](const QByteArray& method, const QString& path) {
        return api->bodyLimit(method, path);
    };
    auto listening = HttpServer::start(http, [this](const HttpRequest& request, HttpReply reply) {
        api->handle(request, std::move(reply));
    });
    if (!listening)
        return listening.error();
    server = std::move(*listening);
    engine->start();
    organs->start();
    audit->follow(auditOfJournal(*journal));
    heartbeat = std::make_unique<QTimer>();
    QObject::connect(heartbeat.get(), &QTimer::timeout, [this] { api->heartbeat(); });
    heartbeat->start(heartbeatMs);
    peopleWatch = std::make_unique<QTimer>();
    QObject::connect(peopleWatch.get(), &QTimer::timeout, [this] { api->peopleMayHaveChanged(); });
    peopleWatch->start(peopleMs);
    probe = std::thread([this] {
        auto info = provider->info();
        const std::lock_guard lock(probeMutex);
        probed.emplace(std::move(info));
    });

    const QByteArray token = People::newToken();
    people->admit(localUser(), token);
    coreFile = options.home + QStringLiteral("/run/core.json");
    const QString scheme =
        options.tlsCertificate.isEmpty() ? QStringLiteral("http") : QStringLiteral("https");
    const QJsonObject core{
        {QStringLiteral("url"), QStringLiteral("%1://%2:%3").arg(scheme, options.listen).arg(server->port())},
        {QStringLiteral("token"), QString::fromLatin1(token)},
        {QStringLiteral("pid"), QCoreApplication::applicationPid()},
        {QStringLiteral("version"), QStringLiteral(SIGNALBOX_VERSION)},
        {QStringLiteral("instance"), instance}};
    return writeFileAtomically(coreFile, QJsonDocument(core).toJson(), 0600);
}

QString Daemon::url() const {
    return QStringLiteral("%1:%2").arg(m_parts->options.listen).arg(m_parts->server->port());
}

// ---- Down: the reverse order; what is owed stays in the journal
// ---------------------------------------------------

void Daemon::Parts::takeDown() {
    if (!coreFile.isEmpty())
        QFile::remove(coreFile);
    heartbeat.reset();
    peopleWatch.reset();
    if (handlers)
        handlers->leaveMachines();
    if (dispatcher)
        dispatcher->stop();
    if (organs)
        organs->stop();
    if (engine)
        engine->stop();
    if (api)
        api->stop();
    if (server)
        server->stop();
    if (models)
        models->stop();
    if (egress)
        egress->stop();
    if (probe.joinable())
        probe.join();
    server.reset();
    api.reset();
    handlers.reset();
    models.reset();
    egress.reset();
    retention.reset();
    steward.reset();
    dispatcher.reset();
    engine.reset();
    telemetry.reset(); // what the last attempts told goes out
    audit.reset();     // it reads the journal
    pool.reset();
    provider.reset();
}

} // namespace signalbox
