// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: models tell views exactly what changed, row by row, whatever happens in whatever order; what
// needs a person stands first; a verdict of earlier work never passes for one of the present; a decision that
// was taken back is never sent.
#include "core/client/event_text.h"
#include "core/domain/event.h"
#include "tests/views/views_test.h"
#include "views/models/list_sync.h"
#include "views/parts/evidence_table.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace signalbox;
using Tester = QAbstractItemModelTester;

namespace {

TaskSummary summary(TaskId id, StatusWord word, int priority = 0, qint64 time = 0) {
    TaskSummary task;
    task.id = id;
    task.title = QStringLiteral("task %1").arg(id);
    task.repository = id % 2 ? QStringLiteral("words") : QStringLiteral("feeds");
    task.status.word = word;
    task.status.since = {time};
    task.created = {time};
    task.updated = {time};
    task.priority = priority;
    return task;
}

QList<TaskId> order(const QAbstractItemModel& model) {
    QList<TaskId> ids;
    for (int g = 0; g < model.rowCount(); ++g)
        for (int r = 0; r < model.rowCount(model.index(g, 0)); ++r)
            ids.append(model.index(r, 0, model.index(g, 0)).data(FleetModel::TaskRole).toLongLong());
    return ids;
}

StatusWord anyWord(QRandomGenerator& random) {
    return StatusWord(random.bounded(int(EnumWords<StatusWord>::words.size())));
}

Task taskWithGates() {
    Task task;
    task.id = 5;
    task.commit = QStringLiteral("c2");
    for (const char* id : {"compile", "tests"}) {
        Step step;
        step.id = QLatin1String(id);
        step.kind = StepKind::Gate;
        task.blueprint.steps.append(step);
    }
    return task;
}

Attempt judged(const char* gate, const char* commit, Verdict verdict, int findings) {
    Attempt attempt;
    attempt.ended = Moment{1};
    AttemptResult result;
    result.verdict = verdict;
    GateResult g;
    g.gate = QLatin1String(gate);
    g.commit = QLatin1String(commit);
    g.verdict = verdict;
    g.summary = QStringLiteral("says so");
    for (int i = 0; i < findings; ++i)
        g.findings.append(
            Finding{QStringLiteral("error"), QStringLiteral("f.c"), i + 1, {}, QStringLiteral("bad"), {}});
    result.gate = g;
    attempt.result = result;
    return attempt;
}

/// Applies what a ListChanges is told to a list of its own.
struct Shadow final : ListChanges {
    explicit Shadow(const QList<int>& source) : now(source), rows(source) {}
    void beginInsert(int at) override { pending = at; }
    void endInsert() override { rows.insert(pending, now.at(pending)); }
    void beginRemove(int at) override { rows.removeAt(at); }
    void endRemove() override {}
    void beginMove(int from, int to) override { rows.move(from, to > from ? to - 1 : to); }
    void endMove() override {}
    void changed(int at) override { rows[at] = now.at(at); }
    const QList<int>& now;
    QList<int> rows;
    int pending = 0;
};

} // namespace

class ViewModels : public QObject {
    Q_OBJECT
private slots:
    void fleetStaysTrueUnderRandomChanges();
    void fleetPutsWhatNeedsAPersonFirst();
    void fleetTellsMovesNotResets();
    void fleetTakesTenThousand();
    void filterFindsAllWords();
    void filterStaysTrueUnderRandomChanges();
    void walkGoesOverGroups();
    void listSyncReachesItsGoal();
    void approvalsAnnounceOnlyNewOnes();
    void flatModelsKeepTheirRows();
    void earlierVerdictsAreNotThePresentOnes();
    void gatesChangeInPlace();
    void rolesOfGatesFitTheTable();
    void timelineGrowsAtItsEnd();
    void everyEventHasWords();
    void deskChoosesWhatNeedsAPerson();
    void deskKeepsTheWantedTask();
    void decisionTakenBackIsNeverSent();
    void heldDecisionIsSentInTheEnd();
    void unknownTaskIsToldNotCrashed();
};

void ViewModels::fleetStaysTrueUnderRandomChanges() {
    QRandomGenerator random(4711);
    FleetModel fleet;
    const Tester tester(&fleet, Tester::FailureReportingMode::QtTest);
    QList<TaskSummary> all;
    for (TaskId id = 1; id <= 40; ++id)
        all.append(summary(id, anyWord(random), random.bounded(3), random.bounded(100)));
    fleet.load(all);
    QHash<TaskId, QPersistentModelIndex> places;
    for (const TaskSummary& task : all)
        places.insert(task.id, fleet.indexOf(task.id));
    QSignalSpy resets(&fleet, &QAbstractItemModel::modelReset);
    for (int i = 0; i < 3000; ++i) {
        const TaskId id = random.bounded(1, 80);
        fleet.put(summary(id, anyWord(random), random.bounded(3), random.bounded(100)));
        if (!places.contains(id))
            places.insert(id, fleet.indexOf(id));
        // A persistent index is what a selection is made of: it must have gone along with its task.
        const TaskId probe = random.bounded(1, 80);
        if (places.contains(probe)) {
            QVERIFY(places.value(probe).isValid());
            QCOMPARE(places.value(probe).data(FleetModel::TaskRole).toLongLong(), probe);
            QCOMPARE(QModelIndex(places.value(probe)), fleet.indexOf(probe));
        }
    }
    QCOMPARE(resets.count(), 0);
    FleetModel fresh;
    QList<TaskSummary> now;
    for (const TaskId id : places.keys())
        now.append(*fleet.task(id));
    fresh.load(now);
    QCOMPARE(order(fleet), order(fresh));
}

void ViewModels::fleetPutsWhatNeedsAPersonFirst() {
    FleetModel fleet;
    fleet.load({summary(1, StatusWord::Working), summary(2, StatusWord::Done, 9),
                summary(3, StatusWord::NeedsPerson, 0, 50), summary(4, StatusWord::NeedsDecision, 0, 10),
                summary(5, StatusWord::NeedsDecision, 2, 90), summary(6, StatusWord::Failed, 9)});
    QCOMPARE(order(fleet), (QList<TaskId>{5, 4, 3, 1, 6, 2}));
    QCOMPARE(fleet.count(FleetModel::Group::NeedsYou), 3);
}

void ViewModels::fleetTellsMovesNotResets() {
    FleetModel fleet;
    fleet.load({summary(1, StatusWord::Working, 0, 1), summary(2, StatusWord::Working, 0, 2)});
    QSignalSpy moved(&fleet, &QAbstractItemModel::rowsMoved);
    QSignalSpy changed(&fleet, &QAbstractItemModel::dataChanged);
    QSignalSpy counts(&fleet, &FleetModel::countsChanged);
    fleet.put(summary(1, StatusWord::Working, 0, 1));
    QCOMPARE(moved.count(), 0);
    QCOMPARE(changed.count(), 1);
    fleet.put(summary(2, StatusWord::NeedsDecision, 0, 3));
    QCOMPARE(moved.count(), 1);
    QCOMPARE(counts.count(), 1);
    QCOMPARE(order(fleet).first(), 2);
}

void ViewModels::fleetTakesTenThousand() {
    QRandomGenerator random(1);
    QList<TaskSummary> all;
    for (TaskId id = 1; id <= 10'000; ++id)
        all.append(summary(id, anyWord(random), random.bounded(5), random.bounded(100'000)));
    FleetModel fleet;
    FleetFilter shown(fleet);
    fleet.load(all);
    QSignalSpy resets(&shown, &QAbstractItemModel::modelReset);
    for (int i = 0; i < 2000; ++i)
        fleet.put(
            summary(random.bounded(1, 10'001), anyWord(random), random.bounded(5), random.bounded(100'000)));
    QCOMPARE(resets.count(), 0);
    QCOMPARE(order(shown), order(fleet));
}

void ViewModels::filterFindsAllWords() {
    FleetModel fleet;
    FleetFilter shown(fleet);
    TaskSummary parser = summary(41, StatusWord::NeedsDecision);
    parser.title = QStringLiteral("Fix the flaky Parser test");
    fleet.load({parser, summary(2, StatusWord::Working), summary(3, StatusWord::Failed)});
    shown.setText(QStringLiteral("parser words"));
    QCOMPARE(order(shown), QList<TaskId>{41});
    shown.setText(QStringLiteral("#2"));
    QCOMPARE(order(shown), QList<TaskId>{2});
    shown.setText(QStringLiteral("failed"));
    QCOMPARE(order(shown), QList<TaskId>{3});
    shown.setText(QStringLiteral("nothing like it"));
    QVERIFY(order(shown).isEmpty());
    shown.setText({});
    QCOMPARE(order(shown).size(), 3);
    QCOMPARE(shown.rowCount(), 3); // the empty group is left out
}

void ViewModels::filterStaysTrueUnderRandomChanges() {
    QRandomGenerator random(99);
    FleetModel fleet;
    FleetFilter shown(fleet);
    const Tester tester(&shown, Tester::FailureReportingMode::QtTest);
    for (int i = 0; i < 600; ++i) {
        fleet.put(summary(random.bounded(1, 30), anyWord(random), random.bounded(2), random.bounded(20)));
        if (i % 50 == 0)
            shown.setText(i % 100 == 0 ? QStringLiteral("words") : QString());
    }
    shown.setText({});
    QCOMPARE(order(shown), order(fleet));
}

void ViewModels::walkGoesOverGroups() {
    FleetModel fleet;
    FleetFilter shown(fleet);
    QCOMPARE(shown.neighbour(0, 1), 0);
    fleet.load({summary(1, StatusWord::NeedsDecision), summary(2, StatusWord::Working, 0, 1),
                summary(3, StatusWord::Working, 0, 2), summary(4, StatusWord::Done)});
    QCOMPARE(shown.neighbour(0, 1), 1);
    QCOMPARE(shown.neighbour(1, 1), 2);
    QCOMPARE(shown.neighbour(3, 1), 4);
    QCOMPARE(shown.neighbour(4, 1), 4); // stays at the end
    QCOMPARE(shown.neighbour(4, -1), 3);
    QCOMPARE(shown.neighbour(1, -1), 1);
}

void ViewModels::listSyncReachesItsGoal() {
    QRandomGenerator random(7);
    QList<int> now;
    for (int round = 0; round < 500; ++round) {
        QList<int> wanted;
        for (int value = 0; value < 12; ++value)
            if (random.bounded(2))
                wanted.append(value * 10 +
                              random.bounded(3)); // the tens are the key, the rest is the content
        std::shuffle(wanted.begin(), wanted.end(), random);
        Shadow shadow(now);
        syncList(
            now, wanted, [](int v) { return v / 10; }, [](int a, int b) { return a == b; }, shadow);
        QCOMPARE(now, wanted);
        QCOMPARE(shadow.rows, wanted);
    }
}

void ViewModels::approvalsAnnounceOnlyNewOnes() {
    ApprovalsModel model;
    const Tester tester(&model, Tester::FailureReportingMode::QtTest);
    QSignalSpy arrived(&model, &ApprovalsModel::arrived);
    ApprovalEntry a;
    a.approval.id = 1;
    a.task = summary(10, StatusWord::NeedsDecision);
    ApprovalEntry b = a;
    b.approval.id = 2;
    b.task = summary(11, StatusWord::NeedsDecision, 5);
    model.sync({a});
    QCOMPARE(arrived.count(), 0); // what is there at the start is not news
    model.sync({a, b});
    QCOMPARE(arrived.count(), 1);
    QCOMPARE(model.entries().first().approval.id, 2); // higher priority first
    b.approval.votes.append(Vote{QStringLiteral("jonas"), true, {}, {}});
    model.sync({a, b});
    QCOMPARE(arrived.count(), 1);
    QCOMPARE(model.entries().first().approval.votes.size(), 1);
    model.sync({});
    QCOMPARE(model.rowCount(), 0);
}

void ViewModels::flatModelsKeepTheirRows() {
    MachinesModel machines;
    RepositoriesModel repositories;
    const Tester machinesTester(&machines, Tester::FailureReportingMode::QtTest);
    const Tester repositoriesTester(&repositories, Tester::FailureReportingMode::QtTest);
    MachineInfo one;
    one.name = QStringLiteral("sb-1");
    one.memoryBytes = 1 << 20;
    MachineInfo two = one;
    two.name = QStringLiteral("sb-2");
    machines.sync({one, two});
    const QPersistentModelIndex second = machines.index(1, 0);
    machines.sync({two});
    QVERIFY(second.isValid());
    QCOMPARE(second.row(), 0);
    QSignalSpy changed(&machines, &QAbstractItemModel::dataChanged);
    two.cpuTimeMs = 5;
    machines.sync({two});
    QCOMPARE(changed.count(), 1);
    Repository repository;
    repository.name = QStringLiteral("words");
    repositories.sync({repository});
    QCOMPARE(repositories.rowCount(), 1);
    for (int c = 0; c < repositories.columnCount(); ++c)
        QVERIFY(!repositories.headerData(c, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
}

void ViewModels::earlierVerdictsAreNotThePresentOnes() {
    GatesModel gates;
    const Tester tester(&gates, Tester::FailureReportingMode::QtTest);
    Task task = taskWithGates();
    task.steps = {{QStringLiteral("compile"), {judged("compile", "c2", Verdict::Passed, 0)}},
                  {QStringLiteral("tests"), {judged("tests", "c1", Verdict::Passed, 0)}}};
    gates.setTask(task);
    QCOMPARE(gates.index(0, 0).data(GatesModel::VerdictRole).toInt(), int(Verdict::Passed));
    QCOMPARE(gates.index(1, 0).data(GatesModel::VerdictRole).toInt(), -1);
    QVERIFY(gates.index(1, GatesModel::Summary).data().toString().contains(QStringLiteral("earlier")));
    QCOMPARE(gates.passed(), 1);
}

void ViewModels::gatesChangeInPlace() {
    GatesModel gates;
    const Tester tester(&gates, Tester::FailureReportingMode::QtTest);
    Task task = taskWithGates();
    gates.setTask(task);
    const QPersistentModelIndex first = gates.index(0, 0);
    QSignalSpy resets(&gates, &QAbstractItemModel::modelReset);
    for (const int findings : {3, 1, 0, 5}) {
        task.steps = {{QStringLiteral("compile"), {judged("compile", "c2", Verdict::Failed, findings)}}};
        gates.setTask(task);
        QCOMPARE(gates.rowCount(first), findings);
    }
    QCOMPARE(gates.index(4, 0, first).data(GatesModel::PlaceRole).toString(), QStringLiteral("f.c:5"));
    QCOMPARE(resets.count(), 0);
    task.id = 6; // another task is another model
    gates.setTask(task);
    QCOMPARE(resets.count(), 1);
}

void ViewModels::rolesOfGatesFitTheTable() {
    QCOMPARE(int(GatesModel::VerdictRole), int(EvidenceTable::VerdictRole));
    QCOMPARE(int(GatesModel::SeverityRole), int(EvidenceTable::SeverityRole));
    QCOMPARE(int(GatesModel::PlaceRole), int(EvidenceTable::PlaceRole));
    QCOMPARE(int(GatesModel::MessageRole), int(EvidenceTable::MessageRole));
    QCOMPARE(int(GatesModel::ExcerptRole), int(EvidenceTable::ExcerptRole));
}

void ViewModels::timelineGrowsAtItsEnd() {
    TimelineModel timeline;
    const Tester tester(&timeline, Tester::FailureReportingMode::QtTest);
    const auto record = [](qint64 seq, TaskId task) {
        return RecordView{seq, {seq * 1000}, QStringLiteral("tear_down_started"), task, {}};
    };
    timeline.load(5, {record(1, 5), record(3, 5)});
    timeline.append(record(4, 5));
    timeline.append(record(4, 5)); // heard twice
    timeline.append(record(5, 6)); // of another task
    QCOMPARE(timeline.rowCount(), 3);
    QSignalSpy resets(&timeline, &QAbstractItemModel::modelReset);
    timeline.load(5, {record(1, 5), record(3, 5), record(4, 5), record(9, 5)});
    QCOMPARE(resets.count(), 0);
    QCOMPARE(timeline.rowCount(), 4);
}

void ViewModels::everyEventHasWords() {
    for (const QString& type : eventTypes()) {
        const QString text = eventText({1, {}, type, 1, {}});
        QVERIFY2(!text.trimmed().isEmpty(), qPrintable(type));
        QVERIFY2(!text.contains(QStringLiteral("%1")) && !text.contains(QStringLiteral("%2")),
                 qPrintable(text));
    }
    QCOMPARE(eventText({1, {}, QStringLiteral("from_the_future"), 1, {}}), QStringLiteral("from the future"));
}

void ViewModels::deskChoosesWhatNeedsAPerson() {
    const auto desk = deskOn(QStringLiteral("busy-day"));
    QSignalSpy settled(desk.get(), &Desk::becameSettled);
    desk->open();
    QTRY_VERIFY(desk->settled() && desk->task());
    QVERIFY(desk->fleet().task(desk->taskId())->status.needsPerson());
    QTRY_VERIFY(!desk->patch().isEmpty());
    QCOMPARE(desk->patchCommit(), desk->task()->commit);
    QVERIFY(desk->timeline().rowCount() > 5);
    const TaskId first = desk->taskId();
    desk->walk(1);
    QVERIFY(desk->taskId() != first);
    QVERIFY(!desk->task()); // what was on the desk is not taken for the new task's
    QTRY_VERIFY(desk->task());
    QCOMPARE(desk->task()->id, desk->taskId());
}

void ViewModels::deskKeepsTheWantedTask() {
    const auto desk = deskOn(QStringLiteral("busy-day"));
    desk->chooseWhenLoaded(31);
    desk->open();
    QTRY_VERIFY(desk->task());
    QCOMPARE(desk->taskId(), 31);
}

void ViewModels::decisionTakenBackIsNeverSent() {
    const auto desk = deskOn(QStringLiteral("approval"));
    desk->open();
    QTRY_VERIFY(desk->task() && desk->task()->openApproval());
    const Approval approval = *desk->task()->openApproval();
    desk->decisions().setDelay(std::chrono::minutes(1));
    desk->decisions().vote({approval.id, true, {}, approval.tree, approval.evidence});
    QVERIFY(!desk->decisions().held().isEmpty());
    QVERIFY(desk->decisions().busy(approval.id));
    QVERIFY(desk->decisions().takeBack());
    QVERIFY(!desk->decisions().takeBack());
    QVERIFY(!desk->decisions().busy(approval.id));
    bool asked = false;
    desk->client().fetchApproval(approval.id, this, [&](const Result<ApprovalEntry>& entry) {
        asked = true;
        QVERIFY(entry);
        QVERIFY(entry.value().approval.votes.isEmpty());
    });
    QTRY_VERIFY(asked);
}

void ViewModels::heldDecisionIsSentInTheEnd() {
    const auto desk = deskOn(QStringLiteral("approval"));
    desk->open();
    QTRY_VERIFY(desk->task() && desk->task()->openApproval());
    const Approval approval = *desk->task()->openApproval();
    QSignalSpy voted(&desk->decisions(), &Decisions::voted);
    desk->decisions().setDelay(std::chrono::minutes(1));
    desk->decisions().vote({approval.id, true, {}, approval.tree, approval.evidence});
    QCOMPARE(voted.count(), 0);
    desk->decisions().flush(); // as when the window closes
    QTRY_COMPARE(voted.count(), 1);
    QTRY_VERIFY(desk->task() && !desk->task()->openApproval());
}

void ViewModels::unknownTaskIsToldNotCrashed() {
    const auto desk = deskOn(QStringLiteral("approval"));
    desk->open();
    QTRY_VERIFY(desk->task());
    QSignalSpy failed(desk.get(), &Desk::failed);
    desk->chooseTask(9999);
    QTRY_VERIFY(failed.count() > 0);
    QVERIFY(!desk->task());
    desk->chooseTask(41);
    QTRY_VERIFY(desk->task());
}

QTEST_GUILESS_MAIN(ViewModels)
#include "tst_view_models.moc"
