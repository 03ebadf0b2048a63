// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: what was given up and what is wrong with the core is seen and can be replayed; finished tasks of
// long ago are found page by page without a double; machines are hibernated, resumed and destroyed from the
// console, each only where that makes sense.
#include "tests/views/views_test.h"
#include "views/panes/alerts/alerts_pane.h"
#include "views/panes/fleet/fleet_pane.h"
#include "views/panes/machines/machines_pane.h"
#include "views/parts/notice_bar.h"
#include "views/shell/top_bar.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace signalbox;
using Tester = QAbstractItemModelTester;

namespace {

QAction* actionOf(const QWidget& pane, const QString& text) {
    for (QAction* action : pane.actions())
        if (action->text().remove(QLatin1Char('&')) == text)
            return action;
    return nullptr;
}

QStringList keysOf(const AlertsModel& model) {
    QStringList keys;
    for (const Alert& alert : model.alerts())
        keys.append(alert.key);
    return keys;
}

void choose(QTreeView& view, int role, const QVariant& value) {
    for (int row = 0; row < view.model()->rowCount(); ++row)
        if (view.model()->index(row, 0).data(role) == value)
            view.setCurrentIndex(view.model()->index(row, 0));
}

} // namespace

class Upkeep : public QObject {
    Q_OBJECT
private slots:
    void init();
    void alertsTellWhatIsWrong();
    void alertsFollowTheCore();
    void replaySendsTheTaskOn();
    void replayOfAFinishedTaskClosesTheLetter();
    void nothingWrongSaysSo();
    void earlierTasksComePageByPage();
    void earlierTasksSurviveAReload();
    void earlierTasksTellOfTrouble();
    void machinesSleepAndWake();
    void organsAreInTheStatusLine();

private:
    std::unique_ptr<Desk> m_desk;
};

void Upkeep::init() {
    m_desk = deskOn(QStringLiteral("trouble"));
}

void Upkeep::alertsTellWhatIsWrong() {
    const Tester tester(&m_desk->alerts(), Tester::FailureReportingMode::QtTest);
    m_desk->open();
    QTRY_VERIFY(m_desk->settled());
    const QStringList keys = keysOf(m_desk->alerts());
    for (const char* wanted : {"letter 52.1", "letter 53.1", "organ pool"})
        QVERIFY2(keys.contains(QLatin1String(wanted)), wanted);
    QCOMPARE(keys.size(), 5); // and the looping machine, and the warning of the hypervisor
    QCOMPARE(m_desk->alerts().openBad(), 3);
    for (int i = 1; i < keys.size(); ++i) // the worst first
        QVERIFY(m_desk->alerts().alerts().at(i - 1).severity <= m_desk->alerts().alerts().at(i).severity);
    for (int row = 0; row < keys.size(); ++row)
        QVERIFY(!m_desk->alerts().index(row, 0).data(Qt::AccessibleTextRole).toString().isEmpty());
}

void Upkeep::alertsFollowTheCore() {
    const Tester tester(&m_desk->alerts(), Tester::FailureReportingMode::QtTest);
    m_desk->open();
    QTRY_VERIFY(m_desk->settled());
    QSignalSpy reset(&m_desk->alerts(), &QAbstractItemModel::modelReset);
    ScenarioCore& core = scriptOf(*m_desk).core();
    core.post(TaskParked{54, QStringLiteral("no disk"), QStringLiteral("t54/implement/1"), 8});
    QTRY_VERIFY(keysOf(m_desk->alerts()).contains(QStringLiteral("letter 54.1")));
    core.post(TaskResumed{54, QStringLiteral("maria"), QStringLiteral("implement"), {}, 0});
    QTRY_VERIFY(!keysOf(m_desk->alerts()).contains(QStringLiteral("letter 54.1")));
    m_desk->alerts().setAll(true);
    QTRY_VERIFY(keysOf(m_desk->alerts()).contains(QStringLiteral("letter 54.1")));
    QCOMPARE(m_desk->alerts().alert(QStringLiteral("letter 54.1"))->severity, Alert::Severity::Over);
    QCOMPARE(reset.count(), 0); // row by row
}

void Upkeep::replaySendsTheTaskOn() {
    AlertsPane pane(*m_desk);
    pane.resize(900, 300);
    pane.show();
    m_desk->open();
    QTRY_VERIFY(m_desk->settled());
    choose(*pane.findChild<QTreeView*>(), AlertsModel::KeyRole, QStringLiteral("letter 52.1"));
    QAction* replay = actionOf(pane, QStringLiteral("Replay the dead letter"));
    QVERIFY(replay && replay->isEnabled());
    QCOMPARE(replay->statusTip(), QStringLiteral("signalboxctl deadletter replay 52.1"));
    QSignalSpy done(m_desk.get(), &Desk::done);
    replay->trigger();
    QTRY_COMPARE(done.count(), 1);
    QTRY_VERIFY(!keysOf(m_desk->alerts()).contains(QStringLiteral("letter 52.1")));
    QCOMPARE(scriptOf(*m_desk).core().task(52)->deadLetter(1)->replays, 1);
    choose(*pane.findChild<QTreeView*>(), AlertsModel::KeyRole, QStringLiteral("organ pool"));
    QVERIFY(!replay->isEnabled()); // an organ is no dead letter
}

void Upkeep::replayOfAFinishedTaskClosesTheLetter() {
    m_desk->open();
    QTRY_VERIFY(m_desk->settled());
    QSignalSpy done(m_desk.get(), &Desk::done);
    QSignalSpy failed(m_desk.get(), &Desk::failed);
    m_desk->replayDeadLetter(53, 1);
    QTRY_COMPARE(done.count(), 1);
    const auto severity = [&] {
        const Alert* alert = m_desk->alerts().alert(QStringLiteral("letter 53.1"));
        return alert ? alert->severity : Alert::Severity::Over;
    };
    QTRY_COMPARE(severity(), Alert::Severity::Warning); // it is being tried
    m_desk->replayDeadLetter(53, 1);                    // once is enough
    QTRY_COMPARE(failed.count(), 1);
    m_desk->replayDeadLetter(53, 9);
    QTRY_COMPARE(failed.count(), 2);
}

void Upkeep::nothingWrongSaysSo() {
    m_desk = deskOn(QStringLiteral("approval"));
    AlertsPane pane(*m_desk);
    pane.show();
    m_desk->open();
    QTRY_VERIFY(m_desk->settled());
    QCOMPARE(m_desk->alerts().open(), 0);
    QVERIFY(!pane.findChild<QTreeView*>()->isVisible());
}

void Upkeep::earlierTasksComePageByPage() {
    const Tester tester(&m_desk->fleet(), Tester::FailureReportingMode::QtTest);
    FleetPane pane(*m_desk);
    pane.resize(320, 500);
    pane.show();
    m_desk->open();
    QTRY_VERIFY(m_desk->settled());
    const auto earlier = [&] { return m_desk->fleet().count(FleetModel::Group::Earlier); };
    QCOMPARE(earlier(), 0);
    QVERIFY(!m_desk->fleet().task(3));
    QSignalSpy reset(&m_desk->fleet(), &QAbstractItemModel::modelReset);
    actionOf(pane, QStringLiteral("Show earlier tasks"))->trigger();
    QVERIFY(m_desk->earlier().busy());
    QTRY_VERIFY(earlier() > 0 && !m_desk->earlier().busy());
    QVERIFY(!m_desk->earlier().complete());
    // From here on it goes on by itself when one comes to the end.
    auto* bar = pane.findChild<QTreeView*>()->verticalScrollBar();
    const auto scrolled = [&] {
        bar->setValue(bar->maximum());
        bar->setValue(bar->maximum() - 1);
        return m_desk->earlier().complete();
    };
    QTRY_VERIFY(scrolled());
    QCOMPARE(earlier(), 24); // each once, and none that the core still holds
    QCOMPARE(reset.count(), 0);
    QVERIFY(m_desk->fleet().indexOf(3).isValid());
    m_desk->chooseTask(3);
    QTRY_VERIFY(m_desk->task());
    QVERIFY(!pane.findChild<QPushButton*>()->isVisible());
}

void Upkeep::earlierTasksSurviveAReload() {
    m_desk->open();
    QTRY_VERIFY(m_desk->settled());
    m_desk->earlier().fetchMore();
    QTRY_VERIFY(m_desk->fleet().count(FleetModel::Group::Earlier) > 0);
    const int before = m_desk->fleet().count(FleetModel::Group::Earlier);
    QList<TaskSummary> tasks = m_desk->mirror().tasks().values();
    m_desk->fleet().load(tasks);
    QCOMPARE(m_desk->fleet().count(FleetModel::Group::Earlier), before);
    // One of them is told of again (a dead letter was replayed, say): it is no earlier one any more.
    TaskSummary back = *m_desk->fleet().task(
        m_desk->fleet().index(0, 0, m_desk->fleet().groupIndex(FleetModel::Group::Earlier)));
    back.status.word = StatusWord::Undoing;
    m_desk->fleet().put(back);
    QCOMPARE(m_desk->fleet().count(FleetModel::Group::Earlier), before - 1);
    QCOMPARE(m_desk->fleet().indexOf(back.id).parent(),
             m_desk->fleet().groupIndex(FleetModel::Group::Running));
}

void Upkeep::earlierTasksTellOfTrouble() {
    FleetPane pane(*m_desk);
    pane.show();
    m_desk->open();
    QTRY_VERIFY(m_desk->settled());
    scriptOf(*m_desk).lose();
    m_desk->earlier().fetchMore();
    QTRY_VERIFY(m_desk->earlier().error());
    const auto* button = pane.findChild<QPushButton*>();
    QVERIFY(button->isVisible() && button->isEnabled());
    QVERIFY(button->text().contains(QStringLiteral("again")));
}

void Upkeep::machinesSleepAndWake() {
    MachinesPane pane(*m_desk);
    pane.resize(900, 300);
    pane.show();
    m_desk->open();
    QTRY_VERIFY(m_desk->settled() && m_desk->machines().rowCount() > 0);
    QAction* hibernate = actionOf(pane, QStringLiteral("Hibernate the machine"));
    QAction* resume = actionOf(pane, QStringLiteral("Resume the machine"));
    QAction* destroy = actionOf(pane, QStringLiteral("Destroy the machine ..."));
    QVERIFY(hibernate && resume && destroy);
    QVERIFY(!hibernate->isEnabled() && !resume->isEnabled() && !destroy->isEnabled()); // none is chosen
    auto* view = pane.findChild<QTreeView*>();
    view->setCurrentIndex(m_desk->machines().index(0, 0));
    const QString name = view->currentIndex().data(MachinesModel::NameRole).toString();
    QVERIFY(hibernate->isEnabled() && !resume->isEnabled() && destroy->isEnabled());
    QCOMPARE(hibernate->statusTip(), QStringLiteral("signalboxctl machine hibernate ") + name);
    hibernate->trigger();
    QTRY_VERIFY(resume->isEnabled() && !hibernate->isEnabled());
    resume->trigger();
    QTRY_VERIFY(hibernate->isEnabled() && !resume->isEnabled());
    const int before = m_desk->machines().rowCount();
    destroy->trigger(); // asks first: what a machine holds is gone for good
    QCOMPARE(m_desk->machines().rowCount(), before);
    emit pane.findChild<NoticeBar*>()->acted();
    QTRY_COMPARE(m_desk->machines().rowCount(), before - 1);
}

void Upkeep::organsAreInTheStatusLine() {
    m_desk->open();
    QTRY_VERIFY(m_desk->settled());
    const CoreInfo& info = m_desk->mirror().coreInfo();
    const QString line = organLine(info);
    QVERIFY(line.contains(QStringLiteral("steward")));
    QVERIFY2(line.contains(QStringLiteral("pool: restarting")), qPrintable(line));
    QVERIFY(organLine(CoreInfo()).isEmpty()); // an older core does not tell
}

QTEST_MAIN(Upkeep)
#include "tst_upkeep.moc"
