// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: budgets are told as they are, with names that hold slashes and colons; a raise is a person's, by
// a whole number above nothing, and stands in the journal; a core that counts nothing says so.
#include "core/client/core_client.h"
#include "tests/core/server/api_fixture.h"

using namespace signalbox;
using namespace signalbox::test;

namespace {

std::unique_ptr<CoreClient> clientOf(const Core& core) {
    ClientOptions options;
    options.token = QStringLiteral("token-bob");
    return std::move(*CoreClient::create(core.url(), options));
}

/// What a call of the client comes to.
template <typename T, typename Call>
Result<T> get(Call call) {
    std::optional<Result<T>> answer;
    call(Callback<T>([&](Result<T> result) { answer.emplace(std::move(result)); }));
    if (!QTest::qWaitFor([&] { return answer.has_value(); }, 20'000))
        return Error{ErrorKind::Timeout, QStringLiteral("no answer"), {}};
    return *answer;
}

} // namespace

class ApiBudgetsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsCountedIsTold() {
        Core core(true);
        core.taskAtApproval();
        const auto client = clientOf(core);
        const auto report = get<BudgetReport>([&](auto done) { client->fetchBudgets(this, done); });
        QVERIFY(report.ok() && report->metered);
        QCOMPARE(report->budgets.size(), 1);
        QCOMPARE(*report->budgets.first().tokenLimit, 100);
        const QString name = QStringLiteral("repository:2026-11:team/one two");
        const auto history =
            get<BudgetHistory>([&](auto done) { client->fetchBudgetHistory(name, 6, this, done); });
        QVERIFY(history.ok());
        QCOMPARE(history->id, name);
        QCOMPARE(history->to.ms, 6 * 3'600'000);
        for (const char* hours : {"0", "-1", "x", "99999"}) {
            const QUrl url(core.url().toString() +
                           QStringLiteral("/v1/budgets/history/task:1?hours=%1").arg(QLatin1String(hours)));
            QCOMPARE(ask(url, "token-ann").first, 400);
        }
    }

    void whoCountsNothingSaysSo() {
        Core core;
        const auto client = clientOf(core);
        const auto report = get<BudgetReport>([&](auto done) { client->fetchBudgets(this, done); });
        QVERIFY(report.ok() && !report->metered && report->budgets.isEmpty());
        const auto history = get<BudgetHistory>(
            [&](auto done) { client->fetchBudgetHistory(QStringLiteral("task:1"), 6, this, done); });
        QVERIFY(!history.ok());
    }

    void aRaiseIsAPersons() {
        Core core(true);
        core.taskAtApproval();
        const auto client = clientOf(core);
        const auto raise = [&](const BudgetRaise& by) {
            return get<TaskSummary>([&](auto done) { client->raiseBudget(1, by, this, done); });
        };
        QVERIFY(raise({5000, 0.5, QStringLiteral("a large file")}).ok());
        QCOMPARE(core.task().extraTokens, 5000);
        QCOMPARE(core.task().extraCost, 0.5);
        QString by; // the token says who
        QVERIFY(core.journal
                    ->readTask(1, 0, 0,
                               [&](const Record& record) {
                                   if (const auto* raised = std::get_if<BudgetRaised>(&record.event))
                                       by = raised->by;
                               })
                    .ok());
        QCOMPARE(by, QStringLiteral("bob"));
        QVERIFY(raise({0, 0, {}}).error().kind == ErrorKind::Invalid);
        QVERIFY(raise({-5, 0, {}}).error().kind == ErrorKind::Invalid);
    }

    void badBodiesRaiseNothing() {
        Core core(true);
        core.taskAtApproval();
        const QUrl url(core.url().toString() + QStringLiteral("/v1/tasks/1/budget"));
        for (const char* body : {"{}", "[]", "{\"tokens\":1.5}", "{\"tokens\":\"5\"}", "{\"cost\":\"much\"}",
                                 "{\"tokens\":1e30}", "{\"tokens\":5,\"cost\":-1}"})
            QVERIFY2(ask(url, "token-ann", body).first == 400, body);
        QCOMPARE(ask(QUrl(core.url().toString() + QStringLiteral("/v1/tasks/9/budget")), "token-ann",
                     "{\"tokens\":5}")
                     .first,
                 404);
        QCOMPARE(core.task().extraTokens, 0);
    }
};

QTEST_GUILESS_MAIN(ApiBudgetsTest)
#include "tst_api_budgets.moc"
