// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the journal's format: every event comes back from its JSON exactly as it was, old events without
// later members read with their defaults, wrong ones are told by name, and no word that stands in a journal
// ever changes.
#include "tests/core/domain/samples.h"
#include "tests/core/git/result_checks.h"

#include <QJsonDocument>
#include <QTest>

using namespace signalbox;
using namespace signalbox::test;

namespace {

template <typename Check, typename... Es>
void eachType(const Check& check, const std::variant<Es...>*) {
    (check(Es{}), ...);
}
template <typename Check>
void eachType(const Check& check) {
    eachType(check, static_cast<const Event*>(nullptr));
}

/// As it goes through the journal: text and back.
QJsonObject throughText(const QJsonObject& object) {
    return QJsonDocument::fromJson(canonicalJson(object)).object();
}

template <typename E>
QByteArray wordsOf() {
    QByteArray all;
    for (const char* word : EnumWords<E>::words)
        all += (all.isEmpty() ? "" : " ") + QByteArray(word);
    return all;
}

} // namespace

class EventJsonTest : public QObject {
    Q_OBJECT

private slots:
    void everyEventComesBackAsItWas() {
        eachType([](auto none) {
            using E = decltype(none);
            const Event event = full<E>();
            const auto read = eventFrom(typeOf(event), throughText(bodyOf(event)));
            VERIFY_OK(read);
            QVERIFY2(*read == event, E::type);
            QVERIFY2(!(*read == Event(E{})), E::type);
        });
    }

    void everyEventReadsWithDefaultsWhereMembersAreMissing() {
        eachType([](auto none) {
            using E = decltype(none);
            const auto empty = eventFrom(QLatin1String(E::type), {});
            VERIFY_OK(empty);
            QVERIFY2(*empty == Event(E{}), E::type);
            // One member after the other is from a time when it was not there yet.
            const QJsonObject body = bodyOf(Event(full<E>()));
            for (const QString& member : body.keys()) {
                QJsonObject older = body;
                older.remove(member);
                const auto read = eventFrom(QLatin1String(E::type), older);
                VERIFY_OK(read);
                QCOMPARE(bodyOf(*read).value(member), bodyOf(Event(E{})).value(member));
            }
        });
    }

    void membersOfANewerVersionAreIgnored() {
        QJsonObject body = bodyOf(Event(full<AttemptFinished>()));
        body.insert(u"laterMember"_qs, QJsonObject{{u"x"_qs, 1}});
        const auto read = eventFrom(u"attempt_finished"_qs, body);
        VERIFY_OK(read);
        QVERIFY(*read == Event(full<AttemptFinished>()));
    }

    void wrongMembersAreNamed_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("named");
        QTest::newRow("number") << QByteArray(R"({"task": "7"})") << u"task"_qs;
        QTest::newRow("text") << QByteArray(R"({"step": 7})") << u"step"_qs;
        QTest::newRow("object") << QByteArray(R"({"result": []})") << u"result"_qs;
        QTest::newRow("word") << QByteArray(R"({"result": {"verdict": "fine"}})") << u"result.verdict"_qs;
        QTest::newRow("list") << QByteArray(R"({"result": {"artifacts": {}}})") << u"result.artifacts"_qs;
        QTest::newRow("in a list") << QByteArray(R"({"result": {"artifacts": [{}, {"bytes": true}]}})")
                                   << u"result.artifacts[1].bytes"_qs;
        QTest::newRow("in a map") << QByteArray(R"({"result": {"gate": {"numbers": {"tests": "many"}}}})")
                                  << u"result.gate.numbers.tests"_qs;
        QTest::newRow("in an optional")
            << QByteArray(R"({"result": {"publication": {"branch": 1}}})") << u"result.publication.branch"_qs;
        QTest::newRow("null") << QByteArray(R"({"attempt": null})") << u"attempt"_qs;
    }
    void wrongMembersAreNamed() {
        QFETCH(QByteArray, body);
        QFETCH(QString, named);
        const auto read = eventFrom(u"attempt_finished"_qs, QJsonDocument::fromJson(body).object());
        VERIFY_FAILS(read, ErrorKind::Invalid);
        QVERIFY2(read.error().message.contains(u"attempt_finished") && read.error().message.contains(named),
                 qPrintable(read.error().message));
    }

    void unknownTypeIsANewerJournal() {
        const auto read = eventFrom(u"task_teleported"_qs, {});
        VERIFY_FAILS(read, ErrorKind::Corrupt);
        QVERIFY(read.error().message.contains(u"task_teleported"));
        QVERIFY(read.error().hint.contains(u"newer"));
    }

    void tasksAreFoundInEvents() {
        eachType([](auto none) {
            using E = decltype(none);
            E event = full<E>();
            if constexpr (requires { event.task; }) {
                event.task = 41;
                QCOMPARE(taskOf(Event(event)), TaskId(41));
            } else {
                QCOMPARE(taskOf(Event(event)), TaskId(0));
            }
        });
    }

    // These words stand in journals on people's disks.
    void wordsNeverChange() {
        QCOMPARE(
            eventTypes().join(u' ').toLatin1(),
            QByteArray("repository_added repository_removed task_submitted task_admitted attempt_started "
                       "effect_delayed machine_leased machine_released attempt_finished routed_back "
                       "approval_requested approval_voted question_asked question_answered approval_closed "
                       "task_parked task_resumed ending_begun compensation_started compensation_finished "
                       "tear_down_started task_finished dead_letter_replayed task_continued "
                       "budget_raised tool_call_asked tool_call_closed approval_escalated "
                       "delegation_made delegation_revoked"));
        QCOMPARE(wordsOf<ToolKind>(), QByteArray("free read edit run fetch other"));
        QCOMPARE(wordsOf<RiskTier>(), QByteArray("low medium high"));
        QCOMPARE(wordsOf<ToolAnswer>(), QByteArray("allow ask deny"));
        QCOMPARE(wordsOf<ToolQuestionState>(), QByteArray("open allowed denied withdrawn expired"));
        QCOMPARE(wordsOf<Verdict>(),
                 QByteArray("passed failed errored timed_out limit_reached cancelled over_budget looped"));
        QCOMPARE(wordsOf<StepKind>(),
                 QByteArray("admission workspace agent run gate approval publish teardown"));
        QCOMPARE(wordsOf<GateKind>(),
                 QByteArray("compiles tests_exist tests_pass lint coverage allowed_paths "
                            "pull_request new_tests_bite"));
        QCOMPARE(wordsOf<TaskPhase>(),
                 QByteArray("admission working approval parked compensating tearing_down finished"));
        QCOMPARE(wordsOf<Outcome>(),
                 QByteArray("none published refused rejected failed exhausted cancelled over_budget"));
        QCOMPARE(wordsOf<ApprovalState>(), QByteArray("open approved rejected voided expired"));
        QCOMPARE(wordsOf<DeadLetterState>(), QByteArray("open replaying closed"));
        QCOMPARE(wordsOf<EffectKind>(),
                 QByteArray("admit prepare_workspace run_agent run_command run_gate publish "
                            "tear_down ask_agent drop_work withdraw"));
    }

    void wholeTasksComeBackAsTheyWere() {
        const Task task = full<Task>();
        const auto read = fromJson<Task>(throughText(toJson(task)));
        VERIFY_OK(read);
        QVERIFY(*read == task);
    }
};

QTEST_GUILESS_MAIN(EventJsonTest)
#include "tst_event_json.moc"
