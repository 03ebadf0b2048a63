// SPDX-License-Identifier: GPL-3.0-or-later
// Protects what people who edit blueprints are told over the API: every problem with its place, the text that
// holds and why, and a look at a task's past that changes nothing.
#include "core/blueprint/blueprint_parser.h"
#include "core/client/core_client.h"
#include "tests/core/server/api_fixture.h"

using namespace signalbox;
using namespace signalbox::test;

namespace {

template <typename T, typename Call>
Result<T> get(Call call) {
    std::optional<Result<T>> answer;
    call(Callback<T>([&](Result<T> result) { answer.emplace(std::move(result)); }));
    if (!QTest::qWaitFor([&] { return answer.has_value(); }, 20'000))
        return Error{ErrorKind::Timeout, QStringLiteral("no answer"), {}};
    return *answer;
}

const QByteArray yaml =
    "signalbox: 1\nname: small\nversion: \"2\"\nlimits: {iterations: 3}\npaths: {tests: [tests/**]}\nsteps:\n"
    "  - {id: admission, kind: admission}\n  - {id: workspace, kind: workspace, on_fail: person}\n"
    "  - {id: implement, kind: agent}\n"
    "  - {id: compiles, kind: gate, gate: compiles, run: make, on_fail: implement}\n"
    "  - {id: approve, kind: approval, approvals: 3, on_fail: implement}\n"
    "  - {id: publish, kind: publish, on_fail: person}\n  - {id: teardown, kind: teardown}\n";

} // namespace

class ApiBlueprintsTest : public QObject {
    Q_OBJECT

    Core m_core{false};
    std::unique_ptr<CoreClient> m_client;

private Q_SLOTS:
    void initTestCase() {
        m_core.taskAtApproval();
        ClientOptions options;
        options.token = QStringLiteral("token-ann");
        m_client = std::move(*CoreClient::create(m_core.url(), options));
    }

    void eachProblemHasItsPlace() {
        const auto good =
            get<BlueprintExamination>([&](auto done) { m_client->examineBlueprint(yaml, this, done); });
        QVERIFY(good.ok());
        QVERIFY2(good->blueprint.has_value(),
                 good->problems.isEmpty() ? "" : qPrintable(good->problems.first().message));
        QCOMPARE(good->blueprint->steps.size(), 7);
        QByteArray slip = yaml;
        slip.replace("on_fail: implement}\n  - {id: approve", "onfail: implement}\n  - {id: approve");
        const auto bad =
            get<BlueprintExamination>([&](auto done) { m_client->examineBlueprint(slip, this, done); });
        QVERIFY(bad.ok() && !bad->blueprint && !bad->problems.isEmpty());
        QCOMPARE(bad->problems.first().line, 10);
        QVERIFY(bad->problems.first().message.contains(QStringLiteral("on_fail")));
    }

    void theTextThatHoldsIsTold() {
        const auto found = get<BlueprintSource>(
            [&](auto done) { m_client->fetchBlueprintSource(QStringLiteral("x"), {}, this, done); });
        QVERIFY(found.ok());
        QCOMPARE(found->text, QStringLiteral("of x"));
        QVERIFY(get<BlueprintSource>([&](auto done) {
                    m_client->fetchBlueprintSource(QStringLiteral("no/where"), {}, this, done);
                })
                    .error()
                    .kind == ErrorKind::NotFound);
        const auto shipped = get<BlueprintSource>(
            [&](auto done) { m_client->fetchBlueprintSource({}, QStringLiteral("a b&c"), this, done); });
        QVERIFY(shipped.ok());
        QCOMPARE(shipped->origin, QStringLiteral("shipped: a b&c"));
    }

    void theLookBackChangesNothing() {
        qint64 before = 0;
        m_core.engine->queryAndWait([&](const State& state) { before = state.seq; });
        const auto found = get<WhatIf>([&](auto done) { m_client->fetchWhatIf(1, yaml, this, done); });
        QVERIFY(found.ok());
        QCOMPARE(found->after, QStringLiteral("small 2"));
        QStringList steps;
        for (const WhatIfNote& note : found->notes)
            steps.append(note.step);
        QVERIFY(steps.contains(QStringLiteral("tests"))); // gone
        qint64 after = 0;
        m_core.engine->queryAndWait([&](const State& state) { after = state.seq; });
        QCOMPARE(after, before);
        QVERIFY(
            get<WhatIf>([&](auto done) { m_client->fetchWhatIf(1, "steps: [", this, done); }).error().kind ==
            ErrorKind::Invalid);
        QVERIFY(get<WhatIf>([&](auto done) { m_client->fetchWhatIf(99, yaml, this, done); }).error().kind ==
                ErrorKind::NotFound);
    }
};

QTEST_GUILESS_MAIN(ApiBlueprintsTest)
#include "tst_api_blueprints.moc"
