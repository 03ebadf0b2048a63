// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: what there is much of costs the console no more for each piece: changes of ten thousand tasks,
// lines of a long log, a page of a large change. Counts and ratios within one run; `bench --only console` has
// the figures.
#include "tests/views/views_test.h"
#include "views/panes/fleet/fleet_pane.h"
#include "views/parts/diff_view.h"
#include "views/parts/log_view.h"

#include <QRandomGenerator>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

#include <ctime>

using namespace signalbox;

namespace {

/// Milliseconds of this thread's processor time; a busy machine does not count.
double cost(const std::function<void()>& work) {
    const auto now = [] {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
    };
    const double begun = now();
    work();
    return now() - begun;
}

TaskSummary summary(TaskId id, StatusWord word, qint64 updated) {
    TaskSummary task;
    task.id = id;
    task.title = QStringLiteral("Mend what test %1 found").arg(id);
    task.repository = QStringLiteral("words");
    task.status.word = word;
    task.created = {id};
    task.updated = {updated};
    return task;
}

QByteArray patchOf(int lines) {
    QByteArray patch = "diff --git a/a.cpp b/a.cpp\n--- a/a.cpp\n+++ b/a.cpp\n@@ -0,0 +1," +
                       QByteArray::number(lines) + " @@\n";
    for (int i = 0; i < lines; ++i)
        patch += "+const auto token_" + QByteArray::number(i) + " = reader.next(\"a word\", 42);\n";
    return patch;
}

} // namespace

class Scale : public QObject {
    Q_OBJECT
private slots:
    void manyChangesAreTakenInByTheFrame();
    void oneChangeIsSeenAtOnce();
    void theTaskOneLooksAtIsNotLost();
    void laterLinesCostAsMuchAsTheFirst();
    void aPageOfALargeChangeCostsAsMuchAsOfASmallOne();

private:
    /// A desk whose mirror holds so many tasks; nothing behind it moves.
    std::unique_ptr<Desk> deskWith(int tasks) {
        auto desk = deskOn(QStringLiteral("first-start"));
        QList<TaskSummary> all;
        for (TaskId id = 1; id <= tasks; ++id)
            all.append(summary(id, id % 3 == 0 ? StatusWord::Working : StatusWord::Done, id));
        desk->mirror().load(all, 1);
        return desk;
    }
    /// So many changes, many of which move a task to another group.
    static void change(Desk& desk, int count) {
        static constexpr std::array words{StatusWord::Working, StatusWord::NeedsDecision,
                                          StatusWord::NeedsPerson, StatusWord::Done};
        QRandomGenerator random(7);
        for (int i = 0; i < count; ++i) {
            const TaskId id = 1 + random.bounded(int(desk.mirror().tasks().size()));
            RecordView record;
            record.seq = desk.mirror().lastSeq() + 1;
            record.type = QStringLiteral("attempt_started");
            record.task = id;
            desk.mirror().apply(record, summary(id, words.at(std::size_t(random.bounded(4))), 100'000 + i));
        }
    }
};

void Scale::manyChangesAreTakenInByTheFrame() {
    const auto desk = deskWith(10'000);
    FleetPane pane(*desk);
    pane.resize(400, 800);
    pane.show();
    QSignalSpy resets(&desk->shownFleet(), &QAbstractItemModel::modelReset);
    QSignalSpy layouts(&desk->shownFleet(), &QAbstractItemModel::layoutChanged);
    QSignalSpy counts(&desk->fleet(), &FleetModel::countsChanged);
    constexpr int changes = 3000;
    change(*desk, changes);
    const auto isTheMirror = [&] {
        const auto& tasks = desk->mirror().tasks();
        return std::all_of(tasks.begin(), tasks.end(),
                           [&](const TaskSummary& task) { return *desk->fleet().task(task.id) == task; });
    };
    QVERIFY(!isTheMirror()); // not all at once, which would hold up whatever else waits
    QTRY_VERIFY(isTheMirror());
    QCOMPARE(resets.count(), 0);
    QVERIFY2(layouts.count() <= 4,
             qPrintable(QString::number(layouts.count()))); // each is one look at every row
    QVERIFY2(counts.count() < changes / 4, qPrintable(QString::number(counts.count())));
    int rows = 0;
    for (int group = 0; group < desk->shownFleet().rowCount(); ++group)
        rows += desk->shownFleet().rowCount(desk->shownFleet().index(group, 0));
    QCOMPARE(rows, 10'000);
    // And each stands where it would stand had all been read anew.
    FleetModel fresh;
    fresh.load(desk->mirror().tasks().values());
    for (int group = 0; group < FleetModel::groups; ++group)
        for (int row = 0; row < fresh.count(FleetModel::Group(group)); row += 7) {
            const auto task = [&](FleetModel& model) {
                return model.index(row, 0, model.groupIndex(FleetModel::Group(group)))
                    .data(FleetModel::TaskRole);
            };
            QCOMPARE(task(desk->fleet()), task(fresh));
        }
}

void Scale::oneChangeIsSeenAtOnce() {
    const auto desk = deskWith(100);
    RecordView record;
    record.seq = 2;
    record.task = 3;
    desk->mirror().apply(record, summary(3, StatusWord::NeedsDecision, 200));
    QVERIFY(desk->fleet().task(3)->status.word == StatusWord::NeedsDecision);
}

void Scale::theTaskOneLooksAtIsNotLost() {
    const auto desk = deskWith(3000);
    FleetPane pane(*desk);
    pane.resize(400, 800);
    pane.show();
    desk->chooseTask(1500);
    QSignalSpy chosen(desk.get(), &Desk::taskChosen);
    for (int i = 0; i < 20; ++i) {
        change(*desk, 300);
        RecordView record;
        record.seq = desk->mirror().lastSeq() + 1;
        record.task = 1500;
        desk->mirror().apply(record,
                             summary(1500, i % 2 ? StatusWord::Done : StatusWord::Working, 500'000 + i));
        QCoreApplication::processEvents();
    }
    QTRY_VERIFY(desk->fleet().task(1500)->updated.ms == 500'019);
    QCOMPARE(chosen.count(), 0); // what moves below the selection chooses nothing
    QCOMPARE(desk->taskId(), 1500);
    auto* tree = pane.findChild<QTreeView*>();
    QCOMPARE(tree->currentIndex().data(FleetModel::TaskRole).toLongLong(), 1500);
}

void Scale::laterLinesCostAsMuchAsTheFirst() {
    LogStore store;
    const auto append = [&store](int from) {
        for (int i = from; i < from + 100'000; ++i)
            store.append({{i},
                          QStringLiteral("implement"),
                          1,
                          LogKind::Output,
                          QStringLiteral("[%1] Building object token_%2.cpp.o").arg(i).arg(i % 977)});
    };
    const double first = cost([&] { append(0); });
    append(100'000);
    append(200'000);
    const double later = cost([&] { append(300'000); });
    QVERIFY2(later < 3 * first, qPrintable(QStringLiteral("%1 ms, then %2 ms").arg(first).arg(later)));
    // And they are kept in a part of what they say.
    QVERIFY(store.packedBytes() < store.bytes() / 2);
}

void Scale::aPageOfALargeChangeCostsAsMuchAsOfASmallOne() {
    const auto pages = [](int lines) {
        DiffView view;
        view.resize(900, 700);
        view.setPatch(patchOf(lines));
        view.show();
        return cost([&] {
            for (int i = 0; i < 10; ++i) {
                view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() * i / 10);
                view.grab();
            }
        });
    };
    const double small = pages(1000);
    const double large = pages(50'000);
    QVERIFY2(large < 3 * small, qPrintable(QStringLiteral("%1 ms and %2 ms").arg(small).arg(large)));
}

QTEST_MAIN(Scale)
#include "tst_scale.moc"
