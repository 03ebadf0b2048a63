// SPDX-License-Identifier: GPL-3.0-or-later
// Protects what was given up: it is remembered with why, when and how often, can be done once more by hand,
// and only then.
#include "core/flow/retention.h"
#include "tests/core/flow/flow_fixture.h"

#include <QtTest>

using namespace signalbox;
using namespace signalbox::test;

namespace {

const Error lost{ErrorKind::Unavailable, QStringLiteral("the host is gone"), {}};

Result<void> fail(Flow& flow, TaskId id = 1) {
    flow.pass(Millis(60'000));
    return flow.give(ReportTrouble{id, flow.owed(id).key, lost});
}

/// Fails until it is given up.
void giveUp(Flow& flow, TaskId id = 1) {
    const QString key = flow.owed(id).key;
    for (int i = 0; i < 20 && flow.task(id).effect(key); ++i)
        SB_ASSERT(fail(flow, id).ok(), "what is owed may fail");
}

Flow working() {
    Flow flow;
    flow.submit();
    SB_ASSERT(flow.admit().ok(), "a plain task begins");
    return flow;
}

/// A finished task whose work could not be dropped.
Flow notUndone() {
    Flow flow = working();
    SB_ASSERT(flow.give(CancelTask{1, QStringLiteral("ann"), {}}).ok(), "a task can be cancelled");
    giveUp(flow);
    SB_ASSERT(flow.owed().kind == EffectKind::TearDown, "an ending goes on without it");
    flow.undoAll();
    return flow;
}

Result<void> replay(Flow& flow, int number = 1) {
    return flow.give(ReplayDeadLetter{1, number, QStringLiteral("bob")});
}

} // namespace

class DeadLettersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aStepThatIsGivenUpIsOne() {
        Flow flow = working();
        const Effect effect = flow.owed();
        giveUp(flow);
        QCOMPARE(flow.task().phase, TaskPhase::Parked);
        QCOMPARE(flow.task().deadLetters.size(), 1);
        const DeadLetter& letter = flow.task().deadLetters.first();
        QCOMPARE(letter.key, effect.key);
        QCOMPARE(letter.kind, EffectKind::PrepareWorkspace);
        QCOMPARE(letter.tries, 3);
        QCOMPARE(letter.since, flow.now);
        QVERIFY(letter.reason.contains(QStringLiteral("the host is gone")));
        QCOMPARE(letter.state, DeadLetterState::Open);
    }

    void replayingItSendsTheTaskOn() {
        Flow flow = working();
        giveUp(flow);
        QVERIFY(replay(flow).ok());
        QCOMPARE(flow.owed().key, QStringLiteral("t1/workspace/2"));
        QCOMPARE(flow.task().deadLetters.first().state, DeadLetterState::Closed);
        QCOMPARE(flow.task().deadLetters.first().replays, 1);
        QCOMPARE(flow.task().deadLetters.first().by, QStringLiteral("bob"));
        QVERIFY(replay(flow).error().kind == ErrorKind::Conflict);
        giveUp(flow); // again in vain: a letter of its own
        QCOMPARE(flow.task().deadLetters.size(), 2);
        QVERIFY(replay(flow, 1).error().kind == ErrorKind::Conflict);
        QVERIFY(replay(flow, 2).ok());
    }

    void aRetryOrAnEndClosesIt() {
        Flow retried = working();
        giveUp(retried);
        QVERIFY(retried.give(RetryTask{1, QStringLiteral("ann"), {}, {}}).ok());
        QCOMPARE(retried.task().deadLetters.first().state, DeadLetterState::Closed);
        Flow cancelled = working();
        giveUp(cancelled);
        QVERIFY(cancelled.give(CancelTask{1, QStringLiteral("ann"), {}}).ok());
        QCOMPARE(cancelled.task().deadLetters.first().state, DeadLetterState::Closed);
        QVERIFY(replay(cancelled).error().kind == ErrorKind::Conflict);
    }

    void otherReasonsToParkAreNone() {
        Flow flow = working();
        QVERIFY(flow.end(Verdict::Failed).ok()); // the workspace cannot be made: on_fail is "person"
        QCOMPARE(flow.task().phase, TaskPhase::Parked);
        QVERIFY(flow.task().deadLetters.isEmpty());
        QVERIFY(replay(flow).error().kind == ErrorKind::NotFound);
    }

    void whatCouldNotBeUndoneStaysKnownAfterTheEnd() {
        Flow flow = notUndone();
        QCOMPARE(flow.task().phase, TaskPhase::Finished);
        QVERIFY(flow.state.unfinished.empty());
        const DeadLetter& letter = flow.task().deadLetters.first();
        QCOMPARE(letter.kind, EffectKind::DropWork);
        QCOMPARE(letter.tries, 6);
        QCOMPARE(letter.state, DeadLetterState::Open);
        QVERIFY(replay(flow).ok());
        QCOMPARE(flow.owed().key, QStringLiteral("t1/undo-drop_work/1")); // the same work, the same key
        QVERIFY(flow.state.unfinished.contains(1));
        QVERIFY(replay(flow).error().kind == ErrorKind::Conflict);
        QVERIFY(flow.give(ReportUndone{1, flow.owed().key, {}}).ok());
        QCOMPARE(flow.task().deadLetters.first().state, DeadLetterState::Closed);
        QCOMPARE(flow.task().deadLetters.first().tries, 7);
        QVERIFY(flow.task().effects.isEmpty());
        QVERIFY(flow.state.unfinished.empty());
        QCOMPARE(flow.task().phase, TaskPhase::Finished);
        QCOMPARE(flow.task().outcome, Outcome::Cancelled);
    }

    void aReplayInVainOpensItAgain() {
        Flow flow = notUndone();
        QVERIFY(replay(flow).ok());
        giveUp(flow);
        const DeadLetter& letter = flow.task().deadLetters.first();
        QCOMPARE(flow.task().deadLetters.size(), 1);
        QCOMPARE(letter.state, DeadLetterState::Open);
        QCOMPARE(letter.tries, 12);
        QCOMPARE(letter.replays, 1);
        QVERIFY(flow.state.unfinished.empty());
        QVERIFY(replay(flow).ok());
    }

    void notWhileTheTaskIsStillEnding() {
        Flow flow = working();
        QVERIFY(flow.give(CancelTask{1, QStringLiteral("ann"), {}}).ok());
        giveUp(flow);
        QCOMPARE(flow.task().phase, TaskPhase::TearingDown);
        QVERIFY(replay(flow).error().kind == ErrorKind::Conflict);
    }

    void itsTaskDoesNotLeaveTheState() {
        Flow flow = notUndone();
        for (int i = 0; i < int(keptFinished) + 10; ++i) {
            const TaskId id = flow.submit();
            QVERIFY(flow.give(CancelTask{id, QStringLiteral("ann"), {}}).ok());
        }
        QVERIFY(flow.state.task(1));
        QVERIFY(!flow.state.task(2));
        QCOMPARE(flow.state.tasks.size(), std::size_t(keptFinished) + 1);
        QVERIFY(replay(flow).ok());
        QVERIFY(flow.give(ReportUndone{1, flow.owed().key, {}}).ok());
        const TaskId id = flow.submit();
        QVERIFY(flow.give(CancelTask{id, QStringLiteral("ann"), {}}).ok());
        QVERIFY(!flow.state.task(1));
        QCOMPARE(flow.state.tasks.size(), std::size_t(keptFinished));
    }
};

QTEST_GUILESS_MAIN(DeadLettersTest)
#include "tst_dead_letters.moc"
