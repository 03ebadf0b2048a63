// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: a machine is entered from the machines pane and from the palette, only while its attempt runs and
// only now; it says that this is recorded; what is typed goes to the machine and not to the window's
// commands; and when it ends one sees why and can read what was there.
#include "tests/views/views_test.h"
#include "views/panes/terminal/terminal_pane.h"
#include "views/parts/terminal_view.h"
#include "views/shell/main_window.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QTest>
#include <QTreeView>

using namespace signalbox;

class TerminalPaneTest : public QObject {
    Q_OBJECT
private slots:
    void init() {
        m_desk = deskOn(QStringLiteral("busy-day"));
        m_window = std::make_unique<MainWindow>(*m_desk, WindowOptions{LayoutStore({}, false), true, 0, 100});
        m_window->resize(1400, 900);
        m_window->show();
        m_desk->open();
        QTRY_VERIFY(m_desk->settled());
        m_pane = qobject_cast<TerminalPane*>(m_window->pane(QStringLiteral("terminal")));
        QVERIFY(m_pane);
    }
    void cleanup() {
        m_window.reset();
        m_desk.reset();
    }
    void itIsOpenedFromTheMachinesPane();
    void keysGoToTheMachine();
    void itIsClosedAndCanBeRead();
    void thePastHasNone();
    void aMachineThatIsGoneIsTold();
    void thePaletteOpensTheTasksMachine();

private:
    QAction* action(const QString& pane, const QString& text) {
        for (QAction* each : m_window->pane(pane)->actions())
            if (each->text().remove(QLatin1Char('&')) == text)
                return each;
        return nullptr;
    }
    bool says(const QString& text) {
        for (const QLabel* label : m_pane->findChildren<QLabel*>())
            if (label->text().contains(text) && label->isVisible())
                return true;
        return false;
    }
    QString runningMachine() {
        const MachinesModel& model = m_desk->machines();
        for (int row = 0; row < model.rowCount(); ++row)
            if (model.index(row, 0).data(MachinesModel::StateRole).toString() == QLatin1String("running") &&
                model.index(row, 0).data(MachinesModel::TaskRole).toLongLong() > 0)
                return model.index(row, 0).data(MachinesModel::NameRole).toString();
        return {};
    }
    void open() {
        m_desk->wantTerminal(runningMachine());
        QTRY_VERIFY(m_pane->view().shownText().contains(QLatin1String("src/parse.cpp")));
    }
    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<MainWindow> m_window;
    TerminalPane* m_pane = nullptr;
};

void TerminalPaneTest::itIsOpenedFromTheMachinesPane() {
    m_window->showPane(QStringLiteral("machines"));
    auto* list = m_window->pane(QStringLiteral("machines"))->findChild<QTreeView*>();
    QAction* enter = action(QStringLiteral("machines"), QStringLiteral("Open a terminal in the machine"));
    QVERIFY(enter);
    const QString machine = runningMachine();
    for (int row = 0; row < list->model()->rowCount(); ++row)
        if (list->model()->index(row, 0).data(MachinesModel::NameRole).toString() == machine)
            list->setCurrentIndex(list->model()->index(row, 0));
    QVERIFY(enter->isEnabled());
    QCOMPARE(enter->statusTip(), QStringLiteral("signalboxctl machine shell %1").arg(machine));
    enter->trigger();
    QTRY_VERIFY(m_window->dock(QStringLiteral("terminal"))->isVisible());
    QTRY_VERIFY(m_pane->view().shownText().contains(QLatin1String("src/parse.cpp")));
    QVERIFY(says(QStringLiteral("Open in %1").arg(machine)));
    QVERIFY(says(QStringLiteral("is in the audit log")));
    QCOMPARE(m_pane->view().accessibleName(), QStringLiteral("Terminal in %1").arg(machine));
}

void TerminalPaneTest::keysGoToTheMachine() {
    open();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_pane->view().setFocus();
    const TaskId before = m_desk->taskId();
    QTest::keyClicks(&m_pane->view(), QStringLiteral("jan"));
    QTRY_VERIFY(m_pane->view().shownText().endsWith(QLatin1String("$ jan")));
    QCOMPARE(m_desk->taskId(), before);
    QTest::keyClick(&m_pane->view(), Qt::Key_Return);
    QTRY_VERIFY(m_pane->view().shownText().contains(QLatin1String("sh: jan: not found")));
}

void TerminalPaneTest::itIsClosedAndCanBeRead() {
    open();
    QTest::keyClicks(&m_pane->view(), QStringLiteral("exit"));
    QTest::keyClick(&m_pane->view(), Qt::Key_Return);
    QTRY_VERIFY(says(QStringLiteral("It is closed: the shell has ended")));
    QVERIFY(m_pane->view().shownText().contains(QLatin1String("src/parse.cpp")));
    QAction* again = action(QStringLiteral("terminal"), QStringLiteral("Open a terminal"));
    QVERIFY(again->isEnabled());
    again->trigger();
    QTRY_VERIFY(m_pane->view().shownText().endsWith(QLatin1String("$")));
    action(QStringLiteral("terminal"), QStringLiteral("Close the terminal"))->trigger();
    QVERIFY(says(QStringLiteral("You closed it.")));
}

void TerminalPaneTest::thePastHasNone() {
    const QString machine = runningMachine();
    m_desk->travelFleet(100);
    QTRY_VERIFY(m_desk->fleetPast());
    m_desk->wantTerminal(machine);
    QVERIFY(!action(QStringLiteral("terminal"), QStringLiteral("Open a terminal"))->isEnabled());
    QVERIFY(m_pane->view().shownText().isEmpty());
}

void TerminalPaneTest::aMachineThatIsGoneIsTold() {
    m_window->showPane(QStringLiteral("terminal"));
    m_pane->open(QStringLiteral("sb-gone"));
    QTRY_VERIFY(says(QStringLiteral("there is no machine sb-gone")));
}

void TerminalPaneTest::thePaletteOpensTheTasksMachine() {
    const MachinesModel& model = m_desk->machines();
    TaskId task = 0;
    QString machine;
    for (int row = model.rowCount() - 1; row >= 0 && task == 0; --row)
        if (model.index(row, 0).data(MachinesModel::StateRole).toString() == QLatin1String("running")) {
            task = model.index(row, 0).data(MachinesModel::TaskRole).toLongLong();
            machine = model.index(row, 0).data(MachinesModel::NameRole).toString();
        }
    QVERIFY(task > 0);
    m_desk->chooseTask(task);
    QTRY_VERIFY(m_desk->settled());
    m_window->run(QStringLiteral("Open a terminal"));
    QTRY_VERIFY(says(QStringLiteral("Open in %1").arg(machine)));
}

QTEST_MAIN(TerminalPaneTest)
#include "tst_terminal_pane.moc"
