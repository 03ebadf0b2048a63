// SPDX-License-Identifier: GPL-3.0-or-later
// Protects iterations from being burnt: a task that turns in a circle stops early and says what repeats, and
// one that gets somewhere is never stopped for it.
#include "core/flow/repetition.h"
#include "tests/core/flow/flow_fixture.h"

#include <QtTest>

using namespace signalbox;
using namespace signalbox::test;

namespace {

/// "A1 B2": the agent makes tree A and the gate finds failure 1, then tree B with failure 2. "-" for no tree;
/// a failure "2*" is of the later gate. "!" stands for a person who sends the task on.
struct Turn {
    QString tree;
    QString failure;
    bool later = false;
    bool person = false;
};

QList<Turn> turns(const QString& story) {
    QList<Turn> all;
    for (const QString& word : story.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        if (word == QLatin1String("!"))
            all.append({{}, {}, false, true});
        else
            all.append({word.startsWith(QLatin1Char('-')) ? QString() : word.left(1), word.mid(1, 1),
                        word.endsWith(QLatin1Char('*')), false});
    return all;
}

Result<void> judge(Flow& flow, const QString& failure) {
    AttemptResult result;
    result.verdict = failure.isEmpty() ? Verdict::Passed : Verdict::Failed;
    result.commit = flow.task().commit;
    result.gate = GateResult{};
    result.gate->gate = flow.task().current;
    result.gate->verdict = result.verdict;
    result.gate->commit = result.commit;
    result.gate->duration = Millis(flow.task().iterations * 17); // changes by itself
    if (!failure.isEmpty()) {
        Finding finding;
        finding.file = QStringLiteral("a.cpp");
        finding.line = flow.task().iterations; // moves by itself
        finding.message = QStringLiteral("failure ") + failure;
        result.gate->findings = {finding};
    }
    return flow.give(ReportAttempt{1, flow.owed().key, result});
}

/// How many turns the task took until it stopped; 0: it goes on.
int stopsAfter(Flow& flow, const QList<Turn>& story) {
    for (int i = 0; i < story.size(); ++i) {
        const Turn& turn = story.at(i);
        if (turn.person) {
            SB_ASSERT(flow.give(RetryTask{1, QStringLiteral("ann"), QStringLiteral("implement"), {}}).ok(),
                      "the story says where the task waits for a person");
            continue;
        }
        SB_ASSERT(flow.work(turn.tree).ok(), "the agent works");
        if (turn.later)
            SB_ASSERT(judge(flow, {}).ok(), "the first gate passes");
        SB_ASSERT(judge(flow, turn.failure).ok(), "a gate judges");
        if (flow.task().phase != TaskPhase::Working && i + 1 < story.size() && !story.at(i + 1).person)
            return i + 1;
        if (flow.task().phase != TaskPhase::Working && i + 1 == story.size())
            return i + 1;
    }
    return 0;
}

Flow working(int repetition, const QString& onExhausted = QStringLiteral("person")) {
    Flow flow;
    flow.submit();
    Blueprint blueprint = smallBlueprint();
    blueprint.iterations = 20;
    blueprint.repetition = repetition;
    blueprint.onExhausted = onExhausted;
    SB_ASSERT(flow.admit(1, blueprint).ok() && flow.end(Verdict::Passed).ok(), "a plain task begins");
    return flow;
}

} // namespace

class RepetitionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stops_data() {
        QTest::addColumn<int>("repetition");
        QTest::addColumn<QString>("story");
        QTest::addColumn<int>("after");
        QTest::addColumn<QString>("said");
        const auto row = [](const char* name, int repetition, const char* story, int after,
                            const char* said = "") {
            QTest::newRow(name) << repetition << QString::fromLatin1(story) << after
                                << QString::fromLatin1(said);
        };
        row("gets somewhere", 3, "A1 B2 C3 D4 E5 F6", 0);
        row("the same work three times", 3, "A1 A1 A1", 3, "the same work (tree tree-of-A) has come");
        row("twice is not yet", 3, "A1 A1 B2", 0);
        row("asked to stop at the second", 2, "A1 A1", 2, "the same work");
        row("the same work, found otherwise", 3, "A1 A2 A3", 3, "the same work");
        row("to and fro", 3, "A1 B2 A3 B4", 4, "to and fro between two trees, tree-of-A and tree-of-B");
        row("to and fro after a good beginning", 3, "X7 Y8 A1 B2 A3 B4", 6, "to and fro");
        row("back once", 3, "A1 B2 A3 C4", 0);
        row("a longer circle", 3, "A1 B2 C3 A4 B5 C6 A7", 7, "the same work (tree tree-of-A)");
        row("exactly the same found", 3, "A1 B1 C1", 3, "compiles has found exactly the same 3 times");
        row("the same found with another between", 3, "A1 B2 C1 D1 E3", 0);
        row("two gates in turn", 3, "A1 B2* C1 D2* E1", 5, "compiles has found exactly the same");
        row("no work at all", 3, "-1 -2 -3", 3, "have not brought any work");
        row("off", 0, "A1 A1 A1 A1 A1 A1 B1 A1 B1", 0);
        row("a person begins anew", 3, "A1 A1 A1 ! A1 A1", 0);
        row("and then it counts again", 3, "A1 A1 A1 ! A1 A1 A1", 7, "the same work");
    }
    void stops() {
        QFETCH(int, repetition);
        QFETCH(QString, story);
        QFETCH(int, after);
        QFETCH(QString, said);
        Flow flow = working(repetition);
        QCOMPARE(stopsAfter(flow, turns(story)), after);
        if (after == 0)
            return;
        QCOMPARE(flow.task().phase, TaskPhase::Parked);
        QVERIFY2(flow.task().reason.contains(said), qPrintable(flow.task().reason));
        QVERIFY(flow.task().reason.contains(QStringLiteral("not sent back once more")));
    }

    void endsWhereTheBlueprintSaysSo() {
        Flow flow = working(3, QStringLiteral("fail"));
        QCOMPARE(stopsAfter(flow, turns(QStringLiteral("A1 A1 A1"))), 3);
        QCOMPARE(flow.task().ending, Outcome::Exhausted);
        flow.undoAll();
        QCOMPARE(flow.task().outcome, Outcome::Exhausted);
    }

    void aPersonsRejectionIsNoRepetition() {
        Flow flow = working(2);
        for (int i = 0; i < 5; ++i) {
            QVERIFY(flow.work(QStringLiteral("A")).ok());
            QVERIFY(flow.judge(Verdict::Passed).ok());
            QVERIFY(flow.judge(Verdict::Passed).ok());
            QVERIFY(flow.vote(false, QStringLiteral("bob"), QStringLiteral("not yet")).ok());
            QCOMPARE(flow.task().current, QStringLiteral("implement"));
        }
    }

    void olderEventsTellTheSameRounds() {
        // The rounds follow from events that were there before repetition was watched.
        Flow flow = working(0);
        (void)stopsAfter(flow, turns(QStringLiteral("A1 B1 A2")));
        State replayed;
        for (const Record& record : flow.history)
            apply(replayed, record);
        QVERIFY(replayed == flow.state);
        QCOMPARE(replayed.task(1)->rounds.size(), 3);
        QCOMPARE(replayed.task(1)->rounds.at(0).failure, replayed.task(1)->rounds.at(1).failure);
    }
};

QTEST_GUILESS_MAIN(RepetitionTest)
#include "tst_repetition.moc"
