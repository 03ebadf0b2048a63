// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: the window keeps its layout and survives a broken one with a word; layouts, views of the fleet
// and cores have names, and no token is ever in a file; the text grows without a restart.
#include "tests/views/views_test.h"
#include "views/parts/notice_bar.h"
#include "views/shell/command_palette.h"
#include "views/shell/console.h"
#include "views/shell/core_card.h"
#include "views/shell/main_window.h"

#include <QApplication>
#include <QDockWidget>
#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QPointer>
#include <QScreen>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace signalbox;

class Layouts : public QObject {
    Q_OBJECT
private slots:
    void layoutComesBack();
    void brokenLayoutIsHarmless();
    void brokenLayoutIsTold();
    void aScreenThatWentAwayIsNotMissed();
    void layoutsHaveNames();
    void viewsOfTheFleetHaveNames();
    void textGrowsAndTheWindowStays();
    void resetBringsTheFirstLayoutBack();
    void welcomeHasTheWindowAndLeavesTheLayout();
    void coresAreKeptWithoutTheirTokens();

private:
    WindowOptions options(bool still = true) const {
        return {LayoutStore(m_folder.filePath(QStringLiteral("layout.ini"))), still, 5};
    }
    QTemporaryDir m_folder;
};

void Layouts::layoutComesBack() {
    const auto desk = deskOn(QStringLiteral("approval"));
    desk->open();
    QTRY_VERIFY(desk->settled());
    {
        MainWindow window(*desk, options());
        window.resize(1200, 800);
        window.show();
        QVERIFY(window.dock(QStringLiteral("fleet"))->isVisible());
        window.dock(QStringLiteral("fleet"))->hide();
        window.dock(QStringLiteral("timeline"))->setFloating(true);
        window.close();
    }
    MainWindow again(*desk, options());
    again.show();
    QVERIFY(!again.dock(QStringLiteral("fleet"))->isVisible());
    QVERIFY(again.dock(QStringLiteral("timeline"))->isFloating());
    QVERIFY(again.dock(QStringLiteral("approval"))->isVisible());
}

void Layouts::brokenLayoutIsHarmless() {
    const auto desk = deskOn(QStringLiteral("approval"));
    desk->open();
    QTRY_VERIFY(desk->settled());
    const QString file = m_folder.filePath(QStringLiteral("layout.ini"));
    for (const QByteArray& rubbish :
         {QByteArray("not an ini file at all \x00\xff"), QByteArray(),
          QByteArray("[window]\nstate=@ByteArray(rubbish)\ngeometry=@ByteArray(x)\n"),
          QByteArray("[window]\nstate=7\n")}) {
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly | QIODevice::Truncate));
        out.write(rubbish);
        out.close();
        MainWindow window(*desk, options());
        window.show();
        QVERIFY(window.dock(QStringLiteral("fleet"))->isVisible());
        QVERIFY(window.dock(QStringLiteral("approval"))->isVisible());
    }
}

/// Where the window and a pane stood is no screen any more: both come back in sight.
void Layouts::aScreenThatWentAwayIsNotMissed() {
    const auto desk = deskOn(QStringLiteral("approval"));
    desk->open();
    QTRY_VERIFY(desk->settled());
    const QRect screen = QGuiApplication::primaryScreen()->availableGeometry();
    const QPoint beyond = screen.bottomRight() + QPoint(3000, 2000);
    {
        MainWindow window(*desk, options());
        window.show();
        window.setGeometry(QRect(beyond, QSize(700, 500)));
        QDockWidget* timeline = window.dock(QStringLiteral("timeline"));
        timeline->show();
        timeline->setFloating(true);
        timeline->setGeometry(QRect(beyond + QPoint(50, 50), QSize(300, 200)));
        window.close();
    }
    MainWindow again(*desk, options());
    again.show();
    QVERIFY2(screen.intersects(again.frameGeometry()), "the window is out of sight");
    const QDockWidget* timeline = again.dock(QStringLiteral("timeline"));
    QVERIFY(timeline->isVisible());
    QVERIFY2(!timeline->isFloating() || screen.intersects(timeline->frameGeometry()),
             "a pane is out of sight");
}

void Layouts::brokenLayoutIsTold() {
    const auto desk = deskOn(QStringLiteral("approval"));
    desk->open();
    QTRY_VERIFY(desk->settled());
    const auto told = [&](const QByteArray& stored) {
        QFile out(m_folder.filePath(QStringLiteral("layout.ini")));
        if (!out.open(QIODevice::WriteOnly | QIODevice::Truncate))
            return false;
        out.write(stored);
        out.close();
        MainWindow window(*desk, options());
        window.show();
        for (const NoticeBar* bar : window.findChildren<NoticeBar*>())
            if (bar->isVisible() && bar->text().contains(QStringLiteral("layout")))
                return true;
        return false;
    };
    QVERIFY(told("[window]\nstate=@ByteArray(rubbish)\ngeometry=@ByteArray(x)\n"));
    QVERIFY(!told("")); // none was stored: nothing to say
}

void Layouts::layoutsHaveNames() {
    QFile::remove(m_folder.filePath(QStringLiteral("layout.ini")));
    const auto desk = deskOn(QStringLiteral("approval"));
    desk->open();
    QTRY_VERIFY(desk->settled());
    MainWindow window(*desk, options());
    window.resize(1200, 800);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    window.dock(QStringLiteral("fleet"))->hide();
    window.run(QStringLiteral("Save the layout as ..."));
    auto* field = qobject_cast<QLineEdit*>(QApplication::focusWidget());
    QVERIFY(field);
    QTest::keyClick(field, Qt::Key_Return); // no name: nothing is saved
    QVERIFY(field->isVisible());
    QTest::keyClicks(field, QStringLiteral("review / 2 & more"));
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(!field->isVisible());
    window.dock(QStringLiteral("fleet"))->show();
    const auto choose = [&](const QString& text) {
        window.palette_().popUp();
        window.palette_().field().setText(text);
        const QString found = window.palette_().list().currentItem()
                                  ? window.palette_().list().currentItem()->text()
                                  : QString();
        QTest::keyClick(&window.palette_().field(), Qt::Key_Return);
        return found;
    };
    QCOMPARE(choose(QStringLiteral("Layout: review")), QStringLiteral("Layout: review / 2 & more"));
    QVERIFY(!window.dock(QStringLiteral("fleet"))->isVisible());
    const LayoutStore store(m_folder.filePath(QStringLiteral("layout.ini")));
    QCOMPARE(store.layouts(), {QStringLiteral("review / 2 & more")});
    choose(QStringLiteral("Forget the layout: review"));
    QVERIFY(store.layouts().isEmpty());
}

void Layouts::viewsOfTheFleetHaveNames() {
    QFile::remove(m_folder.filePath(QStringLiteral("layout.ini")));
    const auto desk = deskOn(QStringLiteral("busy-day"));
    desk->open();
    QTRY_VERIFY(desk->settled());
    MainWindow window(*desk, options());
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    emit desk->filterWanted(QStringLiteral("fuzz"));
    QCOMPARE(desk->shownFleet().text(), QStringLiteral("fuzz"));
    const LayoutStore store(m_folder.filePath(QStringLiteral("layout.ini")));
    window.run(QStringLiteral("Save the fleet's filter as a view ..."));
    auto* field = qobject_cast<QLineEdit*>(QApplication::focusWidget());
    QVERIFY(field);
    field->setText(QStringLiteral("Fuzzing"));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(store.views(), {QStringLiteral("Fuzzing")});
    emit desk->filterWanted({});
    window.palette_().popUp();
    window.palette_().field().setText(QStringLiteral("View: Fuzz"));
    QTest::keyClick(&window.palette_().field(), Qt::Key_Return);
    QCOMPARE(desk->shownFleet().text(), QStringLiteral("fuzz"));
    store.forgetView(QStringLiteral("Fuzzing"));
    QVERIFY(store.views().isEmpty());
}

void Layouts::textGrowsAndTheWindowStays() {
    ConsoleOptions wanted;
    wanted.core = QUrl(QStringLiteral("test:///approval?freeze"));
    const LayoutStore store(m_folder.filePath(QStringLiteral("text.ini")));
    Console console(wanted, store);
    QVERIFY(console.start());
    QTRY_VERIFY(console.desk()->settled());
    const double before = QApplication::font().pointSizeF();
    const TaskId task = console.desk()->taskId();
    const QPointer<MainWindow> old = console.window();
    console.window()->run(QStringLiteral("Larger text"));
    QTRY_VERIFY(!old);
    QVERIFY(console.window()->isVisible());
    QVERIFY(QApplication::font().pointSizeF() > before);
    QCOMPARE(console.desk()->taskId(), task); // all that was known is still there
    QCOMPARE(store.value(QStringLiteral("text")), QStringLiteral("110"));
    applyTextSize(*qApp, 200);
    MainWindow large(*console.desk(), WindowOptions{LayoutStore({}, false), true, 0, 200});
    large.resize(1600, 1000);
    large.show();
    QVERIFY(!large.grab().isNull());
    applyTextSize(*qApp, 100);
    QCOMPARE(QApplication::font().pointSizeF(), before);
}

void Layouts::resetBringsTheFirstLayoutBack() {
    const auto desk = deskOn(QStringLiteral("approval"));
    desk->open();
    QTRY_VERIFY(desk->settled());
    QFile::remove(m_folder.filePath(QStringLiteral("layout.ini")));
    MainWindow window(*desk, options());
    window.show();
    for (const QString& id : {QStringLiteral("fleet"), QStringLiteral("approval"), QStringLiteral("log")})
        window.dock(id)->hide();
    window.resetLayout();
    for (const QString& id : {QStringLiteral("fleet"), QStringLiteral("approval"), QStringLiteral("log")})
        QVERIFY2(window.dock(id)->isVisible(), qPrintable(id));
    QVERIFY(!window.dock(QStringLiteral("submit"))->isVisible());
}

void Layouts::welcomeHasTheWindowAndLeavesTheLayout() {
    QFile::remove(m_folder.filePath(QStringLiteral("layout.ini")));
    const auto desk = deskOn(QStringLiteral("first-start"));
    MainWindow window(*desk, options());
    window.show();
    desk->open();
    QTRY_VERIFY(desk->settled());
    QVERIFY(!window.dock(QStringLiteral("fleet"))->isVisible());
    // The first task brings the panes.
    TaskSpec spec;
    spec.repository = QStringLiteral("words");
    spec.title = QStringLiteral("first");
    spec.text = QStringLiteral("do it");
    Repository repository;
    repository.name = spec.repository;
    repository.url = QStringLiteral("https://git.example.org/words.git");
    desk->addRepository(repository);
    QTRY_VERIFY(desk->repositories().rowCount() == 1);
    desk->submitTask(spec);
    QTRY_VERIFY(window.dock(QStringLiteral("fleet"))->isVisible());
    QVERIFY(window.dock(QStringLiteral("approval"))->isVisible());
}

void Layouts::coresAreKeptWithoutTheirTokens() {
    const QString file = m_folder.filePath(QStringLiteral("cores.ini"));
    const LayoutStore store(file);
    QWidget window;
    window.resize(1200, 800);
    CoreCard card(store, &window);
    window.show();
    card.popUp();
    const auto fields = card.findChildren<QLineEdit*>();
    QSignalSpy wanted(&card, &CoreCard::connectWanted);
    fields.at(0)->setText(QStringLiteral("team"));
    QTest::keyClick(fields.at(0), Qt::Key_Return); // without an address nothing happens
    QCOMPARE(wanted.count(), 0);
    fields.at(1)->setText(QStringLiteral("https://core.example.org"));
    fields.at(2)->setText(QStringLiteral("s3cret"));
    fields.at(3)->setText(QStringLiteral("AB:CD"));
    QTest::keyClick(fields.at(3), Qt::Key_Return);
    QCOMPARE(wanted.count(), 1);
    QVERIFY(!card.isVisible());
    const auto profile = wanted.first().first().value<CoreProfile>();
    QCOMPARE(profile, (CoreProfile{QStringLiteral("team"), QStringLiteral("https://core.example.org"),
                                   QStringLiteral("abcd")}));
    QCOMPARE(wanted.first().at(1).toString(), QStringLiteral("s3cret"));
    keepProfile(store, profile);
    QCOMPARE(coreProfiles(store), {profile});
    QFile kept(file);
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QVERIFY(!kept.readAll().contains("s3cret"));
    card.popUp();
    QVERIFY(fields.at(2)->text().isEmpty());
    fields.at(1)->setText(QStringLiteral("ssh://me@host"));
    QVERIFY(!fields.at(3)->isEnabled()); // a certificate is none of ssh's business
    forgetProfile(store, QStringLiteral("team"));
    QVERIFY(coreProfiles(store).isEmpty());
    store.setNamed(QStringLiteral("cores"), QStringLiteral("broken"), QStringLiteral("{not json"));
    QVERIFY(coreProfiles(store).isEmpty());
}

QTEST_MAIN(Layouts)
#include "tst_layouts.moc"
