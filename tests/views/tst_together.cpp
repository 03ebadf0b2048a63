// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: several approvals that ask the same are decided with one key, each bound to what was shown of it;
// what changed a moment ago is not among them; what failed is told for each; nothing is sent that was taken
// back.
#include "core/client/scenario_story.h"
#include "tests/views/views_test.h"
#include "views/panes/approval/approval_pane.h"
#include "views/panes/approval/decision_bar.h"
#include "views/panes/approval/together_view.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace signalbox;

class TogetherTest : public QObject {
    Q_OBJECT
private slots:
    void init();
    void sameIsOneRepositoryBlueprintAndStep();
    void eachIsReadBeforeItCanBeMarked();
    void allMarkedAreDecidedEachOnItsOwnTree();
    void theOtherOnesSucceedWhenOneFails();
    void whatChangedAMomentAgoIsNotDecided();
    void evidenceThatIsNotTheAskedForCannotBeMarked();
    void anotherPersonsDecisionIsTold();
    void whatIsTakenBackIsNotSent();
    void aRejectionGoesToEach();
    void theKeyboardDoesIt();
    void nothingInThePast();

private:
    [[nodiscard]] Together& same() const { return m_desk->together(); }
    [[nodiscard]] ScenarioCore& core() const { return scriptOf(*m_desk).core(); }
    [[nodiscard]] qint64 approvalOf(TaskId task) const { return core().task(task)->approvals.last().id; }
    [[nodiscard]] int rowOf(TaskId task) const {
        for (int row = 0; row < same().rowCount(); ++row)
            if (same().index(row, 0).data(Together::TaskRole).toLongLong() == task)
                return row;
        return -1;
    }
    [[nodiscard]] QList<Vote> votesOf(TaskId task) const { return core().task(task)->approvals.last().votes; }
    void open() {
        same().open(approvalOf(61));
        QTRY_COMPARE(same().marked(), 4);
    }
    std::unique_ptr<Desk> m_desk;
};

void TogetherTest::init() {
    m_desk = deskOn(QStringLiteral("same-rule"));
    m_desk->open();
    QTRY_VERIFY(m_desk->settled() && m_desk->approvals().rowCount() == 5);
}

void TogetherTest::sameIsOneRepositoryBlueprintAndStep() {
    QCOMPARE(same().sameRule(approvalOf(61)).size(), 4);
    QCOMPARE(same().sameRule(approvalOf(61)).first().task.id, 61);
    QCOMPARE(same().sameRule(approvalOf(65)).size(), 1); // another repository
    QVERIFY(same().sameRule(12345).isEmpty());
    auto entries = m_desk->mirror().approvals();
    for (ApprovalEntry& entry : entries) {
        if (entry.task.id == 62)
            entry.approval.blueprint = sha256("another version");
        if (entry.task.id == 63)
            entry.approval.step = QStringLiteral("release");
        if (entry.task.id == 64)
            entry.approval.needed = 2;
    }
    m_desk->mirror().setApprovals(entries);
    QCOMPARE(same().sameRule(approvalOf(61)).size(), 1);
}

void TogetherTest::eachIsReadBeforeItCanBeMarked() {
    const QAbstractItemModelTester tester(&same(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    same().open(approvalOf(62));
    QCOMPARE(same().rowCount(), 4);
    QCOMPARE(same().marked(), 0);
    same().setMarked(0, true); // nobody has seen yet what it is about
    QCOMPARE(same().marked(), 0);
    QTRY_COMPARE(same().marked(), 4);
    QVERIFY(same().common().first().contains(QStringLiteral("words")));
    QVERIFY(same().common().join(u' ').contains(QStringLiteral("tests")));
    QVERIFY(same().differing().first().contains(QStringLiteral("4")));
    QVERIFY(same().setData(same().index(2, 0), Qt::Unchecked, Qt::CheckStateRole));
    QCOMPARE(same().marked(), 3);
    QCOMPARE(same().ballots(true, {}).size(), 3);
    same().close();
    QCOMPARE(same().rowCount(), 0);
    QVERIFY(same().ballots(true, {}).isEmpty());
}

void TogetherTest::allMarkedAreDecidedEachOnItsOwnTree() {
    open();
    same().setMarked(rowOf(63), false);
    QSet<QString> trees;
    for (const CoreClient::Ballot& ballot : same().ballots(true, {}))
        trees.insert(ballot.tree);
    QCOMPARE(trees.size(), 3);
    QSignalSpy voted(&m_desk->decisions(), &Decisions::voted);
    same().vote(true, {});
    QCOMPARE(same().marked(), 0);
    QTRY_COMPARE(voted.count(), 3);
    for (const TaskId task : {61, 62, 64}) {
        QCOMPARE(votesOf(task).size(), 1);
        QVERIFY(votesOf(task).first().approve);
        QVERIFY(same().stateOf(rowOf(task)) == Together::Row::Recorded);
    }
    QVERIFY(votesOf(63).isEmpty());
    QVERIFY(votesOf(65).isEmpty());
    same().vote(true, {}); // nothing is marked any more
    QTest::qWait(50);      // style:allow what must not happen has no signal
    QCOMPARE(voted.count(), 3);
}

void TogetherTest::theOtherOnesSucceedWhenOneFails() {
    open();
    Story(core(), 62)
        .vote(approvalOf(62), QStringLiteral("jonas"), true, {}); // the console has not heard of it
    same().vote(true, {});
    QTRY_VERIFY(same().stateOf(rowOf(62)) == Together::Row::Refused);
    QTRY_VERIFY(same().stateOf(rowOf(64)) == Together::Row::Recorded);
    QVERIFY(same().stateOf(rowOf(61)) == Together::Row::Recorded);
    QVERIFY(same().stateOf(rowOf(63)) == Together::Row::Recorded);
    QVERIFY(
        same().index(rowOf(62), Together::State).data().toString().contains(QStringLiteral("not recorded")));
    QCOMPARE(votesOf(62).size(), 1);
}

void TogetherTest::whatChangedAMomentAgoIsNotDecided() {
    open();
    auto entries = m_desk->mirror().approvals();
    for (ApprovalEntry& entry : entries)
        if (entry.task.id == 62)
            entry.approval.tree = QStringLiteral("another tree");
    m_desk->mirror().setApprovals(entries);
    QVERIFY(same().stateOf(rowOf(62)) == Together::Row::Changed);
    QCOMPARE(same().marked(), 3);
    same().vote(true, {});
    QTRY_VERIFY(same().stateOf(rowOf(61)) == Together::Row::Recorded);
    QVERIFY(votesOf(62).isEmpty());
    // What is asked anew comes without a mark, too.
    core().post(
        ApprovalClosed{63, approvalOf(63), ApprovalState::Voided, QStringLiteral("the tree changed")});
    Approval again = core().task(62)->approvals.last();
    again.id = core().nextApproval();
    core().post(
        ApprovalClosed{62, approvalOf(62), ApprovalState::Voided, QStringLiteral("the tree changed")});
    core().post(ApprovalRequested{62, again});
    QTRY_VERIFY(same().rowCount() == 5);
    QCOMPARE(same().marked(), 0);
    QTRY_VERIFY(same().flags(same().index(4, 0)).testFlag(Qt::ItemIsUserCheckable));
    QCOMPARE(same().marked(), 0);
    same().setMarked(4, true); // seen
    QCOMPARE(same().ballots(true, {}).first().approval, again.id);
}

void TogetherTest::evidenceThatIsNotTheAskedForCannotBeMarked() {
    auto entries = m_desk->mirror().approvals();
    for (ApprovalEntry& entry : entries)
        if (entry.task.id == 64)
            entry.approval.evidence = sha256("what was never judged");
    m_desk->mirror().setApprovals(entries);
    same().open(approvalOf(61));
    QTRY_COMPARE(same().marked(), 3);
    const int row = rowOf(64);
    QVERIFY(!same().flags(same().index(row, 0)).testFlag(Qt::ItemIsUserCheckable));
    same().setMarked(row, true);
    QCOMPARE(same().marked(), 3);
    QVERIFY(same().index(row, Together::State).data().toString().contains(QStringLiteral("evidence")));
}

void TogetherTest::anotherPersonsDecisionIsTold() {
    open();
    Story(core(), 63).vote(approvalOf(63), QStringLiteral("jonas"), true, {});
    QTRY_VERIFY(same().stateOf(rowOf(63)) == Together::Row::Gone);
    QCOMPARE(same().marked(), 3);
}

void TogetherTest::whatIsTakenBackIsNotSent() {
    open();
    m_desk->decisions().setDelay(std::chrono::minutes(5));
    same().vote(true, {});
    QCOMPARE(m_desk->decisions().held().size(), 4);
    QVERIFY(m_desk->decisions().busy(approvalOf(64)));
    QVERIFY(m_desk->decisions().takeBack());
    QCOMPARE(same().marked(), 4);
    for (const TaskId task : {61, 62, 63, 64})
        QVERIFY(votesOf(task).isEmpty());
    same().vote(true, {});
    m_desk->decisions().flush(); // as when the window closes
    QTRY_VERIFY(m_desk->decisions().idle());
    for (const TaskId task : {61, 62, 63, 64})
        QCOMPARE(votesOf(task).size(), 1);
}

void TogetherTest::aRejectionGoesToEach() {
    open();
    const QString feedback = QStringLiteral("Keep the include of <array>.");
    QList<qint64> asked;
    for (const TaskId task : {61, 62, 63, 64})
        asked.append(approvalOf(task));
    same().vote(false, feedback);
    QTRY_VERIFY(m_desk->decisions().idle());
    for (const qint64 id : asked) {
        const Approval* approval = core().approval(id);
        QCOMPARE(approval->state, ApprovalState::Rejected);
        QCOMPARE(approval->votes.first().comment, feedback);
    }
}

void TogetherTest::theKeyboardDoesIt() {
    ApprovalPane pane(*m_desk);
    pane.resize(900, 900);
    pane.show();
    m_desk->chooseTask(61);
    QTRY_VERIFY(pane.bar().approveAction()->isEnabled());
    QVERIFY(QTest::qWaitForWindowActive(&pane));
    QVERIFY(pane.togetherAction().isEnabled());
    QTest::keyClick(&pane, Qt::Key_T);
    auto* view = pane.findChild<TogetherView*>();
    QVERIFY(view->isVisible());
    QTRY_COMPARE(same().marked(), 4);
    QVERIFY(view->table().hasFocus()); // Space marks; it must not press a button
    QTest::keyClick(&view->table(), Qt::Key_Down);
    QTest::keyClick(&view->table(), Qt::Key_Space);
    QCOMPARE(same().marked(), 3);
    QVERIFY(!pane.grab().isNull());
    QTest::keyClick(&pane, Qt::Key_A);
    QTRY_VERIFY(m_desk->decisions().idle() && same().marked() == 0);
    int voted = 0;
    for (const TaskId task : {61, 62, 63, 64})
        voted += int(votesOf(task).size());
    QCOMPARE(voted, 3);
    QTest::keyClick(&pane, Qt::Key_T);
    QVERIFY(!view->isVisible());
}

void TogetherTest::nothingInThePast() {
    ApprovalPane pane(*m_desk);
    pane.show();
    m_desk->chooseTask(61);
    QTRY_VERIFY(pane.togetherAction().isEnabled());
    pane.togetherAction().trigger();
    QVERIFY(same().isOpen());
    QTRY_VERIFY(m_desk->history().size() > 3);
    m_desk->travel(2);
    QVERIFY(!same().isOpen());
    QVERIFY(!pane.togetherAction().isEnabled());
}

QTEST_MAIN(TogetherTest)
#include "tst_together.moc"
