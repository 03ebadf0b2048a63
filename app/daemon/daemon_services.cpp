// SPDX-License-Identifier: GPL-3.0-or-later
// What the API asks of the organs.
#include "app/daemon/daemon_parts.h"

#include "app/daemon/machine_entry.h"
#include "core/blueprint/blueprint_parser.h"
#include "core/blueprint/shipped.h"
#include "core/engine/sealing.h"
#include "core/intake/admission.h"
#include "core/intake/sample.h"

namespace signalbox {

namespace {
/// What an agent whose budget is at its end may take to say so and to end.
constexpr Millis endsByItself{4000};
} // namespace

QJsonObject Daemon::Parts::coreInfo() {
    QJsonObject info{{QStringLiteral("version"), QStringLiteral(SIGNALBOX_VERSION)},
                     {QStringLiteral("instance"), instance},
                     {QStringLiteral("started"), started.ms},
                     {QStringLiteral("provider"), QJsonObject()},
                     {QStringLiteral("providerError"), QString()},
                     {QStringLiteral("machineSlots"), options.machineSlots},
                     {QStringLiteral("machinesPerRepository"), options.machinesPerRepository},
                     {QStringLiteral("machinesBusy"), dispatcher->machinesBusy()},
                     {QStringLiteral("machinesReady"), pool->ready()}};
    {
        const std::lock_guard lock(probeMutex);
        if (probed && *probed)
            info.insert(
                QStringLiteral("provider"),
                QJsonObject{{QStringLiteral("uri"), (*probed)->uri},
                            {QStringLiteral("isolated"), (*probed)->isolated},
                            {QStringLiteral("accelerator"), (*probed)->accelerator},
                            {QStringLiteral("acceleratorReason"), (*probed)->acceleratorReason},
                            {QStringLiteral("version"), (*probed)->version},
                            {QStringLiteral("warnings"), QJsonArray::fromStringList((*probed)->warnings)}});
        else if (probed)
            info.insert(QStringLiteral("providerError"), probed->error().text());
    }
    QJsonObject digests;
    if (const auto files = images->resolve({QStringLiteral("base")}))
        for (auto it = files->digests.begin(); it != files->digests.end(); ++it)
            digests.insert(it.key(), it.value());
    info.insert(QStringLiteral("images"), digests);
    QJsonArray states;
    for (const OrganStatus& organ : organs->status())
        states.append(QJsonObject{{QStringLiteral("name"), organ.name},
                                  {QStringLiteral("state"), enumWord(organ.state)},
                                  {QStringLiteral("restarts"), organ.restarts},
                                  {QStringLiteral("trouble"), organ.trouble},
                                  {QStringLiteral("since"), organ.since.ms}});
    info.insert(QStringLiteral("organs"), states);
    return info;
}

QByteArray Daemon::Parts::metricsText() {
    MetricsNow now;
    now.started = started;
    now.machineSlots = options.machineSlots;
    now.machinesBusy = dispatcher->machinesBusy();
    now.machinesReady = pool->ready();
    engine->queryAndWait([&](const State& state) {
        for (const TaskId id : state.unfinished)
            if (const Task* task = state.task(id))
                ++now.tasks[enumWord(task->phase)];
    });
    for (const OrganStatus& organ : organs->status())
        now.restarts.insert(organ.name, organ.restarts);
    now.journal = journal->counters();
    if (telemetry)
        now.telemetry = telemetry->counters();
    if (models)
        now.month = models->monthTotals();
    return metrics->text(now);
}

std::set<TaskId> Daemon::Parts::tasksWithOpenLetters() {
    std::set<TaskId> tasks;
    engine->queryAndWait([&](const State& state) {
        for (const auto& [id, task] : state.tasks)
            for (const DeadLetter& letter : task.deadLetters)
                if (letter.state != DeadLetterState::Closed)
                    tasks.insert(id);
    });
    return tasks;
}

Result<QJsonObject> Daemon::Parts::sealJournal(int days) {
    std::set<TaskId> needed = tasksWithOpenLetters();
    engine->queryAndWait(
        [&](const State& state) { needed.insert(state.unfinished.begin(), state.unfinished.end()); });
    const auto upTo = sealableUpTo(*journal, Moment{clock.now().ms - qint64(days) * 86'400'000}, needed);
    if (!upTo)
        return upTo.error();
    qint64 events = 0;
    if (*upTo > 0) {
        const auto volume = journal->seal(*upTo);
        if (!volume)
            return volume.error();
        events = volume->last - volume->first + 1;
    }
    const auto volumes = journal->volumes();
    if (!volumes)
        return volumes.error();
    return QJsonObject{{QStringLiteral("events"), events},
                       {QStringLiteral("volumes"), json::write(*volumes)}};
}

Result<QJsonArray> Daemon::Parts::machines() {
    const auto list = provider->list();
    if (!list)
        return list.error();
    QJsonArray rows;
    for (const MachineStatus& machine : *list) {
        QJsonObject labels;
        for (auto it = machine.labels.begin(); it != machine.labels.end(); ++it)
            labels.insert(it.key(), it.value());
        rows.append(QJsonObject{{QStringLiteral("name"), machine.name},
                                {QStringLiteral("state"), toString(machine.state)},
                                {QStringLiteral("reason"), machine.reason},
                                {QStringLiteral("cpuTimeMs"), machine.cpuTimeMs},
                                {QStringLiteral("memoryBytes"), machine.memoryBytes},
                                {QStringLiteral("diskBytes"), machine.diskBytes},
                                {QStringLiteral("startedAt"), machine.startedAt.ms},
                                {QStringLiteral("labels"), labels},
                                {QStringLiteral("liveness"), toString(machine.liveness.state)},
                                {QStringLiteral("since"), machine.liveness.since.ms},
                                {QStringLiteral("because"), machine.liveness.because}});
    }
    return rows;
}

Result<TerminalInMachine> Daemon::Parts::openTerminal(const QString& name, const TerminalRequest& request) {
    const auto all = provider->list();
    if (!all)
        return all.error();
    const auto at = std::find_if(all->begin(), all->end(),
                                 [&](const MachineStatus& machine) { return machine.name == name; });
    if (at == all->end())
        return Error{ErrorKind::NotFound, QStringLiteral("there is no machine %1").arg(name.left(80)), {}};
    if (const Result<void> allowed = mayEnter(*at); !allowed)
        return allowed.error();
    const auto label = [&](const char* key) { return at->labels.value(QLatin1String(key)); };
    const auto machine = provider->find(name);
    const auto opened =
        machine ? (*machine)->terminal(request) : Result<std::shared_ptr<MachineTerminal>>(machine.error());
    if (!opened)
        return opened.error();
    OpenTerminal terminal;
    terminal.descriptor = (*opened)->descriptor();
    terminal.resize = [to = *opened](int columns, int rows) { to->resize({columns, rows}); };
    terminal.owner = *opened;
    return TerminalInMachine{terminal, label("task").toLongLong(), label("step"), label("attempt").toInt()};
}

ApiServices Daemon::Parts::services() {
    ApiServices services;
    services.coreInfo = [this] { return coreInfo(); };
    services.machines = [this] { return machines(); };
    services.destroyMachine = [this](const QString& name) {
        return provider->destroy(name, std::chrono::seconds(5));
    };
    services.hibernateMachine = [this](const QString& name) { return provider->hibernate(name, {}); };
    services.resumeMachine = [this](const QString& name) -> Result<void> {
        const auto woken = provider->resume(name, {});
        return woken ? Result<void>() : Result<void>(woken.error());
    };
    services.openTerminal = [this](const QString& name, const QString& user, int columns, int rows) {
        return openTerminal(name, {user, {columns, rows}});
    };
    services.changes = [this](const Task& task) -> Result<QJsonObject> {
        QJsonArray files;
        if (!task.commit.isEmpty()) {
            const auto mirror = mirrors->of(task.repositoryUrl);
            const auto changes =
                mirror ? mirror->changes(task.baseCommit, task.commit) : Result<ChangeSet>(mirror.error());
            if (!changes)
                return changes.error();
            for (const FileChange& file : changes->files)
                files.append(QJsonObject{{QStringLiteral("path"), file.path},
                                         {QStringLiteral("oldPath"), file.oldPath},
                                         {QStringLiteral("status"), toString(file.status)},
                                         {QStringLiteral("added"), file.added},
                                         {QStringLiteral("removed"), file.removed},
                                         {QStringLiteral("binary"), file.binary}});
        }
        return QJsonObject{{QStringLiteral("base"), task.baseCommit},
                           {QStringLiteral("commit"), task.commit},
                           {QStringLiteral("files"), files}};
    };
    services.patch = [this](const Task& task, qint64 maxBytes) -> Result<QByteArray> {
        if (task.commit.isEmpty())
            return QByteArray();
        const auto mirror = mirrors->of(task.repositoryUrl);
        if (!mirror)
            return mirror.error();
        const auto patch = mirror->patch(task.baseCommit, task.commit, maxBytes);
        return patch ? Result<QByteArray>(patch->text) : Result<QByteArray>(patch.error());
    };
    services.blueprints = [] {
        QJsonArray list;
        for (const QString& name : shippedBlueprints())
            if (const auto blueprint = shippedBlueprint(name))
                list.append(QJsonObject{{QStringLiteral("name"), blueprint->name},
                                        {QStringLiteral("version"), blueprint->version},
                                        {QStringLiteral("description"), blueprint->description},
                                        {QStringLiteral("digest"), blueprint->digest}});
        return list;
    };
    services.checkBlueprint = [](const QByteArray& yaml) {
        return parseBlueprint(yaml, QStringLiteral("blueprint"), QStringLiteral("given"));
    };
    services.examineBlueprint = [](const QByteArray& yaml) { return examineBlueprint(yaml); };
    services.blueprintSource = [this](const Repository& repository,
                                      const QString& shipped) -> Result<BlueprintSource> {
        if (!shipped.isEmpty())
            return shippedBlueprintSource(shipped);
        auto mirror = mirrors->of(repository.url);
        return mirror ? blueprintSourceOf(repository, *mirror, {}) : Result<BlueprintSource>(mirror.error());
    };
    services.sample = [this]() -> Result<std::pair<Repository, TaskSpec>> {
        auto sample = makeSample(options.home + QStringLiteral("/sample"));
        if (!sample)
            return sample.error();
        return std::pair(sample->repository, sample->task);
    };
    services.checkRepositoryUrl = [this](const QString& url) {
        return checkRepositoryUrl(url, options.repositoryUrls);
    };
    services.retention = [this](int days) -> Result<QJsonObject> {
        const auto found = retention->look(days);
        return found ? Result<QJsonObject>(toJson(*found)) : Result<QJsonObject>(found.error());
    };
    services.sealJournal = [this](int days) { return sealJournal(days); };
    if (models) {
        services.modelUse = [this](const Task& task) { return toJson(models->useOf(task)); };
        services.stoppedByBudget = [this](const QString& machine) {
            return models->refusalOf(machine, endsByItself);
        };
        services.budgets = [this](const QList<Task>& tasks) { return models->report(tasks); };
        services.budgetHistory = [this](const QString& id, Millis span) { return models->history(id, span); };
    }
    services.agentTools = [this](const QString& agent) {
        return images->described(QStringLiteral("agent-") + agent).value(QLatin1String("tools")).toObject();
    };
    services.toolJudged = [this](TaskId task, const QString& step, int attempt, const ToolCall& call,
                                 ToolAnswer answer) {
        if (spans)
            spans->toolJudged({task, step, attempt, {}}, call, answer, clock.now());
        if (const auto watch = watches.find(task, step, attempt); watch && answer == ToolAnswer::Allow)
            watch->toolAllowed(call.line(), clock.now());
    };
    services.reminder = [this](TaskId task, const QString& step, int attempt) -> std::optional<QString> {
        const auto watch = watches.find(task, step, attempt);
        return watch ? watch->takeReminder() : std::nullopt;
    };
    services.room = options.room;
    services.shutdown = [this] { stopAsked(); };
    services.archive = archive.get();
    services.audit = audit.get();
    if (metrics)
        services.metrics = [this] { return metricsText(); };
    return services;
}

} // namespace signalbox
