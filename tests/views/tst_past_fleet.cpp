// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: the whole fleet is shown as it was at a moment, in every pane, plainly marked; nothing can be
// done there; what goes on meanwhile is neither lost nor mixed in; the last wish counts.
#include "tests/views/views_test.h"
#include "views/panes/approval/approval_pane.h"
#include "views/panes/approval/decision_bar.h"
#include "views/parts/notice_bar.h"
#include "views/shell/main_window.h"

#include <QAction>
#include <QGraphicsEffect>
#include <QLabel>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>

using namespace signalbox;

class FleetPastView : public QObject {
    Q_OBJECT
private slots:
    void init();
    void everyPaneShowsThatMoment();
    void nothingIsDoneInThePast();
    void whatGoesOnMeanwhileIsKept();
    void aTaskThatHadNotBegunIsLeft();
    void theLastWishCounts();
    void aCoreThatCannotTellLeavesItAtNow();
    void windowSaysSo();
    void earlierTasksWaitForNow();
    void whatDoesNotFollowSaysSo();

private:
    [[nodiscard]] qint64 last() const { return m_desk->mirror().lastSeq(); }
    /// Goes there and waits until all is shown.
    void go(qint64 seq) {
        m_desk->travelFleet(seq);
        QTRY_COMPARE(m_desk->fleetSeq(), seq);
        QTRY_VERIFY(m_desk->settled());
    }
    std::unique_ptr<Desk> m_desk;
};

void FleetPastView::init() {
    m_desk = deskOn(QStringLiteral("busy-day"));
    m_desk->open();
    QTRY_VERIFY(m_desk->settled() && m_desk->task() && !m_desk->history().isEmpty());
}

void FleetPastView::everyPaneShowsThatMoment() {
    const int now = m_desk->fleet().count(FleetModel::Group::Done);
    const auto approvalsNow = m_desk->approvals().entries();
    int compared = 0;
    for (const qint64 seq : {last() / 4, last() * 9 / 10, last() / 2}) {
        go(seq);
        QVERIFY(m_desk->past());
        QVERIFY(m_desk->fleet().count(FleetModel::Group::Done) <= now);
        int open = 0;
        for (const TaskId id : m_desk->mirror().tasks().keys()) {
            const TaskSummary* shown = m_desk->fleet().task(id);
            if (!shown)
                continue; // it had not begun
            open += shown->openApproval != 0 ? 1 : 0;
            QVERIFY(shown->updated <= m_desk->now());
            m_desk->chooseTask(id);
            QTRY_VERIFY(m_desk->task() && m_desk->settled());
            QCOMPARE(toJson(summaryOf(*m_desk->task())), toJson(*shown));
            ++compared;
        }
        QCOMPARE(m_desk->approvals().rowCount(), open);
        for (int row = 0; row < m_desk->machines().rowCount(); ++row)
            QCOMPARE(m_desk->machines().index(row, MachinesModel::State).data().toString(),
                     QStringLiteral("leased"));
    }
    QVERIFY(compared > 20);
    m_desk->travelFleet(-1);
    QVERIFY(!m_desk->past());
    QCOMPARE(m_desk->fleet().count(FleetModel::Group::Done), now);
    QVERIFY(m_desk->approvals().entries() == approvalsNow);
    QTRY_VERIFY(m_desk->task() && m_desk->settled());
}

void FleetPastView::nothingIsDoneInThePast() {
    ApprovalPane pane(*m_desk);
    pane.resize(700, 900);
    pane.show();
    m_desk->chooseTask(25);
    QTRY_VERIFY(pane.bar().approveAction()->isEnabled());
    go(last() - 1); // even a moment ago is the past
    QVERIFY(!pane.bar().approveAction()->isEnabled());
    QVERIFY(!pane.bar().rejectAction()->isEnabled());
    QVERIFY(!pane.bar().askAction()->isEnabled());
    QSignalSpy failed(m_desk.get(), &Desk::failed);
    const qint64 events = last();
    m_desk->cancelTask(25, QStringLiteral("by a slip"));
    m_desk->retryTask(22, {}, {});
    m_desk->destroyMachine(QStringLiteral("any"));
    m_desk->removeRepository(QStringLiteral("words"));
    QCOMPARE(failed.count(), 4);
    m_desk->travelFleet(-1);
    QTRY_VERIFY(pane.bar().approveAction()->isEnabled());
    QCOMPARE(last(), events);
}

void FleetPastView::whatGoesOnMeanwhileIsKept() {
    go(last() / 2);
    const int running = m_desk->fleet().count(FleetModel::Group::Running);
    const int tasks = int(m_desk->mirror().tasks().size());
    QSignalSpy arrived(&m_desk->approvals(), &ApprovalsModel::arrived);
    TaskSubmitted fresh;
    fresh.task = 99;
    fresh.spec.repository = QStringLiteral("words");
    fresh.spec.title = QStringLiteral("Submitted while one looked back");
    scriptOf(*m_desk).core().post(fresh);
    QTRY_COMPARE(int(m_desk->mirror().tasks().size()), tasks + 1);
    QCOMPARE(m_desk->fleet().count(FleetModel::Group::Running), running);
    QVERIFY(!m_desk->fleet().task(99));
    m_desk->travelFleet(-1);
    QVERIFY(m_desk->fleet().task(99));
    QCOMPARE(arrived.count(), 0); // what was open before is no news
}

void FleetPastView::aTaskThatHadNotBegunIsLeft() {
    m_desk->chooseTask(39);
    QTRY_VERIFY(m_desk->task() && m_desk->task()->id == 39 && !m_desk->history().isEmpty());
    const qint64 before = m_desk->history().seqOf(0) - 1;
    m_desk->travelFleet(before);
    QTRY_COMPARE(m_desk->fleetSeq(), before);
    QTRY_VERIFY(m_desk->taskId() != 39 && m_desk->task() && m_desk->settled());
    QVERIFY(m_desk->fleet().task(m_desk->taskId()));
}

void FleetPastView::theLastWishCounts() {
    for (qint64 seq = 20; seq < 60; ++seq)
        m_desk->travelFleet(seq);
    QTRY_COMPARE(m_desk->fleetSeq(), 59);
    for (qint64 seq = 20; seq < 60; ++seq)
        m_desk->travelFleet(seq);
    m_desk->travelFleet(-1); // and what is still to come does not take one back there
    QTRY_VERIFY(m_desk->settled());
    QVERIFY(!m_desk->past());
}

void FleetPastView::aCoreThatCannotTellLeavesItAtNow() {
    QSignalSpy failed(m_desk.get(), &Desk::failed);
    scriptOf(*m_desk).lose();
    const int tasks = m_desk->fleet().count(FleetModel::Group::Running);
    m_desk->travelFleet(10);
    QTRY_VERIFY(failed.count() > 0);
    QVERIFY(!m_desk->past());
    QCOMPARE(m_desk->fleetWanted(), 0);
    QCOMPARE(m_desk->fleet().count(FleetModel::Group::Running), tasks);
}

void FleetPastView::windowSaysSo() {
    MainWindow window(*m_desk, WindowOptions{LayoutStore({}, false), true, 0, 100});
    window.resize(1400, 900);
    window.show();
    window.showPane(QStringLiteral("timeline"));
    QVERIFY(QTest::qWaitForWindowActive(&window));
    auto* slider = window.pane(QStringLiteral("timeline"))->findChild<QSlider*>();
    QTest::keyClick(&window, Qt::Key_W);
    QCOMPARE(qint64(slider->maximum()), last() - 1);
    QCOMPARE(slider->value(), slider->maximum());
    slider->setValue(slider->maximum() / 2);
    QTRY_COMPARE(m_desk->fleetSeq(), qint64(slider->value()) + 1);
    const auto notice = [&] {
        const auto bars = window.findChildren<NoticeBar*>();
        return std::any_of(bars.begin(), bars.end(), [](const NoticeBar* bar) {
            return bar->isVisible() && bar->text().contains(QStringLiteral("past of the whole fleet"));
        });
    };
    QVERIFY(notice());
    for (const char* pane : {"fleet", "task", "approval", "machines", "alerts"})
        QVERIFY2(window.pane(QLatin1String(pane))->graphicsEffect(), pane);
    QVERIFY(!window.grab().isNull());
    const qint64 seq = m_desk->fleetSeq();
    QTest::keyClick(&window, Qt::Key_Comma);
    QTRY_COMPARE(m_desk->fleetSeq(), seq - 1);
    QTest::keyClick(&window, Qt::Key_Period, Qt::ControlModifier);
    QVERIFY(!m_desk->past() && !notice());
    QVERIFY(!window.pane(QStringLiteral("fleet"))->graphicsEffect());
    QCOMPARE(slider->value(), slider->maximum());
    slider->setValue(3);
    QTRY_VERIFY(m_desk->fleetPast());
    QTest::keyClick(&window, Qt::Key_W); // the slider is the task's again, and shows what is now
    QVERIFY(!m_desk->past());
    QTRY_VERIFY(m_desk->settled() && m_desk->history().size() > 1);
    QCOMPARE(slider->maximum(), m_desk->history().size() - 1);
}

void FleetPastView::earlierTasksWaitForNow() {
    m_desk = deskOn(QStringLiteral("trouble"));
    m_desk->open();
    QTRY_VERIFY(m_desk->settled() && m_desk->task());
    m_desk->earlier().fetchMore();
    QTRY_VERIFY(m_desk->settled() && m_desk->fleet().count(FleetModel::Group::Earlier) > 0);
    const int earlier = m_desk->fleet().count(FleetModel::Group::Earlier);
    go(last() / 3);
    QCOMPARE(m_desk->fleet().count(FleetModel::Group::Earlier), 0);
    m_desk->travelFleet(-1);
    QCOMPARE(m_desk->fleet().count(FleetModel::Group::Earlier), earlier);
}

/// Budgets and the audit log show the present all the time: nobody may take that for the past.
void FleetPastView::whatDoesNotFollowSaysSo() {
    MainWindow window(*m_desk, WindowOptions{LayoutStore({}, false), true, 0, 100});
    window.resize(1400, 900);
    window.show();
    for (const char* pane : {"budgets", "audit"}) {
        window.showPane(QLatin1String(pane));
        const auto says = [&] {
            const auto labels = window.pane(QLatin1String(pane))->findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
                return label->isVisible() && label->text().contains(QLatin1String("This is the present"));
            });
        };
        QVERIFY2(!says(), pane);
        go(last() / 2);
        QVERIFY2(says(), pane);
        m_desk->travelFleet(-1);
        QVERIFY2(!says(), pane);
    }
}

QTEST_MAIN(FleetPastView)
#include "tst_past_fleet.moc"
