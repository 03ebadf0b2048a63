// SPDX-License-Identifier: GPL-3.0-or-later
// Protects "may I proceed?" from answers that are older than the last commit, from a machine that asks about
// another's task, and a task's log from an agent that asks all the time.
#include "core/server/proceed_board.h"
#include "tests/core/flow/flow_fixture.h"

#include <QtTest>

using namespace signalbox;
using namespace signalbox::test;

namespace {

const QString machine = QStringLiteral("sb-m1");

/// A state that is changed as the engine changes it, with the board told of each commit.
struct World {
    State state;
    ProceedBoard board;

    World() {
        Repository repository;
        repository.name = QStringLiteral("x");
        repository.url = QStringLiteral("/srv/x");
        give(AddRepository{repository});
        TaskSpec spec;
        spec.repository = repository.name;
        spec.title = QStringLiteral("mend it");
        give(SubmitTask{spec, QStringLiteral("ann")});
        give(ReportAdmitted{1, QStringLiteral("t1/admission/1"), QStringLiteral("main"), QStringLiteral("b"),
                            QStringLiteral("t"), smallBlueprint()});
        end(QStringLiteral("t1/workspace/1"), QStringLiteral("b"), Verdict::Passed);
        give(ReportLease{1, QStringLiteral("t1/implement/1"), machine, {}});
    }
    void give(const Command& command) {
        const Moment now{1000};
        const auto events = decide(state, command, now);
        QVERIFY2(events.ok(), events.ok() ? "" : qPrintable(events.error().message));
        QList<Record> records;
        for (const Event& event : *events) {
            records.append({state.seq + 1, now, event});
            apply(state, records.last());
        }
        board.forget(records);
    }
    void end(const QString& key, const QString& commit, Verdict verdict) {
        AttemptResult result;
        result.verdict = verdict;
        result.commit = commit;
        result.tree = QStringLiteral("tree-") + commit;
        give(ReportAttempt{1, key, result});
    }
    std::optional<ProceedReply> ask(const QString& commit = QStringLiteral("c1"), const QString& to = {},
                                    const QString& who = machine) {
        const ProceedQuestion question{who, commit, to, true};
        auto answer = board.ask(question);
        if (!answer && board.put(state, who))
            answer = board.ask(question);
        return answer;
    }
};

} // namespace

class ProceedBoardTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSameAnswerAgainIsNoNews() {
        World world;
        const auto first = world.ask();
        QVERIFY(first && first->isNews);
        QCOMPARE(first->task, 1);
        QCOMPARE(first->step, QStringLiteral("implement"));
        QVERIFY(first->response.body.contains("gate compiles has not been run on c1"));
        const auto again = world.board.ask({machine, QStringLiteral("c1"), {}, true});
        QVERIFY(again && !again->isNews);
        QCOMPARE(again->response.body, first->response.body);
    }

    void noAnswerIsOlderThanTheLastCommit() {
        World world;
        QVERIFY(world.ask());
        world.give(CancelTask{1, QStringLiteral("ann"), QStringLiteral("enough")});
        // What was true before is not there any more, whoever asks.
        QVERIFY(!world.board.ask({machine, QStringLiteral("c1"), {}, true}));
        QVERIFY(!world.board.ask({machine, QStringLiteral("c2"), {}, false}));
    }

    void anAttemptThatIsOverSpeaksForNobody() {
        World world;
        QVERIFY(world.ask());
        world.end(QStringLiteral("t1/implement/1"), QStringLiteral("c1"), Verdict::Passed);
        QVERIFY(!world.ask());
    }

    void anotherMachineGetsNothing() {
        World world;
        QVERIFY(world.ask());
        QVERIFY(!world.ask(QStringLiteral("c1"), {}, QStringLiteral("sb-m2")));
        QVERIFY(!world.ask(QStringLiteral("c1"), {}, {}));
    }

    void otherTasksCommitsLeaveAnAnswerWhereItIs() {
        World world;
        QVERIFY(world.ask());
        TaskSpec spec;
        spec.repository = QStringLiteral("x");
        spec.title = QStringLiteral("another");
        world.give(SubmitTask{spec, QStringLiteral("ann")});
        QVERIFY(world.board.ask({machine, QStringLiteral("c1"), {}, true}).has_value());
    }

    void anUnknownStepIsSaidEachTime() {
        World world;
        for (int i = 0; i < 2; ++i) {
            const auto answer = world.ask(QStringLiteral("c1"), QStringLiteral("nowhere"));
            QVERIFY(answer && answer->response.status == 404 && !answer->isNews);
        }
    }

    void whoAsksAboutEverOtherCommitsDoesNotFillTheLog() {
        World world;
        int news = 0;
        for (int i = 0; i < 1000; ++i)
            news += world.ask(QStringLiteral("commit-%1").arg(i))->isNews ? 1 : 0;
        QVERIFY(news > 1 && news <= 20);
    }
};

QTEST_APPLESS_MAIN(ProceedBoardTest)
#include "tst_proceed_board.moc"
