// SPDX-License-Identifier: GPL-3.0-or-later
// Protects who may use the core: a token lets in exactly its holder, is not on disk, counts at once when
// another process issued it, and counts no more when it was taken back or the list is damaged.
#include "core/server/people.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace signalbox;

class PeopleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tokensNameTheirHolders() {
        QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("people.json"));
        auto people = People::open(path);
        QVERIFY(people.ok());
        const auto ann = (*people)->issue(QStringLiteral("ann"));
        const auto bob = (*people)->issue(QStringLiteral("bob"));
        QVERIFY(ann.ok() && bob.ok() && *ann != *bob);
        QCOMPARE((*people)->holderOf(*ann), QStringLiteral("ann"));
        QCOMPARE((*people)->holderOf(*bob), QStringLiteral("bob"));
        QVERIFY((*people)->holderOf({}).isEmpty());
        QVERIFY((*people)->holderOf("guess").isEmpty());
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
        const auto token = (*command)->issue(QStringLiteral("cleo"));
        QVERIFY(token.ok());
        QCOMPARE((*core)->holderOf(*token), QStringLiteral("cleo"));
        QVERIFY((*command)->remove(QStringLiteral("cleo")).ok());
        QTRY_VERIFY((*core)->holderOf(*token).isEmpty());
        QVERIFY((*command)->remove(QStringLiteral("cleo")).error().kind == ErrorKind::NotFound);
    }

    void aRenewedTokenReplacesTheOldOne() {
        QTemporaryDir directory;
        auto people = People::open(directory.filePath(QStringLiteral("people.json")));
        const auto first = (*people)->issue(QStringLiteral("ann"));
        const auto second = (*people)->issue(QStringLiteral("ann"));
        QVERIFY((*people)->holderOf(*first).isEmpty());
        QCOMPARE((*people)->holderOf(*second), QStringLiteral("ann"));
    }

    void aDamagedListLetsNobodyInButTheOwner() {
        QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("people.json"));
        auto people = People::open(path);
        (*people)->admit(QStringLiteral("owner"), "local");
        const auto ann = (*people)->issue(QStringLiteral("ann"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write("half a li");
        file.close();
        QTRY_VERIFY((*people)->holderOf(*ann).isEmpty());
        QCOMPARE((*people)->holderOf("local"), QStringLiteral("owner"));
        QVERIFY(People::open(path).error().kind == ErrorKind::Corrupt);
    }

    void namesAreChecked() {
        QTemporaryDir directory;
        auto people = People::open(directory.filePath(QStringLiteral("people.json")));
        for (const QString& bad :
             {QString(), QStringLiteral("a b"), QStringLiteral("../x"), QString(65, QLatin1Char('a'))})
            QVERIFY((*people)->issue(bad).error().kind == ErrorKind::Invalid);
    }
};

QTEST_GUILESS_MAIN(PeopleTest)
#include "tst_people.moc"
