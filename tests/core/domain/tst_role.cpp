// SPDX-License-Identifier: GPL-3.0-or-later
// Protects what the roles allow: a viewer looks and no more, operator and approver are apart, an admin does
// all; words that are no roles give none; and a path finds its line in the table of routes.
#include "core/domain/role.h"

#include <QtTest>

using namespace signalbox;

class RoleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatEachMayDo() {
        const Roles viewer{Role::Viewer};
        const Roles runs{Role::Operator};
        const Roles decides{Role::Approver};
        const Roles admin{Role::Admin};
        for (const Roles& each : {viewer, runs, decides, admin})
            QVERIFY(mayAct(each, Role::Viewer));
        QVERIFY(!mayAct({}, Role::Viewer));
        QVERIFY(mayAct(runs, Role::Operator) && !mayAct(runs, Role::Approver) && !mayAct(runs, Role::Admin));
        QVERIFY(mayAct(decides, Role::Approver) && !mayAct(decides, Role::Operator));
        QVERIFY(!mayAct(viewer, Role::Operator) && !mayAct(viewer, Role::Approver));
        for (const Role each : {Role::Operator, Role::Approver, Role::Admin})
            QVERIFY(mayAct(admin, each));
        QVERIFY(mayAct(runs + decides, Role::Approver) && !mayAct(runs + decides, Role::Admin));
    }

    void wordsOfRoles() {
        const auto both =
            rolesFrom({QStringLiteral("approver"), QStringLiteral("operator"), QStringLiteral("operator")});
        QVERIFY(both.ok());
        QCOMPARE(roleWords(*both), QStringList({QStringLiteral("operator"), QStringLiteral("approver")}));
        for (const QStringList& bad :
             {QStringList(), QStringList(QString()), QStringList(QStringLiteral("root")),
              QStringList{QStringLiteral("viewer"), QStringLiteral("Admin")}})
            QVERIFY(rolesFrom(bad).error().kind == ErrorKind::Invalid);
    }

    void aRefusalNamesWhatIsNeeded() {
        const Error error = roleNeeded(Role::Approver, QStringLiteral("bob"), {Role::Viewer, Role::Operator});
        QVERIFY(error.kind == ErrorKind::Denied);
        QCOMPARE(error.message,
                 QStringLiteral("this needs the role approver, and bob is viewer and operator"));
        QVERIFY(error.hint.contains(QStringLiteral("people roles bob viewer operator approver")));
    }

    void pathsFindTheirLine_data() {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("access"); // -1: none
        QTest::newRow("literal") << QByteArray("POST") << "/v1/tasks" << int(Access::Operator);
        QTest::newRow("name") << QByteArray("POST") << "/v1/approvals/7/vote" << int(Access::Approver);
        QTest::newRow("rest") << QByteArray("DELETE") << "/v1/repositories/a/b/c" << int(Access::Admin);
        QTest::newRow("rest needs one") << QByteArray("DELETE") << "/v1/repositories" << -1;
        QTest::newRow("method") << QByteArray("PUT") << "/v1/tasks" << -1;
        QTest::newRow("guest") << QByteArray("GET") << "/v1/guest/proceed" << int(Access::Guest);
        QTest::newRow("nothing") << QByteArray("GET") << "/v1/none" << -1;
    }
    void pathsFindTheirLine() {
        QFETCH(QByteArray, method);
        QFETCH(QString, path);
        QFETCH(int, access);
        const auto found = accessTo(method, path);
        QCOMPARE(found ? int(*found) : -1, access);
    }
};

QTEST_GUILESS_MAIN(RoleTest)
#include "tst_role.moc"
