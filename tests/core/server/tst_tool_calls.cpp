// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the way of a tool call from an agent's hook to a person and back: rules answer at once, a question
// waits, only people answer, a flood is one line, and whatever goes wrong is a no.
#include "tests/core/server/api_fixture.h"

#include <QJsonDocument>

using namespace signalbox;
using namespace signalbox::test;

namespace {

QByteArray bash(const QByteArray& command) {
    return QJsonDocument(QJsonObject{{QStringLiteral("tool_name"), QStringLiteral("Bash")},
                                     {QStringLiteral("cwd"), QStringLiteral("/home/agent/work")},
                                     {QStringLiteral("tool_input"),
                                      QJsonObject{{QStringLiteral("command"), QString::fromUtf8(command)}}}})
        .toJson();
}

/// A hook that has asked and waits.
class Hook {
public:
    Hook(Core& core, const QByteArray& body, const QByteArray& query = {},
         const QString& machine = QStringLiteral("sb-m1")) {
        int ends[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
            return;
        m_end = ends[1];
        core.server->adopt(ends[0], Peer{Peer::Kind::Guest, machine, {}});
        const QByteArray request =
            "POST /v1/guest/tool-call?" + query +
            " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\n"
            "Content-Length: " +
            QByteArray::number(body.size()) + "\r\n\r\n" + body;
        m_sent = ::write(m_end, request.data(), std::size_t(request.size())) == request.size();
    }
    ~Hook() { ::close(m_end); }
    Hook(const Hook&) = delete;
    Hook& operator=(const Hook&) = delete;
    /// The whole answer; waits for it.
    QByteArray answer() const {
        QByteArray answer;
        char buffer[4096];
        for (ssize_t n = 0; m_sent && (n = ::read(m_end, buffer, sizeof buffer)) > 0;)
            answer.append(buffer, n);
        return answer.toLower();
    }

private:
    int m_end = -1;
    bool m_sent = false;
};

} // namespace

class ToolCallsTest : public QObject {
    Q_OBJECT

    /// A task whose agent works in sb-m1.
    static void begin(Core& core, const ToolPolicy& policy = {}) {
        Repository repository;
        repository.name = QStringLiteral("x");
        repository.url = QStringLiteral("/srv/x");
        core.give(AddRepository{repository});
        TaskSpec spec;
        spec.repository = QStringLiteral("x");
        spec.title = QStringLiteral("mend it");
        core.give(SubmitTask{spec, QStringLiteral("ann")});
        Blueprint blueprint = smallBlueprint();
        blueprint.toolCalls = policy;
        core.give(ReportAdmitted{1, QStringLiteral("t1/admission/1"), QStringLiteral("main"),
                                 QStringLiteral("b"), QStringLiteral("t"), blueprint});
        AttemptResult result;
        result.verdict = Verdict::Passed;
        core.give(ReportAttempt{1, QStringLiteral("t1/workspace/1"), result});
        core.give(ReportLease{1, QStringLiteral("t1/implement/1"), QStringLiteral("sb-m1"), {}});
    }
    static QJsonObject get(Core& core, const char* path) {
        const auto answer = ask(core.url().resolved(QUrl(QLatin1String(path))), "token-ann");
        return QJsonDocument::fromJson(answer.second).object();
    }
    /// The open question, once it is there.
    static QJsonObject question(Core& core) {
        QJsonObject found;
        const auto look = [&] {
            found = get(core, "/v1/tool-calls")[QStringLiteral("toolCalls")]
                        .toArray()
                        .at(0)[QStringLiteral("questions")]
                        .toArray()
                        .at(0)
                        .toObject();
            return !found.isEmpty();
        };
        if (!QTest::qWaitFor(look, 20'000))
            qWarning("nobody is asked");
        return found;
    }
    static int answer(Core& core, const QJsonObject& question, bool allow,
                      const QByteArray& token = "token-ann", bool remember = false,
                      const QString& comment = {}) {
        const QJsonObject body{{QStringLiteral("allow"), allow},
                               {QStringLiteral("action"), question[QStringLiteral("action")]},
                               {QStringLiteral("remember"), remember},
                               {QStringLiteral("comment"), comment}};
        const QUrl url = core.url().resolved(
            QUrl(QStringLiteral("/v1/tool-calls/%1/answer").arg(question[QStringLiteral("id")].toInteger())));
        return ask(url, token, QJsonDocument(body).toJson()).first;
    }

private Q_SLOTS:
    void rulesAnswerAtOnce() {
        Core core;
        begin(core);
        QVERIFY(Hook(core, bash("make test")).answer().contains("signalbox-decision: allow"));
        const QByteArray denied = Hook(core, bash("rm -rf /")).answer();
        QVERIFY2(denied.contains("signalbox-decision: deny") && denied.contains("outside of its workspace"),
                 denied);
        QVERIFY(get(core, "/v1/tool-calls")[QStringLiteral("toolCalls")].toArray().isEmpty());
    }

    void anAgentIsToldOnceByACallThatIsNotMade() {
        Core core;
        begin(core);
        core.reminder = QStringLiteral("83 percent are used");
        const QByteArray told = Hook(core, bash("make test")).answer();
        QVERIFY2(told.contains("signalbox-decision: deny") && told.contains("83 percent are used"), told);
        QVERIFY(Hook(core, bash("make test")).answer().contains("signalbox-decision: allow"));
        QVERIFY(core.logs->read(1, 0, 100'000)->lines.contains("the agent is told: 83 percent"));
    }

    void aPersonLetsItGoOn() {
        Core core;
        begin(core);
        const Hook hook(core, bash("curl example.org"));
        const QJsonObject asked = question(core);
        QCOMPARE(asked[QStringLiteral("call")][QStringLiteral("command")].toString(),
                 QStringLiteral("curl example.org"));
        QCOMPARE(
            get(core,
                "/v1/tasks/1")[QStringLiteral("summary")][QStringLiteral("status")][QStringLiteral("word")]
                .toString(),
            QStringLiteral("needs_decision"));
        QCOMPARE(answer(core, asked, true), 200);
        QVERIFY(hook.answer().contains("signalbox-decision: allow"));
    }

    void aPersonSaysNoAndWhy() {
        Core core;
        begin(core);
        const Hook hook(core, bash("curl example.org"));
        QCOMPARE(answer(core, question(core), false, "token-bob", false, QStringLiteral("use the mirror")),
                 200);
        const QByteArray told = hook.answer();
        QVERIFY2(told.contains("signalbox-decision: deny") && told.contains("denied by bob: use the mirror"),
                 told);
    }

    void anAnswerIsRememberedForTheSameCall() {
        Core core;
        begin(core);
        const Hook hook(core, bash("curl a"));
        QCOMPARE(answer(core, question(core), true, "token-ann", true), 200);
        QVERIFY(hook.answer().contains("allow"));
        QVERIFY(Hook(core, bash("curl a")).answer().contains("signalbox-decision: allow"));
        const Hook other(core, bash("curl a b"));
        QCOMPARE(question(core)[QStringLiteral("call")][QStringLiteral("command")].toString(),
                 QStringLiteral("curl a b"));
    }

    void whoComesBackGetsTheAnswer() {
        Core core;
        begin(core);
        QJsonObject asked;
        {
            const Hook gone(core, bash("curl a")); // its connection is lost
            asked = question(core);
        }
        QCOMPARE(answer(core, asked, true), 200);
        const QByteArray id = QByteArray::number(asked[QStringLiteral("id")].toInteger());
        QVERIFY(Hook(core, bash("curl a"), "question=" + id).answer().contains("signalbox-decision: allow"));
        // The answer to one call is none to another.
        const Hook other(core, bash("curl b"), "question=" + id);
        QCOMPARE(question(core)[QStringLiteral("call")][QStringLiteral("command")].toString(),
                 QStringLiteral("curl b"));
    }

    void aTurnEndsWithoutAnAnswer() {
        Core core;
        begin(core);
        const Hook hook(core, bash("curl a"));
        const qint64 id = question(core)[QStringLiteral("id")].toInteger();
        QVERIFY(QTest::qWaitFor([&] { // as the daemon does now and then
            core.api->heartbeat();
            return core.task().toolQuestions.size() == 1;
        }));
        const auto beat = [&] { core.api->heartbeat(); };
        QTimer timer;
        connect(&timer, &QTimer::timeout, beat);
        timer.start(200);
        std::atomic<bool> done = false;
        QByteArray told;
        std::thread reader([&] {
            told = hook.answer();
            done = true;
        });
        QVERIFY(QTest::qWaitFor([&] { return done.load(); }, 25'000));
        reader.join();
        QVERIFY2(told.contains(" 202 ") && told.contains("signalbox-question: " + QByteArray::number(id)),
                 told);
    }

    void theEndOfItsAttemptIsANo() {
        Core core;
        begin(core);
        const Hook hook(core, bash("curl a"));
        question(core);
        core.give(CancelTask{1, QStringLiteral("ann"), QStringLiteral("enough")});
        QVERIFY(hook.answer().contains("signalbox-decision: deny"));
        QVERIFY(Hook(core, bash("ls")).answer().contains(" 403 "));
    }

    void anAgentCannotAnswerItself() {
        Core core;
        begin(core);
        const Hook hook(core, bash("curl a"));
        const QJsonObject asked = question(core);
        const QByteArray path =
            "/v1/tool-calls/" + QByteArray::number(asked[QStringLiteral("id")].toInteger());
        for (const QByteArray& target :
             {path, path + "/answer", QByteArray("/v1/tool-calls"), QByteArray("/v1/guest/../tool-calls"),
              QByteArray("/v1/approvals")}) {
            const QByteArray told = askAsGuest(core, QStringLiteral("sb-m1"), target);
            QVERIFY2(told.contains(" 403 ") || told.contains(" 400 ") || told.contains(" 404 "), told);
        }
        // Nor with a token that it does not have, nor by the wrong door.
        QCOMPARE(answer(core, asked, true, ""), 401);
        QCOMPARE(answer(core, asked, true, "token-guess"), 401);
        QCOMPARE(
            ask(core.url().resolved(QUrl(QStringLiteral("/v1/guest/tool-call"))), "token-ann", bash("ls"))
                .first,
            403);
        QCOMPARE(answer(core,
                        QJsonObject{{QStringLiteral("id"), asked[QStringLiteral("id")]},
                                    {QStringLiteral("action"), QStringLiteral("x")}},
                        true),
                 409);
        QVERIFY(core.task().toolQuestions.first().state == ToolQuestionState::Open);
    }

    void fiveHundredQuestionsAreOneLine() {
        Core core;
        begin(core);
        std::vector<std::unique_ptr<Hook>> hooks;
        for (int i = 0; i < 500; ++i) {
            hooks.push_back(std::make_unique<Hook>(core, bash("curl " + QByteArray::number(i))));
            if (i >= 20) {
                const QByteArray told = hooks.back()->answer();
                QVERIFY2(told.contains("signalbox-decision: deny"), told + QByteArray::number(i));
                hooks.pop_back(); // a machine has so many connections at most
            } else
                QVERIFY(QTest::qWaitFor([&] { return core.task().toolQuestions.size() == i + 1; }));
        }
        QJsonArray groups;
        QVERIFY(QTest::qWaitFor([&] {
            groups = get(core, "/v1/tool-calls")[QStringLiteral("toolCalls")].toArray();
            return groups.at(0)[QStringLiteral("count")].toInteger() == 500;
        }));
        QCOMPARE(groups.size(), 1);
        QCOMPARE(groups.at(0)[QStringLiteral("questions")].toArray().size(), 20);
        QCOMPARE(groups.at(0)[QStringLiteral("refused")].toInteger(), 480);
        QVERIFY(*core.journal->lastSeq() < 60);
        for (const ToolQuestion& one : core.task().toolQuestions)
            QVERIFY(one.state == ToolQuestionState::Open);
        const auto lines = core.logs->read(1, 0, 10'000'000);
        QVERIFY(!lines || lines->lines.count('\n') < 400);
    }

    void whatIsWrongIsANo() {
        Core core;
        begin(core);
        for (const QByteArray& body : {QByteArray("{"), QByteArray("[]"), QByteArray("{}"),
                                       QByteArray("{\"tool_name\":5}"), bash(QByteArray(600'000, 'x'))})
            QVERIFY(Hook(core, body).answer().contains("signalbox-decision: deny"));
        // Too long to be shown, and somebody would have to decide.
        QVERIFY(Hook(core, bash("curl " + QByteArray(20'000, 'x')))
                    .answer()
                    .contains("signalbox-decision: deny"));
        QVERIFY(Hook(core, bash("ls"), {}, QStringLiteral("sb-other")).answer().contains(" 403 "));
    }

    void aBlueprintsWaitHolds() {
        Core core;
        ToolPolicy policy;
        policy.wait = Millis(400);
        begin(core, policy);
        const Hook hook(core, bash("curl a"));
        question(core);
        QTimer ticks;
        connect(&ticks, &QTimer::timeout, [&] { core.engine->submit(Tick{}); });
        ticks.start(50);
        QVERIFY(QTest::qWaitFor(
            [&] { return core.task().toolQuestions.first().state == ToolQuestionState::Expired; }, 20'000));
        QVERIFY(hook.answer().contains("nobody answered in time"));
    }
};

QTEST_GUILESS_MAIN(ToolCallsTest)
#include "tst_tool_calls.moc"
