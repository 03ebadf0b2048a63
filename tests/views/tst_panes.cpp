// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: a decision is given for exactly what was on the screen; nothing is decided on a change that
// nobody saw, or on an old one; all of it by keyboard alone; every control can be named by a screen reader.
#include "tests/views/views_test.h"
#include "views/panes/all_panes.h"
#include "views/panes/approval/approval_facts.h"
#include "views/panes/approval/approval_pane.h"
#include "views/panes/approval/decision_bar.h"
#include "views/panes/approval/tool_call_bar.h"
#include "views/panes/fleet/fleet_pane.h"
#include "views/panes/log/log_pane.h"
#include "views/panes/pane_bits.h"
#include "views/panes/repositories/repositories_pane.h"
#include "views/panes/submit/submit_pane.h"
#include "views/panes/task/task_pane.h"
#include "views/parts/diff_view.h"
#include "views/parts/log_view.h"
#include "views/parts/notice_bar.h"
#include "views/parts/step_graph.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QTreeView>

using namespace signalbox;

namespace {

constexpr qint64 taskId = 41;

Approval approvalIn(Desk& desk) {
    const Task* task = scriptOf(desk).core().task(taskId);
    return task->approvals.last();
}

QWidget* writer(ApprovalPane& pane) {
    return pane.bar().findChild<QPlainTextEdit*>();
}

} // namespace

class Panes : public QObject {
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void approveByKeyboardSendsTheTreeShown();
    void rejectNeedsFeedback();
    void escapeLeavesTheFeedback();
    void askDecidesNothing();
    void nothingIsApprovedUnseen();
    void lostConnectionBlocks();
    void voteIsNotSentTwice();
    void aToolCallIsShownExactly();
    void fleetWalksByKeyboard();
    void fleetKeepsEveryGroupOpen();
    void fleetFilters();
    void taskPaneShowsTheSteps();
    void parkedTaskCanBeSentOn();
    void logIsReadAndFollowsTheStep();
    void repositoriesAreAddedInline();
    void submitNeedsWhatItNeeds();
    void everyControlHasAName();

private:
    /// A window of the pane on the approval scenario, ready to be decided.
    ApprovalPane* approvalPane();
    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<QWidget> m_window;
};

void Panes::init() {
    m_desk = deskOn(QStringLiteral("approval"));
}

void Panes::cleanup() {
    m_window.reset();
    m_desk.reset();
}

ApprovalPane* Panes::approvalPane() {
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

void Panes::approveByKeyboardSendsTheTreeShown() {
    ApprovalPane* pane = approvalPane();
    const Approval shown = approvalIn(*m_desk);
    QVERIFY(pane->diff().document().files().size() > 1);
    QSignalSpy voted(&m_desk->decisions(), &Decisions::voted);
    QTest::keyClick(m_window.get(), Qt::Key_A);
    QTRY_COMPARE(voted.count(), 1);
    const Approval now = approvalIn(*m_desk);
    QCOMPARE(now.id, shown.id);
    QCOMPARE(now.state, ApprovalState::Approved);
    QCOMPARE(now.votes.size(), 1);
    QTRY_VERIFY(!pane->bar().approveAction()->isEnabled());
}

void Panes::rejectNeedsFeedback() {
    ApprovalPane* pane = approvalPane();
    QSignalSpy voted(&m_desk->decisions(), &Decisions::voted);
    QTest::keyClick(m_window.get(), Qt::Key_R);
    QVERIFY(pane->bar().writing());
    QTRY_VERIFY(writer(*pane)->hasFocus());
    QTest::keyClick(writer(*pane), Qt::Key_Return, Qt::ControlModifier); // nothing written: nothing sent
    QTest::keyClicks(writer(*pane), QStringLiteral("   "));
    QTest::keyClick(writer(*pane), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(approvalIn(*m_desk).votes.size(), 0);
    QVERIFY(pane->bar().writing());
    QTest::keyClicks(writer(*pane), QStringLiteral("cover the empty input as well")); // holds a, r and q
    QTest::keyClick(writer(*pane), Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(voted.count(), 1);
    QVERIFY(!pane->bar().writing());
    const Approval now = approvalIn(*m_desk);
    QCOMPARE(now.state, ApprovalState::Rejected);
    QCOMPARE(now.votes.last().comment, QStringLiteral("cover the empty input as well"));
}

void Panes::escapeLeavesTheFeedback() {
    ApprovalPane* pane = approvalPane();
    QTest::keyClick(m_window.get(), Qt::Key_R);
    QTest::keyClicks(writer(*pane), QStringLiteral("half a thought"));
    QTest::keyClick(writer(*pane), Qt::Key_Escape);
    QVERIFY(!pane->bar().writing());
    QCOMPARE(approvalIn(*m_desk).votes.size(), 0);
}

void Panes::askDecidesNothing() {
    ApprovalPane* pane = approvalPane();
    QSignalSpy asked(&m_desk->decisions(), &Decisions::asked);
    QTest::keyClick(m_window.get(), Qt::Key_Q);
    QTest::keyClicks(writer(*pane), QStringLiteral("why not use the library?"));
    QTest::keyClick(writer(*pane), Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(asked.count(), 1);
    const Approval now = approvalIn(*m_desk);
    QCOMPARE(now.state, ApprovalState::Open);
    QCOMPARE(now.questions.size(), 1);
    QCOMPARE(now.questions.first().text, QStringLiteral("why not use the library?"));
}

void Panes::nothingIsApprovedUnseen() {
    ApprovalPane pane(*m_desk);
    pane.show();
    // From the first sight of the approval on: as long as the change has not arrived, there is no yes.
    connect(m_desk.get(), &Desk::taskUpdated, &pane, [&] {
        if (m_desk->task() && m_desk->patchCommit().isEmpty())
            QVERIFY(!pane.bar().approveAction()->isEnabled());
    });
    m_desk->open();
    QTRY_VERIFY(pane.bar().approveAction()->isEnabled());
    QCOMPARE(m_desk->patchCommit(), m_desk->task()->openApproval()->commit);
}

void Panes::lostConnectionBlocks() {
    ApprovalPane* pane = approvalPane();
    scriptOf(*m_desk).lose();
    QTRY_VERIFY(!pane->bar().approveAction()->isEnabled());
    QVERIFY(!pane->bar().rejectAction()->isEnabled());
    QVERIFY(pane->diff().document().files().size() > 1); // the last known state stays
}

void Panes::voteIsNotSentTwice() {
    approvalPane();
    QSignalSpy voted(&m_desk->decisions(), &Decisions::voted);
    QSignalSpy failed(&m_desk->decisions(), &Decisions::failed);
    QTest::keyClick(m_window.get(), Qt::Key_A);
    QTest::keyClick(m_window.get(), Qt::Key_A);
    QTRY_COMPARE(voted.count(), 1);
    QCOMPARE(failed.count(), 0);
    QCOMPARE(approvalIn(*m_desk).votes.size(), 1);
}

void Panes::aToolCallIsShownExactly() {
    ApprovalPane* pane = approvalPane();
    ToolCallBar& bar = pane->toolCalls();
    QVERIFY(!bar.isVisible());
    ToolQuestion question;
    question.id = 900;
    question.call.tool = QStringLiteral("Bash");
    question.call.command = QStringLiteral("curl <b>example.org</b> && ls");
    question.action = question.call.action();
    scriptOf(*m_desk).core().post(ToolCallAsked{taskId, question});
    QTRY_VERIFY(bar.isVisible());
    QCOMPARE(bar.actionText(), question.call.command);
    QVERIFY(bar.allowAction()->isEnabled() && bar.denyAction()->isEnabled());
    scriptOf(*m_desk).core().post(ToolCallClosed{taskId, 900, ToolQuestionState::Withdrawn, {}, {}, false});
    QTRY_VERIFY(!bar.isVisible());
}

void Panes::fleetWalksByKeyboard() {
    m_desk = deskOn(QStringLiteral("busy-day"));
    m_window = std::make_unique<QWidget>();
    new FleetPane(*m_desk, m_window.get());
    m_window->resize(400, 700);
    m_window->show();
    m_desk->open();
    QTRY_VERIFY(m_desk->task());
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    const TaskId first = m_desk->taskId();
    m_window->findChild<QTreeView*>()->setFocus();
    QTest::keyClick(m_window.get(), Qt::Key_J);
    const TaskId second = m_desk->taskId();
    QVERIFY(second != first);
    QTest::keyClick(m_window.get(), Qt::Key_K);
    QCOMPARE(m_desk->taskId(), first);
    const auto* view = m_window->findChild<QTreeView*>();
    QCOMPARE(view->currentIndex().data(FleetModel::TaskRole).toLongLong(), first);
}

void Panes::fleetKeepsEveryGroupOpen() {
    m_window = std::make_unique<QWidget>();
    auto* pane = new FleetPane(*m_desk, m_window.get());
    pane->resize(400, 700);
    m_window->resize(400, 700);
    m_window->show();
    m_desk->open();
    QTRY_VERIFY(m_desk->settled());
    const auto* view = pane->findChild<QTreeView*>();
    const auto seen = [&] { return !view->visualRect(m_desk->shownFleet().indexOf(taskId)).isEmpty(); };
    QVERIFY(seen());
    // The task ends while one looks: its group goes, another one comes, and the task stays in sight.
    const qint64 approval = approvalIn(*m_desk).id;
    scriptOf(*m_desk).core().post(
        ApprovalClosed{taskId, approval, ApprovalState::Voided, QStringLiteral("cancelled")});
    scriptOf(*m_desk).core().post(TaskFinished{taskId, Outcome::Cancelled, QStringLiteral("not needed")});
    QTRY_COMPARE(m_desk->fleet().count(FleetModel::Group::Done), 1);
    QTRY_VERIFY(seen());
    QCOMPARE(view->currentIndex().data(FleetModel::TaskRole).toLongLong(), taskId);
}

void Panes::fleetFilters() {
    m_desk = deskOn(QStringLiteral("busy-day"));
    m_window = std::make_unique<QWidget>();
    new FleetPane(*m_desk, m_window.get());
    m_window->show();
    m_desk->open();
    QTRY_VERIFY(m_desk->settled());
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    auto* field = m_window->findChild<QLineEdit*>();
    m_window->findChild<QTreeView*>()->setFocus();
    QTest::keyClick(m_window.get(), Qt::Key_Slash);
    QVERIFY(field->hasFocus());
    QTest::keyClicks(field,
                     QStringLiteral("fuzz jk")); // letters that are commands elsewhere are letters here
    QCOMPARE(field->text(), QStringLiteral("fuzz jk"));
    field->setText(QStringLiteral("fuzz"));
    auto* view = m_window->findChild<QTreeView*>();
    QCOMPARE(view->model()->rowCount(view->model()->index(0, 0)), 0);
    int tasks = 0;
    for (int g = 0; g < view->model()->rowCount(); ++g)
        tasks += view->model()->rowCount(view->model()->index(g, 0));
    QCOMPARE(tasks, 2);
}

void Panes::taskPaneShowsTheSteps() {
    TaskPane pane(*m_desk);
    pane.resize(700, 600);
    pane.show();
    m_desk->open();
    QTRY_VERIFY(!pane.graph().cards().isEmpty());
    QCOMPARE(pane.graph().cards().size(), m_desk->task()->blueprint.steps.size());
    QSignalSpy chosen(m_desk.get(), &Desk::stepChosen);
    QTest::mouseClick(&pane.graph(), Qt::LeftButton, {}, pane.graph().boxOf(2).center());
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(m_desk->stepId(), QStringLiteral("implement"));
    pane.grab();
    m_desk->chooseTask(0);
    QVERIFY(pane.graph().cards().isEmpty());
}

void Panes::parkedTaskCanBeSentOn() {
    m_desk = deskOn(QStringLiteral("busy-day"));
    TaskPane pane(*m_desk);
    pane.resize(900, 700);
    pane.show();
    m_desk->chooseWhenLoaded(22);
    m_desk->open();
    QTRY_VERIFY(m_desk->task());
    QCOMPARE(m_desk->task()->phase, TaskPhase::Parked);
    auto* feedback = pane.findChild<QLineEdit*>();
    QTRY_VERIFY(feedback->isVisible());
    feedback->setText(QStringLiteral("use version 2"));
    QTest::keyClick(feedback, Qt::Key_Return);
    const auto resumed = [&] {
        const TimelineModel& timeline = m_desk->timeline();
        const QModelIndex last = timeline.index(timeline.rowCount() - 1, 0);
        return last.data(TimelineModel::TypeRole).toString() == QLatin1String("task_resumed") &&
               last.data(TimelineModel::BodyRole).toString().contains(QLatin1String("use version 2"));
    };
    QTRY_VERIFY(resumed());
    QVERIFY(feedback->text().isEmpty());
}

void Panes::logIsReadAndFollowsTheStep() {
    LogPane pane(*m_desk);
    pane.resize(700, 300);
    pane.show();
    m_desk->open();
    QTRY_VERIFY(pane.view().shownLines() > 10);
    QVERIFY(pane.view().following());
    m_desk->chooseStep(QStringLiteral("tests"));
    QVERIFY(!pane.view().following());
    QCOMPARE(pane.view().store().step(pane.view().currentRow()), QStringLiteral("tests"));
    QTRY_VERIFY(m_desk->settled());
    m_desk->chooseTask(0);
    QCOMPARE(pane.view().shownLines(), 0);
}

void Panes::repositoriesAreAddedInline() {
    RepositoriesPane pane(*m_desk);
    pane.resize(500, 500);
    pane.show();
    m_desk->open();
    QTRY_VERIFY(m_desk->settled());
    const int before = m_desk->repositories().rowCount();
    const QList<QLineEdit*> fields = pane.findChildren<QLineEdit*>();
    auto* add = pane.findChild<QPushButton*>();
    QVERIFY(!add->isEnabled());
    fields[0]->setText(QStringLiteral("new-one"));
    fields[1]->setText(QStringLiteral("https://git.example.org/new-one.git"));
    QVERIFY(add->isEnabled());
    add->click();
    QTRY_COMPARE(m_desk->repositories().rowCount(), before + 1);
    QTRY_VERIFY(fields[0]->text().isEmpty());
    // One with a name that is there already is refused, and what was typed stays.
    QSignalSpy failed(m_desk.get(), &Desk::failed);
    fields[0]->setText(QStringLiteral("new-one"));
    fields[1]->setText(QStringLiteral("https://git.example.org/other.git"));
    add->click();
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(fields[0]->text(), QStringLiteral("new-one"));
}

void Panes::submitNeedsWhatItNeeds() {
    SubmitPane pane(*m_desk);
    pane.show();
    m_desk->open();
    QTRY_VERIFY(m_desk->settled());
    auto* submit = pane.findChild<QPushButton*>();
    QVERIFY(!submit->isEnabled());
    pane.findChild<QLineEdit*>()->setText(QStringLiteral("Say hello"));
    QVERIFY(!submit->isEnabled());
    pane.findChild<QPlainTextEdit*>()->setPlainText(QStringLiteral("The program must greet."));
    QVERIFY(submit->isEnabled());
    QSignalSpy submitted(m_desk.get(), &Desk::taskSubmitted);
    submit->click();
    QTRY_COMPARE(submitted.count(), 1);
    QCOMPARE(m_desk->taskId(), submitted.first().first().toLongLong());
    QTRY_VERIFY(m_desk->task());
    QCOMPARE(m_desk->task()->spec.title, QStringLiteral("Say hello"));
}

void Panes::everyControlHasAName() {
    for (const PaneInfo& info : allPanes()) {
        const std::unique_ptr<QWidget> pane(info.make(*m_desk, nullptr));
        QVERIFY(!info.title.isEmpty());
        for (const QWidget* widget : pane->findChildren<QWidget*>()) {
            const bool control =
                qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QComboBox*>(widget) ||
                qobject_cast<const QPlainTextEdit*>(widget) || qobject_cast<const QTreeView*>(widget) ||
                qobject_cast<const StepGraph*>(widget) || qobject_cast<const LogView*>(widget) ||
                qobject_cast<const DiffView*>(widget) ||
                (qobject_cast<const QLineEdit*>(widget) &&
                 !qobject_cast<const QSpinBox*>(widget->parentWidget()) &&
                 !qobject_cast<const QComboBox*>(widget->parentWidget()));
            if (!control || widget->objectName().startsWith(QLatin1String("qt_")))
                continue;
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            const bool inner = button && qobject_cast<const QLineEdit*>(widget->parentWidget());
            if (inner || (button && !button->text().isEmpty()))
                continue; // Qt's own clear button; a button is named by its words
            const bool later =
                qobject_cast<const QPlainTextEdit*>(widget) && info.id == QLatin1String("approval");
            QVERIFY2(!widget->accessibleName().isEmpty() || later,
                     qPrintable(info.id + QStringLiteral(": ") +
                                QLatin1String(widget->metaObject()->className())));
        }
    }
}

QTEST_MAIN(Panes)
#include "tst_panes.moc"
