// SPDX-License-Identifier: GPL-3.0-or-later
// Protects memory from history: tasks that are over leave the state, and a task that goes on for months is
// told anew, without either changing what anybody is answered.
#include "core/flow/condense.h"
#include "core/flow/retention.h"
#include "core/flow/state_image.h"
#include "tests/core/flow/flow_walker.h"

#include <QtTest>

using namespace signalbox;
using namespace signalbox::test;

namespace {

void finishOne(Flow& flow, const QString& key = {}) {
    const TaskId id = flow.submit(key);
    const auto done = flow.give(CancelTask{id, QStringLiteral("ann"), {}});
    SB_ASSERT(done.ok(), "a task that waits for admission ends at once");
}

/// A task that went round so often; each time another tree, so that it gets somewhere.
Flow goneRound(int times) {
    Flow flow;
    flow.submit();
    Blueprint blueprint = smallBlueprint();
    blueprint.iterations = 100'000;
    blueprint.repetition = 0;
    SB_ASSERT(flow.admit(1, blueprint).ok() && flow.end(Verdict::Passed).ok(), "a plain task begins");
    for (int i = 0; i < times; ++i)
        SB_ASSERT(flow.work(QStringLiteral("c%1").arg(i)).ok() && flow.judge(Verdict::Failed).ok(),
                  "it goes round");
    return flow;
}

int told(const QList<Record>& history, const char* type) {
    return int(std::count_if(history.begin(), history.end(),
                             [&](const Record& r) { return typeOf(r.event) == QLatin1String(type); }));
}

} // namespace

class LongHistoryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theNewestStayAndTheOthersGo() {
        Flow flow;
        const TaskId open = flow.submit(QStringLiteral("open"));
        for (int i = 0; i < int(keptFinished) + 20; ++i)
            finishOne(flow, QStringLiteral("key-%1").arg(i));
        QCOMPARE(flow.state.tasks.size(), std::size_t(keptFinished) + 1);
        QVERIFY(flow.state.task(open)); // however old
        QVERIFY(!flow.state.task(2));
        QVERIFY(!flow.state.task(21));
        QVERIFY(flow.state.task(22));
        QVERIFY(flow.give(CancelTask{2, QStringLiteral("ann"), {}}).error().kind == ErrorKind::NotFound);
        // The same submission again is still the same task.
        const TaskId next = flow.state.nextTask;
        TaskSpec again;
        again.repository = QStringLiteral("x");
        again.title = QStringLiteral("mend it");
        again.idempotencyKey = QStringLiteral("key-0");
        QVERIFY(flow.give(SubmitTask{again, QStringLiteral("ann")}).ok());
        QCOMPARE(flow.state.nextTask, next);
        QCOMPARE(flow.state.submissions.value(QStringLiteral("key-0")), TaskId(2));
        const auto read = unpackState(packState(flow.state));
        QVERIFY(read.ok() && *read == flow.state);
    }

    void keysAreForgottenInTheEnd() {
        Flow flow;
        finishOne(flow, QStringLiteral("first"));
        for (int i = 0; i < int(keptFinished + keptDeparted); ++i)
            finishOne(flow);
        QVERIFY(!flow.state.submissions.contains(QStringLiteral("first")));
        QCOMPARE(flow.state.departed.size(), keptDeparted);
        QCOMPARE(flow.state.tasks.size(), std::size_t(keptFinished));
        const TaskId next = flow.state.nextTask;
        finishOne(flow, QStringLiteral("first")); // and may be used for another task
        QCOMPARE(flow.state.submissions.value(QStringLiteral("first")), next);
    }

    void whatOlderCoresToldOfADepartedTaskChangesNothing() {
        Flow flow;
        for (int i = 0; i < int(keptFinished) + 5; ++i)
            finishOne(flow);
        State state = flow.state;
        apply(state, {state.seq + 1, flow.now, MachineReleased{1, QStringLiteral("sb-1")}});
        State expected = flow.state;
        ++expected.seq;
        QVERIFY(state == expected);
    }

    void aLongTaskIsToldAnew() {
        const Flow flow = goneRound(1000);
        const int anew = told(flow.history, "task_continued");
        QVERIFY2(anew >= 10 && anew <= 40, qPrintable(QString::number(anew)));
        const Task& task = flow.task();
        qsizetype attempts = 0;
        for (const StepState& step : task.steps)
            attempts += step.attempts.size();
        QVERIFY(attempts <= longTask + 1);
        QCOMPARE(task.lastAttempt(QStringLiteral("implement"))->number, 1001);
        QCOMPARE(task.iterations, 1000);
        QCOMPARE(task.routes.first().count, 1000);
        // Its own events from the last time on tell all of it.
        Task own;
        for (const Record& record : flow.history) {
            if (std::holds_alternative<TaskContinued>(record.event))
                own = Task(); // what was before is not read
            if (taskOf(record.event) == 1)
                applyToTask(own, record.event, record.at);
        }
        QVERIFY(own == task);
        // And its bytes stay about the same, however long it goes on.
        QVERIFY(packState(goneRound(3000).state).size() < packState(flow.state).size() * 2);
    }

    void evidenceVotesAndLettersStay() {
        Flow flow = goneRound(5);
        QVERIFY(flow.work(QStringLiteral("good")).ok());
        QVERIFY(flow.judge(Verdict::Passed).ok());
        QVERIFY(flow.judge(Verdict::Passed).ok());
        Task task = flow.task();
        for (int i = 0; i < 300; ++i) {
            Approval old;
            old.id = 1000 + i;
            old.state = ApprovalState::Voided;
            if (i % 10 == 0)
                old.votes = {{QStringLiteral("bob"), true, {}, {}}};
            task.approvals.prepend(old);
            DeadLetter letter;
            letter.number = i + 1;
            letter.state = i == 3 ? DeadLetterState::Open : DeadLetterState::Closed;
            task.deadLetters.append(letter);
            Attempt attempt;
            attempt.number = i - 400;
            task.step(QStringLiteral("implement"))->attempts.prepend(attempt);
        }
        const Task less = condensed(task);
        QCOMPARE(evidenceDigest(less), evidenceDigest(task));
        QCOMPARE(currentEvidence(less).size(), 2);
        QVERIFY(less.openApproval());
        QCOMPARE(less.openApproval()->id, task.openApproval()->id);
        QCOMPARE(std::count_if(less.approvals.begin(), less.approvals.end(),
                               [](const Approval& a) { return !a.votes.isEmpty(); }),
                 30);
        QVERIFY(less.approvals.size() < 60);
        QVERIFY(less.deadLetter(4) && less.deadLetter(300) && !less.deadLetter(2));
        QCOMPARE(less.step(QStringLiteral("implement"))->nextNumber(),
                 task.step(QStringLiteral("implement"))->nextNumber());
    }

    /// What follows from any command is the same for a task that was condensed a moment ago.
    void itGoesOnAsTheOriginalWould() {
        int shortened = 0;
        for (quint32 seed = 1; seed <= 40; ++seed) {
            Flow flow = goneRound(30);
            Walker walker(seed);
            for (int i = 0; i < 120; ++i) {
                State anew = flow.state;
                for (const auto& [id, task] : flow.state.tasks) {
                    const Task less = condensed(task);
                    shortened += less == task ? 0 : 1;
                    anew.tasks.edit(id) = less;
                }
                const Command command = walker.next(flow);
                const auto expected = decide(flow.state, command, flow.now);
                const auto got = decide(anew, command, flow.now);
                QCOMPARE(got.ok(), expected.ok());
                if (expected)
                    QVERIFY2(*got == *expected,
                             qPrintable(QStringLiteral("seed %1, command %2").arg(seed).arg(i)));
                (void)flow.give(command);
                flow.pass(walker.time());
            }
        }
        QVERIFY(shortened > 1000);
    }
};

QTEST_GUILESS_MAIN(LongHistoryTest)
#include "tst_long_history.moc"
