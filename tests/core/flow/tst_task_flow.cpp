// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the state machine of a task: false work goes back, only what was approved is published, limits
// hold, every ending undoes and tears down, and nothing that comes twice or too late changes anything.
#include "tests/core/flow/flow_fixture.h"

#include <QtTest>

using namespace signalbox;
using signalbox::test::Flow;
using signalbox::test::smallBlueprint;

class TaskFlowTest : public QObject {
    Q_OBJECT

    static void toApproval(Flow& flow, const QString& commit = QStringLiteral("c1")) {
        QVERIFY(flow.end(Verdict::Passed).ok()); // workspace
        QVERIFY(flow.work(commit).ok());
        QVERIFY(flow.judge(Verdict::Passed).ok());
        QVERIFY(flow.judge(Verdict::Passed).ok());
        QCOMPARE(flow.task().phase, TaskPhase::Approval);
    }
    static Flow atApproval() {
        Flow flow;
        flow.submit();
        [&] {
            QVERIFY(flow.admit().ok());
            toApproval(flow);
        }();
        return flow;
    }

private Q_SLOTS:
    void goesTheWholeWay() {
        Flow flow = atApproval();
        QVERIFY(flow.vote(true, QStringLiteral("bob")).ok());
        QCOMPARE(flow.owed().kind, EffectKind::Publish);
        QVERIFY(flow.end(Verdict::Passed).ok());
        QCOMPARE(flow.task().phase, TaskPhase::TearingDown);
        flow.undoAll();
        QCOMPARE(flow.task().phase, TaskPhase::Finished);
        QCOMPARE(flow.task().outcome, Outcome::Published);
        QVERIFY(flow.state.unfinished.empty());
    }

    void aFailedGateGoesBackWithItsFeedback() {
        Flow flow;
        flow.submit();
        QVERIFY(flow.admit().ok());
        QVERIFY(flow.end(Verdict::Passed).ok());
        QVERIFY(flow.work(QStringLiteral("c1")).ok());
        QVERIFY(flow.judge(Verdict::Failed).ok());
        QCOMPARE(flow.task().current, QStringLiteral("implement"));
        QCOMPARE(flow.owed().attempt, 2);
        QCOMPARE(flow.task().feedback, QStringLiteral("mend line 3"));
        QCOMPARE(flow.task().feedbackFrom, QStringLiteral("compiles"));
        QCOMPARE(flow.task().iterations, 1);
        QVERIFY(flow.work(QStringLiteral("c2")).ok());
        QVERIFY(flow.task().feedback.isEmpty());
    }

    void iterationsAreALimit() {
        Flow flow;
        flow.submit();
        QVERIFY(flow.admit().ok());
        QVERIFY(flow.end(Verdict::Passed).ok());
        for (int i = 0; i < 3; ++i) {
            QVERIFY(flow.work(QStringLiteral("c%1").arg(i)).ok());
            QVERIFY(flow.judge(Verdict::Failed).ok());
        }
        QCOMPARE(flow.task().phase, TaskPhase::Parked);
        QVERIFY(flow.task().reason.contains(QStringLiteral("limit")));
        QVERIFY(flow.give(RetryTask{1, QStringLiteral("ann"), QStringLiteral("implement"),
                                    QStringLiteral("look at line 3")})
                    .ok());
        QCOMPARE(flow.owed().kind, EffectKind::RunAgent);
        QCOMPARE(flow.task().feedback, QStringLiteral("look at line 3"));
    }

    void aTaskThatIsStoppedByBudgetWaitsForAPerson() {
        Flow flow;
        flow.submit();
        QVERIFY(flow.admit().ok());
        QVERIFY(flow.end(Verdict::Passed).ok());
        QVERIFY(flow.end(Verdict::OverBudget).ok()); // although an agent's step usually tries again by itself
        QCOMPARE(flow.task().phase, TaskPhase::Parked);
        QCOMPARE(flow.task().iterations, 0);
        QVERIFY(flow.give(RetryTask{1, QStringLiteral("ann"), {}, {}}).ok());
        QCOMPARE(flow.owed().kind, EffectKind::RunAgent);
        QCOMPARE(flow.task().extraBudgets, 1);
        // Sending on what stopped for another reason grants no budget.
        QVERIFY(flow.work(QStringLiteral("c1")).ok());
        for (int i = 0; flow.task().phase != TaskPhase::Parked; ++i) {
            QVERIFY(flow.judge(Verdict::Failed).ok());
            if (flow.task().phase != TaskPhase::Parked)
                QVERIFY(flow.work(QStringLiteral("d%1").arg(i)).ok());
        }
        QVERIFY(flow.give(RetryTask{1, QStringLiteral("ann"), {}, {}}).ok());
        QCOMPARE(flow.task().extraBudgets, 1);
    }

    void aTaskInCirclesWaitsForAPerson() {
        Flow flow;
        flow.submit();
        QVERIFY(flow.admit().ok() && flow.end(Verdict::Passed).ok());
        QVERIFY(flow.end(Verdict::Looped).ok()); // although an agent's step usually tries again by itself
        QCOMPARE(flow.task().phase, TaskPhase::Parked);
        QCOMPARE(flow.task().iterations, 0);
        QVERIFY(flow.give(RetryTask{1, QStringLiteral("ann"), {}, {}}).ok());
        QCOMPARE(flow.owed().kind, EffectKind::RunAgent);
        QCOMPARE(flow.task().extraBudgets, 0);
        Blueprint strict = test::smallBlueprint();
        strict.onExhausted = QStringLiteral("fail");
        Flow hard;
        hard.submit();
        QVERIFY(hard.admit(1, strict).ok() && hard.end(Verdict::Passed).ok());
        QVERIFY(hard.end(Verdict::Looped).ok());
        hard.undoAll();
        QCOMPARE(hard.task().outcome, Outcome::Exhausted);
    }

    void aRaisedBudgetSendsOnWhatItStopped() {
        Flow flow;
        flow.submit();
        QVERIFY(flow.admit().ok());
        QVERIFY(flow.end(Verdict::Passed).ok());
        // At work it only gets more.
        QVERIFY(flow.give(RaiseBudget{1, QStringLiteral("ann"), 100, 0, {}}).ok());
        QCOMPARE(flow.owed().key, QStringLiteral("t1/implement/1"));
        QVERIFY(flow.end(Verdict::OverBudget).ok());
        QCOMPARE(flow.task().phase, TaskPhase::Parked);
        QVERIFY(flow.give(RaiseBudget{1, QStringLiteral("ann"), 400, 1.5, QStringLiteral("large")}).ok());
        QCOMPARE(flow.owed().key, QStringLiteral("t1/implement/2"));
        QCOMPARE(flow.task().extraTokens, 500);
        QCOMPARE(flow.task().extraCost, 1.5);
        QCOMPARE(flow.task().extraBudgets, 0); // exactly so much, not the whole budget again
    }

    void aRaiseIsNoWayRoundAnythingElse() {
        Flow flow;
        flow.submit();
        QVERIFY(flow.admit().ok());
        QVERIFY(flow.end(Verdict::Passed).ok());
        for (const auto& [tokens, cost] : {std::pair<qint64, double>(0, 0),
                                           {-1, 0},
                                           {0, -1},
                                           {5, -1},
                                           {2'000'000'000'000, 0},
                                           {0, 1e9},
                                           {0, qQNaN()}})
            QVERIFY(flow.give(RaiseBudget{1, QStringLiteral("ann"), tokens, cost, {}}).error().kind ==
                    ErrorKind::Invalid);
        // Parked for another reason: it waits on.
        for (int i = 0; flow.task().phase != TaskPhase::Parked; ++i) {
            QVERIFY(flow.work(QStringLiteral("c%1").arg(i)).ok());
            QVERIFY(flow.judge(Verdict::Failed).ok());
        }
        QVERIFY(flow.give(RaiseBudget{1, QStringLiteral("ann"), 100, 0, {}}).ok());
        QCOMPARE(flow.task().phase, TaskPhase::Parked);
        QVERIFY(flow.give(CancelTask{1, QStringLiteral("ann"), {}}).ok());
        QVERIFY(flow.give(RaiseBudget{1, QStringLiteral("ann"), 100, 0, {}}).error().kind ==
                ErrorKind::Conflict);
    }

    void aBudgetCanEndTheTask() {
        Flow flow;
        flow.submit();
        Blueprint b = smallBlueprint();
        b.onExhausted = QStringLiteral("fail");
        QVERIFY(flow.admit(1, b).ok());
        QVERIFY(flow.end(Verdict::Passed).ok());
        QVERIFY(flow.end(Verdict::OverBudget).ok());
        flow.undoAll();
        QCOMPARE(flow.task().outcome, Outcome::OverBudget);
    }

    void exhaustionCanEndTheTask() {
        Flow flow;
        flow.submit();
        Blueprint b = smallBlueprint();
        b.iterations = 1;
        b.onExhausted = QStringLiteral("fail");
        QVERIFY(flow.admit(1, b).ok());
        QVERIFY(flow.end(Verdict::Passed).ok());
        for (int i = 0; i < 2; ++i) {
            QVERIFY(flow.work(QStringLiteral("c%1").arg(i)).ok());
            QVERIFY(flow.judge(Verdict::Failed).ok());
        }
        flow.undoAll();
        QCOMPARE(flow.task().outcome, Outcome::Exhausted);
    }

    void aRejectionSendsFeedbackToTheAgent() {
        Flow flow = atApproval();
        QVERIFY(flow.vote(false, QStringLiteral("bob")).error().kind ==
                ErrorKind::Invalid); // without feedback
        QVERIFY(flow.vote(false, QStringLiteral("bob"), QStringLiteral("no globals")).ok());
        QCOMPARE(flow.owed().kind, EffectKind::RunAgent);
        QCOMPARE(flow.task().feedback, QStringLiteral("no globals"));
        QCOMPARE(flow.task().approvals.first().state, ApprovalState::Rejected);
    }

    void aChangedTreeNeedsAnApprovalOfItsOwn() {
        Flow flow = atApproval();
        const Approval first = *flow.task().openApproval();
        QVERIFY(flow.vote(false, QStringLiteral("bob"), QStringLiteral("again")).ok());
        QVERIFY(flow.work(QStringLiteral("c2")).ok());
        QVERIFY(flow.judge(Verdict::Passed).ok());
        QVERIFY(flow.judge(Verdict::Passed).ok());
        const Approval* second = flow.task().openApproval();
        QVERIFY(second && second->id != first.id && second->tree != first.tree);
        // A vote for what stood before is worth nothing, on the old approval and on the new one.
        QVERIFY(flow.give(CastVote{first.id, QStringLiteral("eve"), true, {}, first.tree, first.evidence})
                    .error()
                    .kind == ErrorKind::Conflict);
        QVERIFY(flow.give(CastVote{second->id, QStringLiteral("eve"), true, {}, first.tree, first.evidence})
                    .error()
                    .kind == ErrorKind::Conflict);
        QVERIFY(flow.last.isEmpty());
    }

    void approvalsNeedDistinctPeople() {
        Flow flow;
        flow.submit();
        Blueprint b = smallBlueprint();
        b.steps[5].approvals = 2;
        QVERIFY(flow.admit(1, b).ok());
        toApproval(flow);
        QVERIFY(flow.vote(true, QStringLiteral("bob")).ok());
        QCOMPARE(flow.task().phase, TaskPhase::Approval);
        QVERIFY(flow.vote(true, QStringLiteral("bob")).error().kind == ErrorKind::Conflict);
        QVERIFY(flow.vote(true, QStringLiteral("cleo")).ok());
        QCOMPARE(flow.owed().kind, EffectKind::Publish);
    }

    void anApprovalExpires() {
        Flow flow;
        flow.submit();
        Blueprint b = smallBlueprint();
        b.steps[5].expires = std::chrono::hours(1);
        QVERIFY(flow.admit(1, b).ok());
        toApproval(flow);
        QVERIFY(flow.give(Tick{}).ok());
        QVERIFY(flow.last.isEmpty());
        QCOMPARE(nextDeadline(flow.state), std::optional(flow.now + std::chrono::hours(1)));
        flow.pass(std::chrono::hours(1));
        QVERIFY(flow.give(Tick{}).ok());
        QCOMPARE(flow.task().phase, TaskPhase::Parked);
        QCOMPARE(flow.task().approvals.first().state, ApprovalState::Expired);
        QVERIFY(flow.give(RetryTask{1, QStringLiteral("ann"), {}, {}}).ok());
        QVERIFY(flow.task().openApproval());
    }

    void publicationWithoutAnApprovalIsNeverOwed() {
        Flow flow;
        flow.submit();
        Blueprint b = smallBlueprint();
        b.steps.removeAt(5); // a blueprint that the parser would refuse
        QVERIFY(flow.admit(1, b).ok());
        QVERIFY(flow.end(Verdict::Passed).ok());
        QVERIFY(flow.work(QStringLiteral("c1")).ok());
        QVERIFY(flow.judge(Verdict::Passed).ok());
        QVERIFY(flow.judge(Verdict::Passed).ok());
        QCOMPARE(flow.task().phase, TaskPhase::Parked);
        QVERIFY(flow.task().effects.isEmpty());
    }

    void aRetryCannotSkipSteps() {
        Flow flow;
        flow.submit();
        QVERIFY(flow.admit().ok());
        QVERIFY(flow.end(Verdict::Failed).ok()); // the workspace's sanity check
        QCOMPARE(flow.task().phase, TaskPhase::Parked);
        QVERIFY(flow.give(RetryTask{1, QStringLiteral("ann"), QStringLiteral("publish"), {}}).error().kind ==
                ErrorKind::Denied);
        QVERIFY(flow.give(RetryTask{1, QStringLiteral("ann"), {}, {}}).ok());
        QCOMPARE(flow.owed().kind, EffectKind::PrepareWorkspace);
    }

    void technicalTroubleIsTriedAgainThenParked() {
        Flow flow;
        flow.submit();
        QVERIFY(flow.admit().ok());
        const Error lost{ErrorKind::Unavailable, QStringLiteral("the machine is lost"), {}};
        const QString key = flow.owed().key;
        QVERIFY(flow.give(ReportTrouble{1, key, lost}).ok());
        QCOMPARE(flow.owed().key, key);
        QCOMPARE(flow.owed().due, flow.now + backoff(1));
        QVERIFY(flow.give(ReportTrouble{1, key, lost}).ok());
        QCOMPARE(flow.owed().due, flow.now + backoff(2));
        QVERIFY(flow.give(ReportTrouble{1, key, lost}).ok());
        QCOMPARE(flow.task().phase, TaskPhase::Parked);
        QVERIFY(flow.task().reason.contains(QStringLiteral("the machine is lost")));
    }

    void aReportThatComesTwiceChangesNothing() {
        Flow flow;
        flow.submit();
        QVERIFY(flow.admit().ok());
        const QString key = flow.owed().key;
        QVERIFY(flow.end(Verdict::Passed).ok());
        AttemptResult again;
        again.verdict = Verdict::Passed;
        QVERIFY(flow.give(ReportAttempt{1, key, again}).error().kind == ErrorKind::Conflict);
        QVERIFY(flow.last.isEmpty());
    }

    void cancelUndoesInReverseAndTearsDown() {
        Flow flow = atApproval();
        QVERIFY(flow.vote(true, QStringLiteral("bob")).ok()); // publishing, perhaps half done
        QVERIFY(flow.give(CancelTask{1, QStringLiteral("ann"), QStringLiteral("not needed")}).ok());
        QList<EffectKind> order;
        while (!flow.task().effects.isEmpty()) {
            order.append(flow.owed().kind);
            QVERIFY(flow.give(ReportUndone{1, flow.owed().key, {}}).ok());
        }
        QCOMPARE(order, (QList{EffectKind::Withdraw, EffectKind::DropWork, EffectKind::TearDown}));
        QCOMPARE(flow.task().outcome, Outcome::Cancelled);
        QVERIFY(flow.give(CancelTask{1, QStringLiteral("ann"), {}}).error().kind == ErrorKind::Conflict);
    }

    void cancelVoidsAnOpenApproval() {
        Flow flow = atApproval();
        const Approval open = *flow.task().openApproval();
        QVERIFY(flow.give(CancelTask{1, QStringLiteral("ann"), {}}).ok());
        QCOMPARE(flow.task().approvals.first().state, ApprovalState::Voided);
        QVERIFY(flow.give(CastVote{open.id, QStringLiteral("bob"), true, {}, open.tree, open.evidence})
                    .error()
                    .kind == ErrorKind::Conflict);
    }

    void aCompensationThatKeepsFailingIsGivenUpAndSaid() {
        Flow flow = atApproval();
        QVERIFY(flow.vote(true, QStringLiteral("bob")).ok());
        QVERIFY(flow.give(CancelTask{1, QStringLiteral("ann"), {}}).ok());
        bool saidSo = false;
        for (int i = 0; i < 20 && flow.owed().kind == EffectKind::Withdraw; ++i) {
            QVERIFY(flow.give(ReportTrouble{1,
                                            flow.owed().key,
                                            {ErrorKind::Unavailable, QStringLiteral("remote gone"), {}}})
                        .ok());
            for (const Event& event : flow.last)
                if (const auto* finished = std::get_if<CompensationFinished>(&event))
                    saidSo = !finished->done && finished->message.contains(QStringLiteral("remote gone"));
        }
        QVERIFY(saidSo);
        flow.undoAll();
        QCOMPARE(flow.task().outcome, Outcome::Cancelled);
    }

    void aTeardownIsNeverGivenUp() {
        Flow flow = atApproval();
        QVERIFY(flow.vote(true, QStringLiteral("bob")).ok());
        QVERIFY(flow.end(Verdict::Passed).ok());
        for (int i = 0; i < 100; ++i)
            QVERIFY(flow.give(ReportTrouble{
                                  1, flow.owed().key, {ErrorKind::Unavailable, QStringLiteral("busy"), {}}})
                        .ok());
        QCOMPARE(flow.owed().kind, EffectKind::TearDown);
        QVERIFY(flow.owed().due - flow.now <= std::chrono::minutes(1));
    }

    void aLeaseIsToldOnceAndEveryOneEnds() {
        Flow flow;
        flow.submit();
        QVERIFY(flow.admit().ok());
        const ReportLease lease{1, flow.owed().key, QStringLiteral("sb-1"), {}};
        QVERIFY(flow.give(lease).ok());
        QCOMPARE(flow.task().leases, QStringList{QStringLiteral("sb-1")});
        QVERIFY(flow.give(lease).ok()); // by a core that was started again
        QVERIFY(flow.last.isEmpty());
        QVERIFY(flow.give(ReportRelease{1, QStringLiteral("sb-1")}).ok());
        QVERIFY(flow.task().leases.isEmpty());
        QVERIFY(flow.give(ReportRelease{1, QStringLiteral("sb-1")}).ok());
        QVERIFY(flow.last.isEmpty());
        // The release of this one is swallowed by a crash: the end of the task tells it.
        QVERIFY(flow.give(ReportLease{1, flow.owed().key, QStringLiteral("sb-2"), {}}).ok());
        QVERIFY(flow.give(CancelTask{1, QStringLiteral("ann"), {}}).ok());
        flow.undoAll();
        QCOMPARE(flow.task().phase, TaskPhase::Finished);
        QVERIFY(flow.task().leases.isEmpty());
        QCOMPARE(typeOf(flow.last.first()), QStringLiteral("machine_released"));
    }

    void aRefusedTaskSpendsNothing() {
        Flow flow;
        flow.submit();
        QVERIFY(flow.give(ReportRefused{1,
                                        flow.owed().key,
                                        {ErrorKind::NotFound, QStringLiteral("no branch main"), {}}})
                    .ok());
        QCOMPARE(flow.task().phase, TaskPhase::Finished);
        QCOMPARE(flow.task().outcome, Outcome::Refused);
        QVERIFY(flow.task().reason.contains(QStringLiteral("no branch main")));
    }

    void theSameKeyGivesTheSameTask() {
        Flow flow;
        flow.submit(QStringLiteral("k"));
        flow.submit(QStringLiteral("k"));
        QCOMPARE(flow.state.tasks.size(), std::size_t(1));
    }

    void wallTimeIsSpentByWorkAndNotByWaiting() {
        Flow flow;
        flow.submit();
        Blueprint b = smallBlueprint();
        b.wallTime = std::chrono::hours(1);
        QVERIFY(flow.admit(1, b).ok());
        flow.pass(std::chrono::minutes(20));
        toApproval(flow);
        flow.pass(std::chrono::hours(24 * 7)); // people take a week
        QVERIFY(flow.give(Tick{}).ok());
        QCOMPARE(flow.task().phase, TaskPhase::Approval);
        QVERIFY(flow.vote(false, QStringLiteral("bob"), QStringLiteral("again")).ok());
        flow.pass(std::chrono::minutes(39));
        QVERIFY(flow.give(Tick{}).ok());
        QCOMPARE(flow.task().phase, TaskPhase::Working);
        flow.pass(std::chrono::minutes(1));
        QVERIFY(flow.give(Tick{}).ok());
        QCOMPARE(flow.task().ending, Outcome::Exhausted);
    }

    void aQuestionDecidesNothing() {
        Flow flow = atApproval();
        const qint64 id = flow.task().openApproval()->id;
        QVERIFY(flow.give(AskQuestion{id, QStringLiteral("bob"), QStringLiteral("why?")}).ok());
        QCOMPARE(flow.owed().kind, EffectKind::AskAgent);
        QCOMPARE(flow.task().phase, TaskPhase::Approval);
        QVERIFY(flow.give(ReportAnswer{1, flow.owed().key, QStringLiteral("because")}).ok());
        QCOMPARE(flow.task().openApproval()->questions.first().answer,
                 std::optional(QStringLiteral("because")));
        QVERIFY(flow.vote(true, QStringLiteral("bob")).ok());
    }

    void aRepositoryInUseStays() {
        Flow flow;
        flow.submit();
        QVERIFY(flow.give(RemoveRepository{QStringLiteral("x"), QStringLiteral("ann")}).error().kind ==
                ErrorKind::Conflict);
    }

    void badCommandsAreRefused_data() {
        QTest::addColumn<QString>("repository");
        QTest::addColumn<QString>("title");
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("unknown repository") << "y"
                                            << "t" << ErrorKind::NotFound;
        QTest::newRow("no title") << "x"
                                  << " " << ErrorKind::Invalid;
        QTest::newRow("endless title") << "x" << QString(300, QLatin1Char('a')) << ErrorKind::Invalid;
    }
    void badCommandsAreRefused() {
        QFETCH(QString, repository);
        QFETCH(QString, title);
        QFETCH(ErrorKind, kind);
        Flow flow;
        TaskSpec spec;
        spec.repository = repository;
        spec.title = title;
        QVERIFY(flow.give(SubmitTask{spec, QStringLiteral("ann")}).error().kind == kind);
        QVERIFY(flow.last.isEmpty());
    }

    void everyEventSurvivesTheJournalsForm() {
        Flow flow = atApproval();
        QVERIFY(flow.give(AskQuestion{1, QStringLiteral("bob"), QStringLiteral("why?")}).ok());
        QVERIFY(flow.vote(true, QStringLiteral("bob")).ok());
        QVERIFY(flow.give(CancelTask{1, QStringLiteral("ann"), {}}).ok());
        flow.undoAll();
        State replayed;
        for (const Record& record : flow.history) {
            const auto event = eventFrom(typeOf(record.event), bodyOf(record.event));
            QVERIFY2(event.ok(), qPrintable(typeOf(record.event)));
            apply(replayed, {record.seq, record.at, *event});
        }
        QVERIFY(replayed.tasks == flow.state.tasks);
    }
};

QTEST_GUILESS_MAIN(TaskFlowTest)
#include "tst_task_flow.moc"
