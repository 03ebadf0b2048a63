// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the last line of defence against orphans: every machine of ours that serves nothing which the
// journal owes is removed, and none that does, whatever kind of work it is; and the names by which that is
// known are always good ones.
#include "app/daemon/steward.h"
#include "tests/core/engine/memory_journal.h"
#include "tests/core/git/result_checks.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <future>

using namespace signalbox;
using namespace signalbox::test;

namespace {

class ListedMachines final : public MachineProvider {
public:
    [[nodiscard]] Result<ProviderInfo> info() override { return ProviderInfo{}; }
    Result<std::shared_ptr<Machine>> acquire(const MachineSpec&, const ProgressSink&,
                                             const CancelToken&) override {
        return Error{ErrorKind::Unavailable, u"none is made here"_qs, {}};
    }
    Result<void> destroy(const QString& name, Millis) override {
        if (name == stuck)
            return Error{ErrorKind::Unavailable, u"it is stuck"_qs, {}};
        names.removeAll(name);
        if (whenDestroyed)
            whenDestroyed();
        return {};
    }
    [[nodiscard]] Result<QList<MachineStatus>> list() override {
        if (away)
            return Error{ErrorKind::Unavailable, u"the hypervisor is away"_qs, {}};
        QList<MachineStatus> all;
        for (const QString& name : names) {
            MachineStatus status;
            status.name = name;
            if (states.contains(name))
                status.state = states.value(name);
            const auto task = QRegularExpression(u"-t([0-9]+)-"_qs).match(name);
            status.labels = {{u"task"_qs, task.captured(1)}};
            all.append(status);
        }
        return all;
    }

    QStringList names;
    QHash<QString, MachineStatus::State> states; ///< starting, where nothing is said
    QString stuck;
    bool away = false;
    std::function<void()> whenDestroyed;
};

Blueprint blueprint() {
    Blueprint blueprint;
    for (const auto& [id, kind] :
         {std::pair(u"admission"_qs, StepKind::Admission), std::pair(u"implement"_qs, StepKind::Agent),
          std::pair(u"tests"_qs, StepKind::Gate), std::pair(u"approve"_qs, StepKind::Approval),
          std::pair(u"publish"_qs, StepKind::Publish), std::pair(u"teardown"_qs, StepKind::Teardown)}) {
        Step step;
        step.id = id;
        step.kind = kind;
        blueprint.steps.append(step);
    }
    return blueprint;
}

} // namespace

class StewardTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_steward.reset();
        m_engine.reset();
        m_journal = std::make_unique<MemoryJournal>();
        m_machines = std::make_unique<ListedMachines>();
        auto engine = Engine::open(*m_journal, m_clock);
        VERIFY_OK(engine);
        m_engine = std::move(*engine);
        m_engine->start();
        m_steward = std::make_unique<Steward>(*m_engine, *m_machines, u"0a1b2c3d"_qs);
        VERIFY_OK(m_engine->submitAndWait(AddRepository{{u"r"_qs, u"/r"_qs, {}, {}, {}, {}, {}}}));
    }

    void cleanup() { m_engine->stop(); }

    // ---- Names

    void namesAreGoodForTheLongestSteps() {
        static const QRegularExpression good(u"^sb-[a-z0-9-]{1,60}\\z"_qs);
        for (const QString& step :
             {u"a"_qs, u"run_all_tests"_qs, QString(40, u'x'), QString(39, u'x') + u'y'}) {
            QVERIFY(good.match(m_steward->agentMachineName(1'000'000, step)).hasMatch());
            const QString name = m_steward->machineName(1'000'000, step, 100) + u"-oldtests"_qs;
            QVERIFY2(good.match(name).hasMatch(), qPrintable(name));
            QCOMPARE(m_steward->machineName(1'000'000, step, 100) + u"-oldtests"_qs, name);
        }
        QCOMPARE(m_steward->machineName(41, u"tests-pass"_qs, 2), u"sb-0a1b2c3d-t41-tests-pass-2"_qs);
    }

    void namesOfDifferentStepsDiffer() {
        QSet<QString> names;
        const QString stem(35, u'x');
        for (int i = 0; i < 50; ++i)
            names.insert(m_steward->machineName(1, stem + QString::number(i), 1));
        QCOMPARE(names.size(), 50);
    }

    // ---- Sweeping

    void machineOfTheRunningAttemptStays() {
        const TaskId task = admittedTask();
        m_machines->names = {
            agent(task),     name(task, u"implement"_qs, 2),       name(task, u"tests"_qs, 1),
            agent(task + 1), u"sb-ffffffff-t1-implement-agent"_qs, u"other"_qs};
        const auto swept = m_steward->sweep();
        VERIFY_OK(swept);
        QCOMPARE(*swept, 3);
        QCOMPARE(m_machines->names,
                 (QStringList{agent(task), u"sb-ffffffff-t1-implement-agent"_qs, u"other"_qs}));
        QCOMPARE(*m_steward->sweep(), 0);
    }

    void everyMachineOfARunningGateStays() {
        const TaskId task = judgedTask();
        m_machines->names = {name(task, u"implement"_qs, 1), name(task, u"tests"_qs, 1) + u"-change"_qs,
                             name(task, u"tests"_qs, 1) + u"-base"_qs,
                             name(task, u"tests"_qs, 11) + u"-base"_qs};
        QCOMPARE(*m_steward->sweep(), 2);
        QCOMPARE(m_machines->names, (QStringList{name(task, u"tests"_qs, 1) + u"-change"_qs,
                                                 name(task, u"tests"_qs, 1) + u"-base"_qs}));
    }

    void machineThatAnswersAQuestionStays() {
        const TaskId task = judgedTask();
        AttemptResult passed;
        passed.verdict = Verdict::Passed;
        VERIFY_OK(m_engine->submitAndWait(ReportAttempt{task, key(task, u"tests"_qs), passed}));
        VERIFY_OK(m_engine->submitAndWait(AskQuestion{1, u"ann"_qs, u"Why?"_qs}));
        m_machines->names = {agent(task), name(task, u"implement"_qs, 1), name(task, u"tests"_qs, 1)};
        QCOMPARE(*m_steward->sweep(), 2);
        QCOMPARE(m_machines->names, QStringList{agent(task)});
        VERIFY_OK(m_engine->submitAndWait(
            ReportAnswer{task, QStringLiteral("t%1/approval-1/question-1").arg(task), u"Because."_qs}));
        QCOMPARE(*m_steward->sweep(), 1);
    }

    // ---- Agents' machines that are kept

    void aKeptMachineSleepsAsLongAsItsTaskGoesOn() {
        QStringList rested;
        m_steward->keepAgents([&](const QString& machine) -> Result<void> {
            rested.append(machine);
            m_machines->states[machine] = MachineStatus::State::Hibernated;
            return {};
        });
        const TaskId task = judgedTask();
        m_machines->names = {agent(task), name(task, u"tests"_qs, 1), agent(task + 1),
                             m_steward->agentMachineName(task, u"tests"_qs)};
        m_machines->states[agent(task)] = MachineStatus::State::Running; // of a core that was killed
        QCOMPARE(*m_steward->sweep(), 2);
        QCOMPARE(m_machines->names, (QStringList{agent(task), name(task, u"tests"_qs, 1)}));
        QCOMPARE(rested, QStringList{agent(task)});
        QCOMPARE(*m_steward->sweep(), 0); // it sleeps
        QCOMPARE(rested.size(), 1);
        VERIFY_OK(m_engine->submitAndWait(CancelTask{task, u"ann"_qs, {}}));
        QCOMPARE(*m_steward->sweep(), 2);
        QVERIFY(m_machines->names.isEmpty());
    }

    void whatIsAtWorkIsNotPutToSleep() {
        m_steward->keepAgents([&](const QString&) -> Result<void> {
            return Error{ErrorKind::Conflict, u"a job runs in it"_qs, {}};
        });
        const TaskId task = admittedTask();
        m_machines->names = {agent(task)};
        m_machines->states[agent(task)] = MachineStatus::State::Running;
        QCOMPARE(*m_steward->sweep(), 0);
    }

    void whatCannotSleepOrHasEndedGoes() {
        int asked = 0;
        m_steward->keepAgents([&](const QString&) -> Result<void> {
            ++asked;
            return Error{ErrorKind::Invalid, u"it cannot be hibernated here"_qs, {}};
        });
        const TaskId task = judgedTask();
        for (const auto state : {MachineStatus::State::Running, MachineStatus::State::Failed}) {
            m_machines->names = {agent(task)};
            m_machines->states[agent(task)] = state;
            QCOMPARE(*m_steward->sweep(), 1);
            QVERIFY(m_machines->names.isEmpty());
        }
        QCOMPARE(asked, 2); // what neither runs nor sleeps may be in somebody's hands
    }

    void whatIsOnItsWayToSleepStays() {
        int asked = 0;
        m_steward->keepAgents([&](const QString&) -> Result<void> {
            ++asked;
            return {};
        });
        const TaskId task = judgedTask();
        m_machines->names = {agent(task)};
        m_machines->states[agent(task)] = MachineStatus::State::Paused; // while its memory is written
        QCOMPARE(*m_steward->sweep(), 0);
        QCOMPARE(m_machines->names, QStringList{agent(task)});
        QCOMPARE(asked, 1);
        VERIFY_OK(m_engine->submitAndWait(CancelTask{task, u"ann"_qs, {}}));
        QCOMPARE(*m_steward->sweep(), 1);
    }

    void nothingOfAFinishedTaskStays() {
        const TaskId task = admittedTask();
        m_machines->names = {agent(task)};
        VERIFY_OK(m_engine->submitAndWait(CancelTask{task, u"ann"_qs, {}}));
        QCOMPARE(*m_steward->sweep(), 1);
    }

    void removalIsRecorded() {
        const TaskId task = admittedTask();
        // Only what was told of a lease can be released.
        VERIFY_OK(m_engine->submitAndWait(
            ReportLease{task, key(task, u"implement"_qs), name(task, u"implement"_qs, 9), {}}));
        m_machines->names = {name(task, u"implement"_qs, 9)};
        QCOMPARE(*m_steward->sweep(), 1);
        QStringList released;
        VERIFY_OK(m_journal->read(0, 0, [&](const Record& record) {
            if (const auto* event = std::get_if<MachineReleased>(&record.event))
                released.append(event->machine);
        }));
        QCOMPARE(released, QStringList{name(task, u"implement"_qs, 9)});
    }

    void machinesOfAForgottenJournalGoAllTheSame() {
        m_machines->names = {name(77, u"implement"_qs, 1), name(78, u"implement"_qs, 1)};
        QCOMPARE(*m_steward->sweep(), 2);
        QVERIFY(m_machines->names.isEmpty());
    }

    void tearDownTakesOneTasksMachinesOnly() {
        m_machines->names = {name(1, u"a"_qs, 1), name(1, u"b"_qs, 1), name(11, u"a"_qs, 1)};
        VERIFY_OK(m_steward->removeAll(1));
        QCOMPARE(m_machines->names, QStringList{name(11, u"a"_qs, 1)});
    }

    void troubleIsAnErrorAndTriedAgain() {
        m_machines->names = {name(77, u"a"_qs, 1)};
        m_machines->away = true;
        VERIFY_FAILS(m_steward->sweep(), ErrorKind::Unavailable);
        VERIFY_FAILS(m_steward->removeAll(77), ErrorKind::Unavailable);
        m_machines->away = false;
        m_machines->stuck = name(77, u"a"_qs, 1);
        VERIFY_FAILS(m_steward->sweep(), ErrorKind::Unavailable);
        m_machines->stuck.clear();
        QCOMPARE(*m_steward->sweep(), 1);
    }

    void sweepsByItselfUntilItIsStopped() {
        m_machines->names = {name(77, u"a"_qs, 1)};
        std::promise<void> removed;
        m_machines->whenDestroyed = [&] { removed.set_value(); };
        CancelToken cancel;
        std::thread thread([&] { (void)m_steward->run(cancel); });
        QVERIFY(removed.get_future().wait_for(std::chrono::minutes(1)) == std::future_status::ready);
        cancel.cancel();
        thread.join();
        QVERIFY(m_machines->names.isEmpty());
    }

private:
    [[nodiscard]] QString name(TaskId task, const QString& step, int attempt) const {
        return m_steward->machineName(task, step, attempt);
    }
    [[nodiscard]] QString agent(TaskId task) const {
        return m_steward->agentMachineName(task, u"implement"_qs);
    }
    static QString key(TaskId task, const QString& step) {
        return QStringLiteral("t%1/%2/1").arg(task).arg(step);
    }

    TaskId admittedTask() {
        TaskSpec spec;
        spec.repository = u"r"_qs;
        spec.title = u"T"_qs;
        const auto submitted = m_engine->submitAndWait(SubmitTask{spec, u"ann"_qs});
        SB_ASSERT(submitted.ok(), "a task is submitted");
        const auto admitted =
            m_engine->submitAndWait(ReportAdmitted{submitted->task, key(submitted->task, u"admission"_qs),
                                                   u"main"_qs, u"c0"_qs, u"t0"_qs, blueprint()});
        SB_ASSERT(admitted.ok(), "and admitted");
        return submitted->task;
    }
    TaskId judgedTask() {
        const TaskId task = admittedTask();
        AttemptResult result;
        result.verdict = Verdict::Passed;
        result.commit = u"c1"_qs;
        const auto ended = m_engine->submitAndWait(ReportAttempt{task, key(task, u"implement"_qs), result});
        SB_ASSERT(ended.ok(), "the agent's attempt ends");
        return task;
    }

    SystemClock m_clock;
    std::unique_ptr<MemoryJournal> m_journal;
    std::unique_ptr<ListedMachines> m_machines;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<Steward> m_steward;
};

QTEST_GUILESS_MAIN(StewardTest)
#include "tst_steward.moc"
