// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/daemon/daemon.h"
#include "app/daemon/effect_handlers.h"
#include "app/daemon/metrics.h"
#include "app/daemon/retention.h"
#include "app/daemon/task_egress.h"
#include "app/daemon/task_models.h"
#include "app/daemon/task_spans.h"
#include "core/audit/audit_log.h"
#include "core/engine/snapshots.h"
#include "core/engine/task_archive.h"
#include "core/machine/machine_pool.h"
#include "core/server/api.h"
#include "core/supervision/supervisor.h"

#include <QTimer>
#include <QUuid>

namespace signalbox {

/// Everything that a core is made of, in the order in which it depends on each other. Brought up and taken
/// down by daemon.cpp; what the API asks of the organs is answered in daemon_services.cpp.
struct Daemon::Parts {
    DaemonOptions options;
    SystemClock clock;
    QString instance = QUuid::createUuid().toString(QUuid::WithoutBraces);
    Moment started;
    std::unique_ptr<Journal> journal;
    std::unique_ptr<AuditLog> audit;         ///< reads the journal
    std::unique_ptr<Metrics> metrics;        ///< none where nobody asks for them
    std::unique_ptr<OtlpExporter> telemetry; ///< none where nobody asks for it
    std::unique_ptr<TaskSpans> spans;        ///< the same
    std::unique_ptr<Snapshots> snapshots;
    std::unique_ptr<TaskArchive> archive;
    std::unique_ptr<ArtifactStore> artifacts;
    std::unique_ptr<TaskLogs> logs;
    std::unique_ptr<People> people;
    std::unique_ptr<ImageStore> images;
    std::unique_ptr<Mirrors> mirrors;
    std::shared_ptr<MachineProvider> provider; ///< the pool, once there is one
    std::shared_ptr<MachinePool> pool;
    std::unique_ptr<Engine> engine;
    std::unique_ptr<Dispatcher> dispatcher;
    std::unique_ptr<TaskModels> models; ///< none without an upstream
    std::unique_ptr<TaskEgress> egress; ///< none where machines may reach nothing
    AttemptWatches watches{clock};
    std::unique_ptr<Steward> steward;
    std::unique_ptr<Retention> retention;
    std::unique_ptr<EffectHandlers> handlers;
    std::unique_ptr<Api> api;
    std::unique_ptr<HttpServer> server;
    std::unique_ptr<QTimer> heartbeat;
    std::unique_ptr<QTimer> peopleWatch;
    QString coreFile;
    std::thread probe;
    std::mutex probeMutex;
    std::optional<Result<ProviderInfo>> probed;
    std::function<void()> stopAsked;
    Supervisor::GaveUp organGaveUp;
    std::unique_ptr<Supervisor> organs;

    Result<void> openFiles();
    Result<void> wire();
    Millis askedIn(TaskId id, const QString& step, int attempt);
    void watchAnswers(const State& state, const QList<Record>& records);
    Result<void> wireTelemetry(const QString& installation);
    Result<void> serve();
    void takeDown();
    ApiServices services();
    QJsonObject coreInfo();
    QByteArray metricsText();
    Result<QJsonArray> machines();
    Result<TerminalInMachine> openTerminal(const QString& name, const TerminalRequest& request);
    std::set<TaskId> tasksWithOpenLetters();
    Result<QJsonObject> sealJournal(int days);
};

} // namespace signalbox
