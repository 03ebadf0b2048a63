// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: the past of a task that the console shows is the one that the core had. Each recorded history is
// told to the core's own `apply` and to the client's fold, and after every event that ends a unit both must
// show the same task; and no order of events, however wrong, brings the client down.
#include "core/client/task_fold.h"
#include "core/domain/summary.h"
#include "core/flow/state.h"
#include "tests/golden/golden.h"

#include <QRandomGenerator>
#include <QtTest>

using namespace signalbox;

namespace {

/// Without what the fold tells coarsely by its contract.
QJsonObject seen(Task task) {
    task.effects.clear();
    task.compensations.clear();
    task.rounds.clear();
    return toJson(task);
}

} // namespace

class TaskFoldTest : public QObject {
    Q_OBJECT
private slots:
    void showsWhatTheCoreHad_data();
    void showsWhatTheCoreHad();
    void survivesAnyOrder();
};

void TaskFoldTest::showsWhatTheCoreHad_data() {
    QTest::addColumn<QString>("name");
    for (const golden::History& history : golden::histories())
        QTest::newRow(qPrintable(history.name)) << history.name;
}

void TaskFoldTest::showsWhatTheCoreHad() {
    QFETCH(QString, name);
    for (const golden::History& history : golden::histories()) {
        if (history.name != name)
            continue;
        State state;
        QMap<TaskId, Task> folded;
        int compared = 0;
        for (qsizetype i = 0; i < history.records.size(); ++i) {
            const Record& record = history.records.at(i);
            apply(state, record);
            const TaskId id = taskOf(record.event);
            if (id == 0)
                continue;
            foldEvent(folded[id], record.event, record.at);
            // Events of one moment are one unit: in between the core's own view is never seen.
            if (i + 1 < history.records.size() && history.records.at(i + 1).at == record.at)
                continue;
            const Task* core = state.task(id);
            if (!core)
                continue;
            const QString differs = golden::difference(seen(*core), seen(folded.value(id)));
            QVERIFY2(differs.isEmpty(), qPrintable(QStringLiteral("after event %1 (%2): %3")
                                                       .arg(record.seq)
                                                       .arg(typeOf(record.event), differs)));
            QCOMPARE(statusOf(folded.value(id)).word, statusOf(*core).word);
            ++compared;
        }
        QVERIFY(compared > 0);
    }
}

void TaskFoldTest::survivesAnyOrder() {
    QList<Record> all;
    for (const golden::History& history : golden::histories())
        for (const Record& record : history.records)
            if (taskOf(record.event) != 0)
                all.append(record);
    QRandomGenerator random(41);
    for (int round = 0; round < 50; ++round) {
        Task task;
        for (int i = 0; i < 60; ++i) {
            const Record& record = all.at(random.bounded(int(all.size())));
            foldEvent(task, record.event, record.at);
            QVERIFY(!summaryOf(task).status.known.isEmpty());
        }
    }
}

QTEST_GUILESS_MAIN(TaskFoldTest)
#include "tst_task_fold.moc"
