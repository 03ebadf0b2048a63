// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the backup over the API: a sound copy while the core goes on, nothing replaced, no odd places.
#include "core/journal/journal_backup.h"
#include "tests/core/server/api_fixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>

using namespace signalbox;
using namespace signalbox::test;

class ApiJournalTest : public QObject {
    Q_OBJECT

private:
    std::pair<int, QJsonObject> backUp(const Core& core, const QString& file) {
        const QByteArray body = canonicalJson(QJsonObject{{QStringLiteral("file"), file}});
        const auto [status, bytes] =
            ask(core.url().resolved(QUrl(QStringLiteral("/v1/journal/backup"))), "token-ann", body);
        return {status, QJsonDocument::fromJson(bytes).object()};
    }

private Q_SLOTS:
    void aBackupIsASoundCopy() {
        Core core;
        (void)core.taskAtApproval();
        const QTemporaryDir place;
        const QString file = place.filePath(QStringLiteral("copy.sqlite"));
        const auto [status, copy] = backUp(core, file);
        QCOMPARE(status, 201);
        QVERIFY(copy[QStringLiteral("ok")].toBool());
        const auto verified = verifyJournalFile(file);
        QVERIFY(verified.ok() && verified->ok);
        QCOMPARE(verified->records, copy[QStringLiteral("records")].toInteger());
        QVERIFY(verified->records > 5);
        QCOMPARE(verified->head, copy[QStringLiteral("head")].toString());
        QCOMPARE(backUp(core, file).first, 409); // it replaces nothing
    }

    void sealsNothingByAWrongWord() {
        Core core;
        const auto seal = [&](const QJsonObject& body) {
            return ask(core.url().resolved(QUrl(QStringLiteral("/v1/journal/seal"))), "token-ann",
                       canonicalJson(body))
                .first;
        };
        for (const QJsonValue& days :
             {QJsonValue(-1), QJsonValue(1.5), QJsonValue(QStringLiteral("9")), QJsonValue()})
            QCOMPARE(seal({{QStringLiteral("days"), days}}), 400);
        const auto [status, bytes] =
            ask(core.url().resolved(QUrl(QStringLiteral("/v1/journal/volumes"))), "token-ann");
        QCOMPARE(status, 200);
        QCOMPARE(QJsonDocument::fromJson(bytes).object(),
                 (QJsonObject{{QStringLiteral("volumes"), QJsonArray()}}));
    }

    void oddPlacesAreRefused() {
        Core core;
        for (const QString& file :
             {QString(), QStringLiteral("copy.sqlite"), QStringLiteral("../copy.sqlite")})
            QCOMPARE(backUp(core, file).first, 400);
        QVERIFY(backUp(core, QStringLiteral("/no/such/place/copy.sqlite")).first >= 500);
    }
};

QTEST_GUILESS_MAIN(ApiJournalTest)
#include "tst_api_journal.moc"
