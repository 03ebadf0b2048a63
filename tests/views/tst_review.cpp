// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: what is said about lines goes with the decision and is never lost before; what a decision binds
// is compared with what is shown; work that changed while one looked at it must be looked at again.
#include "tests/views/views_test.h"
#include "views/panes/approval/approval_facts.h"
#include "views/panes/approval/approval_pane.h"
#include "views/panes/approval/decision_bar.h"
#include "views/panes/pane_bits.h"
#include "views/parts/diff_view.h"
#include "views/parts/notice_bar.h"

#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>

using namespace signalbox;

namespace {

constexpr qint64 taskId = 41;

Approval approvalIn(Desk& desk) {
    const Task* task = scriptOf(desk).core().task(taskId);
    return task->approvals.last();
}

/// The work is pushed anew behind the reviewer's back: the approval is void, and another one is asked for.
void changeTheWork(Desk& desk) {
    ScenarioCore& core = scriptOf(desk).core();
    const Approval old = approvalIn(desk);
    core.task(taskId)->tree = QStringLiteral("feedfacefeedfacefeedfacefeedfacefeedface");
    core.post(ApprovalClosed{taskId, old.id, ApprovalState::Voided, QStringLiteral("the tree changed")});
    Approval fresh = old;
    fresh.id = core.nextApproval();
    fresh.tree = QStringLiteral("feedfacefeedfacefeedfacefeedfacefeedface");
    fresh.state = ApprovalState::Open;
    fresh.votes.clear();
    core.post(ApprovalRequested{taskId, fresh});
}

QWidget* writer(ApprovalPane& pane) {
    return pane.bar().findChild<QPlainTextEdit*>();
}

} // namespace

class Review : public QObject {
    Q_OBJECT
private slots:
    void init() { m_desk = deskOn(QStringLiteral("approval")); }
    void cleanup() {
        m_window.reset();
        m_desk.reset();
    }
    void commentsGoWithTheRejection();
    void commentsWaitAtTheirTask();
    void bindingIsChecked();
    void costHoldsWhatTheModelUsed();
    void wordsSayWhatComesOfIt();
    void shellWordsAreSafe();
    void changedTreeBlocksUntilLookedAtAgain();
    void changeWhileWritingBlocksToo();

private:
    /// A window of the pane on the approval scenario, ready to be decided.
    ApprovalPane* approvalPane();
    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<QWidget> m_window;
};

ApprovalPane* Review::approvalPane() {
    m_window = std::make_unique<QWidget>();
    m_window->resize(700, 900);
    auto* pane = new ApprovalPane(*m_desk, m_window.get());
    pane->resize(700, 900);
    m_window->show();
    m_window->activateWindow();
    m_desk->open();
    [&] {
        QTRY_VERIFY(pane->bar().approveAction()->isEnabled());
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }();
    return pane;
}

void Review::commentsGoWithTheRejection() {
    ApprovalPane* pane = approvalPane();
    QSignalSpy voted(&m_desk->decisions(), &Decisions::voted);
    pane->diff().setFocus();
    QTest::keyClick(&pane->diff(), Qt::Key_Down);
    QTest::keyClick(&pane->diff(), Qt::Key_C);
    auto* field = pane->diff().findChild<QPlainTextEdit*>();
    QVERIFY(field->hasFocus());
    QTest::keyClicks(field, QStringLiteral("a quick answer")); // its letters decide nothing
    QTest::keyClick(field, Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(approvalIn(*m_desk).votes.size(), 0);
    const LineComment comment = pane->diff().comments().all().first();
    QTest::keyClick(m_window.get(), Qt::Key_R);
    auto* writer = pane->bar().findChild<QPlainTextEdit*>();
    QTest::keyClick(writer, Qt::Key_Return, Qt::ControlModifier); // the comments say it all
    QTRY_COMPARE(voted.count(), 1);
    const QString said = approvalIn(*m_desk).votes.last().comment;
    QVERIFY2(said.contains(comment.path) && said.contains(QStringLiteral("a quick answer")),
             qPrintable(said));
    QVERIFY(pane->diff().comments().isEmpty()); // they have arrived
}

void Review::commentsWaitAtTheirTask() {
    m_desk = deskOn(QStringLiteral("busy-day"));
    ApprovalPane pane(*m_desk);
    pane.resize(700, 900);
    m_desk->chooseWhenLoaded(25);
    pane.show();
    m_desk->open();
    QTRY_VERIFY(m_desk->settled() && !pane.diff().document().files().isEmpty());
    DiffComments comments;
    comments.put({QStringLiteral("x"), false, 1, QStringLiteral("y"), QStringLiteral("z")});
    pane.diff().setComments(comments);
    m_desk->chooseTask(24);
    QVERIFY(pane.diff().comments().isEmpty());
    m_desk->chooseTask(25);
    QCOMPARE(pane.diff().comments().all().size(), 1);
}

void Review::bindingIsChecked() {
    ApprovalPane* pane = approvalPane();
    const Task task = *m_desk->task();
    QVERIFY2(bindingProblem(task, *task.openApproval()).isEmpty(),
             qPrintable(bindingProblem(task, *task.openApproval())));
    Approval other = *task.openApproval();
    other.tree = QStringLiteral("another tree");
    QVERIFY(bindingProblem(task, other).contains(QStringLiteral("tree")));
    other = *task.openApproval();
    other.evidence = QStringLiteral("other evidence");
    QVERIFY(bindingProblem(task, other).contains(QStringLiteral("evidence")));
    other = *task.openApproval();
    other.blueprint = QStringLiteral("another blueprint");
    QVERIFY(bindingProblem(task, other).contains(QStringLiteral("blueprint")));
    // Such an approval can be refused, but not given.
    ScenarioCore& core = scriptOf(*m_desk).core();
    core.task(taskId)->approvals.last().evidence = QStringLiteral("other evidence");
    core.post(QuestionAsked{taskId, other.id, 1, QStringLiteral("jonas"), QStringLiteral("?")});
    emit pane->notice().acted();
    QTRY_VERIFY(!pane->bar().approveAction()->isEnabled() && m_desk->settled());
    emit pane->notice().acted();
    QVERIFY(!pane->bar().approveAction()->isEnabled());
    QTRY_VERIFY(pane->bar().rejectAction()->isEnabled());
}

void Review::costHoldsWhatTheModelUsed() {
    approvalPane();
    const Task& task = *m_desk->task();
    ApprovalFacts facts;
    const auto cost = [&](const std::optional<ModelUse>& use) {
        facts.setApproval(task, *task.openApproval(), QStringLiteral("alex"), m_desk->now(), use);
        return facts.findChild<FactGrid*>()->value(QStringLiteral("cost so far"));
    };
    QVERIFY(!cost({}).contains(QStringLiteral("tokens"))); // a core without a gateway says nothing of models
    ModelUse use;
    use.input = 100;
    use.cacheRead = 20;
    use.cacheWrite = 3;
    use.output = 400;
    use.calls = 7;
    use.cost = 1.25;
    QVERIFY2(cost(use).contains(QStringLiteral("523 tokens in 7 calls")), qPrintable(cost(use)));
    QVERIFY(cost(use).contains(QStringLiteral("1.25")));
    use.tokenLimit = 900;
    QVERIFY(cost(use).contains(QStringLiteral("limit 900")));
}

void Review::wordsSayWhatComesOfIt() {
    approvalPane();
    Task task = *m_desk->task();
    const Approval approval = *task.openApproval();
    QVERIFY(onYes(task, approval).contains(task.repositoryUrl));
    QVERIFY(onNo(task, approval).contains(QStringLiteral("Implement")));
    Approval two = approval;
    two.needed = 3;
    QVERIFY(onYes(task, two).contains(QStringLiteral("others")));
    task.iterations = task.blueprint.iterations;
    QVERIFY(onNo(task, approval) != onNo(*m_desk->task(), approval));
    for (Step& step : task.blueprint.steps)
        if (step.kind == StepKind::Approval)
            step.onFail = QStringLiteral("fail");
    QVERIFY(onNo(task, approval).contains(QStringLiteral("rejected")));
}

void Review::shellWordsAreSafe() {
    QCOMPARE(shellWord(QStringLiteral("plain-word_1.2")), QStringLiteral("plain-word_1.2"));
    QCOMPARE(shellWord(QStringLiteral("two words")), QStringLiteral("'two words'"));
    QCOMPARE(shellWord(QStringLiteral("it's; rm -rf /")), QStringLiteral("'it'\\''s; rm -rf /'"));
    QCOMPARE(shellWord(QString()), QStringLiteral("''"));
}

void Review::changedTreeBlocksUntilLookedAtAgain() {
    ApprovalPane* pane = approvalPane();
    changeTheWork(*m_desk);
    QTRY_VERIFY(pane->notice().isVisible());
    QVERIFY(!pane->bar().approveAction()->isEnabled());
    QVERIFY(!pane->bar().rejectAction()->isEnabled());
    QTest::keyClick(m_window.get(), Qt::Key_A);
    QCOMPARE(approvalIn(*m_desk).votes.size(), 0);
    emit pane->notice().acted(); // "Look at it again"
    QTRY_VERIFY(pane->bar().approveAction()->isEnabled());
    QVERIFY(!pane->notice().isVisible());
    QSignalSpy voted(&m_desk->decisions(), &Decisions::voted);
    QTest::keyClick(m_window.get(), Qt::Key_A);
    QTRY_COMPARE(voted.count(), 1);
    QCOMPARE(approvalIn(*m_desk).tree, QStringLiteral("feedfacefeedfacefeedfacefeedfacefeedface"));
    QCOMPARE(approvalIn(*m_desk).state, ApprovalState::Approved);
}

void Review::changeWhileWritingBlocksToo() {
    ApprovalPane* pane = approvalPane();
    QTest::keyClick(m_window.get(), Qt::Key_R);
    QTest::keyClicks(writer(*pane), QStringLiteral("this is about the old tree"));
    changeTheWork(*m_desk);
    QTRY_VERIFY(pane->notice().isVisible());
    QTest::keyClick(writer(*pane), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(approvalIn(*m_desk).votes.size(), 0);
    QVERIFY(pane->bar().writing()); // what was written is not lost
}

QTEST_MAIN(Review)
#include "tst_review.moc"
