// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: a lost connection costs nothing: the last known state stays, and every event arrives once and in
// order after the reconnect; a core that is broken, foreign or of another version is named as such.
#include "client_test.h"
#include "test_server.h"

using namespace signalbox;
using namespace signalbox::test;

namespace {
ClientOptions quick() {
    ClientOptions options;
    options.firstBackoff = Millis(20);
    options.backoffLimit = Millis(100);
    options.requestLimit = Millis(5000);
    return options;
}

void addRepository(ScenarioCore& core, const QString& name) {
    Repository repository;
    repository.name = name;
    repository.url = QStringLiteral("/srv/%1.git").arg(name);
    core.post(RepositoryAdded{repository});
}

TaskId addTask(ScenarioCore& core, const QString& title) {
    TaskSubmitted event;
    event.task = core.nextTask();
    event.spec.title = title;
    core.post(event);
    return event.task;
}
} // namespace

/// Counts how often the connection is lost: the state itself may be over before a test looks.
class Losses : public QObject {
public:
    explicit Losses(CoreClient& client) {
        connect(&client, &CoreClient::stateChanged, this, [this, &client](ConnectionState state, const QString&) {
            if (state != ConnectionState::Reconnecting)
                return;
            ++count;
            if (!why)
                why = client.lastError();
        });
    }
    int count = 0;
    std::optional<Error> why;
};

class TestSession : public QObject {
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void fillsAndFollows();
    void catchesUpWithoutAGap();
    void keepsTheLastKnownState();
    void coreThatStartedAgainTellsWhatWasMissed();
    void anotherCoreReplacesEverything();
    void gapIsNoticedAndMended();
    void repeatedEventsCountOnce();
    void approvalsFollowTheirEvents();
    void silenceCountsAsLost();
    void brokenJson_data();
    void brokenJson();
    void brokenEventDoesNotStopIt();
    void otherVersionIsRefused();
    void wrongTokenIsDenied();
    void closeStopsEverything();

private:
    std::unique_ptr<CoreClient> connected();
    std::unique_ptr<TestServer> m_server;
};

void TestSession::init() {
    m_server = std::make_unique<TestServer>();
    m_server->start();
    addRepository(m_server->core(), u"words"_qs);
    addTask(m_server->core(), u"first"_qs);
}

void TestSession::cleanup() {
    m_server.reset();
}

std::unique_ptr<CoreClient> TestSession::connected() {
    auto client = clientFor(m_server->url(), quick());
    client->open();
    if (!waitConnected(*client))
        qWarning("%s", qPrintable(client->stateText()));
    return client;
}

void TestSession::fillsAndFollows() {
    const auto client = connected();
    CoreMirror& mirror = client->mirror();
    QCOMPARE(mirror.tasks().size(), 1);
    QTRY_COMPARE(mirror.repositories().size(), 1);
    QCOMPARE(mirror.coreInfo().user, u"alex"_qs);
    QSignalSpy added(&mirror, &CoreMirror::taskAdded);
    QSignalSpy changed(&mirror, &CoreMirror::taskChanged);
    const TaskId id = addTask(m_server->core(), u"second"_qs);
    QTRY_COMPARE(added.size(), 1);
    QVERIFY(mirror.task(id));
    m_server->core().post(TaskParked{id, u"stuck"_qs});
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(mirror.task(id)->status.word, StatusWord::NeedsPerson);
    addRepository(m_server->core(), u"feeds"_qs);
    QTRY_COMPARE(mirror.repositories().size(), 2);
}

void TestSession::catchesUpWithoutAGap() {
    const auto client = connected();
    QList<qint64> arrived;
    connect(&client->mirror(), &CoreMirror::recordArrived, this,
            [&](const RecordView& record) { arrived.append(record.seq); });
    const qint64 before = client->mirror().lastSeq();
    for (int round = 0; round < 5; ++round) {
        addTask(m_server->core(), u"told"_qs);
        QTRY_COMPARE(client->mirror().lastSeq(), m_server->core().info().seq);
        m_server->stop();
        QTRY_COMPARE(client->state(), ConnectionState::Reconnecting);
        for (int i = 0; i < 10; ++i)
            addTask(m_server->core(), u"missed"_qs);
        m_server->start();
        QTRY_COMPARE(client->mirror().lastSeq(), m_server->core().info().seq);
    }
    QCOMPARE(arrived.size(), 55);
    for (qsizetype i = 0; i < arrived.size(); ++i)
        QCOMPARE(arrived.at(i), before + 1 + i);
    QCOMPARE(client->mirror().tasks().size(), 56);
    // One and the same core: its tasks were read once, the rest came as events.
    QCOMPARE(m_server->count("GET", "/v1/tasks"), 1);
}

void TestSession::keepsTheLastKnownState() {
    const auto client = connected();
    QSignalSpy reset(&client->mirror(), &CoreMirror::reset);
    m_server->stop();
    QTRY_COMPARE(client->state(), ConnectionState::Reconnecting);
    QCOMPARE(client->mirror().tasks().size(), 1);
    QVERIFY(client->lastSeen().ms > 0);
    QVERIFY(client->lastError().has_value());
    QVERIFY2(client->stateText().contains(u"trying again"), qPrintable(client->stateText()));
    QCOMPARE(reset.size(), 0);
}

void TestSession::coreThatStartedAgainTellsWhatWasMissed() {
    const auto client = connected();
    QSignalSpy records(&client->mirror(), &CoreMirror::recordArrived);
    m_server->stop();
    QTRY_COMPARE(client->state(), ConnectionState::Reconnecting);
    m_server->core().info().instance = u"two"_qs;
    addTask(m_server->core(), u"meanwhile"_qs);
    m_server->start();
    QTRY_COMPARE(client->state(), ConnectionState::Connected);
    QTRY_COMPARE(records.size(), 1);
    QCOMPARE(client->mirror().tasks().size(), 2);
}

void TestSession::anotherCoreReplacesEverything() {
    addTask(m_server->core(), u"second"_qs);
    const auto client = connected();
    QCOMPARE(client->mirror().tasks().size(), 2);
    m_server->stop();
    m_server->setCore(TestServer::makeCore(u"other"_qs));
    m_server->start();
    QTRY_VERIFY(client->mirror().tasks().isEmpty());
    QTRY_COMPARE(client->state(), ConnectionState::Connected);
    addTask(m_server->core(), u"new"_qs);
    QTRY_COMPARE(client->mirror().tasks().size(), 1);
}

void TestSession::gapIsNoticedAndMended() {
    const auto client = connected();
    Losses losses(*client);
    m_server->sendToStreams(
        "event: record\nid: 99\ndata: {\"record\":{\"seq\":99,\"type\":\"x\"},\"summary\":null}\n\n");
    QTRY_COMPARE(losses.count, 1);
    QVERIFY(losses.why.has_value());
    QCOMPARE(kindOf(Result<int>(*losses.why)), u"corrupt"_qs);
    QTRY_COMPARE(client->state(), ConnectionState::Connected);
    QCOMPARE(client->mirror().lastSeq(), m_server->core().info().seq);
    QCOMPARE(m_server->count("GET", "/v1/tasks"), 2); // read anew
}

void TestSession::repeatedEventsCountOnce() {
    const auto client = connected();
    QSignalSpy records(&client->mirror(), &CoreMirror::recordArrived);
    m_server->sendToStreams(
        "event: record\nid: 1\ndata: {\"record\":{\"seq\":1,\"type\":\"x\"},\"summary\":null}\n\n");
    addTask(m_server->core(), u"second"_qs);
    QTRY_COMPARE(records.size(), 1);
    QCOMPARE(client->state(), ConnectionState::Connected);
}

void TestSession::approvalsFollowTheirEvents() {
    const auto client = connected();
    QVERIFY(client->mirror().approvals().isEmpty());
    Approval approval;
    approval.id = 7;
    m_server->core().post(ApprovalRequested{1, approval});
    QTRY_COMPARE(client->mirror().approvals().size(), 1);
    QVERIFY(client->mirror().approval(7));
    m_server->core().post(ApprovalClosed{1, 7, ApprovalState::Voided, u"changed"_qs});
    QTRY_VERIFY(client->mirror().approvals().isEmpty());
}

void TestSession::silenceCountsAsLost() {
    ClientOptions options = quick();
    options.silenceLimit = Millis(300);
    const auto client = clientFor(m_server->url(), options);
    client->open();
    QVERIFY(waitConnected(*client));
    m_server->silent = true;
    Losses losses(*client);
    QTRY_VERIFY(losses.count > 0);
    m_server->silent = false;
    addTask(m_server->core(), u"second"_qs);
    QTRY_COMPARE(client->mirror().tasks().size(), 2);
}

void TestSession::brokenJson_data() {
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("body");
    for (const char* path : {"/v1/core", "/v1/tasks"})
        for (const char* body :
             {"", "<html>hello</html>", "[1,2]", "{\"tasks\":7,\"seq\":1,\"version\":[]}", "{\"a\":"})
            QTest::addRow("%s %s", path, body) << QByteArray(path) << QByteArray(body);
}

void TestSession::brokenJson() {
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, body);
    m_server->fault = [&](const SeenRequest& request) {
        return request.target == path ? Fault{Fault::Answer, 200, body, "application/json", {}} : Fault();
    };
    const auto client = clientFor(m_server->url(), quick());
    client->open();
    QTRY_VERIFY(client->lastError().has_value());
    QCOMPARE(kindOf(Result<int>(*client->lastError())), u"corrupt"_qs);
    QVERIFY(client->state() != ConnectionState::Connected);
    m_server->fault = {}; // mended: it connects by itself
    QVERIFY(waitConnected(*client));
}

void TestSession::brokenEventDoesNotStopIt() {
    const auto client = connected();
    for (const char* data : {"{", "7", "{\"record\":7}", "{\"record\":{\"seq\":\"x\"}}"}) {
        Losses losses(*client);
        m_server->sendToStreams(QByteArray("event: record\ndata: ") + data + "\n\n");
        QTRY_VERIFY(losses.count > 0);
        QVERIFY(waitConnected(*client));
    }
    m_server->sendToStreams(
        "event: log\ndata: nonsense\n\nevent: of the future\ndata: {}\n\nevent: machines\ndata: 7\n\n");
    addTask(m_server->core(), u"second"_qs);
    QTRY_COMPARE(client->mirror().tasks().size(), 2);
    QCOMPARE(client->state(), ConnectionState::Connected);
}

void TestSession::otherVersionIsRefused() {
    for (const char* version : {"99.0.0", "0.99.0", ""}) {
        m_server->core().info().version = QLatin1String(version);
        const auto client = clientFor(m_server->url(), quick());
        const auto info = get<CoreInfo>([&](auto done) { client->reach(this, done); });
        QCOMPARE(kindOf(info), u"invalid"_qs);
        QVERIFY2(info.error().message.contains(QStringLiteral(SIGNALBOX_VERSION)),
                 qPrintable(info.error().message));
    }
    m_server->core().info().version = QStringLiteral(SIGNALBOX_VERSION).section(u'.', 0, 1) + u".99"_qs;
    const auto client = clientFor(m_server->url(), quick());
    QCOMPARE(kindOf(get<CoreInfo>([&](auto done) { client->reach(this, done); })), u"ok"_qs);
}

void TestSession::wrongTokenIsDenied() {
    m_server->token = "secret";
    ClientOptions options = quick();
    options.token = u"guess"_qs;
    const auto client = clientFor(m_server->url(), options);
    client->open();
    QTRY_VERIFY(client->lastError().has_value());
    QCOMPARE(kindOf(Result<int>(*client->lastError())), u"denied"_qs);
    options.token = u"secret"_qs;
    const auto right = clientFor(m_server->url(), options);
    right->open();
    QVERIFY(waitConnected(*right));
}

void TestSession::closeStopsEverything() {
    const auto client = connected();
    client->close();
    QCOMPARE(client->state(), ConnectionState::Disconnected);
    QTRY_COMPARE(m_server->streamCount(), 0);
    QSignalSpy records(&client->mirror(), &CoreMirror::recordArrived);
    addTask(m_server->core(), u"second"_qs);
    QTest::qWait(50); // style:allow nothing may come meanwhile
    QCOMPARE(records.size(), 0);
    client->open();
    QTRY_COMPARE(records.size(), 1);
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
