// SPDX-License-Identifier: GPL-3.0-or-later
// Protects what the pool decides: the shapes asked for last are made ahead, never more than the limit or than
// there are free slots, nothing that fits is thrown away, and an idle pool shrinks to what it must hold. And,
// over random histories, that it comes to rest and never holds too much.
#include "core/machine/pool_plan.h"

#include <QTest>

#include <random>

using namespace signalbox;
using namespace std::chrono_literals;

namespace {

constexpr Moment now{1'000'000'000};

MachineShape shape(int memory) {
    MachineShape shape;
    shape.memoryMiB = memory;
    return shape;
}

PoolState::Spare spare(const char* name, int memory, bool making = false) {
    return {QString::fromLatin1(name), shape(memory), making};
}

PoolState::Wish wish(int memory, Millis ago) {
    return {shape(memory), {now.ms - ago.count()}};
}

} // namespace

Q_DECLARE_METATYPE(signalbox::PoolState)
Q_DECLARE_METATYPE(signalbox::PoolLimits)

class TestPoolPlan : public QObject {
    Q_OBJECT

private slots:
    void plans_data() {
        QTest::addColumn<PoolState>("state");
        QTest::addColumn<PoolLimits>("limits");
        QTest::addColumn<int>("make"); ///< memory of what is to be made; 0: nothing
        QTest::addColumn<QStringList>("remove");
        const PoolLimits upTo2{0, 2, 10min};
        const PoolLimits off{0, 0, 10min};
        const PoolLimits atLeast1{1, 2, 10min};
        const auto row = [](const char* name, const PoolState& state, const PoolLimits& limits, int make,
                            const QStringList& remove = {}) {
            QTest::newRow(name) << state << limits << make << remove;
        };
        row("nobody asked", {{}, {}, 2, shape(7)}, upTo2, 0);
        row("nobody asked, but one is to be there", {{}, {}, 2, shape(7)}, atLeast1, 7);
        row("asked just now", {{}, {wish(5, 1s)}, 2, {}}, upTo2, 5);
        row("one is being made", {{spare("a", 5, true)}, {wish(5, 1s)}, 2, {}}, upTo2, 0);
        row("the second", {{spare("a", 5)}, {wish(5, 1s)}, 2, {}}, upTo2, 5);
        row("full", {{spare("a", 5), spare("b", 5)}, {wish(5, 1s)}, 4, {}}, upTo2, 0);
        row("all slots work", {{}, {wish(5, 1s)}, 0, {}}, upTo2, 0);
        row("more work than slots", {{spare("a", 5)}, {wish(5, 1s)}, -1, {}}, upTo2, 0, {u"a"_qs});
        row("a slot is taken by work of another shape",
            {{spare("a", 5), spare("b", 5)}, {wish(5, 1s)}, 1, {}}, upTo2, 0, {u"b"_qs});
        row("two shapes, one each", {{spare("a", 5)}, {wish(5, 9s), wish(6, 1s)}, 2, {}}, upTo2, 6);
        row("the latest first", {{}, {wish(5, 9s), wish(6, 1s)}, 2, {}}, upTo2, 6);
        row("a shape of yesterday makes room",
            {{spare("a", 5), spare("b", 5)}, {wish(5, 9min), wish(6, 1s)}, 2, {}}, upTo2, 0, {u"b"_qs});
        row("a shape that nobody asked for since", {{spare("a", 5)}, {wish(5, 11min), wish(6, 1s)}, 2, {}},
            upTo2, 0, {u"a"_qs});
        row("idle", {{spare("a", 5), spare("b", 6)}, {wish(5, 11min)}, 2, {}}, upTo2, 0, {u"a"_qs, u"b"_qs});
        row("idle, but one stays", {{spare("a", 6), spare("b", 5)}, {wish(5, 11min)}, 2, {}}, atLeast1, 0,
            {u"a"_qs});
        row("off", {{spare("a", 5)}, {wish(5, 1s)}, 2, {}}, off, 0, {u"a"_qs});
        row("what is being made cannot be taken back", {{spare("a", 5, true)}, {wish(6, 1s)}, 1, {}}, upTo2,
            0);
    }
    void plans() {
        QFETCH(PoolState, state);
        QFETCH(PoolLimits, limits);
        QFETCH(int, make);
        QFETCH(QStringList, remove);
        const PoolPlan plan = planPool(state, limits, now);
        QCOMPARE(plan.make ? plan.make->memoryMiB : 0, make);
        QCOMPARE(plan.remove, remove);
    }

    void saysWhenTimeAloneChangesThePlan() {
        const PoolPlan plan = planPool({{}, {wish(5, 1min), wish(6, 20min)}, 2, {}}, {0, 2, 10min}, now);
        QVERIFY(plan.again);
        QCOMPARE((*plan.again - now), Millis(9min));
        QVERIFY(!planPool({{}, {}, 2, {}}, {0, 2, 10min}, now).again);
    }

    void comesToRestAndNeverHoldsTooMuch() {
        std::mt19937 random(20261120);
        const auto draw = [&](int count) { return int(random() % unsigned(count)); };
        for (int round = 0; round < 2000; ++round) {
            PoolLimits limits{draw(3), 0, 10min};
            limits.most = limits.least + draw(4);
            PoolState state;
            state.freeSlots = draw(6) - 1;
            for (int i = draw(4); i > 0; --i)
                state.wishes.append(wish(i, Millis(draw(1'200'000))));
            for (int i = draw(6); i > 0; --i)
                state.spares.append(spare(QByteArray::number(i).constData(), draw(4)));
            int steps = 0;
            for (;; ++steps) {
                const PoolPlan plan = planPool(state, limits, now);
                if (!plan.make && plan.remove.isEmpty())
                    break;
                QVERIFY(!plan.make || state.spares.size() < std::min(limits.most, state.freeSlots));
                for (const QString& name : plan.remove)
                    state.spares.removeIf([&](const auto& spare) { return spare.name == name; });
                if (plan.make)
                    state.spares.append({u"n%1"_qs.arg(steps), *plan.make, false});
                QVERIFY(steps < 20);
            }
            QVERIFY(state.spares.size() <= std::max(0, std::min(limits.most, state.freeSlots)));
            QVERIFY(state.spares.size() >= std::min(limits.least, std::max(0, state.freeSlots)));
        }
    }
};

QTEST_GUILESS_MAIN(TestPoolPlan)
#include "tst_pool_plan.moc"
