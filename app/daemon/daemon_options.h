// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/daemon/task_egress.h"
#include "app/daemon/task_models.h"
#include "app/daemon/telemetry_options.h"
#include "core/base/result.h"
#include "core/domain/command.h"
#include "core/intake/limits.h"

#include <QStringList>

namespace signalbox {

/// How a core is started.
struct DaemonOptions {
    QString home;   ///< all its files
    QString images; ///< image store; empty: as the environment says, else home/images
    QString listen = QStringLiteral("127.0.0.1");
    quint16 port = 0; ///< 0: any free one, told in home/run/core.json
    QString tlsCertificate;
    QString tlsKey;
    QString hypervisor;             ///< libvirt URI or "process:"; empty: the embedded driver
    QString accelerator;            ///< empty: probe
    int retentionDays = 0;          ///< how long finished tasks keep logs and artifacts; 0: for ever
    int machineSlots = 2;           ///< machines at the same time
    int machinesPerRepository = 0;  ///< of one repository at the same time; 0: as many as there are
    int poolLeast = 0;              ///< machines kept ready for work to come, at least
    int poolMost = 2;               ///< and at most
    int hibernated = 8;             ///< agents' machines that may sleep at the same time; 0: none is kept
    QueueRoom room{1000, 10'000};   ///< how many tasks are taken in
    MachineCapacity largestMachine; ///< that a blueprint may ask for
    TaskModels::Options models;     ///< where agents' model calls go, and what they may cost
    bool metrics = false;           ///< GET /metrics is served
    TelemetryOptions telemetry;     ///< spans and metrics that leave the core; by default none
    TaskEgress::Options egress;     ///< what machines may reach outside; by default nothing
    QStringList repositoryUrls;     ///< patterns; empty: every repository may be worked on

    /// Invalid with the usage for a wrong command line.
    static Result<DaemonOptions> parse(const QStringList& arguments);
    static QString usage();
};

} // namespace signalbox
