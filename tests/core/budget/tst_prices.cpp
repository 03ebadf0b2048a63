// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: a model that is not in the list never costs nothing; a list with a mistake is not taken.
#include "core/budget/prices.h"

#include <QTest>

using namespace signalbox;

class TestPrices : public QObject {
    Q_OBJECT
private slots:
    void readsModelsAndBeginnings() {
        const auto list = PriceList::fromJson(
            R"({"models": {"m-1": {"input": 1, "output": 2}, "m-*": {"input": 3, "cache_read": 0.3,
                "cache_write": 3.75, "output": 15}, "m-long*": {"input": 9, "output": 9}}})");
        QVERIFY(list.ok());
        QCOMPARE(list->priceOf(QStringLiteral("m-1"))->input, 1'000'000);
        QCOMPARE(list->priceOf(QStringLiteral("m-2"))->cacheRead, 300'000);
        QCOMPARE(list->priceOf(QStringLiteral("m-2"))->longWrite, 3'750'000);
        QCOMPARE(list->priceOf(QStringLiteral("m-longer"))->output, 9'000'000);
        QCOMPARE(list->priceOf(QStringLiteral("m-1"))->cacheWrite, 1'000'000);
    }

    void unknownModelsCostTheWorstCase() {
        const PriceList none;
        QVERIFY(none.priceOf(QStringLiteral("x"))->input > 0);
        const auto list = PriceList::fromJson(R"({"models": {}, "worst_case": {"input": 7, "output": 8}})");
        QCOMPARE(list->priceOf(QStringLiteral("x"))->output, 8'000'000);
        QVERIFY(!list->lists(QStringLiteral("x")));
    }

    void unknownModelsMayBeRefused() {
        const auto list = PriceList::fromJson(R"({"models": {}, "unknown": "refuse"})");
        QVERIFY(list.ok());
        QVERIFY(!list->priceOf(QStringLiteral("x")).has_value());
    }

    void mistakesAreRefused_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("list") << QByteArray("[]");
        QTest::newRow("no models") << QByteArray("{}");
        QTest::newRow("key") << QByteArray(R"({"models": {}, "modles": {}})");
        QTest::newRow("kind") << QByteArray(R"({"models": {"m": {"input": 1, "output": 1, "cached": 1}}})");
        QTest::newRow("missing") << QByteArray(R"({"models": {"m": {"input": 1}}})");
        QTest::newRow("negative") << QByteArray(R"({"models": {"m": {"input": -1, "output": 1}}})");
        QTest::newRow("text") << QByteArray(R"({"models": {"m": {"input": "1", "output": 1}}})");
        QTest::newRow("absurd") << QByteArray(R"({"models": {"m": {"input": 1e9, "output": 1}}})");
        QTest::newRow("unknown") << QByteArray(R"({"models": {}, "unknown": "free"})");
    }
    void mistakesAreRefused() {
        QFETCH(QByteArray, text);
        const auto list = PriceList::fromJson(text);
        QVERIFY(!list.ok());
        QVERIFY(list.error().kind == ErrorKind::Invalid);
    }
};

QTEST_GUILESS_MAIN(TestPrices)
#include "tst_prices.moc"
