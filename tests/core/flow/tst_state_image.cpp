// SPDX-License-Identifier: GPL-3.0-or-later
// Protects what a snapshot rests on: a state that went through bytes is the same state, wherever in a history
// it is taken, and goes on to the same end; a copy does not change with its original; foreign bytes are
// refused and never read beyond their end.
#include "core/flow/pack.h"
#include "core/flow/state_image.h"
#include "tests/core/domain/samples.h"
#include "tests/core/flow/flow_walker.h"

#include <QtTest>

using namespace signalbox;
using namespace signalbox::test;

namespace {

/// A random history of a whole core.
QList<Record> history(quint32 seed, int commands) {
    Flow flow;
    Walker walker(seed);
    for (int i = 0; i < commands; ++i) {
        (void)flow.give(walker.next(flow));
        flow.pass(walker.time());
    }
    return flow.history;
}

State after(const QList<Record>& records) {
    State state;
    for (const Record& record : records)
        apply(state, record);
    return state;
}

} // namespace

class StateImageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCutGoesOnToTheSameEnd() {
        qsizetype cuts = 0;
        for (quint32 seed = 1; seed <= 60; ++seed) {
            const QList<Record> records = history(seed, 120);
            const State end = after(records);
            State walked;
            QByteArray earlier;
            for (qsizetype cut = 0; cut <= records.size(); ++cut) {
                const QByteArray bytes = packState(walked);
                auto read = unpackState(bytes);
                QVERIFY2(read.ok() && *read == walked,
                         qPrintable(QStringLiteral("seed %1, cut %2").arg(seed).arg(cut)));
                QCOMPARE(packState(*read), bytes);
                // Each cut to the end would take the square of it: every eighth, and both ends.
                if (cut % 8 == 0 || cut + 1 >= records.size()) {
                    for (qsizetype i = cut; i < records.size(); ++i)
                        apply(*read, records.at(i));
                    QVERIFY2(*read == end,
                             qPrintable(QStringLiteral("seed %1, rest after %2").arg(seed).arg(cut)));
                }
                ++cuts;
                if (cut < records.size())
                    apply(walked, records.at(cut));
            }
        }
        QVERIFY(cuts > 2000);
    }

    void aCopyStaysAsItWas() {
        const QList<Record> records = history(7, 200);
        State state;
        QList<std::pair<State, QByteArray>> copies;
        for (const Record& record : records) {
            apply(state, record);
            if (record.seq % 10 == 0)
                copies.append({state, packState(state)});
        }
        for (const auto& [copy, bytes] : copies)
            QCOMPARE(packState(copy), bytes);
        // And the copy may go its own way.
        State aside = copies.first().first;
        for (qsizetype i = qsizetype(aside.seq); i < records.size(); ++i)
            apply(aside, records.at(i));
        QVERIFY(aside == state);
        QCOMPARE(packState(copies.first().first), copies.first().second);
    }

    void everyMemberComesBack() {
        State state;
        state.seq = 99;
        state.nextTask = 8;
        state.nextApproval = 12;
        state.repositories.insert(QStringLiteral("r"), full<Repository>());
        for (const TaskId id : {3, 5}) {
            Task task = full<Task>();
            task.id = id;
            state.tasks.edit(id) = task;
            indexTask(state, task);
        }
        const auto read = unpackState(packState(state));
        QVERIFY(read.ok());
        QVERIFY(*read == state);
        QVERIFY(!state.submissions.isEmpty() && !state.approvals.isEmpty());
    }

    void blueprintsAndTextsAreThereOnce() {
        State one;
        Task task = full<Task>();
        task.blueprint.description = QString(5000, QLatin1Char('d'));
        task.id = 1;
        one.tasks.edit(1) = task;
        const qsizetype size = packState(one).size();
        for (task.id = 2; task.id <= 100; ++task.id)
            one.tasks.edit(task.id) = task;
        QVERIFY2(packState(one).size() < size * 15, "a hundred tasks on one blueprint are no hundred times");
        // The same digest alone does not make two blueprints one.
        task.blueprint.origin += QStringLiteral(" elsewhere");
        task.id = 101;
        one.tasks.edit(101) = task;
        const auto read = unpackState(packState(one));
        QVERIFY(read.ok() && read->tasks == one.tasks);
    }

    void foreignBytesAreRefusedOrAState() {
        const QByteArray good = packState(after(history(3, 150)));
        for (qsizetype length = 0; length < good.size(); length += 1 + length / 16)
            QVERIFY(!unpackState(good.left(length)).ok());
        QVERIFY(!unpackState(good + 'x').ok());
        // Without a digest a change may give another state; it must only never hang or crash.
        QRandomGenerator random(5);
        for (int i = 0; i < 3000; ++i) {
            QByteArray bad = good;
            for (int k = 0; k < 4; ++k)
                bad[random.bounded(int(bad.size()))] = char(random.bounded(256));
            (void)unpackState(bad);
        }
        QVERIFY(!unpackState(QByteArray(10, '\xff')).ok());
    }

    void theSchemaTellsFormsApart() {
        QVERIFY(packSchema<Attempt>() != packSchema<Vote>());
        QVERIFY(packSchema<Task>().contains("wallTime:int"));
        QVERIFY(packSchema<Task>().contains("<none published refused"));
        QCOMPARE(stateSchema().size(), 64);
        QCOMPARE(stateSchema(), stateSchema());
    }
};

QTEST_GUILESS_MAIN(StateImageTest)
#include "tst_state_image.moc"
