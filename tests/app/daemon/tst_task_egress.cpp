// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: only a machine in which an attempt works reaches anything, nothing once that ended; all of it is
// in the audit log with task and repository; the command line never lets through what it does not name.
#include "app/daemon/task_egress.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/socket.h>
#include <unistd.h>

using namespace signalbox;

namespace {

Task taskOf(TaskId id) {
    Task task;
    task.id = id;
    task.spec.repository = QStringLiteral("sample");
    return task;
}

Result<TaskEgress::Options> optionsOf(const QStringList& arguments) {
    QCommandLineParser parser;
    parser.addOptions(TaskEgress::Options::flags());
    parser.addOption({QStringLiteral("upstream-ca"), {}, QStringLiteral("FILE")});
    parser.parse(QStringList{QStringLiteral("signalboxd")} + arguments);
    return TaskEgress::Options::read(parser);
}

} // namespace

class TestTaskEgress : public QObject {
    Q_OBJECT
    QTemporaryDir m_home;
    SystemClock m_clock;
    std::unique_ptr<AuditLog> m_audit;
    std::unique_ptr<TaskEgress> m_egress;

    /// The status of the answer to a request from that machine; 0: the connection was closed instead.
    int ask(const std::shared_ptr<TaskEgress::Pass>& pass, const QString& machine, const QByteArray& url) {
        int ends[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
            return -1;
        m_egress->open(pass, machine, ends[0]);
        const QByteArray request = "GET " + url + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        ::send(ends[1], request.constData(), size_t(request.size()), MSG_NOSIGNAL);
        QByteArray answer;
        char buffer[4096];
        for (ssize_t n = 0; (n = ::recv(ends[1], buffer, sizeof buffer, 0)) > 0;)
            answer.append(buffer, n);
        ::close(ends[1]);
        return answer.mid(9, 3).toInt();
    }

private slots:
    void init() {
        m_audit = std::move(*AuditLog::open(m_home.filePath(QStringLiteral("audit.sqlite")), m_clock));
        // The way is there, but leads to a port that nobody listens on.
        const auto options = optionsOf({QStringLiteral("--egress"), QStringLiteral("npm,example.org"),
                                        QStringLiteral("--egress-mirror"),
                                        QStringLiteral("registry.npmjs.org=http://127.0.0.1:1")});
        QVERIFY(options.ok());
        auto started = TaskEgress::start(*options, m_home.filePath(QStringLiteral("packages")), *m_audit);
        QVERIFY(started.ok());
        m_egress = std::move(*started);
    }
    void cleanup() {
        m_egress.reset();
        m_audit.reset();
    }

    void whatIsAskedIsWrittenDownWithItsTask() {
        const auto pass = m_egress->issue(taskOf(7));
        QCOMPARE(ask(pass, QStringLiteral("machine-1"), "http://registry.npmjs.org/x"),
                 502); // let through, to nobody
        QCOMPARE(ask(pass, QStringLiteral("machine-1"), "http://evil.example/x"), 403);
        QVERIFY(m_audit->settle(Millis(20'000)));
        const auto page = m_audit->list({.task = 7, .kind = AuditKind::Egress});
        QCOMPARE(page->entries.size(), 2);
        QVERIFY(page->entries[0].kind == AuditKind::Egress);
        QCOMPARE(page->entries[0].action, QStringLiteral("allowed"));
        QCOMPARE(page->entries[0].machine, QStringLiteral("machine-1"));
        QCOMPARE(page->entries[0].repository, QStringLiteral("sample"));
        QCOMPARE(page->entries[1].action, QStringLiteral("refused"));
        QVERIFY(page->entries[1].text.startsWith(QStringLiteral("GET evil.example/x: ")));
    }

    void anEndedAttemptReachesNothing() {
        const auto pass = m_egress->issue(taskOf(1));
        QCOMPARE(ask(pass, QStringLiteral("machine-1"), "http://registry.npmjs.org/x"), 502);
        m_egress->revoke(pass, QStringLiteral("machine-1"));
        QCOMPARE(ask(pass, QStringLiteral("machine-1"), "http://registry.npmjs.org/x"), 0);
        QCOMPARE(ask(pass, QStringLiteral("machine-2"), "http://registry.npmjs.org/x"), 0);
        // The next attempt in the same machine has its own, which the old one's end does not touch.
        const auto next = m_egress->issue(taskOf(1));
        QCOMPARE(ask(next, QStringLiteral("machine-1"), "http://registry.npmjs.org/x"), 502);
        m_egress->revoke(pass, QStringLiteral("machine-1"));
        QCOMPARE(ask(next, QStringLiteral("machine-1"), "http://registry.npmjs.org/x"), 502);
    }

    void aStepMayAskForLess() {
        const auto less =
            m_egress->issue(taskOf(3), QStringList{QStringLiteral("example.org"), QStringLiteral("pypi")});
        QCOMPARE(ask(less, QStringLiteral("machine-1"), "http://registry.npmjs.org/x"), 403);
        m_egress->revoke(less, QStringLiteral("machine-1"));
        const auto none = m_egress->issue(taskOf(4), QStringList());
        QCOMPARE(ask(none, QStringLiteral("machine-1"), "http://registry.npmjs.org/x"), 403);
        QVERIFY(
            !m_egress->script(none, QStringLiteral("8472")).contains(QStringLiteral("npm_config_registry")));
        m_egress->revoke(none, QStringLiteral("machine-1"));
        const auto packages = m_egress->issue(taskOf(5), QStringList{QStringLiteral("packages")});
        QCOMPARE(ask(packages, QStringLiteral("machine-1"), "http://registry.npmjs.org/x"), 502);
        QVERIFY(m_audit->settle(Millis(20'000)));
        // What was asked for and is not let through is seen, and so is what was refused.
        const auto issued = m_audit->list({.task = 3, .kind = AuditKind::Credential});
        QVERIFY(issued->entries[0].text.contains(QStringLiteral("example.org (its step asks for pypi too")));
        QCOMPARE(m_audit->list({.task = 3, .kind = AuditKind::Egress})->entries[0].action,
                 QStringLiteral("refused"));
        QVERIFY(m_audit->list({.task = 4, .kind = AuditKind::Credential})
                    ->entries[0]
                    .text.contains(QStringLiteral("nothing")));
    }

    void theScriptNamesWhatIsThere() {
        const QString script = m_egress->script(m_egress->issue(taskOf(1)), QStringLiteral("8472"));
        QVERIFY(script.contains(QStringLiteral("http_proxy=\"http://127.0.0.1:8472\"")));
        QVERIFY(script.contains(QStringLiteral("npm_config_registry=")));
        QVERIFY(!script.contains(QStringLiteral("PIP_INDEX_URL")));
    }

    void theCommandLineIsReadExactly() {
        QVERIFY(optionsOf({})->rules.isEmpty());
        QCOMPARE(optionsOf({QStringLiteral("--egress"), QStringLiteral("packages")})->rules.lists().size(),
                 3);
        for (const QStringList& wrong :
             {QStringList{QStringLiteral("--egress"), QStringLiteral("everything")},
              QStringList{QStringLiteral("--egress"), QStringLiteral("127.0.0.1")},
              QStringList{QStringLiteral("--egress"), QStringLiteral("npm"),
                          QStringLiteral("--egress-network"), QStringLiteral("x")},
              QStringList{QStringLiteral("--egress"), QStringLiteral("npm"),
                          QStringLiteral("--egress-mirror"), QStringLiteral("pypi.org=http://x")},
              QStringList{QStringLiteral("--egress"), QStringLiteral("npm"),
                          QStringLiteral("--egress-mirror"), QStringLiteral("registry.npmjs.org")}})
            QVERIFY2(!optionsOf(wrong).ok(), qPrintable(wrong.join(u' ')));
    }
};

QTEST_GUILESS_MAIN(TestTaskEgress)
#include "tst_task_egress.moc"
