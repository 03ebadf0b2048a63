// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: every scripted core loads, is consistent in itself (so that the console can be judged by it), is
// the same each time, and takes decisions as the real one does.
#include "client_test.h"
#include "core/client/log_follower.h"
#include "core/client/scenario_transport.h"
#include "core/domain/event.h"

using namespace signalbox;
using namespace signalbox::test;

class TestScenario : public QObject {
    Q_OBJECT
private slots:
    void unknownNameSaysWhichThereAre();
    void loadsAndIsConsistent_data();
    void loadsAndIsConsistent();
    void frozenIsTheSameEachTime();
    void showsWhatItsNameSays();
    void offlineKeepsTheLastKnownState();
    void approveGoesOnToTheEnd();
    void rejectNeedsFeedbackAndGoesBack();
    void staleVoteIsRefused();
    void firstStartRunsATask();
    void cancelAndRetry();
    void longLogComesInBatches();
};

void TestScenario::unknownNameSaysWhichThereAre() {
    const auto client = CoreClient::create(QUrl(u"test:///nonesuch"_qs));
    QVERIFY(!client.ok());
    QCOMPARE(kindOf(client), u"not_found"_qs);
    QVERIFY(client.error().hint.contains(u"busy-day"));
}

void TestScenario::loadsAndIsConsistent_data() {
    QTest::addColumn<QString>("name");
    for (const Scenario& scenario : scenarios())
        QTest::newRow(qPrintable(scenario.name)) << scenario.name;
}

void TestScenario::loadsAndIsConsistent() {
    QFETCH(QString, name);
    ClientOptions options;
    options.frozen = true;
    const auto client = clientFor(u"test:///"_qs + name, options);
    client->open();
    QVERIFY(waitConnected(*client));
    QSignalSpy approvals(&client->mirror(), &CoreMirror::approvalsChanged);
    QTRY_VERIFY(client->mirror().approvals().isEmpty() == (name == u"first-start" || name == u"running"));
    if (name == u"offline")
        return; // its calls fail soon; busy-day has the same tasks
    for (const TaskSummary& row : client->mirror().tasks()) {
        const auto detail = get<TaskDetail>([&](auto done) { client->fetchTask(row.id, this, done); });
        QVERIFY2(detail.ok(), detail.ok() ? "" : qPrintable(detail.error().text()));
        const Task& task = detail->task;
        QCOMPARE(summaryOf(task), row);
        QVERIFY(task.created <= task.updated && task.updated <= client->now());
        QVERIFY(task.steps.isEmpty() || task.blueprint.find(task.current));
        for (const StepState& state : task.steps)
            for (const Attempt& attempt : state.attempts) {
                QVERIFY(attempt.number >= 1);
                QVERIFY(!attempt.ended || attempt.started <= *attempt.ended);
            }
        const auto evidence =
            get<EvidenceBundle>([&](auto done) { client->fetchEvidence(row.id, this, done); });
        QVERIFY(evidence.ok());
        QCOMPARE(evidence->digest, evidenceDigest(task));
        if (const Approval* open = task.openApproval()) {
            QCOMPARE(open->tree, task.tree);
            QCOMPARE(open->evidence, evidence->digest);
            QVERIFY(client->mirror().approval(open->id));
            const auto changes =
                get<ChangeList>([&](auto done) { client->fetchChanges(row.id, this, done); });
            QVERIFY(changes.ok() && !changes->files.isEmpty());
            const auto patch = get<QByteArray>([&](auto done) { client->fetchPatch(row.id, 0, this, done); });
            QVERIFY(patch.ok() && patch->startsWith("diff --git"));
        }
        const auto records =
            get<QList<RecordView>>([&](auto done) { client->fetchRecords(row.id, this, done); });
        QVERIFY(records.ok() && !records->isEmpty());
        Moment last;
        for (const RecordView& record : *records) {
            QVERIFY2(eventFrom(record.type, record.body).ok(), qPrintable(record.type));
            QVERIFY(last <= record.at);
            last = record.at;
        }
    }
}

void TestScenario::frozenIsTheSameEachTime() {
    const auto snapshot = [this] {
        ClientOptions options;
        options.frozen = true;
        const auto client = clientFor(u"test:///busy-day"_qs, options);
        const auto tasks = get<QList<TaskSummary>>([&](auto done) { client->listTasks(this, done); });
        return canonicalJson(json::write(*tasks)) + client->now().iso().toUtf8();
    };
    const QByteArray first = snapshot();
    QTest::qWait(30); // style:allow nothing may come meanwhile
    QCOMPARE(snapshot(), first);
}

void TestScenario::showsWhatItsNameSays() {
    const auto load = [](const char* url) {
        auto client = clientFor(QLatin1String(url));
        client->open();
        if (!waitConnected(*client))
            qFatal("not connected");
        return client;
    };
    const auto running = load("test:///running?freeze");
    QCOMPARE(running->mirror().tasks().size(), 1);
    const TaskSummary& row = running->mirror().tasks().first();
    QCOMPARE(row.status.word, StatusWord::Working);
    QCOMPARE(row.current, u"implement"_qs);
    QCOMPARE(row.iterations, 1);
    QVERIFY(row.status.text.contains(u"attempt 2"));
    QTRY_COMPARE(running->mirror().machines().size(), 1);
    QCOMPARE(running->mirror().machines().first().task(), row.id);

    QVERIFY(load("test:///first-start?freeze")->mirror().tasks().isEmpty());
    QTRY_COMPARE(load("test:///approval?freeze")->mirror().tasks().first().status.word,
                 StatusWord::NeedsDecision);

    const auto busy = load("test:///busy-day?freeze");
    int need = 0;
    int work = 0;
    int failed = 0;
    for (const TaskSummary& each : busy->mirror().tasks()) {
        need += each.status.needsPerson() ? 1 : 0;
        failed += each.status.word == StatusWord::Failed ? 1 : 0;
        work += each.outcome == Outcome::None && !each.status.needsPerson() ? 1 : 0;
    }
    QCOMPARE(need, 4);
    QCOMPARE(failed, 2);
    QCOMPARE(work, 14);
}

void TestScenario::offlineKeepsTheLastKnownState() {
    const auto client = clientFor(u"test:///offline?freeze"_qs);
    client->open();
    QVERIFY(waitConnected(*client));
    QTRY_COMPARE(client->state(), ConnectionState::Reconnecting);
    QVERIFY(!client->mirror().tasks().isEmpty());
    QVERIFY(!client->mirror().approvals().isEmpty());
    QVERIFY(client->now() - client->lastSeen() >= Millis(60'000));
    QVERIFY(client->lastError().has_value());
    const auto lost = get<TaskDetail>([&](auto done) { client->fetchTask(22, this, done); });
    QCOMPARE(kindOf(lost), u"unavailable"_qs);
}

void TestScenario::approveGoesOnToTheEnd() {
    const auto client = clientFor(u"test:///approval"_qs);
    client->open();
    QVERIFY(waitConnected(*client));
    QTRY_COMPARE(client->mirror().approvals().size(), 1);
    const ApprovalEntry entry = client->mirror().approvals().first();
    QSignalSpy records(&client->mirror(), &CoreMirror::recordArrived);
    const CoreClient::Ballot yes{entry.approval.id, true, {}, entry.approval.tree, entry.approval.evidence};
    const auto vote = get<Approval>([&](auto done) { client->vote(yes, this, done); });
    QVERIFY2(vote.ok(), vote.ok() ? "" : qPrintable(vote.error().text()));
    QCOMPARE(vote->state, ApprovalState::Approved);
    QTRY_VERIFY(client->mirror().approvals().isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(client->mirror().task(entry.task.id)->outcome, Outcome::Published, 15'000);
    QVERIFY(records.size() > 4);
}

void TestScenario::rejectNeedsFeedbackAndGoesBack() {
    const auto client = clientFor(u"test:///approval"_qs);
    client->open();
    QVERIFY(waitConnected(*client));
    QTRY_COMPARE(client->mirror().approvals().size(), 1);
    const ApprovalEntry entry = client->mirror().approvals().first();
    CoreClient::Ballot no{entry.approval.id, false, {}, entry.approval.tree, entry.approval.evidence};
    QCOMPARE(kindOf(get<Approval>([&](auto done) { client->vote(no, this, done); })), u"invalid"_qs);
    no.comment = u"Name the constant."_qs;
    QVERIFY(get<Approval>([&](auto done) { client->vote(no, this, done); }).ok());
    QTRY_COMPARE(client->mirror().task(entry.task.id)->current, u"implement"_qs);
    QCOMPARE(client->mirror().task(entry.task.id)->iterations, 2);
}

void TestScenario::staleVoteIsRefused() {
    const auto client = clientFor(u"test:///approval?freeze"_qs);
    const auto entries =
        get<QList<ApprovalEntry>>([&](auto done) { client->listApprovals(false, this, done); });
    QCOMPARE(entries->size(), 1);
    const Approval& open = entries->first().approval;
    const CoreClient::Ballot stale{open.id, true, {}, QString(40, u'0'), open.evidence};
    QCOMPARE(kindOf(get<Approval>([&](auto done) { client->vote(stale, this, done); })), u"conflict"_qs);
}

void TestScenario::firstStartRunsATask() {
    const auto client = clientFor(u"test:///first-start"_qs);
    client->open();
    QVERIFY(waitConnected(*client));
    Repository sample;
    sample.name = u"sample"_qs;
    sample.url = u"/srv/sample.git"_qs;
    const auto added = get<Repository>([&](auto done) { client->addRepository(sample, this, done); });
    QVERIFY(added.ok());
    QTRY_COMPARE(client->mirror().repositories().size(), 1);
    QSignalSpy taskAdded(&client->mirror(), &CoreMirror::taskAdded);
    TaskSpec spec;
    spec.repository = u"sample"_qs;
    spec.title = u"Mend it"_qs;
    const auto task = get<TaskSummary>([&](auto done) { client->submitTask(spec, this, done); });
    QVERIFY(task.ok());
    QTRY_COMPARE(taskAdded.size(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(client->mirror().task(task->id)->current, u"workspace"_qs, 10'000);
    spec.repository = u"other"_qs;
    QCOMPARE(kindOf(get<TaskSummary>([&](auto done) { client->submitTask(spec, this, done); })),
             u"not_found"_qs);
}

void TestScenario::cancelAndRetry() {
    const auto client = clientFor(u"test:///busy-day"_qs);
    client->open();
    QVERIFY(waitConnected(*client));
    QVERIFY(get<TaskSummary>([&](auto done) { client->cancelTask(30, u"no need"_qs, this, done); }).ok());
    QTRY_COMPARE_WITH_TIMEOUT(client->mirror().task(30)->outcome, Outcome::Cancelled, 10'000);
    QCOMPARE(kindOf(get<TaskSummary>([&](auto done) { client->cancelTask(30, {}, this, done); })),
             u"conflict"_qs);
    QCOMPARE(client->mirror().task(22)->status.word, StatusWord::NeedsPerson);
    QVERIFY(
        get<TaskSummary>([&](auto done) { client->retryTask(22, {}, u"look again"_qs, this, done); }).ok());
    QTRY_COMPARE_WITH_TIMEOUT(client->mirror().task(22)->current, u"implement"_qs, 10'000);
}

void TestScenario::longLogComesInBatches() {
    const auto client = clientFor(u"test:///busy-day?freeze"_qs);
    LogFollower follower(*client, 26, 0, LogFollower::Mode::WhatIsThere);
    qsizetype lines = 0;
    qsizetype largest = 0;
    connect(&follower, &LogFollower::linesArrived, this, [&](const QList<LogLine>& batch) {
        lines += batch.size();
        largest = std::max(largest, batch.size());
    });
    QSignalSpy ended(&follower, &LogFollower::ended);
    follower.start();
    QTRY_COMPARE(ended.size(), 1);
    QVERIFY2(lines > 4000, qPrintable(QString::number(lines)));
    QVERIFY(largest <= LogFollower::batchLines);
}

QTEST_GUILESS_MAIN(TestScenario)
#include "tst_scenario.moc"
