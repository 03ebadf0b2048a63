// SPDX-License-Identifier: GPL-3.0-or-later
// Protects who may use the core: a token lets in exactly its holder, is not on disk, counts at once when
// another process issued it, and counts no more when it was taken back or the list is damaged. A person has
// roles, somebody new those of a viewer, somebody of an older core all; and each change is told once.
#include "core/server/people.h"

#include "core/base/digest.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest>

using namespace signalbox;

namespace {

QString words(const QList<PersonChange>& changes) {
    QStringList lines;
    for (const PersonChange& change : changes)
        lines.append(QStringLiteral("%1 %2 %3 %4")
                         .arg(int(change.what))
                         .arg(change.name, roleWords(change.roles).join(u'+'), change.by));
    return lines.join(QStringLiteral(", "));
}

} // namespace

class PeopleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tokensNameTheirHolders() {
        QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("people.json"));
        auto people = People::open(path);
        QVERIFY(people.ok());
        const auto ann = (*people)->issue(QStringLiteral("ann"), {}, QStringLiteral("me"));
        const auto bob = (*people)->issue(QStringLiteral("bob"), {}, QStringLiteral("me"));
        QVERIFY(ann.ok() && bob.ok() && *ann != *bob);
        QCOMPARE((*people)->holderOf(*ann).name, QStringLiteral("ann"));
        QCOMPARE((*people)->holderOf(*bob).name, QStringLiteral("bob"));
        QVERIFY((*people)->holderOf({}).name.isEmpty());
        QVERIFY((*people)->holderOf("guess").name.isEmpty());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains(*ann));
        QCOMPARE(file.permissions() & (QFile::ReadOther | QFile::ReadGroup), QFile::Permissions());
    }

    void anotherProcessMayIssueAndRemove() {
        QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("people.json"));
        auto core = People::open(path);
        auto command = People::open(path);
        QVERIFY(core.ok() && command.ok());
        const auto token = (*command)->issue(QStringLiteral("cleo"), {}, QStringLiteral("me"));
        QVERIFY(token.ok());
        QCOMPARE((*core)->holderOf(*token).name, QStringLiteral("cleo"));
        QVERIFY((*command)->remove(QStringLiteral("cleo"), QStringLiteral("me")).ok());
        QTRY_VERIFY((*core)->holderOf(*token).name.isEmpty());
        QVERIFY((*command)->remove(QStringLiteral("cleo"), QStringLiteral("me")).error().kind ==
                ErrorKind::NotFound);
    }

    void aRenewedTokenReplacesTheOldOne() {
        QTemporaryDir directory;
        auto people = People::open(directory.filePath(QStringLiteral("people.json")));
        const auto first = (*people)->issue(QStringLiteral("ann"), {}, QStringLiteral("me"));
        const auto second = (*people)->issue(QStringLiteral("ann"), {}, QStringLiteral("me"));
        QVERIFY((*people)->holderOf(*first).name.isEmpty());
        QCOMPARE((*people)->holderOf(*second).name, QStringLiteral("ann"));
    }

    void aDamagedListLetsNobodyInButTheOwner() {
        QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("people.json"));
        auto people = People::open(path);
        (*people)->admit(QStringLiteral("owner"), "local");
        const auto ann = (*people)->issue(QStringLiteral("ann"), {}, QStringLiteral("me"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write("half a li");
        file.close();
        QTRY_VERIFY((*people)->holderOf(*ann).name.isEmpty());
        QCOMPARE((*people)->holderOf("local").name, QStringLiteral("owner"));
        QVERIFY(People::open(path).error().kind == ErrorKind::Corrupt);
    }

    void rolesAreKept() {
        QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("people.json"));
        auto people = People::open(path);
        const auto ann = (*people)->issue(QStringLiteral("ann"), {}, QStringLiteral("me"));
        QCOMPARE((*people)->holderOf(*ann).roles, Roles{Role::Viewer});
        QVERIFY((*people)->setRoles(QStringLiteral("ann"), {Role::Operator, Role::Approver}, {}).ok());
        const Roles both{Role::Operator, Role::Approver};
        QCOMPARE((*people)->holderOf(*ann).roles, both);
        const auto renewed = (*people)->issue(QStringLiteral("ann"), {}, QStringLiteral("me"));
        QCOMPARE((*people)->holderOf(*renewed).roles, both);
        QCOMPARE((*People::open(path))->rolesOf(QStringLiteral("ann")), both);
        QVERIFY((*people)->setRoles(QStringLiteral("eve"), both, {}).error().kind == ErrorKind::NotFound);
        QVERIFY((*people)->rolesOf(QStringLiteral("eve")).isEmpty());
    }

    void whoWasThereBeforeThereWereRolesMayDoAll() {
        QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("people.json"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QJsonDocument(QJsonObject{{QStringLiteral("ann"), sha256("old-token")}}).toJson());
        file.close();
        auto people = People::open(path);
        QVERIFY(people.ok());
        QCOMPARE((*people)->holderOf("old-token").roles, Roles{Role::Admin});
        QVERIFY((*people)->look().isEmpty()); // that is no news
        // The file is written anew with the next change; nobody loses anything by it.
        QVERIFY((*people)->issue(QStringLiteral("bob"), {Role::Operator}, {}).ok());
        QCOMPARE((*People::open(path))->holderOf("old-token").roles, Roles{Role::Admin});
    }

    void rolesThatAreNoneLetNobodyIn() {
        QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("people.json"));
        for (const char* roles : {"[]", "[\"emperor\"]", "7"}) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
            file.write(QByteArray(R"({"format":2,"people":{"ann":{"token":"x","roles":)") + roles + "}}}");
            file.close();
            QVERIFY(People::open(path).error().kind == ErrorKind::Corrupt);
        }
    }

    void everyChangeIsToldOnce() {
        QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("people.json"));
        auto core = People::open(path);
        auto command = People::open(path);
        QVERIFY((*core)->look().isEmpty());
        QVERIFY((*command)->issue(QStringLiteral("ann"), {Role::Operator}, QStringLiteral("me")).ok());
        QVERIFY((*command)->issue(QStringLiteral("bob"), {}, QStringLiteral("me")).ok());
        QCOMPARE(words((*core)->look()), QStringLiteral("0 ann operator me, 0 bob viewer me"));
        QVERIFY((*core)->look().isEmpty());
        QVERIFY((*command)->setRoles(QStringLiteral("ann"), {Role::Admin}, QStringLiteral("zoe")).ok());
        QVERIFY((*command)->issue(QStringLiteral("bob"), {}, QStringLiteral("zoe")).ok());
        QCOMPARE(words((*core)->look()), QStringLiteral("2 ann admin zoe, 1 bob viewer zoe"));
        QVERIFY((*core)->noted().ok());
        // While no core runs, too.
        core = Error{ErrorKind::Unavailable, {}, {}};
        QVERIFY((*command)->remove(QStringLiteral("bob"), QStringLiteral("root")).ok());
        core = People::open(path);
        QCOMPARE(words((*core)->look()), QStringLiteral("3 bob viewer root"));
        // What was not noted is told again rather than never.
        core = People::open(path);
        QCOMPARE(words((*core)->look()), QStringLiteral("3 bob viewer root"));
    }

    void namesAreChecked() {
        QTemporaryDir directory;
        auto people = People::open(directory.filePath(QStringLiteral("people.json")));
        for (const QString& bad :
             {QString(), QStringLiteral("a b"), QStringLiteral("../x"), QString(65, QLatin1Char('a'))})
            QVERIFY((*people)->issue(bad, {}, {}).error().kind == ErrorKind::Invalid);
    }
};

QTEST_GUILESS_MAIN(PeopleTest)
#include "tst_people.moc"
