// SPDX-License-Identifier: GPL-3.0-or-later
// Protects what people are told of a budget's future: the nearer of two limits counts, a budget that begins
// anew before it is reached holds, and what was not used lately has no rate.
#include "core/domain/budget_report.h"

#include <QtTest>

using namespace signalbox;
using Kind = BudgetForecast::Kind;

namespace {

constexpr Moment now{1'800'000'000'000};
constexpr qint64 hour = 3'600'000;

BudgetLine used(qint64 tokens, std::optional<qint64> limit, qint64 lately) {
    BudgetLine line;
    line.tokens = tokens;
    line.tokenLimit = limit;
    line.recentTokens = lately;
    line.recent = Millis(lately > 0 ? hour : 0);
    return line;
}

} // namespace

class TestBudgetReport : public QObject {
    Q_OBJECT
private slots:
    void saysWhatIsToCome() {
        QVERIFY(forecastOf(used(500, {}, 100), now).kind == Kind::Unlimited);
        QVERIFY(forecastOf(used(500, 500, 100), now).kind == Kind::Reached);
        QVERIFY(forecastOf(used(700, 500, 0), now).kind == Kind::Reached);
        QVERIFY(forecastOf(used(0, 0, 0), now).kind == Kind::Reached); // nothing is allowed at all
        QVERIFY(forecastOf(used(400, 500, 0), now).kind == Kind::Idle);
        const BudgetForecast passes = forecastOf(used(400, 500, 50), now);
        QVERIFY(passes.kind == Kind::Passes && !passes.byCost);
        QCOMPARE((passes.at - now).count(), 2 * hour);
        QCOMPARE(passes.part, 0.8);
    }

    void aBudgetThatBeginsAnewBeforeHolds() {
        BudgetLine line = used(400, 500, 50);
        line.ends = now + Millis(hour);
        QVERIFY(forecastOf(line, now).kind == Kind::Holds);
        line.ends = now + Millis(3 * hour);
        QVERIFY(forecastOf(line, now).kind == Kind::Passes);
        QVERIFY(forecastOf(used(1, 1'000'000'000, 1), now).kind == Kind::Holds); // beyond any use of a date
    }

    void theNearerLimitCounts() {
        BudgetLine line = used(100, 1000, 50);
        line.cost = 9;
        line.costLimit = 10;
        line.recentCost = 1;
        BudgetForecast forecast = forecastOf(line, now);
        QVERIFY(forecast.kind == Kind::Passes && forecast.byCost);
        QCOMPARE((forecast.at - now).count(), hour);
        QCOMPARE(forecast.part, 0.9);
        line.costLimit = 9;
        forecast = forecastOf(line, now);
        QVERIFY(forecast.kind == Kind::Reached && forecast.byCost);
    }

    void survivesTheWire() {
        BudgetLine line = used(400, 500, 50);
        line.name = QStringLiteral("a \"name\"");
        const auto read = fromJson<BudgetLine>(toJson(line));
        QVERIFY(read.ok());
        QVERIFY(read->tokenLimit == 500 && !read->costLimit && read->name == line.name);
        QCOMPARE(read->recent, line.recent);
    }
};

QTEST_GUILESS_MAIN(TestBudgetReport)
#include "tst_budget_report.moc"
