// SPDX-License-Identifier: GPL-3.0-or-later
// Protects what people may do over the API: every route names who may ask for it, the description says the
// same, each role gets what is its own and nothing more, a change holds at once for those who look on, and
// the audit log knows who was refused, without being flooded.
#include "core/server/access_guard.h"
#include "tests/core/server/api_fixture.h"

#include <QJsonDocument>

using namespace signalbox;
using namespace signalbox::test;

namespace {

const QList<Role> everyRole{Role::Viewer, Role::Operator, Role::Approver, Role::Admin};

QByteArray tokenOf(Role role) {
    return "token-" + enumWord(role).toLatin1();
}

/// A core with one person for each role, named after it.
struct RoleCore : Core {
    RoleCore() {
        for (const Role role : everyRole)
            people->admit(enumWord(role), tokenOf(role), {role});
    }
    QUrl at(const QString& path) const { return QUrl(url().toString() + path); }
    QJsonArray personEntries() {
        (void)audit->settle(Millis(20'000));
        const auto answer = ask(at(QStringLiteral("/v1/audit?kind=person")), "token-admin");
        return QJsonDocument::fromJson(answer.second)[QStringLiteral("entries")].toArray();
    }
};

/// Status of a request that changes nothing: numbers name what is not there, bodies are no JSON.
int knock(const RoleCore& core, const HttpRoute& route, const QByteArray& token) {
    QString path = route.pattern;
    static const QRegularExpression capture(QStringLiteral("\\{[^}]*\\}"));
    path.replace(capture, QStringLiteral("999"));
    QNetworkAccessManager network;
    QNetworkRequest request(core.at(path));
    request.setRawHeader("Authorization", "Bearer " + token);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    QNetworkReply* reply =
        network.sendCustomRequest(request, route.method, route.method == "POST" ? "x" : "");
    QSignalSpy headers(reply, &QNetworkReply::metaDataChanged);
    QSignalSpy finished(reply, &QNetworkReply::finished);
    if (!reply->isFinished() && !reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid())
        (void)QTest::qWaitFor([&] { return !headers.isEmpty() || !finished.isEmpty(); }, 20'000);
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    reply->abort();
    delete reply;
    return status;
}

} // namespace

class ApiRolesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyRouteNamesWhoMayAsk() {
        RoleCore core;
        const QJsonObject paths =
            QJsonDocument::fromJson(ask(core.at(QStringLiteral("/v1/openapi.json")), "token-viewer").second)
                .object()[QStringLiteral("paths")]
                .toObject();
        int described = 0;
        for (auto path = paths.begin(); path != paths.end(); ++path) {
            const QJsonObject methods = path->toObject();
            for (auto method = methods.begin(); method != methods.end(); ++method, ++described) {
                const auto access = accessTo(method.key().toUpper().toLatin1(), path.key());
                QVERIFY2(access,
                         qPrintable(method.key() + u' ' + path.key() + QStringLiteral(" is in no table")));
                const auto role = roleOf(*access);
                QCOMPARE(method.value()[QStringLiteral("x-role")].toString(),
                         role ? enumWord(*role) : QString());
            }
        }
        QVERIFY(described > 50);
        for (const HttpRoute& route : core.api->routes())
            QVERIFY2(accessOf(route.method, route.pattern), qPrintable(route.pattern));
    }

    void eachRoleGetsWhatIsItsOwn() {
        RoleCore core;
        int refused = 0;
        for (const HttpRoute& route : core.api->routes()) {
            const auto role = roleOf(*accessOf(route.method, route.pattern));
            if (!role || route.pattern == QLatin1String("/v1/shutdown") ||
                route.pattern == QLatin1String("/v1/sample"))
                continue; // these would be done
            for (const Role mine : everyRole) {
                const bool acts =
                    route.method == "DELETE" || route.pattern.startsWith(QLatin1String("/v1/machines/"));
                if (mayAct({mine}, *role) && acts)
                    continue; // so would these
                const int status = knock(core, route, tokenOf(mine));
                const QString what = enumWord(mine) + u' ' + route.pattern;
                QVERIFY2((status == 403) == !mayAct({mine}, *role),
                         qPrintable(what + u' ' + QString::number(status)));
                refused += status == 403 ? 1 : 0;
            }
        }
        QVERIFY(refused > 30);
        qint64 seq = 0;
        core.engine->queryAndWait([&](const State& state) { seq = state.seq; });
        QCOMPARE(seq, 0); // and nothing happened
    }

    void aRefusalNamesTheRole() {
        RoleCore core;
        const auto [status, body] = ask(core.at(QStringLiteral("/v1/tasks")), "token-viewer", "{}");
        QCOMPARE(status, 403);
        const QJsonObject error = QJsonDocument::fromJson(body)[QStringLiteral("error")].toObject();
        QCOMPARE(error[QStringLiteral("message")].toString(),
                 QStringLiteral("this needs the role operator, and viewer is viewer"));
        QVERIFY(error[QStringLiteral("hint")].toString().contains(
            QStringLiteral("people roles viewer viewer operator")));
    }

    void refusalsAreInTheAuditLogAndDoNotFloodIt() {
        RoleCore core;
        for (int i = 0; i < 20; ++i)
            QCOMPARE(ask(core.at(QStringLiteral("/v1/tasks")), "token-viewer", "{}").first, 403);
        QCOMPARE(ask(core.at(QStringLiteral("/v1/shutdown")), "token-operator", "{}").first, 403);
        const QJsonArray entries = core.personEntries();
        QCOMPARE(entries.size(), 2);
        QCOMPARE(entries[0][QStringLiteral("who")].toString(), QStringLiteral("viewer"));
        QCOMPARE(entries[0][QStringLiteral("action")].toString(), QStringLiteral("refused"));
        QCOMPARE(entries[0][QStringLiteral("text")].toString(), QStringLiteral("POST /v1/tasks, as viewer"));
        QCOMPARE(entries[1][QStringLiteral("who")].toString(), QStringLiteral("operator"));
    }

    void theQuietTimeEndsAndCountsWhatWasNotSaid() {
        AccessGuard guard(nullptr);
        HttpRoute route;
        route.method = "POST";
        route.pattern = QStringLiteral("/v1/tasks");
        QVERIFY(guard.refuse(route, {QStringLiteral("bob"), {Role::Viewer}}, Moment{1}));
        QVERIFY(!guard.refuse(route, {QStringLiteral("bob"), {Role::Operator}}, Moment{1}));
        RoleCore core;
        AccessGuard told(core.audit.get());
        for (const qint64 at : {0, 1, 2, 59'999, 60'000, 60'001})
            QVERIFY(told.refuse(route, {QStringLiteral("bob"), {Role::Viewer}}, Moment{at}));
        const QJsonArray entries = core.personEntries();
        QCOMPARE(entries.size(), 2);
        QCOMPARE(entries[1][QStringLiteral("detail")][QStringLiteral("before")].toInt(), 3);
        // A route that nobody put into the table is served to nobody.
        route.pattern = QStringLiteral("/v1/forgotten");
        QVERIFY(told.refuse(route, {QStringLiteral("ann"), {Role::Admin}}, Moment{0}));
    }

    void oneSeesWhoOneIs() {
        RoleCore core;
        const auto me = [&](const QByteArray& token) {
            return ask(core.at(QStringLiteral("/v1/me")), token).second;
        };
        QCOMPARE(me("token-approver"), QByteArray(R"({"name":"approver","roles":["approver"]})"));
        const auto info =
            QJsonDocument::fromJson(ask(core.at(QStringLiteral("/v1/core")), "token-viewer").second);
        QCOMPARE(info[QStringLiteral("roles")].toArray(), QJsonArray{QStringLiteral("viewer")});
        QCOMPARE(ask(core.at(QStringLiteral("/v1/me")), "token-eve").first, 401);
    }

    void rolesAreGivenAndHoldAtOnce() {
        RoleCore core;
        const auto cleo = core.people->issue(QStringLiteral("cleo"), {}, QStringLiteral("me"));
        QVERIFY(cleo.ok());
        core.api->peopleMayHaveChanged();
        const QUrl tasks = core.at(QStringLiteral("/v1/tasks"));
        const QUrl roles = core.at(QStringLiteral("/v1/people/cleo/roles"));
        QCOMPARE(ask(tasks, *cleo, "{}").first, 403);
        QCOMPARE(ask(roles, *cleo, R"({"roles":["admin"]})").first, 403); // nobody lifts themselves
        QCOMPARE(ask(roles, "token-admin", R"({"roles":["emperor"]})").first, 400);
        QCOMPARE(ask(roles, "token-admin", R"({"roles":[]})").first, 400);
        QCOMPARE(ask(core.at(QStringLiteral("/v1/people/eve/roles")), "token-admin", R"({"roles":["admin"]})")
                     .first,
                 404);
        QCOMPARE(ask(roles, "token-admin", R"({"roles":["operator"]})").first, 200);
        QVERIFY(ask(tasks, *cleo, "{}").first != 403);
        QVERIFY(ask(core.at(QStringLiteral("/v1/people")), "token-admin").second.contains("cleo"));
        QStringList told;
        for (const QJsonValue& entry : core.personEntries())
            told.append(entry[QStringLiteral("who")].toString() + u' ' +
                        entry[QStringLiteral("action")].toString());
        QVERIFY2(told.contains(QStringLiteral("me added")), qPrintable(told.join(u',')));
        QVERIFY2(told.contains(QStringLiteral("admin roles_changed")), qPrintable(told.join(u',')));
    }

    void whoLooksOnIsTold() {
        RoleCore core;
        const auto cleo = core.people->issue(QStringLiteral("cleo"), {}, QStringLiteral("me"));
        core.api->peopleMayHaveChanged();
        QNetworkAccessManager network;
        QNetworkRequest request(core.at(QStringLiteral("/v1/events")));
        request.setRawHeader("Authorization", "Bearer " + *cleo);
        std::unique_ptr<QNetworkReply> reply(network.get(request));
        QByteArray bytes;
        QObject::connect(reply.get(), &QNetworkReply::readyRead, [&] { bytes += reply->readAll(); });
        QTRY_VERIFY_WITH_TIMEOUT(bytes.contains("retry"), 20'000);
        // The hint reaches those who are live by then: it is given again until it does.
        const Roles both[]{{Role::Operator}, {Role::Approver}};
        int turn = 0;
        const auto told = [&] {
            const auto set = core.people->setRoles(QStringLiteral("cleo"), both[++turn % 2], {});
            core.api->peopleMayHaveChanged();
            return set.ok() && bytes.contains("event: people");
        };
        QTRY_VERIFY_WITH_TIMEOUT(told(), 20'000);
        QVERIFY(!reply->isFinished());
        QVERIFY(core.people->remove(QStringLiteral("cleo"), QStringLiteral("me")).ok());
        core.api->peopleMayHaveChanged();
        QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), 20'000);
    }
};

QTEST_GUILESS_MAIN(ApiRolesTest)
#include "tst_api_roles.moc"
