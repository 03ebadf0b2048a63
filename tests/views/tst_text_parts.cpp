// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: nothing that an agent writes can hide or reorder what a person reads; terminal colours are kept
// and every other escape sequence is dropped; the colours of the console can be read in light and in dark.
#include "views/parts/ansi.h"
#include "views/parts/mark.h"
#include "views/parts/syntax.h"
#include "views/parts/theme.h"
#include "views/parts/visible_text.h"

#include <QTest>

using namespace signalbox;

class TextParts : public QObject {
    Q_OBJECT
private slots:
    void hiddenCharactersAreSpeltOut_data();
    void hiddenCharactersAreSpeltOut();
    void ordinaryTextStays();
    void tabsReachTheNextStop();
    void escapedPlacesAreNamed();
    void rightToLeftKeepsItsOrder();
    void longTextIsCutAndSaysSo();
    void coloursBecomeSpans();
    void otherEscapesAreDropped_data();
    void otherEscapesAreDropped();
    void coloursGoOnToTheNextLine();
    void brokenSequencesAreHarmless();
    void programColoursStayReadable();
    void tonesAreReadable();
    void eachStateHasAShapeAndAWord();
    void tokensAreInOrder();
};

void TextParts::hiddenCharactersAreSpeltOut_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    const auto row = [](const char* name, const QString& text, const QString& shown) {
        QTest::newRow(name) << text << shown;
    };
    row("override", QStringLiteral("a\u202Eb"), QStringLiteral("a<U+202E>b"));
    row("isolate", QStringLiteral("a\u2066b\u2069"), QStringLiteral("a<U+2066>b<U+2069>"));
    row("mark", QStringLiteral("a\u200Fb"), QStringLiteral("a<U+200F>b"));
    row("zero width", QStringLiteral("ad\u200Bmin"), QStringLiteral("ad<U+200B>min"));
    row("byte order mark", QStringLiteral("\uFEFFx"), QStringLiteral("<U+FEFF>x"));
    row("escape", QStringLiteral("\x1b[2J"), QStringLiteral("\\x1b[2J"));
    row("return", QStringLiteral("real\rfake"), QStringLiteral("real\\x0dfake"));
    row("nul", QString(QChar(0)) + QLatin1Char('x'), QStringLiteral("\\x00x"));
    row("c1", QString(QChar(0x9b)), QStringLiteral("\\x9b"));
    row("tag", QString::fromUcs4(U"a\U000E0041", 2), QStringLiteral("a<U+E0041>"));
    row("lone surrogate", QString(QChar(0xd800)), QStringLiteral("<U+D800>"));
    row("line separator", QString(QChar(0x2028)), QStringLiteral("<U+2028>"));
}

void TextParts::hiddenCharactersAreSpeltOut() {
    QFETCH(QString, text);
    QFETCH(QString, shown);
    QCOMPARE(visibleText(text), shown);
}

void TextParts::ordinaryTextStays() {
    const QString text = QStringLiteral("int größe = 3; // 漢字 \U0001F600 ñ");
    QCOMPARE(visibleText(text), text);
}

void TextParts::tabsReachTheNextStop() {
    QCOMPARE(visibleText(u"\tx"), QStringLiteral("    x"));
    QCOMPARE(visibleText(u"ab\tx"), QStringLiteral("ab  x"));
    QCOMPARE(visibleText(u"ab\tx", 8), QStringLiteral("ab      x"));
}

void TextParts::escapedPlacesAreNamed() {
    QList<EscapedRange> places;
    const QString shown = visibleText(u"ab\u202Ecd\u200B", 4, &places);
    QCOMPARE(places.size(), 2);
    QCOMPARE(shown.mid(places[0].start, places[0].length), QStringLiteral("<U+202E>"));
    QCOMPARE(shown.mid(places[1].start, places[1].length), QStringLiteral("<U+200B>"));
}

void TextParts::rightToLeftKeepsItsOrder() {
    const QString plain = QStringLiteral("if (user) {");
    QCOMPARE(inLogicalOrder(plain), plain);
    const QString hebrew = QStringLiteral("x = \u05d0 + 1");
    QCOMPARE(inLogicalOrder(hebrew), QChar(0x202d) + hebrew);
}

void TextParts::longTextIsCutAndSaysSo() {
    const QString cut = cutLong(QString(5000, QLatin1Char('x')), 100);
    QVERIFY(cut.startsWith(QString(100, QLatin1Char('x'))));
    QVERIFY(cut.contains(QStringLiteral("900")));
    QVERIFY(cut.size() < 160);
}

void TextParts::coloursBecomeSpans() {
    const AnsiLine line = parseAnsi(u"a\x1b[31;1mred\x1b[0mb\x1b[38;5;196mx\x1b[38;2;1;2;3my");
    QCOMPARE(line.text, QStringLiteral("aredbxy"));
    QCOMPARE(line.spans.size(), 3);
    QCOMPARE(line.spans[0].start, 1);
    QCOMPARE(line.spans[0].length, 3);
    QCOMPARE(line.spans[0].style.foreground, 1);
    QVERIFY(line.spans[0].style.bold);
    QCOMPARE(line.spans[1].style.foreground, 196);
    QCOMPARE(line.spans[2].style.foreground, 256 + 0x010203);
}

void TextParts::otherEscapesAreDropped_data() {
    QTest::addColumn<QString>("line");
    QTest::newRow("clear") << QStringLiteral("a\x1b[2Jb");
    QTest::newRow("move") << QStringLiteral("a\x1b[10;20Hb");
    QTest::newRow("title") << QStringLiteral("a\x1b]0;owned\x07"
                                             "b");
    QTest::newRow("link") << QStringLiteral("a\x1b]8;;http://x\x1b\\b");
    QTest::newRow("device control") << QStringLiteral("aP\x1b\\b").replace(1, 1, QStringLiteral("\x1bPq"));
    QTest::newRow("charset") << QStringLiteral("a\x1b(0b");
    QTest::newRow("private") << QStringLiteral("a\x1b[?1049hb");
}

void TextParts::otherEscapesAreDropped() {
    QFETCH(QString, line);
    QCOMPARE(parseAnsi(line).text, QStringLiteral("ab"));
}

void TextParts::coloursGoOnToTheNextLine() {
    const AnsiLine first = parseAnsi(u"\x1b[32mgreen");
    const AnsiLine second = parseAnsi(u"still\x1b[0m not", first.after);
    QCOMPARE(second.spans.size(), 1);
    QCOMPARE(second.spans[0].length, 5);
    QCOMPARE(second.spans[0].style.foreground, 2);
    QVERIFY(second.after == AnsiStyle{});
}

void TextParts::brokenSequencesAreHarmless() {
    for (const auto& line : {QStringLiteral("a\x1b"), QStringLiteral("a\x1b["), QStringLiteral("a\x1b[38;5m"),
                             QStringLiteral("a\x1b]0;x"), QStringLiteral("a\x1b[99999999999999999999m"),
                             QStringLiteral("a\x1b[;;;;m"), QStringLiteral("a\x1b[38m")})
        QVERIFY(parseAnsi(line).text.startsWith(QLatin1Char('a')));
}

void TextParts::programColoursStayReadable() {
    for (const QPalette& palette : {lightPalette(), darkPalette()})
        for (int code = 0; code < 256; ++code) {
            AnsiStyle style;
            style.foreground = code;
            const double seen = contrast(ansiForeground(style, palette), palette.color(QPalette::Base));
            QVERIFY2(seen >= 2.9, qPrintable(QStringLiteral("colour %1: %2").arg(code).arg(seen)));
        }
}

void TextParts::tonesAreReadable() {
    for (const QPalette& palette : {lightPalette(), darkPalette()}) {
        const QColor base = palette.color(QPalette::Base);
        const QColor window = palette.color(QPalette::Window);
        for (const Tone tone :
             {Tone::Plain, Tone::Quiet, Tone::NeedsYou, Tone::Active, Tone::Good, Tone::Bad, Tone::Warning}) {
            const QColor color = toneColor(palette, tone);
            QVERIFY2(contrast(color, base) >= 4.5, qPrintable(QStringLiteral("tone %1").arg(int(tone))));
            QVERIFY2(contrast(color, window) >= 4.5,
                     qPrintable(QStringLiteral("tone %1 on window").arg(int(tone))));
            QVERIFY2(contrast(palette.color(QPalette::Text), toneWash(palette, tone)) >= 7,
                     qPrintable(QStringLiteral("text on the wash of tone %1").arg(int(tone))));
            QVERIFY2(contrast(color, toneWash(palette, tone)) >= 4,
                     qPrintable(QStringLiteral("tone %1 on its wash").arg(int(tone))));
        }
        QVERIFY(contrast(palette.color(QPalette::HighlightedText), palette.color(QPalette::Highlight)) >= 7);
        QVERIFY(contrast(palette.color(QPalette::PlaceholderText), base) >= 4.5);
        QVERIFY(contrast(palette.color(QPalette::Link), base) >= 4.5);
    }
}

void TextParts::eachStateHasAShapeAndAWord() {
    // Colour alone never tells two states apart: each pair differs in shape or in word.
    QList<Look> looks;
    for (std::size_t i = 0; i < EnumWords<StatusWord>::words.size(); ++i)
        looks.append(lookOf(StatusWord(i)));
    for (qsizetype a = 0; a < looks.size(); ++a) {
        QVERIFY(!looks[a].word.isEmpty());
        for (qsizetype b = a + 1; b < looks.size(); ++b)
            QVERIFY2(looks[a].word != looks[b].word, qPrintable(looks[a].word));
    }
    int accents = 0;
    for (const Look& look : looks)
        accents += look.tone == Tone::NeedsYou ? 1 : 0;
    QCOMPARE(accents, 2); // the accent means "needs you" and nothing else
}

void TextParts::tokensAreInOrder() {
    const QString line = QStringLiteral("    return \"a\\\"b\" + 42; // done \"x");
    int end = 0;
    int kinds = 0;
    for (const Token& token : tokenize(line, languageOf(QStringLiteral("src/x.cpp")))) {
        QVERIFY(token.start >= end);
        QVERIFY(token.length > 0);
        end = token.start + token.length;
        QVERIFY(end <= line.size());
        kinds |= 1 << int(token.kind);
    }
    QCOMPARE(kinds, 15);
    QVERIFY(tokenize(line, languageOf(QStringLiteral("README.md"))).isEmpty());
}

QTEST_APPLESS_MAIN(TextParts)
#include "tst_text_parts.moc"
