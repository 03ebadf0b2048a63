// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: the picture of a state machine tells what is true: what was done, what is going on, what was sent
// back, and what is only of earlier work; it can be walked by keyboard and read by a screen reader.
#include "views/parts/step_graph.h"

#include <QAccessible>
#include <QSignalSpy>
#include <QTest>

using namespace signalbox;

namespace {

Step step(const char* id, StepKind kind) {
    Step s;
    s.id = QLatin1String(id);
    s.kind = kind;
    if (kind == StepKind::Gate) {
        s.run = QStringLiteral("make");
        s.onFail = QStringLiteral("implement");
    }
    return s;
}

Task exampleTask() {
    Task task;
    task.id = 41;
    task.phase = TaskPhase::Working;
    task.blueprint.steps = {step("admission", StepKind::Admission), step("implement", StepKind::Agent),
                            step("compile", StepKind::Gate),        step("tests", StepKind::Gate),
                            step("approve", StepKind::Approval),    step("publish", StepKind::Publish),
                            step("teardown", StepKind::Teardown)};
    task.current = QStringLiteral("implement");
    return task;
}

Attempt attempt(int number, qint64 from, qint64 to, Verdict verdict) {
    Attempt a;
    a.number = number;
    a.started = {from};
    a.ended = Moment{to};
    a.machine = QStringLiteral("sb-1");
    a.result = AttemptResult{};
    a.result->verdict = verdict;
    return a;
}

Attempt running(int number, qint64 from) {
    Attempt a;
    a.number = number;
    a.started = {from};
    a.machine = QStringLiteral("sb-2");
    return a;
}

} // namespace

class StepGraphTest : public QObject {
    Q_OBJECT
private slots:
    void sentBackTaskTellsWhatIsOld();
    void runningStepIsAlive();
    void approvalNeedsYou();
    void finishedTask();
    void boxesNeverOverlap_data();
    void boxesNeverOverlap();
    void waysBackLeadToTheirStep();
    void keyboardMovesAndChooses();
    void clickChooses();
    void screenReaderSeesTheSteps();
    void emptyTaskIsHarmless();
};

void StepGraphTest::sentBackTaskTellsWhatIsOld() {
    Task task = exampleTask();
    task.steps = {{QStringLiteral("implement"), {attempt(1, 0, 60'000, Verdict::Passed), running(2, 70'000)}},
                  {QStringLiteral("compile"), {attempt(1, 60'000, 65'000, Verdict::Failed)}}};
    task.routes = {{QStringLiteral("compile"), QStringLiteral("implement"), 1}};
    const QList<StepCard> cards = stepCards(task, {100'000});
    QCOMPARE(cards[0].look.word, lookOf(Verdict::Passed).word); // it was admitted
    QVERIFY(cards[1].current && cards[1].alive);
    QCOMPARE(cards[1].attempts, 2);
    QCOMPARE(cards[1].detail, QStringLiteral("30 s"));
    QVERIFY(cards[2].earlier); // its verdict is of the work before
    QCOMPARE(cards[2].look.tone, Tone::Quiet);
    QVERIFY(cards[2].look.word != lookOf(Verdict::Failed).word);
    QVERIFY(!cards[3].earlier && cards[3].attempts == 0);
    const QList<StepRoute> routes = stepRoutes(task);
    QCOMPARE(routes.size(), 1);
    QCOMPARE(routes[0].from, 2);
    QCOMPARE(routes[0].to, 1);
}

void StepGraphTest::runningStepIsAlive() {
    Task task = exampleTask();
    Attempt waiting = running(1, 0);
    waiting.machine.clear();
    task.steps = {{QStringLiteral("implement"), {waiting}}};
    QCOMPARE(stepCards(task, {5000})[1].look.shape, Shape::Hourglass); // no machine yet is not "running"
    task.steps[0].attempts[0].machine = QStringLiteral("sb-3");
    QCOMPARE(stepCards(task, {5000})[1].look.shape, Shape::Disc);
    task.effects = {
        {QStringLiteral("t41/implement/1"), EffectKind::RunAgent, QStringLiteral("implement"), 1, 2, {}}};
    QCOMPARE(stepCards(task, {5000})[1].look.shape, Shape::Loop);
}

void StepGraphTest::approvalNeedsYou() {
    Task task = exampleTask();
    task.phase = TaskPhase::Approval;
    task.current = QStringLiteral("approve");
    Approval approval;
    approval.id = 7;
    approval.step = QStringLiteral("approve");
    approval.needed = 2;
    task.approvals = {approval};
    const StepCard card = stepCards(task, {0})[4];
    QCOMPARE(card.look.tone, Tone::NeedsYou);
    QVERIFY(!card.alive);
    task.approvals[0].state = ApprovalState::Approved;
    task.phase = TaskPhase::Working;
    task.current = QStringLiteral("publish");
    QCOMPARE(stepCards(task, {0})[4].look.word, lookOf(ApprovalState::Approved).word);
}

void StepGraphTest::finishedTask() {
    Task task = exampleTask();
    task.phase = TaskPhase::Finished;
    task.outcome = Outcome::Published;
    task.current = QStringLiteral("teardown");
    task.steps = {{QStringLiteral("publish"), {attempt(1, 0, 1000, Verdict::Passed)}}};
    const QList<StepCard> cards = stepCards(task, {0});
    for (const StepCard& card : cards)
        QVERIFY(!card.current && !card.alive && !card.earlier);
    QCOMPARE(cards[5].look.tone, Tone::Good);
}

void StepGraphTest::boxesNeverOverlap_data() {
    QTest::addColumn<int>("steps");
    QTest::addColumn<double>("width");
    for (const int steps : {1, 2, 7, 9, 30})
        for (const double width : {10.0, 300.0, 700.0, 4000.0})
            QTest::addRow("%d in %d", steps, int(width)) << steps << width;
}

void StepGraphTest::boxesNeverOverlap() {
    QFETCH(int, steps);
    QFETCH(double, width);
    QList<StepRoute> routes;
    for (int from = 1; from < steps; from += 2)
        routes.append({from, from / 2, from});
    const GraphLayout layout = layoutGraph(steps, routes, width, QSizeF(120, 50));
    QCOMPARE(layout.boxes.size(), steps);
    QCOMPARE(layout.back.size(), routes.size());
    const QRectF all(QPointF(0, 0), layout.size);
    for (int a = 0; a < steps; ++a) {
        QVERIFY(all.contains(layout.boxes[a]));
        for (int b = a + 1; b < steps; ++b)
            QVERIFY(!layout.boxes[a].intersects(layout.boxes[b]));
    }
}

void StepGraphTest::waysBackLeadToTheirStep() {
    const QList<StepRoute> routes{{3, 1, 2}, {8, 1, 1}, {4, 1, 1}};
    const GraphLayout layout = layoutGraph(9, routes, 620, QSizeF(120, 50));
    QSet<double> lanes;
    for (const GraphLayout::Way& way : layout.back) {
        const QRectF target = layout.boxes[way.route.to];
        QVERIFY(qAbs(way.line.last().y() - target.bottom()) <= 2);
        QVERIFY(way.line.last().x() >= target.left() && way.line.last().x() <= target.right());
        lanes.insert(way.label.y());
    }
    QCOMPARE(lanes.size(), 3); // no two counts lie on each other
}

void StepGraphTest::keyboardMovesAndChooses() {
    StepGraph graph;
    graph.setTask(exampleTask());
    graph.resize(900, 200);
    graph.show();
    graph.setFocus();
    QSignalSpy chosen(&graph, &StepGraph::stepSelected);
    graph.select(QStringLiteral("implement"));
    QTest::keyClick(&graph, Qt::Key_Right);
    QCOMPARE(graph.selected(), QStringLiteral("compile"));
    QTest::keyClick(&graph, Qt::Key_End);
    QCOMPARE(graph.selected(), QStringLiteral("teardown"));
    QTest::keyClick(&graph, Qt::Key_Right);
    QCOMPARE(graph.selected(), QStringLiteral("teardown"));
    QTest::keyClick(&graph, Qt::Key_Home);
    QCOMPARE(chosen.last().first().toString(), QStringLiteral("admission"));
}

void StepGraphTest::clickChooses() {
    StepGraph graph;
    graph.setTask(exampleTask());
    graph.resize(500, 300);
    graph.show();
    QSignalSpy chosen(&graph, &StepGraph::stepSelected);
    QTest::mouseClick(&graph, Qt::LeftButton, {}, graph.boxOf(3).center());
    QCOMPARE(chosen.last().first().toString(), QStringLiteral("tests"));
    QTest::mouseClick(&graph, Qt::LeftButton, {}, QPoint(499, 299)); // beside all boxes
    QCOMPARE(chosen.count(), 1);
    Task next = exampleTask();
    next.current = QStringLiteral("tests");
    graph.setTask(next); // what was chosen stays chosen as the task goes on
    QCOMPARE(graph.selected(), QStringLiteral("tests"));
}

void StepGraphTest::screenReaderSeesTheSteps() {
    StepGraph graph;
    Task task = exampleTask();
    task.steps = {{QStringLiteral("implement"), {running(1, 0)}}};
    graph.setTask(task);
    QAccessibleInterface* list = QAccessible::queryAccessibleInterface(&graph);
    QVERIFY(list);
    QCOMPARE(list->role(), QAccessible::List);
    QCOMPARE(list->childCount(), 7);
    const QString name = list->child(1)->text(QAccessible::Name);
    QVERIFY(name.contains(QStringLiteral("implement")));
    QVERIFY(name.contains(lookOf(StatusWord::Working).word));
    QCOMPARE(list->indexOfChild(list->child(3)), 3);
    QVERIFY(!list->child(99));
    graph.clear();
    QCOMPARE(list->childCount(), 0);
}

void StepGraphTest::emptyTaskIsHarmless() {
    StepGraph graph;
    graph.setTask(Task{});
    graph.resize(100, 100);
    graph.show();
    graph.grab();
    QTest::keyClick(&graph, Qt::Key_Right);
    QVERIFY(graph.selected().isEmpty());
}

QTEST_MAIN(StepGraphTest)
#include "tst_step_graph.moc"
