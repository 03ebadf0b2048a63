// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: a person who votes is told the truth about the vote, whatever happens on the way, and no vote is
// sent twice.
#include "client_test.h"
#include "core/client/scenario_story.h"
#include "test_server.h"

using namespace signalbox;
using namespace signalbox::test;

class TestVote : public QObject {
    Q_OBJECT
private slots:
    void init();
    void arrives();
    void lostAfterItCounted();
    void lostBeforeItCounted();
    void lostInTheAnswer();
    void nobodyKnows();
    void neverLeft();
    void sameVoteTwiceIsFine();
    void staleTreeIsAConflict();
    void twoApproversAtOnce_data();
    void twoApproversAtOnce();
    void callbackIsDroppedWithItsContext();

private:
    Result<Approval> vote(bool approve = true, const QString& comment = {});
    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<CoreClient> m_client;
    CoreClient::Ballot m_ballot;
};

void TestVote::init() {
    m_client.reset();
    m_server = std::make_unique<TestServer>();
    StorySpec story;
    story.spec.title = u"Mend it"_qs;
    story.ago = std::chrono::hours(1);
    story.plot = Plot::Straight;
    Story(m_server->core(), 1).plan(story);
    m_server->core().start();
    m_server->start();
    ClientOptions options;
    options.requestLimit = Millis(1000);
    m_client = clientFor(m_server->url(), options);
    QVERIFY(get<CoreInfo>([&](auto done) { m_client->reach(this, done); }).ok());
    const auto open =
        get<QList<ApprovalEntry>>([&](auto done) { m_client->listApprovals(false, this, done); });
    QVERIFY(open.ok() && open->size() == 1);
    const Approval& approval = open->first().approval;
    m_ballot = {approval.id, true, {}, approval.tree, approval.evidence};
}

Result<Approval> TestVote::vote(bool approve, const QString& comment) {
    m_ballot.approve = approve;
    m_ballot.comment = comment;
    return get<Approval>([&](auto done) { m_client->vote(m_ballot, this, done); });
}

void TestVote::twoApproversAtOnce_data() {
    QTest::addColumn<int>("needed");
    QTest::newRow("one is enough: the other learns that it was decided") << 1;
    QTest::newRow("both are needed: both count") << 2;
}

void TestVote::twoApproversAtOnce() {
    QFETCH(int, needed);
    m_server->core().approval(m_ballot.approval)->needed = needed;
    m_server->fault = [&](const SeenRequest& request) { // who asks is known by the token
        m_server->core().info().user = QString::fromLatin1(request.token == "jonas" ? "jonas" : "alex");
        return Fault();
    };
    ClientOptions options;
    options.token = QStringLiteral("jonas");
    const auto other = clientFor(m_server->url(), options);
    QVERIFY(get<CoreInfo>([&](auto done) { other->reach(this, done); }).ok());
    QList<Result<Approval>> answers;
    const auto take = [&](const Result<Approval>& answer) { answers.append(answer); };
    m_client->vote(m_ballot, this, take);
    other->vote(m_ballot, this, take);
    QTRY_COMPARE(answers.size(), 2);
    const Approval* approval = m_server->core().approval(m_ballot.approval);
    QVERIFY(approval->state == ApprovalState::Approved);
    QCOMPARE(approval->votes.size(), needed);
    const auto counted = std::count_if(answers.begin(), answers.end(), [](const auto& a) { return a.ok(); });
    QCOMPARE(counted, needed);
    for (const Result<Approval>& answer : answers)
        if (!answer) {
            QVERIFY(answer.error().kind == ErrorKind::Conflict);
            QVERIFY(answer.error().message.contains(QStringLiteral("approved already")));
        }
}

void TestVote::arrives() {
    const auto result = vote();
    QCOMPARE(kindOf(result), u"ok"_qs);
    QCOMPARE(result->state, ApprovalState::Approved);
    QCOMPARE(m_server->count("POST", "/v1/approvals/"), 1);
}

void TestVote::lostAfterItCounted() {
    m_server->fault = [](const SeenRequest& request) {
        return request.method == "POST" ? Fault{Fault::CloseAfter, 0, {}, {}, {}} : Fault();
    };
    const auto result = vote();
    QCOMPARE(kindOf(result), u"ok"_qs); // it stands, and that is what is said
    QCOMPARE(result->votes.size(), 1);
    QCOMPARE(m_server->count("POST", "/v1/approvals/"), 1); // never sent twice
}

void TestVote::lostBeforeItCounted() {
    m_server->fault = [](const SeenRequest& request) {
        return request.method == "POST" ? Fault{Fault::CloseBefore, 0, {}, {}, {}} : Fault();
    };
    const auto result = vote();
    QCOMPARE(kindOf(result), u"unavailable"_qs);
    QVERIFY2(result.error().message.contains(u"does not count"), qPrintable(result.error().message));
    m_server->fault = {};
    QCOMPARE(kindOf(vote()), u"ok"_qs);
}

void TestVote::lostInTheAnswer() {
    m_server->fault = [](const SeenRequest& request) {
        return request.method == "POST" ? Fault{Fault::HalfAnswer, 0, {}, {}, {}} : Fault();
    };
    QCOMPARE(kindOf(vote(false, u"Name the constant."_qs)), u"ok"_qs);
    QCOMPARE(m_server->core().task(1)->approvals.first().state, ApprovalState::Rejected);
}

void TestVote::nobodyKnows() {
    m_server->fault = [this](const SeenRequest& request) {
        if (request.method == "POST")
            QTimer::singleShot(0, this, [this] { m_server->stop(); });
        return Fault{Fault::CloseAfter, 0, {}, {}, {}};
    };
    const auto result = vote();
    QCOMPARE(kindOf(result), u"timeout"_qs);
    QVERIFY2(result.error().message.contains(u"not known"), qPrintable(result.error().message));
}

void TestVote::neverLeft() {
    m_server->stop();
    const auto result = vote();
    QCOMPARE(kindOf(result), u"unavailable"_qs);
    QVERIFY(m_server->core().task(1)->approvals.first().votes.isEmpty());
}

void TestVote::sameVoteTwiceIsFine() {
    QCOMPARE(kindOf(vote()), u"ok"_qs);
    QCOMPARE(kindOf(vote()), u"ok"_qs);
    QCOMPARE(kindOf(vote(false, u"Or not."_qs)), u"conflict"_qs); // the other way is another thing
}

void TestVote::staleTreeIsAConflict() {
    m_ballot.tree = QString(40, u'0');
    const auto result = vote();
    QCOMPARE(kindOf(result), u"conflict"_qs);
    QVERIFY(m_server->core().task(1)->approvals.first().votes.isEmpty());
}

void TestVote::callbackIsDroppedWithItsContext() {
    auto context = std::make_unique<QObject>();
    bool called = false;
    m_client->vote(m_ballot, context.get(), [&](const Result<Approval>&) { called = true; });
    context.reset();
    QTRY_COMPARE(m_server->count("POST", "/v1/approvals/"), 1);
    QTest::qWait(50); // style:allow nothing may come meanwhile
    QVERIFY(!called);
}

QTEST_GUILESS_MAIN(TestVote)
#include "tst_vote.moc"
