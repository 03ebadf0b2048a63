// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: the terminal that is shown. What programs print stands where they put it, in its colours, wide
// letters in two places; a bounded number of rows can be read back; keys and pasted text are typed as
// programs expect them, and no key is taken from the program by the window; hostile output writes no
// clipboard, types nothing but where the cursor is, and random bytes of any kind end in a picture.
#include "views/parts/terminal_view.h"
#include "views/parts/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QImage>
#include <QRandomGenerator>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace signalbox;

class TestTerminalView : public QObject {
    Q_OBJECT

    static QSet<QRgb> colours(TerminalView& view) {
        QImage image(view.size(), QImage::Format_RGB32);
        view.render(&image);
        QSet<QRgb> all;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                all.insert(image.pixel(x, y));
        return all;
    }

private slots:
    void textStandsWhereItIsPut() {
        TerminalScreen screen({20, 5});
        screen.print("one\r\ntwo\x1b[4;10Hfour\x1b[2;2H\x1b[K");
        QCOMPARE(screen.text(0), QStringLiteral("one"));
        QCOMPARE(screen.text(1), QStringLiteral("t"));
        QCOMPARE(screen.text(3), QStringLiteral("         four"));
        QCOMPARE(screen.cursor(), QPoint(1, 1));
        screen.print("\x1b[?25l");
        QVERIFY(!screen.cursorShown());
    }

    void lettersHaveTheirLook() {
        TerminalScreen screen({20, 2});
        screen.print("\x1b[1;4;31mr\x1b[0;44mb\x1b[0;7mi\x1b[0;38;2;1;2;3mt\xe6\xbc\xa2\x1b[0me\xcc\x81x");
        const TerminalRow row = screen.row(0);
        QVERIFY(row.at(0).style.bold && row.at(0).style.underline);
        QCOMPARE(row.at(0).style.foreground, 1);
        QCOMPARE(row.at(1).style.background, 4);
        QVERIFY(row.at(2).style.inverse);
        QCOMPARE(row.at(3).style.foreground, 256 + 0x010203);
        QCOMPARE(row.at(4).width, 2);
        QCOMPARE(row.at(4).text, QStringLiteral("\u6f22"));
        QCOMPARE(row.at(5).width, 0);
        QCOMPARE(row.at(6).text, QStringLiteral("e\u0301"));
        QCOMPARE(screen.text(0), QStringLiteral("rbit\u6f22e\u0301x"));
    }

    /// Signs that reorder or hide others are not kept in any place.
    void whatReordersIsLeftOut() {
        TerminalScreen screen({20, 2});
        screen.print("a\u202eb\u200bc");
        QCOMPARE(screen.text(0), QStringLiteral("abc"));
    }

    void rowsThatLeaveCanBeReadBack() {
        TerminalScreen screen({20, 4});
        for (int i = 0; i < TerminalScreen::mostHistory + 500; ++i)
            screen.print("line " + QByteArray::number(i) + "\r\n");
        QCOMPARE(screen.history(), TerminalScreen::mostHistory);
        QCOMPARE(screen.dropped(), qint64(497));
        QCOMPARE(screen.text(0), QStringLiteral("line 497"));
        QCOMPARE(screen.text(screen.history() + 2), QStringLiteral("line 3499"));
        // A program with the whole screen leaves no rows behind, and gives the old screen back.
        screen.print("\x1b[?1049h\x1b[2J\x1b[Hfull\r\n\r\n\r\n\r\n\r\n\r\n");
        QVERIFY(screen.fullScreen());
        QCOMPARE(screen.history(), TerminalScreen::mostHistory);
        screen.print("\x1b[?1049l");
        QVERIFY(!screen.fullScreen());
        QCOMPARE(screen.text(screen.history() + 2), QStringLiteral("line 3499"));
    }

    void sizesAreBoundedAndKept() {
        TerminalScreen screen({100000, -3});
        QCOMPARE(screen.size(), QSize(TerminalScreen::mostColumns, 1));
        screen.resize({30, 10});
        screen.print("\x1b[10;30Hx");
        screen.resize({10, 3});
        QCOMPARE(screen.size(), QSize(10, 3));
        screen.resize({80, 24});
        screen.print("\x1b[2J\x1b[Hstill");
        QCOMPARE(screen.text(screen.history()), QStringLiteral("still"));
    }

    void keysAreTypedAsProgramsExpect_data() {
        QTest::addColumn<int>("key");
        QTest::addColumn<int>("modifiers");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char* name, int key, int modifiers, const QString& text,
                            const QByteArray& bytes) {
            QTest::newRow(name) << key << modifiers << text << bytes;
        };
        row("letter", Qt::Key_A, 0, QStringLiteral("a"), "a");
        row("umlaut", 0, 0, QStringLiteral("\u00fc"), "\xc3\xbc");
        row("enter", Qt::Key_Return, 0, QStringLiteral("\r"), "\r");
        row("enter with shift", Qt::Key_Return, Qt::ShiftModifier, QStringLiteral("\r"), "\r");
        row("backspace", Qt::Key_Backspace, 0, QStringLiteral("\b"), "\x7f");
        row("tab", Qt::Key_Tab, 0, QStringLiteral("\t"), "\t");
        row("back tab", Qt::Key_Backtab, Qt::ShiftModifier, {}, "\x1b[Z");
        row("escape", Qt::Key_Escape, 0, QStringLiteral("\x1b"), "\x1b");
        row("up", Qt::Key_Up, 0, {}, "\x1b[A");
        row("word right", Qt::Key_Right, Qt::ControlModifier, {}, "\x1b[1;5C");
        row("end of input", Qt::Key_D, Qt::ControlModifier, QStringLiteral("\x04"), "\x04");
        row("interrupt", Qt::Key_C, Qt::ControlModifier, QStringLiteral("\x03"), "\x03");
        row("line feed", Qt::Key_J, Qt::ControlModifier, QStringLiteral("\n"), "\n");
        row("nul", Qt::Key_Space, Qt::ControlModifier, QStringLiteral(" "), QByteArray(1, '\0'));
        row("with alt", Qt::Key_F, Qt::AltModifier, QStringLiteral("f"),
            "\x1b"
            "f");
        row("function", Qt::Key_F5, 0, {}, "\x1b[15~");
        row("page", Qt::Key_PageUp, 0, {}, "\x1b[5~");
        row("shift alone", Qt::Key_Shift, Qt::ShiftModifier, {}, "");
    }
    void keysAreTypedAsProgramsExpect() {
        QFETCH(int, key);
        QFETCH(int, modifiers);
        QFETCH(QString, text);
        QFETCH(QByteArray, bytes);
        TerminalScreen screen;
        QCOMPARE(screen.keyBytes(key, Qt::KeyboardModifiers(modifiers), text), bytes);
    }

    void modesChangeWhatKeysType() {
        TerminalScreen screen;
        screen.print("\x1b[?1h");
        QCOMPARE(screen.keyBytes(Qt::Key_Up, Qt::NoModifier, {}), QByteArray("\x1bOA"));
    }

    /// A program that asks for it is told what was pasted; nothing pasted can end that, or press a key.
    void pastedTextIsText() {
        TerminalScreen screen;
        QCOMPARE(screen.pasteBytes(QStringLiteral("a\r\nb\nc\x1b[201~\x03")), QByteArray("a\rb\rc[201~"));
        screen.print("\x1b[?2004h");
        QCOMPARE(screen.pasteBytes(QStringLiteral("x\x1b[201~")), QByteArray("\x1b[200~x[201~\x1b[201~"));
    }

    void onlyHarmlessQuestionsAreAnswered() {
        TerminalScreen screen({20, 5});
        screen.print("\x1b[3;7H\x1b[6n");
        QCOMPARE(screen.takeAnswers(), QByteArray("\x1b[3;7R"));
        QCOMPARE(screen.takeAnswers(), QByteArray());
        screen.print("\x1b]52;c;?\x07\x1b]10;?\x07\x1bP$qm\x1b\\\x05\x1b[21t\x1b]0;id\x07");
        QCOMPARE(screen.takeAnswers(), QByteArray());
        for (int i = 0; i < 10'000; ++i)
            screen.print("\x1b[6n");
        QVERIFY(screen.takeAnswers().size() <= 256);
    }

    void viewTypesScrollsAndCopies() {
        TerminalView view;
        view.resize(600, 300);
        view.show();
        QSignalSpy typed(&view, &TerminalView::typed);
        QTest::keyClicks(&view, QStringLiteral("ls"));
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(typed.size(), 3);
        for (int i = 0; i < 200; ++i)
            view.print("row " + QByteArray::number(i) + "\r\n");
        QVERIFY(view.shownText().contains(QLatin1String("row 199")));
        QTest::keyClick(&view, Qt::Key_PageUp, Qt::ShiftModifier);
        QVERIFY(!view.shownText().contains(QLatin1String("row 199")));
        const QString read = view.shownText();
        view.print("more\r\n"); // does not move what is read
        QCOMPARE(view.shownText(), read);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, QPoint(6, 6));
        QTest::mouseClick(view.viewport(), Qt::LeftButton, Qt::ShiftModifier, QPoint(500, 6));
        QCOMPARE(view.selectedText(), read.section(QLatin1Char('\n'), 0, 0));
        QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(QApplication::clipboard()->text(), view.selectedText());
        QTest::keyClick(&view, Qt::Key_X);
        QVERIFY(view.shownText().contains(QLatin1String("more"))); // typing goes to where it is seen
    }

    void noKeyIsTakenFromTheProgram() {
        TerminalView view;
        QKeyEvent letter(QEvent::ShortcutOverride, Qt::Key_J, Qt::NoModifier, QStringLiteral("j"));
        letter.ignore();
        QApplication::sendEvent(&view, &letter);
        QVERIFY(letter.isAccepted());
        QKeyEvent pane(QEvent::ShortcutOverride, Qt::Key_2, Qt::ControlModifier);
        pane.ignore();
        QApplication::sendEvent(&view, &pane);
        QVERIFY(!pane.isAccepted());
        view.setEnded(true); // then it is only text, and the window has its keys again
        letter.ignore();
        QApplication::sendEvent(&view, &letter);
        QVERIFY(!letter.isAccepted());
    }

    void hostileOutputLeavesTheClipboardAlone() {
        QApplication::clipboard()->setText(QStringLiteral("mine"));
        TerminalView view;
        view.setWindowTitle(QStringLiteral("ours"));
        QSignalSpy typed(&view, &TerminalView::typed);
        view.print("\x1b]52;c;" + QByteArray("theirs").toBase64() + "\x07\x1b]0;theirs\x07\x1b]2;theirs\x07");
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("mine"));
        QCOMPARE(view.windowTitle(), QStringLiteral("ours"));
        QCOMPARE(typed.size(), 0);
        QSignalSpy refused(&view, &TerminalView::pasteRefused);
        view.paste(QString(TerminalView::mostPasted + 1, QLatin1Char('x')));
        QCOMPARE(refused.size(), 1);
        QCOMPARE(typed.size(), 0);
    }

    void looksRightInLightAndDark_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void looksRightInLightAndDark() {
        QFETCH(bool, dark);
        QApplication::setPalette(dark ? darkPalette() : lightPalette());
        TerminalView view;
        view.resize(400, 120);
        view.show();
        const qsizetype before = colours(view).size();
        view.print("\x1b[31mred \x1b[42m on green \x1b[0m \x1b[1;34mbold blue\x1b[0m \xe6\xbc\xa2");
        QVERIFY(colours(view).size() > before + 4);
        QVERIFY(colours(view).contains(view.palette().base().color().rgb()));
        QApplication::setPalette(lightPalette());
    }

    void sizeFollowsTheRoom() {
        TerminalView view;
        view.resize(300, 200);
        view.show();
        QSignalSpy resized(&view, &TerminalView::resized);
        const QSize before = view.characters();
        view.resize(600, 400);
        QVERIFY(QTest::qWaitFor([&] { return resized.size() > 0; }));
        QVERIFY(view.characters().width() > before.width() && view.characters().height() > before.height());
    }

    /// libvterm 0.1 would repeat a mark without width for ever.
    void repeatingAMarkEnds() {
        TerminalScreen screen({20, 3});
        screen.print("a\xcc\x81\x1b[99999b\x1b[1;20H\x1b[9b\r\nstill");
        QVERIFY(screen.text(1).contains(QLatin1String("still")) ||
                screen.text(2).contains(QLatin1String("still")));
    }

    /// Whatever a machine sends, in whatever pieces, while sizes change.
    void aFullScreenProgramHidesWhatWasAbove() {
        TerminalView view;
        view.resize(500, 250);
        view.show();
        for (int line = 0; line < 100; ++line)
            view.print("line " + QByteArray::number(line) + "\r\n");
        view.print("\x1b[?1049h\x1b[2J\x1b[Hthe editor");
        QCOMPARE(view.shownText(), QStringLiteral("the editor"));
        view.print("\x1b[?1049l");
        QVERIFY(view.shownText().contains(QLatin1String("line 99")));
    }

    void randomBytesEndInAPicture() {
        QRandomGenerator random(20261120);
        TerminalView view;
        view.resize(500, 250);
        view.show();
        const QList<QByteArray> words{
            "\x1b[",         "\x1b]52;c;",       "\x1bP",       "\x1b\\",      "\x1b[?1049h", "\x1b[?1049l",
            "\x1b[999;999H", "\x1b[99999b",      "\x1b[99999@", "\x1b[99999L", "\x1b#8",      "\x1b[3;2r",
            "\x1b[6n",       "\xf0\x9f\x98\x80", "\xcc\x81",    "\r\n",        "\t"};
        for (int round = 0; round < 400; ++round) {
            QByteArray bytes;
            for (int i = 0; i < 64; ++i)
                bytes += random.bounded(3) == 0 ? words.at(int(random.bounded(words.size())))
                                                : QByteArray(1, char(random.bounded(256)));
            view.print(bytes);
            if (round % 20 == 0)
                view.resize(60 + int(random.bounded(700)), 30 + int(random.bounded(400)));
            if (round % 40 == 0)
                (void)colours(view);
        }
        QVERIFY(view.screen().history() <= TerminalScreen::mostHistory);
        view.resize(500, 250);
        QCoreApplication::processEvents();
        view.print("\x1b\\\x18\x1b"
                   "c\x1b[2J\x1b[Hafter all");
        QVERIFY2(view.shownText().contains(QLatin1String("after all")), qPrintable(view.shownText()));
    }
};

QTEST_MAIN(TestTerminalView)
#include "tst_terminal_view.moc"
