// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: what a machine prints can only be shown. Nothing of it changes a clipboard, a title or a printer
// or makes a terminal type by itself, however it is cut into pieces or mis-encoded, and the filter's memory
// is bounded.
#include "core/base/terminal_filter.h"

#include <QRandomGenerator>
#include <QTest>

using namespace signalbox;

class TestTerminalFilter : public QObject {
    Q_OBJECT

    static QByteArray passed(const QByteArray& bytes,
                             TerminalFilter::Reports reports = TerminalFilter::Reports::Dropped) {
        TerminalFilter filter(reports);
        return filter.filter(bytes);
    }

private slots:
    void whatShowsPasses_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("text") << QByteArray("ls -l\r\n\ttotal 3\b\a");
        QTest::newRow("UTF-8") << QByteArray("gr\xc3\xbc\xc3\x9f \xe6\xbc\xa2\xe5\xad\x97 \xf0\x9f\x98\x80");
        QTest::newRow("colours") << QByteArray("\x1b[1;38;2;10;20;30;48:5:7m x \x1b[0m");
        QTest::newRow("moving") << QByteArray(
            "\x1b[2J\x1b[H\x1b[3;4H\x1b[5A\x1b[K\x1b[2P\x1b[3@\x1b[4L\x1b[1M");
        QTest::newRow("scrolling") << QByteArray("\x1b[2;20r\x1b[3S\x1b[2T\x1b"
                                                 "M\x1b"
                                                 "D\x1b"
                                                 "7\x1b"
                                                 "8");
        QTest::newRow("modes") << QByteArray("\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[?1h\x1b=\x1b[4h\x1b[!p");
        QTest::newRow("cursor's shape") << QByteArray("\x1b[4 q");
        QTest::newRow("letters that draw lines") << QByteArray("\x1b(0qqq\x1b(B");
    }
    void whatShowsPasses() {
        QFETCH(QByteArray, bytes);
        QCOMPARE(passed(bytes), bytes);
    }

    void whatDoesMoreIsDropped_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("rest");
        const auto row = [](const char* name, const QByteArray& bytes, const QByteArray& rest = "ab") {
            QTest::newRow(name) << bytes << rest;
        };
        row("clipboard", "a\x1b]52;c;cm0gLXJmIC8=\x07"
                         "b");
        row("clipboard, other end", "a\x1b]52;c;cm0gLXJmIC8=\x1b\\b");
        row("title", "a\x1b]0;rm -rf /\x07"
                     "b");
        row("title of tmux", "a\x1bktitle\x1b\\b");
        row("title's report", "a\x1b[21tb");
        row("size of the window", "a\x1b[8;1;1tb");
        row("link", "a\x1b]8;;http://evil.example/\x1b\\b");
        row("palette", "a\x1b]4;1;#ffffff\x07"
                       "b");
        row("picture", "a\x1bPq#0;2;0;0;0~\x1b\\b");
        row("settings' report", "a\x1bP$qm\x1b\\b");
        row("application", "a\x1b_G\x1b\\b");
        row("privacy", "a\x1b^x\x1b\\b");
        row("start of a string", "a\x1bXx\x1b\\b");
        row("printer", "a\x1b[5ib");
        row("who are you", "a\x1b[c\x1b[>c\x1b[=c\x1bZ\x05"
                           "b");
        row("where are you", "a\x1b[6n\x1b[?6n\x1b[5nb");
        row("modes' report", "a\x1b[?2004$pb");
        row("name and version", "a\x1b[>qb");
        row("other keys", "a\x1b[>4;2m\x1b[>1u\x1b[?u\x1b[=1ub");
        row("locator", "a\x1b[1;2'zb");
        row("mouse's rectangle", "a\x1b[1;2;3;4;5Tb");
        row("controls beyond ASCII",
            "a\xc2\x9b"
            "b",
            "ab");
        row("bare controls beyond ASCII",
            "a\x9d"
            "b",
            "a\xef\xbf\xbd"
            "b");
        row("an escape spelt too long",
            "a\xc1\x9b"
            "b",
            "a\xef\xbf\xbd\xef\xbf\xbd"
            "b");
        row("a string that is cancelled", "a\x1b]0;x\x18"
                                          "b");
        row("a string within a sequence", "a\x1b[1;\x1b]52;c;eA==\x07"
                                          "b");
        row("a number without measure", "a\x1b[1;99999999999I\x1b[00000000012Ab", "a\x1b[1;9999I\x1b[9999Ab");
        row("repeated for ever", "a-\x1b[3b\x1b[99999999bb", "a----" + QByteArray(500, '-') + "b");
        row("nothing repeated", "\x1b[7bab");
        row("a sequence without an end", "a\x1b[" + QByteArray(5000, '1') + "mb");
    }
    void whatDoesMoreIsDropped() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, rest);
        QCOMPARE(passed(bytes), rest);
    }

    void reportsPassWhereTheyAreLookedAt() {
        QCOMPARE(passed("\x1b[6n\x1b[c", TerminalFilter::Reports::Kept), QByteArray("\x1b[6n\x1b[c"));
        QCOMPARE(passed("\x1b]52;c;?\x07\x1bP$qm\x1b\\\x05", TerminalFilter::Reports::Kept), QByteArray());
    }

    /// A string that never ends must not swallow what comes after it for ever.
    void anEndlessStringEnds() {
        TerminalFilter filter(TerminalFilter::Reports::Dropped);
        QByteArray out = filter.filter("\x1b]0;");
        for (int i = 0; i < 300; ++i)
            out += filter.filter(QByteArray(8192, 'x'));
        QVERIFY(out.contains('x'));
    }

    /// However it is cut, the same comes out, and of what is dangerous nothing.
    void piecesMakeNoDifference() {
        QRandomGenerator random(41);
        const QList<QByteArray> words{"\x1b]52;c;eA==", "\x07",     "\x1b\\",   "\x1b[",   "6n",   "1;31m",
                                      "plain",          "\xc2\x9b", "\xe6\xbc", "\xa2",    "\x1b", "P",
                                      "\x18",           "\x9d",     "\xf0\x9f", "\x1b[?1", "h",    "\r\n",
                                      "\x1b(0",         "\x05",     "\x1b[5i",  ";",       "]",    "\xff"};
        for (int round = 0; round < 300; ++round) {
            QByteArray all;
            for (int i = 0; i < 60; ++i)
                all += words.at(int(random.bounded(words.size())));
            const QByteArray whole = passed(all);
            TerminalFilter filter(TerminalFilter::Reports::Dropped);
            QByteArray pieces;
            for (qsizetype at = 0; at < all.size();) {
                const qsizetype length = 1 + random.bounded(7);
                pieces += filter.filter(QByteArrayView(all).sliced(at, std::min(length, all.size() - at)));
                at += length;
            }
            QCOMPARE(pieces, whole);
            QVERIFY(!whole.contains("\x1b]") && !whole.contains("\x1bP") && !whole.contains('\x05'));
            QVERIFY(!whole.contains("\xc2\x9b"));
            QCOMPARE(QString::fromUtf8(whole).toUtf8(), whole);
        }
    }
};

QTEST_GUILESS_MAIN(TestTerminalFilter)
#include "tst_terminal_filter.moc"
