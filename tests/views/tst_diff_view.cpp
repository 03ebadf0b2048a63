// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: what a reviewer sees of a change is all of it, in its true order, with nothing hidden, however
// large or broken the patch; folding and viewed marks never lose a line.
#include "views/parts/diff_view.h"

#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace signalbox;

namespace {

const QByteArray smallPatch = "diff --git a/src/a.cpp b/src/a.cpp\n"
                              "index 1111111..2222222 100644\n"
                              "--- a/src/a.cpp\n"
                              "+++ b/src/a.cpp\n"
                              "@@ -10,4 +10,5 @@ int main() {\n"
                              " one\n"
                              "-two\n"
                              "+zwei\n"
                              "+drei\n"
                              " four\n"
                              " five\n"
                              "\\ No newline at end of file\n"
                              "diff --git a/old name.txt b/new name.txt\n"
                              "similarity index 100%\n"
                              "rename from old name.txt\n"
                              "rename to new name.txt\n"
                              "diff --git a/logo.png b/logo.png\n"
                              "new file mode 100644\n"
                              "Binary files /dev/null and b/logo.png differ\n"
                              "diff --git a/gone.c b/gone.c\n"
                              "deleted file mode 100644\n"
                              "--- a/gone.c\n"
                              "+++ /dev/null\n"
                              "@@ -1 +0,0 @@\n"
                              "-int x;\n";

QByteArray longContext(int before, int after) {
    QByteArray patch = "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1," +
                       QByteArray::number(before + after + 1) + " +1," +
                       QByteArray::number(before + after + 1) + " @@\n";
    for (int i = 0; i < before; ++i)
        patch += " line " + QByteArray::number(i) + "\n";
    patch += "-old\n+new\n";
    for (int i = 0; i < after; ++i)
        patch += " after " + QByteArray::number(i) + "\n";
    return patch;
}

int linesShown(const DiffRows& rows) {
    int lines = 0;
    for (int i = 0; i < rows.size(); ++i) {
        const DiffRow& row = rows.at(i);
        if (row.kind == DiffRow::Kind::Line)
            lines += (row.left >= 0 ? 1 : 0) + (row.right >= 0 && row.right != row.left ? 1 : 0);
        else if (row.kind == DiffRow::Kind::Fold)
            lines += row.right - row.left + 1;
    }
    return lines;
}

int linesOf(const DiffDocument& document) {
    int lines = 0;
    for (const DiffFile& file : document.files())
        for (const DiffHunk& hunk : file.hunks)
            lines += int(hunk.lines.size());
    return lines;
}

} // namespace

class DiffViewTest : public QObject {
    Q_OBJECT
private slots:
    void readsWhatGitWrites();
    void numbersAreThoseOfTheFiles();
    void linesThatLookLikeHeadersStayLines();
    void quotedNamesAreRead();
    void noLineIsLost_data();
    void noLineIsLost();
    void unknownInputIsShown();
    void foldsOpen();
    void sideBySidePairsLines();
    void viewedFilesFoldUp();
    void hiddenCharactersAreSeen();
    void fiftyThousandLines();
    void hugeLineIsHarmless();
    void keysWork();
    void commentsStandBelowTheirLines_data();
    void commentsStandBelowTheirLines();
    void commentsAreWrittenByKeyboard();
    void commentsStayWhenTheWorkChanges();
    void commentsBecomeOneText();
};

void DiffViewTest::readsWhatGitWrites() {
    const DiffDocument document = DiffDocument::parse(smallPatch);
    QCOMPARE(document.files().size(), 4);
    QCOMPARE(document.files()[0].path, QStringLiteral("src/a.cpp"));
    QCOMPARE(document.files()[0].added, 2);
    QCOMPARE(document.files()[0].removed, 1);
    QCOMPARE(document.files()[0].hunks[0].heading, QStringLiteral("int main() {"));
    QCOMPARE(document.files()[1].change, DiffFile::Change::Renamed);
    QCOMPARE(document.files()[1].oldPath, QStringLiteral("old name.txt"));
    QCOMPARE(document.files()[1].path, QStringLiteral("new name.txt"));
    QVERIFY(document.files()[2].binary);
    QCOMPARE(document.files()[2].change, DiffFile::Change::Added);
    QCOMPARE(document.files()[3].change, DiffFile::Change::Deleted);
    QCOMPARE(document.files()[3].path, QStringLiteral("gone.c"));
    QCOMPARE(document.added(), 2);
    QCOMPARE(document.removed(), 2);
}

void DiffViewTest::numbersAreThoseOfTheFiles() {
    const DiffDocument document = DiffDocument::parse(smallPatch);
    const QList<DiffLine>& lines = document.files()[0].hunks[0].lines;
    QCOMPARE(lines[0].oldNumber, 10);
    QCOMPARE(lines[1].oldNumber, 11);
    QCOMPARE(lines[1].newNumber, 0);
    QCOMPARE(lines[3].newNumber, 12);
    QCOMPARE(lines[4].oldNumber, 12);
    QCOMPARE(lines[4].newNumber, 13);
    QCOMPARE(document.text(lines[2]), QStringLiteral("zwei"));
    QCOMPARE(lines[6].kind, DiffKind::Note);
}

void DiffViewTest::linesThatLookLikeHeadersStayLines() {
    // A removed line "-- a/x" reads "--- a/x" in the patch; a file may hold a patch itself.
    const QByteArray patch = "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1,2 +1,3 @@\n"
                             "--- a/evil\n+++ b/evil\n+diff --git a/x b/x\n context\n";
    const DiffDocument document = DiffDocument::parse(patch);
    QCOMPARE(document.files().size(), 1);
    QCOMPARE(document.files()[0].path, QStringLiteral("f"));
    QCOMPARE(document.files()[0].hunks[0].lines.size(), 4);
    QCOMPARE(document.text(document.files()[0].hunks[0].lines[0]), QStringLiteral("-- a/evil"));
}

void DiffViewTest::quotedNamesAreRead() {
    const QByteArray patch =
        "diff --git \"a/\\303\\244 \\\"x\\\".c\" \"b/\\303\\244 \\\"x\\\".c\"\n"
        "--- \"a/\\303\\244 \\\"x\\\".c\"\n+++ \"b/\\303\\244 \\\"x\\\".c\"\n@@ -1 +1 @@\n-a\n+b\n";
    const DiffDocument document = DiffDocument::parse(patch);
    QCOMPARE(document.files().size(), 1);
    QCOMPARE(document.files()[0].path, QStringLiteral("ä \"x\".c"));
}

void DiffViewTest::noLineIsLost_data() {
    QTest::addColumn<QByteArray>("patch");
    QTest::newRow("small") << smallPatch;
    QTest::newRow("folds") << longContext(60, 40);
    QTest::newRow("one sided") << QByteArray(
        "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -0,0 +1,2 @@\n+a\n+b\n");
    QTest::newRow("crlf") << QByteArray("diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\r\n+b\n");
}

void DiffViewTest::noLineIsLost() {
    QFETCH(QByteArray, patch);
    DiffView view;
    view.setPatch(patch);
    // A note such as "no newline" has no partner on the other side.
    const int all = linesOf(view.document());
    QVERIFY(all > 0);
    QCOMPARE(linesShown(view.rows()), all);
    view.setSideBySide(true);
    QCOMPARE(linesShown(view.rows()), all);
}

void DiffViewTest::unknownInputIsShown() {
    for (const QByteArray& patch : {QByteArray("what is this\n"), QByteArray("@@ nonsense @@\n+x\n"),
                                    QByteArray("diff --git a/f b/f\n@@ -1,99999999999 +1 @@\n-x\n"),
                                    QByteArray("\0\1\2\n\xff\xfe", 7), QByteArray("@@ -1 +1 @@\n-a\n+b\n")}) {
        DiffView view;
        view.resize(400, 200);
        view.setPatch(patch);
        QVERIFY(view.rows().size() > 0);
        view.grab();
    }
    DiffView empty;
    empty.setPatch({});
    QCOMPARE(empty.rows().size(), 0);
    QCOMPARE(empty.currentFile(), -1);
    empty.grab();
}

void DiffViewTest::foldsOpen() {
    DiffDocument document = DiffDocument::parse(longContext(30, 30));
    DiffRows rows;
    rows.setDocument(&document);
    const auto folds = [&] {
        QList<int> found;
        for (int i = 0; i < rows.size(); ++i)
            if (rows.at(i).kind == DiffRow::Kind::Fold)
                found.append(i);
        return found;
    };
    QCOMPARE(folds().size(), 2);
    QCOMPARE(rows.at(folds()[0]).right - rows.at(folds()[0]).left + 1, 30 - DiffRows::foldKeeps);
    const int before = rows.size();
    rows.unfold(rows.at(folds()[0]));
    QCOMPARE(folds().size(), 1);
    QCOMPARE(rows.size(), before + 30 - DiffRows::foldKeeps - 1);
}

void DiffViewTest::sideBySidePairsLines() {
    DiffDocument document = DiffDocument::parse(smallPatch);
    DiffRows rows;
    rows.setDocument(&document);
    rows.setSideBySide(true);
    // file, hunk, one|one, two|zwei, -|drei
    QCOMPARE(rows.at(3).left, 1);
    QCOMPARE(rows.at(3).right, 2);
    QCOMPARE(rows.at(4).left, -1);
    QCOMPARE(rows.at(4).right, 3);
}

void DiffViewTest::viewedFilesFoldUp() {
    DiffView view;
    view.setPatch(smallPatch);
    QSignalSpy viewed(&view, &DiffView::viewedChanged);
    const int before = view.rows().size();
    view.setViewed(0, true);
    QVERIFY(view.rows().size() < before);
    QVERIFY(view.rows().viewed(0));
    QCOMPARE(viewed.last().at(0).toInt(), 1);
    QCOMPARE(viewed.last().at(1).toInt(), 4);
    view.setViewed(0, false);
    QCOMPARE(view.rows().size(), before);
    view.setViewed(99, true); // no such file: nothing happens
    QCOMPARE(view.rows().viewedCount(), 0);
    view.setViewed(0, true);
    view.setPatch(smallPatch); // another change was not viewed
    QCOMPARE(view.rows().viewedCount(), 0);
}

void DiffViewTest::hiddenCharactersAreSeen() {
    DiffView view;
    view.setPatch("diff --git a/f.c b/f.c\n--- a/f.c\n+++ b/f.c\n@@ -1 +1 @@\n-if (admin) {\n"
                  "+if (adm\xe2\x80\x8bin) { /*\xe2\x80\xae } \xe2\x81\xa6*/\n");
    QList<EscapedRange> places;
    const QString shown = view.shownText(0, 0, 1, &places);
    QCOMPARE(places.size(), 3);
    QVERIFY(shown.contains(QStringLiteral("<U+202E>")));
    QVERIFY(!shown.contains(QChar(0x202e)));
    QVERIFY(!shown.contains(QChar(0x200b)));
    view.resize(800, 200);
    view.grab();
}

void DiffViewTest::fiftyThousandLines() {
    QByteArray patch = "diff --git a/big.txt b/big.txt\n--- a/big.txt\n+++ b/big.txt\n@@ -0,0 +1,50000 @@\n";
    for (int i = 0; i < 50'000; ++i)
        patch += "+line " + QByteArray::number(i) + " of a file that is new\n";
    DiffView view;
    view.resize(800, 600);
    view.setPatch(patch);
    QCOMPARE(view.rows().size(), 50'002);
    view.show();
    for (int i = 0; i < 200; ++i)
        view.verticalScrollBar()->setValue(i * 250);
    view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum());
    view.grab();
    QCOMPARE(view.shownText(0, 0, 49'999), QStringLiteral("line 49999 of a file that is new"));
}

void DiffViewTest::hugeLineIsHarmless() {
    DiffView view;
    view.resize(800, 300);
    view.setPatch("diff --git a/min.js b/min.js\n--- a/min.js\n+++ b/min.js\n@@ -1 +1 @@\n-" +
                  QByteArray(3'000'000, 'x') + "\n+" + QByteArray(3'000'000, 'y') + "\n");
    view.show();
    view.grab();
    view.horizontalScrollBar()->setValue(view.horizontalScrollBar()->maximum());
    view.grab();
    QCOMPARE(view.document().files()[0].added, 1);
}

void DiffViewTest::keysWork() {
    DiffView view;
    view.resize(600, 60);
    view.setPatch(smallPatch);
    view.show();
    QTest::keyClick(&view, Qt::Key_BracketRight);
    QCOMPARE(view.currentFile(), 1);
    QTest::keyClick(&view, Qt::Key_V);
    QVERIFY(view.rows().viewed(1));
    QTest::keyClick(&view, Qt::Key_BracketLeft);
    QCOMPARE(view.currentFile(), 0);
    QTest::keyClick(&view, Qt::Key_S);
    QVERIFY(view.sideBySide());
}

namespace {

LineComment commentOn(const char* path, int line, const char* code, const char* text, bool oldSide = false) {
    LineComment comment;
    comment.path = QLatin1String(path);
    comment.line = line;
    comment.code = QLatin1String(code);
    comment.text = QLatin1String(text);
    comment.oldSide = oldSide;
    return comment;
}

/// The text rows of comments, each behind the number of the row above it that is a line.
int commentRows(const DiffRows& rows) {
    int count = 0;
    for (int i = 0; i < rows.size(); ++i)
        count += rows.at(i).kind == DiffRow::Kind::Comment ? 1 : 0;
    return count;
}

} // namespace

void DiffViewTest::commentsStandBelowTheirLines_data() {
    QTest::addColumn<bool>("sideBySide");
    QTest::newRow("unified") << false;
    QTest::newRow("side by side") << true;
}

void DiffViewTest::commentsStandBelowTheirLines() {
    QFETCH(bool, sideBySide);
    DiffView view;
    view.setPatch(smallPatch);
    view.setSideBySide(sideBySide);
    const int before = linesShown(view.rows());
    DiffComments comments;
    comments.put(commentOn("src/a.cpp", 11, "zwei", "why German?\nplease not"));
    comments.put(commentOn("src/a.cpp", 11, "two", "this was right", true));
    comments.put(commentOn("src/a.cpp", 999, "nowhere", "about a line that is not there"));
    view.setComments(comments);
    QCOMPARE(commentRows(view.rows()), 3); // two lines and one; the third has no place
    QCOMPARE(linesShown(view.rows()), before);
    for (int i = 0; i < view.rows().size(); ++i)
        if (view.rows().at(i).kind == DiffRow::Kind::Comment)
            QVERIFY(view.rows().at(i - 1).kind != DiffRow::Kind::File);
    view.resize(700, 400);
    view.grab(); // painted without trouble
    comments.put(commentOn("src/a.cpp", 11, "zwei", "  "));
    QCOMPARE(comments.all().size(), 2); // a blank one is none
}

void DiffViewTest::commentsAreWrittenByKeyboard() {
    DiffView view;
    view.resize(700, 400);
    view.setPatch(smallPatch);
    view.show();
    view.setFocus();
    QSignalSpy changed(&view, &DiffView::commentsChanged);
    for (int i = 0; i < 3; ++i) // "one", "-two", "+zwei"
        QTest::keyClick(&view, Qt::Key_Down);
    QTest::keyClick(&view, Qt::Key_C);
    auto* field = view.findChild<QPlainTextEdit*>();
    QVERIFY(field && field->isVisible());
    QTest::keyClicks(field, QStringLiteral("say two, as before"));
    QTest::keyClick(field, Qt::Key_Escape); // thought better of it
    QVERIFY(!field->isVisible());
    QCOMPARE(changed.count(), 0);
    QTest::keyClick(&view, Qt::Key_C);
    QVERIFY(field->toPlainText().isEmpty());
    QTest::keyClicks(field, QStringLiteral("say two"));
    QTest::keyClick(field, Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(view.comments().all().size(), 1);
    const LineComment& comment = view.comments().all().first();
    QCOMPARE(comment.path, QStringLiteral("src/a.cpp"));
    QCOMPARE(comment.line, 11);
    QCOMPARE(comment.code, QStringLiteral("zwei"));
    QVERIFY(!comment.oldSide);
    QTest::keyClick(&view, Qt::Key_C); // again: what is there can be mended
    QCOMPARE(field->toPlainText(), QStringLiteral("say two"));
    field->clear();
    QTest::keyClick(field, Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(view.comments().isEmpty());
}

void DiffViewTest::commentsStayWhenTheWorkChanges() {
    DiffView view;
    view.setPatch(smallPatch);
    DiffComments comments;
    comments.put(commentOn("src/a.cpp", 11, "zwei", "why German?"));
    view.setComments(comments);
    QCOMPARE(commentRows(view.rows()), 1);
    QByteArray other = smallPatch;
    other.replace("+zwei", "+deux");
    view.setPatch(other); // the line is another one: nothing is said about that
    QCOMPARE(commentRows(view.rows()), 0);
    QCOMPARE(view.comments().all().size(), 1);
    view.setPatch(smallPatch);
    QCOMPARE(commentRows(view.rows()), 1);
}

void DiffViewTest::commentsBecomeOneText() {
    DiffComments comments;
    comments.put(commentOn("b.c", 2, "  x = 1;", "name it"));
    comments.put(commentOn("a.c", 9, "y", "later"));
    comments.put(commentOn("a.c", 3, "z", "earlier", true));
    const QString text = comments.feedback(QStringLiteral("Almost there."));
    QVERIFY(text.startsWith(QStringLiteral("Almost there.\n\n")));
    QVERIFY(text.contains(QStringLiteral("b.c:2\n> x = 1;\nname it")));
    QVERIFY(text.indexOf(QStringLiteral("a.c:3 (before the change)")) <
            text.indexOf(QStringLiteral("a.c:9")));
    QVERIFY(text.indexOf(QStringLiteral("a.c:9")) < text.indexOf(QStringLiteral("b.c:2")));
    QVERIFY(!comments.feedback({}).startsWith(QLatin1Char('\n')));
    comments.clear();
    QCOMPARE(comments.feedback(QStringLiteral(" x ")), QStringLiteral("x"));
}

QTEST_MAIN(DiffViewTest)
#include "tst_diff_view.moc"
