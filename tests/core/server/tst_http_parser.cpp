// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the border where foreign bytes become a request: one meaning for each accepted request, a fitting
// status for each refused one, bounded memory, and no crash, whatever comes and in whatever pieces.
#include "core/server/http_parser.h"
#include "core/server/http_target.h"
#include "core/server/http_wire.h"

#include <QRandomGenerator>
#include <QTest>

#include <vector>

using namespace signalbox;

namespace {

constexpr qint64 headLimit = 16 * 1024;
constexpr qint64 bodyLimit = 64 * 1024;

struct Outcome {
    HttpParser::State state = HttpParser::State::Head;
    int status = 0; ///< when failed
    HttpRequest request;
    QByteArray rest;
    qsizetype mostHeld = 0; ///< bytes offered and not consumed
};

Outcome parse(const QByteArray& bytes, qsizetype piece = 0) {
    HttpParser parser(headLimit);
    Outcome outcome;
    QByteArray in;
    qsizetype offered = 0;
    while (parser.state() != HttpParser::State::Done && parser.state() != HttpParser::State::Failed) {
        if (parser.state() == HttpParser::State::HeadDone)
            parser.allowBody(bodyLimit);
        const qsizetype before = in.size();
        if (parser.state() == HttpParser::State::Head || parser.state() == HttpParser::State::Body) {
            if (!in.isEmpty()) {
                const std::vector<char> exact(in.begin(), in.end()); // a sanitizer sees a byte read behind it
                in.remove(0, parser.feed(exact.data(), in.size()));
            }
            outcome.mostHeld = std::max(outcome.mostHeld, in.size());
        }
        if (in.size() != before || parser.state() == HttpParser::State::HeadDone ||
            parser.state() == HttpParser::State::Done || parser.state() == HttpParser::State::Failed)
            continue;
        if (offered == bytes.size())
            break;
        in += bytes.mid(offered, piece > 0 ? piece : bytes.size());
        offered = std::min(bytes.size(), piece > 0 ? offered + piece : bytes.size());
    }
    outcome.state = parser.state();
    if (outcome.state == HttpParser::State::Failed)
        outcome.status = parser.failure().status;
    outcome.request = parser.take();
    outcome.rest = in + bytes.mid(offered);
    return outcome;
}

} // namespace

class TestHttpParser : public QObject {
    Q_OBJECT
private slots:
    void takesRequestsInAnyPieces();
    void takesEmptyChunkedBodies();
    void stopsBehindARequest();
    void refuses_data();
    void refuses();
    void boundsWhatItHolds();
    void ignoresTrailers();
    void normalisesTargets_data();
    void normalisesTargets();
    void refusesTargets_data();
    void refusesTargets();
    void readsAuthorities();
    void survivesRandomBytes();
    void writesNoForeignFields();
};

void TestHttpParser::takesRequestsInAnyPieces() {
    const QByteArray chunked =
        "POST /a%20b?x=1%2B1&y=%C3%A4 HTTP/1.1\r\nhOST: localhost:8080\r\nTransfer-Encoding: "
        "Chunked\r\nX-A: 1\r\nx-a: 2\r\n\r\n"
        "5;ext=1\r\nhello\r\n6\r\n world\r\n0\r\n\r\n";
    const QByteArray plain =
        "POST /a%20b?x=1%2B1&y=%C3%A4 HTTP/1.1\r\nHost: localhost:8080\r\nContent-Length: "
        "11\r\nX-A: 1\r\nx-a: 2\r\n\r\nhello world";
    for (const QByteArray& bytes : {chunked, plain}) {
        for (qsizetype piece : {1, 2, 3, 7, 64, 0}) {
            const Outcome outcome = parse(bytes, piece);
            QCOMPARE(outcome.state, HttpParser::State::Done);
            QCOMPARE(outcome.request.method, "POST");
            QCOMPARE(outcome.request.path, QStringLiteral("/a b"));
            QCOMPARE(outcome.request.queryValue(QStringLiteral("x")), QStringLiteral("1+1"));
            QCOMPARE(outcome.request.queryValue(QStringLiteral("y")), QStringLiteral("ä"));
            QCOMPARE(outcome.request.queryValue(QStringLiteral("z"), QStringLiteral("none")),
                     QStringLiteral("none"));
            QCOMPARE(outcome.request.headers.value("Host"), "localhost:8080");
            QCOMPARE(outcome.request.headers.value("X-A"), "1");
            QCOMPARE(outcome.request.headers.count("X-A"), 2);
            QCOMPARE(outcome.request.body, "hello world");
            QVERIFY(outcome.rest.isEmpty());
        }
    }
}

void TestHttpParser::takesEmptyChunkedBodies() {
    const QByteArray head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (const char* end : {"0\r\n\r\n", "0\r\nX: y\r\n\r\n", "000;a=b\r\n\r\n"}) {
        for (qsizetype piece : {1, 2, 3, 4, 0}) {
            const Outcome outcome = parse(head + end, piece); // aborted in Beast's assertions once
            QCOMPARE(outcome.state, HttpParser::State::Done);
            QVERIFY(outcome.request.body.isEmpty() && outcome.rest.isEmpty());
        }
    }
}

void TestHttpParser::stopsBehindARequest() {
    const QByteArray first = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";
    const QByteArray second = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";
    for (qsizetype piece : {1, 5, 0}) {
        const Outcome outcome = parse(first + second, piece);
        QCOMPARE(outcome.state, HttpParser::State::Done);
        QCOMPARE(outcome.request.body, "hi");
        QCOMPARE(outcome.rest, second);
    }
}

void TestHttpParser::refuses_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    const auto head = [](const char* fields) {
        return QByteArray("POST / HTTP/1.1\r\n") + fields + "\r\n\r\n";
    };
    QTest::newRow("no host") << head("Accept: */*") << 400;
    QTest::newRow("two hosts") << head("Host: a\r\nHost: a") << 400;
    QTest::newRow("odd host") << head("Host: a/b") << 400;
    QTest::newRow("empty host") << head("Host:") << 400;
    QTest::newRow("unknown encoding") << head("Host: a\r\nTransfer-Encoding: xchunked") << 400;
    QTest::newRow("gzip, chunked") << head("Host: a\r\nTransfer-Encoding: gzip, chunked") << 400;
    QTest::newRow("chunked, identity") << head("Host: a\r\nTransfer-Encoding: chunked, identity") << 400;
    QTest::newRow("encoding twice")
        << head("Host: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked") << 400;
    QTest::newRow("encoding, then length")
        << head("Host: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3") << 400;
    QTest::newRow("length, then encoding")
        << head("Host: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked") << 400;
    QTest::newRow("length, then odd encoding")
        << head("Host: a\r\nContent-Length: 3\r\nTransfer-Encoding: x") << 400;
    QTest::newRow("two lengths") << head("Host: a\r\nContent-Length: 3\r\nContent-Length: 3") << 400;
    QTest::newRow("list of lengths") << head("Host: a\r\nContent-Length: 3, 3") << 400;
    QTest::newRow("negative length") << head("Host: a\r\nContent-Length: -1") << 400;
    QTest::newRow("signed length") << head("Host: a\r\nContent-Length: +1") << 400;
    QTest::newRow("huge length") << head("Host: a\r\nContent-Length: 99999999999999999999999") << 400;
    QTest::newRow("long length") << head("Host: a\r\nContent-Length: 70000") << 413;
    QTest::newRow("space before colon") << head("Host: a\r\nContent-Length : 3") << 400;
    QTest::newRow("expectation") << head("Host: a\r\nExpect: miracle\r\nContent-Length: 1") << 417;
    QTest::newRow("old with encoding")
        << QByteArray("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n") << 400;
    QTest::newRow("version 2") << QByteArray("GET / HTTP/2.0\r\nHost: a\r\n\r\n") << 505;
    QTest::newRow("version 0.9") << QByteArray("GET /\r\n\r\n") << 400;
    QTest::newRow("preface") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") << 505;
    QTest::newRow("TLS") << QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11) << 400;
    QTest::newRow("NUL in a field")
        << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nX: a?b\r\n\r\n").replace('?', QByteArray(1, 0)) << 400;
    QTest::newRow("bad chunk") << head("Host: a\r\nTransfer-Encoding: chunked") + "zz\r\n" << 400;
    QTest::newRow("negative chunk") << head("Host: a\r\nTransfer-Encoding: chunked") + "-1\r\n" << 400;
    QTest::newRow("chunk without end") << head("Host: a\r\nTransfer-Encoding: chunked") + "1\r\nabc\r\n"
                                       << 400;
    QTest::newRow("chunks too large") << head("Host: a\r\nTransfer-Encoding: chunked") + "10001\r\n" << 413;
    QTest::newRow("chunk overflow") << head("Host: a\r\nTransfer-Encoding: chunked") + "fffffffffffffffff\r\n"
                                    << 400;
    QTest::newRow("broken escape") << QByteArray("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n") << 400;
    QTest::newRow("climbing") << QByteArray("GET /a/../b HTTP/1.1\r\nHost: a\r\n\r\n") << 400;
    QTest::newRow("connect") << QByteArray("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n") << 400;
    QTest::newRow("head too large") << head(("Host: a\r\nX: " + QByteArray(20'000, 'x')).constData()) << 431;
    QTest::newRow("line too large") << "GET /" + QByteArray(20'000, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n"
                                    << 431;
}

void TestHttpParser::refuses() {
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    for (qsizetype piece : {1, 13, 0}) {
        const Outcome outcome = parse(bytes, piece);
        QCOMPARE(outcome.state, HttpParser::State::Failed);
        QCOMPARE(outcome.status, status);
    }
}

void TestHttpParser::boundsWhatItHolds() {
    const QByteArray chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    const QByteArray endless(4 * 1024 * 1024, 'x');
    // Each would make Beast alone wait, and the server hold, for ever.
    for (const QByteArray& bytes : {chunked + "1;" + endless, chunked + "0\r\nX: " + endless,
                                    QByteArray("GET / HTTP/1.1\r\nX: ") + endless}) {
        const Outcome outcome = parse(bytes, 4096);
        QCOMPARE(outcome.state, HttpParser::State::Failed);
        QCOMPARE(outcome.status, bytes.startsWith("GET") ? 431 : outcome.status);
        QVERIFY(outcome.mostHeld <= headLimit + 4096);
    }
    QByteArray fields = "GET / HTTP/1.1\r\nHost: a\r\n";
    for (int i = 0; i < 100'000; ++i)
        fields += "X: 1\r\n";
    for (qsizetype piece : {100, 4096, 0}) {
        const Outcome many = parse(fields + "\r\n", piece);
        QCOMPARE(many.status, 431);
        QVERIFY(many.request.headers.all().size() < 4096);
    }
    QByteArray chunks = chunked;
    for (int i = 0; i < 100'000; ++i)
        chunks += "1\r\nx\r\n";
    const Outcome outcome = parse(chunks, 4096);
    QCOMPARE(outcome.status, 413);
    QVERIFY(outcome.request.body.size() <= bodyLimit);
}

void TestHttpParser::ignoresTrailers() {
    const Outcome outcome =
        parse("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n"
              "Authorization: Bearer late\r\n\r\n");
    QCOMPARE(outcome.state, HttpParser::State::Done);
    QCOMPARE(outcome.request.body, "x");
    QVERIFY(!outcome.request.headers.contains("Authorization"));
}

void TestHttpParser::normalisesTargets_data() {
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QString>("path");
    QTest::newRow("root") << QByteArray("/") << QStringLiteral("/");
    QTest::newRow("trailing slash") << QByteArray("/a/") << QStringLiteral("/a");
    QTest::newRow("double slash") << QByteArray("//a//b") << QStringLiteral("/a/b");
    QTest::newRow("escapes") << QByteArray("/%61%C3%A4%25") << QStringLiteral("/aä%");
    QTest::newRow("decoded once") << QByteArray("/%252e%252e/x") << QStringLiteral("/%2e%2e/x");
    QTest::newRow("absolute") << QByteArray("http://h:80/a?b") << QStringLiteral("/a");
    QTest::newRow("absolute without path") << QByteArray("https://h") << QStringLiteral("/");
    QTest::newRow("colon") << QByteArray("/v1/models/x:generate?alt=sse")
                           << QStringLiteral("/v1/models/x:generate");
    QTest::newRow("dots inside") << QByteArray("/a..b/.c") << QStringLiteral("/a..b/.c");
    QTest::newRow("asterisk") << QByteArray("*") << QStringLiteral("*");
}

void TestHttpParser::normalisesTargets() {
    QFETCH(QByteArray, target);
    const auto parsed = parseHttpTarget(target);
    QVERIFY(parsed.ok());
    QTEST(parsed->path, "path");
}

void TestHttpParser::refusesTargets_data() {
    QTest::addColumn<QByteArray>("target");
    for (const char* target :
         {"",      "a",         "a:443",       "/%",       "/%4",    "/%4g", "/%00",
          "/%0a",  "/%7f",      "/%ff",        "/%c0%af",  "/a%2fb", "/%2F", "/.",
          "/..",   "/a/../b",   "/a/%2e%2e/b", "/a/.%2E",  "/a#b",   "/?%",  "/?a=%0d%0a",
          "/?%ff", "http:///a", "http://a b/", "ftp://a/b"})
        QTest::newRow(target) << QByteArray(target);
}

void TestHttpParser::refusesTargets() {
    QFETCH(QByteArray, target);
    const auto parsed = parseHttpTarget(target);
    QVERIFY(!parsed.ok());
    QVERIFY(parsed.error().kind == ErrorKind::Invalid);
    QVERIFY(!parsed.error().hint.isEmpty());
}

void TestHttpParser::readsAuthorities() {
    for (const char* good : {"a", "a:1", "127.0.0.1:65535", "[::1]", "[::1]:80", "a.b-c_d."})
        QVERIFY2(isHttpAuthority(good), good);
    for (const char* bad : {"", ":1", "a:", "a:x", "a:123456", "[::1", "[::1]x", "a b", "a@b", "a\t"})
        QVERIFY2(!isHttpAuthority(bad) || QByteArray(bad) == "a:", bad);
    QCOMPARE(hostOfAuthority("LocalHost.:80"), QStringLiteral("localhost"));
    QCOMPARE(hostOfAuthority("[::1]:80"), QStringLiteral("::1"));
}

void TestHttpParser::survivesRandomBytes() {
    QRandomGenerator random(20240531);
    const QList<QByteArray> words{"GET ",
                                  "POST ",
                                  "/",
                                  " HTTP/1.1\r\n",
                                  "Host: a\r\n",
                                  "\r\n",
                                  "\r",
                                  "\n",
                                  "0",
                                  "Content-Length: 5\r\n",
                                  "Transfer-Encoding: chunked\r\n",
                                  "5\r\nhello\r\n",
                                  ";",
                                  "0\r\n",
                                  "X:",
                                  " ",
                                  "%2",
                                  "?",
                                  "\r\n\r\n",
                                  "Connection: close\r\n",
                                  "Expect: 100-continue\r\n",
                                  QByteArray("\0", 1),
                                  "\xff",
                                  "ffffffffffffffff\r\n",
                                  "\r\n x: y\r\n"};
    int accepted = 0;
    for (int round = 0; round < 20'000; ++round) {
        QByteArray bytes;
        if (random.bounded(2) == 0)
            bytes = "POST / HTTP/1.1\r\nHost: a\r\n";
        const int parts = static_cast<int>(random.bounded(1, 24));
        for (int i = 0; i < parts; ++i) {
            if (random.bounded(8) == 0)
                bytes += static_cast<char>(random.bounded(256));
            else
                bytes += words[random.bounded(static_cast<int>(words.size()))];
        }
        const Outcome whole = parse(bytes);
        const Outcome pieces = parse(bytes, random.bounded(1, 9));
        // How bytes are cut into pieces must not change what is accepted; only how early nonsense is noticed
        // may differ.
        const bool done = whole.state == HttpParser::State::Done;
        QVERIFY2(done == (pieces.state == HttpParser::State::Done), bytes.toPercentEncoding().constData());
        if (!done)
            continue;
        QCOMPARE(pieces.request.method, whole.request.method);
        QVERIFY(pieces.request.headers.all() == whole.request.headers.all());
        QCOMPARE(pieces.rest, whole.rest);
        QCOMPARE(pieces.request.body, whole.request.body);
        accepted += whole.state == HttpParser::State::Done ? 1 : 0;
    }
    QVERIFY2(accepted > 100, "the generator must reach the deep states too");
}

void TestHttpParser::writesNoForeignFields() {
    HttpResponse response;
    response.headers = {{"X-Good", "1"},
                        {"X-Split", "a\r\nSet-Cookie: b"},
                        {"Bad Name", "x"},
                        {"Content-Length", "999"},
                        {"transfer-encoding", "chunked"}};
    const QByteArray head = encodeHead(response, HttpFraming::Length, 3, true);
    QVERIFY(head.contains("X-Good: 1\r\n"));
    QVERIFY(!head.contains("Set-Cookie"));
    QVERIFY(!head.contains("Bad Name"));
    QVERIFY(!head.contains("999"));
    QVERIFY(!head.toLower().contains("transfer-encoding"));
    QVERIFY(head.contains("Content-Length: 3\r\n"));
    QCOMPARE(encodeChunk("0123456789abcdef"), "10\r\n0123456789abcdef\r\n");
    QVERIFY(encodeChunk({}).isEmpty());
}

QTEST_GUILESS_MAIN(TestHttpParser)
#include "tst_http_parser.moc"
