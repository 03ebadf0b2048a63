// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the rule by which machines live: each has a reason, and each lease has a machine. Steward and
// simulator act by it.
#include "core/flow/machine_plan.h"
#include "tests/core/flow/flow_fixture.h"

#include <QtTest>

using namespace signalbox;
using namespace signalbox::test;

namespace {

const MachineNames names{
    [](const Task& task, const Effect& effect) {
        return effect.kind == EffectKind::TearDown ? QString() : u"m%1-%2"_qs.arg(task.id).arg(effect.step);
    },
    [](TaskId task, const QString& step) { return u"m%1-%2-agent"_qs.arg(task).arg(step); }};

MachineWants needing(const QStringList& served, const QStringList& kept = {},
                     const QList<ReportRelease>& leases = {}) {
    return {served, kept, leases};
}

} // namespace

class TestMachinePlan : public QObject {
    Q_OBJECT

private slots:
    void whatIsOwedIsServedAlsoWithASuffix() {
        const MachineWants needs = needing({u"m1-tests"_qs});
        QVERIFY(needs.serves(u"m1-tests"_qs));
        QVERIFY(needs.serves(u"m1-tests-oldtests"_qs));
        QVERIFY(!needs.serves(u"m1-tests2"_qs)); // another step whose name begins alike
        QVERIFY(!needs.serves(u"m11-tests"_qs));
    }

    void servingNothingItGoes() {
        const auto plan =
            planMachines(needing({u"m1-a"_qs}),
                         {{u"m1-a"_qs, false, true}, {u"m2-a"_qs, false, true}, {u"m3-a"_qs, true, false}});
        QCOMPARE(plan.remove, QStringList({u"m2-a"_qs, u"m3-a"_qs}));
        QVERIFY(plan.rest.isEmpty());
    }

    void anAgentsSleepsBetweenItsAttempts_data() {
        QTest::addColumn<bool>("hibernates");
        QTest::addColumn<bool>("runs");
        QTest::addColumn<QString>("what");
        QTest::newRow("asleep: let it be") << true << false << QString();
        QTest::newRow("left awake: to sleep") << false << true << u"rest"_qs;
        QTest::newRow("broken: of no use") << false << false << u"remove"_qs;
    }
    void anAgentsSleepsBetweenItsAttempts() {
        QFETCH(bool, hibernates);
        QFETCH(bool, runs);
        QFETCH(QString, what);
        const QString name = u"m1-code-agent"_qs;
        const auto plan = planMachines(needing({}, {name}), {{name, hibernates, runs}});
        QCOMPARE(plan.rest.contains(name), what == u"rest");
        QCOMPARE(plan.remove.contains(name), what == u"remove");
        // At work it is neither.
        const auto working = planMachines(needing({name}, {name}), {{name, hibernates, runs}});
        QVERIFY(working.rest.isEmpty() && working.remove.isEmpty());
    }

    void aLeaseWithoutAMachineIsReported() {
        const MachineWants needs =
            needing({u"m1-b"_qs}, {}, {{1, u"m1-a"_qs}, {1, u"m1-b"_qs}, {2, u"m2-a"_qs}});
        const auto plan = planMachines(needs, {{u"m2-a"_qs, false, true}});
        QCOMPARE(plan.release.size(), 1); // of b another try is under way, and m2-a is there still
        QCOMPARE(plan.release.first().machine, u"m1-a"_qs);
        QCOMPARE(plan.remove, QStringList{u"m2-a"_qs});
    }

    void followsATask() {
        Flow flow;
        flow.submit();
        QVERIFY(flow.admit());
        MachineWants needs = machineWants(flow.state, names);
        QVERIFY(!needs.served.isEmpty());
        QVERIFY(!needs.kept.isEmpty());
        QVERIFY(flow.give(CancelTask{1, u"ann"_qs, {}}));
        QVERIFY(machineWants(flow.state, names).kept.isEmpty()); // an ending keeps no agent
        flow.undoAll();
        needs = machineWants(flow.state, names);
        QVERIFY(needs.served.isEmpty() && needs.kept.isEmpty() && needs.leases.isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestMachinePlan)
#include "tst_machine_plan.moc"
