// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: what is not JSON by the letter is not taken; places are told right; pieces do not matter;
// nothing that a stranger writes makes it keep more than a little.
#include "core/gateway/json_walk.h"

#include <QTest>

using namespace signalbox;

namespace {

class Recorder final : public JsonWalk::Sink {
public:
    void passed(const JsonValue& value) override {
        lines.append(value.path.toByteArray() + '=' + value.text.toByteArray() + '@' +
                     QByteArray::number(value.begin) + '-' + QByteArray::number(value.end));
    }
    QByteArrayList lines;
};

struct Walked {
    QByteArrayList lines;
    bool good = false;
};

Walked walk(const QByteArray& text, qsizetype piece = 1 << 20) {
    Recorder recorder;
    JsonWalk walk(recorder);
    for (qsizetype at = 0; at < text.size(); at += piece)
        walk.feed(QByteArrayView(text).sliced(at, std::min(piece, text.size() - at)));
    const bool good = walk.finish();
    return {recorder.lines, good};
}

} // namespace

class TestJsonWalk : public QObject {
    Q_OBJECT
private slots:
    void tellsPlaces() {
        const Walked walked = walk(R"({"a": {"b": [1, {"c": "x"}]}, "d": null})");
        QVERIFY(walked.good);
        QCOMPARE(walked.lines, (QByteArrayList{"a/b/#=1@13-14", "a/b/#/c=x@22-25", "a/b/#=@16-26",
                                               "a/b=@12-27", "a=@6-28", "d=@35-39", "=@0-40"}));
    }

    void aListAsRootDoesNotCount() {
        const Walked walked = walk(R"([{"a": 1}, {"a": 2}])");
        QVERIFY(walked.good);
        QCOMPARE(walked.lines.at(0), QByteArray("a=1@7-8"));
        QCOMPARE(walked.lines.at(2), QByteArray("a=2@17-18"));
    }

    void deepValuesHaveNoPlaceAndSiblingsKeepTheirs() {
        const Walked walked = walk(R"({"a":{"b":{"c":{"d":{"e":1},"f":2}}}})");
        QCOMPARE(walked.lines.at(0), QByteArray("=1@25-26"));
        QVERIFY(walked.lines.at(1).startsWith("a/b/c/d="));
        QVERIFY(walked.lines.at(2).startsWith("a/b/c/f=2"));
    }

    void escapedKeysAreTheSameKeys() {
        QVERIFY(walk("{\"m\\u006fdel\": \"x\"}").lines.at(0).startsWith("model=x"));
        QVERIFY(!walk(R"({"a/b": "x"})").lines.at(0).startsWith("a/b="));
        QVERIFY(!walk("{\"mod\\u00e9l\": \"x\"}").lines.at(0).startsWith("model="));
    }

    void takesWhatIsJson_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("good");
        for (const char* text :
             {"{}", "[]", " {\"a\" : [ ] } ", "[1,-2.5e+10,0,0.1,1E5]", "[true,false,null]",
              "{\"a\":\"\\u00e9\\n\"}", "[[[[[[[[]]]]]]]]", "{\"a\":1,\"a\":2}", "12", "null"})
            QTest::newRow(text) << QByteArray(text) << true;
        for (const char* text : {"",
                                 "{",
                                 "}",
                                 "[}",
                                 "{]",
                                 "[1,]",
                                 "{\"a\":1,}",
                                 "{,}",
                                 "[,1]",
                                 "{\"a\" 1}",
                                 "{\"a\":}",
                                 "{a:1}",
                                 "[01]",
                                 "[1.]",
                                 "[.5]",
                                 "[+1]",
                                 "[1e]",
                                 "[tru]",
                                 "[truee]",
                                 "[\"\x01\"]",
                                 "[\"\\x\"]",
                                 "[\"\\u12g4\"]",
                                 "[\"a]",
                                 "{} {}",
                                 "{}x",
                                 "[1 2]",
                                 "[\"a\" \"b\"]",
                                 "[--1]",
                                 "[1-2]",
                                 "{\"a\":1 \"b\":2}",
                                 "[nul",
                                 "[1]]",
                                 "-"})
            QTest::newRow(text) << QByteArray(text) << false;
    }
    void takesWhatIsJson() {
        QFETCH(QByteArray, text);
        QFETCH(bool, good);
        QCOMPARE(walk(text).good, good);
    }

    void piecesDoNotMatter() {
        const QByteArray text =
            "{\"usage\": {\"in\\u0070ut\": 12, \"o\": [1.5, \"te\\\"xt\", {}]}, \"z\": true}";
        const Walked whole = walk(text);
        QVERIFY(whole.good);
        for (qsizetype piece = 1; piece < text.size(); ++piece) {
            QCOMPARE(walk(text, piece).lines, whole.lines);
            QVERIFY(walk(text, piece).good);
        }
    }

    void boundsHold() {
        QVERIFY(!walk(QByteArray(JsonWalk::maxDepth + 1, '[')).good);
        QVERIFY(walk(QByteArray(JsonWalk::maxDepth, '[') + QByteArray(JsonWalk::maxDepth, ']')).good);
        QVERIFY(!walk("[" + QByteArray(1000, '1') + "]").good);
        const Walked longText = walk("[\"" + QByteArray(1 << 20, 'x') + "\"]");
        QVERIFY(longText.good);
        QVERIFY(longText.lines.first().size() < JsonWalk::maxText + 100);
        const QByteArray key(1000, 'k');
        QVERIFY(walk("{\"" + key + "\":1}").lines.first().startsWith("?="));
    }
};

QTEST_GUILESS_MAIN(TestJsonWalk)
#include "tst_json_walk.moc"
