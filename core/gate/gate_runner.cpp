// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate/gate_runner.h"

#include "core/gate/feedback.h"
#include "core/gate/judges.h"
#include "core/gate/test_paths.h"
#include "core/gate/tree_run.h"

#include <QSet>

#include <algorithm>

namespace signalbox {

namespace {

constexpr Millis machineSlack =
    std::chrono::minutes(30); // boot, unpack and report beside the command's own time

bool needsMachine(GateKind kind) {
    return kind != GateKind::AllowedPaths && kind != GateKind::PullRequest;
}

GateResult erroredResult(const QString& why) {
    GateResult result;
    result.verdict = Verdict::Errored;
    result.summary = why;
    return result;
}

// What the blueprint must say for this gate; empty when it does. The parser checks it, too: a gate does not
// rely on that.
QString configurationProblem(const Step& step) {
    if (step.kind != StepKind::Gate)
        return QStringLiteral("the step \"%1\" is no gate").arg(step.id);
    if (needsMachine(step.gate) && step.run.trimmed().isEmpty())
        return QStringLiteral("the blueprint gives no command for the gate \"%1\"").arg(step.id);
    if (step.report) {
        const QStringList parts = step.report->path.split(QLatin1Char('/'));
        if (step.report->path.startsWith(u'/') || parts.contains(QLatin1String("..")) ||
            step.report->path.contains(QChar(u'\0')))
            return QStringLiteral("the report's path \"%1\" leads out of the checkout")
                .arg(step.report->path);
        if (step.report->path.isEmpty() && step.report->format != QLatin1String("tap"))
            return QStringLiteral("the blueprint names no file for the report of the gate \"%1\"")
                .arg(step.id);
    }
    return {};
}

/// One gate from request to result.
class GateVisit {
public:
    GateVisit(const GateRequest& request, const GateServices& services, const CancelToken& cancel)
        : m_request(request), m_step(request.step), m_services(services), m_cancel(cancel) {}

    Result<AttemptResult> run() {
        const Moment begin = m_services.clock.now();
        const QString problem = configurationProblem(m_step);
        auto judged = problem.isEmpty() ? judge() : Result<GateResult>(erroredResult(problem));
        if (!judged)
            return judged.error();
        if (m_cancel.cancelled())
            return Error{ErrorKind::Cancelled, QStringLiteral("the gate was cancelled"), {}};
        GateResult gate = std::move(*judged);
        gate.gate = m_step.id;
        gate.commit = m_request.commit;
        gate.tree = m_request.tree;
        gate.baseCommit = m_request.baseCommit;
        gate.command = needsMachine(m_step.gate) ? m_step.run : QString();
        gate.images = m_images;
        gate.artifacts = m_artifacts;
        gate.duration = m_services.clock.now() - begin;

        AttemptResult result;
        result.verdict = gate.verdict;
        result.summary = gate.summary;
        result.feedback = feedbackFor(gate, m_step.gate);
        result.commit = gate.commit;
        result.tree = gate.tree;
        result.artifacts = m_artifacts;
        result.gate = std::move(gate);
        return result;
    }

private:
    Result<GateResult> judge() {
        switch (m_step.gate) {
        case GateKind::AllowedPaths:
            return allowedPaths();
        case GateKind::PullRequest:
            return judgePullRequest(m_request.pullRequest);
        case GateKind::TestsExist:
            return testsExist();
        case GateKind::NewTestsBite:
            return newTestsBite();
        case GateKind::Compiles:
        case GateKind::Lint:
        case GateKind::TestsPass:
        case GateKind::Coverage:
            return onChangeOnly();
        }
        return erroredResult(QStringLiteral("this version knows no such gate"));
    }

    Result<GateResult> allowedPaths() {
        const auto changes = m_services.trees.changes(m_request.baseCommit, m_request.commit);
        if (!changes)
            return changes.error();
        return judgeAllowedPaths(*changes,
                                 {m_request.blueprint.allowedPaths, m_request.blueprint.protectedPaths});
    }

    Result<GateResult> onChangeOnly() {
        auto change = runChange();
        if (!change)
            return change.error();
        switch (m_step.gate) {
        case GateKind::Compiles:
            return judgeCompiles(*change);
        case GateKind::Lint:
            return judgeLint(*change);
        case GateKind::Coverage:
            return judgeCoverage(*change, coverageOf(*change), m_step.threshold);
        default:
            return judgeTestsPass(withReport(std::move(*change), m_step.report));
        }
    }

    [[nodiscard]] LcovReport coverageOf(const CommandRun& run) const {
        if (m_step.report && m_step.report->format == QLatin1String("lcov") && run.report)
            return readLcov(*run.report);
        LcovReport report;
        report.problem = !m_step.report || m_step.report->format != QLatin1String("lcov")
                             ? QStringLiteral("the blueprint names no LCOV report for this gate")
                             : run.reportProblem;
        return report;
    }

    Result<GateResult> testsExist() {
        const auto paths = TestPaths::of(m_request.blueprint);
        if (!paths)
            return erroredResult(paths.error().message);
        const auto changes = m_services.trees.changes(m_request.baseCommit, m_request.commit);
        if (!changes)
            return changes.error();
        auto change = testsOf(runChange());
        if (!change)
            return change.error();
        if (!isUsable(*change)) // the judge says why; the other runs would add nothing
            return judgeTestsExist(*change, {}, std::nullopt);
        auto base = testsOf(runBase());
        if (!base)
            return base.error();
        std::optional<TestRun> old;
        const QStringList notAsOnBase = paths->notAsOnBase(*changes);
        if (isUsable(*base) && !notAsOnBase.isEmpty()) {
            const QSet<QString> fromBase(notAsOnBase.cbegin(), notAsOnBase.cend());
            auto run =
                testsOf(runComposed("oldtests", m_request.tree, m_request.baseTree, [&](const QString& path) {
                    return isGateDefinition(path) || fromBase.contains(path);
                }));
            if (!run)
                return run.error();
            old = std::move(*run);
        }
        return judgeTestsExist(*change, *base, old);
    }

    Result<GateResult> newTestsBite() {
        const auto paths = TestPaths::of(m_request.blueprint);
        if (!paths)
            return erroredResult(paths.error().message);
        const auto changes = m_services.trees.changes(m_request.baseCommit, m_request.commit);
        if (!changes)
            return changes.error();
        const QStringList files = paths->addedOrModified(*changes);
        if (files.isEmpty())
            return judgeNewTestsBite({}, {}, {}, files);
        auto change = testsOf(runChange());
        if (!change)
            return change.error();
        if (judgeTestsPass(*change).verdict != Verdict::Passed)
            return judgeNewTestsBite(*change, {}, {}, files);
        auto base = testsOf(runBase());
        if (!base)
            return base.error();
        if (!isUsable(*base))
            return judgeNewTestsBite(*change, *base, {}, files);
        auto onBase = testsOf(runComposed("newtests", m_request.baseTree, m_request.tree,
                                          [&](const QString& path) { return paths->contains(path); }));
        if (!onBase)
            return onBase.error();
        return judgeNewTestsBite(*change, *base, *onBase, files);
    }

    static bool isUsable(const TestRun& run) {
        return run.report.complete && run.run.job.end == JobResult::End::Exited;
    }

    Result<TestRun> testsOf(Result<CommandRun> run) {
        if (!run)
            return run.error();
        return withReport(std::move(*run), m_step.report);
    }

    // The definitions of gates in the checkout (scripts that a command calls) are always those of the base.
    Result<CommandRun> runChange() {
        return runComposed("change", m_request.tree, m_request.baseTree, isGateDefinition);
    }

    Result<CommandRun> runBase() {
        const Digest key = baselineKey(m_request.baseTree, m_step, m_request.baseCommit, m_images);
        if (m_services.baselines) {
            if (auto known = m_services.baselines->find(key)) {
                say(QStringLiteral(
                    "the base was run before with the same command and images; its result is used"));
                if (auto kept = keepArtifacts("base", *known); !kept)
                    return kept.error();
                return std::move(*known);
            }
        }
        auto run = runTree("base", m_request.baseTree);
        // Only a run that came to its own end and reported: any other may go well the next time.
        if (run && m_services.baselines && run->job.end == JobResult::End::Exited && run->report)
            m_services.baselines->keep(key, *run);
        return run;
    }

    Result<CommandRun> runComposed(const char* variant, const QString& base, const QString& overlay,
                                   const std::function<bool(const QString&)>& takeFromOverlay) {
        const auto tree = m_services.trees.composeTree(base, overlay, takeFromOverlay);
        if (!tree)
            return tree.error();
        return runTree(variant, *tree);
    }

    Result<CommandRun> runTree(const char* variant, const QString& tree) {
        if (m_cancel.cancelled())
            return Error{ErrorKind::Cancelled, QStringLiteral("the gate was cancelled"), {}};
        say(QStringLiteral("gate %1: running the command on tree %2 (%3)")
                .arg(m_step.id, tree.left(10), QLatin1String(variant)));
        const TreeOrder order{m_request.machine + QLatin1Char('-') + QLatin1String(variant),
                              QLatin1String(variant),
                              tree,
                              machineSpec(variant),
                              m_step,
                              m_request.baseCommit};
        auto done = runOnTree(order, m_services, m_cancel);
        if (!done)
            return done.error();
        if (m_images.isEmpty())
            m_images = done->images;
        else if (m_images != done->images)
            return Error{
                ErrorKind::Unavailable,
                QStringLiteral("the machine images changed while the gate \"%1\" ran").arg(m_step.id),
                QStringLiteral("it is run again with the new ones")};
        if (auto kept = keepArtifacts(variant, done->run); !kept)
            return kept.error();
        return std::move(done->run);
    }

    [[nodiscard]] MachineSpec machineSpec(const char* variant) const {
        const MachineNeeds& mine = m_step.machine;
        const MachineNeeds& all = m_request.blueprint.machine;
        const MachineNeeds& core = m_services.defaults;
        MachineSpec spec;
        const QStringList layers = !mine.layers.isEmpty()  ? mine.layers
                                   : !all.layers.isEmpty() ? all.layers
                                                           : core.layers;
        for (const QString& layer : layers)
            if (!spec.layers.contains(layer))
                spec.layers.append(layer);
        const auto choose = [&](int MachineNeeds::*member, int& value) {
            for (const MachineNeeds* needs : {&core, &all, &mine})
                if (needs->*member > 0)
                    value = needs->*member;
        };
        choose(&MachineNeeds::cpus, spec.cpus);
        choose(&MachineNeeds::memoryMiB, spec.memoryMiB);
        choose(&MachineNeeds::diskMiB, spec.diskMiB);
        spec.lifetime = std::max(m_step.timeLimit, Millis(std::chrono::minutes(10))) + machineSlack;
        spec.labels = {{QStringLiteral("task"), QString::number(m_request.task)},
                       {QStringLiteral("step"), m_step.id},
                       {QStringLiteral("attempt"), QString::number(m_request.attempt)},
                       {QStringLiteral("variant"), QLatin1String(variant)}};
        return spec;
    }

    Result<void> keepArtifacts(const char* variant, const CommandRun& run) {
        const auto keep = [&](const QString& name, const QString& type,
                              const QByteArray& bytes) -> Result<void> {
            auto artifact = m_services.artifacts.keep(
                m_step.id + QLatin1Char('-') + QLatin1String(variant) + name, type, bytes);
            if (!artifact)
                return artifact.error().within(QStringLiteral("the evidence could not be kept"));
            m_artifacts.append(*artifact);
            return {};
        };
        if (auto kept = keep(QStringLiteral(".log"), QStringLiteral("text/plain"), run.output); !kept)
            return kept.error();
        if (!run.report || !m_step.report || m_step.report->path.isEmpty())
            return {};
        const bool xml = m_step.report->format == QLatin1String("junit");
        return keep(xml ? QStringLiteral("-junit.xml") : QLatin1Char('.') + m_step.report->format,
                    xml ? QStringLiteral("application/xml") : QStringLiteral("text/plain"), *run.report);
    }

    void say(const QString& line) const {
        if (m_services.progress)
            m_services.progress(line);
    }

    const GateRequest& m_request;
    const Step& m_step;
    const GateServices& m_services;
    const CancelToken& m_cancel;
    QMap<QString, Digest> m_images;
    QList<Artifact> m_artifacts;
};

} // namespace

Result<AttemptResult> GateRunner::run(const GateRequest& request, const CancelToken& cancel) {
    return GateVisit(request, m_services, cancel).run();
}

} // namespace signalbox
