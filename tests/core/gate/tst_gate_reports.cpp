// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the report readers: what the common programs write is understood, and nothing that is missing, cut
// off, malformed, contradictory or hostile is ever taken for a complete report.
#include "core/report/junit_report.h"
#include "core/report/lcov_report.h"
#include "core/report/tap_report.h"
#include "tests/core/gate/report_samples.h"

#include <QRandomGenerator>
#include <QTest>

using namespace signalbox;
using namespace samples;

namespace {

TestCase named(const TestReport& report, const QString& fullName) {
    for (const TestCase& test : report.cases)
        if (test.fullName() == fullName)
            return test;
    return {};
}

} // namespace

class TestGateReports : public QObject {
    Q_OBJECT

private slots:
    void junitOfPytest() {
        const TestReport report = readJunit(pytestReport);
        QVERIFY2(report.complete, qPrintable(report.problem));
        QCOMPARE(report.cases.size(), 5);
        QCOMPARE(report.count(TestCase::Status::Passed), 2);
        QCOMPARE(report.count(TestCase::Status::Failed), 1);
        QCOMPARE(report.count(TestCase::Status::Errored), 1);
        QCOMPARE(report.count(TestCase::Status::Skipped), 1);
        QCOMPARE(report.failed(), 2);
        const TestCase sub = named(report, u"tests.test_calc.TestSub > test_sub"_qs);
        QCOMPARE(sub.message, u"assert 3 == 2 + where 3 = sub(4, 2)"_qs);
        QVERIFY(sub.detail.contains(u"tests/test_calc.py:12"));
        QCOMPARE(sub.duration, Millis(1500));
        QCOMPARE(named(report, u"tests.test_calc > test_mul[2-3]"_qs).message, u"not now"_qs);
        const TestCase div = named(report, u"tests.test_calc > test_div"_qs);
        QCOMPARE(div.file, u"tests/test_calc.py"_qs);
        QCOMPARE(div.line, 7);
    }

    void junitDialects_data() {
        QTest::addColumn<QByteArray>("xml");
        QTest::addColumn<int>("passed");
        QTest::addColumn<int>("failed");
        QTest::addColumn<int>("skipped");
        QTest::newRow("ctest") << ctestReport << 1 << 1 << 2;
        QTest::newRow("googletest") << googleTestReport << 1 << 1 << 0;
        QTest::newRow("nested suites and no class names") << nestedReport << 2 << 0 << 0;
        QTest::newRow("no test at all is still a whole report")
            << QByteArray("<testsuites><testsuite name='pytest' tests='0'/></testsuites>") << 0 << 0 << 0;
        QTest::newRow("an error of the suite counts") << suiteErrorReport << 1 << 1 << 0;
        QTest::newRow("failed stays failed") << twiceMarkedReport << 0 << 3 << 0;
        QTest::newRow("UTF-16")
            << QByteArray::fromHex("fffe").append(QByteArray(
                   reinterpret_cast<const char*>(u"<testsuite><testcase name='ä'/></testsuite>"), 2 * 43))
            << 1 << 0 << 0;
        QTest::newRow("rerun that went well") << rerunReport << 1 << 0 << 0;
    }
    void junitDialects() {
        QFETCH(QByteArray, xml);
        const TestReport report = readJunit(xml);
        QVERIFY2(report.complete, qPrintable(report.problem));
        QTEST(report.count(TestCase::Status::Passed), "passed");
        QTEST(report.failed(), "failed");
        QTEST(report.count(TestCase::Status::Skipped), "skipped");
    }

    void brokenJunit_data() {
        QTest::addColumn<QByteArray>("xml");
        QTest::addColumn<QString>("says");
        QTest::newRow("empty") << QByteArray() << u"empty"_qs;
        QTest::newRow("blank") << QByteArray(" \n\t") << u"empty"_qs;
        QTest::newRow("no XML") << QByteArray("all 5 tests passed") << u"not well-formed"_qs;
        QTest::newRow("binary") << QByteArray("\0\1\2\xff", 4) << u"not well-formed"_qs;
        QTest::newRow("another root") << QByteArray("<html/>") << u"<html>"_qs;
        QTest::newRow("cut") << pytestReport.left(pytestReport.size() - 3) << u"not well-formed"_qs;
        QTest::newRow("something behind") << QByteArray("<testsuite/><testsuite/>") << u"not well-formed"_qs;
        QTest::newRow("external entity") << externalEntityReport << u"document type"_qs;
        QTest::newRow("billion laughs") << laughsReport << u"document type"_qs;
        QTest::newRow("undeclared entity")
            << QByteArray("<testsuite><testcase name='x'>&foo;</testcase></testsuite>") << QString();
        QTest::newRow("declares more tests")
            << QByteArray("<testsuite tests='3'><testcase name='x'/></testsuite>") << u"declares 3 tests"_qs;
        QTest::newRow("declares a failure that it hides")
            << QByteArray("<testsuite tests='1' failures='1'><testcase name='x'/></testsuite>")
            << u"declares 1 failures"_qs;
        QTest::newRow("test in a test")
            << QByteArray("<testsuite><testcase name='x'><testcase name='y'/></testcase></testsuite>")
            << u"inside of a test"_qs;
        QTest::newRow("no name") << QByteArray("<testsuite><testcase/></testsuite>") << u"without a name"_qs;
        QTest::newRow("too deep") << QByteArray("<testsuite>").repeated(100) +
                                         QByteArray("</testsuite>").repeated(100)
                                  << u"deeper"_qs;
        QTest::newRow("deeper than any stack")
            << QByteArray("<testsuite>").repeated(1'000'000) << u"deeper"_qs;
    }
    void brokenJunit() {
        QFETCH(QByteArray, xml);
        const TestReport report = readJunit(xml);
        QVERIFY(!report.complete);
        QFETCH(QString, says);
        QVERIFY2(report.problem.contains(says), qPrintable(report.problem));
    }

    void limitsHold() {
        ReportLimits limits;
        limits.cases = 2;
        QVERIFY(
            readJunit("<testsuite><testcase name='a'/><testcase name='b'/></testsuite>", limits).complete);
        QVERIFY(
            !readJunit("<testsuite><testcase name='a'/><testcase name='b'/><testcase name='c'/></testsuite>",
                       limits)
                 .complete);
        QVERIFY(!readTap("1..3\nok\nok\nok\n", limits).complete);
        limits.bytes = 20;
        QVERIFY(!readJunit("<testsuite><testcase name='a'/></testsuite>", limits).complete);
        QVERIFY(!readTap("1..1\nok 1 - a name that is long\n", limits).complete);
        QVERIFY(!readLcov(lcov, limits).complete);
        limits = {};
        limits.lines = 2;
        QVERIFY(!readLcov(lcov, limits).complete);
        const QByteArray huge = "<testsuite><testcase name='a'><failure>" + QByteArray(1'000'000, 'x') +
                                "</failure></testcase></testsuite>";
        QVERIFY(readJunit(huge).cases.first().detail.size() <= ReportLimits().detail);
    }

    void escapesAndControlsAreRemoved() {
        const TestReport report = readJunit("<testsuite><testcase name='a'><failure message='m'>one "
                                            "\xe2\x80\xae two</failure></testcase></testsuite>");
        QCOMPARE(report.cases.first().detail, u"one  two"_qs);
        QCOMPARE(readTap("1..1\nnot ok 1 - \x1b[31mred\x1b[0m\x07\n").cases.first().name, u"red"_qs);
    }

    void tapOfNode() {
        const TestReport report = readTap(nodeTap);
        QVERIFY2(report.complete, qPrintable(report.problem));
        QCOMPARE(report.cases.size(), 4);
        QCOMPARE(report.failed(), 1);
        QCOMPARE(report.count(TestCase::Status::Skipped), 2);
        const TestCase adds = named(report, u"math > adds"_qs);
        QCOMPARE(adds.status, TestCase::Status::Passed);
        QCOMPARE(adds.duration, Millis(1));
        const TestCase deep = named(report, u"math > inner > deep # one"_qs);
        QVERIFY(deep.hasFailed());
        QCOMPARE(deep.file, u"test/math.test.js"_qs);
        QCOMPARE(deep.line, 9);
        QCOMPARE(deep.message, u"Expected values to be strictly equal:"_qs);
        QVERIFY(deep.detail.contains(u"1 !== 2"));
        QCOMPARE(named(report, u"some day"_qs).message, u"TODO to do"_qs);
    }

    void tapForms_data() {
        QTest::addColumn<QByteArray>("tap");
        QTest::addColumn<int>("passed");
        QTest::addColumn<int>("failed");
        QTest::addColumn<int>("skipped");
        QTest::newRow("plan first, chatter between")
            << QByteArray("1..2\nhello\nok 1 - a\nokay then\n# c\nok 2\n") << 2 << 0 << 0;
        QTest::newRow("plan last, no numbers") << QByteArray("ok - a\nnot ok - b\n1..2\n") << 1 << 1 << 0;
        QTest::newRow("CRLF") << QByteArray("TAP version 14\r\n1..1\r\nok 1 - a\r\n") << 1 << 0 << 0;
        QTest::newRow("a description that begins with digits")
            << QByteArray("1..1\nok 1 2 plus 2\n") << 1 << 0 << 0;
        QTest::newRow("skip and todo, any case")
            << QByteArray(
                   "1..4\nok 1 # skip: no net\nnot ok 2 # Todo x\nok 3 #SKIPPED\nok 4 # Todoist works\n")
            << 1 << 0 << 3;
        QTest::newRow("escaped directive") << QByteArray("1..1\nnot ok 1 - a \\# SKIP\n") << 0 << 1 << 0;
        QTest::newRow("issue number is no directive")
            << QByteArray("1..1\nnot ok 1 - fixes #12\n") << 0 << 1 << 0;
        QTest::newRow("everything skipped") << QByteArray("1..0 # SKIP no database\n") << 0 << 0 << 0;
        QTest::newRow("a subtest that was skipped as a whole")
            << QByteArray("    1..0 # SKIP x\nok 1 - s # SKIP x\n1..1\n") << 0 << 0 << 1;
        QTest::newRow("an empty subtest is no test")
            << QByteArray("    1..0\nok 1 - s\n1..1\n") << 0 << 0 << 0;
        QTest::newRow("the parent fails alone")
            << QByteArray("    ok 1 - a\n    1..1\nnot ok 1 - hook\n1..1\n") << 1 << 1 << 0;
        QTest::newRow("a failure in a good parent counts")
            << QByteArray("    not ok 1 - a\n    1..1\nok 1 - p\n1..1\n") << 0 << 1 << 0;
        QTest::newRow("what is in a skipped parent is skipped")
            << QByteArray("    ok 1 - a\n    1..1\nok 1 - p # SKIP\n1..1\n") << 0 << 0 << 1;
        QTest::newRow("Node: a suite without tests")
            << QByteArray(
                   "ok 1 - s\n  ---\n  type: 'suite'\n  ...\nok 2 - t\n  ---\n  type: 'test'\n  ...\n1..2\n")
            << 1 << 0 << 0;
        QTest::newRow("Node: a number twice")
            << QByteArray("ok 1 - a\nnot ok 1 - f.js\n1..2\n") << 1 << 1 << 0;
        QTest::newRow("out of order") << QByteArray("1..2\nok 2\nok 1\n") << 2 << 0 << 0;
    }
    void junitTellsTestsApart() {
        const TestReport node = readJunit(nodeJunitReport);
        QVERIFY2(node.complete, qPrintable(node.problem));
        QCOMPARE(named(node, u"suite > in"_qs).name, u"in"_qs);
        QCOMPARE(named(node, u"top"_qs).name, u"top"_qs);
        QCOMPARE(named(node, u"later"_qs).status, TestCase::Status::Skipped);
        QCOMPARE(node.failed(), 0);
        const TestReport ctest = readJunit(ctestReport);
        QCOMPARE(named(ctest, u"b"_qs).message, u"t.c:3: wrong"_qs);
        QVERIFY(named(ctest, u"b"_qs).detail.contains(u"t.c:3: wrong"));
    }

    void tapForms() {
        QFETCH(QByteArray, tap);
        const TestReport report = readTap(tap);
        QVERIFY2(report.complete, qPrintable(report.problem));
        QTEST(report.count(TestCase::Status::Passed), "passed");
        QTEST(report.failed(), "failed");
        QTEST(report.count(TestCase::Status::Skipped), "skipped");
    }

    void brokenTap_data() {
        QTest::addColumn<QByteArray>("tap");
        QTest::addColumn<QString>("says");
        QTest::newRow("empty") << QByteArray() << u"empty"_qs;
        QTest::newRow("chatter only") << QByteArray("all good\n") << u"no plan"_qs;
        QTest::newRow("no plan") << QByteArray("ok 1\nok 2\n") << u"no plan"_qs;
        QTest::newRow("too few") << QByteArray("1..3\nok 1\nok 2\n") << u"announces 3 tests, but 2"_qs;
        QTest::newRow("too many") << QByteArray("1..1\nok 1\nok 2\n") << u"announces 1"_qs;
        QTest::newRow("two plans") << QByteArray("1..1\nok 1\n1..1\nok 1\n") << u"second plan"_qs;
        QTest::newRow("out of range") << QByteArray("1..2\nok 1\nok 7\n") << u"beyond the plan"_qs;
        QTest::newRow("bail out") << QByteArray("1..1\nok 1\nBail out! no database\n") << u"no database"_qs;
        QTest::newRow("bail out in a subtest")
            << QByteArray("    Bail out!\nok 1\n1..1\n") << u"bailed out"_qs;
        QTest::newRow("subtest without its sum")
            << QByteArray("1..1\nok 1\n    ok 1\n    1..1\n") << u"cut off"_qs;
        QTest::newRow("subtest without a plan") << QByteArray("    ok 1\nok 1\n1..1\n") << u"no plan"_qs;
        QTest::newRow("cut in the last line") << QByteArray("1..1\nok 1 - a # SK") << u"cut off"_qs;
        QTest::newRow("cut in a diagnostic") << QByteArray("1..1\nok 1\n  ---\n  a: b\n") << u"not ended"_qs;
        QTest::newRow("a failure hidden in a diagnostic")
            << QByteArray("1..1\nok 1\n  ---\nnot ok 2\n  ...\n") << u"not ended"_qs;
        QTest::newRow("a plan that is absurd") << QByteArray("1..99999999999999\nok 1\n") << u"no plan"_qs;
        QByteArray deep;
        for (int i = 0; i < 100; ++i)
            deep += QByteArray(4 * i, ' ') + "1..1\n";
        QTest::newRow("too deep") << deep << u"deeper"_qs;
    }
    void brokenTap() {
        QFETCH(QByteArray, tap);
        const TestReport report = readTap(tap);
        QVERIFY(!report.complete);
        QFETCH(QString, says);
        QVERIFY2(report.problem.contains(says), qPrintable(report.problem));
    }

    void lcovCountsLinesOnce() {
        const LcovReport report = readLcov(lcov);
        QVERIFY2(report.complete, qPrintable(report.problem));
        QCOMPARE(report.files.keys(), QStringList({u"src/calc.py"_qs, u"src/other.py"_qs}));
        QCOMPARE(report.files.value(u"src/calc.py"_qs).lines, 4);
        QCOMPARE(report.files.value(u"src/calc.py"_qs).hit, 3); // line 4 was run in the second record only
        QCOMPARE(report.total.lines, 5);
        QCOMPARE(report.total.hit, 4);
        QCOMPARE(report.total.percent(), 80.0);
        QCOMPARE(LineCoverage().percent(), 0.0);
    }

    void brokenLcov_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("empty") << QByteArray() << u"empty"_qs;
        QTest::newRow("only a title") << QByteArray("TN:x\n") << u"empty"_qs;
        QTest::newRow("no lines") << QByteArray("SF:a\nend_of_record\n") << u"no line of code"_qs;
        QTest::newRow("cut") << QByteArray("SF:a\nDA:1,1\n") << u"has no end"_qs;
        QTest::newRow("cut in the end") << QByteArray("SF:a\nDA:1,1\nend_of_rec") << u"no LCOV line"_qs;
        QTest::newRow("no end between")
            << QByteArray("SF:a\nDA:1,1\nSF:b\nend_of_record\n") << u"has no end"_qs;
        QTest::newRow("outside") << QByteArray("DA:1,1\n") << u"outside"_qs;
        QTest::newRow("end without begin") << QByteArray("end_of_record\n") << u"did not begin"_qs;
        QTest::newRow("fewer than declared")
            << QByteArray("SF:a\nDA:1,1\nLF:3\nend_of_record\n") << u"declares 3"_qs;
        QTest::newRow("line is no number")
            << QByteArray("SF:a\nDA:x,1\nend_of_record\n") << u"line number"_qs;
        QTest::newRow("count is no number")
            << QByteArray("SF:a\nDA:1,yes\nend_of_record\n") << u"no count"_qs;
        QTest::newRow("no count") << QByteArray("SF:a\nDA:1\nend_of_record\n") << u"needs"_qs;
        QTest::newRow("no file") << QByteArray("SF:\nDA:1,1\nend_of_record\n") << u"names no file"_qs;
        QTest::newRow("XML") << QByteArray("<coverage line-rate='1.0'/>\n") << u"no LCOV line"_qs;
        QTest::newRow("unknown key") << QByteArray("SF:a\nXX:1\nend_of_record\n") << u"no LCOV key"_qs;
    }
    void brokenLcov() {
        QFETCH(QByteArray, text);
        const LcovReport report = readLcov(text);
        QVERIFY(!report.complete);
        QFETCH(QString, says);
        QVERIFY2(report.problem.contains(says), qPrintable(report.problem));
    }

    // Cut at any byte, a report is not complete, or it still says the same (only white space or comments were
    // lost).
    void noPrefixPasses() {
        const auto cuts = [](const QByteArray& bytes, auto read, auto same) {
            for (qsizetype n = 0; n < bytes.size(); ++n)
                if (const auto report = read(bytes.left(n)); report.complete && !same(report))
                    return QStringLiteral("cut after %1 bytes").arg(n);
            return QString();
        };
        const auto junit = [](const QByteArray& b) { return readJunit(b); };
        const auto tap = [](const QByteArray& b) { return readTap(b); };
        const auto coverage = [](const QByteArray& b) { return readLcov(b); };
        QCOMPARE(cuts(pytestReport, junit, [](const TestReport&) { return false; }), QString());
        QCOMPARE(cuts(nodeTap, tap, [](const TestReport& r) { return r.cases.size() == 4; }), QString());
        // Whole records are a whole LCOV report: it has no sum at its end.
        QCOMPARE(cuts(lcov, coverage, [](const LcovReport& r) { return r.total.lines >= 4; }), QString());
    }

    // Whatever happens to the bytes, the readers come to an end and keep their promise.
    void mutationsDoNoHarm() {
        QRandomGenerator random(20261120);
        for (int round = 0; round < 3000; ++round) {
            for (const QByteArray& seed : {pytestReport, nodeTap, lcov}) {
                QByteArray bytes = seed;
                for (int i = random.bounded(1, 6); i > 0; --i) {
                    const qsizetype at = random.bounded(static_cast<int>(bytes.size()));
                    switch (random.bounded(4)) {
                    case 0:
                        bytes[at] = static_cast<char>(random.bounded(256));
                        break;
                    case 1:
                        bytes.remove(at, random.bounded(1, 40));
                        break;
                    case 2:
                        bytes.insert(at, bytes.mid(random.bounded(static_cast<int>(bytes.size())),
                                                   random.bounded(1, 60)));
                        break;
                    default:
                        bytes.truncate(std::max<qsizetype>(at, 1));
                    }
                    if (bytes.isEmpty())
                        bytes = "x";
                }
                const TestReport junit = readJunit(bytes);
                const TestReport tap = readTap(bytes);
                const LcovReport coverage = readLcov(bytes);
                QCOMPARE(junit.complete, junit.problem.isEmpty());
                QCOMPARE(tap.complete, tap.problem.isEmpty());
                QCOMPARE(coverage.complete, coverage.problem.isEmpty());
                QVERIFY(coverage.total.hit <= coverage.total.lines);
                for (const TestCase& test : junit.cases + tap.cases)
                    QVERIFY(!test.name.isEmpty());
            }
        }
    }

    // Found by tests/fuzz.
    void namesAreOneCleanLine() {
        const TestReport report =
            readJunit("<testsuite name=\"s&#10;t\"><testcase classname=\"a&#10;b\" "
                      "name=\"evil&#10;\xE2\x80\xAEok\" file=\"x&#10;y.py\"/></testsuite>");
        QVERIFY2(report.complete, qPrintable(report.problem));
        const TestCase& test = report.cases.first();
        QCOMPARE(test.name, QStringLiteral("evil ok"));
        QCOMPARE(test.file, QStringLiteral("x y.py"));
        QVERIFY(!test.suite.contains(u'\n'));
    }

    void whatIsKeptOfTapIsBoundedAndClean() {
        ReportLimits limits;
        limits.message = 20;
        limits.detail = 30;
        const TestReport todo = readTap("1..1\nnot ok 1 # TODO " + QByteArray(100, 'x') + "\n", limits);
        QVERIFY(todo.complete);
        QCOMPARE(todo.cases.first().message.size(), limits.message);
        // Cut inside its diagnostic: not complete, and still nothing of any length or with escapes is kept.
        const TestReport cut =
            readTap("1..1\nnot ok 1\n  ---\n  file: '\x1b[31ma.js'\n  \x1b[31m" + QByteArray(500, 'y') + "\n",
                    limits);
        QVERIFY(!cut.complete);
        for (const TestCase& test : cut.cases) {
            QVERIFY(test.detail.size() <= limits.detail + 1);
            QVERIFY(!(test.detail + test.file).contains(QChar(0x1b)));
        }
    }
};

QTEST_GUILESS_MAIN(TestGateReports)
#include "tst_gate_reports.moc"
