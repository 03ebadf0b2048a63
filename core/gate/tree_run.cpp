// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate/tree_run.h"

#include "core/gate/output_keeper.h"
#include "core/report/checkout.h"
#include "core/report/text.h"

#include <QDir>
#include <QTemporaryFile>

namespace signalbox {

namespace {

constexpr qint64 keptOutput = 4LL << 20;
constexpr Millis unpackTime = std::chrono::minutes(10);
constexpr Millis reportTime = std::chrono::minutes(2);
constexpr Millis defaultTime = std::chrono::minutes(10);
constexpr qint64 defaultOutput = 16LL << 20;
constexpr auto guestHome = "/home/agent";
constexpr auto guestTar = "/home/agent/tree.tar";

// Runs in the home directory, by relative paths. A report that was committed would pass for a fresh one: the
// place is cleared first. Git is a convenience for programs that list files by it, so its failure is none of
// ours; hooks and filters of the tree stay off.
constexpr auto unpackScript = R"sh(set -e
umask 022
rm -rf work
mkdir work
tar -xf tree.tar -C work
rm -f tree.tar
cd work
if [ -n "$SIGNALBOX_REPORT" ]; then
    rm -rf -- "./$SIGNALBOX_REPORT"
    mkdir -p -- "$(dirname -- "./$SIGNALBOX_REPORT")" || echo "there is no place for the report"
fi
if command -v git >/dev/null 2>&1; then
    export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
    git init -q . &&
        git -c core.hooksPath=/dev/null -c core.autocrlf=false add -A -f . &&
        git -c core.hooksPath=/dev/null -c user.name=signalbox -c user.email=signalbox@localhost \
            -c gc.auto=0 -c commit.gpgsign=false commit -q --allow-empty -m "the tree under test" ||
        echo "git could not take the tree; going on without it"
fi
)sh";

// Through a job, because that has a time limit: what lies there is of the tree's making (a pipe would never
// end).
constexpr auto reportScript = R"sh([ -e "work/$SIGNALBOX_REPORT" ] || exit 44
[ -f "work/$SIGNALBOX_REPORT" ] || exit 45
exec cat -- "work/$SIGNALBOX_REPORT"
)sh";

/// Removes the machine when it goes out of scope: nothing is left behind on any path.
class FreshMachine {
public:
    FreshMachine(const GateServices& services, QString name)
        : m_services(services), m_name(std::move(name)) {}
    FreshMachine(const FreshMachine&) = delete;
    FreshMachine& operator=(const FreshMachine&) = delete;
    ~FreshMachine() {
        const auto gone = m_services.machines.destroy(m_name, Millis(0));
        if (!gone && m_services.progress)
            m_services.progress(
                QStringLiteral("machine %1 could not be removed: %2").arg(m_name, gone.error().message));
        if (gone && m_leased && m_services.released)
            m_services.released(m_name);
    }

    Result<std::shared_ptr<Machine>> acquire(const MachineSpec& spec, const CancelToken& cancel) {
        // One of this name is left from a core that died; to take it up again would not be fresh.
        if (auto gone = m_services.machines.destroy(m_name, Millis(0)); !gone)
            return gone.error();
        auto machine = m_services.machines.acquire(
            spec, m_services.progress ? m_services.progress : [](const QString&) {}, cancel);
        if (machine) {
            m_leased = true;
            if (m_services.leased)
                m_services.leased(m_name, (*machine)->imageDigests());
        }
        return machine;
    }

private:
    const GateServices& m_services;
    const QString m_name;
    bool m_leased = false;
};

class TreeVisit {
public:
    TreeVisit(const TreeOrder& order, const GateServices& services, const CancelToken& cancel)
        : m_order(order), m_services(services), m_cancel(cancel) {}

    Result<TreeResult> run() {
        QTemporaryFile tar((m_services.scratch.isEmpty() ? QDir::tempPath() : m_services.scratch) +
                           QStringLiteral("/gate-XXXXXX.tar"));
        if (!tar.open())
            return Error{ErrorKind::Unavailable,
                         QStringLiteral("no room for a tar file: %1").arg(tar.errorString()),
                         QStringLiteral("look at the free space on this host")};
        if (auto done = m_services.trees.exportTar(m_order.tree, tar.fileName(), m_cancel); !done)
            return done.error();
        if (m_cancel.cancelled())
            return cancelled();

        FreshMachine fresh(m_services, m_order.machine);
        MachineSpec spec = m_order.spec;
        spec.name = m_order.machine;
        auto machine = fresh.acquire(spec, m_cancel);
        if (!machine)
            return machine.error();
        if (auto done = unpack(**machine, tar.fileName()); !done)
            return done.error();
        TreeResult result;
        result.images = (*machine)->imageDigests();
        if (auto done = runCommand(**machine, result.run); !done)
            return done.error();
        if (auto done = fetchReport(**machine, result.run); !done)
            return done.error();
        return result;
    }

private:
    static Error cancelled() { return {ErrorKind::Cancelled, QStringLiteral("the gate was cancelled"), {}}; }

    /// In the checkout; empty where no file is expected.
    [[nodiscard]] QString reportPath() const {
        return m_order.step.report ? m_order.step.report->path : QString();
    }

    [[nodiscard]] bool outputIsReport() const {
        const auto& report = m_order.step.report;
        return report && report->path.isEmpty();
    }

    [[nodiscard]] Job job(const char* id, const QString& script, const char* directory) const {
        Job job;
        job.id = QLatin1String(id);
        job.script = script;
        job.user = QStringLiteral("agent");
        job.directory = QLatin1String(directory);
        job.environment.insert(QStringLiteral("SIGNALBOX_REPORT"), reportPath());
        return job;
    }

    Result<void> unpack(Machine& machine, const QString& tar) {
        if (auto put = machine.putFile(tar, QLatin1String(guestTar), 0600, QStringLiteral("agent"), m_cancel);
            !put)
            return put.error();
        Job work = job("unpack", QLatin1String(unpackScript), guestHome);
        work.timeLimit = unpackTime;
        work.outputLimit = 1 << 20;
        OutputKeeper said(64 * 1024);
        const auto done = machine.run(
            work, [&](QByteArrayView bytes) { said.append(bytes); }, m_cancel);
        if (!done)
            return done.error();
        if (!done->succeeded())
            return Error{
                ErrorKind::Unavailable,
                QStringLiteral("the tree could not be unpacked in machine %1: %2: %3")
                    .arg(m_order.machine, done->describe(),
                         clipLine(lastLines(cleanText(said.kept()), 3, 300), 300)),
                QStringLiteral("if its disk is full, give the step a larger one (machine: diskMiB)")};
        return {};
    }

    Result<void> runCommand(Machine& machine, CommandRun& run) {
        Job work = job("gate", m_order.step.run, checkoutDirectory);
        for (auto it = m_order.step.environment.cbegin(); it != m_order.step.environment.cend(); ++it)
            work.environment.insert(it.key(), it.value());
        work.environment.insert(QStringLiteral("SIGNALBOX_GATE"), m_order.step.id);
        if (!reportPath().isEmpty())
            work.environment.insert(QStringLiteral("SIGNALBOX_REPORT"),
                                    QLatin1String(checkoutDirectory) + QLatin1Char('/') + reportPath());
        work.environment.insert(QStringLiteral("SIGNALBOX_BASE_COMMIT"), m_order.baseCommit);
        work.environment.insert(QStringLiteral("CI"), QStringLiteral("1"));
        work.timeLimit = m_order.step.timeLimit.count() > 0 ? m_order.step.timeLimit : defaultTime;
        work.outputLimit = m_order.step.outputLimit > 0 ? m_order.step.outputLimit : defaultOutput;
        OutputKeeper said(outputIsReport() ? 2 * ReportLimits().bytes : keptOutput);
        const auto done = machine.run(
            work,
            [&](QByteArrayView bytes) {
                said.append(bytes);
                if (m_services.output)
                    m_services.output(bytes);
            },
            m_cancel);
        if (!done)
            return done.error();
        run.job = *done;
        run.output = said.kept();
        run.outputLost = said.lost();
        return {};
    }

    Result<void> fetchReport(Machine& machine, CommandRun& run) {
        if (outputIsReport()) {
            if (run.outputLost == 0)
                run.report = run.output;
            else
                run.reportProblem = QStringLiteral("the output is too long to be a report");
            return {};
        }
        if (reportPath().isEmpty())
            return {};
        const qint64 limit = ReportLimits().bytes;
        Job work = job("report", QLatin1String(reportScript), guestHome);
        work.timeLimit = reportTime;
        work.outputLimit = limit + 1;
        QByteArray bytes;
        const auto done = machine.run(
            work,
            [&](QByteArrayView more) {
                bytes.append(more.first(qMin<qsizetype>(more.size(), limit + 1 - bytes.size())));
            },
            m_cancel);
        if (!done)
            return done.error();
        const QString name = m_order.step.report->path;
        if (done->succeeded() && bytes.size() <= limit)
            run.report = bytes;
        else if (done->end == JobResult::End::OutputLimit || bytes.size() > limit)
            run.reportProblem = QStringLiteral("the report %1 is larger than %2 bytes").arg(name).arg(limit);
        else if (done->end == JobResult::End::Exited && done->code == 44)
            run.reportProblem = QStringLiteral("the command wrote no report to %1").arg(name);
        else if (done->end == JobResult::End::Exited && done->code == 45)
            run.reportProblem = QStringLiteral("the report %1 is no plain file").arg(name);
        else
            run.reportProblem =
                QStringLiteral("the report %1 could not be read: %2").arg(name, done->describe());
        return {};
    }

    const TreeOrder& m_order;
    const GateServices& m_services;
    const CancelToken& m_cancel;
};

} // namespace

Result<TreeResult> runOnTree(const TreeOrder& order, const GateServices& services,
                             const CancelToken& cancel) {
    return TreeVisit(order, services, cancel).run();
}

} // namespace signalbox
