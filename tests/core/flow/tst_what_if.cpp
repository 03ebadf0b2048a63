// SPDX-License-Identifier: GPL-3.0-or-later
// Protects what people are told about a changed blueprint: the blueprint that a task ran with changes
// nothing; each rule that can be judged from the history is judged as the real flow would have; what cannot
// be known is said to be so; and nothing is told beyond the place where the story would have taken another
// turn.
#include "core/flow/what_if.h"
#include "tests/core/flow/flow_fixture.h"

#include <QtTest>

using namespace signalbox;
using namespace signalbox::test;

namespace {

/// Sent back once by its tests, then approved by bob and published.
Flow published(const Blueprint& blueprint = smallBlueprint()) {
    Flow flow;
    flow.submit();
    const auto must = [](const Result<void>& done) { SB_ASSERT(done.ok(), "the story goes on"); };
    must(flow.admit(1, blueprint));
    flow.pass(Millis(1000));
    must(flow.end(Verdict::Passed));
    flow.pass(Millis(60'000));
    must(flow.work(QStringLiteral("c1")));
    must(flow.judge(Verdict::Passed));
    must(flow.judge(Verdict::Failed));
    flow.pass(Millis(60'000));
    must(flow.work(QStringLiteral("c2")));
    must(flow.judge(Verdict::Passed));
    must(flow.judge(Verdict::Passed));
    flow.pass(Millis(3'600'000));
    must(flow.vote(true, QStringLiteral("bob"), {}));
    must(flow.end(Verdict::Passed));
    flow.undoAll();
    return flow;
}

WhatIf look(const Flow& flow, const Blueprint& changed, const WhatIfFacts& facts = {}) {
    const auto found = whatIf(flow.history, changed, facts);
    SB_ASSERT(found.ok(), "a task that was admitted");
    return *found;
}

QString textOf(const WhatIf& found) {
    QStringList texts;
    for (const WhatIfNote& note : found.notes)
        texts.append((note.known ? QString() : QStringLiteral("? ")) + note.step + QStringLiteral(": ") +
                     note.text);
    return texts.join(u'\n');
}

} // namespace

class WhatIfTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSameBlueprintChangesNothing() {
        const WhatIf found = look(published(), smallBlueprint());
        QVERIFY2(found.same(), qPrintable(textOf(found)));
        QCOMPARE(found.task, 1);
        QVERIFY(found.compared > 6);
    }

    void namesOfPeopleAndPlacesAreNoRules() {
        Blueprint b = smallBlueprint();
        b.version = QStringLiteral("9");
        b.description = QStringLiteral("other words");
        b.steps[2].title = QStringLiteral("Another title");
        QVERIFY(look(published(), b).same());
    }

    void aStepThatIsGone() {
        Blueprint b = smallBlueprint();
        b.steps.removeAt(3); // compiles: it passed, so all went on
        WhatIf found = look(published(), b);
        QVERIFY(!found.parted);
        QCOMPARE(textOf(found), QStringLiteral("compiles: this step would not have been taken"));
        b = smallBlueprint();
        b.steps.removeAt(4); // tests: it sent the task back
        found = look(published(), b);
        QVERIFY(found.parted);
        QVERIFY(textOf(found).contains(QStringLiteral("would not have been held up")));
        QCOMPARE(found.notes.last().attempt, 1); // and no word about the second attempt
    }

    void aStepThatIsNew() {
        Blueprint b = smallBlueprint();
        Step lint = b.steps.at(3);
        lint.id = QStringLiteral("lint");
        lint.gate = GateKind::Lint;
        b.steps.insert(4, lint);
        WhatIf found = look(published(), b);
        QVERIFY(!found.parted);
        QCOMPARE(found.notes.size(), 1);
        QVERIFY(!found.notes.first().known && found.notes.first().step == QLatin1String("lint"));
        Step second = b.steps.at(6);
        b = smallBlueprint();
        second = b.steps.at(5);
        second.id = QStringLiteral("owner");
        second.approvals = 2;
        b.steps.insert(6, second);
        found = look(published(), b);
        QVERIFY2(textOf(found).contains(QStringLiteral("owner: 2 people would have been asked")),
                 qPrintable(textOf(found)));
    }

    void anotherOrderIsAnotherStory() {
        Blueprint b = smallBlueprint();
        b.steps.swapItemsAt(3, 4);
        const WhatIf found = look(published(), b);
        QVERIFY(found.parted);
        QCOMPARE(found.compared, 0);
    }

    void anotherCommandIsNotKnown() {
        Blueprint b = smallBlueprint();
        b.steps[4].run = QStringLiteral("make test");
        b.steps[2].run = QStringLiteral("@codex");
        const WhatIf found = look(published(), b);
        QVERIFY(!found.parted);
        QCOMPARE(found.notes.size(), 2); // each once, however often it ran
        for (const WhatIfNote& note : found.notes)
            QVERIFY(!note.known);
    }

    void waysBack() {
        Blueprint b = smallBlueprint();
        b.iterations = 0;
        WhatIf found = look(published(), b);
        QVERIFY(found.parted && textOf(found).contains(QStringLiteral("not have been sent back")));
        b.iterations = 1;
        QVERIFY(look(published(), b).same());
        b = smallBlueprint();
        b.steps[4].onFail = QStringLiteral("person");
        found = look(published(), b);
        QVERIFY(found.parted &&
                textOf(found).contains(QStringLiteral("to \"person\" instead of \"implement\"")));
        b = smallBlueprint();
        b.steps[3].onFail = QStringLiteral("person"); // compiles never failed
        QVERIFY(look(published(), b).same());
    }

    void limitsOfTime() {
        Blueprint b = smallBlueprint();
        b.steps[2].timeLimit = Millis(30'000);
        WhatIf found = look(published(), b);
        QVERIFY(found.parted &&
                textOf(found).contains(QStringLiteral("implement: it would have been stopped")));
        b.steps[2].timeLimit = Millis(90'000);
        QVERIFY(look(published(), b).same());
        b = smallBlueprint();
        b.wallTime = Millis(100'000); // 121 s of work; the hour in which people decided does not count
        QVERIFY(look(published(), b).parted);
        b.wallTime = Millis(130'000);
        QVERIFY(look(published(), b).same());
    }

    void thresholds() {
        Blueprint b = smallBlueprint();
        b.steps[4].gate = GateKind::Coverage;
        b.steps[4].threshold = 75;
        Flow flow = published(b);
        for (Record& record : flow.history)
            if (auto* ended = std::get_if<AttemptFinished>(&record.event);
                ended && ended->step == QLatin1String("tests"))
                ended->result.gate->numbers.insert(QStringLiteral("coverage"), ended->attempt == 1 ? 60 : 80);
        QVERIFY(look(flow, b).same());
        b.steps[4].threshold = 78;
        QVERIFY(look(flow, b).same());
        b.steps[4].threshold = 90;
        WhatIf found = look(flow, b);
        QVERIFY(found.parted && textOf(found).contains(QStringLiteral("it would have failed")));
        QCOMPARE(found.notes.last().attempt, 2);
        b.steps[4].threshold = 50;
        found = look(flow, b);
        QVERIFY(found.parted && textOf(found).contains(QStringLiteral("it would have passed")));
        QCOMPARE(found.notes.last().attempt, 1);
    }

    void paths() {
        Blueprint b = smallBlueprint();
        b.steps[3].gate = GateKind::AllowedPaths;
        const Flow flow = published(b);
        b.allowedPaths = {QStringLiteral("src/**")};
        WhatIfFacts facts;
        facts.commit = QStringLiteral("c2");
        facts.changedPaths = {QStringLiteral("src/a.cpp")};
        WhatIf found = look(flow, b, facts);
        QVERIFY(!found.parted); // of the first attempt nobody knows what it changed
        QCOMPARE(found.notes.size(), 1);
        QVERIFY(!found.notes.first().known);
        facts.changedPaths.append(QStringLiteral("ci/run"));
        found = look(flow, b, facts);
        QVERIFY(found.parted && textOf(found).contains(QStringLiteral("ci/run would not have been allowed")));
    }

    void approvals() {
        Blueprint b = smallBlueprint();
        b.steps[5].approvals = 2;
        WhatIf found = look(published(), b);
        QVERIFY(found.parted && textOf(found).contains(QStringLiteral("2 people would have been needed")));
        Blueprint two = smallBlueprint();
        two.steps[5].expires = Millis(1'800'000);
        found = look(published(), two);
        QVERIFY(found.parted && textOf(found).contains(QStringLiteral("would have expired")));
    }

    void budgets() {
        Blueprint b = smallBlueprint();
        b.tokens = 1000;
        WhatIf found = look(published(), b);
        QVERIFY(!found.parted && !found.notes.first().known);
        WhatIfFacts facts;
        facts.tokens = 1500;
        found = look(published(), b, facts);
        QVERIFY(found.parted && textOf(found).contains(QStringLiteral("1500 tokens were used")));
        facts.tokens = 900;
        QVERIFY(look(published(), b, facts).same());
    }

    void whatWasNeverAdmittedHasNoPast() {
        Flow flow;
        flow.submit();
        QVERIFY(whatIf(flow.history, smallBlueprint(), {}).error().kind == ErrorKind::Invalid);
        QVERIFY(!whatIf({}, smallBlueprint(), {}).ok());
    }
};

QTEST_GUILESS_MAIN(WhatIfTest)
#include "tst_what_if.moc"
