// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: the event stream is read right in whatever pieces it arrives, and hostile bytes cost bounded
// memory.
#include "core/client/sse_parser.h"

#include <QRandomGenerator>
#include <QtTest>

using namespace signalbox;

namespace {
QString shown(const QList<SseEvent>& events) {
    QStringList texts;
    for (const SseEvent& e : events)
        texts.append(QStringLiteral("%1|%2|%3")
                         .arg(QString::fromUtf8(e.type), QString::fromUtf8(e.data), QString::fromUtf8(e.id)));
    return texts.join(u';');
}
} // namespace

class TestSseParser : public QObject {
    Q_OBJECT
private slots:
    void reads_data();
    void reads();
    void splitsDoNotMatter_data() { reads_data(); }
    void splitsDoNotMatter();
    void tooLargeEventStopsIt();
    void endlessLineStopsIt();
    void manySmallDataLinesStopIt();
    void noiseNeverCrashes();
};

void TestSseParser::reads_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const QByteArray& bytes, const char* expected) {
        QTest::newRow(name) << bytes << QString::fromUtf8(expected);
    };
    row("plain", "data: a\n\n", "message|a|");
    row("typed with id", "event: record\nid: 7\ndata: {}\n\n", "record|{}|7");
    row("id stays", "id: 7\ndata: a\n\ndata: b\n\n", "message|a|7;message|b|7");
    row("no space", "data:a\n\n", "message|a|");
    row("one space only", "data:  a\n\n", "message| a|");
    row("joined", "data: a\ndata: b\n\n", "message|a\nb|");
    row("empty data", "data\n\n", "message||");
    row("comment", ": heartbeat\n\ndata: a\n\n", "message|a|");
    row("only comments", ":\n:x\n\n", "");
    row("unfinished", "data: a\n", "");
    row("type without data", "event: end\n\n", "end||");
    row("id without data", "id: 3\n\ndata: x\n\n", "message|x|3");
    row("id with NUL", QByteArray("id: 3\0x\ndata: x\n\n", 18), "message|x|");
    row("CR", "data: a\rdata: b\r\r", "message|a\nb|");
    row("CRLF", "data: a\r\ndata: b\r\n\r\n", "message|a\nb|");
    row("mixed", "data: a\r\n\ndata: b\n\r", "message|a|;message|b|");
    row("byte order mark",
        "\xEF\xBB\xBF"
        "data: a\n\n",
        "message|a|");
    row("mark in the midst",
        "data: a\n\n\xEF\xBB\xBF"
        "data: b\n\n",
        "message|a|");
    row("unknown fields", "retry: 10\nfoo: bar\nfoo\ndata: a\n\n", "message|a|");
    row("colon in data", "data: a: b\n\n", "message|a: b|");
    row("utf-8", "data: gr\xC3\xBC\xC3\x9F\n\n", "message|gr\xC3\xBC\xC3\x9F|");
}

void TestSseParser::reads() {
    QFETCH(QByteArray, bytes);
    SseParser parser;
    const auto events = parser.feed(bytes);
    QVERIFY(events.ok());
    QTEST(shown(*events), "expected");
}

void TestSseParser::splitsDoNotMatter() {
    QFETCH(QByteArray, bytes);
    QRandomGenerator random(42);
    for (int round = 0; round < 200; ++round) {
        SseParser parser;
        QList<SseEvent> all;
        for (qsizetype at = 0; at < bytes.size();) {
            const qsizetype length = round == 0 ? 1 : 1 + random.bounded(5);
            const auto events = parser.feed(bytes.mid(at, length));
            QVERIFY(events.ok());
            all.append(*events);
            at += length;
        }
        QTEST(shown(all), "expected");
    }
}

void TestSseParser::tooLargeEventStopsIt() {
    SseParser parser(1000);
    QVERIFY(parser.feed("data: small\n\n").ok());
    const auto result = parser.feed("data: " + QByteArray(2000, 'x') + "\n\n");
    QVERIFY(!result.ok());
    QCOMPARE(toString(result.error().kind), u"limit_reached"_qs);
    QVERIFY(!parser.feed("data: a\n\n").ok()); // it cannot go on
}

void TestSseParser::endlessLineStopsIt() {
    SseParser parser(1000);
    bool stopped = false;
    for (int i = 0; i < 100 && !stopped; ++i)
        stopped = !parser.feed(QByteArray(100, 'x')).ok();
    QVERIFY(stopped);
}

void TestSseParser::manySmallDataLinesStopIt() {
    SseParser parser(1000);
    bool stopped = false;
    for (int i = 0; i < 1000 && !stopped; ++i)
        stopped = !parser.feed("data: x\n").ok();
    QVERIFY(stopped);
}

void TestSseParser::noiseNeverCrashes() {
    QRandomGenerator random(7);
    for (int round = 0; round < 500; ++round) {
        SseParser parser(4096);
        for (int piece = 0; piece < 20; ++piece) {
            QByteArray bytes;
            for (int i = random.bounded(200); i > 0; --i)
                bytes.append("data:id event\n\r: \xEF\xBB\xBF"[random.bounded(20)]);
            if (!parser.feed(bytes).ok())
                break;
        }
    }
}

QTEST_GUILESS_MAIN(TestSseParser)
#include "tst_sse_parser.moc"
