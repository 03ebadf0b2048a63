// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the queue's entrance: what people write has bounds and shows what it says, every refusal names the
// member and what to do, and a full queue takes nothing in, but still knows what it took in before.
#include "core/flow/submission.h"
#include "tests/core/flow/flow_fixture.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::test;

namespace {

TaskSpec soundSpec() {
    TaskSpec spec;
    spec.repository = QStringLiteral("x");
    spec.title = QStringLiteral("Mend the parser – für größere Zahlen 😀");
    spec.text = QStringLiteral("It takes\n\t1h but not 1d.\r\n");
    spec.criteria = {QStringLiteral("1d is a day"), QStringLiteral("errors\nname the place")};
    spec.agent = QStringLiteral("agent --task \"$SIGNALBOX_TASK_FILE\"\necho done");
    spec.priority = -3;
    return spec;
}

} // namespace

class SubmissionTest : public QObject {
    Q_OBJECT

private slots:
    void soundOnesPass() {
        QVERIFY(checkSpec(soundSpec()).ok());
        TaskSpec spec = soundSpec();
        spec.title = QString(maxTitle, u't');
        spec.text = QString(maxTaskText, u'x');
        spec.agent = QString(maxAgentCommand, u'a');
        spec.criteria = QStringList(maxCriteria, QString(maxCriterion, u'c'));
        spec.priority = maxPriority;
        QVERIFY(checkSpec(spec).ok());
        spec = soundSpec();
        spec.text.clear();
        spec.criteria.clear();
        spec.agent.clear();
        QVERIFY(checkSpec(spec).ok());
    }

    void othersAreRefusedAndSayWhy_data() {
        QTest::addColumn<TaskSpec>("spec");
        QTest::addColumn<QString>("said");
        const auto row = [](const char* name, auto change, const char* said) {
            TaskSpec spec = soundSpec();
            change(spec);
            QTest::newRow(name) << spec << QString::fromLatin1(said);
        };
        row(
            "no title", [](TaskSpec& s) { s.title = QStringLiteral(" \t"); }, "title");
        row(
            "long title", [](TaskSpec& s) { s.title = QString(maxTitle + 1, u't'); }, "title");
        row(
            "title of two lines", [](TaskSpec& s) { s.title = QStringLiteral("a\nb"); }, "U+000A");
        row(
            "title with an escape", [](TaskSpec& s) { s.title = QStringLiteral("a\u001b[2J"); }, "U+001B");
        row(
            "title that turns round", [](TaskSpec& s) { s.title = QStringLiteral("a\u202egnp"); }, "U+202E");
        row(
            "half a character", [](TaskSpec& s) { s.title = QStringLiteral("a") + QChar(0xd83d); }, "U+D83D");
        row(
            "NUL in the text", [](TaskSpec& s) { s.text += QChar(0); }, "the task's text");
        row(
            "long text", [](TaskSpec& s) { s.text = QString(maxTaskText + 1, u'x'); }, "the task's text");
        row(
            "many criteria",
            [](TaskSpec& s) { s.criteria = QStringList(maxCriteria + 1, QStringLiteral("c")); },
            "101 acceptance criteria");
        row(
            "empty criterion", [](TaskSpec& s) { s.criteria[1] = QStringLiteral(" "); }, "criterion 2");
        row(
            "long criterion", [](TaskSpec& s) { s.criteria[0] = QString(maxCriterion + 1, u'c'); },
            "criterion 1");
        row(
            "long command", [](TaskSpec& s) { s.agent = QString(maxAgentCommand + 1, u'a'); },
            "the agent's command");
        row(
            "NUL in the command", [](TaskSpec& s) { s.agent += QChar(0); }, "the agent's command");
        row(
            "long key", [](TaskSpec& s) { s.idempotencyKey = QString(201, u'k'); }, "idempotency key");
        row(
            "blueprint", [](TaskSpec& s) { s.blueprint = QStringLiteral("a\nb"); }, "blueprint");
        row(
            "priority", [](TaskSpec& s) { s.priority = std::numeric_limits<int>::min(); }, "priority");
    }
    void othersAreRefusedAndSayWhy() {
        QFETCH(TaskSpec, spec);
        QFETCH(QString, said);
        const auto checked = checkSpec(spec);
        QVERIFY(!checked.ok());
        QVERIFY(checked.error().kind == ErrorKind::Invalid);
        QVERIFY2(checked.error().message.contains(said), qPrintable(checked.error().text()));
        QVERIFY2(!checked.error().hint.isEmpty(), "it says what to do");
        QVERIFY2(!checked.error().message.contains(QChar(0x1b)), "what must not show is not shown");
    }

    void wordsHaveBounds() {
        QVERIFY(checkWords(QStringLiteral("the comment"), QString(maxWords, u'x')).ok());
        QVERIFY(!checkWords(QStringLiteral("the comment"), QString(maxWords + 1, u'x')).ok());
        QVERIFY(!checkWords(QStringLiteral("the comment"), QStringLiteral("a\u0007")).ok());
    }

    void aFullQueueTakesNothingIn() {
        State state;
        const Moment now{1000};
        const auto give = [&](const Command& command) -> Result<QList<Event>> {
            auto events = decide(state, command, now);
            if (events)
                for (const Event& event : *events)
                    apply(state, {state.seq + 1, now, event});
            return events;
        };
        Repository repository;
        repository.name = QStringLiteral("x");
        repository.url = QStringLiteral("/srv/x");
        QVERIFY(give(AddRepository{repository}).ok());
        TaskSpec spec = soundSpec();
        spec.idempotencyKey = QStringLiteral("first");
        const QueueRoom two{2, 3};
        QVERIFY(give(SubmitTask{spec, {}, two}).ok());
        spec.idempotencyKey.clear();
        QVERIFY(give(SubmitTask{spec, {}, two}).ok());
        const qint64 before = state.seq;
        const auto third = give(SubmitTask{spec, {}, two});
        QVERIFY(!third.ok() && third.error().kind == ErrorKind::LimitReached);
        QVERIFY2(third.error().message.contains(QLatin1String("the queue holds 2")),
                 qPrintable(third.error().text()));
        QVERIFY(!third.error().hint.isEmpty());
        QCOMPARE(state.seq, before);
        // The same submission again is answered as before: it takes no room.
        spec.idempotencyKey = QStringLiteral("first");
        QVERIFY(give(SubmitTask{spec, {}, two}).ok());
        QCOMPARE(state.seq, before);
        // Who is refused by the core's own check leaves the queue to others.
        spec.idempotencyKey.clear();
        QVERIFY(give(ReportRefused{
                         1, QStringLiteral("t1/admission/1"), {ErrorKind::Denied, QStringLiteral("no"), {}}})
                    .ok());
        while (!state.task(1)->effects.isEmpty())
            QVERIFY(give(ReportUndone{1, state.task(1)->effects.first().key, {}}).ok());
        QVERIFY(give(SubmitTask{spec, {}, two}).ok());
        // Parked tasks wait for people, not for machines: only the other limit counts them.
        QVERIFY(give(ReportAdmitted{2, QStringLiteral("t2/admission/1"), QStringLiteral("main"),
                                    QStringLiteral("b"), QStringLiteral("t"), smallBlueprint()})
                    .ok());
        state.tasks.edit(2).phase = TaskPhase::Parked;
        QVERIFY(give(SubmitTask{spec, {}, two}).ok());
        const auto beyond = give(SubmitTask{spec, {}, two});
        QVERIFY(!beyond.ok() && beyond.error().kind == ErrorKind::LimitReached);
        QVERIFY2(beyond.error().message.contains(QLatin1String("3 tasks are not over")),
                 qPrintable(beyond.error().text()));
        QVERIFY(give(SubmitTask{spec, {}, {}}).ok());
    }

    void namesAndPlacesOfRepositoriesAreLines() {
        State state;
        for (const char* url : {"", " ", "https://a/x\nHost: evil", "/srv/\x01"}) {
            Repository repository;
            repository.name = QStringLiteral("x");
            repository.url = QString::fromLatin1(url);
            QVERIFY2(!decide(state, AddRepository{repository}, Moment{1}).ok(), url);
        }
        Repository repository;
        repository.name = QStringLiteral("x");
        repository.url = QStringLiteral("/srv/with blanks/x.git");
        QVERIFY(decide(state, AddRepository{repository}, Moment{1}).ok());
    }
};

QTEST_APPLESS_MAIN(SubmissionTest)
#include "tst_submission.moc"
