// SPDX-License-Identifier: GPL-3.0-or-later
// Protects decisions about tool calls: a person answers exactly what was asked, time and the attempt's end
// answer "no", a flood stays small, and what is remembered is narrow.
#include "core/domain/summary.h"
#include "core/flow/state_image.h"
#include "core/flow/tool_questions.h"
#include "tests/core/flow/flow_fixture.h"

#include <QtTest>

using namespace signalbox;
using signalbox::test::Flow;

namespace {

ToolCall call(const QString& command) {
    ToolCall call;
    call.tool = QStringLiteral("Bash");
    call.kind = ToolKind::Run;
    call.command = command;
    call.directory = QStringLiteral("/home/agent/work");
    return call;
}

/// A task whose agent works.
struct World : Flow {
    World() {
        submit();
        Blueprint blueprint = test::smallBlueprint();
        blueprint.wallTime = std::chrono::hours(1);
        SB_ASSERT(admit(1, blueprint).ok() && end(Verdict::Passed).ok(), "the agent's step begins");
    }
    Result<void> ask(const QString& command, int attempt = 1,
                     const QString& step = QStringLiteral("implement")) {
        return give(AskToolCall{1, step, attempt, call(command), RiskTier::High, QStringLiteral("network"),
                                std::chrono::minutes(10)});
    }
    Result<void> answer(qint64 id, bool allow, bool remember = false) {
        const ToolQuestion* question = task().toolQuestion(id);
        return give(AnswerToolCall{
            id, QStringLiteral("ann"), allow, {}, question ? question->action : Digest(), remember});
    }
    QString stateOf(qsizetype index) const { return enumWord(task().toolQuestions.at(index).state); }
};

} // namespace

class ToolQuestionsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPersonAnswersExactlyWhatWasAsked() {
        World world;
        QVERIFY(world.ask(QStringLiteral("curl a")).ok());
        const ToolQuestion question = world.task().toolQuestions.first();
        QCOMPARE(world.state.toolQuestions.value(question.id), TaskId(1));
        const auto wrong =
            world.give(AnswerToolCall{question.id, QStringLiteral("ann"), true, {}, sha256("other")});
        QVERIFY(!wrong && wrong.error().kind == ErrorKind::Conflict);
        QVERIFY(world.answer(question.id, true).ok());
        QCOMPARE(world.stateOf(0), QStringLiteral("allowed"));
        QCOMPARE(world.task().toolQuestions.first().by, QStringLiteral("ann"));
        QVERIFY(world.state.toolQuestions.isEmpty());
        const auto twice = world.answer(question.id, false);
        QVERIFY(!twice && twice.error().kind == ErrorKind::Conflict);
        QVERIFY(!world.give(AnswerToolCall{99, QStringLiteral("ann"), true, {}, {}}).ok());
    }

    /// Time in which people are asked is neither the task's nor the attempt's, however many questions there
    /// are.
    void timeStandsStillWhilePeopleAreAsked() {
        World world;
        const Millis minute = std::chrono::minutes(1);
        world.pass(minute);
        QVERIFY(world.ask(QStringLiteral("curl a")).ok());
        const Moment began = world.task().phaseSince;
        const Millis before = world.now - began;
        QVERIFY(!nextDeadline(world.state) ||
                *nextDeadline(world.state) == world.task().toolQuestions.at(0).expires);
        world.pass(minute * 3);
        QVERIFY(world.ask(QStringLiteral("curl b")).ok());
        QVERIFY(world.answer(world.task().toolQuestions.at(0).id, true).ok());
        world.pass(minute * 2);
        QVERIFY(world.task().askingSince.has_value());
        QVERIFY(world.answer(world.task().toolQuestions.at(1).id, true).ok());
        QVERIFY(!world.task().askingSince.has_value());
        QCOMPARE(world.task().lastAttempt(QStringLiteral("implement"))->asked, minute * 5);
        QCOMPARE(nextDeadline(world.state)->ms, (world.now + (minute * 60 - before)).ms);
        world.pass(minute * 2);
        QVERIFY(world.ask(QStringLiteral("curl c")).ok());
        world.pass(minute * 4);
        QVERIFY(world.work(QStringLiteral("c1")).ok()); // its end withdraws the question
        world.pass(minute);
        QVERIFY(world.judge(Verdict::Passed).ok() && world.judge(Verdict::Passed).ok());
        QCOMPARE(world.task().phase, TaskPhase::Approval);
        QCOMPARE(world.task().worked, before + minute * 3);
    }

    void numbersAreOfOneRowWithApprovals() {
        World world;
        QVERIFY(world.ask(QStringLiteral("curl a")).ok());
        QVERIFY(world.work(QStringLiteral("c1")).ok());
        QVERIFY(world.judge(Verdict::Passed).ok() && world.judge(Verdict::Passed).ok());
        QCOMPARE(world.task().openApproval()->id, qint64(2));
    }

    void theSameAgainIsTheSameQuestion() {
        World world;
        QVERIFY(world.ask(QStringLiteral("curl a")).ok());
        QVERIFY(world.ask(QStringLiteral("curl a")).ok());
        QVERIFY(world.last.isEmpty());
        QCOMPARE(world.task().toolQuestions.size(), 1);
        QVERIFY(world.ask(QStringLiteral("curl b")).ok());
        QCOMPARE(world.task().toolQuestions.size(), 2);
    }

    void onlyTheAttemptThatRunsMayAsk() {
        World world;
        QVERIFY(!world.ask(QStringLiteral("curl a"), 2).ok());
        QVERIFY(!world.ask(QStringLiteral("curl a"), 1, QStringLiteral("tests")).ok());
        QVERIFY(!world.ask(QStringLiteral("curl a"), 1, QStringLiteral("workspace")).ok());
        QVERIFY(
            !world.give(AskToolCall{9, QStringLiteral("implement"), 1, call(QStringLiteral("a")), {}, {}, {}})
                 .ok());
    }

    void timeDenies() {
        World world;
        QVERIFY(world.ask(QStringLiteral("curl a")).ok());
        world.pass(std::chrono::minutes(5));
        QVERIFY(world.ask(QStringLiteral("curl b")).ok());
        const auto deadline = nextDeadline(world.state);
        QVERIFY(deadline && deadline->ms == world.task().toolQuestions.first().expires.ms);
        world.pass(std::chrono::minutes(5));
        QVERIFY(world.give(Tick{}).ok());
        QCOMPARE(world.stateOf(0), QStringLiteral("expired"));
        QCOMPARE(world.stateOf(1), QStringLiteral("open"));
        QVERIFY(world.task().phase == TaskPhase::Working);
        world.pass(std::chrono::hours(2));
        QVERIFY(world.give(Tick{}).ok());
        QCOMPARE(world.stateOf(1), QStringLiteral("expired"));
        QVERIFY(world.task().phase == TaskPhase::Working); // its time stood still, and runs again
        world.pass(std::chrono::hours(2));
        QVERIFY(world.give(Tick{}).ok());
        QVERIFY(world.task().ending == Outcome::Exhausted);
    }

    void theAttemptsEndWithdraws_data() {
        QTest::addColumn<int>("how");
        for (int how = 0; how < 4; ++how)
            QTest::addRow("%d", how) << how;
    }
    void theAttemptsEndWithdraws() {
        QFETCH(int, how);
        World world;
        QVERIFY(world.ask(QStringLiteral("curl a")).ok());
        const QString key = world.owed().key;
        const Error lost{ErrorKind::Unavailable, QStringLiteral("lost"), {}};
        const auto done = how == 0   ? world.work(QStringLiteral("c1"))
                          : how == 1 ? world.end(Verdict::Failed)
                          : how == 2 ? world.give(CancelTask{1, QStringLiteral("ann"), {}})
                                     : world.give(ReportTrouble{1, key, lost});
        QVERIFY(done.ok());
        QCOMPARE(world.stateOf(0), QStringLiteral("withdrawn"));
        QVERIFY(world.state.toolQuestions.isEmpty());
        QVERIFY(!world.answer(1, true).ok());
    }

    void aFloodStaysSmall() {
        World world;
        int refused = 0;
        for (int i = 0; i < 500; ++i)
            if (const auto asked = world.ask(QStringLiteral("curl %1").arg(i)); !asked) {
                QVERIFY(asked.error().kind == ErrorKind::LimitReached);
                ++refused;
            }
        QCOMPARE(refused, 500 - openToolQuestions);
        QCOMPARE(world.task().toolQuestions.size(), openToolQuestions);
        // Nor one after the other, without end.
        int asked = openToolQuestions;
        for (int i = 500; i < 1500; ++i) {
            if (!world.state.toolQuestions.isEmpty())
                QVERIFY(world.answer(world.state.toolQuestions.begin().key(), false).ok());
            asked += world.ask(QStringLiteral("curl %1").arg(i)).ok() ? 1 : 0;
        }
        QCOMPARE(asked, toolQuestionsOfAttempt);
        QVERIFY(world.task().toolQuestions.size() <= 50 + openToolQuestions);
        // The next attempt may ask again.
        QVERIFY(world.end(Verdict::Failed).ok());
        QVERIFY(world.ask(QStringLiteral("curl x"), 2).ok());
    }

    void whatIsRememberedIsNarrowAndLasts() {
        World world;
        QVERIFY(world.ask(QStringLiteral("curl a")).ok());
        QVERIFY(world.answer(1, true, true).ok());
        QVERIFY(world.ask(QStringLiteral("curl b")).ok());
        QVERIFY(world.answer(2, true).ok());
        QVERIFY(rememberedAnswer(world.task(), call(QStringLiteral("curl a"))));
        QVERIFY(!rememberedAnswer(world.task(), call(QStringLiteral("curl a b"))));
        QVERIFY(!rememberedAnswer(world.task(), call(QStringLiteral("curl b"))));
        QVERIFY(world.end(Verdict::Failed).ok());
        for (int i = 0; i < 100; ++i) {
            QVERIFY(world.ask(QStringLiteral("wget %1").arg(i), 2).ok());
            QVERIFY(world.answer(world.state.toolQuestions.begin().key(), false).ok());
        }
        const ToolQuestion* kept = rememberedAnswer(world.task(), call(QStringLiteral("curl a")));
        QVERIFY(kept && kept->state == ToolQuestionState::Allowed);
        // The last word counts.
        QVERIFY(world.ask(QStringLiteral("curl a"), 2).ok());
        QVERIFY(world.answer(world.state.toolQuestions.begin().key(), false, true).ok());
        QVERIFY(rememberedAnswer(world.task(), call(QStringLiteral("curl a")))->state ==
                ToolQuestionState::Denied);
    }

    void theTaskSaysThatItWaitsForAPerson() {
        World world;
        QVERIFY(world.ask(QStringLiteral("curl a")).ok());
        const TaskSummary summary = summaryOf(world.task());
        QVERIFY(summary.status.word == StatusWord::NeedsDecision);
        QCOMPARE(summary.status.text, QStringLiteral("Bash: curl a"));
        QCOMPARE(summary.openToolCalls, 1);
        QCOMPARE(summary.openApproval, qint64(0));
    }

    void aSnapshotKnowsTheSame() {
        World world;
        QVERIFY(world.ask(QStringLiteral("curl a")).ok() && world.ask(QStringLiteral("curl b")).ok());
        QVERIFY(world.answer(1, true, true).ok());
        const auto read = unpackState(packState(world.state));
        QVERIFY(read.ok() && *read == world.state);
    }
};

QTEST_GUILESS_MAIN(ToolQuestionsTest)
#include "tst_tool_questions.moc"
