// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: `ssh://` reaches a core through the user's OpenSSH, starts it only when that is wished, comes
// back after the way was lost, leaves no process behind, and tells in ssh's own words why it does not work.
#include "client_test.h"
#include "core/client/local_core.h"
#include "core/client/ssh_transport.h"

#include <QFile>
#include <QTemporaryDir>

#include <csignal>

using namespace signalbox;
using namespace signalbox::test;

class TestSshTransport : public QObject {
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void reachesTheCoreThere();
    void nobodyThere();
    void deniedIsToldInItsWords();
    void deafTimesOut();
    void comesBackAfterALoss();
    void wrongAddressesAreNamed_data();
    void wrongAddressesAreNamed();

private:
    [[nodiscard]] SshOptions options() const {
        SshOptions result;
        result.destination = QStringLiteral("me@there");
        result.program = QStringLiteral(FAKE_SSH_PROGRAM);
        result.limit = Millis(8'000);
        return result;
    }
    Result<void> prepare(SshTransport& transport) {
        return get<void>([&](auto done) { transport.prepare(false, this, done); });
    }
    void startCore();
    [[nodiscard]] int calls() const {
        QFile log(m_home->filePath(QStringLiteral("ssh.log")));
        return log.open(QIODevice::ReadOnly) ? int(log.readAll().count('\n')) : 0;
    }
    std::unique_ptr<QTemporaryDir> m_home;
    QProcess m_core;
};

void TestSshTransport::init() {
    m_home = std::make_unique<QTemporaryDir>();
    qputenv("FAKE_SSH_HOME", m_home->path().toUtf8());
    qunsetenv("FAKE_SSH");
}

void TestSshTransport::cleanup() {
    m_core.kill();
    m_core.waitForFinished();
    m_home.reset();
}

void TestSshTransport::startCore() {
    m_core.start(QStringLiteral(FAKE_CORE), {QStringLiteral("--home"), m_home->path()});
    QVERIFY(m_core.waitForStarted());
    QDir(m_home->path()).mkpath(QStringLiteral("run"));
    QTRY_VERIFY(readCoreFile(m_home->path()).ok());
}

void TestSshTransport::reachesTheCoreThere() {
    startCore();
    SshTransport transport(options(), Millis(5'000), Millis(5'000));
    const auto ready = prepare(transport);
    QVERIFY2(ready.ok(), ready.ok() ? "" : qPrintable(ready.error().text()));
    ApiRequest request;
    request.path = QStringLiteral("/v1/core"); // needs the token that the file there names
    std::optional<Delivery> delivery;
    transport.request(request, this, [&](const Delivery& answer) { delivery = answer; });
    QTRY_VERIFY(delivery.has_value());
    QVERIFY(delivery->reply.ok());
    QCOMPARE(delivery->reply->status, 200);
    QCOMPARE(calls(), 2); // one to ask, one to forward
    QVERIFY(prepare(transport).ok());
    QCOMPARE(calls(), 2); // the way is open already
}

void TestSshTransport::nobodyThere() {
    SshTransport transport(options(), Millis(5'000), Millis(5'000));
    const auto ready = prepare(transport);
    QVERIFY(!ready.ok());
    QVERIFY2(ready.error().message.contains(u"no core runs on me@there"), qPrintable(ready.error().text()));
}

void TestSshTransport::deniedIsToldInItsWords() {
    qputenv("FAKE_SSH", "denied");
    SshTransport transport(options(), Millis(5'000), Millis(5'000));
    const auto ready = prepare(transport);
    QVERIFY(!ready.ok());
    QVERIFY2(ready.error().hint.contains(u"Permission denied (publickey)"), qPrintable(ready.error().text()));
    SshOptions missing = options();
    missing.program = QStringLiteral("/nonexistent/ssh");
    SshTransport none(missing, Millis(5'000), Millis(5'000));
    QVERIFY(!prepare(none).ok());
}

void TestSshTransport::deafTimesOut() {
    qputenv("FAKE_SSH", "deaf");
    SshOptions quick = options();
    quick.limit = Millis(500);
    SshTransport transport(quick, Millis(5'000), Millis(5'000));
    QCOMPARE(kindOf(prepare(transport)), u"timeout"_qs);
}

void TestSshTransport::comesBackAfterALoss() {
    startCore();
    qputenv("FAKE_SSH", "lost");
    SshTransport transport(options(), Millis(5'000), Millis(5'000));
    QVERIFY(prepare(transport).ok());
    QTRY_VERIFY(calls() == 2);
    const auto gone = [&] {
        ApiRequest ping;
        ping.path = QStringLiteral("/v1/ping");
        const auto delivery = get<int>([&](auto done) {
            transport.request(ping, this, [done](const Delivery& d) {
                done(d.reply ? Result<int>(d.reply->status) : Result<int>(d.reply.error()));
            });
        });
        return !delivery.ok();
    };
    QTRY_VERIFY(gone());
    qunsetenv("FAKE_SSH");
    QTRY_VERIFY(prepare(transport).ok());
    QVERIFY(calls() >= 4);
}

void TestSshTransport::wrongAddressesAreNamed_data() {
    QTest::addColumn<QString>("url");
    QTest::newRow("no host") << u"ssh://"_qs;
    QTest::newRow("an option") << u"ssh://-oProxyCommand=x"_qs;
    QTest::newRow("a password") << u"ssh://me:secret@host"_qs;
    QTest::newRow("a path") << u"ssh://host/some/where"_qs;
}

/// What is handed to ssh must be a host, whatever somebody put into the address.
void TestSshTransport::wrongAddressesAreNamed() {
    QFETCH(QString, url);
    const auto client = CoreClient::create(QUrl(url));
    QVERIFY(!client.ok());
    QCOMPARE(kindOf(client), u"invalid"_qs);
    QVERIFY(CoreClient::create(QUrl(u"ssh://me@host.example:2222"_qs)).ok());
}

QTEST_GUILESS_MAIN(TestSshTransport)
#include "tst_ssh_transport.moc"
