// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: the past of a task is shown as it was, plainly marked, and nothing can be decided there; what
// goes on meanwhile is neither lost nor mixed in; back to now is one key away.
#include "core/client/task_fold.h"
#include "tests/views/views_test.h"
#include "views/panes/approval/approval_pane.h"
#include "views/panes/approval/decision_bar.h"
#include "views/panes/log/log_pane.h"
#include "views/panes/timeline/time_bar.h"
#include "views/parts/log_view.h"
#include "views/parts/notice_bar.h"
#include "views/shell/main_window.h"

#include <QAction>
#include <QDockWidget>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>

using namespace signalbox;

class Past : public QObject {
    Q_OBJECT
private slots:
    void init();
    void historyTellsEachMoment();
    void historySurvivesUnknownEvents();
    void taskIsShownAsItWas();
    void nothingIsDecidedInThePast();
    void whatGoesOnMeanwhileIsKept();
    void anotherTaskIsNow();
    void windowSaysSo();
    void sliderAndKeysAgree();

private:
    void open();
    std::unique_ptr<Desk> m_desk;
};

void Past::init() {
    m_desk = deskOn(QStringLiteral("approval"));
}

void Past::open() {
    m_desk->open();
    QTRY_VERIFY(m_desk->settled() && m_desk->task() && m_desk->history().size() > 20);
}

void Past::historyTellsEachMoment() {
    open();
    const TaskHistory& history = m_desk->history();
    Task folded;
    for (int place = 0; place < history.size(); ++place) {
        const RecordView& record = m_desk->timeline().record(place);
        QCOMPARE(history.seqOf(place), record.seq);
        foldEvent(folded, *eventFrom(record.type, record.body), record.at);
        QCOMPARE(toJson(history.at(place)), toJson(folded));
        QVERIFY(history.placeAt(record.at) >= place);
    }
    // Also backwards, where nothing was kept ahead.
    TaskHistory fresh;
    for (int place = 0; place < history.size(); ++place)
        fresh.append(m_desk->timeline().record(place));
    for (int place = fresh.size() - 1; place >= 0; place -= 7)
        QCOMPARE(toJson(fresh.at(place)), toJson(history.at(place)));
    QCOMPARE(toJson(history.at(history.size() - 1)), toJson(*m_desk->task()));
    QCOMPARE(history.placeAt({0}), -1);
}

void Past::historySurvivesUnknownEvents() {
    TaskHistory history;
    history.append({1, {1000}, QStringLiteral("task_submitted"), 5, {{QStringLiteral("task"), 5}}});
    history.append({2, {2000}, QStringLiteral("of_a_newer_core"), 5, {{QStringLiteral("x"), 1}}});
    history.append(
        {3, {3000}, QStringLiteral("task_parked"), 5, {{QStringLiteral("task"), QStringLiteral("no")}}});
    QCOMPARE(history.size(), 3);
    QCOMPARE(history.at(2).id, 5);
}

void Past::taskIsShownAsItWas() {
    open();
    QSignalSpy patch(m_desk.get(), &Desk::patchUpdated);
    const QString commit = m_desk->task()->commit;
    int seenWithout = 0;
    for (int place = 0; place < m_desk->history().size() - 1; ++place) {
        m_desk->travel(place);
        QVERIFY(m_desk->past());
        QCOMPARE(m_desk->now(), m_desk->history().momentOf(place));
        QVERIFY(m_desk->task()->updated <= m_desk->now());
        for (const StepState& step : m_desk->task()->steps)
            for (const Attempt& attempt : step.attempts)
                QVERIFY(attempt.started <= m_desk->now());
        if (m_desk->task()->commit != commit) {
            QVERIFY(m_desk->patch().isEmpty()); // the change of now is none of then
            ++seenWithout;
        } else {
            QVERIFY(!m_desk->patch().isEmpty());
        }
    }
    QVERIFY(seenWithout > 3);
    m_desk->travel(-1);
    QVERIFY(!m_desk->past());
    QCOMPARE(m_desk->task()->commit, commit);
    QVERIFY(!m_desk->patch().isEmpty());
    QVERIFY(patch.count() >= 2);
}

void Past::nothingIsDecidedInThePast() {
    ApprovalPane pane(*m_desk);
    pane.resize(700, 900);
    pane.show();
    open();
    QTRY_VERIFY(pane.bar().approveAction()->isEnabled());
    int open = 0;
    for (int place = 0; place < m_desk->history().size() - 1; ++place) {
        m_desk->travel(place);
        open += m_desk->task()->openApproval() ? 1 : 0;
        QVERIFY(!pane.bar().approveAction()->isEnabled());
        QVERIFY(!pane.bar().rejectAction()->isEnabled());
        QVERIFY(!pane.bar().askAction()->isEnabled());
        pane.grab();
    }
    m_desk->travel(-1);
    QTRY_VERIFY(pane.bar().approveAction()->isEnabled()); // and all is as it was
    QVERIFY(!pane.notice().isVisible());
}

void Past::whatGoesOnMeanwhileIsKept() {
    open();
    const int before = m_desk->history().size();
    m_desk->travel(5);
    const QJsonObject then = toJson(*m_desk->task());
    const qint64 approval = scriptOf(*m_desk).core().task(41)->approvals.last().id;
    scriptOf(*m_desk).core().post(
        QuestionAsked{41, approval, 1, QStringLiteral("jonas"), QStringLiteral("why?")});
    QTRY_COMPARE(m_desk->history().size(), before + 1);
    QTRY_VERIFY(m_desk->settled());
    QVERIFY(m_desk->past());
    QCOMPARE(toJson(*m_desk->task()), then);
    m_desk->travel(-1);
    QCOMPARE(m_desk->task()->approvals.last().questions.size(), 1);
}

void Past::anotherTaskIsNow() {
    m_desk = deskOn(QStringLiteral("busy-day"));
    open();
    m_desk->travel(3);
    QVERIFY(m_desk->past());
    QSignalSpy changed(m_desk.get(), &Desk::pastChanged);
    m_desk->walk(1);
    QVERIFY(!m_desk->past());
    QVERIFY(changed.count() > 0);
    QTRY_VERIFY(m_desk->settled() && m_desk->task());
    QCOMPARE(m_desk->task()->id, m_desk->taskId());
}

void Past::windowSaysSo() {
    MainWindow window(*m_desk, WindowOptions{LayoutStore({}, false), true, 0, 100});
    window.resize(1400, 900);
    window.show();
    open();
    const auto notice = [&]() -> NoticeBar* {
        for (NoticeBar* bar : window.findChildren<NoticeBar*>())
            if (bar->isVisible() && bar->text().contains(QStringLiteral("past")))
                return bar;
        return nullptr;
    };
    QVERIFY(!notice());
    m_desk->travel(4);
    QVERIFY(notice());
    QVERIFY(window.pane(QStringLiteral("task"))->graphicsEffect());
    QVERIFY(!window.pane(QStringLiteral("fleet"))->graphicsEffect()); // the fleet is of now
    QVERIFY(!window.grab().isNull());
    emit notice()->acted();
    QVERIFY(!m_desk->past() && !notice());
    QVERIFY(!window.pane(QStringLiteral("task"))->graphicsEffect());
}

void Past::sliderAndKeysAgree() {
    MainWindow window(*m_desk, WindowOptions{LayoutStore({}, false), true, 0, 100});
    window.resize(1400, 900);
    window.show();
    open();
    window.showPane(QStringLiteral("timeline"));
    QVERIFY(QTest::qWaitForWindowActive(&window));
    auto* slider = window.pane(QStringLiteral("timeline"))->findChild<QSlider*>();
    const int last = m_desk->history().size() - 1;
    QCOMPARE(slider->maximum(), last);
    QCOMPARE(slider->value(), last);
    QTest::keyClick(&window, Qt::Key_Comma);
    QTest::keyClick(&window, Qt::Key_Comma);
    QCOMPARE(m_desk->pastPlace(), last - 2);
    QCOMPARE(slider->value(), last - 2);
    slider->setValue(2);
    QCOMPARE(m_desk->pastPlace(), 2);
    const auto* log = static_cast<LogPane*>(window.pane(QStringLiteral("log")));
    if (const int row = log->view().currentRow(); row >= 0)
        QVERIFY(log->view().store().at(row) <= m_desk->now() || row == 0);
    QTest::keyClick(&window, Qt::Key_Period);
    QCOMPARE(m_desk->pastPlace(), 3);
    QTest::keyClick(&window, Qt::Key_Period, Qt::ControlModifier);
    QVERIFY(!m_desk->past());
    QCOMPARE(slider->value(), last);
    slider->setValue(0);
    QTest::keyClick(&window, Qt::Key_Comma); // before the first there is nothing
    QCOMPARE(m_desk->pastPlace(), 0);
}

QTEST_MAIN(Past)
#include "tst_past.moc"
