// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: `local:` finds the core or starts exactly one, which outlives us; one that was stopped stays so;
// and each way in which this can fail is told with what to do.
#include "client_test.h"
#include "core/base/files.h"
#include "core/client/local_core.h"

#include <QFile>
#include <QTemporaryDir>

#include <csignal>

using namespace signalbox;
using namespace signalbox::test;

class TestLocalCore : public QObject {
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void startsOnDemandAndOutlivesUs();
    void waitsForASlowOne();
    void neverStartsWhenToldSo();
    void startsAgainAfterACrash();
    void stoppedOneStaysStopped();
    void fileThatOthersCanReadIsRefused();
    void brokenFileIsReplaced();
    void daemonThatEndsAtOnceIsQuoted();
    void daemonThatNeverAnswersTimesOut();
    void missingDaemonIsNamed();

private:
    [[nodiscard]] ClientOptions options() const;
    [[nodiscard]] QString path(const char* name) const { return m_home->filePath(QLatin1String(name)); }
    [[nodiscard]] qint64 starts() const { return QFile(path("starts")).size(); }
    [[nodiscard]] qint64 pid() const;
    void touch(const char* name) const;
    Result<CoreInfo> reach(const ClientOptions& with);
    std::unique_ptr<QTemporaryDir> m_home;
};

void TestLocalCore::init() {
    m_home = std::make_unique<QTemporaryDir>();
}

void TestLocalCore::cleanup() {
    if (pid() > 0)
        ::kill(pid_t(pid()), SIGKILL);
    m_home.reset();
}

ClientOptions TestLocalCore::options() const {
    ClientOptions result;
    result.home = m_home->path();
    result.daemonProgram = QStringLiteral(FAKE_CORE);
    result.startLimit = Millis(10'000);
    result.firstBackoff = Millis(20);
    result.backoffLimit = Millis(100);
    return result;
}

qint64 TestLocalCore::pid() const {
    const auto file = readCoreFile(m_home->path());
    return file ? file->pid : 0;
}

void TestLocalCore::touch(const char* name) const {
    QVERIFY(writeFileAtomically(path(name), "x").ok());
}

Result<CoreInfo> TestLocalCore::reach(const ClientOptions& with) {
    const auto client = clientFor(u"local:"_qs, with);
    return get<CoreInfo>([&](auto done) { client->reach(this, done); });
}

void TestLocalCore::startsOnDemandAndOutlivesUs() {
    QCOMPARE(kindOf(reach(options())), u"ok"_qs);
    QCOMPARE(starts(), 1);
    QCOMPARE(kindOf(reach(options())), u"ok"_qs); // found, by another client
    const auto client = clientFor(u"local:"_qs, options());
    client->open();
    QVERIFY(waitConnected(*client));
    QCOMPARE(client->name(), u"local"_qs);
    QCOMPARE(starts(), 1);
    ClientOptions stranger = options();
    stranger.token = u"guess"_qs;
    QCOMPARE(kindOf(reach(stranger)), u"denied"_qs);
}

void TestLocalCore::waitsForASlowOne() {
    touch("slow");
    const auto client = clientFor(u"local:"_qs, options());
    QSignalSpy progress(client.get(), &CoreClient::progress);
    client->open();
    QVERIFY(waitConnected(*client));
    QVERIFY(progress.size() >= 1);
    QCOMPARE(starts(), 1);
}

void TestLocalCore::neverStartsWhenToldSo() {
    ClientOptions only = options();
    only.startLocalCore = false;
    const auto result = reach(only);
    QCOMPARE(kindOf(result), u"not_found"_qs);
    QVERIFY(!result.error().hint.isEmpty());
    QCOMPARE(starts(), 0);
}

void TestLocalCore::startsAgainAfterACrash() {
    const auto client = clientFor(u"local:"_qs, options());
    client->open();
    QVERIFY(waitConnected(*client));
    const qint64 first = pid();
    ::kill(pid_t(first), SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(starts(), 2, 15'000);
    QTRY_COMPARE_WITH_TIMEOUT(client->state(), ConnectionState::Connected, 15'000);
    QVERIFY(pid() != first);
}

void TestLocalCore::stoppedOneStaysStopped() {
    const auto client = clientFor(u"local:"_qs, options());
    client->open();
    QVERIFY(waitConnected(*client));
    QCOMPARE(kindOf(get<void>([&](auto done) { client->shutdownCore(this, done); })), u"ok"_qs);
    QTRY_COMPARE(client->state(), ConnectionState::Reconnecting);
    QTest::qWait(400); // style:allow nothing may come meanwhile
    QCOMPARE(starts(), 1);
    QCOMPARE(client->state(), ConnectionState::Reconnecting);
    client->reconnectNow(); // a person wants it again
    QTRY_COMPARE_WITH_TIMEOUT(client->state(), ConnectionState::Connected, 10'000);
    QCOMPARE(starts(), 2);
}

void TestLocalCore::fileThatOthersCanReadIsRefused() {
    QCOMPARE(kindOf(reach(options())), u"ok"_qs);
    const QString file = path("run/core.json");
    QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    const auto result = reach(options());
    QCOMPARE(kindOf(result), u"denied"_qs);
    QCOMPARE(starts(), 1);
    QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner));
}

void TestLocalCore::brokenFileIsReplaced() {
    QVERIFY(makeDirectory(path("run"), 0700).ok());
    for (const char* text : {"", "{", "{\"url\":7}", "{\"url\":\"ftp://x\",\"pid\":1}"}) {
        QVERIFY(writeFileAtomically(path("run/core.json"), text, 0600).ok());
        QCOMPARE(kindOf(readCoreFile(m_home->path())), u"corrupt"_qs);
    }
    QCOMPARE(kindOf(reach(options())), u"ok"_qs);
}

void TestLocalCore::daemonThatEndsAtOnceIsQuoted() {
    touch("broken");
    const auto result = reach(options());
    // Where nobody reaps it, its end cannot be seen and the limit is reached instead.
    QVERIFY(kindOf(result) == u"unavailable" || kindOf(result) == u"timeout");
    if (kindOf(result) == u"unavailable")
        QVERIFY2(result.error().hint.contains(u"flooded"), qPrintable(result.error().text()));
}

void TestLocalCore::daemonThatNeverAnswersTimesOut() {
    touch("mute");
    ClientOptions hasty = options();
    hasty.startLimit = Millis(800);
    const auto result = reach(hasty);
    QCOMPARE(kindOf(result), u"timeout"_qs);
    QVERIFY(result.error().hint.contains(u"signalboxd.log"));
    QFile::remove(path("mute"));
}

void TestLocalCore::missingDaemonIsNamed() {
    ClientOptions wrong = options();
    wrong.daemonProgram = u"/nonexistent/signalboxd"_qs;
    const auto result = reach(wrong);
    QCOMPARE(kindOf(result), u"unavailable"_qs);
    QVERIFY2(result.error().message.contains(u"signalboxd"), qPrintable(result.error().text()));
}

QTEST_GUILESS_MAIN(TestLocalCore)
#include "tst_local_core.moc"
