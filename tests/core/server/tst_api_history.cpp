// SPDX-License-Identifier: GPL-3.0-or-later
// Protects what is asked of tasks that are over for long, and of what was given up: the same answers as for
// those that the state holds, and a replay only where there is something to replay.
#include "core/flow/retention.h"
#include "tests/core/server/api_fixture.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace signalbox;
using namespace signalbox::test;

namespace {

class Client {
public:
    explicit Client(const Core& core) : m_core(core) {}
    QJsonObject get(const QString& path, int status = 200) { return answer(path, {}, status); }
    QJsonObject post(const QString& path, const QByteArray& body, int status = 200) {
        return answer(path, body, status);
    }

private:
    QJsonObject answer(const QString& path, const QByteArray& body, int status) {
        const auto [got, bytes] = ask(m_core.url().resolved(QUrl(path)), "token-ann", body);
        if (got != status)
            qWarning("%s: %d, %s", qPrintable(path), got, bytes.constData());
        return got == status ? QJsonDocument::fromJson(bytes).object() : QJsonObject();
    }
    const Core& m_core;
};

/// Task 1 at its end, and so many after it that it has left the state.
void finishFirstAndLeave(Core& core) {
    (void)core.taskAtApproval();
    core.give(CancelTask{1, QStringLiteral("ann"), {}});
    core.give(ReportUndone{1, QStringLiteral("t1/undo-drop_work/1"), {}});
    core.give(ReportUndone{1, QStringLiteral("t1/teardown/1"), {}});
    TaskSpec spec;
    spec.repository = QStringLiteral("x");
    spec.title = QStringLiteral("another");
    for (TaskId id = 2; id <= keptFinished + 1; ++id) {
        spec.idempotencyKey = QStringLiteral("key-%1").arg(id);
        core.engine->submit(SubmitTask{spec, QStringLiteral("ann")});
        core.engine->submit(CancelTask{id, QStringLiteral("ann"), {}});
    }
    core.engine->queryAndWait([](const State&) {});
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            bool gone = false;
            core.engine->queryAndWait([&](const State& state) { gone = !state.task(1); });
            return gone;
        }(),
        20'000);
}

} // namespace

class ApiHistoryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFleetIsToldAsItWas() {
        Core core;
        Client client(core);
        (void)core.taskAtApproval();
        const QJsonObject then = client.get(QStringLiteral("/v1/tasks"));
        const QJsonObject approvals = client.get(QStringLiteral("/v1/approvals"));
        const qint64 seq = then[QStringLiteral("seq")].toInteger();
        core.give(CancelTask{1, QStringLiteral("ann"), {}});
        QVERIFY(client.get(QStringLiteral("/v1/tasks"))[QStringLiteral("seq")].toInteger() > seq);
        const QJsonObject past = client.get(QStringLiteral("/v1/past?seq=%1").arg(seq));
        QCOMPARE(past[QStringLiteral("tasks")], then[QStringLiteral("tasks")]);
        QCOMPARE(past[QStringLiteral("approvals")], approvals[QStringLiteral("approvals")]);
        QCOMPARE(past[QStringLiteral("seq")].toInteger(), seq);
        QVERIFY(past[QStringLiteral("last")].toInteger() > seq);
        QVERIFY(client.get(QStringLiteral("/v1/past?seq=1"))[QStringLiteral("tasks")].toArray().size() <= 1);
        const qint64 at = past[QStringLiteral("at")].toInteger();
        const QJsonObject moment = client.get(QStringLiteral("/v1/past?at=%1").arg(at));
        QVERIFY(moment[QStringLiteral("seq")].toInteger() >= seq);
        client.get(QStringLiteral("/v1/past?seq=100000"), 404);
        client.get(QStringLiteral("/v1/past"), 404);
        client.get(QStringLiteral("/v1/past?seq=soon"), 400);
        client.get(QStringLiteral("/v1/past?seq=-1"), 400);
        QCOMPARE(ask(core.url().resolved(QUrl(QStringLiteral("/v1/past?seq=1"))), "nobody's").first, 401);
    }

    void aTaskThatLeftIsAnsweredAsBefore() {
        Core core;
        Client client(core);
        (void)core.taskAtApproval();
        const QJsonObject evidence = client.get(QStringLiteral("/v1/tasks/1/evidence"));
        Core other;
        Client later(other);
        finishFirstAndLeave(other);
        QVERIFY(!evidence.isEmpty());
        QCOMPARE(later.get(QStringLiteral("/v1/tasks/1/evidence")), evidence);
        const QJsonObject detail = later.get(QStringLiteral("/v1/tasks/1"));
        QCOMPARE(detail[QStringLiteral("task")][QStringLiteral("outcome")].toString(),
                 QStringLiteral("cancelled"));
        QVERIFY(detail[QStringLiteral("seq")].toInteger() > keptFinished * 3);
        QVERIFY(later.get(QStringLiteral("/v1/tasks/1/events"))[QStringLiteral("events")].toArray().size() >
                10);
        QCOMPARE(ask(other.url().resolved(QUrl(QStringLiteral("/v1/tasks/1/patch"))), "token-ann").second,
                 QByteArray("diff"));
        QCOMPARE(
            later.get(QStringLiteral("/v1/approvals/1"))[QStringLiteral("approval")][QStringLiteral("state")]
                .toString(),
            QStringLiteral("voided"));
        QVERIFY(!later.get(QStringLiteral("/v1/tasks/99999"), 404).isEmpty());
        // The same submission again is still the same task, though it has left.
        const QJsonObject again = later.post(
            QStringLiteral("/v1/tasks"), R"({"repository":"x","title":"another","idempotencyKey":"key-2"})");
        QCOMPARE(again[QStringLiteral("id")].toInteger(), 2);
        // A vote on what is over is refused as such.
        QVERIFY(!later
                     .post(QStringLiteral("/v1/approvals/1/vote"),
                           R"({"approve":true,"tree":"t","evidence":"e"})", 404)
                     .isEmpty());
    }

    /// Or a console that was away for long would show for ever as working what is over.
    void theStreamTellsHowWhatLeftEnded() {
        Core core;
        finishFirstAndLeave(core);
        QNetworkAccessManager network;
        QNetworkRequest request(core.url().resolved(QUrl(QStringLiteral("/v1/events?from=0"))));
        request.setRawHeader("Authorization", "Bearer token-ann");
        const std::unique_ptr<QNetworkReply> stream(network.get(request));
        QByteArray told;
        connect(stream.get(), &QNetworkReply::readyRead, this, [&] { told += stream->readAll(); });
        const QByteArray last = "id: " + QByteArray::number(core.journal->lastSeq().value()) + '\n';
        QTRY_VERIFY_WITH_TIMEOUT(told.contains(last), 20'000);
        int ends = 0;
        for (const QByteArray& event : told.split('\n')) {
            if (!event.startsWith("data: ") || !event.contains("task_finished"))
                continue;
            const QJsonObject data = QJsonDocument::fromJson(event.mid(6)).object();
            QCOMPARE(data[QStringLiteral("summary")][QStringLiteral("outcome")].toString(),
                     QStringLiteral("cancelled"));
            ++ends;
        }
        QCOMPARE(ends, keptFinished + 1);
    }

    void finishedTasksComeInPages() {
        Core core;
        finishFirstAndLeave(core);
        Client client(core);
        QList<qint64> ids;
        qint64 before = 0;
        do {
            const QJsonObject page =
                client.get(QStringLiteral("/v1/finished-tasks?limit=200&before=%1").arg(before));
            for (const QJsonValue& row : page[QStringLiteral("tasks")].toArray())
                ids.append(row[QStringLiteral("id")].toInteger());
            before = page[QStringLiteral("next")].toInteger();
        } while (before != 0 && ids.size() < 10'000);
        QCOMPARE(ids.size(), keptFinished + 1);
        QCOMPARE(ids.last(), 1);
        QCOMPARE(client.get(QStringLiteral("/v1/finished-tasks?outcome=published"))[QStringLiteral("tasks")]
                     .toArray()
                     .size(),
                 0);
        QVERIFY(!client.get(QStringLiteral("/v1/finished-tasks?outcome=splendid"), 400).isEmpty());
        QVERIFY(!client.get(QStringLiteral("/v1/finished-tasks?before=x"), 400).isEmpty());
    }

    void deadLettersAreListedAndReplayed() {
        Core core;
        Client client(core);
        QCOMPARE(
            client.get(QStringLiteral("/v1/dead-letters"))[QStringLiteral("deadLetters")].toArray().size(),
            0);
        Repository repository;
        repository.name = QStringLiteral("x");
        repository.url = QStringLiteral("/srv/x");
        core.give(AddRepository{repository});
        TaskSpec spec;
        spec.repository = repository.name;
        spec.title = QStringLiteral("mend it");
        core.give(SubmitTask{spec, QStringLiteral("ann")});
        core.give(ReportAdmitted{1, QStringLiteral("t1/admission/1"), QStringLiteral("main"),
                                 QStringLiteral("b"), QStringLiteral("t"), smallBlueprint()});
        for (int i = 0; i < 3; ++i)
            core.give(ReportTrouble{1,
                                    QStringLiteral("t1/workspace/1"),
                                    {ErrorKind::Unavailable, QStringLiteral("the host is gone"), {}}});
        const QJsonArray letters =
            client.get(QStringLiteral("/v1/dead-letters"))[QStringLiteral("deadLetters")].toArray();
        QCOMPARE(letters.size(), 1);
        const QJsonObject letter = letters.first()[QStringLiteral("letter")].toObject();
        QCOMPARE(letter[QStringLiteral("tries")].toInt(), 3);
        QVERIFY(letter[QStringLiteral("reason")].toString().contains(QStringLiteral("the host is gone")));
        QCOMPARE(client.get(QStringLiteral("/v1/dead-letters/1/1"))[QStringLiteral("letter")].toObject(),
                 letter);
        QVERIFY(!client.get(QStringLiteral("/v1/dead-letters/1/2"), 404).isEmpty());
        QVERIFY(!client.post(QStringLiteral("/v1/dead-letters/1/2/replay"), "{}", 404).isEmpty());
        QVERIFY(!client.post(QStringLiteral("/v1/dead-letters/1/1/replay"), "{}").isEmpty());
        QCOMPARE(core.task().effects.first().key, QStringLiteral("t1/workspace/2"));
        QVERIFY(!client.post(QStringLiteral("/v1/dead-letters/1/1/replay"), "{}", 409).isEmpty());
        QCOMPARE(
            client.get(QStringLiteral("/v1/dead-letters"))[QStringLiteral("deadLetters")].toArray().size(),
            0);
        QCOMPARE(client.get(QStringLiteral("/v1/dead-letters?all=1"))[QStringLiteral("deadLetters")]
                     .toArray()
                     .size(),
                 1);
    }
};

QTEST_GUILESS_MAIN(ApiHistoryTest)
#include "tst_api_history.moc"
