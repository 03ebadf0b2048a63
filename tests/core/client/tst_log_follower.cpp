// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: a log is shown whole: no line is lost or shown twice when the connection breaks, and it says when
// it ends.
#include "client_test.h"
#include "core/client/log_follower.h"
#include "test_server.h"

using namespace signalbox;
using namespace signalbox::test;

class TestLogFollower : public QObject {
    Q_OBJECT
private slots:
    void init();
    void followsAndEnds();
    void resumesAtItsByte();
    void readsWhatIsThere();
    void batchesAreBounded();
    void pausedReadsNothing();
    void unknownTaskFails();
    void lineWithoutPlaceIsRefused();
    void garbageIsShownAsItIs();
    void mayBeDeletedByItsListener();

private:
    void say(int from, int to);
    std::unique_ptr<LogFollower> follow(LogFollower::Mode mode = LogFollower::Mode::Follow);
    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<CoreClient> m_client;
    QStringList m_lines;
    qsizetype m_largest = 0;
};

void TestLogFollower::init() {
    m_client.reset();
    m_server = std::make_unique<TestServer>();
    m_server->start();
    m_lines.clear();
    m_largest = 0;
    TaskSubmitted event;
    event.task = 1;
    m_server->core().post(event);
    m_client = clientFor(m_server->url());
}

void TestLogFollower::say(int from, int to) {
    for (int i = from; i < to; ++i)
        m_server->core().say(1, LogKind::Output, QString::number(i));
}

std::unique_ptr<LogFollower> TestLogFollower::follow(LogFollower::Mode mode) {
    auto follower = std::make_unique<LogFollower>(*m_client, 1, 0, mode);
    connect(follower.get(), &LogFollower::linesArrived, this, [this](const QList<LogLine>& lines) {
        m_largest = std::max(m_largest, lines.size());
        for (const LogLine& line : lines)
            m_lines.append(line.text);
    });
    follower->start();
    return follower;
}

void TestLogFollower::followsAndEnds() {
    say(0, 3);
    const auto follower = follow();
    QSignalSpy ended(follower.get(), &LogFollower::ended);
    QTRY_COMPARE(m_lines.size(), 3);
    say(3, 5);
    QTRY_COMPARE(m_lines.size(), 5);
    QCOMPARE(follower->offset(), m_server->core().log(1).size());
    QCOMPARE(ended.size(), 0);
    m_server->core().say(1, LogKind::Core, u"over"_qs);
    m_server->core().post(TaskFinished{1, Outcome::Failed, {}});
    QTRY_COMPARE(ended.size(), 1);
    QCOMPARE(m_lines.last(), u"over"_qs);
    QVERIFY(!follower->running());
}

void TestLogFollower::resumesAtItsByte() {
    const auto follower = follow();
    QSignalSpy interrupted(follower.get(), &LogFollower::interrupted);
    for (int round = 0; round < 4; ++round) {
        say(round * 20, round * 20 + 10);
        QTRY_COMPARE(m_lines.size(), round * 20 + 10);
        m_server->dropStreams();
        say(round * 20 + 10, round * 20 + 20);
        QTRY_COMPARE(m_lines.size(), round * 20 + 20);
    }
    QCOMPARE(interrupted.size(), 4);
    for (int i = 0; i < 80; ++i)
        QCOMPARE(m_lines.at(i), QString::number(i));
}

void TestLogFollower::readsWhatIsThere() {
    say(0, 2500);
    const auto follower = follow(LogFollower::Mode::WhatIsThere);
    QSignalSpy ended(follower.get(), &LogFollower::ended);
    QTRY_COMPARE(ended.size(), 1);
    QCOMPARE(m_lines.size(), 2500);
    QCOMPARE(m_lines.last(), u"2499"_qs);
    QCOMPARE(m_server->count("GET", "/v1/tasks/1/log"), 2); // the second slice is empty: that is the end
}

void TestLogFollower::batchesAreBounded() {
    say(0, 5000);
    const auto follower = follow();
    QTRY_COMPARE(m_lines.size(), 5000);
    QVERIFY(m_largest <= LogFollower::batchLines);
}

void TestLogFollower::pausedReadsNothing() {
    const auto follower = follow();
    say(0, 2);
    QTRY_COMPARE(m_lines.size(), 2);
    follower->setPaused(true);
    QTRY_COMPARE(m_server->streamCount(), 0);
    say(2, 4);
    QTest::qWait(50); // style:allow nothing may come meanwhile
    QCOMPARE(m_lines.size(), 2);
    follower->setPaused(false);
    QTRY_COMPARE(m_lines.size(), 4);
}

void TestLogFollower::unknownTaskFails() {
    LogFollower follower(*m_client, 99);
    QSignalSpy failed(&follower, &LogFollower::failed);
    follower.start();
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(!follower.running());
}

void TestLogFollower::lineWithoutPlaceIsRefused() {
    const auto follower = follow();
    QSignalSpy interrupted(follower.get(), &LogFollower::interrupted);
    QTRY_COMPARE(m_server->streamCount(), 1);
    m_server->sendToStreams("data: {\"text\":\"where?\"}\n\n");
    QTRY_COMPARE(interrupted.size(), 1);
    say(0, 1);
    QTRY_COMPARE(m_lines, QStringList{u"0"_qs});
}

void TestLogFollower::garbageIsShownAsItIs() {
    const auto follower = follow();
    QTRY_COMPARE(m_server->streamCount(), 1);
    m_server->sendToStreams("id: 5\ndata: {oops\n\nid: 9\ndata: {\"kind\":\"future\",\"text\":7}\n\n");
    QTRY_COMPARE(m_lines.size(), 2);
    QCOMPARE(m_lines.first(), u"{oops"_qs);
    QCOMPARE(follower->offset(), 9);
}

void TestLogFollower::mayBeDeletedByItsListener() {
    say(0, 3000);
    auto* follower = new LogFollower(*m_client, 1);
    QPointer<LogFollower> watch(follower);
    connect(follower, &LogFollower::linesArrived, follower, [follower] { delete follower; });
    follower->start();
    QTRY_VERIFY(watch.isNull());
    QTRY_COMPARE(m_server->streamCount(), 0);
}

QTEST_GUILESS_MAIN(TestLogFollower)
#include "tst_log_follower.moc"
