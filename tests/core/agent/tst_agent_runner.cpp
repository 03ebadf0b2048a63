// SPDX-License-Identifier: GPL-3.0-or-later
// Protects an attempt in a machine of its own, with a real repository and real git on both sides: what the
// agent did comes out as commits and a verdict that tells it what to mend; the machine goes on every path,
// but not before the result is durable and not when the core stops; coming back to a running job repeats
// nothing.
#include "core/agent/agent_runner.h"
#include "tests/core/agent/host_guest.h"
#include "tests/core/git/git_fixture.h"
#include "tests/core/git/result_checks.h"

#include <QJsonDocument>
#include <QTest>

#include <future>

using namespace signalbox;
using namespace signalbox::test;

namespace {
const QString workDone = u"echo more >> README.md; git commit -qam 'Do it'"_qs;
const QString machineName = u"sb-test-t7-implement-1"_qs;
const QString keptName = u"sb-test-t7-implement-agent"_qs;
} // namespace

class AgentRunnerTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        const QString origin = m_git.makeRepository(u"origin"_qs);
        auto mirror = Mirror::open(m_git.path(u"mirror"_qs));
        VERIFY_OK(mirror);
        VERIFY_OK(mirror->fetch(origin, Millis(60'000), {}, {}));
        m_mirror.emplace(*mirror);
        m_base = *m_mirror->commit(u"refs/remotes/origin/main"_qs);
    }

    void init() {
        m_held.clear(); // of a test that failed
        m_directory = std::make_unique<QTemporaryDir>();
        m_machines = std::make_unique<HostProvider>();
        m_artifacts = std::move(*ArtifactStore::open(m_directory->filePath(u"artifacts"_qs)));
        m_logs = std::make_unique<TaskLogs>(m_directory->filePath(u"logs"_qs), m_clock);
        QVERIFY(QDir(m_directory->path()).mkdir(u"scratch"_qs));
        m_runner = std::make_unique<AgentRunner>(
            *m_machines, *m_artifacts, *m_logs, scratch(), [](const QString&, TaskId, int) {},
            AgentDefaults());
        m_leased.clear();
        m_released.clear();
        m_rested.clear();
        m_keep = false;
        m_stopping = false;
        m_cancel = {};
        m_task = {};
        m_task.id = 7;
        m_task.baseCommit = m_base.oid;
        m_task.baseTree = m_base.tree;
        m_task.blueprint.guidance = {u"README.md"_qs, u"ABSENT.md"_qs};
        m_step = {};
        m_step.id = u"implement"_qs;
        m_step.kind = StepKind::Agent;
    }

    void cleanup() { QVERIFY2(QDir(scratch()).isEmpty(), "scratch files are left"); }

    // ---- What comes out

    void committedWorkPasses() {
        const auto result =
            runAgent(workDone + u"; echo '# What' > $SIGNALBOX_OUT/pull-request.md; echo done"_qs);
        VERIFY_OK(result);
        QCOMPARE(enumWord(result->verdict), u"passed"_qs);
        QCOMPARE(*m_mirror->treeOf(result->commit), result->tree);
        QVERIFY(m_mirror->commit(AgentRunner::refOf(7, u"implement"_qs, 1)));
        QCOMPARE(*m_mirror->fileAt(result->commit, u"README.md"_qs, 1000),
                 *m_mirror->fileAt(m_base.oid, u"README.md"_qs, 1000) + "more\n");
        QCOMPARE(result->artifacts.size(), 2);
        QCOMPARE(*m_artifacts->read(result->artifacts.at(0).digest, 100), QByteArray("done\n"));
        QCOMPARE(*m_artifacts->read(result->artifacts.at(1).digest, 100), QByteArray("# What\n"));
        QCOMPARE(outputLines(), QStringList{u"done"_qs});
    }

    void agentIsToldItsContext() {
        m_task.spec.title = u"Mend it"_qs;
        m_task.feedback = u"the sum is wrong"_qs;
        m_task.feedbackFrom = u"tests-pass"_qs;
        m_step.environment.insert(u"MODEL"_qs, u"small"_qs);
        const auto result = runAgent(
            u"echo $SIGNALBOX_MODE $SIGNALBOX_TASK $SIGNALBOX_STEP $SIGNALBOX_ATTEMPT $MODEL; head -n 1 "
            "$SIGNALBOX_TASK_FILE; tail -n 1 $SIGNALBOX_FEEDBACK_FILE; cat $SIGNALBOX_GUIDANCE_FILES; git "
            "branch; "
            "git log --format=%an -1; pwd; "_qs +
            workDone);
        VERIFY_OK(result);
        const QStringList said = outputLines();
        QCOMPARE(said.mid(0, 5),
                 (QStringList{u"work 7 implement 1 small"_qs, u"# Mend it"_qs, u"the sum is wrong"_qs,
                              u"README.md"_qs, u"* signalbox/work"_qs}));
        QVERIFY(said.last().endsWith(u"/work"));
    }

    void aNamedAgentIsReadByItsDescription() {
        const QString program = m_directory->filePath(u"agent-tool"_qs);
        QFile file(program);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("#!/bin/sh\necho '{\"say\": \"I read it\"}'\necho '{\"noise\": 1}'\necho plain\n" +
                   workDone.toUtf8() + "\n");
        file.setPermissions(QFile::ReadOwner | QFile::ExeOwner | QFile::ReadOther | QFile::ExeOther);
        file.close();
        m_step.environment.insert(u"PATH"_qs, m_directory->path() + u':' + qEnvironmentVariable("PATH"));
        QStringList asked;
        m_runner->setTranscripts([&](const QString& layer) {
            asked.append(layer);
            return QJsonArray{QJsonObject{{u"kind"_qs, u"model"_qs}, {u"text"_qs, u"say"_qs}}};
        });
        const auto result = runAgent(u"@tool"_qs);
        VERIFY_OK(result);
        QCOMPARE(asked, QStringList{u"agent-tool"_qs});
        QCOMPARE(outputLines(), QStringList{u"plain"_qs});
        QVERIFY(m_logs->read(7, 0, 1 << 20)->lines.contains(R"("kind":"model")"));
        // What nobody shows is not lost.
        QVERIFY(m_artifacts->read(result->artifacts.at(0).digest, 1000)->contains("noise"));
    }

    void laterAttemptGoesOnFromTheWorkSoFar() {
        const auto first = runAgent(workDone);
        VERIFY_OK(first);
        release();
        m_task.commit = first->commit;
        m_task.tree = first->tree;
        const auto idle = runAgent(u"tail -n 1 README.md"_qs, 2);
        VERIFY_OK(idle);
        QCOMPARE(outputLines(2), QStringList{u"more"_qs});
        QVERIFY(idle->summary.contains(u"committed nothing"));
        release();
        const auto second = runAgent(workDone, 3);
        VERIFY_OK(second);
        QCOMPARE(m_mirror->commit(second->commit)->parents, QStringList{first->commit});
    }

    void verdictsTellWhatToMend_data() {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("verdict");
        QTest::addColumn<QString>("feedback");
        QTest::addColumn<bool>("keepsWork");
        QTest::newRow("nothing") << u"true"_qs << u"failed"_qs << u"changed and committed nothing"_qs
                                 << false;
        QTest::newRow("uncommitted") << u"echo x > new"_qs << u"failed"_qs << u"only commits are taken"_qs
                                     << false;
        QTest::newRow("exit code") << u"echo no model >&2; exit 9"_qs << u"failed"_qs << u"    no model"_qs
                                   << false;
        QTest::newRow("signal") << u"kill -9 $$"_qs << u"failed"_qs << u"Your program ended with"_qs << false;
        QTest::newRow("failed after work")
            << workDone + u"; exit 1"_qs << u"failed"_qs << u"exit code 1"_qs << true;
        QTest::newRow("time") << workDone + u"; sleep 100"_qs << u"timed_out"_qs
                              << u"Commit in small steps"_qs << true;
        QTest::newRow("output") << u"head -c 100000 /dev/zero"_qs << u"limit_reached"_qs << u"Write less"_qs
                                << false;
        QTest::newRow("link out") << u"ln -s /etc/passwd link2; git add -A; git commit -qm x"_qs
                                  << u"failed"_qs << u"link2"_qs << false;
        QTest::newRow("other history")
            << u"git checkout -q --orphan o; git commit -qm x"_qs << u"failed"_qs << u"refused"_qs << false;
        QTest::newRow("no repository")
            << u"rm -rf .git"_qs << u"failed"_qs << u"work committed on HEAD"_qs << false;
        QTest::newRow("no directory")
            << u"cd ..; rm -rf work"_qs << u"failed"_qs << u"work committed on HEAD"_qs << false;
        QTest::newRow("back before the base")
            << u"git checkout -q --orphan o && git rm -rfq . && git commit -q --allow-empty -m x"_qs
            << u"failed"_qs << u"refused"_qs << false;
    }
    void verdictsTellWhatToMend() {
        QFETCH(QString, script);
        QFETCH(QString, verdict);
        QFETCH(QString, feedback);
        QFETCH(bool, keepsWork);
        m_step.timeLimit = Millis(verdict == u"timed_out" ? 3000 : 60'000);
        m_step.outputLimit = 50'000;
        const auto result = runAgent(script);
        VERIFY_OK(result);
        QCOMPARE(enumWord(result->verdict), verdict);
        QVERIFY2(result->feedback.contains(feedback), qPrintable(result->feedback));
        QVERIFY(!result->summary.isEmpty());
        QCOMPARE(!result->commit.isEmpty(), keepsWork);
        QVERIFY(!result->artifacts.isEmpty());
    }

    void openFeedbackStaysOpen() {
        m_task.feedback = u"tests/x fails"_qs;
        m_task.feedbackFrom = u"tests-pass"_qs;
        const auto idle = runAgent(u"true"_qs);
        VERIFY_OK(idle);
        QVERIFY(idle->feedback.contains(u"committed nothing") && idle->feedback.contains(u"tests/x fails"));
    }

    void descriptionThatIsTooLargeIsLeftOut() {
        const auto result =
            runAgent(workDone + u"; head -c 400000 /dev/zero > $SIGNALBOX_OUT/pull-request.md"_qs);
        VERIFY_OK(result);
        QCOMPARE(result->artifacts.size(), 1);
    }

    // ---- The machine

    void machineIsMadeAsTheBlueprintSays() {
        m_task.blueprint.machine = {{u"python"_qs}, 3, 0, 0};
        m_step.machine = {{}, 0, 512, 0};
        m_step.timeLimit = std::chrono::minutes(20);
        VERIFY_OK(runAgent(workDone));
        const MachineSpec spec = m_machines->specs.value(0);
        QCOMPARE(spec.name, machineName);
        QCOMPARE(spec.layers, (QStringList{u"base"_qs, u"python"_qs}));
        QCOMPARE(spec.cpus, 3);
        QCOMPARE(spec.memoryMiB, 512);
        QCOMPARE(spec.diskMiB, AgentDefaults().machine.diskMiB);
        QVERIFY(spec.lifetime > m_step.timeLimit);
        QCOMPARE(spec.labels.value(u"task"_qs), u"7"_qs);
        QCOMPARE(m_leased, QStringList{machineName});
    }

    void machineIsKeptUntilTheResultIsDurable() {
        VERIFY_OK(runAgent(workDone));
        QVERIFY2(m_machines->destroyed.isEmpty(), "a core killed now would run the agent again");
        release();
        QCOMPARE(m_machines->destroyed, QStringList{machineName});
        QCOMPARE(m_released, QStringList{machineName});
    }

    void machineIsGoneOnEveryPathThatFails_data() {
        QTest::addColumn<QString>("stage");
        for (const char* stage :
             {"acquire", "put", "forward", "checkout-1", "agent-1", "after agent-1", "collect-1"})
            QTest::newRow(stage) << QString::fromLatin1(stage);
    }
    void machineIsGoneOnEveryPathThatFails() {
        QFETCH(QString, stage);
        m_machines->trouble = [&](const QString& at) -> std::optional<Error> {
            if (at == stage)
                return Error{ErrorKind::Unavailable, u"the machine was lost"_qs, {}};
            return std::nullopt;
        };
        VERIFY_FAILS(runAgent(workDone), ErrorKind::Unavailable);
        release();
        QCOMPARE(m_machines->destroyed, QStringList{machineName});
        QVERIFY(m_machines->live.empty());
        QCOMPARE(m_released.isEmpty(), stage == u"acquire");
    }

    void machineThatCannotBeRemovedIsNotSaidToBe() {
        m_machines->trouble = [](const QString& at) -> std::optional<Error> {
            if (at == u"destroy")
                return Error{ErrorKind::Unavailable, u"the hypervisor is away"_qs, {}};
            return std::nullopt;
        };
        VERIFY_OK(runAgent(workDone));
        release();
        QVERIFY(m_released.isEmpty());
    }

    void coreThatStopsLeavesTheMachine() {
        for (const QString& stage : {u"agent-1"_qs, u"collect-1"_qs}) {
            init();
            m_machines->trouble = [&](const QString& at) -> std::optional<Error> {
                if (at != u"after "_qs + stage)
                    return std::nullopt;
                m_stopping = true;
                return Error{ErrorKind::Cancelled, u"the core stops"_qs, {}};
            };
            VERIFY_FAILS(runAgent(workDone + u"; echo said; printf half"_qs), ErrorKind::Cancelled);
            release();
            QVERIFY(m_machines->destroyed.isEmpty());
            for (const Job& job : m_machines->live.at(machineName)->asked)
                QVERIFY2(job.survivesCancel, qPrintable(job.id));

            // The next core: the same machine, nothing run twice, nothing said twice.
            m_stopping = false;
            m_machines->trouble = {};
            const auto result = runAgent(workDone + u"; echo said; printf half"_qs);
            VERIFY_OK(result);
            QCOMPARE(enumWord(result->verdict), u"passed"_qs);
            QCOMPARE(outputLines(), (QStringList{u"said"_qs, u"half"_qs}));
            QCOMPARE(*m_artifacts->read(result->artifacts.at(0).digest, 100), QByteArray("said\nhalf"));
            QCOMPARE(m_machines->live.at(machineName)->begun,
                     (QStringList{u"checkout-1"_qs, u"agent-1"_qs, u"collect-1"_qs}));
            QCOMPARE(m_machines->live.at(machineName)->opened, AgentRunner::guestPort);
            release();
            QCOMPARE(m_machines->destroyed, QStringList{machineName});
        }
    }

    void lostMachineBeginsAgain() {
        m_machines->trouble = [&](const QString& at) -> std::optional<Error> {
            if (at != u"after agent-1")
                return std::nullopt;
            return Error{ErrorKind::Unavailable, u"QEMU was killed"_qs, {}};
        };
        VERIFY_FAILS(runAgent(workDone + u"; echo said"_qs), ErrorKind::Unavailable);
        release();
        m_machines->trouble = {};
        VERIFY_OK(runAgent(workDone + u"; echo said"_qs));
        QCOMPARE(outputLines(), (QStringList{u"said"_qs, u"said"_qs})); // it did say it twice
    }

    // ---- A machine that is kept

    void aKeptMachineHasWhatTheAgentLeft() {
        keep();
        goOnFrom(runAgent(workDone + u"; mkdir -p ../cache; echo built > ../cache/x; echo half > draft; "
                                     "echo '# One' > $SIGNALBOX_OUT/pull-request.md"_qs));
        release();
        QCOMPARE(m_machines->slept, QStringList{keptName});
        QCOMPARE(m_rested, QStringList{keptName});
        QVERIFY(m_machines->destroyed.isEmpty() && m_released.isEmpty());

        const auto second = runAgent(
            u"cat ../cache/x draft; ls $SIGNALBOX_OUT; git branch --show-current; "_qs + workDone, 2);
        VERIFY_OK(second);
        QCOMPARE(enumWord(second->verdict), u"passed"_qs);
        QCOMPARE(outputLines(2), (QStringList{u"built"_qs, u"half"_qs, u"signalbox/work"_qs}));
        QCOMPARE(second->artifacts.size(), 1); // the first's description is not the second's
        QCOMPARE(m_mirror->commit(second->commit)->parents, QStringList{m_task.commit});
        QCOMPARE(m_machines->live.at(keptName)->begun,
                 (QStringList{u"checkout-1"_qs, u"agent-1"_qs, u"collect-1"_qs, u"look-2"_qs, u"agent-2"_qs,
                              u"collect-2"_qs}));
        QCOMPARE(m_leased, (QStringList{keptName, keptName}));
    }

    void aKeptMachineGoesOnFromWhatStands() {
        keep();
        goOnFrom(runAgent(workDone + u"; echo built > ../cache"_qs));
        release();
        // Another step changed the work meanwhile, and the agent left its clone elsewhere.
        m_keep = false;
        m_step.kind = StepKind::Run;
        m_step.run = u"echo formatted > src/new.c"_qs;
        goOnFrom(m_runner->runCommand(attempt({}, 5), *m_mirror));
        release();
        m_step.kind = StepKind::Agent;
        keep();
        goOnFrom(runAgent(u"cat ../cache src/new.c; git status --porcelain; "_qs + workDone, 2));
        QCOMPARE(outputLines(2), (QStringList{u"built"_qs, u"formatted"_qs}));
        release();
        // What it broke is made anew.
        goOnFrom(runAgent(u"rm -rf .git; true"_qs, 3));
        release();
        const auto last = runAgent(u"cat ../cache; "_qs + workDone, 4);
        VERIFY_OK(last);
        QCOMPARE(enumWord(last->verdict), u"passed"_qs);
        QCOMPARE(outputLines(4), QStringList{u"built"_qs});
    }

    void questionsAreAnsweredInTheKeptMachine() {
        keep();
        goOnFrom(runAgent(workDone + u"; echo note > ../notes"_qs));
        release();
        for (const QString& use : {u"question-1-1"_qs, u"question-1-2"_qs}) {
            AgentAttempt asked = attempt(
                u"echo \"$(cat ../notes) $(ls $SIGNALBOX_OUT | wc -l)\" > $SIGNALBOX_OUT/answer.md"_qs);
            asked.use = use;
            const auto answer = m_runner->ask(asked, *m_mirror, u"Why?"_qs);
            VERIFY_OK(answer);
            QCOMPARE(*answer, u"note 0"_qs);
            release();
        }
        QCOMPARE(m_machines->slept.size(), 3);
        QCOMPARE(m_machines->live.size(), std::size_t(1));
    }

    void aCoreThatComesBackRepeatsNothingInIt() {
        keep();
        goOnFrom(runAgent(workDone));
        release();
        m_machines->trouble = [&](const QString& at) -> std::optional<Error> {
            if (at != u"after agent-2")
                return std::nullopt;
            m_stopping = true;
            return Error{ErrorKind::Cancelled, u"the core stops"_qs, {}};
        };
        VERIFY_FAILS(runAgent(workDone + u"; echo said"_qs, 2), ErrorKind::Cancelled);
        release();
        m_stopping = false;
        m_machines->trouble = {};
        VERIFY_OK(runAgent(workDone + u"; echo said"_qs, 2));
        QCOMPARE(outputLines(2), QStringList{u"said"_qs});
        QCOMPARE(m_machines->live.at(keptName)->begun.count(u"agent-2"_qs), 1);
    }

    void whatFailsOrCannotSleepIsNotKept() {
        keep();
        m_machines->trouble = [](const QString& at) -> std::optional<Error> {
            if (at == u"collect-1")
                return Error{ErrorKind::Unavailable, u"the machine was lost"_qs, {}};
            return std::nullopt;
        };
        VERIFY_FAILS(runAgent(workDone), ErrorKind::Unavailable);
        release();
        QCOMPARE(m_machines->destroyed, QStringList{keptName});
        QCOMPARE(m_released, QStringList{keptName});
        m_machines->trouble = {};
        m_machines->canSleep = false;
        VERIFY_OK(runAgent(workDone));
        release();
        QCOMPARE(m_machines->destroyed.size(), 2);
        QVERIFY(m_rested.isEmpty());
    }

    void aMachineIsOneAttemptsAtATime() {
        keep();
        goOnFrom(runAgent(workDone));
        VERIFY_OK(m_runner->rest(keptName)); // in use: nothing happens
        QVERIFY(m_machines->slept.isEmpty());
        auto second = std::async(std::launch::async, [this] { return runAgent(workDone, 2); });
        QCOMPARE(second.wait_for(std::chrono::milliseconds(300)), std::future_status::timeout);
        QCOMPARE(m_machines->specs.size(), 1);
        std::shared_ptr<void> first = std::move(m_held.front()); // the other thread will use the list
        m_held.clear();
        first.reset();
        const auto result = second.get();
        VERIFY_OK(result);
        QVERIFY(m_machines->slept.isEmpty()); // it was handed on
        QVERIFY(m_machines->destroyed.isEmpty());
        auto third = std::async(std::launch::async, [this] { return runAgent(workDone, 3); });
        m_cancel.cancel();
        VERIFY_FAILS(third.get(), ErrorKind::Cancelled);
        release();
        QCOMPARE(m_machines->slept, QStringList{keptName});
        VERIFY_OK(m_runner->rest(keptName));
        QCOMPARE(m_machines->slept.size(), 2);
        VERIFY_FAILS(m_runner->rest(u"sb-none"_qs), ErrorKind::Invalid);
    }

    // ---- Other kinds of work

    void workspaceProvesThatTheBaseWorks() {
        auto good = m_runner->prepareWorkspace(attempt({}), *m_mirror);
        VERIFY_OK(good);
        QCOMPARE(enumWord(good->verdict), u"passed"_qs);
        QCOMPARE(good->commit, m_base.oid);
        release();
        m_step.run = u"test -f README.md && echo fine"_qs;
        good = m_runner->prepareWorkspace(attempt({}, 2), *m_mirror);
        VERIFY_OK(good);
        QCOMPARE(enumWord(good->verdict), u"passed"_qs);
        release();
        m_step.run = u"echo it is broken; false"_qs;
        const auto bad = m_runner->prepareWorkspace(attempt({}, 3), *m_mirror);
        VERIFY_OK(bad);
        QCOMPARE(enumWord(bad->verdict), u"failed"_qs);
    }

    void commandCommitsWhatItChanges() {
        m_step.kind = StepKind::Run;
        m_step.id = u"format"_qs;
        m_step.run = u"echo formatted > src/new.c"_qs;
        const auto changed = m_runner->runCommand(attempt({}), *m_mirror);
        VERIFY_OK(changed);
        QCOMPARE(*m_mirror->fileAt(changed->commit, u"src/new.c"_qs, 100), QByteArray("formatted\n"));
        QVERIFY(m_mirror->commit(changed->commit)->message.contains(u"format"));
        release();
        m_step.run = u"true"_qs;
        const auto idle = m_runner->runCommand(attempt({}, 2), *m_mirror);
        VERIFY_OK(idle);
        QCOMPARE(enumWord(idle->verdict), u"passed"_qs);
        QVERIFY(idle->commit.isEmpty());
        release();
        m_step.run = u"echo 3 errors; exit 2"_qs;
        const auto failed = m_runner->runCommand(attempt({}, 3), *m_mirror);
        VERIFY_OK(failed);
        QCOMPARE(enumWord(failed->verdict), u"failed"_qs);
        QVERIFY2(failed->feedback.contains(u"exit code 2") && failed->feedback.contains(u"3 errors"),
                 qPrintable(failed->feedback));
    }

    void questionsAreAnsweredFromTheWork() {
        const auto first = runAgent(workDone);
        VERIFY_OK(first);
        release();
        m_task.commit = first->commit;
        const auto answer = m_runner->ask(
            attempt(u"echo \"$SIGNALBOX_MODE: $(cat $SIGNALBOX_QUESTION_FILE) $(tail -n 1 README.md)\" > "
                    "$SIGNALBOX_OUT/answer.md"_qs,
                    2),
            *m_mirror, u"Why?"_qs);
        VERIFY_OK(answer);
        QCOMPARE(*answer, u"question: Why? more"_qs);
        release();
        const auto silent = m_runner->ask(attempt(u"echo I only work; exit 3"_qs, 3), *m_mirror, u"Why?"_qs);
        VERIFY_OK(silent);
        QVERIFY2(silent->contains(u"exit code 3") && silent->contains(u"I only work"), qPrintable(*silent));
    }

    void needsComeFromTheNearestThatNamesThem() {
        const MachineNeeds defaults{{u"d"_qs}, 1, 2, 3};
        Task task;
        Step step;
        QCOMPARE(AgentRunner::needsOf(task, step, defaults), defaults);
        task.blueprint.machine = {{u"b"_qs}, 10, 0, 30};
        step.machine = {{}, 0, 0, 300};
        QCOMPARE(AgentRunner::needsOf(task, step, defaults), (MachineNeeds{{u"b"_qs}, 10, 2, 300}));
        task.spec.agent = u"@claude"_qs;
        step.kind = StepKind::Run;
        QCOMPARE(AgentRunner::needsOf(task, step, defaults).layers, QStringList{u"b"_qs});
        step.kind = StepKind::Agent;
        QCOMPARE(AgentRunner::needsOf(task, step, defaults).layers,
                 (QStringList{u"b"_qs, u"agent-claude"_qs}));
    }

private:
    [[nodiscard]] QString scratch() const { return m_directory->filePath(u"scratch"_qs); }

    AgentAttempt attempt(const QString& agent, int number = 1) {
        AgentAttempt attempt;
        attempt.task = m_task;
        attempt.task.spec.agent = agent;
        attempt.step = m_step;
        attempt.number = number;
        attempt.use = QString::number(number);
        attempt.machine = m_keep ? keptName : QStringLiteral("sb-test-t7-implement-%1").arg(number);
        attempt.keep = m_keep;
        attempt.rested = [this](const QString& machine) { m_rested.append(machine); };
        attempt.cancel = m_cancel;
        attempt.stopping = [this] { return m_stopping; };
        attempt.leased = [this](const QString& machine, const QMap<QString, Digest>&) {
            m_leased.append(machine);
        };
        attempt.released = [this](const QString& machine) { m_released.append(machine); };
        attempt.hold = [this](std::shared_ptr<void> thing) { m_held.push_back(std::move(thing)); };
        return attempt;
    }
    Result<AttemptResult> runAgent(const QString& script, int number = 1) {
        return m_runner->runAgent(attempt(script, number), *m_mirror);
    }
    void keep() {
        m_keep = true;
        m_machines->canSleep = true;
    }
    /// As the flow does.
    void goOnFrom(const Result<AttemptResult>& result) {
        VERIFY_OK(result);
        if (result->commit.isEmpty())
            return;
        m_task.commit = result->commit;
        m_task.tree = result->tree;
    }
    /// As the dispatcher does when the result is durable.
    void release() { m_held.clear(); }

    [[nodiscard]] QStringList outputLines(int number = 1) const {
        QStringList lines;
        for (const QByteArray& line : m_logs->read(7, 0, 1 << 20)->lines.split('\n')) {
            const QJsonObject object = QJsonDocument::fromJson(line).object();
            if (object.value(u"kind").toString() == u"output" && object.value(u"attempt").toInt() == number)
                lines.append(object.value(u"text").toString());
        }
        return lines;
    }

    GitFixture m_git;
    std::optional<Mirror> m_mirror;
    CommitInfo m_base;
    SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<HostProvider> m_machines;
    std::unique_ptr<ArtifactStore> m_artifacts;
    std::unique_ptr<TaskLogs> m_logs;
    std::unique_ptr<AgentRunner> m_runner;
    std::vector<std::shared_ptr<void>> m_held;
    QStringList m_leased;
    QStringList m_released;
    QStringList m_rested;
    bool m_keep = false;
    bool m_stopping = false;
    CancelToken m_cancel;
    Task m_task;
    Step m_step;
};

QTEST_GUILESS_MAIN(AgentRunnerTest)
#include "tst_agent_runner.moc"
