// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/effect_handlers.h"

#include "core/domain/agent_command.h"
#include "core/gate/gate_runner.h"
#include "core/gate/mirror_trees.h"
#include "core/intake/admission.h"

namespace signalbox {

namespace {

constexpr qint64 maxDescription = 256 * 1024;
/// For which an agent that asks about its tools may wait for people altogether.
constexpr Millis patienceOfAttempt = std::chrono::hours(24);

QString agentName(const AgentCommand& agent) {
    return agent.layer.isEmpty() ? QStringLiteral("command") : agent.layer.mid(qstrlen("agent-"));
}

/// The artifact store as gates see it.
class StoreSink final : public ArtifactSink {
public:
    explicit StoreSink(ArtifactStore& store) : m_store(store) {}
    Result<Artifact> keep(const QString& name, const QString& mediaType, const QByteArray& bytes) override {
        return m_store.keep(name, mediaType, bytes);
    }

private:
    ArtifactStore& m_store;
};

Step stepOf(const EffectJob& job) {
    const Step* step = job.task.blueprint.find(job.effect.step);
    SB_ASSERT(step, "the effect of a step of the task's blueprint");
    return *step;
}

} // namespace

EffectHandlers::EffectHandlers(Parts parts)
    : m_parts(std::move(parts)),
      m_agents(m_parts.provider, m_parts.artifacts, m_parts.logs, m_parts.scratch, m_parts.door) {
    m_agents.setTranscripts([this](const QString& layer) {
        return m_parts.images.described(layer).value(QLatin1String("transcript")).toArray();
    });
    m_agents.setLayerFiles([this](const QString& layer) {
        return m_parts.images.described(layer).value(QLatin1String("files")).toArray();
    });
}

void EffectHandlers::registerWith(Dispatcher& dispatcher) {
    const auto bind = [this](Result<Command> (EffectHandlers::*handler)(const EffectJob&)) {
        return [this, handler](const EffectJob& job) { return (this->*handler)(job); };
    };
    const auto attempt = [this](Result<AttemptResult> (AgentRunner::*run)(const AgentAttempt&, Mirror)) {
        return [this, run](const EffectJob& job) { return attemptOf(job, run); };
    };
    dispatcher.setHandler(EffectKind::Admit, false, bind(&EffectHandlers::admitTask));
    dispatcher.setHandler(EffectKind::PrepareWorkspace, true, attempt(&AgentRunner::prepareWorkspace));
    dispatcher.setHandler(EffectKind::RunAgent, true, attempt(&AgentRunner::runAgent));
    dispatcher.setHandler(EffectKind::RunCommand, true, attempt(&AgentRunner::runCommand));
    dispatcher.setHandler(EffectKind::RunGate, true, bind(&EffectHandlers::runGate));
    dispatcher.setHandler(EffectKind::AskAgent, true, bind(&EffectHandlers::askAgent));
    dispatcher.setHandler(EffectKind::Publish, false, bind(&EffectHandlers::publish));
    dispatcher.setHandler(EffectKind::Withdraw, false, bind(&EffectHandlers::withdraw));
    dispatcher.setHandler(EffectKind::DropWork, false, bind(&EffectHandlers::dropWork));
    dispatcher.setHandler(EffectKind::TearDown, false, bind(&EffectHandlers::tearDown));
}

void EffectHandlers::note(const EffectJob& job, const QString& text) {
    m_parts.logs.append(job.task.id, job.effect.step, job.effect.attempt, LogKind::Core, text);
}

void EffectHandlers::leased(const EffectJob& job, const QString& machine,
                            const QMap<QString, Digest>& images) {
    if (const auto told = job.report(ReportLease{job.task.id, job.effect.key, machine, images}); !told)
        note(job, told.error().text());
    m_parts.machinesChanged();
}

void EffectHandlers::released(const EffectJob& job, const QString& machine) {
    if (const auto told = job.report(ReportRelease{job.task.id, machine}); !told)
        note(job, told.error().text());
    m_parts.machinesChanged();
}

// ---- Intake
// -------------------------------------------------------------------------------------------------------

Result<Command> EffectHandlers::admitTask(const EffectJob& job) {
    note(job, QStringLiteral("checking %1 at %2").arg(job.task.spec.repository, job.task.repositoryUrl));
    auto mirror = m_parts.mirrors.of(job.task.repositoryUrl);
    if (!mirror)
        return mirror.error();
    AdmissionRules rules;
    rules.capacity = m_parts.capacity;
    rules.repositoryUrls = m_parts.repositoryUrls;
    if (m_parts.isolated)
        rules.checkLayers = [this](const QStringList& layers) -> Result<void> {
            const auto files = m_parts.images.resolve(layers);
            return files ? Result<void>() : Result<void>(files.error());
        };
    auto admission = admit(job.task, *mirror, rules, job.cancel);
    if (admission)
        if (const auto room = checkMonths(job.task, admission->blueprint); !room)
            admission = room.error();
    if (!admission) {
        note(job, admission.error().text());
        if (admission.error().isTransient())
            return admission.error();
        return Command(ReportRefused{job.task.id, job.effect.key, admission.error()});
    }
    note(job, QStringLiteral("admitted on %1 at %2, blueprint %3 (%4)")
                  .arg(admission->baseBranch, admission->baseCommit.left(10), admission->blueprint.name,
                       admission->blueprint.origin));
    return Command(ReportAdmitted{job.task.id, job.effect.key, admission->baseBranch, admission->baseCommit,
                                  admission->baseTree, admission->blueprint});
}

// ---- Steps in machines
// --------------------------------------------------------------------------------------------

AgentAttempt EffectHandlers::agentAttempt(const EffectJob& job, const Step& step) {
    AgentAttempt attempt;
    attempt.task = job.task;
    attempt.step = step;
    attempt.number = job.effect.attempt;
    attempt.machine = m_parts.steward.machineOf(job.task, job.effect);
    attempt.use = QString::number(job.effect.attempt);
    if (job.effect.kind == EffectKind::AskAgent)
        attempt.use = QStringLiteral("question-%1-%2").arg(job.effect.step).arg(job.effect.attempt);
    attempt.keep = m_parts.keepAgentMachines &&
                   (job.effect.kind == EffectKind::RunAgent || job.effect.kind == EffectKind::AskAgent);
    attempt.cancel = job.cancel;
    attempt.stopping = [this] { return m_stopping.load(); };
    attempt.leased = [this, &job](const QString& machine, const QMap<QString, Digest>& images) {
        leased(job, machine, images);
    };
    attempt.released = [this, &job](const QString& machine) { released(job, machine); };
    attempt.rested = [this, &job](const QString&) {
        note(job, QStringLiteral("its machine is kept for the next attempt and hibernates"));
        m_parts.machinesChanged();
    };
    attempt.hold = job.hold;
    const auto watched = watch(job, step, attempt);
    if (m_parts.models && step.kind == StepKind::Agent) {
        const Attempt* last = job.task.lastAttempt(step.id); // a question is about it
        const auto pass =
            m_parts.models->issue(job.task, agentName(agentCommand(job.task.spec, step)),
                                  // By value: a call can be refused while the job ends.
                                  [logs = &m_parts.logs, task = job.task.id, id = job.effect.step,
                                   number = job.effect.attempt](const QString& why) {
                                      logs->append(task, id, number, LogKind::Core,
                                                   why + QStringLiteral("; its calls are refused"));
                                  },
                                  {step.id, last ? last->number : 1, watched});
        attempt.models = [models = m_parts.models, pass](const QString& machine, int fd) {
            models->open(pass, machine, fd);
        };
        attempt.closeModels = [models = m_parts.models, pass](const QString& machine) {
            return models->revoke(pass, machine);
        };
    }
    if (m_parts.egress) {
        const auto pass = m_parts.egress->issue(job.task, step.egress);
        attempt.egress = [egress = m_parts.egress, pass](const QString& machine, int fd) {
            egress->open(pass, machine, fd);
        };
        attempt.egressScript = [egress = m_parts.egress, pass](const QString& port) {
            return egress->script(pass, port);
        };
        attempt.closeEgress = [egress = m_parts.egress, pass](const QString& machine) {
            egress->revoke(pass, machine);
        };
    }
    return attempt;
}

/// Its limits beyond tokens and money.
std::shared_ptr<AttemptWatch> EffectHandlers::watch(const EffectJob& job, const Step& step,
                                                    AgentAttempt& attempt) {
    if (!m_parts.watches || job.effect.kind != EffectKind::RunAgent)
        return nullptr;
    const Blueprint& blueprint = job.task.blueprint;
    AttemptLimits limits{blueprint.loops, blueprint.toolTime, Millis(0), blueprint.compactAt};
    // Only named agents have hooks that ask people.
    if (!agentCommand(job.task.spec, step).layer.isEmpty()) {
        limits.time = step.timeLimit.count() > 0 ? step.timeLimit : AgentDefaults().agentTime;
        attempt.patience = patienceOfAttempt;
    }
    const AttemptName name{job.task.id, step.id, job.effect.attempt, {}};
    auto watch = m_parts.watches->open(name, limits, [asked = m_parts.asked, name] {
        return asked ? asked(name.task, name.step, name.attempt) : Millis(0);
    });
    attempt.halt = watch->halt();
    attempt.began = [watch](Moment at) { watch->began(at); };
    attempt.stopped = [watch] { return watch->stop(); };
    return watch;
}

/// Before anything is spent.
Result<void> EffectHandlers::checkMonths(const Task& task, const Blueprint& blueprint) const {
    if (!m_parts.models)
        return {};
    for (const Step& step : blueprint.steps)
        if (step.kind == StepKind::Agent)
            if (const auto room =
                    m_parts.models->checkRoom(task.spec.repository, agentName(agentCommand(task.spec, step)));
                !room)
                return room.error();
    return {};
}

/// Whatever became of it: nothing that it was given is worth anything any more.
void EffectHandlers::closeWays(const AgentAttempt& attempt) {
    if (attempt.models)
        (void)attempt.closeModels(attempt.machine);
    if (attempt.egress)
        attempt.closeEgress(attempt.machine);
}

Result<Command> EffectHandlers::attemptOf(const EffectJob& job,
                                          Result<AttemptResult> (AgentRunner::*run)(const AgentAttempt&,
                                                                                    Mirror)) {
    auto mirror = m_parts.mirrors.of(job.task.repositoryUrl);
    if (!mirror)
        return mirror.error();
    const AgentAttempt attempt = agentAttempt(job, stepOf(job));
    auto result = (m_agents.*run)(attempt, *mirror);
    closeWays(attempt);
    if (!result) {
        note(job, result.error().text());
        return result.error();
    }
    return Command(ReportAttempt{job.task.id, job.effect.key, std::move(*result)});
}

QString EffectHandlers::descriptionOf(const Task& task) const {
    for (const Step& step : task.blueprint.steps) {
        const Attempt* attempt = step.kind == StepKind::Agent ? task.lastAttempt(step.id) : nullptr;
        if (!attempt || !attempt->result)
            continue;
        for (const Artifact& artifact : attempt->result->artifacts)
            if (artifact.name == QLatin1String("pull-request.md"))
                if (const auto text = m_parts.artifacts.read(artifact.digest, maxDescription))
                    return QString::fromUtf8(*text);
    }
    return {};
}

Result<Command> EffectHandlers::runGate(const EffectJob& job) {
    const Task& task = job.task;
    auto mirror = m_parts.mirrors.of(task.repositoryUrl);
    if (!mirror)
        return mirror.error();
    MirrorTrees trees(*mirror);
    StoreSink sink(m_parts.artifacts);
    LineSplitter lines([&](const QString& line) {
        m_parts.logs.append(task.id, job.effect.step, job.effect.attempt, LogKind::Output, line);
    });
    GateServices services{trees, m_parts.provider, sink, m_parts.clock};
    services.baselines = &m_baselines;
    services.scratch = m_parts.scratch;
    services.defaults = AgentDefaults().machine;
    services.leased = [&](const QString& machine, const QMap<QString, Digest>& images) {
        leased(job, machine, images);
    };
    services.released = [&](const QString& machine) { released(job, machine); };
    services.output = [&](QByteArrayView bytes) { lines.feed(bytes); };
    services.progress = [&](const QString& line) { note(job, line); };

    GateRequest request;
    request.task = task.id;
    request.attempt = job.effect.attempt;
    request.machine = m_parts.steward.machineName(task.id, job.effect.step, job.effect.attempt);
    request.blueprint = task.blueprint;
    request.step = stepOf(job);
    request.baseCommit = task.baseCommit;
    request.baseTree = task.baseTree;
    request.commit = task.commit;
    request.tree = task.tree;
    request.pullRequest = descriptionOf(task);
    auto result = GateRunner(services).run(request, job.cancel);
    lines.finish();
    if (!result) {
        note(job, result.error().text());
        return result.error();
    }
    note(job,
         QStringLiteral("gate %1 %2: %3").arg(job.effect.step, enumWord(result->verdict), result->summary));
    return Command(ReportAttempt{task.id, job.effect.key, std::move(*result)});
}

Result<Command> EffectHandlers::askAgent(const EffectJob& job) {
    const Approval* approval = job.task.approval(job.effect.step.toLongLong());
    SB_ASSERT(approval && approval->questions.size() >= job.effect.attempt, "a question that was asked");
    const Question& question = approval->questions.at(job.effect.attempt - 1);
    const Step* agent = Steward::answeringStep(job.task);
    if (!agent)
        return Command(
            ReportAnswer{job.task.id, job.effect.key, QStringLiteral("(no agent works on this task)")});
    auto mirror = m_parts.mirrors.of(job.task.repositoryUrl);
    if (!mirror)
        return mirror.error();
    const AgentAttempt attempt = agentAttempt(job, *agent);
    auto answer = m_agents.ask(attempt, *mirror, question.text);
    closeWays(attempt);
    if (!answer)
        return answer.error();
    return Command(ReportAnswer{job.task.id, job.effect.key, *answer});
}

// ---- Publication and its undoing
// ----------------------------------------------------------------------------------

PullRequest EffectHandlers::pullRequestOf(const Task& task) const {
    PullRequest request;
    request.taskId = task.id;
    request.title = task.spec.title;
    request.taskText = task.spec.text;
    request.baseBranch = task.baseBranch;
    request.baseCommit = task.baseCommit;
    request.commit = task.commit;
    request.agentWords = descriptionOf(task);
    request.evidence = currentEvidence(task);
    request.evidenceDigest = evidenceDigest(task);
    request.blueprint =
        QStringLiteral("%1 %2 (%3)").arg(task.blueprint.name, task.blueprint.version, task.blueprint.origin);
    request.blueprintDigest = task.blueprint.digest;
    QJsonArray approvals;
    for (const Approval& approval : task.approvals) {
        if (approval.state != ApprovalState::Approved || approval.commit != task.commit)
            continue;
        request.approvedTree = approval.tree;
        approvals.append(toJson(approval));
        for (const Vote& vote : approval.votes)
            if (vote.approve)
                request.approvals.append({vote.by, vote.comment, vote.at});
    }
    request.bundle = {{QStringLiteral("format"), 1},
                      {QStringLiteral("task"), task.id},
                      {QStringLiteral("title"), task.spec.title},
                      {QStringLiteral("repository"), task.spec.repository},
                      {QStringLiteral("base"), task.baseCommit},
                      {QStringLiteral("commit"), task.commit},
                      {QStringLiteral("tree"), task.tree},
                      {QStringLiteral("blueprint"), task.blueprint.digest},
                      {QStringLiteral("evidenceDigest"), request.evidenceDigest},
                      {QStringLiteral("evidence"), json::write(request.evidence)},
                      {QStringLiteral("approvals"), approvals}};
    return request;
}

Result<Command> EffectHandlers::publish(const EffectJob& job) {
    auto mirror = m_parts.mirrors.of(job.task.repositoryUrl);
    if (!mirror)
        return mirror.error();
    const auto forge = makeForge(job.task.repositoryUrl, m_parts.forge, *mirror);
    if (!forge)
        return forge.error();
    const auto published = (*forge)->publish(pullRequestOf(job.task), job.cancel);
    AttemptResult result;
    result.commit = job.task.commit;
    result.tree = job.task.tree;
    if (!published) {
        note(job, published.error().text());
        if (published.error().isTransient())
            return published.error();
        result.verdict = Verdict::Failed;
        result.summary = published.error().message;
        return Command(ReportAttempt{job.task.id, job.effect.key, result});
    }
    result.verdict = Verdict::Passed;
    result.summary = QStringLiteral("branch %1 at %2").arg(published->branch, published->commit.left(10));
    result.publication = *published;
    note(job, QStringLiteral("published %1 to %2; description: %3")
                  .arg(result.summary, published->url, published->description));
    return Command(ReportAttempt{job.task.id, job.effect.key, result});
}

Result<Command> EffectHandlers::withdraw(const EffectJob& job) {
    auto mirror = m_parts.mirrors.of(job.task.repositoryUrl);
    if (!mirror)
        return mirror.error();
    const auto forge = makeForge(job.task.repositoryUrl, m_parts.forge, *mirror);
    if (!forge)
        return forge.error();
    // Perhaps only half of it was done, and not reported: then it is named as it would have been.
    Publication publication;
    if (job.task.publication)
        publication = *job.task.publication;
    else
        publication = {
            job.task.repositoryUrl, branchName(job.task.id, job.task.spec.title), job.task.commit, {}};
    if (const auto done = (*forge)->withdraw(publication, job.cancel); !done)
        return done.error();
    return Command(
        ReportUndone{job.task.id, job.effect.key, QStringLiteral("withdrew %1").arg(publication.branch)});
}

Result<Command> EffectHandlers::dropWork(const EffectJob& job) {
    // The commits stay in the mirror as evidence under the task's refs; only its machines go.
    if (const auto gone = m_parts.steward.removeAll(job.task.id); !gone)
        return gone.error();
    return Command(ReportUndone{job.task.id, job.effect.key, QStringLiteral("removed the task's machines")});
}

Result<Command> EffectHandlers::tearDown(const EffectJob& job) {
    if (const auto gone = m_parts.steward.removeAll(job.task.id); !gone)
        return gone.error();
    m_parts.machinesChanged();
    note(job, QStringLiteral("torn down"));
    return Command(ReportUndone{job.task.id, job.effect.key, {}});
}

} // namespace signalbox
