// SPDX-License-Identifier: GPL-3.0-or-later
// Protects what an attempt is issued: written down when it is issued, used, refused and revoked, with task
// and machine; worth nothing in another machine, after the attempt, and in the next core.
#include "app/daemon/task_models.h"
#include "core/audit/audit_log.h"
#include "core/server/http_server.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/socket.h>
#include <unistd.h>

using namespace signalbox;

namespace {

const QString machine = QStringLiteral("machine-1");

Task taskOf(TaskId id) {
    Task task;
    task.id = id;
    task.spec.repository = QStringLiteral("sample");
    return task;
}

} // namespace

class TestCredentials : public QObject {
    Q_OBJECT
    QTemporaryDir m_home;
    SystemClock m_clock;
    std::unique_ptr<HttpServer> m_upstream;
    std::unique_ptr<AuditLog> m_audit;
    std::unique_ptr<TaskModels> m_models;

    void startCore() {
        m_models.reset();
        TaskModels::Options options;
        options.models.upstreams[Provider::Anthropic] = {
            QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_upstream->port())), {}};
        auto started =
            TaskModels::start(options, m_home.filePath(QStringLiteral("ledger.db")), m_clock, m_audit.get());
        QVERIFY(started.ok());
        m_models = std::move(*started);
    }

    /// The status of a model call over a new connection from that machine; 0: it was closed instead.
    int call(const std::shared_ptr<TaskModels::Pass>& pass, const QString& from) {
        int ends[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
            return -1;
        m_models->open(pass, from, ends[0]);
        const QByteArray body = R"({"model":"m","max_tokens":10,"messages":[]})";
        const QByteArray request =
            "POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " +
            QByteArray::number(body.size()) + "\r\n\r\n" + body;
        ::send(ends[1], request.constData(), size_t(request.size()), MSG_NOSIGNAL);
        QByteArray answer;
        char buffer[4096];
        for (ssize_t n = 0; (n = ::recv(ends[1], buffer, sizeof buffer, 0)) > 0;)
            answer.append(buffer, n);
        ::close(ends[1]);
        return answer.mid(9, 3).toInt();
    }

    QStringList acts() {
        QStringList words;
        if (!m_audit->settle(Millis(20'000)))
            return words;
        const auto page = m_audit->list({.limit = 1000, .kind = AuditKind::Credential});
        for (const AuditEntry& entry : page->entries)
            words.append(QStringLiteral("%1 %2 %3").arg(entry.action).arg(entry.task).arg(entry.machine));
        return words;
    }

private slots:
    void initTestCase() {
        auto upstream = HttpServer::start({}, [](const HttpRequest&, HttpReply reply) {
            reply.send({200, "application/json", R"({"usage":{"input_tokens":1,"output_tokens":1}})", {}});
        });
        QVERIFY(upstream.ok());
        m_upstream = std::move(*upstream);
    }
    void init() {
        QFile::remove(m_home.filePath(QStringLiteral("audit.sqlite")));
        m_audit = std::move(*AuditLog::open(m_home.filePath(QStringLiteral("audit.sqlite")), m_clock));
        startCore();
    }
    void cleanup() {
        m_models.reset();
        m_audit.reset();
        for (const char* ending : {"", "-wal", "-shm"})
            QFile::remove(m_home.filePath(QStringLiteral("audit.sqlite")) + QLatin1String(ending));
    }

    void itsWholeLifeIsWrittenDown() {
        const auto pass = m_models->issue(taskOf(3));
        QCOMPARE(call(pass, machine), 200);
        QCOMPARE(call(pass, machine), 200);
        m_models->revoke(pass, machine);
        m_models->revoke(pass, machine); // once is enough
        QCOMPARE(acts(),
                 QStringList({QStringLiteral("issued 3 "), QStringLiteral("used 3 machine-1"),
                              QStringLiteral("used 3 machine-1"), QStringLiteral("revoked 3 machine-1")}));
        const auto page = m_audit->list({.task = 3});
        QCOMPARE(page->entries.last().repository, QStringLiteral("sample"));
        QVERIFY(page->entries.last().at.ms > 0);
    }

    void anotherMachinesPassIsWorthNothing() {
        const auto pass = m_models->issue(taskOf(3));
        QCOMPARE(call(pass, machine), 200);
        QCOMPARE(call(pass, QStringLiteral("machine-2")), 0);
        QCOMPARE(call(pass, machine), 200); // nor does it harm the one whose it is
        QVERIFY(acts().contains(QStringLiteral("refused 3 machine-2")));
    }

    void nothingIsLeftAfterTheAttempt() {
        const auto pass = m_models->issue(taskOf(3));
        QCOMPARE(call(pass, machine), 200);
        m_models->revoke(pass, machine); // teardown and hibernation begin with it
        QCOMPARE(call(pass, machine), 0);
        QCOMPARE(acts().last(), QStringLiteral("refused 3 machine-1"));
        // The next attempt of the same task, in the same machine.
        const auto next = m_models->issue(taskOf(3));
        QCOMPARE(call(next, machine), 200);
        QCOMPARE(call(pass, machine), 0);
        QCOMPARE(call(next, machine), 200);
    }

    void aKilledCoresPassesAreGoneWithIt() {
        const auto pass = m_models->issue(taskOf(3));
        QCOMPARE(call(pass, machine), 200);
        startCore(); // nothing of passes is on disk: the next core knows none
        QFile ledger(m_home.filePath(QStringLiteral("ledger.db")));
        QVERIFY(ledger.exists());
        const auto next = m_models->issue(taskOf(4));
        QCOMPARE(call(next, QStringLiteral("machine-2")), 200);
        QVERIFY(!acts().contains(QStringLiteral("used 4 machine-1")));
    }
};

QTEST_GUILESS_MAIN(TestCredentials)
#include "tst_credentials.moc"
