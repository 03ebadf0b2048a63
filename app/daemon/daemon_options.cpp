// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/daemon_options.h"

#include "core/machine/provider.h"

#include <QCommandLineParser>
#include <QHostAddress>
#include <QRegularExpression>

namespace signalbox {

namespace {

QList<QCommandLineOption> knownOptions() {
    const auto option = [](const char* name, const char* help, const char* value) {
        return QCommandLineOption(QLatin1String(name), QLatin1String(help), QLatin1String(value));
    };
    return {
        option("home", "Directory of the core's files ($SIGNALBOX_HOME).", "dir"),
        option("images", "Image store ($SIGNALBOX_IMAGES, else images/ in the home).", "dir"),
        option("listen", "Address to listen on; with TLS where it is not loopback.", "address"),
        option("port", "Port; 0 for any free one, which is told in run/core.json.", "port"),
        option("tls-certificate", "PEM file with the certificate chain.", "file"),
        option("tls-key", "PEM file with the key.", "file"),
        option("hypervisor", "libvirt URI, or \"process:\" for development WITHOUT ISOLATION.", "uri"),
        option("accelerator", "kvm or tcg; default: found by booting a probe machine.", "name"),
        option("machines", "Machines at the same time.", "count"),
        option("machines-per-repository",
               "Machines of one repository at the same time; 0: no limit of its own.", "count"),
        option("pool",
               "Machines made ahead, MIN..MAX; what works comes first ($SIGNALBOX_POOL, else 0..machines).",
               "range"),
        option("hibernated",
               "Machines that may hibernate, the longest asleep go first; 0: agents' machines are not kept.",
               "count"),
        option("queued-tasks", "Tasks that wait or are worked on; more are refused; 0: no limit.", "count"),
        option("open-tasks", "Tasks that are not over, whoever they wait for; 0: no limit.", "count"),
        option("machine-cpus", "Processors that a blueprint may ask for one machine; 0: any number.",
               "count"),
        option("machine-memory", "The same for its memory, in MiB; 0: what the host has.", "MiB"),
        option("machine-disk", "The same for its disk, in MiB; 0: any size.", "MiB"),
        option("retention", "Days after which a task's logs and artifacts go; 0: never.", "days"),
        option("task-tokens", "Model tokens of one task, where its blueprint gives no limit.", "N"),
        option("task-cost", "The same in US dollars.", "USD"),
        option("repository-tokens", "Model tokens of one repository in a calendar month.", "N"),
        option("repository-cost", "The same in US dollars.", "USD"),
        option("agent-tokens", "Model tokens of one agent (claude, codex, ...) in a calendar month.", "N"),
        option("agent-cost", "The same in US dollars.", "USD"),
        option("month-tokens", "Model tokens of all tasks in a calendar month (UTC).", "N"),
        option("month-cost", "The same in US dollars.", "USD"),
        QCommandLineOption(
            QStringLiteral("metrics"),
            QStringLiteral("Serve GET /metrics in the words of Prometheus, to who has a token.")),
        option("repositories", "URLs that may be worked on, * for any text; may be given several times.",
               "pattern")};
}

/// Whole numbers from 0 on; the name of the first that is none, or nothing.
QString readCounts(const QCommandLineParser& parser, DaemonOptions& options) {
    const std::pair<const char*, int*> counts[] = {{"queued-tasks", &options.room.queued},
                                                   {"retention", &options.retentionDays},
                                                   {"hibernated", &options.hibernated},
                                                   {"open-tasks", &options.room.open},
                                                   {"machine-cpus", &options.largestMachine.cpus},
                                                   {"machine-memory", &options.largestMachine.memoryMiB},
                                                   {"machine-disk", &options.largestMachine.diskMiB}};
    for (const auto& [name, number] : counts) {
        const QString text = parser.value(QLatin1String(name));
        bool ok = true;
        if (parser.isSet(QLatin1String(name)))
            *number = text.toInt(&ok);
        if (!ok || *number < 0)
            return QLatin1String(name);
    }
    return {};
}

/// Upstreams, prices and limits of model calls.
Result<TaskModels::Options> readModels(const QCommandLineParser& parser) {
    TaskModels::Options options;
    auto models = ModelOptions::read(parser);
    if (!models)
        return models.error();
    options.models = std::move(*models);
    for (const auto& [name, limit] :
         {std::pair("task", &options.task), std::pair("repository", &options.repository),
          std::pair("agent", &options.agent), std::pair("month", &options.month)}) {
        const auto read = SpendingLimit::read(parser, QLatin1String(name) + QStringLiteral("-tokens"),
                                              QLatin1String(name) + QStringLiteral("-cost"));
        if (!read)
            return read.error();
        *limit = *read;
    }
    return options;
}

/// "1..3"; both within what machines there may be.
bool readPool(const QString& text, DaemonOptions& options) {
    static const QRegularExpression range(QStringLiteral("^([0-9]{1,4})\\.\\.([0-9]{1,4})\\z"));
    const auto match = range.match(text);
    options.poolLeast = match.captured(1).toInt();
    options.poolMost = match.captured(2).toInt();
    return match.hasMatch() && options.poolLeast <= options.poolMost &&
           options.poolMost <= options.machineSlots;
}

} // namespace

QString DaemonOptions::usage() {
    QString text = QStringLiteral(
        "signalboxd, the Signalbox core\n\n  signalboxd [options]\n"
        "  signalboxd [--home DIR] people add NAME [ROLE...]   prints NAME's token, once; a viewer without "
        "ROLE\n"
        "  signalboxd [--home DIR] people roles NAME ROLE...   viewer, operator, approver, admin\n"
        "  signalboxd [--home DIR] people remove NAME\n  signalboxd [--home DIR] people list\n"
        "  signalboxd [--home DIR] restore FILE [--force]  puts a backup in the journal's place\n"
        "  signalboxd gateway --help                    a model gateway alone, for agents on this "
        "computer\n\n");
    for (const QCommandLineOption& option :
         knownOptions() + ModelOptions::flags() + TaskEgress::Options::flags() + TelemetryOptions::flags())
        text += QStringLiteral("  --%1%2  %3\n")
                    .arg(option.names().first(),
                         option.valueName().isEmpty() ? QString()
                                                      : QStringLiteral(" <%1>").arg(option.valueName()),
                         option.description());
    return text;
}

Result<DaemonOptions> DaemonOptions::parse(const QStringList& arguments) {
    QCommandLineParser parser;
    parser.addOptions(knownOptions() + ModelOptions::flags() + TaskEgress::Options::flags() +
                      TelemetryOptions::flags());
    const auto wrong = [](const QString& why) { return Error{ErrorKind::Invalid, why, usage()}; };
    if (!parser.parse(arguments))
        return wrong(parser.errorText());
    if (!parser.positionalArguments().isEmpty())
        return wrong(QStringLiteral("unknown argument %1").arg(parser.positionalArguments().first()));
    DaemonOptions options;
    const auto value = [&](const char* name, const QString& otherwise) {
        return parser.isSet(QLatin1String(name)) ? parser.value(QLatin1String(name)) : otherwise;
    };
    options.home = value("home", MachineConfig::defaultStateDirectory());
    options.images = value("images", qEnvironmentVariable("SIGNALBOX_IMAGES"));
    if (options.images.isEmpty())
        options.images = options.home + QStringLiteral("/images");
    options.listen = value("listen", options.listen);
    options.tlsCertificate = value("tls-certificate", {});
    options.tlsKey = value("tls-key", {});
    options.hypervisor = value("hypervisor", qEnvironmentVariable("SIGNALBOX_HYPERVISOR"));
    options.accelerator = value("accelerator", qEnvironmentVariable("SIGNALBOX_ACCELERATOR"));
    bool portOk = true;
    options.port = value("port", QStringLiteral("0")).toUShort(&portOk);
    bool machinesOk = true;
    bool perRepositoryOk = true;
    options.machineSlots = value("machines", QString::number(options.machineSlots)).toInt(&machinesOk);
    options.machinesPerRepository =
        value("machines-per-repository", QStringLiteral("0")).toInt(&perRepositoryOk);
    if (!portOk || !machinesOk || !perRepositoryOk || options.machineSlots < 1 ||
        options.machinesPerRepository < 0)
        return wrong(QStringLiteral("--port, --machines and --machines-per-repository take whole numbers, "
                                    "--machines at least 1"));
    const QString everything = QStringLiteral("0..%1").arg(options.machineSlots);
    const QString asked = qEnvironmentVariable("SIGNALBOX_POOL");
    if (!readPool(value("pool", asked.isEmpty() ? everything : asked), options))
        return wrong(
            QStringLiteral("--pool takes a range like 0..%1, at most as many machines as there may be")
                .arg(options.machineSlots));
    if (const QString bad = readCounts(parser, options); !bad.isEmpty())
        return wrong(QStringLiteral("--%1 takes a whole number from 0 on").arg(bad));
    auto models = readModels(parser);
    if (!models)
        return models.error().kind == ErrorKind::Invalid ? wrong(models.error().message) : models.error();
    options.models = std::move(*models);
    auto egress = TaskEgress::Options::read(parser);
    if (!egress)
        return wrong(egress.error().message);
    options.egress = std::move(*egress);
    auto telemetry = TelemetryOptions::read(parser);
    if (!telemetry)
        return wrong(telemetry.error().message);
    options.telemetry = std::move(*telemetry);
    options.metrics = parser.isSet(QStringLiteral("metrics"));
    options.repositoryUrls = parser.values(QStringLiteral("repositories"));
    const QHostAddress address(options.listen);
    if (address.isNull())
        return wrong(QStringLiteral("--listen takes an IP address, not \"%1\"").arg(options.listen));
    if (!address.isLoopback() && (options.tlsCertificate.isEmpty() || options.tlsKey.isEmpty()))
        return wrong(
            QStringLiteral("listening on %1 needs --tls-certificate and --tls-key: tokens would cross the "
                           "network in the clear")
                .arg(options.listen));
    return options;
}

} // namespace signalbox
