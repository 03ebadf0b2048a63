// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agent/agent_runner.h"

#include "core/agent/context.h"
#include "core/agent/guest_checkout.h"
#include "core/domain/agent_command.h"

#include <QTemporaryFile>

namespace signalbox {

namespace {
const QString contextDirectory = QStringLiteral("/home/agent/.signalbox");
const QString outDirectory = QStringLiteral("/home/agent/out");
constexpr qint64 maxDescription = 256 * 1024;
constexpr int recentCommits = 10;
constexpr qsizetype longestLine = 1024 * 1024; ///< of output: agents put whole files into one line of JSON
constexpr Millis overhead = std::chrono::minutes(15); ///< boot, transfer, teardown: beyond a step's own time

bool isTheAgentsFault(ErrorKind kind) {
    return kind == ErrorKind::Invalid || kind == ErrorKind::LimitReached;
}
} // namespace

AgentRunner::AgentRunner(MachineProvider& provider, ArtifactStore& artifacts, TaskLogs& logs, QString scratch,
                         Door door, AgentDefaults defaults)
    : m_machines(provider), m_artifacts(artifacts), m_logs(logs), m_scratch(std::move(scratch)),
      m_door(std::move(door)), m_defaults(std::move(defaults)) {}

MachineNeeds AgentRunner::needsOf(const Task& task, const Step& step, const MachineNeeds& defaults) {
    const MachineNeeds& own = step.machine;
    const MachineNeeds& common = task.blueprint.machine;
    const auto first = [](int a, int b, int c) { return a > 0 ? a : b > 0 ? b : c; };
    MachineNeeds needs;
    needs.layers = !own.layers.isEmpty()      ? own.layers
                   : !common.layers.isEmpty() ? common.layers
                                              : defaults.layers;
    if (step.kind == StepKind::Agent)
        if (const QString layer = agentCommand(task.spec, step).layer; !layer.isEmpty())
            needs.layers.append(layer);
    needs.cpus = first(own.cpus, common.cpus, defaults.cpus);
    needs.memoryMiB = first(own.memoryMiB, common.memoryMiB, defaults.memoryMiB);
    needs.diskMiB = first(own.diskMiB, common.diskMiB, defaults.diskMiB);
    return needs;
}

QString AgentRunner::refOf(TaskId task, const QString& step, int attempt) {
    return QStringLiteral("refs/signalbox/t%1/%2-%3").arg(task).arg(step).arg(attempt);
}

QString AgentRunner::startOf(const Task& task) const {
    return task.commit.isEmpty() ? task.baseCommit : task.commit;
}

void AgentRunner::note(const AgentAttempt& attempt, const QString& text) {
    m_logs.append(attempt.task.id, attempt.step.id, attempt.number, LogKind::Core, text);
}

Result<std::shared_ptr<AgentRunner::Lease>> AgentRunner::lease(const AgentAttempt& attempt, Millis time) {
    const MachineNeeds needs = needsOf(attempt.task, attempt.step, m_defaults.machine);
    MachineSpec spec;
    spec.name = attempt.machine;
    spec.layers = QStringList{QStringLiteral("base")} + needs.layers;
    spec.layers.removeDuplicates();
    spec.cpus = needs.cpus;
    spec.memoryMiB = needs.memoryMiB;
    spec.diskMiB = needs.diskMiB;
    spec.lifetime = time + overhead;
    spec.labels = {{QStringLiteral("task"), QString::number(attempt.task.id)},
                   {QStringLiteral("step"), attempt.step.id},
                   {QStringLiteral("attempt"), QString::number(attempt.number)},
                   {QStringLiteral("use"), attempt.use}};
    auto held = m_machines.lease(spec, attempt, [&](const QString& line) { note(attempt, line); });
    if (held && attempt.hold)
        attempt.hold(*held);
    return held;
}

Result<void> AgentRunner::sendContext(Machine& machine, const AgentAttempt& attempt, const Mirror& mirror) {
    QList<RecentCommit> recent;
    QString oid = attempt.task.baseCommit;
    for (int i = 0; i < recentCommits && !oid.isEmpty(); ++i) {
        const auto commit = mirror.commit(oid);
        if (!commit)
            break;
        recent.append({commit->oid, commit->authorName, commit->message.section(QLatin1Char('\n'), 0, 0)});
        oid = commit->parents.value(0);
    }
    const auto put = [&](const QString& name, const QString& text) {
        return machine.put(contextDirectory + QLatin1Char('/') + name, text.toUtf8(), 0644,
                           QStringLiteral("agent"));
    };
    if (const auto done = put(QStringLiteral("task.md"), taskDocument(attempt.task, recent)); !done)
        return done.error();
    if (const QString feedback = feedbackDocument(attempt.task); !feedback.isEmpty())
        if (const auto done = put(QStringLiteral("feedback.md"), feedback); !done)
            return done.error();
    const auto files = mirror.listFiles(startOf(attempt.task));
    QStringList guidance;
    for (const QString& file : attempt.task.blueprint.guidance)
        if (files && files->contains(file))
            guidance.append(file);
    return put(QStringLiteral("guidance.txt"), guidance.join(QLatin1Char('\n')) + QLatin1Char('\n'));
}

QList<TranscriptRule> AgentRunner::transcriptOf(const AgentAttempt& attempt, const QString& layer) {
    if (layer.isEmpty() || !m_transcripts)
        return {};
    auto rules = transcriptRules(m_transcripts(layer));
    if (rules)
        return *rules;
    note(attempt, QStringLiteral("the output is shown as it is: %1").arg(rules.error().text()));
    return {};
}

Result<JobResult> AgentRunner::runUntilHalted(Machine& machine, const AgentAttempt& attempt, const Job& job,
                                              const OutputSink& sink) const {
    CancelToken either;
    for (const CancelToken& token : {attempt.cancel, attempt.halt})
        token.onCancel([either]() mutable { either.cancel(); });
    auto result = machine.run(job, sink, either);
    const bool halted = !result && result.error().kind == ErrorKind::Cancelled && attempt.halt.cancelled() &&
                        !attempt.cancel.cancelled();
    if (!halted)
        return result;
    // The same once more, by somebody who does not want it any more: that ends it.
    Job unwanted = job;
    unwanted.survivesCancel = false;
    const auto killed = machine.run(unwanted, {}, attempt.halt);
    if (killed)
        return killed;
    if (killed.error().kind != ErrorKind::Cancelled)
        return killed.error();
    return JobResult{JobResult::End::Signalled, 9, 0, Millis(0)};
}

Result<AgentRunner::Run> AgentRunner::runJob(Machine& machine, const AgentAttempt& attempt,
                                             const Command& command, QMap<QString, QString> environment) {
    environment.insert(QStringLiteral("SIGNALBOX_TASK"), QString::number(attempt.task.id));
    environment.insert(QStringLiteral("SIGNALBOX_STEP"), attempt.step.id);
    environment.insert(QStringLiteral("SIGNALBOX_ATTEMPT"), QString::number(attempt.number));
    environment.insert(QStringLiteral("SIGNALBOX_OUT"), outDirectory);
    environment.insert(QStringLiteral("SIGNALBOX_TASK_FILE"), contextDirectory + QStringLiteral("/task.md"));
    environment.insert(QStringLiteral("SIGNALBOX_GUIDANCE_FILES"),
                       contextDirectory + QStringLiteral("/guidance.txt"));
    if (!attempt.task.feedback.isEmpty())
        environment.insert(QStringLiteral("SIGNALBOX_FEEDBACK_FILE"),
                           contextDirectory + QStringLiteral("/feedback.md"));
    for (auto it = attempt.step.environment.begin(); it != attempt.step.environment.end(); ++it)
        environment.insert(it.key(), it.value());

    Job job;
    job.id = QStringLiteral("%1-%2").arg(command.id, attempt.use);
    job.script = QStringLiteral("mkdir -p %1 && cd %2 || exit 125\n%3")
                     .arg(outDirectory, GuestCheckout::directory(), command.script);
    job.environment = environment;
    job.timeLimit = command.time;
    job.survivesCancel = true; // a cancelled attempt's machine is destroyed, and a stopping core's lives on
    job.outputLimit = attempt.step.outputLimit > 0 ? attempt.step.outputLimit : m_defaults.outputLimit;

    QTemporaryFile output(m_scratch + QStringLiteral("/output-XXXXXX"));
    if (!output.open())
        return Error{ErrorKind::Unavailable,
                     QStringLiteral("no room for the output: %1").arg(output.errorString()),
                     {}};
    const QString mark = command.id + QStringLiteral(" starts: ");
    qint64 known = 0;
    if (command.resumed) {
        known = m_logs.outputLinesSince(attempt.task.id, attempt.step.id, attempt.number, mark);
        note(attempt, QStringLiteral("the core is back at the job \"%1\"").arg(command.id));
    } else {
        note(attempt, mark + command.title.simplified().left(200));
    }
    TranscriptReader transcript(
        transcriptOf(attempt, command.layer),
        [&](LogKind kind, const QString& text) {
            m_logs.append(attempt.task.id, attempt.step.id, attempt.number, kind, text);
        },
        known);
    LineSplitter lines([&](const QString& text) { transcript.feed(text); }, longestLine);
    if (attempt.began)
        attempt.began(m_logs.beganAt(attempt.task.id, attempt.step.id, attempt.number, mark));
    const auto result = runUntilHalted(machine, attempt, job, [&](QByteArrayView bytes) {
        output.write(bytes.data(), bytes.size());
        lines.feed(bytes);
    });
    // A core that stops leaves the job running; what is half a line now is a whole one for the next.
    if (result || result.error().kind != ErrorKind::Cancelled) {
        lines.finish();
        transcript.finish();
    }
    if (!result)
        return result.error();
    if (!output.flush() || output.error() != QFileDevice::NoError)
        note(attempt, QStringLiteral("the output is not kept as a whole: %1").arg(output.errorString()));
    output.seek(std::max<qint64>(0, output.size() - 4096));
    const QString end = endOfOutput(output.readAll());
    auto kept = m_artifacts.keepFile(attempt.step.id + QStringLiteral(".log"), QStringLiteral("text/plain"),
                                     output.fileName());
    if (!kept)
        return kept.error();
    return Run{*result, {*kept}, end};
}

Result<AttemptResult> AgentRunner::prepareWorkspace(const AgentAttempt& attempt, Mirror mirror) {
    const Millis time = attempt.step.timeLimit.count() > 0 ? attempt.step.timeLimit : m_defaults.commandTime;
    auto held = lease(attempt, time);
    if (!held)
        return held.error();
    Machine& machine = (*held)->machine();
    const auto sent = GuestCheckout::send(machine, mirror, attempt.task.baseCommit, attempt.task.baseCommit,
                                          attempt.use, m_scratch, attempt.cancel);
    if (!sent)
        return sent.error();
    AttemptResult result;
    result.commit = attempt.task.baseCommit;
    result.tree = attempt.task.baseTree;
    result.verdict = Verdict::Passed;
    result.summary = QStringLiteral("the base clones in a machine");
    if (attempt.step.run.isEmpty())
        return result;
    const auto egress = openEgress(machine, attempt);
    if (!egress)
        return egress.error();
    const auto run =
        runJob(machine, attempt,
               {QStringLiteral("sanity"), *egress + attempt.step.run, attempt.step.run, time, *sent}, {});
    if (!run)
        return run.error();
    if (attempt.egress)
        attempt.closeEgress(machine.name());
    result.artifacts = run->artifacts;
    if (run->job.succeeded()) {
        result.summary = QStringLiteral("the base clones and its sanity check passes");
    } else {
        result.verdict = Verdict::Failed;
        result.summary =
            QStringLiteral("the sanity check fails on the untouched base: %1").arg(run->job.describe());
    }
    return result;
}

Result<AttemptResult> AgentRunner::runAgent(const AgentAttempt& attempt, Mirror mirror) {
    const Millis time = attempt.step.timeLimit.count() > 0 ? attempt.step.timeLimit : m_defaults.agentTime;
    auto held = lease(attempt, time + attempt.patience);
    if (!held)
        return held.error();
    Machine& machine = (*held)->machine();
    const QString start = startOf(attempt.task);
    const auto sent = GuestCheckout::send(machine, mirror, start, attempt.task.baseCommit, attempt.use,
                                          m_scratch, attempt.cancel);
    if (!sent)
        return sent.error();
    if (const auto done = sendContext(machine, attempt, mirror); !done)
        return done.error();
    const TaskId task = attempt.task.id;
    if (const auto open = machine.forward(
            guestPort, [this, task, name = machine.name()](int fd) { m_door(name, task, fd); });
        !open)
        return open.error();
    const auto models = openModels(machine, attempt);
    if (!models)
        return models.error();
    const auto egress = openEgress(machine, attempt);
    if (!egress)
        return egress.error();
    const AgentCommand command = agentCommand(attempt.task.spec, attempt.step);
    if (const auto intact = checkLayerFiles(machine, command.layer); !intact)
        return intact.error();
    auto run = runJob(machine, attempt,
                      {QStringLiteral("agent"), *models + *egress + command.script, command.script,
                       time + attempt.patience, *sent, command.layer},
                      {{QStringLiteral("SIGNALBOX_MODE"), QStringLiteral("work")}});
    if (!run)
        return run.error();
    if (attempt.models)
        run->overBudget = attempt.closeModels(machine.name());
    if (attempt.stopped)
        run->stopped = attempt.stopped();
    if (attempt.egress)
        attempt.closeEgress(machine.name());
    note(attempt, QStringLiteral("agent ended: %1").arg(run->job.describe()));
    if (const auto intact = checkLayerFiles(machine, command.layer); !intact) {
        if (intact.error().kind != ErrorKind::Corrupt)
            return intact.error();
        run->tampered = intact.error().message;
    }
    const bool tampered = run->tampered.has_value();
    auto result = conclude(machine, attempt, mirror, std::move(*run));
    if (result && !tampered) // such a machine is not used again
        (*held)->endedWell();
    return result;
}

Result<void> AgentRunner::checkLayerFiles(Machine& machine, const QString& layer) const {
    if (layer.isEmpty() || !m_layerFiles)
        return {};
    for (const QJsonValue& file : m_layerFiles(layer)) {
        const QString path = file[QLatin1String("path")].toString();
        const auto found = machine.get(path, maxDescription);
        if (!found && found.error().isTransient())
            return found.error();
        if (!found || sha256(*found) != file[QLatin1String("sha256")].toString())
            return Error{
                ErrorKind::Corrupt,
                QStringLiteral("%1, which holds rules for the agent, is not as its layer has it").arg(path),
                {}};
    }
    return {};
}

Result<QString> AgentRunner::openModels(Machine& machine, const AgentAttempt& attempt) {
    if (!attempt.models)
        return QString();
    if (const auto open = machine.forward(
            modelPort, [models = attempt.models, name = machine.name()](int fd) { models(name, fd); });
        !open)
        return open.error();
    // The development provider has a port of its own for each forward.
    return QStringLiteral("export SIGNALBOX_GATEWAY=\"http://127.0.0.1:${SIGNALBOX_PORT_%1:-%1}\" "
                          "SIGNALBOX_GATEWAY_KEY=signalbox\n")
        .arg(modelPort);
}

Result<QString> AgentRunner::openEgress(Machine& machine, const AgentAttempt& attempt) {
    if (!attempt.egress)
        return QString();
    if (const auto open = machine.forward(
            egressPort, [egress = attempt.egress, name = machine.name()](int fd) { egress(name, fd); });
        !open)
        return open.error();
    return attempt.egressScript(QStringLiteral("${SIGNALBOX_PORT_%1:-%1}").arg(egressPort));
}

Result<AttemptResult> AgentRunner::conclude(Machine& machine, const AgentAttempt& attempt, Mirror& mirror,
                                            Run run) {
    const QString start = startOf(attempt.task);
    AttemptResult result;
    result.artifacts = run.artifacts;
    const auto work = GuestCheckout::takeBack(machine, mirror, start, attempt.task.baseCommit, attempt.use,
                                              refOf(attempt.task.id, attempt.step.id, attempt.number),
                                              m_scratch, attempt.cancel);
    if (!work && !isTheAgentsFault(work.error().kind))
        return work.error();
    if (const auto text = machine.get(outDirectory + QStringLiteral("/pull-request.md"), maxDescription)) {
        auto kept =
            m_artifacts.keep(QStringLiteral("pull-request.md"), QStringLiteral("text/markdown"), *text);
        if (!kept)
            return kept.error();
        result.artifacts.append(*kept);
    }
    if (work && work->any) {
        result.commit = work->tip;
        result.tree = work->tree;
    }
    const auto fail = [&](Verdict verdict, const QString& summary, const QString& feedback) {
        result.verdict = verdict;
        result.summary = summary;
        // What the last gate said still stands when nothing was done about it.
        result.feedback =
            attempt.task.feedback.isEmpty() || result.commit.size() > 0
                ? feedback
                : feedback + QStringLiteral("\n\nStill open from before:\n\n") + attempt.task.feedback;
        note(attempt, summary);
        return result;
    };
    if (!work)
        return fail(Verdict::Failed, QStringLiteral("its work was refused: %1").arg(work.error().message),
                    QStringLiteral("Your commits were refused: %1").arg(work.error().text()));
    if (run.tampered)
        return fail(Verdict::Failed, *run.tampered, *run.tampered);
    if (run.stopped)
        return fail(run.stopped->verdict, run.stopped->why,
                    QStringLiteral("You were stopped: %1. Commit in small steps.").arg(run.stopped->why));
    if (run.overBudget) // known from the ledger: what the agent makes of its refusal is its own affair
        return fail(Verdict::OverBudget, *run.overBudget, *run.overBudget);
    if (run.job.end == JobResult::End::TimedOut)
        return fail(Verdict::TimedOut, run.job.describe(),
                    QStringLiteral("You were %1. Commit in small steps.").arg(run.job.describe()) + run.end);
    if (run.job.end == JobResult::End::OutputLimit)
        return fail(Verdict::LimitReached, run.job.describe(),
                    QStringLiteral("You were %1. Write less to the terminal.").arg(run.job.describe()));
    if (!run.job.succeeded())
        return fail(Verdict::Failed, QStringLiteral("the agent ended with %1").arg(run.job.describe()),
                    QStringLiteral("Your program ended with %1.").arg(run.job.describe()) + run.end);
    if (!work->any)
        return fail(Verdict::Failed, QStringLiteral("the agent committed nothing"),
                    work->uncommitted
                        ? QStringLiteral("You changed files but committed nothing: only commits are taken. "
                                         "Commit your work with git.")
                        : QStringLiteral("You changed and committed nothing. Do the work, then commit it."));
    result.verdict = Verdict::Passed;
    result.summary = QStringLiteral("committed %1").arg(work->tip.left(10));
    return result;
}

Result<AttemptResult> AgentRunner::runCommand(const AgentAttempt& attempt, Mirror mirror) {
    const Millis time = attempt.step.timeLimit.count() > 0 ? attempt.step.timeLimit : m_defaults.commandTime;
    auto held = lease(attempt, time);
    if (!held)
        return held.error();
    Machine& machine = (*held)->machine();
    const QString start = startOf(attempt.task);
    const auto sent = GuestCheckout::send(machine, mirror, start, attempt.task.baseCommit, attempt.use,
                                          m_scratch, attempt.cancel);
    if (!sent)
        return sent.error();
    const QString script =
        QStringLiteral("( %1\n) || exit $?\n"
                       "git add -A && { git diff --cached --quiet || git commit -q -m '%2'; }\n")
            .arg(attempt.step.run, QStringLiteral("Apply step ") + attempt.step.id);
    const auto egress = openEgress(machine, attempt);
    if (!egress)
        return egress.error();
    const auto run = runJob(machine, attempt,
                            {QStringLiteral("run"), *egress + script, attempt.step.run, time, *sent}, {});
    if (!run)
        return run.error();
    if (attempt.egress)
        attempt.closeEgress(machine.name());
    AttemptResult result;
    result.artifacts = run->artifacts;
    if (!run->job.succeeded()) {
        result.verdict = run->job.end == JobResult::End::TimedOut      ? Verdict::TimedOut
                         : run->job.end == JobResult::End::OutputLimit ? Verdict::LimitReached
                                                                       : Verdict::Failed;
        result.summary = run->job.describe();
        result.feedback =
            QStringLiteral("`%1` ended with %2.").arg(attempt.step.run.simplified(), run->job.describe()) +
            run->end;
        return result;
    }
    const auto work = GuestCheckout::takeBack(machine, mirror, start, attempt.task.baseCommit, attempt.use,
                                              refOf(attempt.task.id, attempt.step.id, attempt.number),
                                              m_scratch, attempt.cancel);
    if (!work && !isTheAgentsFault(work.error().kind))
        return work.error();
    if (!work) {
        result.verdict = Verdict::Failed;
        result.summary = QStringLiteral("what it changed was refused: %1").arg(work.error().message);
        result.feedback = work.error().text();
        return result;
    }
    result.verdict = Verdict::Passed;
    result.summary =
        work->any ? QStringLiteral("changed the work: %1").arg(work->tip.left(10)) : QStringLiteral("passed");
    if (work->any) {
        result.commit = work->tip;
        result.tree = work->tree;
    }
    return result;
}

Result<QString> AgentRunner::ask(const AgentAttempt& attempt, Mirror mirror, const QString& question) {
    const Millis time = attempt.step.timeLimit.count() > 0 ? attempt.step.timeLimit : m_defaults.agentTime;
    auto held = lease(attempt, time);
    if (!held)
        return held.error();
    Machine& machine = (*held)->machine();
    const auto sent = GuestCheckout::send(machine, mirror, startOf(attempt.task), attempt.task.baseCommit,
                                          attempt.use, m_scratch, attempt.cancel);
    if (!sent)
        return sent.error();
    if (const auto done = sendContext(machine, attempt, mirror); !done)
        return done.error();
    const QString file = contextDirectory + QStringLiteral("/question.md");
    if (const auto put = machine.put(file, question.toUtf8(), 0644, QStringLiteral("agent")); !put)
        return put.error();
    const auto models = openModels(machine, attempt);
    if (!models)
        return models.error();
    const auto egress = openEgress(machine, attempt);
    if (!egress)
        return egress.error();
    const QString command = *models + *egress + agentCommand(attempt.task.spec, attempt.step).script;
    const auto run = runJob(machine, attempt, {QStringLiteral("question"), command, question, time, *sent},
                            {{QStringLiteral("SIGNALBOX_MODE"), QStringLiteral("question")},
                             {QStringLiteral("SIGNALBOX_QUESTION_FILE"), file}});
    if (!run)
        return run.error();
    if (attempt.egress)
        attempt.closeEgress(machine.name());
    if (attempt.models)
        if (const auto why = attempt.closeModels(machine.name()))
            return QStringLiteral("(%1)").arg(*why);
    const auto answer = machine.get(outDirectory + QStringLiteral("/answer.md"), maxDescription);
    if (!answer && answer.error().isTransient())
        return answer.error();
    (*held)->endedWell();
    if (!answer) // to ask the same program the same thing again would not help
        return QStringLiteral("(the agent wrote no answer: %1)").arg(run->job.describe()) + run->end;
    return QString::fromUtf8(*answer).trimmed();
}

} // namespace signalbox
