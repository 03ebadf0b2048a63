// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/console/busy_core.h"

#include "core/client/scenario_story.h"

namespace signalbox::bench {

namespace {
constexpr TaskId longLog = 1;
constexpr TaskId largeChange = 2;
constexpr int machines = 48; ///< the first tasks have one each

/// One whose clock goes.
ScenarioCore& coreOf(test::TestServer& server) {
    auto core = std::make_unique<ScenarioCore>(false);
    core->info() = server.core().info();
    server.setCore(std::move(core));
    return server.core();
}
} // namespace

BusyCore::BusyCore(const BusyPlan& plan)
    : m_core(coreOf(m_server)), m_plan(plan), m_blueprint(scenarioBlueprint(1)) {
    Repository repository;
    repository.name = QStringLiteral("words");
    repository.url = QStringLiteral("https://git.example.org/team/words.git");
    m_core.post(RepositoryAdded{repository});
    for (TaskId id = 1; id <= plan.tasks; ++id) {
        addTask(id);
        if (id > largeChange && id % 3 != 0) // two of three are over
            end(id);
    }
    writeLog(plan.logLines);
    m_core.setPatch(largeChange, patchOf(plan.diffLines));
    m_core.start();
    m_server.fault = [this](const test::SeenRequest& request) {
        test::Fault fault;
        if (request.target.startsWith("/bench/rate/")) {
            m_rate = request.target.mid(12).toInt();
            m_due = 0;
            m_clock.start();
            fault.kind = test::Fault::Answer;
            fault.body = "{}";
        }
        return fault;
    };
    connect(&m_timer, &QTimer::timeout, this, &BusyCore::happen);
    m_timer.start(4);
    m_server.start();
}

void BusyCore::addTask(TaskId id) {
    TaskSubmitted submitted;
    submitted.task = id;
    submitted.spec.repository = QStringLiteral("words");
    submitted.spec.title = QStringLiteral("Mend what the test number %1 found in the tokenizer").arg(id);
    submitted.spec.priority = int(id % 3);
    submitted.by = QStringLiteral("maria");
    submitted.baseBranch = QStringLiteral("main");
    m_core.post(submitted);
    TaskAdmitted admitted;
    admitted.task = id;
    admitted.baseBranch = submitted.baseBranch;
    admitted.baseCommit = QString::fromLatin1(sha256(QByteArray::number(id)).toLatin1().left(40));
    admitted.blueprint = m_blueprint;
    m_core.post(admitted);
    AttemptStarted started;
    started.task = id;
    started.step = QStringLiteral("implement");
    started.attempt = 1;
    m_core.post(started);
    if (id > machines)
        return;
    MachineLeased leased;
    leased.task = id;
    leased.key = QStringLiteral("t%1/implement/1").arg(id);
    leased.machine = QStringLiteral("sb-%1").arg(id);
    m_core.post(leased);
    if (id != largeChange)
        return;
    AttemptFinished finished;
    finished.task = id;
    finished.step = started.step;
    finished.attempt = 1;
    finished.result.commit = admitted.baseCommit;
    finished.result.tree = admitted.baseCommit;
    m_core.post(finished);
}

void BusyCore::end(TaskId id) {
    TaskFinished finished;
    finished.task = id;
    finished.outcome = id % 20 == 1 ? Outcome::Failed : Outcome::Published;
    m_core.post(finished);
}

void BusyCore::happen() {
    if (m_rate == 0)
        return;
    const qint64 wanted = m_clock.elapsed() * m_rate / 1000;
    for (int most = 2000; m_due < wanted && most > 0; ++m_due, --most)
        step();
}

/// One event: mostly steps that begin and end, and of everything else some.
void BusyCore::step() {
    const TaskId id = 3 + 3 * m_random.bounded(std::max(1, (m_plan.tasks - 3) / 3)); // one that is not over
    const Task* task = m_core.task(id);
    if (!task || task->phase == TaskPhase::Finished)
        return;
    if (const Approval* open = task->openApproval())
        return m_core.post(ApprovalClosed{id, open->id, ApprovalState::Approved, QStringLiteral("enough")});
    if (task->phase == TaskPhase::Parked) {
        TaskResumed resumed;
        resumed.task = id;
        resumed.by = QStringLiteral("jonas");
        m_core.post(resumed);
        AttemptStarted again;
        again.task = id;
        again.step = task->current;
        again.attempt = task->lastAttempt(task->current)->number + 1;
        return m_core.post(again);
    }
    const int dice = m_random.bounded(100);
    if (dice < 4) {
        ApprovalRequested requested;
        requested.task = id;
        requested.approval.id = m_core.nextApproval();
        requested.approval.step = QStringLiteral("approve");
        requested.approval.tree = task->baseCommit;
        requested.approval.evidence = sha256(QByteArray::number(id));
        return m_core.post(requested);
    }
    if (dice < 5)
        return m_core.post(TaskParked{id, QStringLiteral("the same failure three times")});
    const Attempt* last = task->lastAttempt(task->current);
    if (last && !last->ended) {
        AttemptFinished finished;
        finished.task = id;
        finished.step = task->current;
        finished.attempt = last->number;
        finished.result.summary = QStringLiteral("214 tests, 3 of them new, all passed");
        return m_core.post(finished);
    }
    static const QStringList steps{QStringLiteral("implement"), QStringLiteral("compile"),
                                   QStringLiteral("tests"), QStringLiteral("coverage")};
    AttemptStarted started;
    started.task = id;
    started.step = steps.at((steps.indexOf(task->current) + 1) % steps.size());
    const Attempt* before = task->lastAttempt(started.step);
    started.attempt = before ? before->number + 1 : 1;
    m_core.post(started);
}

void BusyCore::writeLog(int lines) {
    for (int i = 1; i <= lines; ++i)
        m_core.say(
            longLog, LogKind(i % 4),
            i == lines ? QStringLiteral("the needle is in this line")
            : i % 50 == 0
                ? QStringLiteral("\x1b[32mpassed\x1b[0m test number %1 in 0.03 s").arg(i)
                : QStringLiteral("[%1/%2] Building CXX object src/parser/CMakeFiles/words.dir/token_%3.cpp.o")
                      .arg(i)
                      .arg(lines)
                      .arg(i % 977));
}

QByteArray BusyCore::patchOf(int lines) {
    QByteArray patch;
    constexpr int perFile = 500;
    for (int file = 0; file * perFile < lines; ++file) {
        const QByteArray path = "src/part_" + QByteArray::number(file) + ".cpp";
        patch += "diff --git a/" + path + " b/" + path + "\nindex 1111111..2222222 100644\n--- a/" + path +
                 "\n+++ b/" + path + "\n@@ -1,200 +1,400 @@ void parse()\n";
        for (int i = 0; i < perFile; ++i) {
            const char mark = i % 5 == 0 ? ' ' : i % 5 < 3 ? '+' : i % 10 < 5 ? '-' : '+';
            patch += mark;
            patch += "    const auto token_" + QByteArray::number(i) +
                     " = reader.next(\"a word\", 42); // of the line before\n";
        }
    }
    return patch;
}

} // namespace signalbox::bench
