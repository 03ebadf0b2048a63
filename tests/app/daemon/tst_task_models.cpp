// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: only a machine with a valid pass gets models, and nothing once it was revoked, over open
// connections neither; each call counts against its task, its repository's month and the month; a clock that
// is set back opens no month anew; a person who sends a task on grants its budget once more; one who raises
// it grants exactly that, to the attempt that runs as well; what people see of budgets is what was counted.
#include "app/daemon/task_models.h"

#include "core/server/http_server.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <thread>

using namespace signalbox;

namespace {

class HandClock final : public Clock {
public:
    Moment now() const override { return {ms}; }
    std::atomic<qint64> ms = 1'793'000'000'000; // 2026-10-26
};

constexpr qint64 day = 24LL * 3600 * 1000;
constexpr qint64 perCall = 110; ///< tokens that the upstream says each call used

Task taskOf(TaskId id, qint64 tokens, const QString& repository = QStringLiteral("r")) {
    Task task;
    task.id = id;
    task.spec.repository = repository;
    task.blueprint.tokens = tokens;
    return task;
}

/// The guest's end of a connection.
class Guest {
public:
    Guest(TaskModels& models, const std::shared_ptr<TaskModels::Pass>& pass, const QString& machine) {
        int ends[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
            return;
        m_socket = ends[1];
        models.open(pass, machine, ends[0]);
    }
    ~Guest() { ::close(m_socket); }

    /// The status of the answer; 0 when the connection was closed instead.
    int call() {
        const QByteArray body = R"({"model":"m","max_tokens":10,"messages":[]})";
        const QByteArray request = "POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
                                   QByteArray::number(body.size()) + "\r\n\r\n" + body;
        ::send(m_socket, request.constData(), size_t(request.size()), MSG_NOSIGNAL);
        QByteArray answer;
        char buffer[4096];
        while (!answer.endsWith("0\r\n\r\n") && !answer.endsWith("}")) {
            const ssize_t got = ::recv(m_socket, buffer, sizeof buffer, 0);
            if (got <= 0)
                return 0;
            answer.append(buffer, got);
        }
        return answer.mid(9, 3).toInt();
    }

private:
    int m_socket = -1;
};

} // namespace

class TestTaskModels : public QObject {
    Q_OBJECT
    QTemporaryDir m_home;
    HandClock m_clock;
    std::unique_ptr<HttpServer> m_upstream;
    std::unique_ptr<TaskModels> m_models;
    int m_run = 0;

    void start(const SpendingLimit& month = {}, const SpendingLimit& repository = {},
               const SpendingLimit& agent = {}) {
        TaskModels::Options options;
        options.models.upstreams[Provider::Anthropic] = {
            QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_upstream->port())), {}};
        options.month = month;
        options.repository = repository;
        options.agent = agent;
        auto started =
            TaskModels::start(options, m_home.filePath(QStringLiteral("ledger-%1.db").arg(++m_run)), m_clock);
        QVERIFY(started.ok());
        m_models = std::move(*started);
    }

private slots:
    void initTestCase() {
        auto upstream = HttpServer::start({}, [](const HttpRequest&, HttpReply reply) {
            reply.send({200,
                        "application/json",
                        R"({"text":"the same","usage":{"input_tokens":100,"output_tokens":10}})",
                        {}});
        });
        QVERIFY(upstream.ok());
        m_upstream = std::move(*upstream);
    }
    void cleanup() { m_models.reset(); }

    void callsCountAgainstTheirTask() {
        start();
        const Task task = taskOf(1, 1000);
        const auto pass = m_models->issue(task, QStringLiteral("claude"));
        Guest guest(*m_models, pass, QStringLiteral("machine-1"));
        QCOMPARE(guest.call(), 200);
        QCOMPARE(guest.call(), 200);
        const ModelUse use = m_models->useOf(task);
        QCOMPARE(use.input, 200);
        QCOMPARE(use.output, 20);
        QCOMPARE(use.calls, 2);
        QCOMPARE(use.tokenLimit, 1000);
        QCOMPARE(m_models->useOf(taskOf(2, 0)).calls, 0);
        QVERIFY(!m_models->revoke(pass, QStringLiteral("machine-1")).has_value());
    }

    void aRevokedPassIsWorthNothing() {
        start();
        const auto pass = m_models->issue(taskOf(1, 0), QStringLiteral("claude"));
        Guest before(*m_models, pass, QStringLiteral("machine-1"));
        QCOMPARE(before.call(), 200);
        m_models->revoke(pass, QStringLiteral("machine-1"));
        QCOMPARE(before.call(), 401);
        Guest after(*m_models, pass, QStringLiteral("machine-1"));
        QCOMPARE(after.call(), 0);
        QCOMPARE(m_models->useOf(taskOf(1, 0)).calls, 1);
    }

    void aTaskIsStoppedAndSentOn() {
        start();
        Task task = taskOf(1, 300);
        std::atomic<int> told = 0;
        const auto pass =
            m_models->issue(task, QStringLiteral("claude"), [&told](const QString&) { ++told; });
        Guest guest(*m_models, pass, QStringLiteral("machine-1"));
        QCOMPARE(guest.call(), 200);
        QCOMPARE(told, 0);
        int calls = 1;
        while (guest.call() == 200)
            ++calls;
        QVERIFY(calls * perCall <= 300);
        QCOMPARE(guest.call(), 402);
        QCOMPARE(told, 1); // not for each that follows
        QVERIFY(m_models->refusalOf(QStringLiteral("machine-1"), Millis(0)).has_value());
        QVERIFY(!m_models->refusalOf(QStringLiteral("machine-1"), std::chrono::hours(1)).has_value());
        QVERIFY(!m_models->refusalOf(QStringLiteral("machine-2"), Millis(0)).has_value());
        const auto why = m_models->revoke(pass, QStringLiteral("machine-1"));
        QVERIFY(why.has_value());
        QVERIFY2(why->contains(QLatin1String("stopped by budget")), qPrintable(*why));
        task.extraBudgets = 1;
        const auto second = m_models->issue(task, QStringLiteral("claude"));
        QCOMPARE(m_models->useOf(task).tokenLimit, 600);
        Guest again(*m_models, second, QStringLiteral("machine-2"));
        QCOMPARE(again.call(), 200);
    }

    void aModelInCirclesIsStopped() {
        start();
        AttemptLimits limits;
        limits.loops = 3;
        AttemptWatches watches(m_clock);
        const QString step = QStringLiteral("implement");
        const auto watch = watches.open({1, step, 1, {}}, limits, {});
        const auto pass = m_models->issue(taskOf(1, 0), QStringLiteral("claude"), {}, {step, 1, watch});
        Guest guest(*m_models, pass, QStringLiteral("machine-1"));
        for (int i = 0; i < 4; ++i) // new, and three times the same
            QCOMPARE(guest.call(), 200);
        QTRY_VERIFY(watch->stop().has_value());
        QCOMPARE(guest.call(), 402);
        QVERIFY(watch->stop()->verdict == Verdict::Looped);
        QVERIFY(!m_models->revoke(pass, QStringLiteral("machine-1")).has_value()); // it was no budget
        QCOMPARE(m_models->useOf(taskOf(1, 0)).calls, 4);
    }

    void anAgentIsToldBeforeItsLimit() {
        start();
        AttemptLimits limits;
        limits.compactAt = 30;
        AttemptWatches watches(m_clock);
        const QString step = QStringLiteral("implement");
        const auto watch = watches.open({1, step, 1, {}}, limits, {});
        const auto pass =
            m_models->issue(taskOf(1, 10 * perCall), QStringLiteral("claude"), {}, {step, 1, watch});
        Guest guest(*m_models, pass, QStringLiteral("machine-1"));
        for (int i = 0; i < 2; ++i)
            QCOMPARE(guest.call(), 200);
        QVERIFY(!watch->takeReminder().has_value());
        QCOMPARE(guest.call(), 200);
        std::optional<QString> told;
        QVERIFY(QTest::qWaitFor([&] { return told || (told = watch->takeReminder()); }, 20'000));
        QVERIFY(told->startsWith(QStringLiteral("30 percent")));
        QCOMPARE(guest.call(), 200); // it is told, not stopped
    }

    void callsAMinuteWaitForTheirTurn() {
        start();
        Task task = taskOf(1, 0);
        task.blueprint.callsPerMinute = 2;
        const auto pass = m_models->issue(task, QStringLiteral("claude"));
        Guest guest(*m_models, pass, QStringLiteral("machine-1"));
        QCOMPARE(guest.call(), 200);
        QCOMPARE(guest.call(), 200);
        std::atomic<int> third = 0;
        std::thread waiting([&] { third = guest.call(); });
        m_clock.ms += 59'000;
        QTest::qWait(1'500); // style:allow the line is looked at each second, and must not let it through
        QCOMPARE(third.load(), 0);
        // Another task, which has the month in common with it, does not wait.
        const auto other = m_models->issue(taskOf(2, 0), QStringLiteral("claude"));
        Guest free(*m_models, other, QStringLiteral("machine-2"));
        QCOMPARE(free.call(), 200);
        QCOMPARE(third.load(), 0);
        m_clock.ms += 2'000;
        QTRY_COMPARE(third.load(), 200);
        waiting.join();
        m_clock.ms -= 61'000;
    }

    void aMonthThatIsUsedUpTakesNoNewTask() {
        SpendingLimit repository;
        repository.tokens = perCall;
        start({}, repository);
        QVERIFY(m_models->checkRoom(QStringLiteral("r"), QStringLiteral("claude")).ok());
        Task small = taskOf(1, 0);
        const auto pass = m_models->issue(small, QStringLiteral("claude"));
        Guest guest(*m_models, pass, QStringLiteral("machine-1"));
        QCOMPARE(guest.call(), 200);
        const auto full = m_models->checkRoom(QStringLiteral("r"), QStringLiteral("claude"));
        QVERIFY(!full && full.error().kind == ErrorKind::LimitReached);
        QVERIFY(full.error().hint.contains(QStringLiteral("--repository-tokens")));
        QVERIFY(m_models->checkRoom(QStringLiteral("another"), QStringLiteral("claude")).ok());
    }

    void aRaiseHoldsForTheRunningAttempt() {
        start();
        Task task = taskOf(1, 300);
        const auto pass = m_models->issue(task, QStringLiteral("claude"));
        Guest guest(*m_models, pass, QStringLiteral("machine-1"));
        while (guest.call() == 200) {
        }
        QCOMPARE(guest.call(), 402);
        task.extraTokens = 400;
        task.extraCost = 1;
        m_models->limitsChanged(task);
        QCOMPARE(guest.call(), 200);
        QCOMPARE(m_models->useOf(task).tokenLimit, 700);
        QCOMPARE(m_models->useOf(task).costLimit, 0.0); // what has no limit in money gets none by a raise
        while (guest.call() == 200) {
        }
        const ModelUse use = m_models->useOf(task);
        QVERIFY(use.input + use.output > 300 && use.input + use.output <= 700);
    }

    void whoLivesToSeeARaiseWasNotStopped() {
        start();
        Task task = taskOf(1, 300);
        for (const bool callsAgain : {true, false}) {
            task.id += 1;
            task.extraTokens = 0;
            const auto pass = m_models->issue(task, QStringLiteral("claude"));
            Guest guest(*m_models, pass, QStringLiteral("machine-%1").arg(task.id));
            while (guest.call() == 200) {
            }
            task.extraTokens = 400;
            m_models->limitsChanged(task);
            if (callsAgain)
                QCOMPARE(guest.call(), 200);
            const auto why = m_models->revoke(pass, QStringLiteral("machine-%1").arg(task.id));
            QCOMPARE(why.has_value(), !callsAgain);
        }
    }

    void agentsAreApart() {
        start({}, {}, {.tokens = 300, .cost = {}});
        const auto one = m_models->issue(taskOf(1, 0), QStringLiteral("claude"));
        const auto other = m_models->issue(taskOf(2, 0), QStringLiteral("codex"));
        Guest guest(*m_models, one, QStringLiteral("machine-1"));
        Guest stranger(*m_models, other, QStringLiteral("machine-2"));
        while (guest.call() == 200) {
        }
        QCOMPARE(guest.call(), 402);
        QCOMPARE(stranger.call(), 200);
    }

    void peopleSeeEachLevelAndItsRate() {
        start({.tokens = 100'000, .cost = {}}, {.tokens = {}, .cost = Money(5 * picodollars)});
        const Task task = taskOf(7, 1000, QStringLiteral("team/one"));
        const auto pass = m_models->issue(task, QStringLiteral("claude"));
        Guest guest(*m_models, pass, QStringLiteral("machine-1"));
        QCOMPARE(guest.call(), 200);
        m_clock.ms += 3 * 3'600'000;
        QCOMPARE(guest.call(), 200);
        m_clock.ms += 600'000;
        const auto report = m_models->report({task, taskOf(8, 1000)});
        QVERIFY(report.ok() && report->metered);
        QStringList ids;
        for (const BudgetLine& line : report->budgets) {
            ids.append(line.id);
            QCOMPARE(line.tokens, 2 * perCall);
            QCOMPARE(line.calls, 2);
            QCOMPARE(line.recentTokens, perCall); // the first one is too long ago
            QCOMPARE(line.recent, Millis(600'000));
        }
        QCOMPARE(ids,
                 QStringList({QStringLiteral("month:2026-10"), QStringLiteral("repository:2026-10:team/one"),
                              QStringLiteral("agent:2026-10:claude"), QStringLiteral("task:7")}));
        QVERIFY(report->budgets.first().tokenLimit == 100'000);
        QVERIFY(report->budgets.at(1).costLimit == 5.0);
        QVERIFY(!report->budgets.at(2).tokenLimit && !report->budgets.at(2).costLimit);
        QCOMPARE(report->budgets.last().task, 7);
        const auto day = m_models->history(QStringLiteral("repository:2026-10:team/one"), Millis(86'400'000));
        QVERIFY(day.ok());
        QCOMPARE(day->slices.size(), 2);
        QVERIFY(day->slices.first().at < day->slices.last().at && day->slices.last().at >= day->from);
        QCOMPARE(m_models->history(QStringLiteral("task:7"), Millis(3'600'000))->slices.size(), 1);
        QVERIFY(m_models->history(QStringLiteral("task:99"), Millis(3'600'000)).error().kind ==
                ErrorKind::NotFound);
    }

    void monthsAreApartAndNoneOpensAnew() {
        start({.tokens = 300, .cost = {}});
        const auto pass = m_models->issue(taskOf(1, 0), QStringLiteral("claude"));
        Guest guest(*m_models, pass, QStringLiteral("machine-1"));
        while (guest.call() == 200) {
        }
        QCOMPARE(guest.call(), 402);
        m_clock.ms += 10 * day; // November
        QCOMPARE(guest.call(), 200);
        m_clock.ms -= 40 * day; // September, for whoever believes it
        int calls = 0;
        while (guest.call() == 200)
            ++calls;
        QVERIFY((calls + 1) * perCall <= 300);
    }

    void repositoriesAreApart() {
        start({}, {.tokens = 300, .cost = {}});
        const auto one = m_models->issue(taskOf(1, 0, QStringLiteral("one")), QStringLiteral("claude"));
        const auto other = m_models->issue(taskOf(2, 0, QStringLiteral("other")), QStringLiteral("claude"));
        Guest guest(*m_models, one, QStringLiteral("machine-1"));
        Guest stranger(*m_models, other, QStringLiteral("machine-2"));
        while (guest.call() == 200) {
        }
        QCOMPARE(guest.call(), 402);
        QCOMPARE(stranger.call(), 200);
    }
};

QTEST_GUILESS_MAIN(TestTaskModels)
#include "tst_task_models.moc"
