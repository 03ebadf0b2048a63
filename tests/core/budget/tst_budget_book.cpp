// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: calls that run at the same time never together pass a limit that each would keep; what is settled
// counts once; a small budget is used to its end and no further; who only has to wait is not refused.
#include "core/budget/budget_book.h"
#include "core/budget/call_estimate.h"

#include <QTest>

#include <random>
#include <vector>

using namespace signalbox;
using Kind = BudgetVerdict::Kind;

namespace {

BudgetScope tokenScope(qint64 tokens, const QString& id = QStringLiteral("a")) {
    BudgetScope scope;
    scope.id = id;
    scope.level = QStringLiteral("task");
    scope.tokens = tokens;
    return scope;
}

CallNeed needOf(qint64 input, qint64 output) {
    CallNeed need;
    need.input = input;
    need.leastOutput = need.comfortableOutput = need.mostOutput = output;
    return need;
}

TokenUsage used(qint64 input, qint64 output) {
    TokenUsage usage;
    usage.input = input;
    usage.output = output;
    return usage;
}

} // namespace

class TestBudgetBook : public QObject {
    Q_OBJECT
private slots:
    void grantsWhatFits() {
        BudgetBook book;
        const auto verdict = book.reserve({tokenScope(100)}, needOf(60, 40));
        QVERIFY(verdict.kind == Kind::Granted);
        QCOMPARE(verdict.tokens, 100);
        QCOMPARE(verdict.output, 40);
        QCOMPARE(book.totals(QStringLiteral("a")).reservedTokens, 100);
    }

    void moreCallsThanAMinuteHoldsWait() {
        BudgetBook book;
        BudgetScope scope = tokenScope(1'000'000);
        scope.callsPerMinute = 2;
        const auto at = [&](qint64 ms) { return book.reserve({scope}, needOf(1, 1), Moment{ms}); };
        QVERIFY(at(1'000).kind == Kind::Granted);
        QVERIFY(at(20'000).kind == Kind::Granted);
        const auto third = at(30'000);
        QVERIFY(third.kind == Kind::Wait);
        QVERIFY(third.limit == BudgetVerdict::Limit::Calls);
        QCOMPARE(third.until.ms, 61'000);
        QVERIFY(at(60'999).kind == Kind::Wait); // what waits takes nothing
        QVERIFY(at(61'000).kind == Kind::Granted);
        QVERIFY(at(61'001).kind == Kind::Wait);
        QVERIFY(at(80'000).kind == Kind::Granted);
        // Who has no such limit does not notice; a refusal is not hidden by a wait.
        QVERIFY(book.reserve({tokenScope(100, QStringLiteral("b"))}, needOf(1, 1), Moment{80'001}).kind ==
                Kind::Granted);
        scope.tokens = 1;
        QVERIFY(at(80'002).kind == Kind::Refused);
    }

    void refusesWhatDoesNotFitEvenAlone() {
        BudgetBook book;
        const auto verdict = book.reserve({tokenScope(99)}, needOf(60, 40));
        QVERIFY(verdict.kind == Kind::Refused);
        QCOMPARE(verdict.level, QStringLiteral("task"));
        QCOMPARE(book.openCalls(), 0);
    }

    void waitsForWhatOthersHold() {
        BudgetBook book;
        const auto first = book.reserve({tokenScope(100)}, needOf(40, 20));
        QVERIFY(book.reserve({tokenScope(100)}, needOf(40, 20)).kind == Kind::Wait);
        book.settle(first.id, used(5, 5));
        QVERIFY(book.reserve({tokenScope(100)}, needOf(40, 20)).kind == Kind::Granted);
    }

    void lookingTakesNothing() {
        BudgetBook book;
        for (int i = 0; i < 3; ++i)
            QVERIFY(book.look({tokenScope(100)}, needOf(60, 40)).kind == Kind::Granted);
        QCOMPARE(book.openCalls(), 0);
    }

    void givesLessOutputNearTheLimit() {
        BudgetBook book;
        CallNeed need = needOf(10, 1);
        need.mostOutput = 1000;
        need.comfortableOutput = 500;
        const auto verdict = book.reserve({tokenScope(100)}, need);
        QVERIFY(verdict.kind == Kind::Granted);
        QCOMPARE(verdict.tokens, 100);
        QCOMPARE(verdict.output, 90);
    }

    void theTightestScopeDecides() {
        BudgetBook book;
        const auto verdict =
            book.reserve({tokenScope(1000), tokenScope(50, QStringLiteral("b"))}, needOf(40, 20));
        QVERIFY(verdict.kind == Kind::Refused);
        QCOMPARE(book.totals(QStringLiteral("a")).reservedTokens, 0);
    }

    void refusalWinsOverWaiting() {
        BudgetBook book;
        (void)book.reserve({tokenScope(100)}, needOf(90, 1));
        auto wide = tokenScope(100);
        auto narrow = tokenScope(10, QStringLiteral("b"));
        narrow.level = QStringLiteral("month");
        const auto verdict = book.reserve({wide, narrow}, needOf(40, 20));
        QVERIFY(verdict.kind == Kind::Refused);
        QCOMPARE(verdict.level, QStringLiteral("month"));
    }

    void moneyCountsAtTheDearestInput() {
        BudgetScope scope;
        scope.id = QStringLiteral("a");
        scope.cost = 1000;
        CallNeed need = needOf(10, 5);
        need.price = {10, 1, 50, 90, 20};
        BudgetBook book;
        const auto verdict = book.reserve({scope}, need);
        QVERIFY(verdict.kind == Kind::Granted);
        QCOMPARE(verdict.cost, 10 * 90 + 5 * 20);
        TokenUsage usage = used(2, 3);
        usage.cacheRead = 4;
        usage.cacheWrite = 5;
        usage.longWrite = 2;
        QCOMPARE(book.settle(verdict.id, usage).value(), 2 * 10 + 4 * 1 + 3 * 50 + 2 * 90 + 3 * 20);
        need.leastOutput = 30;
        QVERIFY(book.reserve({scope}, need).kind == Kind::Refused);
    }

    void settlesOnce() {
        BudgetBook book;
        const auto verdict = book.reserve({tokenScope(100)}, needOf(10, 10));
        QVERIFY(book.settle(verdict.id, used(7, 8)).has_value());
        QVERIFY(!book.settle(verdict.id, used(7, 8)).has_value());
        QCOMPARE(book.totals(QStringLiteral("a")).usage.total(), 15);
        QCOMPARE(book.totals(QStringLiteral("a")).calls, 1);
    }

    void whatIsSeenCountsAtOnceAndNeverShrinks() {
        BudgetBook book;
        const auto verdict = book.reserve({tokenScope(100)}, needOf(10, 10));
        book.see(verdict.id, used(30, 1));
        book.see(verdict.id, used(20, 40));
        const BudgetTotals totals = book.totals(QStringLiteral("a"));
        QCOMPARE(totals.usage.total(), 70);
        QCOMPARE(totals.reservedTokens, 70);
        QVERIFY(book.reserve({tokenScope(100)}, needOf(20, 11)).kind == Kind::Wait);
    }

    void hugeFiguresDoNotWrap() {
        BudgetBook book;
        const qint64 huge = std::numeric_limits<qint64>::max();
        CallNeed need = needOf(huge, huge);
        need.price = {huge, huge, huge, huge, huge};
        QVERIFY(book.reserve({tokenScope(1000)}, need).kind == Kind::Refused);
        const auto free = book.reserve({}, need);
        QVERIFY(free.kind == Kind::Granted);
        QVERIFY(free.tokens > 0 && free.cost > 0);
        book.settle(free.id, used(huge, huge));
    }

    // Whatever comes and goes: a limit holds when each call keeps within what it reserved.
    void limitsHoldInRandomWalks() {
        for (unsigned seed = 1; seed <= 200; ++seed) {
            std::mt19937 random(seed);
            const auto pick = [&](int most) { return qint64(random() % unsigned(most)) + 1; };
            BudgetBook book;
            const qint64 limit = pick(5000);
            std::vector<BudgetVerdict> open;
            qint64 granted = 0;
            for (int step = 0; step < 300; ++step) {
                if (open.empty() || random() % 2) {
                    CallNeed need = needOf(pick(300), pick(50));
                    need.mostOutput += pick(400);
                    need.comfortableOutput = (need.leastOutput + need.mostOutput) / 2;
                    const auto verdict = book.reserve({tokenScope(limit)}, need);
                    if (verdict.kind == Kind::Granted) {
                        QVERIFY(verdict.output >= need.leastOutput && verdict.output <= need.mostOutput);
                        QVERIFY(verdict.tokens >= need.input + verdict.output);
                        open.push_back(verdict);
                        ++granted;
                    }
                } else {
                    const std::size_t which = random() % open.size();
                    const BudgetVerdict call = open[which];
                    open.erase(open.begin() + std::ptrdiff_t(which));
                    book.settle(call.id,
                                used(call.tokens - call.output, qint64(random()) % (call.output + 1)));
                }
                const BudgetTotals totals = book.totals(QStringLiteral("a"));
                QVERIFY2(totals.usage.total() + totals.reservedTokens <= limit,
                         qPrintable(QString::number(seed)));
            }
            QVERIFY(granted > 0 || limit < 400);
        }
    }

    void estimateLearnsWhatTheProviderAdds() {
        CallEstimate estimate;
        CallSize size{100, 50, 1};
        const ModelPrice price;
        QCOMPARE(estimate.need(size, price, {}).spare, CallEstimate::unknownSpare);
        estimate.learn(size, used(500, 20));
        const CallNeed need = estimate.need(size, price, {});
        QCOMPARE(need.spare, 0);
        QCOMPARE(need.input, 100 + 400);
        QCOMPARE(need.leastOutput, 20);
        QCOMPARE(need.mostOutput, 50);
        // What rises is expected to rise on, within reason.
        estimate.learn(size, used(520, 22));
        QCOMPARE(estimate.need(size, price, {}).input, 100 + 420 + 20);
        QCOMPARE(estimate.need(size, price, {}).leastOutput, 24);
        estimate.learn(size, used(5000, 22));
        QCOMPARE(estimate.need(size, price, {}).input, 100 + 4900 + 4900 / 4);
    }

    // Five side by side went past a limit by a few tokens on a slow machine: each counted on one rise alone.
    void whatIsUnderWayMayRiseToo() {
        CallEstimate estimate;
        const CallSize size{100, 50, 1};
        estimate.learn(size, used(500, 20));
        QCOMPARE(estimate.need(size, {}, {}, 4).input, 500); // all alike: nothing more
        estimate.learn(size, used(505, 21));
        QCOMPARE(estimate.need(size, {}, {}, 4).input, 505 + 5 * 5);
        QCOMPARE(estimate.need(size, {}, {}, 4).leastOutput, 21 + 5);
        QCOMPARE(estimate.need(size, {}, {}, 1000).input, 505 + 405 / 4);
    }

    void estimateKnowsModelsThatWriteMoreThanAllowed() {
        CallEstimate estimate;
        CallSize size{100, 50, 1};
        estimate.learn(size, used(100, 300));
        const CallNeed need = estimate.need(size, {}, {});
        QCOMPARE(need.leastOutput, 50 + 250);
        QCOMPARE(need.mostOutput, 50 + 250);
    }

    void unknownKindsAreExpectedToBeLikeOthers() {
        CallEstimate others;
        others.learn({100, 50, 1}, used(500, 20));
        const CallNeed need = CallEstimate().need({100, 50, 1}, {}, others);
        QCOMPARE(need.input, 500);
        QCOMPARE(need.leastOutput, 20);
        QCOMPARE(need.spare, CallEstimate::unknownSpare);
    }

    void estimateCountsAlternatives() {
        CallEstimate estimate;
        QCOMPARE(estimate.need({100, 50, 4}, {}, {}).mostOutput, 200);
        QCOMPARE(estimate.need({100, 0, 2}, {}, {}).mostOutput, 2 * CallEstimate::assumedOutput);
    }
};

QTEST_GUILESS_MAIN(TestBudgetBook)
#include "tst_budget_book.moc"
