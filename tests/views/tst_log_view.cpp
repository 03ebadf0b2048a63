// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: a log of a million lines can be followed, searched and filtered; binary, endless lines and escape
// sequences do no harm; the reader who scrolled up stays where they are.
#include "views/parts/log_view.h"

#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace signalbox;

namespace {

LogEntry entry(const QString& text, LogKind kind = LogKind::Output,
               const QString& step = QStringLiteral("implement"), int attempt = 1) {
    return {Moment{1'700'000'000'000}, step, attempt, kind, text};
}

QList<LogEntry> many(int count, int from = 0) {
    QList<LogEntry> entries;
    entries.reserve(count);
    for (int i = from; i < from + count; ++i)
        entries.append(
            entry(QStringLiteral("line %1").arg(i), i % 10 == 0 ? LogKind::Tool : LogKind::Output));
    return entries;
}

} // namespace

class LogViewTest : public QObject {
    Q_OBJECT
private slots:
    void severalLinesInOneEntry();
    void followsUntilScrolledUp();
    void aMillionLines();
    void filterKeepsWhatIsWanted();
    void filterWhileItGrows();
    void searchFindsAndWraps();
    void searchWithinShownOnly();
    void binaryIsSpeltOut();
    void endlessLineIsCut();
    void aMillionColoursHoldNothingUp();
    void packedLinesComeBackAsTheyWere();
    void colourGoesOnAcrossLines();
    void goesToAStep();
    void clearForgetsAll();
    void copiesWhatIsSelected();
};

void LogViewTest::severalLinesInOneEntry() {
    LogStore store;
    store.append(entry(QStringLiteral("a\nb\r\n\nc\n")));
    QCOMPARE(store.size(), 4);
    QCOMPARE(store.raw(1), QByteArray("b"));
    QCOMPARE(store.raw(2), QByteArray());
    store.append(entry(QString()));
    QCOMPARE(store.size(), 5);
}

void LogViewTest::followsUntilScrolledUp() {
    LogView view;
    view.resize(600, 200);
    view.show();
    view.append(many(500));
    QVERIFY(view.following());
    QCOMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
    QSignalSpy changed(&view, &LogView::followingChanged);
    view.verticalScrollBar()->setValue(100);
    QVERIFY(!view.following());
    QCOMPARE(changed.count(), 1);
    view.append(many(500, 500));
    QCOMPARE(view.verticalScrollBar()->value(), 100);
    QTest::keyClick(&view, Qt::Key_End);
    QVERIFY(view.following());
    QCOMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
}

void LogViewTest::aMillionLines() {
    LogView view;
    view.resize(600, 300);
    view.show();
    for (int i = 0; i < 1000; ++i)
        view.append(many(1000, i * 1000));
    QCOMPARE(view.shownLines(), 1'000'000);
    QCOMPARE(view.shownText(999'999), QStringLiteral("line 999999"));
    QCOMPARE(view.shownText(123'456), QStringLiteral("line 123456"));
    for (int i = 0; i < 100; ++i) {
        view.verticalScrollBar()->setValue(i * 9'999);
        view.grab();
    }
    QSignalSpy found(&view, &LogView::searched);
    view.search(QStringLiteral("line 777777"));
    QTRY_COMPARE_WITH_TIMEOUT(found.count(), 1, 60'000);
    QCOMPARE(found.first().first().toInt(), 777'777);
}

void LogViewTest::filterKeepsWhatIsWanted() {
    LogView view;
    view.append(many(1000));
    view.setShown(LogKind::Output, false);
    QTRY_COMPARE(view.shownLines(), 100);
    QCOMPARE(view.shownText(1), QStringLiteral("line 10"));
    view.setShown(LogKind::Tool, false);
    QTRY_COMPARE(view.shownLines(), 0);
    view.grab();
    view.setShown(LogKind::Output, true);
    view.setShown(LogKind::Tool, true);
    QCOMPARE(view.shownLines(), 1000);
}

void LogViewTest::filterWhileItGrows() {
    LogView view;
    view.append(many(300'000));
    view.setShown(LogKind::Output, false);
    view.append(many(1000, 300'000)); // while the filter may still be at work
    QTRY_COMPARE_WITH_TIMEOUT(view.shownLines(), 30'100, 60'000);
    for (int i = 1; i < view.shownLines(); i += 997)
        QCOMPARE(view.shownText(i), QStringLiteral("line %1").arg(i * 10));
}

void LogViewTest::searchFindsAndWraps() {
    LogView view;
    view.resize(400, 100);
    view.show();
    view.append(many(100));
    QSignalSpy found(&view, &LogView::searched);
    view.setFollowing(false);
    view.verticalScrollBar()->setValue(0);
    view.search(QStringLiteral("LINE 5"));
    QTRY_VERIFY(!found.isEmpty());
    QCOMPARE(found.takeLast().first().toInt(), 5);
    found.clear();
    view.findNext(true);
    QCOMPARE(found.takeLast().first().toInt(), 50);
    view.findNext(false);
    QCOMPARE(found.takeLast().first().toInt(), 5);
    view.findNext(false);
    QCOMPARE(found.takeLast().first().toInt(), 59); // around the beginning
    view.search(QStringLiteral("nowhere"));
    QCOMPARE(found.takeLast().first().toInt(), -1);
}

void LogViewTest::searchWithinShownOnly() {
    LogView view;
    view.append(many(100));
    view.setShown(LogKind::Output, false);
    QTRY_COMPARE(view.shownLines(), 10);
    QSignalSpy found(&view, &LogView::searched);
    view.search(QStringLiteral("line 55"));
    QTRY_COMPARE(found.count(), 1);
    QCOMPARE(found.first().first().toInt(), -1);
}

void LogViewTest::binaryIsSpeltOut() {
    LogView view;
    view.resize(500, 100);
    view.append({entry(QString::fromUtf8(QByteArray("\x7f"
                                                    "ELF\x02\x01\x00\xff\xfe",
                                                    9))),
                 entry(QStringLiteral("progress 10%\rprogress 20%"))});
    QVERIFY(view.shownText(0).startsWith(QStringLiteral("\\x7fELF\\x02\\x01\\x00")));
    QVERIFY(view.shownText(1).contains(QStringLiteral("\\x0d")));
    view.grab();
}

void LogViewTest::endlessLineIsCut() {
    LogView view;
    view.resize(500, 100);
    view.append({entry(QString(5'000'000, QLatin1Char('z')))});
    QCOMPARE(view.shownLines(), 1);
    QVERIFY(view.shownText(0).size() < LogStore::lineLimit + 100);
    QVERIFY(view.shownText(0).contains(QStringLiteral("+")));
    QVERIFY(view.store().bytes() <= LogStore::lineLimit);
    view.grab();
}

/// A line of a million escapes costs about what an endless line without any costs, to take in and to paint.
void LogViewTest::aMillionColoursHoldNothingUp() {
    LogView view;
    view.resize(900, 700);
    view.show();
    QString codes;
    for (int i = 0; i < 1'000'000; ++i)
        codes += QStringLiteral("\x1b[3%1mx").arg(i % 8);
    view.append({entry(codes)});
    QCOMPARE(view.shownLines(), 1);
    QVERIFY(view.store().bytes() <= LogStore::lineLimit);
    const auto cost = [](const std::function<void()>& work) {
        QElapsedTimer clock;
        qint64 best = std::numeric_limits<qint64>::max();
        for (int i = 0; i < 5; ++i) {
            clock.start();
            work();
            best = std::min(best, clock.nsecsElapsed());
        }
        return double(best);
    };
    LogView plain;
    plain.resize(900, 700);
    plain.show();
    for (int i = 0; i < 60; ++i) {
        view.append({entry(codes.left(LogStore::lineLimit))});
        plain.append({entry(QString(LogStore::lineLimit, QLatin1Char('x')))});
    }
    const double coloured = cost([&] { view.grab(); });
    const double bare = cost([&] { plain.grab(); });
    QVERIFY2(coloured < 60 * bare, qPrintable(QStringLiteral("%1 times").arg(coloured / bare)));
}

void LogViewTest::packedLinesComeBackAsTheyWere() {
    LogStore store;
    const auto text = [](int i) {
        return QStringLiteral("[%1] Building \u00fc file %2").arg(i).arg(i * 7919 % 977);
    };
    for (int i = 0; i < 60'000; ++i)
        store.append(entry(text(i)));
    store.append(entry(QString(3 * LogStore::lineLimit, QChar(0x4e2d)))); // three bytes each
    QVERIFY(store.packedBytes() < store.bytes() / 2);
    for (const int i : {0, 59'999, 1, 30'000, 12'345, 45'678, 7, 59'998, 29'999})
        QCOMPARE(QString::fromUtf8(store.raw(i)), text(i));
    QCOMPARE(QString::fromUtf8(store.raw(60'000)), QString(LogStore::lineLimit, QChar(0x4e2d)));
    QVERIFY(store.parsed(60'000).text.endsWith(QStringLiteral("characters")));
    LogStore copy = store; // clear() makes one
    store.clear();
    QCOMPARE(QString::fromUtf8(copy.raw(20'000)), text(20'000));
    QCOMPARE(store.size(), 0);
}

void LogViewTest::colourGoesOnAcrossLines() {
    LogStore store;
    store.append(entry(QStringLiteral("\x1b[31mred\nstill red\x1b[0m\nplain")));
    QCOMPARE(store.parsed(1).spans.size(), 1);
    QCOMPARE(store.parsed(1).spans[0].style.foreground, 1);
    QVERIFY(store.parsed(2).spans.isEmpty());
    // Spelling out a hidden character moves the spans behind it.
    store.append(entry(QStringLiteral("\u200b\x1b[32mgreen")));
    const AnsiLine line = store.parsed(3);
    QCOMPARE(line.text.mid(line.spans[0].start, line.spans[0].length), QStringLiteral("green"));
}

void LogViewTest::goesToAStep() {
    LogView view;
    view.resize(400, 60);
    view.show();
    view.append(many(50));
    view.append({entry(QStringLiteral("tests begin"), LogKind::Core, QStringLiteral("tests"))});
    view.append({entry(QStringLiteral("tests again"), LogKind::Core, QStringLiteral("tests"), 2)});
    view.append(many(50, 50));
    QVERIFY(view.goTo(QStringLiteral("tests")));
    QCOMPARE(view.currentRow(), 50);
    QVERIFY(!view.following());
    QVERIFY(view.goTo(QStringLiteral("tests"), 2));
    QCOMPARE(view.currentRow(), 51);
    QVERIFY(!view.goTo(QStringLiteral("deploy")));
}

void LogViewTest::clearForgetsAll() {
    LogView view;
    view.append(many(100));
    view.setFollowing(false);
    view.clear();
    QCOMPARE(view.shownLines(), 0);
    QVERIFY(view.following());
    view.findNext();
    view.grab();
}

void LogViewTest::copiesWhatIsSelected() {
    LogView view;
    view.resize(400, 400);
    view.show();
    view.append(many(5));
    const int row = view.fontMetrics().height() + 3;
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, QPoint(300, row / 2));
    QTest::mouseClick(view.viewport(), Qt::LeftButton, Qt::ShiftModifier, QPoint(300, row * 2 + row / 2));
    QCOMPARE(view.selectedText(), QStringLiteral("line 0\nline 1\nline 2\n"));
}

QTEST_MAIN(LogViewTest)
#include "tst_log_view.moc"
