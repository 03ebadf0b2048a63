// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: every command is found and runs from the
// palette; a lost core is told and nothing is lost; a decision can be taken back with one key; a picture of
// the window can be taken without a display; wrong arguments are named.
#include "tests/views/views_test.h"
#include "views/parts/notice_bar.h"
#include "views/shell/command_palette.h"
#include "views/shell/console.h"
#include "views/shell/fuzzy.h"
#include "views/shell/main_window.h"

#include <QApplication>
#include <QDockWidget>
#include <QFile>
#include <QImage>
#include <QLineEdit>
#include <QListWidget>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace signalbox;

class Shell : public QObject {
    Q_OBJECT
private slots:
    void paletteFindsAndRuns();
    void paletteGoesToTasks();
    void everyCommandIsInThePalette();
    void ctrlZTakesADecisionBack();
    void closingSendsWhatWasDecided();
    void nextDecisionGoesRound();
    void lostConnectionIsTold();
    void fuzzyFindsWhatWasMeant();
    void argumentsAreRead();
    void wrongArgumentsAreNamed_data();
    void wrongArgumentsAreNamed();
    void pictureIsTaken_data();
    void pictureIsTaken();
    void pictureThatCannotBeWritten();

private:
    WindowOptions options(bool still = true) const {
        return {LayoutStore(m_folder.filePath(QStringLiteral("layout.ini"))), still, 5};
    }
    QTemporaryDir m_folder;
};

void Shell::paletteFindsAndRuns() {
    const auto desk = deskOn(QStringLiteral("approval"));
    MainWindow window(*desk, options());
    window.resize(1200, 800);
    window.show();
    desk->open();
    QTRY_VERIFY(desk->settled());
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
    CommandPalette& palette = window.palette_();
    QVERIFY(palette.isVisible());
    QTest::keyClicks(&palette.field(), QStringLiteral("new task"));
    QCOMPARE(palette.list().currentItem()->text(), QStringLiteral("New task"));
    QVERIFY(!window.dock(QStringLiteral("submit"))->isVisible());
    QTest::keyClick(&palette.field(), Qt::Key_Return);
    QVERIFY(!palette.isVisible());
    QTRY_VERIFY(window.dock(QStringLiteral("submit"))->isVisible());
    QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
    QTest::keyClick(&palette.field(), Qt::Key_Escape);
    QVERIFY(!palette.isVisible());
}

void Shell::paletteGoesToTasks() {
    const auto desk = deskOn(QStringLiteral("busy-day"));
    MainWindow window(*desk, options());
    window.show();
    desk->open();
    QTRY_VERIFY(desk->settled());
    window.palette_().popUp();
    window.palette_().field().setText(QStringLiteral("overlong"));
    QTest::keyClick(&window.palette_().field(), Qt::Key_Return);
    QCOMPARE(desk->taskId(), 29);
}

void Shell::everyCommandIsInThePalette() {
    const auto desk = deskOn(QStringLiteral("approval"));
    MainWindow window(*desk, options());
    window.show();
    desk->open();
    QTRY_VERIFY(desk->settled());
    QStringList names;
    for (const QAction* action : window.commands())
        names.append(action->text().remove(QLatin1Char('&')));
    for (const char* wanted : {"Approve", "Reject", "Ask a question", "Next task", "Filter the fleet",
                               "New task", "Run the sample task", "Add a repository", "Reset the layout",
                               "Keys and marks", "Take the decision back", "Cancel the task ..."})
        QVERIFY2(names.contains(QLatin1String(wanted)), wanted);
}

void Shell::ctrlZTakesADecisionBack() {
    const auto desk = deskOn(QStringLiteral("approval"));
    MainWindow window(*desk, options());
    window.resize(1600, 1000);
    window.show();
    desk->open();
    QTRY_VERIFY(desk->settled() && desk->patchCommit().size() > 0);
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QCOMPARE(desk->decisions().delay().count(), 0); // in pictures and tests nothing is held back by itself
    desk->decisions().setDelay(std::chrono::minutes(5));
    QTest::keyClick(&window, Qt::Key_A);
    QVERIFY(!desk->decisions().held().isEmpty());
    QTest::keyClick(&window, Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(desk->decisions().held().isEmpty());
    QVERIFY(scriptOf(*desk).core().task(41)->approvals.last().votes.isEmpty());
}

void Shell::closingSendsWhatWasDecided() {
    const auto desk = deskOn(QStringLiteral("approval"));
    MainWindow window(*desk, options());
    window.resize(1600, 1000);
    window.show();
    desk->open();
    QTRY_VERIFY(desk->settled() && desk->patchCommit().size() > 0);
    QVERIFY(QTest::qWaitForWindowActive(&window));
    desk->decisions().setDelay(std::chrono::minutes(5));
    QTest::keyClick(&window, Qt::Key_A);
    QVERIFY(!desk->decisions().held().isEmpty());
    window.close();
    QVERIFY(window.isVisible()); // not before the core has it
    QTRY_VERIFY(!window.isVisible());
    QCOMPARE(scriptOf(*desk).core().task(41)->approvals.last().votes.size(), 1);
}

void Shell::nextDecisionGoesRound() {
    const auto desk = deskOn(QStringLiteral("busy-day"));
    MainWindow window(*desk, options());
    window.show();
    desk->open();
    QTRY_VERIFY(desk->settled());
    QVERIFY(QTest::qWaitForWindowActive(&window));
    const TaskId first = desk->taskId();
    QSet<TaskId> seen;
    for (int i = 0; i < desk->fleet().count(FleetModel::Group::NeedsYou); ++i) {
        QVERIFY(desk->fleet().task(desk->taskId())->status.needsPerson());
        seen.insert(desk->taskId());
        QTest::keyClick(&window, Qt::Key_N);
    }
    QCOMPARE(desk->taskId(), first);
    QCOMPARE(seen.size(), desk->fleet().count(FleetModel::Group::NeedsYou));
}

void Shell::lostConnectionIsTold() {
    const auto desk = deskOn(QStringLiteral("approval"));
    MainWindow window(*desk, options());
    window.show();
    desk->open();
    QTRY_VERIFY(desk->settled());
    scriptOf(*desk).lose();
    const auto told = [&] {
        for (const NoticeBar* bar : window.findChildren<NoticeBar*>())
            if (bar->isVisible() && bar->text().contains(QStringLiteral("ago")))
                return true;
        return false;
    };
    QTRY_VERIFY(told());
    QCOMPARE(desk->fleet().count(FleetModel::Group::NeedsYou), 1); // the last known state stays
    window.grab();
}

void Shell::fuzzyFindsWhatWasMeant() {
    QVERIFY(fuzzyScore(QStringLiteral("xyz"), QStringLiteral("Submit task")) < 0);
    QVERIFY(fuzzyScore(QString(), QStringLiteral("anything")) >= 0);
    QVERIFY(fuzzyScore(QStringLiteral("st"), QStringLiteral("Submit task")) >
            fuzzyScore(QStringLiteral("st"), QStringLiteral("Reset it")));
    QVERIFY(fuzzyScore(QStringLiteral("reset"), QStringLiteral("Reset the layout")) >
            fuzzyScore(QStringLiteral("reset"), QStringLiteral("Run the sample task set")));
    QVERIFY(fuzzyScore(QStringLiteral("RESET"), QStringLiteral("reset")) > 0);
}

void Shell::argumentsAreRead() {
    const auto read = parseConsoleOptions(
        {QStringLiteral("--connect=test:///running"), QStringLiteral("--size"), QStringLiteral("800x600"),
         QStringLiteral("--theme"), QStringLiteral("dark"), QStringLiteral("--select"), QStringLiteral("41"),
         QStringLiteral("--hold"), QStringLiteral("0")},
        QStringLiteral("https://other.example"));
    QVERIFY(read);
    QCOMPARE(read.value().core, QUrl(QStringLiteral("test:///running")));
    QCOMPARE(read.value().size, QSize(800, 600));
    QCOMPARE(read.value().theme, ThemeChoice::Dark);
    QCOMPARE(read.value().task, 41);
    QCOMPARE(read.value().holdSeconds, 0);
    QCOMPARE(parseConsoleOptions({}, {}).value().core, QUrl(QStringLiteral("local:")));
    QCOMPARE(parseConsoleOptions({}, QStringLiteral("https://x.example")).value().core.host(),
             QStringLiteral("x.example"));
    QVERIFY(!consoleUsage().isEmpty());
}

void Shell::wrongArgumentsAreNamed_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* name, const QStringList& arguments, const QString& named) {
        QTest::newRow(name) << arguments << named;
    };
    row("unknown", {QStringLiteral("--fly")}, QStringLiteral("--fly"));
    row("no value", {QStringLiteral("--size")}, QStringLiteral("--size"));
    row("size", {QStringLiteral("--size"), QStringLiteral("big")}, QStringLiteral("big"));
    row("theme", {QStringLiteral("--theme"), QStringLiteral("pink")}, QStringLiteral("pink"));
    row("task", {QStringLiteral("--select"), QStringLiteral("-3")}, QStringLiteral("-3"));
    row("pane", {QStringLiteral("--pane"), QStringLiteral("kitchen")}, QStringLiteral("kitchen"));
    row("url", {QStringLiteral("--connect"), QStringLiteral("nowhere")}, QStringLiteral("nowhere"));
    row("hold", {QStringLiteral("--hold"), QStringLiteral("9999")}, QStringLiteral("9999"));
}

void Shell::wrongArgumentsAreNamed() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, named);
    const auto read = parseConsoleOptions(arguments, {});
    QVERIFY(!read);
    QVERIFY(read.error().kind == ErrorKind::Invalid);
    QVERIFY2(read.error().message.contains(named), qPrintable(read.error().message));
}

void Shell::pictureIsTaken_data() {
    QTest::addColumn<QString>("scenario");
    for (const Scenario& scenario : scenarios())
        QTest::newRow(qPrintable(scenario.name)) << scenario.name;
}

void Shell::pictureIsTaken() {
    QFETCH(QString, scenario);
    ConsoleOptions wanted;
    wanted.core = QUrl(QStringLiteral("test:///") + scenario);
    wanted.screenshot = m_folder.filePath(scenario + QStringLiteral(".png"));
    wanted.size = QSize(1280, 800);
    Console console(wanted, LayoutStore({}, false));
    QSignalSpy finished(&console, &Console::finished);
    QVERIFY(console.start());
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 60'000);
    QCOMPARE(finished.first().first().toInt(), 0);
    const QImage picture(wanted.screenshot);
    QCOMPARE(picture.size(), wanted.size);
    QSet<QRgb> colours; // something is on it
    for (int x = 0; x < picture.width(); x += 3)
        for (int y = 0; y < picture.height(); y += 3)
            colours.insert(picture.pixel(x, y));
    QVERIFY(colours.size() > 20);
}

void Shell::pictureThatCannotBeWritten() {
    ConsoleOptions wanted;
    wanted.core = QUrl(QStringLiteral("test:///first-start"));
    wanted.screenshot = m_folder.filePath(QStringLiteral("no/such/folder/x.png"));
    Console console(wanted, LayoutStore({}, false));
    QSignalSpy finished(&console, &Console::finished);
    QVERIFY(console.start());
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 60'000);
    QCOMPARE(finished.first().first().toInt(), 1);
    wanted.core = QUrl(QStringLiteral("gopher://x"));
    Console wrong(wanted, LayoutStore({}, false));
    QVERIFY(!wrong.start());
}

QTEST_MAIN(Shell)
#include "tst_shell.moc"
