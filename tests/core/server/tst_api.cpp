// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the API as the console uses it: both ends run here, over a real socket. What the client knows is
// what the journal says, without a gap, whenever it connects; a vote for what does not stand any more is
// refused; guests are known by their channel and by nothing else.
#include "core/client/core_client.h"
#include "core/client/log_follower.h"
#include "tests/core/server/api_fixture.h"

using namespace signalbox;
using namespace signalbox::test;

namespace {

std::unique_ptr<CoreClient> clientOf(const Core& core, const QString& token) {
    ClientOptions options;
    options.token = token;
    return std::move(*CoreClient::create(core.url(), options));
}

} // namespace

class ApiTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theMirrorFollowsTheJournal() {
        Core core;
        auto client = clientOf(core, QStringLiteral("token-ann"));
        client->open();
        QTRY_VERIFY_WITH_TIMEOUT(client->mirror().loaded(), 20'000);
        const Task task = core.taskAtApproval();
        QTRY_COMPARE_WITH_TIMEOUT(client->mirror().approvals().size(), 1, 20'000);
        const TaskSummary* row = client->mirror().task(1);
        QVERIFY(row && row->status.word == StatusWord::NeedsDecision);
        qint64 seq = 0;
        core.engine->queryAndWait([&](const State& state) { seq = state.seq; });
        QTRY_COMPARE_WITH_TIMEOUT(client->mirror().lastSeq(), seq, 20'000);
    }

    void theEventStreamHasNoGap() {
        Core core;
        core.taskAtApproval();
        // From every number on: exactly what follows, in order, also while more is being written.
        for (const qint64 from : {0, 3, 7}) {
            QNetworkAccessManager network;
            QNetworkRequest request(
                QUrl(core.url().toString() + QStringLiteral("/v1/events?from=%1").arg(from)));
            request.setRawHeader("Authorization", "Bearer token-ann");
            QNetworkReply* reply = network.get(request);
            QByteArray bytes;
            QObject::connect(reply, &QNetworkReply::readyRead, [&] { bytes += reply->readAll(); });
            Repository repository;
            repository.name = QStringLiteral("r%1").arg(from);
            repository.url = QStringLiteral("/srv/r");
            core.give(AddRepository{repository});
            qint64 last = 0;
            core.engine->queryAndWait([&](const State& state) { last = state.seq; });
            QTRY_VERIFY_WITH_TIMEOUT(bytes.contains("id: " + QByteArray::number(last) + "\n"), 20'000);
            qint64 expected = from;
            for (const QByteArray& line : bytes.split('\n'))
                if (line.startsWith("id: "))
                    QCOMPARE(line.mid(4).toLongLong(), ++expected);
            reply->abort();
            delete reply;
        }
    }

    void aVoteBindsWhatWasSeen() {
        Core core;
        const Task task = core.taskAtApproval();
        const Approval& open = *task.openApproval();
        auto bob = clientOf(core, QStringLiteral("token-bob"));
        std::optional<Result<Approval>> answer;
        const auto vote = [&](const QString& tree) {
            answer.reset();
            bob->vote({open.id, true, {}, tree, open.evidence}, this,
                      [&](Result<Approval> r) { answer.emplace(std::move(r)); });
        };
        vote(QStringLiteral("another-tree"));
        QTRY_VERIFY_WITH_TIMEOUT(answer.has_value(), 20'000);
        QVERIFY(!answer->ok() && answer->error().kind == ErrorKind::Conflict);
        vote(open.tree);
        QTRY_VERIFY_WITH_TIMEOUT(answer.has_value(), 20'000);
        QVERIFY(answer->ok());
        QVERIFY((*answer)->state == ApprovalState::Approved);
        QCOMPARE((*answer)->votes.first().by, QStringLiteral("bob")); // the token says who, not the body
    }

    void strangersGetNothing() {
        Core core;
        core.taskAtApproval();
        const auto path = [&](const char* p) { return QUrl(core.url().toString() + QLatin1String(p)); };
        QCOMPARE(ask(path("/v1/ping"), {}).first, 200);
        QCOMPARE(ask(path("/v1/tasks"), {}).first, 401);
        QCOMPARE(ask(path("/v1/tasks"), "token-eve").first, 401);
        QCOMPARE(ask(path("/v1/tasks"), "token-ann").first, 200);
        QCOMPARE(ask(path("/v1/guest/proceed"), "token-ann").first, 403);
        QCOMPARE(ask(path("/v1/nothing"), "token-ann").first, 404);
        QCOMPARE(ask(path("/v1/tasks/99"), "token-ann").first, 404);
        QCOMPARE(ask(path("/v1/tasks/one"), "token-ann").first, 400);
    }

    void badBodiesAreSaidAndChangeNothing() {
        Core core;
        core.taskAtApproval();
        qint64 before = 0;
        core.engine->queryAndWait([&](const State& state) { before = state.seq; });
        const QUrl tasks(core.url().toString() + QStringLiteral("/v1/tasks"));
        for (const QByteArray& body : {QByteArray("{"), QByteArray("[]"), QByteArray(R"({"title":7})"),
                                       QByteArray(R"({"repository":"nowhere","title":"t"})")}) {
            const auto [status, answer] = ask(tasks, "token-ann", body);
            QVERIFY2(status == 400 || status == 404, body.constData());
            QVERIFY(answer.contains("\"message\""));
        }
        QCOMPARE(ask(tasks, "token-ann", QByteArray(2 * 1024 * 1024, 'x')).first, 413);
        qint64 after = 0;
        core.engine->queryAndWait([&](const State& state) { after = state.seq; });
        QCOMPARE(after, before);
    }

    void aGuestIsKnownByItsChannel() {
        Core core;
        core.taskAtApproval();
        // Its attempt is over by now: the machine speaks for nobody.
        QVERIFY(askAsGuest(core, QStringLiteral("sb-m1"), "/v1/guest/proceed").contains("403"));
        QVERIFY(askAsGuest(core, QStringLiteral("sb-m1"), "/v1/tasks").contains("403"));
        QVERIFY(askAsGuest(core, QStringLiteral("sb-m1"), "/v1/ping").contains("200 OK"));
        const Task task = core.task();
        core.give(CastVote{task.openApproval()->id, QStringLiteral("bob"), false, QStringLiteral("again"),
                           task.openApproval()->tree, task.openApproval()->evidence});
        core.give(ReportLease{1, QStringLiteral("t1/implement/2"), QStringLiteral("sb-m2"), {}});
        QVERIFY(askAsGuest(core, QStringLiteral("sb-m1"), "/v1/guest/proceed").contains("403"));
        const QByteArray answer = askAsGuest(core, QStringLiteral("sb-m2"), "/v1/guest/proceed?commit=c2");
        QVERIFY(answer.contains("200 OK") && answer.toLower().contains("signalbox-proceed: no"));
        QVERIFY(answer.contains("gate compiles has not been run on c2"));
    }

    void theLogIsFollowedToItsEnd() {
        Core core;
        core.taskAtApproval();
        core.logs->append(1, QStringLiteral("implement"), 1, LogKind::Output, QStringLiteral("first"));
        auto client = clientOf(core, QStringLiteral("token-ann"));
        QNetworkAccessManager network;
        QNetworkRequest request(QUrl(core.url().toString() + QStringLiteral("/v1/tasks/1/log/follow")));
        request.setRawHeader("Authorization", "Bearer token-ann");
        QNetworkReply* reply = network.get(request);
        QByteArray bytes;
        QObject::connect(reply, &QNetworkReply::readyRead, [&] { bytes += reply->readAll(); });
        QTRY_VERIFY_WITH_TIMEOUT(bytes.contains("first"), 20'000);
        core.logs->append(1, QStringLiteral("implement"), 1, LogKind::Output, QStringLiteral("second"));
        QTRY_VERIFY_WITH_TIMEOUT(bytes.contains("second"), 20'000);
        core.give(CancelTask{1, QStringLiteral("ann"), {}});
        while (!core.task().effects.isEmpty())
            core.give(ReportUndone{1, core.task().effects.first().key, {}});
        QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), 20'000);
        QVERIFY(bytes.contains("event: end"));
        delete reply;
    }

    void theDescriptionCoversEveryRoute() {
        Core core;
        const auto [status, body] =
            ask(QUrl(core.url().toString() + QStringLiteral("/v1/openapi.json")), "token-ann");
        QCOMPARE(status, 200);
        for (const char* path :
             {"/v1/tasks/{id}/patch", "/v1/approvals/{id}/vote", "/v1/guest/proceed", "/v1/events"})
            QVERIFY2(body.contains(path), path);
    }
};

QTEST_GUILESS_MAIN(ApiTest)
#include "tst_api.moc"
