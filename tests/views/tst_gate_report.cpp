// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: the reports that a gate's programs left can be opened: every test with its message, what is wrong
// first, every file with its coverage, and the output; a report that is broken, huge or gone is told; an
// answer that comes late never shows under another gate.
#include "tests/views/views_test.h"
#include "views/panes/gates/gates_pane.h"
#include "views/panes/gates/report_view.h"
#include "views/parts/evidence_table.h"
#include "views/parts/log_view.h"

#include <QAbstractItemModelTester>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace signalbox;

class GateReportTest : public QObject {
    Q_OBJECT
private slots:
    void testsAreReadWorstFirst();
    void coverageIsReadWorstFirst();
    void brokenReportsSaySo_data();
    void brokenReportsSaySo();
    void paneOpensTheReport();
    void failedTestIsShownWithItsMessage();
    void lateAnswerIsNotShown();
    void missingArtifactIsTold();
};

void GateReportTest::testsAreReadWorstFirst() {
    const ReadReport read =
        readReport(QStringLiteral("tests-change-junit.xml"),
                   "<testsuite name='s' tests='3' failures='1' skipped='1'>"
                   "<testcase classname='a' name='fine' time='0.5'/>"
                   "<testcase classname='a' name='later'><skipped message='not here'/></testcase>"
                   "<testcase classname='a' name='wrong' file='a.py' line='7'><failure message='2 is not "
                   "3'>assert 2 == 3"
                   "</failure></testcase></testsuite>");
    QCOMPARE(read.rows.size(), 3);
    QCOMPARE(read.rows.at(0).kind, ReportRow::Kind::Failed);
    QVERIFY(read.rows.at(0).name.contains(QStringLiteral("wrong")));
    QVERIFY(read.rows.at(0).text.contains(QStringLiteral("2 is not 3")));
    QVERIFY(read.rows.at(0).text.contains(QStringLiteral("assert 2 == 3")));
    QCOMPARE(read.rows.at(1).kind, ReportRow::Kind::Skipped);
    QVERIFY(read.words.contains(QStringLiteral("failed: 1")));
    const ReadReport tap =
        readReport(QStringLiteral("x.tap"), "TAP version 13\n1..2\nok 1 - a\nnot ok 2 - b\n");
    QCOMPARE(tap.rows.size(), 2);
    QCOMPARE(tap.rows.at(0).kind, ReportRow::Kind::Failed);
}

void GateReportTest::coverageIsReadWorstFirst() {
    const ReadReport read = readReport(QStringLiteral("coverage-change.lcov"),
                                       "SF:good.c\nDA:1,1\nDA:2,1\nend_of_record\n"
                                       "SF:bad.c\nDA:1,0\nDA:2,0\nDA:3,1\nend_of_record\n");
    QCOMPARE(read.rows.size(), 2);
    QCOMPARE(read.rows.at(0).name, QStringLiteral("bad.c"));
    QCOMPARE(read.rows.at(0).kind, ReportRow::Kind::Low);
    QVERIFY(read.rows.at(0).where.contains(QStringLiteral("1 of 3")));
    QVERIFY(read.words.contains(QStringLiteral("60")));
}

void GateReportTest::brokenReportsSaySo_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("cut xml") << u"x-junit.xml"_qs << QByteArray("<testsuite tests='9'><testcase name='a'/>");
    QTest::newRow("no xml") << u"x-junit.xml"_qs << QByteArray("\0\xff\xfe garbage", 12);
    QTest::newRow("empty") << u"x-junit.xml"_qs << QByteArray();
    QTest::newRow("cut lcov") << u"x.lcov"_qs << QByteArray("SF:a.c\nDA:1,1\n");
    QTest::newRow("tap without a plan") << u"x.tap"_qs << QByteArray("ok 1\n");
}

void GateReportTest::brokenReportsSaySo() {
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    const ReadReport read = readReport(name, bytes);
    QVERIFY2(read.words.contains(QStringLiteral("not whole")), qPrintable(read.words));
}

void GateReportTest::paneOpensTheReport() {
    const auto desk = deskOn(QStringLiteral("approval"));
    const QAbstractItemModelTester tester(&desk->report(),
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    GatesPane pane(*desk);
    pane.resize(1000, 400);
    pane.show();
    desk->open();
    QTRY_VERIFY(desk->settled() && desk->gates().rowCount() > 2);
    auto* table = pane.findChild<EvidenceTable*>();
    const auto choose = [&](const char* step) {
        for (int row = 0; row < desk->gates().rowCount(); ++row)
            if (desk->gates().index(row, 0).data(GatesModel::StepRole).toString() == QLatin1String(step))
                table->setCurrentIndex(desk->gates().index(row, 0));
    };
    choose("tests");
    QTRY_COMPARE(desk->report().gate(), QStringLiteral("tests"));
    QTRY_COMPARE(desk->report().state(), GateReport::State::Here);
    QCOMPARE(desk->report().rowCount(), 214);
    QVERIFY(!desk->report().output().isEmpty());
    QVERIFY(pane.findChild<ReportView*>()->output().shownLines() > 0);
    choose("coverage");
    QTRY_COMPARE(desk->report().rowCount(), 5);
    QVERIFY(desk->report().words().contains(QLatin1Char('%')));
    pane.grab();
    desk->chooseTask(0);
    QCOMPARE(desk->report().rowCount(), 0);
}

void GateReportTest::failedTestIsShownWithItsMessage() {
    const auto desk = deskOn(QStringLiteral("busy-day"));
    GatesPane pane(*desk);
    pane.resize(1000, 400);
    desk->chooseWhenLoaded(22); // parked: its tests never pass
    pane.show();
    desk->open();
    QTRY_VERIFY(desk->settled());
    QTRY_COMPARE(desk->report().state(), GateReport::State::Here); // the one that failed, without a click
    QCOMPARE(desk->report().gate(), QStringLiteral("tests"));
    QCOMPARE(desk->report().index(0, 0).data(GateReport::KindRole).toInt(), int(ReportRow::Kind::Failed));
    const Finding finding =
        desk->task()->lastAttempt(QStringLiteral("tests"))->result->gate->findings.first();
    auto* text = pane.findChild<ReportView*>()->findChild<QPlainTextEdit*>();
    QTRY_VERIFY(text->toPlainText().contains(finding.message));
}

void GateReportTest::lateAnswerIsNotShown() {
    const auto desk = deskOn(QStringLiteral("approval"));
    desk->open();
    QTRY_VERIFY(desk->settled() && desk->task());
    const auto gateOf = [&](const char* step) {
        return *desk->task()->lastAttempt(QLatin1String(step))->result->gate;
    };
    desk->report().show(gateOf("tests"));
    desk->report().show(gateOf("coverage")); // before the first one has come
    QTRY_COMPARE(desk->report().state(), GateReport::State::Here);
    QTRY_VERIFY(desk->settled());
    QCOMPARE(desk->report().rowCount(), 5);
}

void GateReportTest::missingArtifactIsTold() {
    const auto desk = deskOn(QStringLiteral("approval"));
    desk->open();
    QTRY_VERIFY(desk->settled());
    GateResult gate;
    gate.gate = QStringLiteral("tests");
    gate.artifacts.append(
        {QStringLiteral("tests-change-junit.xml"), {}, QStringLiteral("no such digest"), 9});
    desk->report().show(gate);
    QCOMPARE(desk->report().state(), GateReport::State::Reading);
    QTRY_COMPARE(desk->report().state(), GateReport::State::Trouble);
    QVERIFY(!desk->report().words().isEmpty());
    gate.artifacts.clear();
    gate.gate = QStringLiteral("compile");
    desk->report().show(gate);
    QCOMPARE(desk->report().state(), GateReport::State::Nothing);
}

QTEST_MAIN(GateReportTest)
#include "tst_gate_report.moc"
