// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the answer to "may I proceed?": yes rests on verdicts for exactly the commit that is asked about.
#include "core/flow/proceed.h"
#include "tests/core/flow/flow_fixture.h"

#include <QtTest>

using namespace signalbox;
using signalbox::test::Flow;

class ProceedTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysWhatIsMissing() {
        Flow flow;
        flow.submit();
        QVERIFY(flow.admit().ok());
        QVERIFY(flow.end(Verdict::Passed).ok());
        auto answer = mayProceed(flow.task(), QStringLiteral("c1"), {});
        QVERIFY(answer.ok() && !answer->proceed);
        QCOMPARE(answer->missing.size(), 2);
        QVERIFY(answer->missing.first().contains(QStringLiteral("compiles")));

        QVERIFY(flow.work(QStringLiteral("c1")).ok());
        QVERIFY(flow.judge(Verdict::Failed).ok());
        answer = mayProceed(flow.task(), QStringLiteral("c1"), {});
        QVERIFY(answer->missing.first().contains(QStringLiteral("failed")));
    }

    void aVerdictOnAnotherCommitIsWorthNothing() {
        Flow flow;
        flow.submit();
        QVERIFY(flow.admit().ok());
        QVERIFY(flow.end(Verdict::Passed).ok());
        QVERIFY(flow.work(QStringLiteral("c1")).ok());
        QVERIFY(flow.judge(Verdict::Passed).ok());
        QVERIFY(flow.judge(Verdict::Passed).ok());
        QVERIFY(mayProceed(flow.task(), QStringLiteral("c1"), QStringLiteral("approve"))->proceed);
        QVERIFY(!mayProceed(flow.task(), QStringLiteral("c2"), QStringLiteral("approve"))->proceed);
        QVERIFY(!mayProceed(flow.task(), QStringLiteral("c1"), QStringLiteral("publish"))->proceed);
        QVERIFY(flow.vote(true, QStringLiteral("bob")).ok());
        QVERIFY(mayProceed(flow.task(), QStringLiteral("c1"), QStringLiteral("publish"))->proceed);
        QVERIFY(mayProceed(flow.task(), {}, QStringLiteral("nowhere")).error().kind == ErrorKind::NotFound);
    }

    void aTaskThatIsOverMayNot() {
        Flow flow;
        flow.submit();
        QVERIFY(flow.admit().ok());
        QVERIFY(flow.give(CancelTask{1, QStringLiteral("ann"), {}}).ok());
        QVERIFY(!mayProceed(flow.task(), QStringLiteral("c1"), {})->proceed);
    }
};

QTEST_GUILESS_MAIN(ProceedTest)
#include "tst_proceed.moc"
