// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the audit log over the API: what people did is there by name, pages and filters work, the export
// is one that the verifier takes, and nobody sees it without a token, machines least of all.
#include "core/audit/audit_check.h"
#include "tests/core/server/api_fixture.h"

#include <QBuffer>
#include <QJsonDocument>

using namespace signalbox;
using namespace signalbox::test;

namespace {

std::pair<int, QByteArray> get(const Core& core, const char* target, const QByteArray& token = "token-ann") {
    return ask(core.url().resolved(QUrl(QLatin1String(target))), token);
}

QJsonArray entriesOf(const std::pair<int, QByteArray>& answer) {
    return QJsonDocument::fromJson(answer.second).object()[QStringLiteral("entries")].toArray();
}

} // namespace

class ApiAuditTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whoDidWhatIsThere() {
        Core core;
        const Task task = core.taskAtApproval();
        core.give(CastVote{task.openApproval()->id, QStringLiteral("bob"), true, QStringLiteral("fine"),
                           task.tree, task.openApproval()->evidence});
        QVERIFY(core.audit->settle(Millis(20'000)));
        const QJsonArray decisions = entriesOf(get(core, "/v1/audit?task=1&kind=decision"));
        QStringList acts;
        for (const QJsonValue& entry : decisions)
            acts.append(entry[QStringLiteral("who")].toString() + u' ' +
                        entry[QStringLiteral("action")].toString());
        QVERIFY2(acts.contains(QStringLiteral("bob approved")), qPrintable(acts.join(u',')));
        const QJsonArray tasks = entriesOf(get(core, "/v1/audit?kind=task"));
        QCOMPARE(tasks.first()[QStringLiteral("who")].toString(), QStringLiteral("ann"));
        QCOMPARE(tasks.first()[QStringLiteral("repository")].toString(), QStringLiteral("x"));
        QCOMPARE(decisions.first()[QStringLiteral("repository")].toString(), QStringLiteral("x"));
    }

    void pagesGoBothWays() {
        Core core;
        (void)core.taskAtApproval();
        QVERIFY(core.audit->settle(Millis(20'000)));
        const QJsonArray two = entriesOf(get(core, "/v1/audit?limit=2"));
        QCOMPARE(two.size(), 2);
        QCOMPARE(two[0][QStringLiteral("seq")].toInteger(), 1);
        QCOMPARE(entriesOf(get(core, "/v1/audit?after=2&limit=1")).first()[QStringLiteral("seq")].toInteger(),
                 3);
        const QJsonArray back = entriesOf(get(core, "/v1/audit?before=3"));
        QCOMPARE(back.first()[QStringLiteral("seq")].toInteger(), 2);
        for (const char* wrong :
             {"/v1/audit?after=x", "/v1/audit?limit=-1", "/v1/audit?kind=gossip", "/v1/audit?task=1.5"})
            QCOMPARE(get(core, wrong).first, 400);
    }

    void theExportIsSound() {
        Core core;
        (void)core.taskAtApproval();
        QVERIFY(core.audit->settle(Millis(20'000)));
        auto [status, bytes] = get(core, "/v1/audit/export");
        QCOMPARE(status, 200);
        QBuffer buffer(&bytes);
        QVERIFY(buffer.open(QIODevice::ReadOnly));
        const auto check = checkAudit(buffer);
        QVERIFY2(check.ok() && check->ok, check.ok() ? qPrintable(check->problem) : "");
        QVERIFY(check->entries > 5);
    }

    void nobodySeesItWithoutAToken() {
        Core core;
        QCOMPARE(get(core, "/v1/audit", {}).first, 401);
        QCOMPARE(get(core, "/v1/audit/export", "wrong").first, 401);
        QVERIFY(askAsGuest(core, QStringLiteral("sb-m1"), "/v1/audit").startsWith("HTTP/1.1 403"));
    }
};

QTEST_GUILESS_MAIN(ApiAuditTest)
#include "tst_api_audit.moc"
