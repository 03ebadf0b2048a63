// SPDX-License-Identifier: GPL-3.0-or-later
// Durable steps: tasks of ten trivial steps through the real engine, flow and SQLite journal. A step counts
// when its end and the beginning of the next are on the disk; submission, admission and teardown of each task
// take their share of the time and do not count.
#include "core/engine/dispatcher.h"
#include "core/journal/sqlite_journal.h"
#include "tests/bench/sqlite_floor.h"

#include <future>

namespace signalbox::bench {

namespace {

constexpr int stepsATask = 10;
constexpr int stepBytes = 300; ///< what the two events of a step weigh as JSON, about

Blueprint tenSteps() {
    Blueprint blueprint;
    blueprint.name = QStringLiteral("ten steps");
    blueprint.digest = sha256("ten steps");
    const auto add = [&](const QString& id, StepKind kind) {
        Step step;
        step.id = id;
        step.kind = kind;
        blueprint.steps.append(step);
    };
    add(QStringLiteral("admission"), StepKind::Admission);
    for (int i = 1; i <= stepsATask; ++i)
        add(QStringLiteral("step-%1").arg(i), StepKind::Run);
    add(QStringLiteral("teardown"), StepKind::Teardown);
    return blueprint;
}

/// What an organ would say that had nothing to do.
Command trivialReport(TaskId task, const Effect& effect) {
    static const Blueprint blueprint = tenSteps();
    switch (effect.kind) {
    case EffectKind::Admit:
        return ReportAdmitted{
            task, effect.key, QStringLiteral("main"), QStringLiteral("c0"), QStringLiteral("t0"), blueprint};
    case EffectKind::RunCommand: {
        AttemptResult result;
        result.verdict = Verdict::Passed;
        return ReportAttempt{task, effect.key, result};
    }
    default:
        return ReportUndone{task, effect.key, {}};
    }
}

/// Answers each effect at once, on the engine's own thread: what the engine, the flow and the journal cost.
class InstantSink final : public EffectSink {
public:
    explicit InstantSink(Engine& engine) : m_engine(engine) {}
    void owed(const Task& task, const Effect& effect) override {
        m_engine.submit(trivialReport(task.id, effect));
    }
    void dropped(const QString&) override {}

private:
    Engine& m_engine;
};

/// Keeps so many tasks in flight, and times their steps. Its members are the engine's thread's until it is
/// done.
class Load {
public:
    Load(Engine& engine, int tasks, int inFlight) : m_engine(engine), m_tasks(tasks), m_inFlight(inFlight) {
        engine.addObserver([this](const State&, const QList<Record>& records) { observe(records); });
    }

    /// Seconds from the first submission to the last teardown.
    double run() {
        auto done = m_done.get_future();
        m_clock.start();
        for (; m_submitted < std::min(m_inFlight, m_tasks); ++m_submitted)
            submitOne();
        done.wait();
        return m_seconds;
    }
    [[nodiscard]] const Samples& stepMs() const { return m_stepMs; }

private:
    void submitOne() {
        TaskSpec spec;
        spec.repository = QStringLiteral("bench");
        spec.title = QStringLiteral("ten trivial steps");
        m_engine.submit(SubmitTask{spec, QStringLiteral("bench")});
    }
    void observe(const QList<Record>& records) {
        const qint64 now = m_clock.nsecsElapsed();
        for (const Record& record : records) {
            const TaskId task = taskOf(record.event);
            if (std::holds_alternative<AttemptFinished>(record.event))
                m_stepMs.add(double(now - m_since[task]) / 1e6);
            if (std::holds_alternative<AttemptStarted>(record.event))
                m_since[task] = now;
            if (std::holds_alternative<TaskFinished>(record.event))
                finished(task);
        }
    }
    void finished(TaskId task) {
        m_since.erase(task);
        if (++m_finished == m_tasks) {
            m_seconds = double(m_clock.nsecsElapsed()) / 1e9;
            m_done.set_value();
        } else if (m_finished + m_inFlight <= m_tasks) {
            submitOne();
        }
    }

    Engine& m_engine;
    const int m_tasks;
    const int m_inFlight;
    int m_submitted = 0;
    int m_finished = 0;
    double m_seconds = 0;
    QElapsedTimer m_clock;
    std::map<TaskId, qint64> m_since;
    Samples m_stepMs;
    std::promise<void> m_done;
};

struct Measured {
    Samples stepsPerSecond; ///< one for each round
    Samples stepMs;
};

enum class Through { Engine, Dispatcher };

Result<void> measureOnce(const QString& file, Through through, int tasks, int inFlight, Measured& into) {
    auto journal = openSqliteJournal(file);
    if (!journal)
        return journal.error();
    const SystemClock clock;
    auto engine = Engine::open(**journal, clock);
    if (!engine)
        return engine.error();
    InstantSink instant(**engine);
    std::unique_ptr<Dispatcher> dispatcher;
    if (through == Through::Dispatcher) {
        dispatcher = std::make_unique<Dispatcher>(**engine, clock, DispatcherOptions{.otherSlots = inFlight});
        for (const EffectKind kind : {EffectKind::Admit, EffectKind::RunCommand, EffectKind::TearDown})
            dispatcher->setHandler(kind, false, [](const EffectJob& job) -> Result<Command> {
                return trivialReport(job.task.id, job.effect);
            });
        (*engine)->setEffectSink(dispatcher.get());
    } else {
        (*engine)->setEffectSink(&instant);
    }
    Load load(**engine, tasks, inFlight);
    (*engine)->start();
    Repository repository;
    repository.name = QStringLiteral("bench");
    repository.url = QStringLiteral("/srv/bench.git");
    if (const auto added = (*engine)->submitAndWait(AddRepository{repository}); !added)
        return added.error();
    into.stepsPerSecond.add(double(tasks) * stepsATask / load.run());
    into.stepMs.add(load.stepMs());
    if (dispatcher)
        dispatcher->stop();
    (*engine)->stop();
    return {};
}

void measure(Bench& bench, Through through, int inFlight) {
    const int tasks = inFlight == 1 ? bench.rounds(80, 5) : bench.rounds(3000, 200);
    Measured measured;
    Samples floors, floorMs;
    // Floor and figure by turns, so that what else the machine does meets both.
    for (int round = 0; round < bench.rounds(3, 1); ++round) {
        const int commits = inFlight == 1 ? bench.rounds(1000, 50) : bench.rounds(400, 10);
        const auto floor = sqliteFloor(bench.home(), commits, inFlight, stepBytes);
        if (!floor)
            return bench.fail(floor.error());
        floors.add(floor->rowsPerSecond);
        floorMs.add(floor->commitMs);
        const QString file = QStringLiteral("%1/steps-%2-%3-%4.db")
                                 .arg(bench.home())
                                 .arg(int(through))
                                 .arg(inFlight)
                                 .arg(round);
        if (const auto done = measureOnce(file, through, tasks, inFlight, measured); !done)
            return bench.fail(done.error());
    }
    const QString what = QStringLiteral("%1, %2 in flight")
                             .arg(through == Through::Engine ? QStringLiteral("durable steps")
                                                             : QStringLiteral("durable steps by dispatcher"))
                             .arg(inFlight);
    const QString floorIs = inFlight == 1 ? QStringLiteral("SQLite, row a commit")
                                          : QStringLiteral("SQLite, %1 a commit").arg(inFlight);
    bench.row({what, QStringLiteral("steps/s"), measured.stepsPerSecond.percentile(0.5),
               floors.percentile(0.5), floorIs,
               inFlight == 1 ? Goal::atLeastOfFloor(0.5)
                             : Goal::either(Goal::atLeast(40000), Goal::atLeastOfFloor(0.2))});
    bench.row({what + QStringLiteral(", p50"), QStringLiteral("ms"), measured.stepMs.percentile(0.5),
               floorMs.percentile(0.5), floorIs, Goal()});
    bench.row({what + QStringLiteral(", p99"), QStringLiteral("ms"), measured.stepMs.percentile(0.99),
               floorMs.percentile(0.99), floorIs, Goal::atMost(inFlight == 1 ? 1 : 10)});
}

} // namespace

void bench_durable_steps(Bench& bench) {
    for (const Through through : {Through::Engine, Through::Dispatcher})
        for (const int inFlight : {1, 100})
            measure(bench, through, inFlight);
}

} // namespace signalbox::bench
